// WMI for clients: status codes, flags, and the interfaces of namespaces, objects, calls and their answers.
//
// Every method answers an HRESULT: a WBEM_S_... or WBEM_E_... code of WBEMSTATUS, or one of COM's.
// Strings that go in are read up to their first zero, whatever made them; BSTRs and VARIANTs that come out are new and belong to the
// caller (SysFreeString, VariantClear), interfaces that come out carry a reference (Release). Out parameters are set to NULL or
// left alone when a call fails. Objects may be called from any thread unless it is said otherwise.
// Flags whose value is 0 are written for the reader. A time-out given as LONG counts milliseconds in its low 32 bits;
// WBEM_INFINITE (all bits) waits without an end.
#pragma once

#include "objbase.h"
#include "oleauto.h"

#include <type_traits>

/// The type of a property: a value of CIMTYPE_ENUMERATION, with CIM_FLAG_ARRAY for arrays.
typedef LONG CIMTYPE;

/// What a call answers. Bit 31 says failure; 0x8004....: the facility ITF. Meanings in a line each.
typedef enum tag_WBEMSTATUS : int {
    WBEM_NO_ERROR = 0,  // older spelling of success
    WBEM_S_NO_ERROR = 0,  // success
    WBEM_S_SAME = 0,  // comparison: equal
    WBEM_S_FALSE = 1,  // end reached / fewer than asked / no
    WBEM_S_ALREADY_EXISTS = 0x00040001,  // it existed before (not an error)
    WBEM_S_RESET_TO_DEFAULT = 0x00040002,  // override removed, inherited value is back
    WBEM_S_DIFFERENT = 0x00040003,  // comparison: different
    WBEM_S_TIMEDOUT = 0x00040004,  // time ran out, may be repeated
    WBEM_S_NO_MORE_DATA = 0x00040005,  // local enumeration finished
    WBEM_S_OPERATION_CANCELLED = 0x00040006,  // cancelled (legacy, local)
    WBEM_S_PENDING = 0x00040007,  // still running
    WBEM_S_DUPLICATE_OBJECTS = 0x00040008,  // result holds duplicates
    WBEM_S_ACCESS_DENIED = 0x00040009,  // some, not all, resources were denied
    WBEM_S_PARTIAL_RESULTS = 0x00040010,  // some objects missing, not for security
    WBEM_S_SOURCE_NOT_AVAILABLE = 0x00040017,  // data source not available
    WBEM_E_FAILED = (int)0x80041001,  // general failure
    WBEM_E_NOT_FOUND = (int)0x80041002,  // object, property, ... does not exist
    WBEM_E_ACCESS_DENIED = (int)0x80041003,  // missing right
    WBEM_E_PROVIDER_FAILURE = (int)0x80041004,  // provider failed after initialisation
    WBEM_E_TYPE_MISMATCH = (int)0x80041005,  // value of the wrong type
    WBEM_E_OUT_OF_MEMORY = (int)0x80041006,  // no memory
    WBEM_E_INVALID_CONTEXT = (int)0x80041007,  // context object not usable for this call
    WBEM_E_INVALID_PARAMETER = (int)0x80041008,  // bad argument
    WBEM_E_NOT_AVAILABLE = (int)0x80041009,  // resource not available now
    WBEM_E_CRITICAL_ERROR = (int)0x8004100A,  // internal error
    WBEM_E_INVALID_STREAM = (int)0x8004100B,  // corrupt network data
    WBEM_E_NOT_SUPPORTED = (int)0x8004100C,  // feature not supported
    WBEM_E_INVALID_SUPERCLASS = (int)0x8004100D,  // parent class not valid
    WBEM_E_INVALID_NAMESPACE = (int)0x8004100E,  // namespace unknown
    WBEM_E_INVALID_OBJECT = (int)0x8004100F,  // instance not valid
    WBEM_E_INVALID_CLASS = (int)0x80041010,  // class not valid or unknown
    WBEM_E_PROVIDER_NOT_FOUND = (int)0x80041011,  // provider named in the class is not registered
    WBEM_E_INVALID_PROVIDER_REGISTRATION = (int)0x80041012,  // registration incomplete or wrong
    WBEM_E_PROVIDER_LOAD_FAILURE = (int)0x80041013,  // provider cannot be loaded
    WBEM_E_INITIALIZATION_FAILURE = (int)0x80041014,  // component failed to initialise
    WBEM_E_TRANSPORT_FAILURE = (int)0x80041015,  // network failure
    WBEM_E_INVALID_OPERATION = (int)0x80041016,  // operation not valid here
    WBEM_E_INVALID_QUERY = (int)0x80041017,  // query syntax
    WBEM_E_INVALID_QUERY_TYPE = (int)0x80041018,  // query language unknown
    WBEM_E_ALREADY_EXISTS = (int)0x80041019,  // create-only, but it exists
    WBEM_E_OVERRIDE_NOT_ALLOWED = (int)0x8004101A,  // qualifier of the parent must not be overridden
    WBEM_E_PROPAGATED_QUALIFIER = (int)0x8004101B,  // qualifier belongs to a parent
    WBEM_E_PROPAGATED_PROPERTY = (int)0x8004101C,  // property belongs to a parent
    WBEM_E_UNEXPECTED = (int)0x8004101D,  // calls in the wrong order
    WBEM_E_ILLEGAL_OPERATION = (int)0x8004101E,  // illegal request on this kind of object
    WBEM_E_CANNOT_BE_KEY = (int)0x8004101F,  // property cannot be a key
    WBEM_E_INCOMPLETE_CLASS = (int)0x80041020,  // class definition unfinished or not stored
    WBEM_E_INVALID_SYNTAX = (int)0x80041021,  // query syntax (reserved use)
    WBEM_E_NONDECORATED_OBJECT = (int)0x80041022,  // reserved
    WBEM_E_READ_ONLY = (int)0x80041023,  // property cannot be written
    WBEM_E_PROVIDER_NOT_CAPABLE = (int)0x80041024,  // provider does not do this
    WBEM_E_CLASS_HAS_CHILDREN = (int)0x80041025,  // change would break a subclass
    WBEM_E_CLASS_HAS_INSTANCES = (int)0x80041026,  // class has instances
    WBEM_E_QUERY_NOT_IMPLEMENTED = (int)0x80041027,  // reserved
    WBEM_E_ILLEGAL_NULL = (int)0x80041028,  // NULL where a value is required
    WBEM_E_INVALID_QUALIFIER_TYPE = (int)0x80041029,  // qualifier value of illegal type
    WBEM_E_INVALID_PROPERTY_TYPE = (int)0x8004102A,  // property type illegal
    WBEM_E_VALUE_OUT_OF_RANGE = (int)0x8004102B,  // value does not fit
    WBEM_E_CANNOT_BE_SINGLETON = (int)0x8004102C,  // singleton not possible here
    WBEM_E_INVALID_CIM_TYPE = (int)0x8004102D,  // unknown CIM type
    WBEM_E_INVALID_METHOD = (int)0x8004102E,  // method unknown
    WBEM_E_INVALID_METHOD_PARAMETERS = (int)0x8004102F,  // method parameters wrong
    WBEM_E_SYSTEM_PROPERTY = (int)0x80041030,  // not possible on a system property
    WBEM_E_INVALID_PROPERTY = (int)0x80041031,  // property not recognised
    WBEM_E_CALL_CANCELLED = (int)0x80041032,  // asynchronous call was cancelled
    WBEM_E_SHUTTING_DOWN = (int)0x80041033,  // server is going down
    WBEM_E_PROPAGATED_METHOD = (int)0x80041034,  // inherited method, other signature
    WBEM_E_UNSUPPORTED_PARAMETER = (int)0x80041035,  // parameter too complex or unsupported, retry simpler
    WBEM_E_MISSING_PARAMETER_ID = (int)0x80041036,  // method parameter without ID
    WBEM_E_INVALID_PARAMETER_ID = (int)0x80041037,  // bad ID qualifier
    WBEM_E_NONCONSECUTIVE_PARAMETER_IDS = (int)0x80041038,  // gap in the IDs
    WBEM_E_PARAMETER_ID_ON_RETVAL = (int)0x80041039,  // ReturnValue has an ID
    WBEM_E_INVALID_OBJECT_PATH = (int)0x8004103A,  // path not valid
    WBEM_E_OUT_OF_DISK_SPACE = (int)0x8004103B,  // no disk space / repository full
    WBEM_E_BUFFER_TOO_SMALL = (int)0x8004103C,  // buffer too small
    WBEM_E_UNSUPPORTED_PUT_EXTENSION = (int)0x8004103D,  // requested put extension not supported
    WBEM_E_UNKNOWN_OBJECT_TYPE = (int)0x8004103E,  // marshaling: object type
    WBEM_E_UNKNOWN_PACKET_TYPE = (int)0x8004103F,  // marshaling: packet type
    WBEM_E_MARSHAL_VERSION_MISMATCH = (int)0x80041040,  // marshaling: version
    WBEM_E_MARSHAL_INVALID_SIGNATURE = (int)0x80041041,  // marshaling: corrupt
    WBEM_E_INVALID_QUALIFIER = (int)0x80041042,  // qualifier not allowed on this element
    WBEM_E_INVALID_DUPLICATE_PARAMETER = (int)0x80041043,  // parameter declared twice
    WBEM_E_TOO_MUCH_DATA = (int)0x80041044,  // reserved
    WBEM_E_SERVER_TOO_BUSY = (int)0x80041045,  // not taken, may be sent again
    WBEM_E_INVALID_FLAVOR = (int)0x80041046,  // bad qualifier flavor
    WBEM_E_CIRCULAR_REFERENCE = (int)0x80041047,  // circular derivation or reference
    WBEM_E_UNSUPPORTED_CLASS_UPDATE = (int)0x80041048,  // class update not supported
    WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE = (int)0x80041049,  // key in use by instances or subclasses
    WBEM_E_CANNOT_CHANGE_INDEX_INHERITANCE = (int)0x80041050,  // index in use
    WBEM_E_TOO_MANY_PROPERTIES = (int)0x80041051,  // more properties than possible
    WBEM_E_UPDATE_TYPE_MISMATCH = (int)0x80041052,  // subclass has the property with another type
    WBEM_E_UPDATE_OVERRIDE_NOT_ALLOWED = (int)0x80041053,  // subclass overrides a fixed qualifier
    WBEM_E_UPDATE_PROPAGATED_METHOD = (int)0x80041054,  // subclass has the method with another signature
    WBEM_E_METHOD_NOT_IMPLEMENTED = (int)0x80041055,  // no implemented qualifier
    WBEM_E_METHOD_DISABLED = (int)0x80041056,  // method disabled
    WBEM_E_REFRESHER_BUSY = (int)0x80041057,  // refresher in use
    WBEM_E_UNPARSABLE_QUERY = (int)0x80041058,  // filter query syntax
    WBEM_E_NOT_EVENT_CLASS = (int)0x80041059,  // FROM class is no event class
    WBEM_E_MISSING_GROUP_WITHIN = (int)0x8004105A,  // GROUP BY without GROUP WITHIN
    WBEM_E_MISSING_AGGREGATION_LIST = (int)0x8004105B,  // aggregation over all properties
    WBEM_E_PROPERTY_NOT_AN_OBJECT = (int)0x8004105C,  // dot on a non-object
    WBEM_E_AGGREGATING_BY_OBJECT = (int)0x8004105D,  // BY names an embedded object
    WBEM_E_UNINTERPRETABLE_PROVIDER_QUERY = (int)0x8004105F,  // event registration query names no class
    WBEM_E_BACKUP_RESTORE_WINMGMT_RUNNING = (int)0x80041060,  // repository in use
    WBEM_E_QUEUE_OVERFLOW = (int)0x80041061,  // consumer too slow
    WBEM_E_PRIVILEGE_NOT_HELD = (int)0x80041062,  // privilege missing
    WBEM_E_INVALID_OPERATOR = (int)0x80041063,  // operator not for this type
    WBEM_E_LOCAL_CREDENTIALS = (int)0x80041064,  // credentials on a local connection
    WBEM_E_CANNOT_BE_ABSTRACT = (int)0x80041065,  // parent is not abstract
    WBEM_E_AMENDED_OBJECT = (int)0x80041066,  // amended object written without the flag
    WBEM_E_CLIENT_TOO_SLOW = (int)0x80041067,  // client fetches too slowly (unused)
    WBEM_E_NULL_SECURITY_DESCRIPTOR = (int)0x80041068,  // NULL descriptor (unused)
    WBEM_E_TIMED_OUT = (int)0x80041069,  // operation timed out
    WBEM_E_INVALID_ASSOCIATION = (int)0x8004106A,  // association not valid (unused)
    WBEM_E_AMBIGUOUS_OPERATION = (int)0x8004106B,  // ambiguous (unused)
    WBEM_E_QUOTA_VIOLATION = (int)0x8004106C,  // a limit was exceeded
    WBEM_E_RESERVED_001 = (int)0x8004106D,  // also WBEM_E_TRANSACTION_CONFLICT
    WBEM_E_TRANSACTION_CONFLICT = (int)0x8004106D,  // the same
    WBEM_E_RESERVED_002 = (int)0x8004106E,  // also WBEM_E_FORCED_ROLLBACK
    WBEM_E_FORCED_ROLLBACK = (int)0x8004106E,  // the same
    WBEM_E_UNSUPPORTED_LOCALE = (int)0x8004106F,  // locale not supported
    WBEM_E_HANDLE_OUT_OF_DATE = (int)0x80041070,  // handle stale
    WBEM_E_CONNECTION_FAILED = (int)0x80041071,  // database connection (unused)
    WBEM_E_INVALID_HANDLE_REQUEST = (int)0x80041072,  // handle request (unused)
    WBEM_E_PROPERTY_NAME_TOO_WIDE = (int)0x80041073,  // > 255 characters (unused)
    WBEM_E_CLASS_NAME_TOO_WIDE = (int)0x80041074,  // > 255 (unused)
    WBEM_E_METHOD_NAME_TOO_WIDE = (int)0x80041075,  // > 255 (unused)
    WBEM_E_QUALIFIER_NAME_TOO_WIDE = (int)0x80041076,  // > 255 (unused)
    WBEM_E_RERUN_COMMAND = (int)0x80041077,  // database deadlock (unused)
    WBEM_E_DATABASE_VER_MISMATCH = (int)0x80041078,  // database version (unused)
    WBEM_E_VETO_DELETE = (int)0x80041079,  // provider forbids the delete
    WBEM_E_VETO_PUT = (int)0x8004107A,  // provider forbids the put
    WBEM_E_INVALID_LOCALE = (int)0x80041080,  // locale not valid
    WBEM_E_PROVIDER_SUSPENDED = (int)0x80041081,  // provider suspended
    WBEM_E_SYNCHRONIZATION_REQUIRED = (int)0x80041082,  // store and fetch again first
    WBEM_E_NO_SCHEMA = (int)0x80041083,  // no schema
    WBEM_E_PROVIDER_ALREADY_REGISTERED = (int)0x80041084,  // decoupled: registered already
    WBEM_E_PROVIDER_NOT_REGISTERED = (int)0x80041085,  // decoupled: not registered
    WBEM_E_FATAL_TRANSPORT_ERROR = (int)0x80041086,  // fatal transport error
    WBEM_E_ENCRYPTED_CONNECTION_REQUIRED = (int)0x80041087,  // needs packet privacy
    WBEM_E_PROVIDER_TIMED_OUT = (int)0x80041088,  // provider gave no result in time
    WBEM_E_NO_KEY = (int)0x80041089,  // instance without key
    WBEM_E_PROVIDER_DISABLED = (int)0x8004108A,  // provider unloaded or disabled
    WBEMESS_E_REGISTRATION_TOO_BROAD = (int)0x80042001,  // overlaps system events
    WBEMESS_E_REGISTRATION_TOO_PRECISE = (int)0x80042002,  // WITHIN missing
    WBEMESS_E_AUTHZ_NOT_PRIVILEGED = (int)0x80042003,  // domain rights missing
    WBEMMOF_E_EXPECTED_QUALIFIER_NAME = (int)0x80044001,
    WBEMMOF_E_EXPECTED_SEMI = (int)0x80044002,
    WBEMMOF_E_EXPECTED_OPEN_BRACE = (int)0x80044003,
    WBEMMOF_E_EXPECTED_CLOSE_BRACE = (int)0x80044004,
    WBEMMOF_E_EXPECTED_CLOSE_BRACKET = (int)0x80044005,
    WBEMMOF_E_EXPECTED_CLOSE_PAREN = (int)0x80044006,
    WBEMMOF_E_ILLEGAL_CONSTANT_VALUE = (int)0x80044007,
    WBEMMOF_E_EXPECTED_TYPE_IDENTIFIER = (int)0x80044008,
    WBEMMOF_E_EXPECTED_OPEN_PAREN = (int)0x80044009,
    WBEMMOF_E_UNRECOGNIZED_TOKEN = (int)0x8004400A,
    WBEMMOF_E_UNRECOGNIZED_TYPE = (int)0x8004400B,
    WBEMMOF_E_EXPECTED_PROPERTY_NAME = (int)0x8004400C,
    WBEMMOF_E_TYPEDEF_NOT_SUPPORTED = (int)0x8004400D,
    WBEMMOF_E_UNEXPECTED_ALIAS = (int)0x8004400E,
    WBEMMOF_E_UNEXPECTED_ARRAY_INIT = (int)0x8004400F,
    WBEMMOF_E_INVALID_AMENDMENT_SYNTAX = (int)0x80044010,
    WBEMMOF_E_INVALID_DUPLICATE_AMENDMENT = (int)0x80044011,
    WBEMMOF_E_INVALID_PRAGMA = (int)0x80044012,
    WBEMMOF_E_INVALID_NAMESPACE_SYNTAX = (int)0x80044013,
    WBEMMOF_E_EXPECTED_CLASS_NAME = (int)0x80044014,
    WBEMMOF_E_TYPE_MISMATCH = (int)0x80044015,
    WBEMMOF_E_EXPECTED_ALIAS_NAME = (int)0x80044016,
    WBEMMOF_E_INVALID_CLASS_DECLARATION = (int)0x80044017,
    WBEMMOF_E_INVALID_INSTANCE_DECLARATION = (int)0x80044018,
    WBEMMOF_E_EXPECTED_DOLLAR = (int)0x80044019,
    WBEMMOF_E_CIMTYPE_QUALIFIER = (int)0x8004401A,
    WBEMMOF_E_DUPLICATE_PROPERTY = (int)0x8004401B,
    WBEMMOF_E_INVALID_NAMESPACE_SPECIFICATION = (int)0x8004401C,
    WBEMMOF_E_OUT_OF_RANGE = (int)0x8004401D,
    WBEMMOF_E_INVALID_FILE = (int)0x8004401E,
    WBEMMOF_E_ALIASES_IN_EMBEDDED = (int)0x8004401F,
    WBEMMOF_E_NULL_ARRAY_ELEM = (int)0x80044020,
    WBEMMOF_E_DUPLICATE_QUALIFIER = (int)0x80044021,
    WBEMMOF_E_EXPECTED_FLAVOR_TYPE = (int)0x80044022,
    WBEMMOF_E_INCOMPATIBLE_FLAVOR_TYPES = (int)0x80044023,
    WBEMMOF_E_MULTIPLE_ALIASES = (int)0x80044024,
    WBEMMOF_E_INCOMPATIBLE_FLAVOR_TYPES2 = (int)0x80044025,
    WBEMMOF_E_NO_ARRAYS_RETURNED = (int)0x80044026,
    WBEMMOF_E_MUST_BE_IN_OR_OUT = (int)0x80044027,
    WBEMMOF_E_INVALID_FLAGS_SYNTAX = (int)0x80044028,
    WBEMMOF_E_EXPECTED_BRACE_OR_BAD_TYPE = (int)0x80044029,
    WBEMMOF_E_UNSUPPORTED_CIMV22_QUAL_VALUE = (int)0x8004402A,
    WBEMMOF_E_UNSUPPORTED_CIMV22_DATA_TYPE = (int)0x8004402B,
    WBEMMOF_E_INVALID_DELETEINSTANCE_SYNTAX = (int)0x8004402C,
    WBEMMOF_E_INVALID_QUALIFIER_SYNTAX = (int)0x8004402D,
    WBEMMOF_E_QUALIFIER_USED_OUTSIDE_SCOPE = (int)0x8004402E,
    WBEMMOF_E_ERROR_CREATING_TEMP_FILE = (int)0x8004402F,
    WBEMMOF_E_ERROR_INVALID_INCLUDE_FILE = (int)0x80044030,
    WBEMMOF_E_INVALID_DELETECLASS_SYNTAX = (int)0x80044031,
} WBEMSTATUS;

