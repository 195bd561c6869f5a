// Numbers of errors: those of the system (ERROR_..., RPC_S_..., for GetLastError) and HRESULTs of COM.
// An HRESULT is 32 bits: bit 31 says failure, bits 16 to 26 the facility, the low 16 the number. The codes of WMI are in <wbemcli.h>.
#pragma once

#include "windef.h"

#define SEVERITY_SUCCESS 0
#define SEVERITY_ERROR 1

#define FACILITY_NULL 0
#define FACILITY_RPC 1
#define FACILITY_DISPATCH 2
#define FACILITY_STORAGE 3
#define FACILITY_ITF 4
#define FACILITY_WIN32 7
#define FACILITY_WINDOWS 8
#define FACILITY_SSPI 9
#define FACILITY_SECURITY 9
#define FACILITY_CONTROL 10
#define FACILITY_CERT 11
#define FACILITY_INTERNET 12
#define FACILITY_NT_BIT 0x10000000

#define _HRESULT_TYPEDEF_(number) ((HRESULT)number)
#define SUCCEEDED(hr) (((HRESULT)(hr)) >= 0)
#define FAILED(hr) (((HRESULT)(hr)) < 0)
#define IS_ERROR(status) (((std::uint32_t)(status)) >> 31 == SEVERITY_ERROR)
#define HRESULT_CODE(hr) ((hr) & 0xFFFF)
#define SCODE_CODE(hr) ((hr) & 0xFFFF)
#define HRESULT_FACILITY(hr) (((hr) >> 16) & 0x1fff)
#define SCODE_FACILITY(hr) (((hr) >> 16) & 0x1fff)
#define HRESULT_SEVERITY(hr) (((hr) >> 31) & 0x1)
#define SCODE_SEVERITY(hr) (((hr) >> 31) & 0x1)
#define MAKE_HRESULT(severity, facility, code) \
    ((HRESULT)(((std::uint32_t)(severity) << 31) | ((std::uint32_t)(facility) << 16) | ((std::uint32_t)(code))))
#define MAKE_SCODE(severity, facility, code) MAKE_HRESULT(severity, facility, code)
#define ResultFromScode(scode) ((HRESULT)(scode))
#define GetScode(hr) ((SCODE)(hr))
#define __HRESULT_FROM_WIN32(error)                         \
    ((HRESULT)(error) <= 0 ? ((HRESULT)(error))             \
                           : ((HRESULT)(((std::uint32_t)(error)&0x0000FFFF) | (FACILITY_WIN32 << 16) | 0x80000000)))
#define HRESULT_FROM_WIN32(error) __HRESULT_FROM_WIN32(error)
#define HRESULT_FROM_NT(status) ((HRESULT)((std::uint32_t)(status) | FACILITY_NT_BIT))

