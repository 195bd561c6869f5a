// WMI for scripts: the SWbem objects. Every interface is an IDispatch; numbers and names of its members are those of the documentation.
// Parameters that a script may leave out have their defaults here; objWbemNamedValueSet is an ISWbemNamedValueSet or NULL.
// Strings and objects that come out are new and belong to the caller.
#pragma once

#include "wbemcli.h"

/// How objects are stored.
typedef enum WbemChangeFlagEnum : int {
    wbemChangeFlagCreateOrUpdate = 0x0,
    wbemChangeFlagUpdateOnly = 0x1,
    wbemChangeFlagCreateOnly = 0x2,
    wbemChangeFlagUpdateCompatible = 0x0,
    wbemChangeFlagUpdateSafeMode = 0x20,
    wbemChangeFlagUpdateForceMode = 0x40,
    wbemChangeFlagStrongValidation = 0x80,
    wbemChangeFlagAdvisory = 0x10000,
} WbemChangeFlagEnum;

/// Flags of calls.
typedef enum WbemFlagEnum : int {
    wbemFlagReturnImmediately = 0x10,
    wbemFlagReturnWhenComplete = 0,
    wbemFlagBidirectional = 0,
    wbemFlagForwardOnly = 0x20,
    wbemFlagNoErrorObject = 0x40,
    wbemFlagReturnErrorObject = 0,
    wbemFlagSendStatus = 0x80,
    wbemFlagDontSendStatus = 0,
    wbemFlagEnsureLocatable = 0x100,
    wbemFlagDirectRead = 0x200,
    wbemFlagSendOnlySelected = 0,
    wbemFlagUseAmendedQualifiers = 0x20000,
    wbemFlagGetDefault = 0x0,
    wbemFlagSpawnInstance = 0x1,
    wbemFlagUseCurrentTime = 0x1,
} WbemFlagEnum;

/// How far down an enumeration goes.
typedef enum WbemQueryFlagEnum : int {
    wbemQueryFlagDeep = 0,
    wbemQueryFlagShallow = 1,
    wbemQueryFlagPrototype = 2,
} WbemQueryFlagEnum;

/// How objects are printed.
typedef enum WbemTextFlagEnum : int {
    wbemTextFlagNoFlavors = 0x1,
} WbemTextFlagEnum;

/// For ISWbemEventSource::NextEvent.
typedef enum WbemTimeout : int {
    wbemTimeoutInfinite = (int)0xffffffff,
} WbemTimeout;

/// What a comparison leaves out of account.
typedef enum WbemComparisonFlagEnum : int {
    wbemComparisonFlagIncludeAll = 0,
    wbemComparisonFlagIgnoreQualifiers = 0x1,
    wbemComparisonFlagIgnoreObjectSource = 0x2,
    wbemComparisonFlagIgnoreDefaultValues = 0x4,
    wbemComparisonFlagIgnoreClass = 0x8,
    wbemComparisonFlagIgnoreCase = 0x10,
    wbemComparisonFlagIgnoreFlavor = 0x20,
} WbemComparisonFlagEnum;

/// Types of properties.
typedef enum WbemCimtypeEnum : int {
    wbemCimtypeSint16 = 2,
    wbemCimtypeSint32 = 3,
    wbemCimtypeReal32 = 4,
    wbemCimtypeReal64 = 5,
    wbemCimtypeString = 8,
    wbemCimtypeBoolean = 11,
    wbemCimtypeObject = 13,
    wbemCimtypeSint8 = 16,
    wbemCimtypeUint8 = 17,
    wbemCimtypeUint16 = 18,
    wbemCimtypeUint32 = 19,
    wbemCimtypeSint64 = 20,
    wbemCimtypeUint64 = 21,
    wbemCimtypeDatetime = 101,
    wbemCimtypeReference = 102,
    wbemCimtypeChar16 = 103,
} WbemCimtypeEnum;