/// What an object is: its property __GENUS.
typedef enum tag_WBEM_GENUS_TYPE : int {
    WBEM_GENUS_CLASS = 1,
    WBEM_GENUS_INSTANCE = 2,
} WBEM_GENUS_TYPE;

/// How PutClass and PutInstance write.
typedef enum tag_WBEM_CHANGE_FLAG_TYPE : int {
    WBEM_FLAG_CREATE_OR_UPDATE = 0,
    WBEM_FLAG_UPDATE_ONLY = 0x1,
    WBEM_FLAG_CREATE_ONLY = 0x2,
    WBEM_FLAG_UPDATE_COMPATIBLE = 0x0,
    WBEM_FLAG_UPDATE_SAFE_MODE = 0x20,
    WBEM_FLAG_UPDATE_FORCE_MODE = 0x40,
    WBEM_MASK_UPDATE_MODE = 0x60,
    WBEM_FLAG_ADVISORY = 0x10000,
} WBEM_CHANGE_FLAG_TYPE;

/// Flags of many calls; what a bit means depends on the method.
typedef enum tag_WBEM_GENERIC_FLAG_TYPE : int {
    WBEM_FLAG_RETURN_IMMEDIATELY = 0x10,
    WBEM_FLAG_RETURN_WBEM_COMPLETE = 0,
    WBEM_FLAG_BIDIRECTIONAL = 0,
    WBEM_FLAG_FORWARD_ONLY = 0x20,
    WBEM_FLAG_NO_ERROR_OBJECT = 0x40,
    WBEM_FLAG_RETURN_ERROR_OBJECT = 0,
    WBEM_FLAG_SEND_STATUS = 0x80,
    WBEM_FLAG_DONT_SEND_STATUS = 0,
    WBEM_FLAG_ENSURE_LOCATABLE = 0x100,
    WBEM_FLAG_DIRECT_READ = 0x200,
    WBEM_FLAG_SEND_ONLY_SELECTED = 0,
    WBEM_RETURN_WHEN_COMPLETE = 0,
    WBEM_RETURN_IMMEDIATELY = 0x10,
    WBEM_MASK_RESERVED_FLAGS = 0x1F000,
    WBEM_FLAG_USE_AMENDED_QUALIFIERS = 0x20000,
    WBEM_FLAG_STRONG_VALIDATION = 0x100000,
} WBEM_GENERIC_FLAG_TYPE;