// success and the system's own errors
#define ERROR_SUCCESS 0L  // it worked
#define NO_ERROR 0L  // it worked
#define ERROR_INVALID_FUNCTION 1L  // no such function here
#define ERROR_FILE_NOT_FOUND 2L  // no such file
#define ERROR_PATH_NOT_FOUND 3L  // no such folder
#define ERROR_TOO_MANY_OPEN_FILES 4L  // no more handles
#define ERROR_ACCESS_DENIED 5L  // not allowed
#define ERROR_INVALID_HANDLE 6L  // not a handle, or closed
#define ERROR_NOT_ENOUGH_MEMORY 8L  // no memory
#define ERROR_BAD_ENVIRONMENT 10L  // the environment is wrong
#define ERROR_BAD_FORMAT 11L  // a program file is damaged
#define ERROR_INVALID_DATA 13L  // the data makes no sense
#define ERROR_OUTOFMEMORY 14L  // no memory
#define ERROR_NOT_SAME_DEVICE 17L  // the two files lie on different devices
#define ERROR_NO_MORE_FILES 18L  // the list of files has ended
#define ERROR_WRITE_PROTECT 19L  // read-only medium
#define ERROR_NOT_READY 21L  // device not ready
#define ERROR_CRC 23L  // damaged data
#define ERROR_BAD_LENGTH 24L  // wrong length
#define ERROR_WRITE_FAULT 29L  // writing failed
#define ERROR_READ_FAULT 30L  // reading failed
#define ERROR_GEN_FAILURE 31L  // a device does not work
#define ERROR_SHARING_VIOLATION 32L  // in use by somebody else
#define ERROR_LOCK_VIOLATION 33L  // a part is locked
#define ERROR_HANDLE_EOF 38L  // end of file
#define ERROR_HANDLE_DISK_FULL 39L  // disk full
#define ERROR_NOT_SUPPORTED 50L  // not supported
#define ERROR_REM_NOT_LIST 51L  // the other machine is not reachable
#define ERROR_BAD_NETPATH 53L  // network path not found
#define ERROR_NETWORK_BUSY 54L  // network busy
#define ERROR_UNEXP_NET_ERR 59L  // unexpected network error
#define ERROR_NETNAME_DELETED 64L  // network name gone
#define ERROR_NETWORK_ACCESS_DENIED 65L  // network access not allowed
#define ERROR_BAD_NET_NAME 67L  // no such network name
#define ERROR_FILE_EXISTS 80L  // the file is there already
#define ERROR_CANNOT_MAKE 82L  // cannot be created
#define ERROR_INVALID_PASSWORD 86L  // wrong password
#define ERROR_INVALID_PARAMETER 87L  // bad argument
#define ERROR_BROKEN_PIPE 109L  // the other end has gone
#define ERROR_OPEN_FAILED 110L  // cannot be opened
#define ERROR_DISK_FULL 112L  // disk full
#define ERROR_CALL_NOT_IMPLEMENTED 120L  // not on this system
#define ERROR_SEM_TIMEOUT 121L  // waited too long
#define ERROR_INSUFFICIENT_BUFFER 122L  // the buffer is too small
#define ERROR_INVALID_NAME 123L  // a name is malformed
#define ERROR_MOD_NOT_FOUND 126L  // no such library
#define ERROR_PROC_NOT_FOUND 127L  // no such function in the library
#define ERROR_WAIT_NO_CHILDREN 128L  // nothing to wait for
#define ERROR_NEGATIVE_SEEK 131L  // before the beginning
#define ERROR_DIR_NOT_EMPTY 145L  // folder not empty
#define ERROR_NOT_LOCKED 158L  // it was not locked
#define ERROR_BAD_ARGUMENTS 160L  // bad arguments
#define ERROR_BAD_PATHNAME 161L  // bad path
#define ERROR_BUSY 170L  // in use
#define ERROR_ALREADY_EXISTS 183L  // it is there already
#define ERROR_ENVVAR_NOT_FOUND 203L  // no such environment variable
#define ERROR_FILENAME_EXCED_RANGE 206L  // name too long
#define ERROR_LOCKED 212L  // locked
#define ERROR_BAD_PIPE 230L  // pipe in a wrong state
#define ERROR_PIPE_BUSY 231L  // all ends in use
#define ERROR_NO_DATA 232L  // pipe is closing
#define ERROR_PIPE_NOT_CONNECTED 233L  // nobody at the other end
#define ERROR_MORE_DATA 234L  // there is more than fits
#define ERROR_NO_MORE_ITEMS 259L  // the list has ended
#define ERROR_DIRECTORY 267L  // not a folder
#define ERROR_NOT_OWNER 288L  // the caller does not own it
#define ERROR_PARTIAL_COPY 299L  // only a part was done
#define ERROR_MR_MID_NOT_FOUND 317L  // no such message text
#define ERROR_INVALID_ADDRESS 487L  // bad address
#define ERROR_ARITHMETIC_OVERFLOW 534L  // the result does not fit
#define ERROR_PIPE_CONNECTED 535L  // somebody is there already
#define ERROR_OPERATION_ABORTED 995L  // the operation was ended
#define ERROR_IO_INCOMPLETE 996L  // not finished
#define ERROR_IO_PENDING 997L  // under way
#define ERROR_NOACCESS 998L  // memory not accessible
#define ERROR_STACK_OVERFLOW 1001L  // stack used up
#define ERROR_INVALID_MESSAGE 1002L  // bad window message
#define ERROR_CAN_NOT_COMPLETE 1003L  // cannot be completed
#define ERROR_INVALID_FLAGS 1004L  // bad flags
#define ERROR_UNRECOGNIZED_VOLUME 1005L  // unknown file system
#define ERROR_FILE_INVALID 1006L  // the file has changed outside
#define ERROR_NO_TOKEN 1008L  // there is no token
#define ERROR_BADDB 1009L  // registry damaged
#define ERROR_BADKEY 1010L  // bad registry key
#define ERROR_CANTOPEN 1011L  // registry key cannot be opened
#define ERROR_CANTREAD 1012L  // registry key cannot be read
#define ERROR_CANTWRITE 1013L  // registry key cannot be written
#define ERROR_KEY_DELETED 1018L  // the key is marked for deletion
#define ERROR_KEY_HAS_CHILDREN 1020L  // the key has subkeys
#define ERROR_SERVICE_REQUEST_TIMEOUT 1053L  // service did not answer in time
#define ERROR_SERVICE_ALREADY_RUNNING 1056L  // service runs already
#define ERROR_SERVICE_DISABLED 1058L  // service is disabled
#define ERROR_SERVICE_DOES_NOT_EXIST 1060L  // no such service
#define ERROR_SERVICE_CANNOT_ACCEPT_CTRL 1061L  // service takes no control now
#define ERROR_SERVICE_NOT_ACTIVE 1062L  // service does not run
#define ERROR_EXCEPTION_IN_SERVICE 1064L  // service failed
#define ERROR_SERVICE_SPECIFIC_ERROR 1066L  // service gave an error of its own
#define ERROR_SERVICE_EXISTS 1073L  // service is there already
#define ERROR_SHUTDOWN_IN_PROGRESS 1115L  // the system is going down
#define ERROR_DLL_INIT_FAILED 1114L  // a library did not start
#define ERROR_NO_MORE_SEARCH_HANDLES 113L  // no more search handles
#define ERROR_NOT_FOUND 1168L  // not found
#define ERROR_NO_MATCH 1169L  // no match
#define ERROR_POINT_NOT_FOUND 1171L  // no such point
#define ERROR_BAD_DEVICE 1200L  // bad device
#define ERROR_CONNECTION_UNAVAIL 1201L  // no connection
#define ERROR_NO_NET_OR_BAD_PATH 1203L  // no network took the path
#define ERROR_EXTENDED_ERROR 1208L  // ask for the extended error
#define ERROR_NO_NETWORK 1222L  // no network
#define ERROR_CANCELLED 1223L  // the user ended it
#define ERROR_CONNECTION_REFUSED 1225L  // refused
#define ERROR_GRACEFUL_DISCONNECT 1226L  // closed
#define ERROR_CONNECTION_ABORTED 1236L  // aborted
#define ERROR_RETRY 1237L  // try again
#define ERROR_HOST_UNREACHABLE 1232L  // host not reachable
#define ERROR_NOT_AUTHENTICATED 1244L  // not authenticated
#define ERROR_NOT_LOGGED_ON 1245L  // not logged on
#define ERROR_CONTINUE 1246L  // go on
#define ERROR_ALREADY_INITIALIZED 1247L  // initialised before
#define ERROR_NOT_ALL_ASSIGNED 1300L  // not all privileges were changed
#define ERROR_SOME_NOT_MAPPED 1301L  // not all were mapped
#define ERROR_NONE_MAPPED 1332L  // none was mapped
#define ERROR_INVALID_OWNER 1307L  // cannot own an object
#define ERROR_NO_IMPERSONATION_TOKEN 1309L  // the thread impersonates nobody
#define ERROR_CANT_DISABLE_MANDATORY 1310L  // mandatory group
#define ERROR_NO_LOGON_SERVERS 1311L  // no logon server
#define ERROR_NO_SUCH_LOGON_SESSION 1312L  // no such session
#define ERROR_NO_SUCH_PRIVILEGE 1313L  // no such privilege
#define ERROR_PRIVILEGE_NOT_HELD 1314L  // privilege missing
#define ERROR_INVALID_ACCOUNT_NAME 1315L  // bad account name
#define ERROR_USER_EXISTS 1316L  // user is there already
#define ERROR_NO_SUCH_USER 1317L  // no such user
#define ERROR_GROUP_EXISTS 1318L  // group is there already
#define ERROR_NO_SUCH_GROUP 1319L  // no such group
#define ERROR_WRONG_PASSWORD 1323L  // wrong password
#define ERROR_LOGON_FAILURE 1326L  // unknown user or wrong password
#define ERROR_ACCOUNT_RESTRICTION 1327L  // account restricted
#define ERROR_PASSWORD_EXPIRED 1330L  // password expired
#define ERROR_ACCOUNT_DISABLED 1331L  // account disabled
#define ERROR_INVALID_ACL 1336L  // malformed ACL
#define ERROR_INVALID_SID 1337L  // malformed SID
#define ERROR_INVALID_SECURITY_DESCR 1338L  // malformed security descriptor
#define ERROR_CANT_OPEN_ANONYMOUS 1347L  // an anonymous token cannot be opened
#define ERROR_BAD_INHERITANCE_ACL 1340L  // ACL cannot be built
#define ERROR_BAD_IMPERSONATION_LEVEL 1346L  // impersonation level missing or too low
#define ERROR_NO_SECURITY_ON_OBJECT 1350L  // the object has no security
#define ERROR_NO_SUCH_DOMAIN 1355L  // no such domain
#define ERROR_INTERNAL_ERROR 1359L  // internal error
#define ERROR_NO_SYSTEM_RESOURCES 1450L  // resources used up
#define ERROR_INVALID_WINDOW_HANDLE 1400L  // no such window
#define ERROR_CANNOT_FIND_WND_CLASS 1407L  // no such window class
#define ERROR_CLASS_ALREADY_EXISTS 1410L  // window class is there already
#define ERROR_CLASS_DOES_NOT_EXIST 1411L  // no such window class
#define ERROR_TIMEOUT 1460L  // time ran out
#define ERROR_INSTALL_FAILURE 1603L  // installation failed
#define ERROR_EVENTLOG_FILE_CORRUPT 1500L  // log damaged
#define ERROR_DATABASE_DOES_NOT_EXIST 1065L  // no such database
#define ERROR_UNKNOWN_REVISION 1305L  // unknown version of a structure
#define ERROR_REVISION_MISMATCH 1306L  // versions do not fit
#define ERROR_RESOURCE_DATA_NOT_FOUND 1812L  // no resources
#define ERROR_RESOURCE_TYPE_NOT_FOUND 1813L  // no such type of resource
#define ERROR_RESOURCE_NAME_NOT_FOUND 1814L  // no such resource
#define ERROR_INVALID_TIME 1901L  // bad time
#define ERROR_INVALID_DATATYPE 1804L  // bad data type
#define ERROR_NO_UNICODE_TRANSLATION 1113L  // a character that cannot be translated