/// What Err.Number shows a script.
typedef enum WbemErrorEnum : int {
    wbemNoErr = 0,
    wbemErrFailed = (int)0x80041001,
    wbemErrNotFound = (int)0x80041002,
    wbemErrAccessDenied = (int)0x80041003,
    wbemErrProviderFailure = (int)0x80041004,
    wbemErrTypeMismatch = (int)0x80041005,
    wbemErrOutOfMemory = (int)0x80041006,
    wbemErrInvalidContext = (int)0x80041007,
    wbemErrInvalidParameter = (int)0x80041008,
    wbemErrNotAvailable = (int)0x80041009,
    wbemErrCriticalError = (int)0x8004100a,
    wbemErrInvalidStream = (int)0x8004100b,
    wbemErrNotSupported = (int)0x8004100c,
    wbemErrInvalidSuperclass = (int)0x8004100d,
    wbemErrInvalidNamespace = (int)0x8004100e,
    wbemErrInvalidObject = (int)0x8004100f,
    wbemErrInvalidClass = (int)0x80041010,
    wbemErrProviderNotFound = (int)0x80041011,
    wbemErrInvalidProviderRegistration = (int)0x80041012,
    wbemErrProviderLoadFailure = (int)0x80041013,
    wbemErrInitializationFailure = (int)0x80041014,
    wbemErrTransportFailure = (int)0x80041015,
    wbemErrInvalidOperation = (int)0x80041016,
    wbemErrInvalidQuery = (int)0x80041017,
    wbemErrInvalidQueryType = (int)0x80041018,
    wbemErrAlreadyExists = (int)0x80041019,
    wbemErrOverrideNotAllowed = (int)0x8004101a,
    wbemErrPropagatedQualifier = (int)0x8004101b,
    wbemErrPropagatedProperty = (int)0x8004101c,
    wbemErrUnexpected = (int)0x8004101d,
    wbemErrIllegalOperation = (int)0x8004101e,
    wbemErrCannotBeKey = (int)0x8004101f,
    wbemErrIncompleteClass = (int)0x80041020,
    wbemErrInvalidSyntax = (int)0x80041021,
    wbemErrNondecoratedObject = (int)0x80041022,
    wbemErrReadOnly = (int)0x80041023,
    wbemErrProviderNotCapable = (int)0x80041024,
    wbemErrClassHasChildren = (int)0x80041025,
    wbemErrClassHasInstances = (int)0x80041026,
    wbemErrQueryNotImplemented = (int)0x80041027,
    wbemErrIllegalNull = (int)0x80041028,
    wbemErrInvalidQualifierType = (int)0x80041029,
    wbemErrInvalidPropertyType = (int)0x8004102a,
    wbemErrValueOutOfRange = (int)0x8004102b,
    wbemErrCannotBeSingleton = (int)0x8004102c,
    wbemErrInvalidCimType = (int)0x8004102d,
    wbemErrInvalidMethod = (int)0x8004102e,
    wbemErrInvalidMethodParameters = (int)0x8004102f,
    wbemErrSystemProperty = (int)0x80041030,
    wbemErrInvalidProperty = (int)0x80041031,
    wbemErrCallCancelled = (int)0x80041032,
    wbemErrShuttingDown = (int)0x80041033,
    wbemErrPropagatedMethod = (int)0x80041034,
    wbemErrUnsupportedParameter = (int)0x80041035,
    wbemErrMissingParameter = (int)0x80041036,
    wbemErrMissingParameterId = (int)0x80041036,
    wbemErrInvalidParameterId = (int)0x80041037,
    wbemErrNonConsecutiveParameterIds = (int)0x80041038,
    wbemErrParameterIdOnRetval = (int)0x80041039,
    wbemErrInvalidObjectPath = (int)0x8004103a,
    wbemErrOutOfDiskSpace = (int)0x8004103b,
    wbemErrBufferTooSmall = (int)0x8004103c,
    wbemErrUnsupportedPutExtension = (int)0x8004103d,
    wbemErrUnknownObjectType = (int)0x8004103e,
    wbemErrUnknownPacketType = (int)0x8004103f,
    wbemErrMarshalVersionMismatch = (int)0x80041040,
    wbemErrMarshalInvalidSignature = (int)0x80041041,
    wbemErrInvalidQualifier = (int)0x80041042,
    wbemErrInvalidDuplicateParameter = (int)0x80041043,
    wbemErrTooMuchData = (int)0x80041044,
    wbemErrServerTooBusy = (int)0x80041045,
    wbemErrInvalidFlavor = (int)0x80041046,
    wbemErrCircularReference = (int)0x80041047,
    wbemErrUnsupportedClassUpdate = (int)0x80041048,
    wbemErrCannotChangeKeyInheritance = (int)0x80041049,
    wbemErrCannotChangeIndexInheritance = (int)0x80041050,
    wbemErrTooManyProperties = (int)0x80041051,
    wbemErrUpdateTypeMismatch = (int)0x80041052,
    wbemErrUpdateOverrideNotAllowed = (int)0x80041053,
    wbemErrUpdatePropagatedMethod = (int)0x80041054,
    wbemErrMethodNotImplemented = (int)0x80041055,
    wbemErrMethodDisabled = (int)0x80041056,
    wbemErrRefresherBusy = (int)0x80041057,
    wbemErrUnparsableQuery = (int)0x80041058,
    wbemErrNotEventClass = (int)0x80041059,
    wbemErrMissingGroupWithin = (int)0x8004105a,
    wbemErrMissingAggregationList = (int)0x8004105b,
    wbemErrPropertyNotAnObject = (int)0x8004105c,
    wbemErrAggregatingByObject = (int)0x8004105d,
    wbemErrUninterpretableProviderQuery = (int)0x8004105f,
    wbemErrBackupRestoreWinmgmtRunning = (int)0x80041060,
    wbemErrQueueOverflow = (int)0x80041061,
    wbemErrPrivilegeNotHeld = (int)0x80041062,
    wbemErrInvalidOperator = (int)0x80041063,
    wbemErrLocalCredentials = (int)0x80041064,
    wbemErrCannotBeAbstract = (int)0x80041065,
    wbemErrAmendedObject = (int)0x80041066,
    wbemErrClientTooSlow = (int)0x80041067,
    wbemErrNullSecurityDescriptor = (int)0x80041068,
    wbemErrTimeout = (int)0x80041069,
    wbemErrInvalidAssociation = (int)0x8004106a,
    wbemErrAmbiguousOperation = (int)0x8004106b,
    wbemErrQuotaViolation = (int)0x8004106c,
    wbemErrTransactionConflict = (int)0x8004106d,
    wbemErrForcedRollback = (int)0x8004106e,
    wbemErrUnsupportedLocale = (int)0x8004106f,
    wbemErrHandleOutOfDate = (int)0x80041070,
    wbemErrConnectionFailed = (int)0x80041071,
    wbemErrInvalidHandleRequest = (int)0x80041072,
    wbemErrPropertyNameTooWide = (int)0x80041073,
    wbemErrClassNameTooWide = (int)0x80041074,
    wbemErrMethodNameTooWide = (int)0x80041075,
    wbemErrQualifierNameTooWide = (int)0x80041076,
    wbemErrRerunCommand = (int)0x80041077,
    wbemErrDatabaseVerMismatch = (int)0x80041078,
    wbemErrVetoPut = (int)0x80041079,
    wbemErrVetoDelete = (int)0x8004107a,
    wbemErrInvalidLocale = (int)0x80041080,
    wbemErrProviderSuspended = (int)0x80041081,
    wbemErrSynchronizationRequired = (int)0x80041082,
    wbemErrNoSchema = (int)0x80041083,
    wbemErrProviderAlreadyRegistered = (int)0x80041084,
    wbemErrProviderNotRegistered = (int)0x80041085,
    wbemErrFatalTransportError = (int)0x80041086,
    wbemErrEncryptedConnectionRequired = (int)0x80041087,
    wbemErrRegistrationTooBroad = (int)0x80042001,
    wbemErrRegistrationTooPrecise = (int)0x80042002,
    wbemErrTimedout = (int)0x80043001,
    wbemErrResetToDefault = (int)0x80043002,
} WbemErrorEnum;

/// How calls are protected.
typedef enum WbemAuthenticationLevelEnum : int {
    wbemAuthenticationLevelDefault = 0,
    wbemAuthenticationLevelNone = 1,
    wbemAuthenticationLevelConnect = 2,
    wbemAuthenticationLevelCall = 3,
    wbemAuthenticationLevelPkt = 4,
    wbemAuthenticationLevelPktIntegrity = 5,
    wbemAuthenticationLevelPktPrivacy = 6,
} WbemAuthenticationLevelEnum;

/// What the server may do in the caller's name.
typedef enum WbemImpersonationLevelEnum : int {
    wbemImpersonationLevelAnonymous = 1,
    wbemImpersonationLevelIdentify = 2,
    wbemImpersonationLevelImpersonate = 3,
    wbemImpersonationLevelDelegate = 4,
} WbemImpersonationLevelEnum;

/// Privileges by number.
typedef enum WbemPrivilegeEnum : int {
    wbemPrivilegeCreateToken = 1,
    wbemPrivilegePrimaryToken = 2,
    wbemPrivilegeLockMemory = 3,
    wbemPrivilegeIncreaseQuota = 4,
    wbemPrivilegeMachineAccount = 5,
    wbemPrivilegeTcb = 6,
    wbemPrivilegeSecurity = 7,
    wbemPrivilegeTakeOwnership = 8,
    wbemPrivilegeLoadDriver = 9,
    wbemPrivilegeSystemProfile = 10,
    wbemPrivilegeSystemtime = 11,
    wbemPrivilegeProfileSingleProcess = 12,
    wbemPrivilegeIncreaseBasePriority = 13,
    wbemPrivilegeCreatePagefile = 14,
    wbemPrivilegeCreatePermanent = 15,
    wbemPrivilegeBackup = 16,
    wbemPrivilegeRestore = 17,
    wbemPrivilegeShutdown = 18,
    wbemPrivilegeDebug = 19,
    wbemPrivilegeAudit = 20,
    wbemPrivilegeSystemEnvironment = 21,
    wbemPrivilegeChangeNotify = 22,
    wbemPrivilegeRemoteShutdown = 23,
    wbemPrivilegeUndock = 24,
    wbemPrivilegeSyncAgent = 25,
    wbemPrivilegeEnableDelegation = 26,
    wbemPrivilegeManageVolume = 27,
} WbemPrivilegeEnum;