/// Kinds of report that IWbemObjectSink::SetStatus brings.
typedef enum tag_WBEM_STATUS_TYPE : int {
    WBEM_STATUS_COMPLETE = 0,
    WBEM_STATUS_REQUIREMENTS = 1,
    WBEM_STATUS_PROGRESS = 2,
    WBEM_STATUS_LOGGING_INFORMATION = 0x100,
    WBEM_STATUS_LOGGING_INFORMATION_PROVIDER = 0x200,
    WBEM_STATUS_LOGGING_INFORMATION_HOST = 0x400,
    WBEM_STATUS_LOGGING_INFORMATION_REPOSITORY = 0x800,
    WBEM_STATUS_LOGGING_INFORMATION_ESS = 0x1000,
} WBEM_STATUS_TYPE;

/// Time-outs of semisynchronous calls.
typedef enum tag_WBEM_TIMEOUT_TYPE : int {
    WBEM_NO_WAIT = 0,
    WBEM_INFINITE = (int)0xFFFFFFFF,
} WBEM_TIMEOUT_TYPE;

/// Which properties, qualifiers or methods to name or walk.
typedef enum tag_WBEM_CONDITION_FLAG_TYPE : int {
    WBEM_FLAG_ALWAYS = 0,
    WBEM_FLAG_ONLY_IF_TRUE = 0x1,
    WBEM_FLAG_ONLY_IF_FALSE = 0x2,
    WBEM_FLAG_ONLY_IF_IDENTICAL = 0x3,
    WBEM_MASK_PRIMARY_CONDITION = 0x3,
    WBEM_FLAG_KEYS_ONLY = 0x4,
    WBEM_FLAG_REFS_ONLY = 0x8,
    WBEM_FLAG_LOCAL_ONLY = 0x10,
    WBEM_FLAG_PROPAGATED_ONLY = 0x20,
    WBEM_FLAG_SYSTEM_ONLY = 0x30,
    WBEM_FLAG_NONSYSTEM_ONLY = 0x40,
    WBEM_MASK_CONDITION_ORIGIN = 0x70,
    WBEM_FLAG_CLASS_OVERRIDES_ONLY = 0x100,
    WBEM_FLAG_CLASS_LOCAL_AND_OVERRIDES = 0x200,
    WBEM_MASK_CLASS_CONDITION = 0x300,
} WBEM_CONDITION_FLAG_TYPE;

/// How a qualifier travels to derived classes and instances, and where it came from.
typedef enum tag_WBEM_FLAVOR_TYPE : int {
    WBEM_FLAVOR_DONT_PROPAGATE = 0,
    WBEM_FLAVOR_FLAG_PROPAGATE_TO_INSTANCE = 0x1,
    WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS = 0x2,
    WBEM_FLAVOR_MASK_PROPAGATION = 0xF,
    WBEM_FLAVOR_OVERRIDABLE = 0,
    WBEM_FLAVOR_NOT_OVERRIDABLE = 0x10,
    WBEM_FLAVOR_MASK_PERMISSIONS = 0x10,
    WBEM_FLAVOR_ORIGIN_LOCAL = 0,
    WBEM_FLAVOR_ORIGIN_PROPAGATED = 0x20,
    WBEM_FLAVOR_ORIGIN_SYSTEM = 0x40,
    WBEM_FLAVOR_MASK_ORIGIN = 0x60,
    WBEM_FLAVOR_NOT_AMENDED = 0,
    WBEM_FLAVOR_AMENDED = 0x80,
    WBEM_FLAVOR_MASK_AMENDED = 0x80,
} WBEM_FLAVOR_TYPE;

/// How far down an enumeration goes; what a query prepares.
typedef enum tag_WBEM_QUERY_FLAG_TYPE : int {
    WBEM_FLAG_DEEP = 0,
    WBEM_FLAG_SHALLOW = 1,
    WBEM_FLAG_PROTOTYPE = 2,
} WBEM_QUERY_FLAG_TYPE;

/// Rights in a namespace.
typedef enum tag_WBEM_SECURITY_FLAGS : int {
    WBEM_ENABLE = 1,
    WBEM_METHOD_EXECUTE = 2,
    WBEM_FULL_WRITE_REP = 4,
    WBEM_PARTIAL_WRITE_REP = 8,
    WBEM_WRITE_PROVIDER = 0x10,
    WBEM_REMOTE_ACCESS = 0x20,
    WBEM_RIGHT_SUBSCRIBE = 0x40,
    WBEM_RIGHT_PUBLISH = 0x80,
} WBEM_SECURITY_FLAGS;

/// What to leave out of an object.
typedef enum tag_WBEM_LIMITATION_FLAG_TYPE : int {
    WBEM_FLAG_EXCLUDE_OBJECT_QUALIFIERS = 0x10,
    WBEM_FLAG_EXCLUDE_PROPERTY_QUALIFIERS = 0x20,
} WBEM_LIMITATION_FLAG_TYPE;

/// How GetObjectText prints.
typedef enum tag_WBEM_TEXT_FLAG_TYPE : int {
    WBEM_FLAG_NO_FLAVORS = 0x1,
} WBEM_TEXT_FLAG_TYPE;

/// What IWbemClassObject::CompareTo leaves out of account.
typedef enum tag_WBEM_COMPARISON_FLAG : int {
    WBEM_COMPARISON_INCLUDE_ALL = 0,
    WBEM_FLAG_IGNORE_QUALIFIERS = 0x1,
    WBEM_FLAG_IGNORE_OBJECT_SOURCE = 0x2,
    WBEM_FLAG_IGNORE_DEFAULT_VALUES = 0x4,
    WBEM_FLAG_IGNORE_CLASS = 0x8,
    WBEM_FLAG_IGNORE_CASE = 0x10,
    WBEM_FLAG_IGNORE_FLAVOR = 0x20,
} WBEM_COMPARISON_FLAG;

/// For IWbemObjectAccess::Lock.
typedef enum tag_WBEM_LOCKING_FLAG_TYPE : int {
    WBEM_FLAG_ALLOW_READ = 0x1,
} WBEM_LOCKING_FLAG_TYPE;

/// The types of properties and parameters.
typedef enum tag_CIMTYPE_ENUMERATION : int {
    CIM_ILLEGAL = 0xfff,
    CIM_EMPTY = 0,
    CIM_SINT8 = 16,
    CIM_UINT8 = 17,
    CIM_SINT16 = 2,
    CIM_UINT16 = 18,
    CIM_SINT32 = 3,
    CIM_UINT32 = 19,
    CIM_SINT64 = 20,
    CIM_UINT64 = 21,
    CIM_REAL32 = 4,
    CIM_REAL64 = 5,
    CIM_BOOLEAN = 11,
    CIM_STRING = 8,
    CIM_DATETIME = 101,
    CIM_REFERENCE = 102,
    CIM_CHAR16 = 103,
    CIM_OBJECT = 13,
    CIM_FLAG_ARRAY = 0x2000,
} CIMTYPE_ENUMERATION;

/// For IWbemBackupRestore::Restore.
typedef enum tag_WBEM_BACKUP_RESTORE_FLAGS : int {
    WBEM_FLAG_BACKUP_RESTORE_DEFAULT = 0,
    WBEM_FLAG_BACKUP_RESTORE_FORCE_SHUTDOWN = 1,
} WBEM_BACKUP_RESTORE_FLAGS;

/// For IWbemRefresher::Refresh.
typedef enum tag_WBEM_REFRESHER_FLAGS : int {
    WBEM_FLAG_REFRESH_AUTO_RECONNECT = 0,
    WBEM_FLAG_REFRESH_NO_AUTO_RECONNECT = 1,
} WBEM_REFRESHER_FLAGS;

/// Why IWbemShutdown::Shutdown is called.
typedef enum tag_WBEM_SHUTDOWN_FLAGS : int {
    WBEM_SHUTDOWN_UNLOAD_COMPONENT = 1,
    WBEM_SHUTDOWN_WMI = 2,
    WBEM_SHUTDOWN_OS = 3,
} WBEM_SHUTDOWN_FLAGS;

/// How status texts end.
typedef enum tag_WBEMSTATUS_FORMAT : int {
    WBEMSTATUS_FORMAT_NEWLINE = 0,
    WBEMSTATUS_FORMAT_NO_NEWLINE = 1,
} WBEMSTATUS_FORMAT;

/// The largest sizes of names, queries, paths, nesting and classes.
typedef enum tag_WBEM_LIMITS : int {
    WBEM_MAX_IDENTIFIER = 0x1000,
    WBEM_MAX_QUERY = 0x4000,
    WBEM_MAX_PATH = 0x2000,
    WBEM_MAX_OBJECT_NESTING = 0x40,
    WBEM_MAX_USER_PROPERTIES = 0x400,
} WBEM_LIMITS;