// calls between machines
#define RPC_S_OK ERROR_SUCCESS
#define RPC_S_INVALID_ARG ERROR_INVALID_PARAMETER
#define RPC_S_OUT_OF_MEMORY ERROR_OUTOFMEMORY
#define RPC_S_BUFFER_TOO_SMALL ERROR_INSUFFICIENT_BUFFER
#define RPC_S_ACCESS_DENIED ERROR_ACCESS_DENIED
#define RPC_S_OUT_OF_RESOURCES 1721L  // resources used up
#define RPC_S_INVALID_STRING_BINDING 1700L  // bad binding text
#define RPC_S_WRONG_KIND_OF_BINDING 1701L  // binding of the other kind
#define RPC_S_INVALID_BINDING 1702L  // bad binding
#define RPC_S_PROTSEQ_NOT_SUPPORTED 1703L  // protocol not supported
#define RPC_S_INVALID_RPC_PROTSEQ 1704L  // bad protocol
#define RPC_S_INVALID_STRING_UUID 1705L  // bad text of an identifier
#define RPC_S_INVALID_ENDPOINT_FORMAT 1706L  // bad endpoint
#define RPC_S_INVALID_NET_ADDR 1707L  // bad address
#define RPC_S_NO_ENDPOINT_FOUND 1708L  // no endpoint
#define RPC_S_INVALID_TIMEOUT 1709L  // bad time-out
#define RPC_S_NO_BINDINGS 1718L  // no bindings
#define RPC_S_SERVER_UNAVAILABLE 1722L  // nobody answers there
#define RPC_S_SERVER_TOO_BUSY 1723L  // too busy
#define RPC_S_CALL_FAILED 1726L  // the call failed; it may have run
#define RPC_S_CALL_FAILED_DNE 1727L  // the call failed before it ran
#define RPC_S_PROTOCOL_ERROR 1728L  // protocol violated
#define RPC_S_UNSUPPORTED_TRANS_SYN 1730L  // encoding not supported
#define RPC_S_UNKNOWN_AUTHN_SERVICE 1747L  // unknown authentication service
#define RPC_S_UNKNOWN_AUTHN_LEVEL 1748L  // unknown authentication level
#define RPC_S_INVALID_AUTH_IDENTITY 1749L  // bad identity
#define RPC_S_UNKNOWN_AUTHZ_SERVICE 1750L  // unknown authorization service
#define RPC_S_PROCNUM_OUT_OF_RANGE 1745L  // no such method number
#define RPC_S_CALL_CANCELLED 1818L  // the call was cancelled
#define RPC_S_UUID_NO_ADDRESS 1739L  // no network address for an identifier
#define RPC_S_UUID_LOCAL_ONLY 1824L  // the identifier is unique on this machine
#define RPC_S_SEC_PKG_ERROR 1825L  // the security package failed
#define RPC_X_NULL_REF_POINTER 1780L  // a null where a reference must be
#define RPC_X_BAD_STUB_DATA 1783L  // bad data in the call
#define RPC_X_BYTE_COUNT_TOO_SMALL 1782L  // too few bytes
#define RPC_X_ENUM_VALUE_OUT_OF_RANGE 1781L  // enumerator out of range
#define EPT_S_NOT_REGISTERED 1753L  // no such endpoint is registered