/// Forms of text.
typedef enum WbemObjectTextFormatEnum : int {
    wbemObjectTextFormatCIMDTD20 = 1,
    wbemObjectTextFormatWMIDTD20 = 2,
} WbemObjectTextFormatEnum;

/// For ISWbemLocator::ConnectServer.
typedef enum WbemConnectOptionsEnum : int {
    wbemConnectFlagUseMaxWait = 0x80,
} WbemConnectOptionsEnum;

struct ISWbemLocator;
struct ISWbemServices;
struct ISWbemServicesEx;
struct ISWbemObject;
struct ISWbemObjectEx;
struct ISWbemLastError;
struct ISWbemObjectSet;
struct ISWbemNamedValueSet;
struct ISWbemNamedValue;
struct ISWbemObjectPath;
struct ISWbemProperty;
struct ISWbemPropertySet;
struct ISWbemQualifier;
struct ISWbemQualifierSet;
struct ISWbemMethod;
struct ISWbemMethodSet;
struct ISWbemSink;
struct ISWbemSinkEvents;
struct ISWbemEventSource;
struct ISWbemSecurity;
struct ISWbemPrivilege;
struct ISWbemPrivilegeSet;
struct ISWbemDateTime;
struct ISWbemRefreshableItem;
struct ISWbemRefresher;

/// Connects to namespaces, for scripts.
struct ISWbemLocator : public IDispatch {
    virtual HRESULT ConnectServer(BSTR strServer = nullptr, BSTR strNamespace = nullptr,
                                  BSTR strUser = nullptr, BSTR strPassword = nullptr,
                                  BSTR strLocale = nullptr, BSTR strAuthority = nullptr,
                                  LONG iSecurityFlags = 0, IDispatch* objWbemNamedValueSet = nullptr,
                                  ISWbemServices** objWbemServices = nullptr) = 0;
    virtual HRESULT get_Security_(ISWbemSecurity** objWbemSecurity) = 0;
};