/// Forms of IWbemObjectTextSrc.
typedef enum tag_WMI_OBJ_TEXT : int {
    WMI_OBJ_TEXT_CIM_DTD_2_0 = 1,
    WMI_OBJ_TEXT_WMI_DTD_2_0 = 2,
    WMI_OBJ_TEXT_WMI_EXT1 = 3,
    WMI_OBJ_TEXT_WMI_EXT2 = 4,
    WMI_OBJ_TEXT_WMI_EXT3 = 5,
    WMI_OBJ_TEXT_WMI_EXT4 = 6,
    WMI_OBJ_TEXT_WMI_EXT5 = 7,
    WMI_OBJ_TEXT_WMI_EXT6 = 8,
    WMI_OBJ_TEXT_WMI_EXT7 = 9,
    WMI_OBJ_TEXT_WMI_EXT8 = 0xA,
    WMI_OBJ_TEXT_WMI_EXT9 = 0xB,
    WMI_OBJ_TEXT_WMI_EXT10 = 0xC,
    WMI_OBJ_TEXT_LAST = 0xD,
} WMI_OBJ_TEXT;

/// For IMofCompiler.
typedef enum tag_WBEM_COMPILER_OPTIONS : int {
    WBEM_FLAG_CHECK_ONLY = 0x1,
    WBEM_FLAG_AUTORECOVER = 0x2,
    WBEM_FLAG_WMI_CHECK = 0x4,
    WBEM_FLAG_CONSOLE_PRINT = 0x8,
    WBEM_FLAG_DONT_ADD_TO_LIST = 0x10,
    WBEM_FLAG_SPLIT_FILES = 0x20,
    WBEM_FLAG_STORE_FILE = 0x100,
} WBEM_COMPILER_OPTIONS;

/// For IWbemLocator::ConnectServer.
typedef enum tag_WBEM_CONNECT_OPTIONS : int {
    WBEM_FLAG_CONNECT_REPOSITORY_ONLY = 0x40,
    WBEM_FLAG_CONNECT_USE_MAX_WAIT = 0x80,
    WBEM_FLAG_CONNECT_PROVIDERS = 0x100,
} WBEM_CONNECT_OPTIONS;

/// For IWbemUnsecuredApartment::CreateSinkStub.
typedef enum tag_WBEM_UNSECAPP_FLAG_TYPE : int {
    WBEM_FLAG_UNSECAPP_DEFAULT_CHECK_ACCESS = 0,
    WBEM_FLAG_UNSECAPP_CHECK_ACCESS = 1,
    WBEM_FLAG_UNSECAPP_DONT_CHECK_ACCESS = 2,
} WBEM_UNSECAPP_FLAG_TYPE;

/// Short or long names.
typedef enum tag_WBEM_INFORMATION_FLAG_TYPE : int {
    WBEM_FLAG_SHORT_NAME = 0x1,
    WBEM_FLAG_LONG_NAME = 0x2,
} WBEM_INFORMATION_FLAG_TYPE;

/// What IMofCompiler reports of a run.
typedef struct tag_WBEM_COMPILE_STATUS_INFO {
    LONG lPhaseError;   // 0 none, 1 the command line, 2 the text, 3 storing
    HRESULT hRes;       // the code of the failure
    LONG ObjectNum;     // which object of the text, counted from 1
    LONG FirstLine;     // the object's first line, counted from 1
    LONG LastLine;      // its last line
    DWORD dwOutFlags;   // reserved
} WBEM_COMPILE_STATUS_INFO;

struct IEnumWbemClassObject;
struct IWbemQualifierSet;
struct IWbemClassObject;
struct IWbemObjectAccess;
struct IWbemObjectSink;
struct IWbemObjectSinkEx;
struct IWbemCallResult;
struct IWbemContext;
struct IWbemServices;
struct IWbemLocator;
struct IWbemShutdown;
struct IWbemObjectTextSrc;
struct IMofCompiler;
struct IUnsecuredApartment;
struct IWbemUnsecuredApartment;
struct IWbemStatusCodeText;
struct IWbemBackupRestore;
struct IWbemBackupRestoreEx;
struct IWbemRefresher;
struct IWbemHiPerfEnum;
struct IWbemConfigureRefresher;

/// Qualifiers of a class, an instance, a property or a method. A set taken from an object shows and changes that object, and
/// stays usable after the object's own reference is gone.
struct IWbemQualifierSet : public IUnknown {
    /// Value and flavor of one qualifier; pVal and plFlavor may be NULL. lFlags is 0.
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_INVALID_PARAMETER
    virtual HRESULT Get(LPCWSTR wszName, long lFlags, VARIANT* pVal, long* plFlavor) = 0;
    /// Writes a qualifier; its value is VT_BSTR, VT_I4, VT_R8, VT_BOOL or an array of one of these.
    /// lFlavor  of WBEM_FLAVOR_TYPE: how it is inherited; origin bits are not given
    /// errors   WBEM_E_CANNOT_BE_KEY, WBEM_E_INVALID_QUALIFIER_TYPE, WBEM_E_OVERRIDE_NOT_ALLOWED, WBEM_E_INVALID_PARAMETER
    virtual HRESULT Put(LPCWSTR wszName, VARIANT* pVal, long lFlavor) = 0;
    /// Takes a qualifier away; an inherited one that was overridden comes back (WBEM_S_RESET_TO_DEFAULT).
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_PROPAGATED_QUALIFIER, WBEM_E_INVALID_OPERATION
    virtual HRESULT Delete(LPCWSTR wszName) = 0;
    /// The names as a new array of BSTRs. lFlags: 0, WBEM_FLAG_LOCAL_ONLY or WBEM_FLAG_PROPAGATED_ONLY.
    virtual HRESULT GetNames(long lFlags, SAFEARRAY** pNames) = 0;
    /// Starts walking from the beginning; flags as in GetNames.
    virtual HRESULT BeginEnumeration(long lFlags) = 0;
    /// The next qualifier; every place may be NULL.
    /// answers  WBEM_S_NO_MORE_DATA at the end
    /// errors   WBEM_E_UNEXPECTED: not begun
    virtual HRESULT Next(long lFlags, BSTR* pstrName, VARIANT* pVal, long* plFlavor) = 0;
    /// Ends the walk; without one it does nothing.
    virtual HRESULT EndEnumeration() = 0;
};

/// A class definition or an instance: properties, qualifiers and, of classes, methods. A value of the caller's own: nothing that is
/// done to it reaches the repository before PutClass or PutInstance.
struct IWbemClassObject : public IUnknown {
    /// The qualifiers of the class or instance itself. The set is live: it reads and writes this object.
    virtual HRESULT GetQualifierSet(IWbemQualifierSet** ppQualSet) = 0;
    /// Reads a property, system properties (__CLASS, __PATH ...) too. Every place may be NULL. lFlags is 0.
    /// pVal     an unset value is VT_NULL; sint32 and uint32 come as VT_I4, 64-bit numbers and datetimes as VT_BSTR, objects as VT_UNKNOWN
    /// plFlavor WBEM_FLAVOR_ORIGIN_LOCAL, _PROPAGATED or _SYSTEM
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_INVALID_PARAMETER, WBEM_E_OUT_OF_MEMORY
    virtual HRESULT Get(LPCWSTR wszName, long lFlags, VARIANT* pVal, CIMTYPE* pType, long* plFlavor) = 0;
    /// Writes a property; in a class, defines it or its default. VT_NULL (or NULL with a Type) makes it NULL.
    /// Type     0 where the property exists; a CIM type where a class gets a new one, or the value's kind does not tell it
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_TYPE_MISMATCH, WBEM_E_INVALID_PARAMETER, WBEM_E_INVALID_PROPERTY_TYPE,
    ///          WBEM_E_VALUE_OUT_OF_RANGE, WBEM_E_READ_ONLY and WBEM_E_SYSTEM_PROPERTY for system properties, WBEM_E_PROPAGATED_PROPERTY
    virtual HRESULT Put(LPCWSTR wszName, long lFlags, VARIANT* pVal, CIMTYPE Type) = 0;
    /// Takes a property out of a class, or its override of an inherited default (WBEM_S_RESET_TO_DEFAULT).
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_PROPAGATED_PROPERTY, WBEM_E_SYSTEM_PROPERTY, WBEM_E_INVALID_OPERATION for instances
    virtual HRESULT Delete(LPCWSTR wszName) = 0;
    /// Names of properties as a new array of BSTRs.
    /// lFlags   one of WBEM_FLAG_ALWAYS, _ONLY_IF_TRUE, _ONLY_IF_FALSE, _ONLY_IF_IDENTICAL (which look at wszQualifierName and
    ///          pQualifierVal), with WBEM_FLAG_KEYS_ONLY, _REFS_ONLY, and one of _LOCAL_ONLY, _PROPAGATED_ONLY, _SYSTEM_ONLY, _NONSYSTEM_ONLY
    /// errors   WBEM_E_INVALID_PARAMETER
    virtual HRESULT GetNames(LPCWSTR wszQualifierName, long lFlags, VARIANT* pQualifierVal, SAFEARRAY** pNames) = 0;
    /// Starts walking the properties. lEnumFlags: 0, or WBEM_FLAG_KEYS_ONLY, _REFS_ONLY, _LOCAL_ONLY, _PROPAGATED_ONLY,
    /// _SYSTEM_ONLY, _NONSYSTEM_ONLY, and for classes _CLASS_OVERRIDES_ONLY or _CLASS_LOCAL_AND_OVERRIDES.
    virtual HRESULT BeginEnumeration(long lEnumFlags) = 0;
    /// The next property; every place may be NULL. lFlags is 0.
    /// answers  WBEM_S_NO_MORE_DATA at the end
    /// errors   WBEM_E_UNEXPECTED: not begun
    virtual HRESULT Next(long lFlags, BSTR* strName, VARIANT* pVal, CIMTYPE* pType, long* plFlavor) = 0;
    /// Ends the walk; without one it does nothing.
    virtual HRESULT EndEnumeration() = 0;
    /// The qualifiers of one property, live.
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_SYSTEM_PROPERTY
    virtual HRESULT GetPropertyQualifierSet(LPCWSTR wszProperty, IWbemQualifierSet** ppQualSet) = 0;
    /// A new object with the same content; it shares nothing with this one.
    virtual HRESULT Clone(IWbemClassObject** ppCopy) = 0;
    /// The object in MOF. lFlags: 0 or WBEM_FLAG_NO_FLAVORS.
    virtual HRESULT GetObjectText(long lFlags, BSTR* pstrObjectText) = 0;
    /// A new class below this one, without a name yet: Put __CLASS before PutClass.
    /// errors   WBEM_E_INVALID_OPERATION for instances, WBEM_E_INCOMPLETE_CLASS
    virtual HRESULT SpawnDerivedClass(long lFlags, IWbemClassObject** ppNewClass) = 0;
    /// A new instance of this class with its defaults. The class must have come from WMI, or be complete.
    /// errors   WBEM_E_INVALID_OPERATION, WBEM_E_INCOMPLETE_CLASS
    virtual HRESULT SpawnInstance(long lFlags, IWbemClassObject** ppNewInstance) = 0;
    /// WBEM_S_SAME or WBEM_S_DIFFERENT. lFlags: of WBEM_COMPARISON_FLAG, what to leave out of account.
    /// errors   WBEM_E_INVALID_PARAMETER
    virtual HRESULT CompareTo(long lFlags, IWbemClassObject* pCompareTo) = 0;
    /// The class that introduced a property.
    /// errors   WBEM_E_NOT_FOUND
    virtual HRESULT GetPropertyOrigin(LPCWSTR wszName, BSTR* pstrClassName) = 0;
    /// WBEM_S_NO_ERROR when this is of that class or of one below it, else WBEM_S_FALSE.
    virtual HRESULT InheritsFrom(LPCWSTR strAncestor) = 0;
    /// The parameters of a method of a class: instances of __PARAMETERS, NULL where there are none. Either place may be NULL.
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_ILLEGAL_OPERATION for instances
    virtual HRESULT GetMethod(LPCWSTR wszName, long lFlags, IWbemClassObject** ppInSignature,
                              IWbemClassObject** ppOutSignature) = 0;
    /// Defines a method or replaces it; every parameter carries its qualifier ID, counted from 0 over both sides.
    /// lFlags   0
    /// errors   WBEM_E_INVALID_METHOD_PARAMETERS, WBEM_E_INVALID_DUPLICATE_PARAMETER, WBEM_E_MISSING_PARAMETER_ID,
    ///          WBEM_E_INVALID_PARAMETER_ID, WBEM_E_NONCONSECUTIVE_PARAMETER_IDS, WBEM_E_PARAMETER_ID_ON_RETVAL, WBEM_E_PROPAGATED_METHOD
    virtual HRESULT PutMethod(LPCWSTR wszName, long lFlags, IWbemClassObject* pInSignature,
                              IWbemClassObject* pOutSignature) = 0;
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_PROPAGATED_METHOD; WBEM_S_RESET_TO_DEFAULT: the inherited one is back
    virtual HRESULT DeleteMethod(LPCWSTR wszName) = 0;
    /// Starts walking the methods of a class. lEnumFlags: 0, WBEM_FLAG_LOCAL_ONLY or WBEM_FLAG_PROPAGATED_ONLY.
    /// errors   WBEM_E_ILLEGAL_OPERATION for instances
    virtual HRESULT BeginMethodEnumeration(long lEnumFlags) = 0;
    /// The next method; every place may be NULL.
    /// answers  WBEM_S_NO_MORE_DATA at the end
    /// errors   WBEM_E_UNEXPECTED: not begun
    virtual HRESULT NextMethod(long lFlags, BSTR* pstrName, IWbemClassObject** ppInSignature,
                               IWbemClassObject** ppOutSignature) = 0;
    /// Ends the walk; without one it does nothing.
    virtual HRESULT EndMethodEnumeration() = 0;
    /// The qualifiers of one method, live.
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_ILLEGAL_OPERATION for instances
    virtual HRESULT GetMethodQualifierSet(LPCWSTR wszMethod, IWbemQualifierSet** ppQualSet) = 0;
    /// The class that introduced a method.
    /// errors   WBEM_E_NOT_FOUND
    virtual HRESULT GetMethodOrigin(LPCWSTR wszMethodName, BSTR* pstrClassName) = 0;
};