#define NOERROR 0  // it worked

// of COM itself
#define S_OK ((HRESULT)0x00000000L)  // it worked
#define S_FALSE ((HRESULT)0x00000001L)  // it worked, and the answer is no, or less
#define E_UNEXPECTED ((HRESULT)0x8000FFFFL)  // not expected now
#define E_NOTIMPL ((HRESULT)0x80004001L)  // not implemented
#define E_OUTOFMEMORY ((HRESULT)0x8007000EL)  // no memory
#define E_INVALIDARG ((HRESULT)0x80070057L)  // bad argument
#define E_NOINTERFACE ((HRESULT)0x80004002L)  // the object has no such interface
#define E_POINTER ((HRESULT)0x80004003L)  // bad pointer
#define E_HANDLE ((HRESULT)0x80070006L)  // bad handle
#define E_ABORT ((HRESULT)0x80004004L)  // ended early
#define E_FAIL ((HRESULT)0x80004005L)  // failed, and no more is known
#define E_ACCESSDENIED ((HRESULT)0x80070005L)  // not allowed
#define E_PENDING ((HRESULT)0x8000000AL)  // the data is not there yet
#define E_BOUNDS ((HRESULT)0x8000000BL)  // out of bounds
#define E_CHANGED_STATE ((HRESULT)0x8000000CL)  // the state changed meanwhile
#define E_ILLEGAL_METHOD_CALL ((HRESULT)0x8000000EL)  // not callable now
#define CO_S_NOTALLINTERFACES ((HRESULT)0x00080012L)  // some of the interfaces are missing
#define CO_E_INIT_TLS ((HRESULT)0x80004006L)  // no thread storage
#define CO_E_CANT_REMOTE ((HRESULT)0x80004013L)  // cannot be called from elsewhere
#define CO_E_BAD_SERVER_NAME ((HRESULT)0x80004014L)  // bad server name
#define CO_E_WRONG_SERVER_IDENTITY ((HRESULT)0x80004015L)  // server runs as another user
#define CO_E_NOT_SUPPORTED ((HRESULT)0x80004021L)  // not supported
#define CO_E_NOTINITIALIZED ((HRESULT)0x800401F0L)  // CoInitialize was not called
#define CO_E_ALREADYINITIALIZED ((HRESULT)0x800401F1L)  // initialised before
#define CO_E_CLASSSTRING ((HRESULT)0x800401F3L)  // text is no class identifier
#define CO_E_IIDSTRING ((HRESULT)0x800401F4L)  // text is no interface identifier
#define CO_E_APPNOTFOUND ((HRESULT)0x800401F5L)  // no such application
#define CO_E_APPSINGLEUSE ((HRESULT)0x800401F6L)  // the application is used up
#define CO_E_ERRORINAPP ((HRESULT)0x800401F7L)  // the application failed
#define CO_E_DLLNOTFOUND ((HRESULT)0x800401F8L)  // the class's library is not there
#define CO_E_ERRORINDLL ((HRESULT)0x800401F9L)  // the class's library failed
#define CO_E_OBJNOTREG ((HRESULT)0x800401FBL)  // object not registered
#define CO_E_OBJISREG ((HRESULT)0x800401FCL)  // object registered before
#define CO_E_OBJNOTCONNECTED ((HRESULT)0x800401FDL)  // the object is not connected
#define CO_E_APPDIDNTREG ((HRESULT)0x800401FEL)  // the application did not register the class
#define CO_E_RELEASED ((HRESULT)0x800401FFL)  // released before
#define CO_E_SERVER_EXEC_FAILURE ((HRESULT)0x80080005L)  // the server did not start
#define CO_E_SERVER_STOPPING ((HRESULT)0x80080008L)  // the server is stopping
#define CO_E_SERVER_START_TIMEOUT ((HRESULT)0x8000401EL)  // the server did not start in time
#define CO_E_OBJSRV_RPC_FAILURE ((HRESULT)0x80080006L)  // the server died in the call
#define CO_E_FAILEDTOIMPERSONATE ((HRESULT)0x80010123L)  // impersonation failed
#define CO_E_FAILEDTOGETSECCTX ((HRESULT)0x80010124L)  // no security context
#define CLASS_E_NOAGGREGATION ((HRESULT)0x80040110L)  // the class cannot be part of another
#define CLASS_E_CLASSNOTAVAILABLE ((HRESULT)0x80040111L)  // the library does not have the class
#define CLASS_E_NOTLICENSED ((HRESULT)0x80040112L)  // not licensed
#define REGDB_E_READREGDB ((HRESULT)0x80040150L)  // registry cannot be read
#define REGDB_E_WRITEREGDB ((HRESULT)0x80040151L)  // registry cannot be written
#define REGDB_E_KEYMISSING ((HRESULT)0x80040152L)  // registry key missing
#define REGDB_E_INVALIDVALUE ((HRESULT)0x80040153L)  // bad registry value
#define REGDB_E_CLASSNOTREG ((HRESULT)0x80040154L)  // no such class is registered
#define REGDB_E_IIDNOTREG ((HRESULT)0x80040155L)  // no such interface is registered
#define OLE_E_ADVISENOTSUPPORTED ((HRESULT)0x80040003L)  // advising not supported
#define OLE_E_WRONGCOMPOBJ ((HRESULT)0x8004000EL)  // wrong version of COM
#define OLE_E_BLANK ((HRESULT)0x80040007L)  // not initialised
#define DV_E_FORMATETC ((HRESULT)0x80040064L)  // bad format
#define MK_E_SYNTAX ((HRESULT)0x800401E4L)  // malformed moniker
#define MK_E_UNAVAILABLE ((HRESULT)0x800401E3L)  // nothing under that name now
#define MK_E_NOOBJECT ((HRESULT)0x800401E5L)  // no such object
#define MK_E_CANTOPENFILE ((HRESULT)0x800401EAL)  // file cannot be opened
#define MK_E_NOSTORAGE ((HRESULT)0x800401EDL)  // nothing to read from
#define MK_S_US ((HRESULT)0x000401E6L)  // it is the same
#define MK_E_INTERMEDIATEINTERFACENOTSUPPORTED ((HRESULT)0x800401E7L)  // a part has no interface for it
#define CONNECT_E_NOCONNECTION ((HRESULT)0x80040200L)  // no such connection
#define CONNECT_E_ADVISELIMIT ((HRESULT)0x80040201L)  // no more connections
#define CONNECT_E_CANNOTCONNECT ((HRESULT)0x80040202L)  // cannot connect