/// A namespace, for scripts.
struct ISWbemServices : public IDispatch {
    virtual HRESULT Get(BSTR strObjectPath = nullptr, LONG iFlags = 0,
                        IDispatch* objWbemNamedValueSet = nullptr,
                        ISWbemObject** objWbemObject = nullptr) = 0;
    virtual HRESULT GetAsync(IDispatch* objWbemSink, BSTR strObjectPath = nullptr, LONG iFlags = 0,
                             IDispatch* objWbemNamedValueSet = nullptr,
                             IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT Delete(BSTR strObjectPath, LONG iFlags = 0,
                           IDispatch* objWbemNamedValueSet = nullptr) = 0;
    virtual HRESULT DeleteAsync(IDispatch* objWbemSink, BSTR strObjectPath, LONG iFlags = 0,
                                IDispatch* objWbemNamedValueSet = nullptr,
                                IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT InstancesOf(BSTR strClass, LONG iFlags = wbemFlagReturnImmediately,
                                IDispatch* objWbemNamedValueSet = nullptr,
                                ISWbemObjectSet** objWbemObjectSet = nullptr) = 0;
    virtual HRESULT InstancesOfAsync(IDispatch* objWbemSink, BSTR strClass, LONG iFlags = 0,
                                     IDispatch* objWbemNamedValueSet = nullptr,
                                     IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT SubclassesOf(BSTR strSuperclass = nullptr,
                                 LONG iFlags = wbemFlagReturnImmediately,
                                 IDispatch* objWbemNamedValueSet = nullptr,
                                 ISWbemObjectSet** objWbemObjectSet = nullptr) = 0;
    virtual HRESULT SubclassesOfAsync(IDispatch* objWbemSink, BSTR strSuperclass = nullptr,
                                      LONG iFlags = wbemQueryFlagDeep,
                                      IDispatch* objWbemNamedValueSet = nullptr,
                                      IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT ExecQuery(BSTR strQuery, BSTR strQueryLanguage = nullptr,
                              LONG iFlags = wbemFlagReturnImmediately,
                              IDispatch* objWbemNamedValueSet = nullptr,
                              ISWbemObjectSet** objWbemObjectSet = nullptr) = 0;
    virtual HRESULT ExecQueryAsync(IDispatch* objWbemSink, BSTR strQuery, BSTR strQueryLanguage = nullptr,
                                   LONG lFlags = 0, IDispatch* objWbemNamedValueSet = nullptr,
                                   IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT AssociatorsOf(BSTR strObjectPath, BSTR strAssocClass = nullptr,
                                  BSTR strResultClass = nullptr, BSTR strResultRole = nullptr,
                                  BSTR strRole = nullptr, VARIANT_BOOL bClassesOnly = VARIANT_FALSE,
                                  VARIANT_BOOL bSchemaOnly = VARIANT_FALSE,
                                  BSTR strRequiredAssocQualifier = nullptr,
                                  BSTR strRequiredQualifier = nullptr,
                                  LONG iFlags = wbemFlagReturnImmediately,
                                  IDispatch* objWbemNamedValueSet = nullptr,
                                  ISWbemObjectSet** objWbemObjectSet = nullptr) = 0;
    virtual HRESULT AssociatorsOfAsync(IDispatch* objWbemSink, BSTR strObjectPath,
                                       BSTR strAssocClass = nullptr, BSTR strResultClass = nullptr,
                                       BSTR strResultRole = nullptr, BSTR strRole = nullptr,
                                       VARIANT_BOOL bClassesOnly = VARIANT_FALSE,
                                       VARIANT_BOOL bSchemaOnly = VARIANT_FALSE,
                                       BSTR strRequiredAssocQualifier = nullptr,
                                       BSTR strRequiredQualifier = nullptr, LONG iFlags = 0,
                                       IDispatch* objWbemNamedValueSet = nullptr,
                                       IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT ReferencesTo(BSTR strObjectPath, BSTR strResultClass = nullptr, BSTR strRole = nullptr,
                                 VARIANT_BOOL bClassesOnly = VARIANT_FALSE,
                                 VARIANT_BOOL bSchemaOnly = VARIANT_FALSE,
                                 BSTR strRequiredQualifier = nullptr, LONG iFlags = wbemFlagReturnImmediately,
                                 IDispatch* objWbemNamedValueSet = nullptr,
                                 ISWbemObjectSet** objWbemObjectSet = nullptr) = 0;
    virtual HRESULT ReferencesToAsync(IDispatch* objWbemSink, BSTR strObjectPath,
                                      BSTR strResultClass = nullptr, BSTR strRole = nullptr,
                                      VARIANT_BOOL bClassesOnly = VARIANT_FALSE,
                                      VARIANT_BOOL bSchemaOnly = VARIANT_FALSE,
                                      BSTR strRequiredQualifier = nullptr, LONG iFlags = 0,
                                      IDispatch* objWbemNamedValueSet = nullptr,
                                      IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT ExecNotificationQuery(BSTR strQuery, BSTR strQueryLanguage = nullptr,
                                          LONG iFlags = wbemFlagReturnImmediately | wbemFlagForwardOnly,
                                          IDispatch* objWbemNamedValueSet = nullptr,
                                          ISWbemEventSource** objWbemEventSource = nullptr) = 0;
    virtual HRESULT ExecNotificationQueryAsync(IDispatch* objWbemSink, BSTR strQuery,
                                               BSTR strQueryLanguage = nullptr, LONG iFlags = 0,
                                               IDispatch* objWbemNamedValueSet = nullptr,
                                               IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT ExecMethod(BSTR strObjectPath, BSTR strMethodName,
                               IDispatch* objWbemInParameters = nullptr, LONG iFlags = 0,
                               IDispatch* objWbemNamedValueSet = nullptr,
                               ISWbemObject** objWbemOutParameters = nullptr) = 0;
    virtual HRESULT ExecMethodAsync(IDispatch* objWbemSink, BSTR strObjectPath, BSTR strMethodName,
                                    IDispatch* objWbemInParameters = nullptr, LONG iFlags = 0,
                                    IDispatch* objWbemNamedValueSet = nullptr,
                                    IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT get_Security_(ISWbemSecurity** objWbemSecurity) = 0;
};

/// The same with Put.
struct ISWbemServicesEx : public ISWbemServices {
    virtual HRESULT Put(ISWbemObjectEx* objWbemObject, LONG iFlags = wbemChangeFlagCreateOrUpdate,
                        IDispatch* objWbemNamedValueSet = nullptr,
                        ISWbemObjectPath** objWbemObjectPath = nullptr) = 0;
    virtual HRESULT PutAsync(ISWbemSink* objWbemSink, ISWbemObjectEx* objWbemObject,
                             LONG iFlags = wbemChangeFlagCreateOrUpdate,
                             IDispatch* objWbemNamedValueSet = nullptr,
                             IDispatch* objWbemAsyncContext = nullptr) = 0;
};

/// A class or an instance, for scripts; its properties and methods are members too.
struct ISWbemObject : public IDispatch {
    virtual HRESULT Put_(LONG iFlags = wbemChangeFlagCreateOrUpdate,
                         IDispatch* objWbemNamedValueSet = nullptr,
                         ISWbemObjectPath** objWbemObjectPath = nullptr) = 0;
    virtual HRESULT PutAsync_(IDispatch* objWbemSink, LONG iFlags = wbemChangeFlagCreateOrUpdate,
                              IDispatch* objWbemNamedValueSet = nullptr,
                              IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT Delete_(LONG iFlags = 0, IDispatch* objWbemNamedValueSet = nullptr) = 0;
    virtual HRESULT DeleteAsync_(IDispatch* objWbemSink, LONG iFlags = 0,
                                 IDispatch* objWbemNamedValueSet = nullptr,
                                 IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT Instances_(LONG iFlags = wbemFlagReturnImmediately,
                               IDispatch* objWbemNamedValueSet = nullptr,
                               ISWbemObjectSet** objWbemObjectSet = nullptr) = 0;
    virtual HRESULT InstancesAsync_(IDispatch* objWbemSink, LONG iFlags = 0,
                                    IDispatch* objWbemNamedValueSet = nullptr,
                                    IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT Subclasses_(LONG iFlags = wbemFlagReturnImmediately,
                                IDispatch* objWbemNamedValueSet = nullptr,
                                ISWbemObjectSet** objWbemObjectSet = nullptr) = 0;
    virtual HRESULT SubclassesAsync_(IDispatch* objWbemSink, LONG iFlags = wbemQueryFlagDeep,
                                     IDispatch* objWbemNamedValueSet = nullptr,
                                     IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT Associators_(BSTR strAssocClass = nullptr, BSTR strResultClass = nullptr,
                                 BSTR strResultRole = nullptr, BSTR strRole = nullptr,
                                 VARIANT_BOOL bClassesOnly = VARIANT_FALSE,
                                 VARIANT_BOOL bSchemaOnly = VARIANT_FALSE,
                                 BSTR strRequiredAssocQualifier = nullptr,
                                 BSTR strRequiredQualifier = nullptr, LONG iFlags = wbemFlagReturnImmediately,
                                 IDispatch* objWbemNamedValueSet = nullptr,
                                 ISWbemObjectSet** objWbemObjectSet = nullptr) = 0;
    virtual HRESULT AssociatorsAsync_(IDispatch* objWbemSink, BSTR strAssocClass = nullptr,
                                      BSTR strResultClass = nullptr, BSTR strResultRole = nullptr,
                                      BSTR strRole = nullptr, VARIANT_BOOL bClassesOnly = VARIANT_FALSE,
                                      VARIANT_BOOL bSchemaOnly = VARIANT_FALSE,
                                      BSTR strRequiredAssocQualifier = nullptr,
                                      BSTR strRequiredQualifier = nullptr, LONG iFlags = 0,
                                      IDispatch* objWbemNamedValueSet = nullptr,
                                      IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT References_(BSTR strResultClass = nullptr, BSTR strRole = nullptr,
                                VARIANT_BOOL bClassesOnly = VARIANT_FALSE,
                                VARIANT_BOOL bSchemaOnly = VARIANT_FALSE, BSTR strRequiredQualifier = nullptr,
                                LONG iFlags = wbemFlagReturnImmediately,
                                IDispatch* objWbemNamedValueSet = nullptr,
                                ISWbemObjectSet** objWbemObjectSet = nullptr) = 0;
    virtual HRESULT ReferencesAsync_(IDispatch* objWbemSink, BSTR strResultClass = nullptr,
                                     BSTR strRole = nullptr, VARIANT_BOOL bClassesOnly = VARIANT_FALSE,
                                     VARIANT_BOOL bSchemaOnly = VARIANT_FALSE,
                                     BSTR strRequiredQualifier = nullptr, LONG iFlags = 0,
                                     IDispatch* objWbemNamedValueSet = nullptr,
                                     IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT ExecMethod_(BSTR strMethodName, IDispatch* objWbemInParameters = nullptr, LONG iFlags = 0,
                                IDispatch* objWbemNamedValueSet = nullptr,
                                ISWbemObject** objWbemOutParameters = nullptr) = 0;
    virtual HRESULT ExecMethodAsync_(IDispatch* objWbemSink, BSTR strMethodName,
                                     IDispatch* objWbemInParameters = nullptr, LONG iFlags = 0,
                                     IDispatch* objWbemNamedValueSet = nullptr,
                                     IDispatch* objWbemAsyncContext = nullptr) = 0;
    virtual HRESULT Clone_(ISWbemObject** objWbemObject) = 0;
    virtual HRESULT GetObjectText_(LONG iFlags = 0, BSTR* strObjectText = nullptr) = 0;
    virtual HRESULT SpawnDerivedClass_(LONG iFlags = 0, ISWbemObject** objWbemObject = nullptr) = 0;
    virtual HRESULT SpawnInstance_(LONG iFlags = 0, ISWbemObject** objWbemObject = nullptr) = 0;
    virtual HRESULT CompareTo_(IDispatch* objWbemObject, LONG iFlags = wbemComparisonFlagIncludeAll,
                               VARIANT_BOOL* bResult = nullptr) = 0;
    virtual HRESULT get_Qualifiers_(ISWbemQualifierSet** objWbemQualifierSet) = 0;
    virtual HRESULT get_Properties_(ISWbemPropertySet** objWbemPropertySet) = 0;
    virtual HRESULT get_Methods_(ISWbemMethodSet** objWbemMethodSet) = 0;
    virtual HRESULT get_Derivation_(VARIANT* strClassNameArray) = 0;
    virtual HRESULT get_Path_(ISWbemObjectPath** objWbemObjectPath) = 0;
    virtual HRESULT get_Security_(ISWbemSecurity** objWbemSecurity) = 0;
};

/// The same with texts and system properties.
struct ISWbemObjectEx : public ISWbemObject {
    virtual HRESULT Refresh_(LONG iFlags = 0, IDispatch* objWbemNamedValueSet = nullptr) = 0;
    virtual HRESULT get_SystemProperties_(ISWbemPropertySet** objWbemPropertySet) = 0;
    virtual HRESULT GetText_(WbemObjectTextFormatEnum iObjectTextFormat, LONG iFlags = 0,
                             IDispatch* objWbemNamedValueSet = nullptr, BSTR* bsText = nullptr) = 0;
    virtual HRESULT SetFromText_(BSTR bsText, WbemObjectTextFormatEnum iObjectTextFormat, LONG iFlags = 0,
                                 IDispatch* objWbemNamedValueSet = nullptr) = 0;
};

/// The error object of the last failed call.
struct ISWbemLastError : public ISWbemObject {
};

/// A collection of objects.
struct ISWbemObjectSet : public IDispatch {
    virtual HRESULT get__NewEnum(IUnknown** pUnk) = 0;
    virtual HRESULT Item(BSTR strObjectPath, LONG iFlags = 0, ISWbemObject** objWbemObject = nullptr) = 0;
    virtual HRESULT get_Count(LONG* iCount) = 0;
    virtual HRESULT get_Security_(ISWbemSecurity** objWbemSecurity) = 0;
    virtual HRESULT ItemIndex(LONG lIndex, ISWbemObject** objWbemObject) = 0;
};

/// Named values that go along with a call.
struct ISWbemNamedValueSet : public IDispatch {
    virtual HRESULT get__NewEnum(IUnknown** pUnk) = 0;
    virtual HRESULT Item(BSTR strName, LONG iFlags = 0, ISWbemNamedValue** objWbemNamedValue = nullptr) = 0;
    virtual HRESULT get_Count(LONG* iCount) = 0;
    virtual HRESULT Add(BSTR strName, VARIANT* varValue, LONG iFlags = 0,
                        ISWbemNamedValue** objWbemNamedValue = nullptr) = 0;
    virtual HRESULT Remove(BSTR strName, LONG iFlags = 0) = 0;
    virtual HRESULT Clone(ISWbemNamedValueSet** objWbemNamedValueSet) = 0;
    virtual HRESULT DeleteAll() = 0;
};

/// One of them.
struct ISWbemNamedValue : public IDispatch {
    virtual HRESULT get_Value(VARIANT* varValue) = 0;
    virtual HRESULT put_Value(VARIANT* varValue) = 0;
    virtual HRESULT get_Name(BSTR* strName) = 0;
};

/// An object path in parts.
struct ISWbemObjectPath : public IDispatch {
    virtual HRESULT get_Path(BSTR* strPath) = 0;
    virtual HRESULT put_Path(BSTR strPath) = 0;
    virtual HRESULT get_RelPath(BSTR* strRelPath) = 0;
    virtual HRESULT put_RelPath(BSTR strRelPath) = 0;
    virtual HRESULT get_Server(BSTR* strServer) = 0;
    virtual HRESULT put_Server(BSTR strServer) = 0;
    virtual HRESULT get_Namespace(BSTR* strNamespace) = 0;
    virtual HRESULT put_Namespace(BSTR strNamespace) = 0;
    virtual HRESULT get_ParentNamespace(BSTR* strParentNamespace) = 0;
    virtual HRESULT get_DisplayName(BSTR* strDisplayName) = 0;
    virtual HRESULT put_DisplayName(BSTR strDisplayName) = 0;
    virtual HRESULT get_Class(BSTR* strClass) = 0;
    virtual HRESULT put_Class(BSTR strClass) = 0;
    virtual HRESULT get_IsClass(VARIANT_BOOL* bIsClass) = 0;
    virtual HRESULT SetAsClass() = 0;
    virtual HRESULT get_IsSingleton(VARIANT_BOOL* bIsSingleton) = 0;
    virtual HRESULT SetAsSingleton() = 0;
    virtual HRESULT get_Keys(ISWbemNamedValueSet** objWbemNamedValueSet) = 0;
    virtual HRESULT get_Security_(ISWbemSecurity** objWbemSecurity) = 0;
    virtual HRESULT get_Locale(BSTR* strLocale) = 0;
    virtual HRESULT put_Locale(BSTR strLocale) = 0;
    virtual HRESULT get_Authority(BSTR* strAuthority) = 0;
    virtual HRESULT put_Authority(BSTR strAuthority) = 0;
};

/// A property.
struct ISWbemProperty : public IDispatch {
    virtual HRESULT get_Value(VARIANT* varValue) = 0;
    virtual HRESULT put_Value(VARIANT* varValue) = 0;
    virtual HRESULT get_Name(BSTR* strName) = 0;
    virtual HRESULT get_IsLocal(VARIANT_BOOL* bIsLocal) = 0;
    virtual HRESULT get_Origin(BSTR* strOrigin) = 0;
    virtual HRESULT get_CIMType(WbemCimtypeEnum* iCimType) = 0;
    virtual HRESULT get_Qualifiers_(ISWbemQualifierSet** objWbemQualifierSet) = 0;
    virtual HRESULT get_IsArray(VARIANT_BOOL* bIsArray) = 0;
};

/// The properties of an object.
struct ISWbemPropertySet : public IDispatch {
    virtual HRESULT get__NewEnum(IUnknown** pUnk) = 0;
    virtual HRESULT Item(BSTR strName, LONG iFlags = 0, ISWbemProperty** objWbemProperty = nullptr) = 0;
    virtual HRESULT get_Count(LONG* iCount) = 0;
    virtual HRESULT Add(BSTR strName, WbemCimtypeEnum iCIMType, VARIANT_BOOL bIsArray = VARIANT_FALSE,
                        LONG iFlags = 0, ISWbemProperty** objWbemProperty = nullptr) = 0;
    virtual HRESULT Remove(BSTR strName, LONG iFlags = 0) = 0;
};

/// A qualifier.
struct ISWbemQualifier : public IDispatch {
    virtual HRESULT get_Value(VARIANT* varValue) = 0;
    virtual HRESULT put_Value(VARIANT* varValue) = 0;
    virtual HRESULT get_Name(BSTR* strName) = 0;
    virtual HRESULT get_IsLocal(VARIANT_BOOL* bIsLocal) = 0;
    virtual HRESULT get_PropagatesToSubclass(VARIANT_BOOL* bPropagatesToSubclass) = 0;
    virtual HRESULT put_PropagatesToSubclass(VARIANT_BOOL bPropagatesToSubclass) = 0;
    virtual HRESULT get_PropagatesToInstance(VARIANT_BOOL* bPropagatesToInstance) = 0;
    virtual HRESULT put_PropagatesToInstance(VARIANT_BOOL bPropagatesToInstance) = 0;
    virtual HRESULT get_IsOverridable(VARIANT_BOOL* bIsOverridable) = 0;
    virtual HRESULT put_IsOverridable(VARIANT_BOOL bIsOverridable) = 0;
    virtual HRESULT get_IsAmended(VARIANT_BOOL* bIsAmended) = 0;
};

/// The qualifiers of an object, a property or a method.
struct ISWbemQualifierSet : public IDispatch {
    virtual HRESULT get__NewEnum(IUnknown** pUnk) = 0;
    virtual HRESULT Item(BSTR name, LONG iFlags = 0, ISWbemQualifier** objWbemQualifier = nullptr) = 0;
    virtual HRESULT get_Count(LONG* iCount) = 0;
    virtual HRESULT Add(BSTR strName, VARIANT* varVal, VARIANT_BOOL bPropagatesToSubclass = VARIANT_TRUE,
                        VARIANT_BOOL bPropagatesToInstance = VARIANT_TRUE,
                        VARIANT_BOOL bIsOverridable = VARIANT_TRUE, LONG iFlags = 0,
                        ISWbemQualifier** objWbemQualifier = nullptr) = 0;
    virtual HRESULT Remove(BSTR strName, LONG iFlags = 0) = 0;
};

/// A method.
struct ISWbemMethod : public IDispatch {
    virtual HRESULT get_Name(BSTR* strName) = 0;
    virtual HRESULT get_Origin(BSTR* strOrigin) = 0;
    virtual HRESULT get_InParameters(ISWbemObject** objWbemInParameters) = 0;
    virtual HRESULT get_OutParameters(ISWbemObject** objWbemOutParameters) = 0;
    virtual HRESULT get_Qualifiers_(ISWbemQualifierSet** objWbemQualifierSet) = 0;
};

/// The methods of a class.
struct ISWbemMethodSet : public IDispatch {
    virtual HRESULT get__NewEnum(IUnknown** pUnk) = 0;
    virtual HRESULT Item(BSTR strName, LONG iFlags = 0, ISWbemMethod** objWbemMethod = nullptr) = 0;
    virtual HRESULT get_Count(LONG* iCount) = 0;
};

/// Receives asynchronous answers; its events are ISWbemSinkEvents.
struct ISWbemSink : public IDispatch {
    virtual HRESULT Cancel() = 0;
};

/// OnObjectReady (1), OnCompleted (2), OnProgress (3) and OnObjectPut (4), called by number.
struct ISWbemSinkEvents : public IDispatch {
};

/// Events of a notification query, one at a time.
struct ISWbemEventSource : public IDispatch {
    virtual HRESULT NextEvent(LONG iTimeoutMs = wbemTimeoutInfinite,
                              ISWbemObject** objWbemObject = nullptr) = 0;
    virtual HRESULT get_Security_(ISWbemSecurity** objWbemSecurity) = 0;
};

/// Impersonation, authentication and privileges of calls.
struct ISWbemSecurity : public IDispatch {
    virtual HRESULT get_ImpersonationLevel(WbemImpersonationLevelEnum* iImpersonationLevel) = 0;
    virtual HRESULT put_ImpersonationLevel(WbemImpersonationLevelEnum iImpersonationLevel) = 0;
    virtual HRESULT get_AuthenticationLevel(WbemAuthenticationLevelEnum* iAuthenticationLevel) = 0;
    virtual HRESULT put_AuthenticationLevel(WbemAuthenticationLevelEnum iAuthenticationLevel) = 0;
    virtual HRESULT get_Privileges(ISWbemPrivilegeSet** objWbemPrivilegeSet) = 0;
};

/// A privilege.
struct ISWbemPrivilege : public IDispatch {
    virtual HRESULT get_IsEnabled(VARIANT_BOOL* bIsEnabled) = 0;
    virtual HRESULT put_IsEnabled(VARIANT_BOOL bIsEnabled) = 0;
    virtual HRESULT get_Name(BSTR* strDisplayName) = 0;
    virtual HRESULT get_DisplayName(BSTR* strDisplayName) = 0;
    virtual HRESULT get_Identifier(WbemPrivilegeEnum* iPrivilege) = 0;
};

/// The privileges of calls.
struct ISWbemPrivilegeSet : public IDispatch {
    virtual HRESULT get__NewEnum(IUnknown** pUnk) = 0;
    virtual HRESULT Item(WbemPrivilegeEnum iPrivilege, ISWbemPrivilege** objWbemPrivilege) = 0;
    virtual HRESULT get_Count(LONG* iCount) = 0;
    virtual HRESULT Add(WbemPrivilegeEnum iPrivilege, VARIANT_BOOL bIsEnabled = VARIANT_TRUE,
                        ISWbemPrivilege** objWbemPrivilege = nullptr) = 0;
    virtual HRESULT Remove(WbemPrivilegeEnum iPrivilege) = 0;
    virtual HRESULT DeleteAll() = 0;
    virtual HRESULT AddAsString(BSTR strPrivilege, VARIANT_BOOL bIsEnabled = VARIANT_TRUE,
                                ISWbemPrivilege** objWbemPrivilege = nullptr) = 0;
};

/// A CIM datetime in parts.
struct ISWbemDateTime : public IDispatch {
    virtual HRESULT get_Value(BSTR* strValue) = 0;
    virtual HRESULT put_Value(BSTR strValue) = 0;
    virtual HRESULT get_Year(LONG* iYear) = 0;
    virtual HRESULT put_Year(LONG iYear) = 0;
    virtual HRESULT get_YearSpecified(VARIANT_BOOL* bYearSpecified) = 0;
    virtual HRESULT put_YearSpecified(VARIANT_BOOL bYearSpecified) = 0;
    virtual HRESULT get_Month(LONG* iMonth) = 0;
    virtual HRESULT put_Month(LONG iMonth) = 0;
    virtual HRESULT get_MonthSpecified(VARIANT_BOOL* bMonthSpecified) = 0;
    virtual HRESULT put_MonthSpecified(VARIANT_BOOL bMonthSpecified) = 0;
    virtual HRESULT get_Day(LONG* iDay) = 0;
    virtual HRESULT put_Day(LONG iDay) = 0;
    virtual HRESULT get_DaySpecified(VARIANT_BOOL* bDaySpecified) = 0;
    virtual HRESULT put_DaySpecified(VARIANT_BOOL bDaySpecified) = 0;
    virtual HRESULT get_Hours(LONG* iHours) = 0;
    virtual HRESULT put_Hours(LONG iHours) = 0;
    virtual HRESULT get_HoursSpecified(VARIANT_BOOL* bHoursSpecified) = 0;
    virtual HRESULT put_HoursSpecified(VARIANT_BOOL bHoursSpecified) = 0;
    virtual HRESULT get_Minutes(LONG* iMinutes) = 0;
    virtual HRESULT put_Minutes(LONG iMinutes) = 0;
    virtual HRESULT get_MinutesSpecified(VARIANT_BOOL* bMinutesSpecified) = 0;
    virtual HRESULT put_MinutesSpecified(VARIANT_BOOL bMinutesSpecified) = 0;
    virtual HRESULT get_Seconds(LONG* iSeconds) = 0;
    virtual HRESULT put_Seconds(LONG iSeconds) = 0;
    virtual HRESULT get_SecondsSpecified(VARIANT_BOOL* bSecondsSpecified) = 0;
    virtual HRESULT put_SecondsSpecified(VARIANT_BOOL bSecondsSpecified) = 0;
    virtual HRESULT get_Microseconds(LONG* iMicroseconds) = 0;
    virtual HRESULT put_Microseconds(LONG iMicroseconds) = 0;
    virtual HRESULT get_MicrosecondsSpecified(VARIANT_BOOL* bMicrosecondsSpecified) = 0;
    virtual HRESULT put_MicrosecondsSpecified(VARIANT_BOOL bMicrosecondsSpecified) = 0;
    virtual HRESULT get_UTC(LONG* iUTC) = 0;
    virtual HRESULT put_UTC(LONG iUTC) = 0;
    virtual HRESULT get_UTCSpecified(VARIANT_BOOL* bUTCSpecified) = 0;
    virtual HRESULT put_UTCSpecified(VARIANT_BOOL bUTCSpecified) = 0;
    virtual HRESULT get_IsInterval(VARIANT_BOOL* bIsInterval) = 0;
    virtual HRESULT put_IsInterval(VARIANT_BOOL bIsInterval) = 0;
    virtual HRESULT GetVarDate(VARIANT_BOOL bIsLocal = VARIANT_TRUE, DATE* dVarDate = nullptr) = 0;
    virtual HRESULT SetVarDate(DATE dVarDate, VARIANT_BOOL bIsLocal = VARIANT_TRUE) = 0;
    virtual HRESULT GetFileTime(VARIANT_BOOL bIsLocal = VARIANT_TRUE, BSTR* strFileTime = nullptr) = 0;
    virtual HRESULT SetFileTime(BSTR strFileTime, VARIANT_BOOL bIsLocal = VARIANT_TRUE) = 0;
};

/// An object or a collection inside a refresher.
struct ISWbemRefreshableItem : public IDispatch {
    virtual HRESULT get_Index(LONG* iIndex) = 0;
    virtual HRESULT get_Refresher(ISWbemRefresher** objWbemRefresher) = 0;
    virtual HRESULT get_IsSet(VARIANT_BOOL* bIsSet) = 0;
    virtual HRESULT get_Object(ISWbemObjectEx** objWbemObject) = 0;
    virtual HRESULT get_ObjectSet(ISWbemObjectSet** objWbemObjectSet) = 0;
    virtual HRESULT Remove(LONG iFlags = 0) = 0;
};

/// Brings everything that was added up to date at once.
struct ISWbemRefresher : public IDispatch {
    virtual HRESULT get__NewEnum(IUnknown** pUnk) = 0;
    virtual HRESULT Item(LONG iIndex, ISWbemRefreshableItem** objWbemRefreshableItem) = 0;
    virtual HRESULT get_Count(LONG* iCount) = 0;
    virtual HRESULT Add(ISWbemServicesEx* objWbemServices, BSTR bsInstancePath, LONG iFlags = 0,
                        IDispatch* objWbemNamedValueSet = nullptr,
                        ISWbemRefreshableItem** objWbemRefreshableItem = nullptr) = 0;
    virtual HRESULT AddEnum(ISWbemServicesEx* objWbemServices, BSTR bsClassName, LONG iFlags = 0,
                            IDispatch* objWbemNamedValueSet = nullptr,
                            ISWbemRefreshableItem** objWbemRefreshableItem = nullptr) = 0;
    virtual HRESULT Remove(LONG iIndex, LONG iFlags = 0) = 0;
    virtual HRESULT Refresh(LONG iFlags = 0) = 0;
    virtual HRESULT get_AutoReconnect(VARIANT_BOOL* bCount) = 0;
    virtual HRESULT put_AutoReconnect(VARIANT_BOOL bCount) = 0;
    virtual HRESULT DeleteAll() = 0;
};

class SWbemLocator;
class SWbemNamedValueSet;
class SWbemObjectPath;
class SWbemLastError;
class SWbemSink;
class SWbemDateTime;
class SWbemRefresher;
class SWbemServices;
class SWbemServicesEx;
class SWbemObject;
class SWbemObjectEx;
class SWbemObjectSet;
class SWbemNamedValue;
class SWbemQualifier;
class SWbemQualifierSet;
class SWbemProperty;
class SWbemPropertySet;
class SWbemMethod;
class SWbemMethodSet;
class SWbemEventSource;
class SWbemSecurity;
class SWbemPrivilege;
class SWbemPrivilegeSet;
class SWbemRefreshableItem;

__CRT_UUID_DECL(ISWbemLocator, 0x76a6415b, 0xcb41, 0x11d1, 0x8b, 0x02, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemServices, 0x76a6415c, 0xcb41, 0x11d1, 0x8b, 0x02, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemServicesEx, 0xd2f68443, 0x85dc, 0x427e, 0x91, 0xd8, 0x36, 0x65, 0x54, 0xcc, 0x75, 0x4c)
__CRT_UUID_DECL(ISWbemObject, 0x76a6415a, 0xcb41, 0x11d1, 0x8b, 0x02, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemObjectEx, 0x269ad56a, 0x8a67, 0x4129, 0xbc, 0x8c, 0x05, 0x06, 0xdc, 0xfe, 0x98, 0x80)
__CRT_UUID_DECL(ISWbemLastError, 0xd962db84, 0xd4bb, 0x11d1, 0x8b, 0x09, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemObjectSet, 0x76a6415f, 0xcb41, 0x11d1, 0x8b, 0x02, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemNamedValueSet, 0xcf2376ea, 0xce8c, 0x11d1, 0x8b, 0x05, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemNamedValue, 0x76a64164, 0xcb41, 0x11d1, 0x8b, 0x02, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemObjectPath, 0x5791bc27, 0xce9c, 0x11d1, 0x97, 0xbf, 0x00, 0x00, 0xf8, 0x1e, 0x84, 0x9c)
__CRT_UUID_DECL(ISWbemProperty, 0x1a388f98, 0xd4ba, 0x11d1, 0x8b, 0x09, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemPropertySet, 0xdea0a7b2, 0xd4ba, 0x11d1, 0x8b, 0x09, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemQualifier, 0x79b05932, 0xd3b7, 0x11d1, 0x8b, 0x06, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemQualifierSet, 0x9b16ed16, 0xd3df, 0x11d1, 0x8b, 0x08, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemMethod, 0x422e8e90, 0xd955, 0x11d1, 0x8b, 0x09, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemMethodSet, 0xc93ba292, 0xd955, 0x11d1, 0x8b, 0x09, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemSink, 0x75718c9f, 0xf029, 0x11d1, 0xa1, 0xac, 0x00, 0xc0, 0x4f, 0xb6, 0xc2, 0x23)
__CRT_UUID_DECL(ISWbemSinkEvents, 0x75718ca0, 0xf029, 0x11d1, 0xa1, 0xac, 0x00, 0xc0, 0x4f, 0xb6, 0xc2, 0x23)
__CRT_UUID_DECL(ISWbemEventSource, 0x27d54d92, 0x0ebe, 0x11d2, 0x8b, 0x22, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemSecurity, 0xb54d66e6, 0x2287, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemPrivilege, 0x26ee67bd, 0x5804, 0x11d2, 0x8b, 0x4a, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemPrivilegeSet, 0x26ee67bf, 0x5804, 0x11d2, 0x8b, 0x4a, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(ISWbemDateTime, 0x5e97458a, 0xcf77, 0x11d3, 0xb3, 0x8f, 0x00, 0x10, 0x5a, 0x1f, 0x47, 0x3a)
__CRT_UUID_DECL(ISWbemRefreshableItem, 0x5ad4bf92, 0xdaab, 0x11d3, 0xb3, 0x8f, 0x00, 0x10, 0x5a, 0x1f, 0x47, 0x3a)
__CRT_UUID_DECL(ISWbemRefresher, 0x14d8250e, 0xd9c2, 0x11d3, 0xb3, 0x8f, 0x00, 0x10, 0x5a, 0x1f, 0x47, 0x3a)
__CRT_UUID_DECL(SWbemLocator, 0x76a64158, 0xcb41, 0x11d1, 0x8b, 0x02, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemNamedValueSet, 0x9aed384e, 0xce8b, 0x11d1, 0x8b, 0x05, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemObjectPath, 0x5791bc26, 0xce9c, 0x11d1, 0x97, 0xbf, 0x00, 0x00, 0xf8, 0x1e, 0x84, 0x9c)
__CRT_UUID_DECL(SWbemLastError, 0xc2feeeac, 0xcfcd, 0x11d1, 0x8b, 0x05, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemSink, 0x75718c9a, 0xf029, 0x11d1, 0xa1, 0xac, 0x00, 0xc0, 0x4f, 0xb6, 0xc2, 0x23)
__CRT_UUID_DECL(SWbemDateTime, 0x47dfbe54, 0xcf76, 0x11d3, 0xb3, 0x8f, 0x00, 0x10, 0x5a, 0x1f, 0x47, 0x3a)
__CRT_UUID_DECL(SWbemRefresher, 0xd269bf5c, 0xd9c1, 0x11d3, 0xb3, 0x8f, 0x00, 0x10, 0x5a, 0x1f, 0x47, 0x3a)
__CRT_UUID_DECL(SWbemServices, 0x04b83d63, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemServicesEx, 0x62e522dc, 0x8cf3, 0x40a8, 0x8b, 0x2e, 0x37, 0xd5, 0x95, 0x65, 0x1e, 0x40)
__CRT_UUID_DECL(SWbemObject, 0x04b83d62, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemObjectEx, 0xd6bdafb2, 0x9435, 0x491f, 0xbb, 0x87, 0x6a, 0xa0, 0xf0, 0xbc, 0x31, 0xa2)
__CRT_UUID_DECL(SWbemObjectSet, 0x04b83d61, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemNamedValue, 0x04b83d60, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemQualifier, 0x04b83d5f, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemQualifierSet, 0x04b83d5e, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemProperty, 0x04b83d5d, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemPropertySet, 0x04b83d5c, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemMethod, 0x04b83d5b, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemMethodSet, 0x04b83d5a, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemEventSource, 0x04b83d58, 0x21ae, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemSecurity, 0xb54d66e9, 0x2287, 0x11d2, 0x8b, 0x33, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemPrivilege, 0x26ee67bc, 0x5804, 0x11d2, 0x8b, 0x4a, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemPrivilegeSet, 0x26ee67be, 0x5804, 0x11d2, 0x8b, 0x4a, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6)
__CRT_UUID_DECL(SWbemRefreshableItem, 0x8c6854bc, 0xde4b, 0x11d3, 0xb3, 0x90, 0x00, 0x10, 0x5a, 0x1f, 0x47, 0x3a)

EXTERN_C OPENWMI_API const IID IID_ISWbemLocator;
EXTERN_C OPENWMI_API const IID IID_ISWbemServices;
EXTERN_C OPENWMI_API const IID IID_ISWbemServicesEx;
EXTERN_C OPENWMI_API const IID IID_ISWbemObject;
EXTERN_C OPENWMI_API const IID IID_ISWbemObjectEx;
EXTERN_C OPENWMI_API const IID IID_ISWbemLastError;
EXTERN_C OPENWMI_API const IID IID_ISWbemObjectSet;
EXTERN_C OPENWMI_API const IID IID_ISWbemNamedValueSet;
EXTERN_C OPENWMI_API const IID IID_ISWbemNamedValue;
EXTERN_C OPENWMI_API const IID IID_ISWbemObjectPath;
EXTERN_C OPENWMI_API const IID IID_ISWbemProperty;
EXTERN_C OPENWMI_API const IID IID_ISWbemPropertySet;
EXTERN_C OPENWMI_API const IID IID_ISWbemQualifier;
EXTERN_C OPENWMI_API const IID IID_ISWbemQualifierSet;
EXTERN_C OPENWMI_API const IID IID_ISWbemMethod;
EXTERN_C OPENWMI_API const IID IID_ISWbemMethodSet;
EXTERN_C OPENWMI_API const IID IID_ISWbemSink;
EXTERN_C OPENWMI_API const IID DIID_ISWbemSinkEvents;
EXTERN_C OPENWMI_API const IID IID_ISWbemEventSource;
EXTERN_C OPENWMI_API const IID IID_ISWbemSecurity;
EXTERN_C OPENWMI_API const IID IID_ISWbemPrivilege;
EXTERN_C OPENWMI_API const IID IID_ISWbemPrivilegeSet;
EXTERN_C OPENWMI_API const IID IID_ISWbemDateTime;
EXTERN_C OPENWMI_API const IID IID_ISWbemRefreshableItem;
EXTERN_C OPENWMI_API const IID IID_ISWbemRefresher;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemLocator;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemNamedValueSet;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemObjectPath;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemLastError;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemSink;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemDateTime;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemRefresher;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemServices;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemServicesEx;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemObject;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemObjectEx;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemObjectSet;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemNamedValue;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemQualifier;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemQualifierSet;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemProperty;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemPropertySet;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemMethod;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemMethodSet;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemEventSource;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemSecurity;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemPrivilege;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemPrivilegeSet;
EXTERN_C OPENWMI_API const CLSID CLSID_SWbemRefreshableItem;
EXTERN_C OPENWMI_API const CLSID CLSID_WINMGMTS;
EXTERN_C OPENWMI_API const IID LIBID_WbemScripting;