/// Quick access to properties by handle.
struct IWbemObjectAccess : public IWbemClassObject {
    /// A number that names a property in every object of this class; for strings, datetimes and numbers, no arrays and objects.
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_INVALID_PARAMETER
    virtual HRESULT GetPropertyHandle(LPCWSTR wszPropertyName, CIMTYPE* pType, long* plHandle) = 0;
    /// Writes a property's bytes. Strings are of wchar_t with a final zero; lNumBytes counts all their bytes, four a character.
    virtual HRESULT WritePropertyValue(long lHandle, long lNumBytes, const ::byte* aData) = 0;
    /// Reads a property's bytes; *plNumBytes is how many there are.
    /// answers  WBEM_S_NO_ERROR, WBEM_S_FALSE for NULL
    /// errors   WBEM_E_BUFFER_TOO_SMALL
    virtual HRESULT ReadPropertyValue(long lHandle, long lBufferSize, long* plNumBytes, ::byte* aData) = 0;
    /// A number of 32 bits or fewer.
    virtual HRESULT ReadDWORD(long lHandle, DWORD* pdw) = 0;
    /// A number of 32 bits or fewer.
    virtual HRESULT WriteDWORD(long lHandle, DWORD dw) = 0;
    /// A number of 64 bits.
    virtual HRESULT ReadQWORD(long lHandle, unsigned __int64* pqw) = 0;
    /// A number of 64 bits.
    virtual HRESULT WriteQWORD(long lHandle, unsigned __int64 pw) = 0;
    /// Name and type of what a handle names.
    virtual HRESULT GetPropertyInfoByHandle(long lHandle, BSTR* pstrName, CIMTYPE* pType) = 0;
    /// Keeps other threads out until Unlock. lFlags is 0.
    virtual HRESULT Lock(long lFlags) = 0;
    /// errors   WBEM_E_INVALID_OPERATION: not locked by this thread
    virtual HRESULT Unlock(long lFlags) = 0;
};

/// Receives the answers of an asynchronous call: made by the client, called by WMI. Prefer semisynchronous calls where they do.
/// Use one sink object for each outstanding call: a cancel reaches all calls that share it.
struct IWbemObjectSink : public IUnknown {
    /// Objects of the answer, in pieces. The array and its references belong to WMI: AddRef what is kept.
    /// answers  WBEM_S_NO_ERROR to go on; a failure cancels the call
    /// threads  a callback thread of WMI; calls of one sink for one operation never overlap
    virtual HRESULT Indicate(long lObjectCount, IWbemClassObject** apObjArray) = 0;
    /// How the call goes. Exactly one report has lFlags WBEM_STATUS_COMPLETE, and it is the last thing the sink hears of the call.
    /// lFlags     WBEM_STATUS_COMPLETE: hResult is the call's answer; strParam the path of a stored instance; pObjParam an
    ///            __ExtendedStatus when it failed. WBEM_STATUS_PROGRESS: hResult holds the expected total above 16 bits, the done below
    /// ownership  strParam and pObjParam belong to WMI
    virtual HRESULT SetStatus(long lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject* pObjParam) = 0;
};

/// A sink that can also be talked to while a call runs.
struct IWbemObjectSinkEx : public IWbemObjectSink {
    /// A message of one of three channels (warning, verbose, debug).
    virtual HRESULT WriteMessage(ULONG uChannel, const BSTR strMessage) = 0;
    /// An error that does not end the call; *puReturned is the answer: 1 go on, 0 stop.
    virtual HRESULT WriteError(IWbemClassObject* pObjError, unsigned char* puReturned) = 0;
    /// A question; *puReturned is the answer: 1 yes, 0 no.
    virtual HRESULT PromptUser(const BSTR strMessage, unsigned char uPromptType, unsigned char* puReturned) = 0;
    /// uSecondsRemaining is all bits when unknown.
    virtual HRESULT WriteProgress(const BSTR strActivity, const BSTR strCurrentOperation, const BSTR strStatusDescription,
                                  ULONG uPercentComplete, ULONG uSecondsRemaining) = 0;
    /// A piece of a parameter that is a stream.
    virtual HRESULT WriteStreamParameter(const BSTR strName, VARIANT* vtValue, ULONG ulType, ULONG ulFlags) = 0;
};

/// Walks the objects of an enumeration or a query.
struct IEnumWbemClassObject : public IUnknown {
    /// Back to the beginning.
    /// errors   WBEM_E_INVALID_OPERATION: the enumeration is WBEM_FLAG_FORWARD_ONLY
    virtual HRESULT Reset() = 0;
    /// Waits for up to uCount objects, each with a reference for the caller; *puReturned tells how many came.
    /// answers  WBEM_S_NO_ERROR: all; WBEM_S_FALSE: the end, fewer came; WBEM_S_TIMEDOUT: time ran out or a failure comes next, fewer came, call again
    /// errors   WBEM_E_INVALID_PARAMETER, WBEM_E_UNEXPECTED, WBEM_E_TRANSPORT_FAILURE, and whatever failed the enumeration
    virtual HRESULT Next(long lTimeout, ULONG uCount, IWbemClassObject** apObjects, ULONG* puReturned) = 0;
    /// The next uCount objects into a sink; then its SetStatus. Several may wait; they are served in order.
    /// answers  WBEM_S_NO_ERROR, WBEM_S_FALSE: fewer are left
    virtual HRESULT NextAsync(ULONG uCount, IWbemObjectSink* pSink) = 0;
    /// A second enumerator at the same place.
    /// errors   WBEM_E_INVALID_OPERATION: the enumeration is WBEM_FLAG_FORWARD_ONLY
    virtual HRESULT Clone(IEnumWbemClassObject** ppEnum) = 0;
    /// Leaves out nCount objects.
    /// answers  WBEM_S_NO_ERROR, WBEM_S_FALSE: fewer were left, WBEM_S_TIMEDOUT as for Next
    virtual HRESULT Skip(long lTimeout, ULONG nCount) = 0;

    /// The same for a count that is a DWORD.
    template <class Count, std::enable_if_t<(sizeof(Count) == sizeof(DWORD) && static_cast<Count>(-1) > 0), int> = 0>
    HRESULT Next(long lTimeout, ULONG uCount, IWbemClassObject** apObjects, Count* puReturned) {
        ULONG returned = 0;
        HRESULT hr = Next(lTimeout, uCount, apObjects, puReturned ? &returned : nullptr);
        if (puReturned) *puReturned = static_cast<Count>(returned);
        return hr;
    }
};

/// The answer of a semisynchronous call.
struct IWbemCallResult : public IUnknown {
    /// The object of a GetObject, or the out-parameters of an ExecMethod.
    /// answers  WBEM_S_TIMEDOUT: not yet, call again
    /// errors   WBEM_E_INVALID_OPERATION: the call gives no object; else the call's own
    virtual HRESULT GetResultObject(long lTimeout, IWbemClassObject** ppResultObject) = 0;
    /// The path of an instance that was put.
    /// answers  WBEM_S_TIMEDOUT
    /// errors   WBEM_E_INVALID_OPERATION: the call gives no path; else the call's own
    virtual HRESULT GetResultString(long lTimeout, BSTR* pstrResultString) = 0;
    /// The namespace of an OpenNamespace. Answers and errors as above.
    virtual HRESULT GetResultServices(long lTimeout, IWbemServices** ppServices) = 0;
    /// The call's own answer in *plStatus, once it has ended (sign-extended: FAILED and comparison hold).
    /// answers  WBEM_S_NO_ERROR: it has ended; WBEM_S_TIMEDOUT: not yet
    virtual HRESULT GetCallStatus(long lTimeout, long* plStatus) = 0;