// of automation
#define DISP_E_UNKNOWNINTERFACE ((HRESULT)0x80020001L)  // unknown interface
#define DISP_E_MEMBERNOTFOUND ((HRESULT)0x80020003L)  // no such member
#define DISP_E_PARAMNOTFOUND ((HRESULT)0x80020004L)  // no such parameter
#define DISP_E_TYPEMISMATCH ((HRESULT)0x80020005L)  // wrong type
#define DISP_E_UNKNOWNNAME ((HRESULT)0x80020006L)  // no such name
#define DISP_E_NONAMEDARGS ((HRESULT)0x80020007L)  // named arguments not supported
#define DISP_E_BADVARTYPE ((HRESULT)0x80020008L)  // not a type of VARIANT
#define DISP_E_EXCEPTION ((HRESULT)0x80020009L)  // the callee failed; see EXCEPINFO
#define DISP_E_OVERFLOW ((HRESULT)0x8002000AL)  // the value does not fit
#define DISP_E_BADINDEX ((HRESULT)0x8002000BL)  // index out of range
#define DISP_E_UNKNOWNLCID ((HRESULT)0x8002000CL)  // unknown language
#define DISP_E_ARRAYISLOCKED ((HRESULT)0x8002000DL)  // the array is locked
#define DISP_E_BADPARAMCOUNT ((HRESULT)0x8002000EL)  // wrong number of arguments
#define DISP_E_PARAMNOTOPTIONAL ((HRESULT)0x8002000FL)  // an argument is missing
#define DISP_E_BADCALLEE ((HRESULT)0x80020010L)  // bad callee
#define DISP_E_NOTACOLLECTION ((HRESULT)0x80020011L)  // not a collection
#define DISP_E_DIVBYZERO ((HRESULT)0x80020012L)  // division by zero
#define DISP_E_BUFFERTOOSMALL ((HRESULT)0x80020013L)  // buffer too small
#define TYPE_E_BUFFERTOOSMALL ((HRESULT)0x80028016L)  // buffer too small
#define TYPE_E_INVDATAREAD ((HRESULT)0x80028018L)  // malformed type library
#define TYPE_E_LIBNOTREGISTERED ((HRESULT)0x8002801DL)  // no such type library
#define TYPE_E_ELEMENTNOTFOUND ((HRESULT)0x8002802BL)  // no such element
#define TYPE_E_CANTLOADLIBRARY ((HRESULT)0x80029C4AL)  // type library cannot be loaded
#define TYPE_E_TYPEMISMATCH ((HRESULT)0x80028CA0L)  // wrong type
#define TYPE_E_OUTOFBOUNDS ((HRESULT)0x80028CA1L)  // out of bounds