    /// The same for a status that is an HRESULT.
    template <class Status, std::enable_if_t<(sizeof(Status) == sizeof(HRESULT) && static_cast<Status>(-1) < 0), int> = 0>
    HRESULT GetCallStatus(long lTimeout, Status* plStatus) {
        long status = 0;
        HRESULT hr = GetCallStatus(lTimeout, plStatus ? &status : nullptr);
        if (plStatus) *plStatus = static_cast<Status>(status);
        return hr;
    }
};

/// Named values that go along with a call.
struct IWbemContext : public IUnknown {
    /// A new context with the same values.
    virtual HRESULT Clone(IWbemContext** ppNewCopy) = 0;
    /// The names as a new array of BSTRs. lFlags is 0.
    virtual HRESULT GetNames(long lFlags, SAFEARRAY** pNames) = 0;
    /// Starts walking from the beginning. lFlags is 0.
    virtual HRESULT BeginEnumeration(long lFlags) = 0;
    /// The next value; either place may be NULL.
    /// answers  WBEM_S_NO_MORE_DATA at the end
    /// errors   WBEM_E_UNEXPECTED: not begun
    virtual HRESULT Next(long lFlags, BSTR* pstrName, VARIANT* pValue) = 0;
    /// Ends the walk.
    virtual HRESULT EndEnumeration() = 0;
    /// Adds a value or replaces it: any kind that a property can have, objects as VT_UNKNOWN too.
    /// errors   WBEM_E_INVALID_PARAMETER
    virtual HRESULT SetValue(LPCWSTR wszName, long lFlags, VARIANT* pValue) = 0;
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_INVALID_PARAMETER
    virtual HRESULT GetValue(LPCWSTR wszName, long lFlags, VARIANT* pValue) = 0;
    /// errors   WBEM_E_NOT_FOUND
    virtual HRESULT DeleteValue(LPCWSTR wszName, long lFlags) = 0;
    /// Leaves an empty context.
    virtual HRESULT DeleteAll() = 0;
};

/// A namespace: everything that can be done in it.
struct IWbemServices : public IUnknown {
    /// A namespace below this one, by its relative path.
    /// lFlags   0, or WBEM_FLAG_RETURN_IMMEDIATELY with ppResult
    /// errors   WBEM_E_INVALID_NAMESPACE, WBEM_E_ACCESS_DENIED
    virtual HRESULT OpenNamespace(const BSTR strNamespace, long lFlags, IWbemContext* pCtx,
                                  IWbemServices** ppWorkingNamespace, IWbemCallResult** ppResult) = 0;
    /// Ends every call that delivers to this sink. Each still ends with one SetStatus: WBEM_E_CALL_CANCELLED. What was written stays
    /// written, and it does not stop a method that already runs: its results are dropped.
    /// errors   WBEM_E_NOT_FOUND: nothing delivers to it; WBEM_E_INVALID_OPERATION: made from inside a sink; WBEM_E_INVALID_PARAMETER
    virtual HRESULT CancelAsyncCall(IWbemObjectSink* pSink) = 0;
    /// A sink that clients with the right to write push extrinsic events into, by Indicate. It refuses objects that are not instances
    /// of classes below __ExtrinsicEvent (WBEM_E_INVALID_OBJECT) and selectors of SetStatus that it does not know
    /// (WBEM_E_INVALID_PARAMETER). What it accepts goes to whoever subscribed to such events in this namespace, copied before Indicate
    /// returns; a NULL TIME_CREATED is filled in. lFlags is 0.
    /// errors   WBEM_E_ACCESS_DENIED, WBEM_E_INVALID_PARAMETER; *ppResponseHandler is then NULL
    virtual HRESULT QueryObjectSink(long lFlags, IWbemObjectSink** ppResponseHandler) = 0;
    /// A class or an instance by its path; an empty or NULL path gives an empty class.
    /// lFlags   WBEM_FLAG_RETURN_WBEM_COMPLETE, WBEM_FLAG_RETURN_IMMEDIATELY with ppCallResult, WBEM_FLAG_USE_AMENDED_QUALIFIERS, WBEM_FLAG_DIRECT_READ
    /// ppObject ppCallResult   a synchronous call needs ppObject, a semisynchronous one ppCallResult; the other may be NULL
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_INVALID_CLASS, WBEM_E_INVALID_OBJECT_PATH, WBEM_E_ACCESS_DENIED
    virtual HRESULT GetObject(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx, IWbemClassObject** ppObject,
                              IWbemCallResult** ppCallResult) = 0;
    /// The same into a sink: one Indicate, then SetStatus. lFlags may have WBEM_FLAG_SEND_STATUS.
    virtual HRESULT GetObjectAsync(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx,
                                   IWbemObjectSink* pResponseHandler) = 0;
    /// Stores a class, new or changed.
    /// lFlags   WBEM_FLAG_CREATE_OR_UPDATE, _UPDATE_ONLY or _CREATE_ONLY; with _UPDATE_COMPATIBLE, _UPDATE_SAFE_MODE or
    ///          _UPDATE_FORCE_MODE; WBEM_FLAG_USE_AMENDED_QUALIFIERS; WBEM_FLAG_RETURN_IMMEDIATELY with ppCallResult
    /// errors   WBEM_E_ALREADY_EXISTS, WBEM_E_NOT_FOUND, WBEM_E_INCOMPLETE_CLASS, WBEM_E_CLASS_HAS_INSTANCES, WBEM_E_CLASS_HAS_CHILDREN,
    ///          WBEM_E_INVALID_OPERATION, WBEM_E_ACCESS_DENIED
    virtual HRESULT PutClass(IWbemClassObject* pObject, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) = 0;
    /// The same, answered by SetStatus.
    virtual HRESULT PutClassAsync(IWbemClassObject* pObject, long lFlags, IWbemContext* pCtx,
                                  IWbemObjectSink* pResponseHandler) = 0;
    /// Deletes a class, its instances and the classes below it.
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_INVALID_OPERATION for system classes, WBEM_E_ACCESS_DENIED
    virtual HRESULT DeleteClass(const BSTR strClass, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) = 0;
    /// The same, answered by SetStatus.
    virtual HRESULT DeleteClassAsync(const BSTR strClass, long lFlags, IWbemContext* pCtx,
                                     IWbemObjectSink* pResponseHandler) = 0;
    /// The classes below one, or all (NULL or empty).
    /// lFlags   WBEM_FLAG_DEEP or WBEM_FLAG_SHALLOW; WBEM_FLAG_FORWARD_ONLY, WBEM_FLAG_RETURN_IMMEDIATELY, WBEM_FLAG_USE_AMENDED_QUALIFIERS
    /// errors   WBEM_E_INVALID_CLASS, WBEM_E_ACCESS_DENIED
    virtual HRESULT CreateClassEnum(const BSTR strSuperclass, long lFlags, IWbemContext* pCtx,
                                    IEnumWbemClassObject** ppEnum) = 0;
    /// The same into a sink.
    virtual HRESULT CreateClassEnumAsync(const BSTR strSuperclass, long lFlags, IWbemContext* pCtx,
                                         IWbemObjectSink* pResponseHandler) = 0;
    /// Stores an instance, new or changed; PutInstance takes the object as it is now. A string key that is NULL becomes a new GUID.
    /// lFlags   WBEM_FLAG_CREATE_OR_UPDATE, _UPDATE_ONLY or _CREATE_ONLY; WBEM_FLAG_USE_AMENDED_QUALIFIERS; WBEM_FLAG_RETURN_IMMEDIATELY
    ///          with ppCallResult, whose GetResultString gives the path
    /// pCtx     __PUT_EXTENSIONS, __PUT_EXT_PROPERTIES and their like write single properties
    /// errors   WBEM_E_ALREADY_EXISTS, WBEM_E_NOT_FOUND, WBEM_E_ILLEGAL_NULL, WBEM_E_INVALID_CLASS, WBEM_E_INVALID_OBJECT,
    ///          WBEM_E_INVALID_PARAMETER, WBEM_E_PROVIDER_NOT_CAPABLE, WBEM_E_SERVER_TOO_BUSY, WBEM_E_ACCESS_DENIED
    virtual HRESULT PutInstance(IWbemClassObject* pInst, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) = 0;
    /// The same, answered by SetStatus, whose strParam is the path. Returns before the instance is stored, which is durable when
    /// SetStatus reports success.
    virtual HRESULT PutInstanceAsync(IWbemClassObject* pInst, long lFlags, IWbemContext* pCtx,
                                     IWbemObjectSink* pResponseHandler) = 0;
    /// Deletes one instance.
    /// errors   WBEM_E_NOT_FOUND, WBEM_E_INVALID_CLASS, WBEM_E_INVALID_OBJECT_PATH, WBEM_E_ACCESS_DENIED
    virtual HRESULT DeleteInstance(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx,
                                   IWbemCallResult** ppCallResult) = 0;
    /// The same, answered by SetStatus.
    virtual HRESULT DeleteInstanceAsync(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx,
                                        IWbemObjectSink* pResponseHandler) = 0;
    /// The instances of a class and (WBEM_FLAG_DEEP) of the classes below it.
    /// lFlags   as CreateClassEnum, and WBEM_FLAG_DIRECT_READ
    /// errors   WBEM_E_INVALID_CLASS, WBEM_E_ACCESS_DENIED
    virtual HRESULT CreateInstanceEnum(const BSTR strFilter, long lFlags, IWbemContext* pCtx,
                                       IEnumWbemClassObject** ppEnum) = 0;
    /// The same into a sink.
    virtual HRESULT CreateInstanceEnumAsync(const BSTR strFilter, long lFlags, IWbemContext* pCtx,
                                            IWbemObjectSink* pResponseHandler) = 0;
    /// The objects that a query asks for. strQueryLanguage is L"WQL".
    /// lFlags   WBEM_FLAG_FORWARD_ONLY, _RETURN_IMMEDIATELY, _ENSURE_LOCATABLE, _PROTOTYPE, _USE_AMENDED_QUALIFIERS, _DIRECT_READ
    /// errors   WBEM_E_INVALID_QUERY, WBEM_E_INVALID_QUERY_TYPE, WBEM_E_INVALID_CLASS
    virtual HRESULT ExecQuery(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                              IEnumWbemClassObject** ppEnum) = 0;
    /// The same into a sink.
    virtual HRESULT ExecQueryAsync(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                                   IWbemObjectSink* pResponseHandler) = 0;
    /// Events as they happen: all from its return on, until the enumerator or this interface is released. Next gives WBEM_S_TIMEDOUT where none came, and once WBEM_E_QUEUE_OVERFLOW where more waited than 10,000,000 bytes and some were lost.
    /// lFlags   WBEM_FLAG_FORWARD_ONLY and WBEM_FLAG_RETURN_IMMEDIATELY, both needed; WBEM_FLAG_USE_AMENDED_QUALIFIERS is accepted
    /// errors   WBEM_E_INVALID_QUERY, WBEM_E_INVALID_QUERY_TYPE, WBEM_E_INVALID_PARAMETER, WBEM_E_INVALID_CLASS, WBEM_E_NOT_EVENT_CLASS, WBEM_E_PROPERTY_NOT_AN_OBJECT, WBEM_E_QUOTA_VIOLATION
    virtual HRESULT ExecNotificationQuery(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                                          IEnumWbemClassObject** ppEnum) = 0;
    /// The same into a sink, until CancelAsyncCall: Indicate with events, SetStatus once, at the end (WBEM_E_CALL_CANCELLED, WBEM_E_INVALID_NAMESPACE). Lost events are not told of.
    virtual HRESULT ExecNotificationQueryAsync(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags,
                                               IWbemContext* pCtx, IWbemObjectSink* pResponseHandler) = 0;
    /// Calls a method of an instance, or of a class where it is static.
    /// pInParams    an instance of the method's in-parameters, or NULL
    /// ppOutParams  the out-parameters, ReturnValue among them; may be NULL
    /// errors       WBEM_E_INVALID_METHOD, WBEM_E_INVALID_METHOD_PARAMETERS, WBEM_E_METHOD_NOT_IMPLEMENTED, WBEM_E_METHOD_DISABLED
    virtual HRESULT ExecMethod(const BSTR strObjectPath, const BSTR strMethodName, long lFlags, IWbemContext* pCtx,
                               IWbemClassObject* pInParams, IWbemClassObject** ppOutParams,
                               IWbemCallResult** ppCallResult) = 0;
    /// The same into a sink: one Indicate of the out-parameters, then SetStatus.
    virtual HRESULT ExecMethodAsync(const BSTR strObjectPath, const BSTR strMethodName, long lFlags, IWbemContext* pCtx,
                                    IWbemClassObject* pInParams, IWbemObjectSink* pResponseHandler) = 0;
};

/// The way in: CoCreateInstance(CLSID_WbemLocator) gives one.
struct IWbemLocator : public IUnknown {
    /// Connects to a namespace: L"ROOT\\CIMV2", L"\\\\machine\\ROOT\\CIMV2"; no machine or L"." is this one.
    /// strUser strPassword strAuthority   NULL for the present user; not for this machine (WBEM_E_LOCAL_CREDENTIALS)
    /// strLocale        NULL, or L"MS_409" and its like
    /// lSecurityFlags   0, WBEM_FLAG_CONNECT_USE_MAX_WAIT: at most two minutes; WBEM_FLAG_CONNECT_REPOSITORY_ONLY
    /// errors           WBEM_E_INVALID_NAMESPACE, WBEM_E_INVALID_PARAMETER, WBEM_E_ACCESS_DENIED, WBEM_E_TRANSPORT_FAILURE,
    ///                  0x800706BA: nobody answers there
    virtual HRESULT ConnectServer(const BSTR strNetworkResource, const BSTR strUser, const BSTR strPassword,
                                  const BSTR strLocale, long lSecurityFlags, const BSTR strAuthority, IWbemContext* pCtx,
                                  IWbemServices** ppNamespace) = 0;
};

/// Implemented by what wants to be told before it ends.
struct IWbemShutdown : public IUnknown {
    /// uReason is of WBEM_SHUTDOWN_FLAGS; uMaxMilliseconds and pCtx are reserved.
    virtual HRESULT Shutdown(long uReason, ULONG uMaxMilliseconds, IWbemContext* pCtx) = 0;
};

/// Objects to text and back, as XML elements of DMTF DSP0201. It keeps nothing, and any thread may use it.
struct IWbemObjectTextSrc : public IUnknown {
    /// Writes a CLASS or INSTANCE element.
    /// lFlags          0
    /// uObjTextFormat  of WMI_OBJ_TEXT: WMI_OBJ_TEXT_CIM_DTD_2_0 has no place for embedded objects and arrays of references, they
    ///                 are left out; WMI_OBJ_TEXT_WMI_DTD_2_0 has
    /// pCtx            NULL, or a context with LocalOnly (VT_BOOL: what the class itself declares), IncludeQualifiers (VT_BOOL),
    ///                 ExcludeSystemProperties (VT_BOOL), PathLevel (VT_I4: 0 the element alone, 1 in VALUE.NAMEDOBJECT, 2 in
    ///                 VALUE.OBJECTWITHLOCALPATH, 3 in VALUE.OBJECTWITHPATH); what is not there is FALSE or 0
    /// strText         a new BSTR, to be freed by the caller
    /// errors          WBEM_E_INVALID_PARAMETER: another format, a flag, a NULL, a value of another type in the context;
    ///                 WBEM_E_INVALID_OBJECT: a path is asked for and the object has none
    virtual HRESULT GetText(long lFlags, IWbemClassObject* pObj, ULONG uObjTextFormat, IWbemContext* pCtx,
                            BSTR* strText) = 0;
    /// The object that a text describes; either format's texts are read. A text written with IncludeQualifiers and without LocalOnly
    /// gives an object equal to the one it was written of (IWbemClassObject::CompareTo), in the second format with all that it
    /// embeds. No namespace is asked: of the ancestors of a class the names are kept (all of them with the system property
    /// __DERIVATION, else the SUPERCLASS) and what the text marks as theirs; an instance has the class that its own text tells of.
    /// strText   at most 16 MiB of UTF-8, 500,000 elements, 264 elements and 64 objects in one another; no document type, no entities
    ///           but &lt; &gt; &amp; &quot; &apos; and numbered characters
    /// errors    WBEM_E_INVALID_PARAMETER as GetText; WBEM_E_INVALID_SYNTAX: no such XML, WBEM_E_INVALID_OBJECT: no such object (the
    ///           error object says line and column); WBEM_E_TYPE_MISMATCH, WBEM_E_VALUE_OUT_OF_RANGE; WBEM_E_QUOTA_VIOLATION
    virtual HRESULT CreateFromText(long lFlags, BSTR strText, ULONG uObjTextFormat, IWbemContext* pCtx,
                                   IWbemClassObject** pNewObj) = 0;
};

/// The MOF compiler as an object.
struct IMofCompiler : public IUnknown {
    /// Compiles a file of MOF into a namespace.
    /// FileName            UTF-8, UTF-16 or the like, told by its first bytes
    /// ServerAndNamespace  NULL: the text's own #pragma namespace, else ROOT\DEFAULT
    /// User Authority Password   NULL for the present user
    /// lOptionFlags        of WBEM_COMPILER_OPTIONS; lClassFlags, lInstanceFlags: WBEM_FLAG_CREATE_ONLY, _UPDATE_ONLY, _UPDATE_SAFE_MODE, ...
    /// pInfo               where and why it failed; may be NULL
    /// answers             WBEM_S_NO_ERROR; WBEM_S_FALSE (1): the text has errors, see pInfo
    virtual HRESULT CompileFile(LPWSTR FileName, LPWSTR ServerAndNamespace, LPWSTR User, LPWSTR Authority, LPWSTR Password,
                                LONG lOptionFlags, LONG lClassFlags, LONG lInstanceFlags,
                                WBEM_COMPILE_STATUS_INFO* pInfo) = 0;
    /// The same from memory; BuffSize counts bytes.
    virtual HRESULT CompileBuffer(long BuffSize, BYTE* pBuffer, LPWSTR ServerAndNamespace, LPWSTR User, LPWSTR Authority,
                                  LPWSTR Password, LONG lOptionFlags, LONG lClassFlags, LONG lInstanceFlags,
                                  WBEM_COMPILE_STATUS_INFO* pInfo) = 0;
    /// Compiles to the binary form.
    /// errors   WBEM_E_NOT_SUPPORTED
    virtual HRESULT CreateBMOF(LPWSTR TextFileName, LPWSTR BMOFFileName, LPWSTR ServerAndNamespace, LONG lOptionFlags,
                               LONG lClassFlags, LONG lInstanceFlags, WBEM_COMPILE_STATUS_INFO* pInfo) = 0;
};

/// Wraps sinks, so that callbacks reach processes which accept no calls from others.
struct IUnsecuredApartment : public IUnknown {
    /// A stand-in for a sink, to be passed and cancelled in its place. It keeps the sink alive, and calls it.
    /// errors   WBEM_E_INVALID_PARAMETER, E_NOINTERFACE: not a sink
    virtual HRESULT CreateObjectStub(IUnknown* pObject, IUnknown** ppStub) = 0;
};

/// The same with a choice of who may call the sink.
struct IWbemUnsecuredApartment : public IUnsecuredApartment {
    /// dwFlags is of WBEM_UNSECAPP_FLAG_TYPE; wszReserved is NULL.
    virtual HRESULT CreateSinkStub(IWbemObjectSink* pSink, DWORD dwFlags, LPCWSTR wszReserved, IWbemObjectSink** ppStub) = 0;
};

/// Words for status codes.
struct IWbemStatusCodeText : public IUnknown {
    /// A sentence for a status.
    /// LocaleId  0: the present language
    /// lFlags    WBEMSTATUS_FORMAT_NEWLINE: ends with a line break; WBEMSTATUS_FORMAT_NO_NEWLINE
    /// errors    WBEM_E_NOT_FOUND: nothing is known of it; WBEM_E_INVALID_PARAMETER
    virtual HRESULT GetErrorCodeText(HRESULT hRes, LCID LocaleId, long lFlags, BSTR* MessageText) = 0;
    /// Whose number it is: "WMI" for WMI's own. Parameters as above.
    virtual HRESULT GetFacilityCodeText(HRESULT hRes, LCID LocaleId, long lFlags, BSTR* MessageText) = 0;
};

/// Copies the repository to a file and back.
struct IWbemBackupRestore : public IUnknown {
    /// Copies the repository to a new file while it is in use. lFlags is 0.
    /// errors   WBEM_E_INVALID_PARAMETER, WBEM_E_ACCESS_DENIED, WBEM_E_OUT_OF_DISK_SPACE
    virtual HRESULT Backup(LPCWSTR strBackupToFile, long lFlags) = 0;
    /// Replaces the repository by a copy; WBEM_FLAG_BACKUP_RESTORE_FORCE_SHUTDOWN ends connections that are open.
    /// While it runs, other calls and new connections answer CO_E_SERVER_STOPPING.
    /// errors   WBEM_E_BACKUP_RESTORE_WINMGMT_RUNNING, WBEM_E_INVALID_PARAMETER
    virtual HRESULT Restore(LPCWSTR strRestoreFromFile, long lFlags) = 0;
};