// of calls to other apartments, processes and machines
#define RPC_E_CALL_REJECTED ((HRESULT)0x80010001L)  // the callee refused
#define RPC_E_CALL_CANCELED ((HRESULT)0x80010002L)  // the call was cancelled
#define RPC_E_CONNECTION_TERMINATED ((HRESULT)0x80010006L)  // the connection has gone
#define RPC_E_CLIENT_DIED ((HRESULT)0x80010008L)  // the client has gone
#define RPC_E_SERVER_DIED ((HRESULT)0x80010007L)  // the server has gone; the call may have run
#define RPC_E_SERVER_DIED_DNE ((HRESULT)0x80010012L)  // the server has gone; the call did not run
#define RPC_E_INVALID_DATA ((HRESULT)0x8001000FL)  // bad data
#define RPC_E_SYS_CALL_FAILED ((HRESULT)0x80010100L)  // a system call failed
#define RPC_E_OUT_OF_RESOURCES ((HRESULT)0x80010101L)  // resources used up
#define RPC_E_NOT_REGISTERED ((HRESULT)0x80010103L)  // interface not registered
#define RPC_E_FAULT ((HRESULT)0x80010104L)  // the call failed
#define RPC_E_SERVERFAULT ((HRESULT)0x80010105L)  // the server raised an exception
#define RPC_E_CHANGED_MODE ((HRESULT)0x80010106L)  // this thread has another apartment model
#define RPC_E_INVALIDMETHOD ((HRESULT)0x80010107L)  // no such method
#define RPC_E_DISCONNECTED ((HRESULT)0x80010108L)  // the object has left its clients
#define RPC_E_RETRY ((HRESULT)0x80010109L)  // try again
#define RPC_E_SERVERCALL_RETRYLATER ((HRESULT)0x8001010AL)  // busy, try later
#define RPC_E_SERVERCALL_REJECTED ((HRESULT)0x8001010BL)  // refused
#define RPC_E_CANTCALLOUT_ININPUTSYNCCALL ((HRESULT)0x8001010DL)  // no calls out of here
#define RPC_E_WRONG_THREAD ((HRESULT)0x8001010EL)  // wrong thread
#define RPC_E_THREAD_NOT_INIT ((HRESULT)0x8001010FL)  // thread not initialised
#define RPC_E_VERSION_MISMATCH ((HRESULT)0x80010110L)  // versions do not fit
#define RPC_E_INVALID_HEADER ((HRESULT)0x80010111L)  // bad header
#define RPC_E_INVALID_EXTENSION ((HRESULT)0x80010112L)  // bad extension
#define RPC_E_INVALID_IPID ((HRESULT)0x80010113L)  // no such interface pointer
#define RPC_E_INVALID_OBJECT ((HRESULT)0x80010114L)  // no such object
#define RPC_S_CALLPENDING ((HRESULT)0x80010115L)  // not finished
#define RPC_S_WAITONTIMER ((HRESULT)0x80010116L)  // waiting
#define RPC_E_CALL_COMPLETE ((HRESULT)0x80010117L)  // there is no call in progress
#define RPC_E_UNSECURE_CALL ((HRESULT)0x80010118L)  // the call is not protected
#define RPC_E_TOO_LATE ((HRESULT)0x80010119L)  // security was initialised before
#define RPC_E_NO_GOOD_SECURITY_PACKAGES ((HRESULT)0x8001011AL)  // no security package in common
#define RPC_E_ACCESS_DENIED ((HRESULT)0x8001011BL)  // not allowed
#define RPC_E_REMOTE_DISABLED ((HRESULT)0x8001011CL)  // remote calls are off
#define RPC_E_INVALID_OBJREF ((HRESULT)0x8001011DL)  // bad object reference
#define RPC_E_NO_CONTEXT ((HRESULT)0x8001011EL)  // no call context
#define RPC_E_TIMEOUT ((HRESULT)0x8001011FL)  // time ran out
#define RPC_E_NO_SYNC ((HRESULT)0x80010120L)  // nothing to wait for
#define RPC_E_UNEXPECTED ((HRESULT)0x8001FFFFL)  // not expected
#define STG_E_INVALIDFUNCTION ((HRESULT)0x80030001L)  // no such function here
#define STG_E_FILENOTFOUND ((HRESULT)0x80030002L)  // no such file
#define STG_E_ACCESSDENIED ((HRESULT)0x80030005L)  // not allowed
#define STG_E_INSUFFICIENTMEMORY ((HRESULT)0x80030008L)  // no memory
#define STG_E_INVALIDPOINTER ((HRESULT)0x80030009L)  // bad pointer
#define STG_E_INVALIDPARAMETER ((HRESULT)0x80030057L)  // bad argument
#define STG_E_WRITEFAULT ((HRESULT)0x8003001DL)  // writing failed
#define STG_E_READFAULT ((HRESULT)0x8003001EL)  // reading failed
#define STG_E_MEDIUMFULL ((HRESULT)0x80030070L)  // medium full
#define STG_E_CANTSAVE ((HRESULT)0x80030103L)  // cannot be stored
#define STG_E_INVALIDHEADER ((HRESULT)0x800300FBL)  // malformed
#define SEC_E_OK ((HRESULT)0x00000000L)  // it worked
#define SEC_E_INSUFFICIENT_MEMORY ((HRESULT)0x80090300L)  // no memory
#define SEC_E_INVALID_HANDLE ((HRESULT)0x80090301L)  // bad handle
#define SEC_E_UNSUPPORTED_FUNCTION ((HRESULT)0x80090302L)  // not supported
#define SEC_E_TARGET_UNKNOWN ((HRESULT)0x80090303L)  // unknown target
#define SEC_E_INTERNAL_ERROR ((HRESULT)0x80090304L)  // internal error
#define SEC_E_SECPKG_NOT_FOUND ((HRESULT)0x80090305L)  // no such security package
#define SEC_E_INVALID_TOKEN ((HRESULT)0x80090308L)  // bad token
#define SEC_E_LOGON_DENIED ((HRESULT)0x8009030CL)  // unknown user or wrong password
#define SEC_E_NO_CREDENTIALS ((HRESULT)0x8009030EL)  // no credentials
#define SEC_E_MESSAGE_ALTERED ((HRESULT)0x8009030FL)  // message was changed on its way
#define SEC_E_NO_AUTHENTICATING_AUTHORITY ((HRESULT)0x80090311L)  // no authority answers