/// The same with pauses.
struct IWbemBackupRestoreEx : public IWbemBackupRestore {
    /// Requests of this process wait until Resume: synchronous calls in their caller; semisynchronous and asynchronous ones return at
    /// once and begin later, in order. CancelAsyncCall, Next and call results
    /// work on. With 5000 waiting further ones answer WBEM_E_SERVER_TOO_BUSY. Releasing this object resumes too.
    /// errors   WBEM_E_INVALID_OPERATION: paused through this object already; WBEM_E_ACCESS_DENIED
    virtual HRESULT Pause() = 0;
    /// Begins what waited before it returns.
    /// errors   WBEM_E_INVALID_OPERATION: not paused through this object
    virtual HRESULT Resume() = 0;
};

/// Brings everything up to date that was added to a refresher.
struct IWbemRefresher : public IUnknown {
    /// lFlags   WBEM_FLAG_REFRESH_AUTO_RECONNECT or WBEM_FLAG_REFRESH_NO_AUTO_RECONNECT
    /// errors   WBEM_E_REFRESHER_BUSY
    virtual HRESULT Refresh(long lFlags) = 0;
};

/// The objects of an enumeration inside a refresher.
struct IWbemHiPerfEnum : public IUnknown {
    /// For providers: objects with numbers of their own.
    virtual HRESULT AddObjects(long lFlags, ULONG uNumObjects, long* apIds, IWbemObjectAccess** apObj) = 0;
    /// For providers.
    virtual HRESULT RemoveObjects(long lFlags, ULONG uNumObjects, long* apIds) = 0;
    /// The objects as they are now; with too small an array *puReturned tells how many there are.
    /// errors   WBEM_E_BUFFER_TOO_SMALL
    virtual HRESULT GetObjects(long lFlags, ULONG uNumObjects, IWbemObjectAccess** apObj, ULONG* puReturned) = 0;
    /// For providers.
    virtual HRESULT RemoveAll(long lFlags) = 0;

    /// The same for a count that is a DWORD.
    template <class Count, std::enable_if_t<(sizeof(Count) == sizeof(DWORD) && static_cast<Count>(-1) > 0), int> = 0>
    HRESULT GetObjects(long lFlags, ULONG uNumObjects, IWbemObjectAccess** apObj, Count* puReturned) {
        ULONG returned = 0;
        HRESULT hr = GetObjects(lFlags, uNumObjects, apObj, puReturned ? &returned : nullptr);
        if (puReturned) *puReturned = static_cast<Count>(returned);
        return hr;
    }
};

/// Says what a refresher refreshes.
struct IWbemConfigureRefresher : public IUnknown {
    /// Adds an instance; *plId names it for Remove.
    virtual HRESULT AddObjectByPath(IWbemServices* pNamespace, LPCWSTR wszPath, long lFlags, IWbemContext* pContext,
                                    IWbemClassObject** ppRefreshable, long* plId) = 0;
    /// The same from an object with its keys set.
    virtual HRESULT AddObjectByTemplate(IWbemServices* pNamespace, IWbemClassObject* pTemplate, long lFlags,
                                        IWbemContext* pContext, IWbemClassObject** ppRefreshable, long* plId) = 0;
    /// Adds another refresher.
    virtual HRESULT AddRefresher(IWbemRefresher* pRefresher, long lFlags, long* plId) = 0;
    /// lFlags   0, or WBEM_FLAG_REFRESH_AUTO_RECONNECT: without looking at its server
    /// errors   WBEM_E_NOT_FOUND
    virtual HRESULT Remove(long lId, long lFlags) = 0;
    /// Adds all instances of a class.
    virtual HRESULT AddEnum(IWbemServices* pNamespace, LPCWSTR wszClassName, long lFlags, IWbemContext* pContext,
                            IWbemHiPerfEnum** ppEnum, long* plId) = 0;
};

// The classes that CoCreateInstance knows; __uuidof(WbemLocator) gives CLSID_WbemLocator.
class WbemLocator;
class WbemContext;
class UnsecuredApartment;
class WbemClassObject;
class MofCompiler;
class WbemStatusCodeText;
class WbemBackupRestore;
class WbemRefresher;
class WbemObjectTextSrc;

__CRT_UUID_DECL(IEnumWbemClassObject, 0x027947e1, 0xd731, 0x11ce, 0xa3, 0x57, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01)
__CRT_UUID_DECL(IWbemQualifierSet, 0xdc12a680, 0x737f, 0x11cf, 0x88, 0x4d, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24)
__CRT_UUID_DECL(IWbemClassObject, 0xdc12a681, 0x737f, 0x11cf, 0x88, 0x4d, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24)
__CRT_UUID_DECL(IWbemObjectAccess, 0x49353c9a, 0x516b, 0x11d1, 0xae, 0xa6, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IWbemObjectSink, 0x7c857801, 0x7381, 0x11cf, 0x88, 0x4d, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24)
__CRT_UUID_DECL(IWbemObjectSinkEx, 0xe7d35cfa, 0x348b, 0x485e, 0xb5, 0x24, 0x25, 0x27, 0x25, 0xd6, 0x97, 0xca)
__CRT_UUID_DECL(IWbemCallResult, 0x44aca675, 0xe8fc, 0x11d0, 0xa0, 0x7c, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IWbemContext, 0x44aca674, 0xe8fc, 0x11d0, 0xa0, 0x7c, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IWbemServices, 0x9556dc99, 0x828c, 0x11cf, 0xa3, 0x7e, 0x00, 0xaa, 0x00, 0x32, 0x40, 0xc7)
__CRT_UUID_DECL(IWbemLocator, 0xdc12a687, 0x737f, 0x11cf, 0x88, 0x4d, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24)
__CRT_UUID_DECL(IWbemShutdown, 0xb7b31df9, 0xd515, 0x11d3, 0xa1, 0x1c, 0x00, 0x10, 0x5a, 0x1f, 0x51, 0x5a)
__CRT_UUID_DECL(IWbemObjectTextSrc, 0xbfbf883a, 0xcad7, 0x11d3, 0xa1, 0x1b, 0x00, 0x10, 0x5a, 0x1f, 0x51, 0x5a)
__CRT_UUID_DECL(IMofCompiler, 0x6daf974e, 0x2e37, 0x11d2, 0xae, 0xc9, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IUnsecuredApartment, 0x1cfaba8c, 0x1523, 0x11d1, 0xad, 0x79, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(IWbemUnsecuredApartment, 0x31739d04, 0x3471, 0x4cf4, 0x9a, 0x7c, 0x57, 0xa4, 0x4a, 0xe7, 0x19, 0x56)
__CRT_UUID_DECL(IWbemStatusCodeText, 0xeb87e1bc, 0x3233, 0x11d2, 0xae, 0xc9, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IWbemBackupRestore, 0xc49e32c7, 0xbc8b, 0x11d2, 0x85, 0xd4, 0x00, 0x10, 0x5a, 0x1f, 0x83, 0x04)
__CRT_UUID_DECL(IWbemBackupRestoreEx, 0xa359dec5, 0xe813, 0x4834, 0x8a, 0x2a, 0xba, 0x7f, 0x1d, 0x77, 0x7d, 0x76)
__CRT_UUID_DECL(IWbemRefresher, 0x49353c99, 0x516b, 0x11d1, 0xae, 0xa6, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IWbemHiPerfEnum, 0x2705c288, 0x79ae, 0x11d2, 0xb3, 0x48, 0x00, 0x10, 0x5a, 0x1f, 0x81, 0x77)
__CRT_UUID_DECL(IWbemConfigureRefresher, 0x49353c92, 0x516b, 0x11d1, 0xae, 0xa6, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(WbemLocator, 0x4590f811, 0x1d3a, 0x11d0, 0x89, 0x1f, 0x00, 0xaa, 0x00, 0x4b, 0x2e, 0x24)
__CRT_UUID_DECL(WbemContext, 0x674b6698, 0xee92, 0x11d0, 0xad, 0x71, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(UnsecuredApartment, 0x49bd2028, 0x1523, 0x11d1, 0xad, 0x79, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(WbemClassObject, 0x9a653086, 0x174f, 0x11d2, 0xb5, 0xf9, 0x00, 0x10, 0x4b, 0x70, 0x3e, 0xfd)
__CRT_UUID_DECL(MofCompiler, 0x6daf9757, 0x2e37, 0x11d2, 0xae, 0xc9, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(WbemStatusCodeText, 0xeb87e1bd, 0x3233, 0x11d2, 0xae, 0xc9, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(WbemBackupRestore, 0xc49e32c6, 0xbc8b, 0x11d2, 0x85, 0xd4, 0x00, 0x10, 0x5a, 0x1f, 0x83, 0x04)
__CRT_UUID_DECL(WbemRefresher, 0xc71566f2, 0x561e, 0x11d1, 0xad, 0x87, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(WbemObjectTextSrc, 0x8d1c559d, 0x84f0, 0x4bb3, 0xa7, 0xd5, 0x56, 0xa7, 0x43, 0x5a, 0x9b, 0xa6)

EXTERN_C OPENWMI_API const IID IID_IEnumWbemClassObject;
EXTERN_C OPENWMI_API const IID IID_IWbemQualifierSet;
EXTERN_C OPENWMI_API const IID IID_IWbemClassObject;
EXTERN_C OPENWMI_API const IID IID_IWbemObjectAccess;
EXTERN_C OPENWMI_API const IID IID_IWbemObjectSink;
EXTERN_C OPENWMI_API const IID IID_IWbemObjectSinkEx;
EXTERN_C OPENWMI_API const IID IID_IWbemCallResult;
EXTERN_C OPENWMI_API const IID IID_IWbemContext;
EXTERN_C OPENWMI_API const IID IID_IWbemServices;
EXTERN_C OPENWMI_API const IID IID_IWbemLocator;
EXTERN_C OPENWMI_API const IID IID_IWbemShutdown;
EXTERN_C OPENWMI_API const IID IID_IWbemObjectTextSrc;
EXTERN_C OPENWMI_API const IID IID_IMofCompiler;
EXTERN_C OPENWMI_API const IID IID_IUnsecuredApartment;
EXTERN_C OPENWMI_API const IID IID_IWbemUnsecuredApartment;
EXTERN_C OPENWMI_API const IID IID_IWbemStatusCodeText;
EXTERN_C OPENWMI_API const IID IID_IWbemBackupRestore;
EXTERN_C OPENWMI_API const IID IID_IWbemBackupRestoreEx;
EXTERN_C OPENWMI_API const IID IID_IWbemRefresher;
EXTERN_C OPENWMI_API const IID IID_IWbemHiPerfEnum;
EXTERN_C OPENWMI_API const IID IID_IWbemConfigureRefresher;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemLocator;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemContext;
EXTERN_C OPENWMI_API const CLSID CLSID_UnsecuredApartment;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemClassObject;
EXTERN_C OPENWMI_API const CLSID CLSID_MofCompiler;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemStatusCodeText;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemBackupRestore;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemRefresher;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemObjectTextSrc;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemAdministrativeLocator;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemAuthenticatedLocator;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemUnauthenticatedLocator;
EXTERN_C OPENWMI_API const IID LIBID_WbemClient_v1;
