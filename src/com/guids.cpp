// The identifiers as data of the library: what sources name as IID_..., CLSID_... and LIBID_...
#include <ocidl.h>
#include <wbemads.h>
#include <wbemidl.h>
#include <wmiutils.h>

const GUID GUID_NULL = {};

#define OPENWMI_DEFINE(prefix, name) const GUID prefix##_##name = __uuidof(name)

// <unknwn.h>
OPENWMI_DEFINE(IID, IUnknown);
OPENWMI_DEFINE(IID, IClassFactory);

// <objidlbase.h>
OPENWMI_DEFINE(IID, IMalloc);
OPENWMI_DEFINE(IID, IMarshal);
OPENWMI_DEFINE(IID, IStream);
OPENWMI_DEFINE(IID, ISequentialStream);
OPENWMI_DEFINE(IID, IClientSecurity);
OPENWMI_DEFINE(IID, IServerSecurity);

// <objidl.h>
OPENWMI_DEFINE(IID, IEnumString);
OPENWMI_DEFINE(IID, IPersist);
OPENWMI_DEFINE(IID, IPersistStream);
OPENWMI_DEFINE(IID, IBindCtx);
OPENWMI_DEFINE(IID, IMoniker);
OPENWMI_DEFINE(IID, IParseDisplayName);

// <objbase.h>
const CLSID CLSID_PointerMoniker = {0x00000306, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

// <ocidl.h>
OPENWMI_DEFINE(IID, IConnectionPointContainer);
OPENWMI_DEFINE(IID, IEnumConnectionPoints);
OPENWMI_DEFINE(IID, IConnectionPoint);
OPENWMI_DEFINE(IID, IEnumConnections);

// <oaidl.h>
OPENWMI_DEFINE(IID, IDispatch);
OPENWMI_DEFINE(IID, IEnumVARIANT);
OPENWMI_DEFINE(IID, IErrorInfo);
OPENWMI_DEFINE(IID, ICreateErrorInfo);
OPENWMI_DEFINE(IID, ISupportErrorInfo);

// <wbemcli.h>
OPENWMI_DEFINE(IID, IEnumWbemClassObject);
OPENWMI_DEFINE(IID, IWbemQualifierSet);
OPENWMI_DEFINE(IID, IWbemClassObject);
OPENWMI_DEFINE(IID, IWbemObjectAccess);
OPENWMI_DEFINE(IID, IWbemObjectSink);
OPENWMI_DEFINE(IID, IWbemObjectSinkEx);
OPENWMI_DEFINE(IID, IWbemCallResult);
OPENWMI_DEFINE(IID, IWbemContext);
OPENWMI_DEFINE(IID, IWbemServices);
OPENWMI_DEFINE(IID, IWbemLocator);
OPENWMI_DEFINE(IID, IWbemShutdown);
OPENWMI_DEFINE(IID, IWbemObjectTextSrc);
OPENWMI_DEFINE(IID, IMofCompiler);
OPENWMI_DEFINE(IID, IUnsecuredApartment);
OPENWMI_DEFINE(IID, IWbemUnsecuredApartment);
OPENWMI_DEFINE(IID, IWbemStatusCodeText);
OPENWMI_DEFINE(IID, IWbemBackupRestore);
OPENWMI_DEFINE(IID, IWbemBackupRestoreEx);
OPENWMI_DEFINE(IID, IWbemRefresher);
OPENWMI_DEFINE(IID, IWbemHiPerfEnum);
OPENWMI_DEFINE(IID, IWbemConfigureRefresher);
OPENWMI_DEFINE(CLSID, WbemLocator);
OPENWMI_DEFINE(CLSID, WbemContext);
OPENWMI_DEFINE(CLSID, UnsecuredApartment);
OPENWMI_DEFINE(CLSID, WbemClassObject);
OPENWMI_DEFINE(CLSID, MofCompiler);
OPENWMI_DEFINE(CLSID, WbemStatusCodeText);
OPENWMI_DEFINE(CLSID, WbemBackupRestore);
OPENWMI_DEFINE(CLSID, WbemRefresher);
OPENWMI_DEFINE(CLSID, WbemObjectTextSrc);
const CLSID CLSID_WbemAdministrativeLocator = {0xcb8555cc, 0x9128, 0x11d1, {0xad, 0x9b, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
const CLSID CLSID_WbemAuthenticatedLocator = {0xcd184336, 0x9128, 0x11d1, {0xad, 0x9b, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
const CLSID CLSID_WbemUnauthenticatedLocator = {0x443e7b79, 0xde31, 0x11d2, {0xb3, 0x40, 0x00, 0x10, 0x4b, 0xcc, 0x4b, 0x4a}};

// <wbemprov.h>
OPENWMI_DEFINE(IID, IWbemUnboundObjectSink);
OPENWMI_DEFINE(IID, IWbemPropertyProvider);
OPENWMI_DEFINE(IID, IWbemEventProvider);
OPENWMI_DEFINE(IID, IWbemEventProviderQuerySink);
OPENWMI_DEFINE(IID, IWbemEventProviderSecurity);
OPENWMI_DEFINE(IID, IWbemProviderIdentity);
OPENWMI_DEFINE(IID, IWbemEventConsumerProvider);
OPENWMI_DEFINE(IID, IWbemProviderInitSink);
OPENWMI_DEFINE(IID, IWbemProviderInit);
OPENWMI_DEFINE(IID, IWbemHiPerfProvider);
OPENWMI_DEFINE(IID, IWbemDecoupledRegistrar);
OPENWMI_DEFINE(IID, IWbemDecoupledBasicEventProvider);
OPENWMI_DEFINE(IID, IWbemEventSink);
OPENWMI_DEFINE(CLSID, WbemDecoupledRegistrar);
OPENWMI_DEFINE(CLSID, WbemDecoupledBasicEventProvider);

// <wbemtran.h>
OPENWMI_DEFINE(IID, IWbemLevel1Login);
OPENWMI_DEFINE(IID, IWbemConnectorLogin);
OPENWMI_DEFINE(IID, IWbemAddressResolution);
OPENWMI_DEFINE(IID, IWbemTransport);
OPENWMI_DEFINE(IID, IWbemConstructClassObject);
OPENWMI_DEFINE(IID, IWbemClientTransport);
OPENWMI_DEFINE(IID, IWbemClientConnectionTransport);
OPENWMI_DEFINE(CLSID, WbemLevel1Login);
OPENWMI_DEFINE(CLSID, WbemLocalAddrRes);
OPENWMI_DEFINE(CLSID, WbemUninitializedClassObject);
OPENWMI_DEFINE(CLSID, WbemDCOMTransport);

// <wbemdisp.h>
OPENWMI_DEFINE(IID, ISWbemLocator);
OPENWMI_DEFINE(IID, ISWbemServices);
OPENWMI_DEFINE(IID, ISWbemServicesEx);
OPENWMI_DEFINE(IID, ISWbemObject);
OPENWMI_DEFINE(IID, ISWbemObjectEx);
OPENWMI_DEFINE(IID, ISWbemLastError);
OPENWMI_DEFINE(IID, ISWbemObjectSet);
OPENWMI_DEFINE(IID, ISWbemNamedValueSet);
OPENWMI_DEFINE(IID, ISWbemNamedValue);
OPENWMI_DEFINE(IID, ISWbemObjectPath);
OPENWMI_DEFINE(IID, ISWbemProperty);
OPENWMI_DEFINE(IID, ISWbemPropertySet);
OPENWMI_DEFINE(IID, ISWbemQualifier);
OPENWMI_DEFINE(IID, ISWbemQualifierSet);
OPENWMI_DEFINE(IID, ISWbemMethod);
OPENWMI_DEFINE(IID, ISWbemMethodSet);
OPENWMI_DEFINE(IID, ISWbemSink);
OPENWMI_DEFINE(DIID, ISWbemSinkEvents);
OPENWMI_DEFINE(IID, ISWbemEventSource);
OPENWMI_DEFINE(IID, ISWbemSecurity);
OPENWMI_DEFINE(IID, ISWbemPrivilege);
OPENWMI_DEFINE(IID, ISWbemPrivilegeSet);
OPENWMI_DEFINE(IID, ISWbemDateTime);
OPENWMI_DEFINE(IID, ISWbemRefreshableItem);
OPENWMI_DEFINE(IID, ISWbemRefresher);
OPENWMI_DEFINE(CLSID, SWbemLocator);
OPENWMI_DEFINE(CLSID, SWbemNamedValueSet);
OPENWMI_DEFINE(CLSID, SWbemObjectPath);
OPENWMI_DEFINE(CLSID, SWbemLastError);
OPENWMI_DEFINE(CLSID, SWbemSink);
OPENWMI_DEFINE(CLSID, SWbemDateTime);
OPENWMI_DEFINE(CLSID, SWbemRefresher);
OPENWMI_DEFINE(CLSID, SWbemServices);
OPENWMI_DEFINE(CLSID, SWbemServicesEx);
OPENWMI_DEFINE(CLSID, SWbemObject);
OPENWMI_DEFINE(CLSID, SWbemObjectEx);
OPENWMI_DEFINE(CLSID, SWbemObjectSet);
OPENWMI_DEFINE(CLSID, SWbemNamedValue);
OPENWMI_DEFINE(CLSID, SWbemQualifier);
OPENWMI_DEFINE(CLSID, SWbemQualifierSet);
OPENWMI_DEFINE(CLSID, SWbemProperty);
OPENWMI_DEFINE(CLSID, SWbemPropertySet);
OPENWMI_DEFINE(CLSID, SWbemMethod);
OPENWMI_DEFINE(CLSID, SWbemMethodSet);
OPENWMI_DEFINE(CLSID, SWbemEventSource);
OPENWMI_DEFINE(CLSID, SWbemSecurity);
OPENWMI_DEFINE(CLSID, SWbemPrivilege);
OPENWMI_DEFINE(CLSID, SWbemPrivilegeSet);
OPENWMI_DEFINE(CLSID, SWbemRefreshableItem);

// <wbemads.h>
OPENWMI_DEFINE(IID, IWMIExtension);
OPENWMI_DEFINE(CLSID, WMIExtension);

// <wmiutils.h>
OPENWMI_DEFINE(IID, IWbemPathKeyList);
OPENWMI_DEFINE(IID, IWbemPath);
OPENWMI_DEFINE(IID, IWbemQuery);
OPENWMI_DEFINE(CLSID, WbemDefPath);
OPENWMI_DEFINE(CLSID, WbemQuery);

const CLSID CLSID_WINMGMTS = {0x172bddf8, 0xceea, 0x11d1, {0x8b, 0x05, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6}};

// libraries of types
const IID LIBID_WbemClient_v1 = {0x7ec196fe, 0x7005, 0x11d1, {0xad, 0x90, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
const IID LIBID_WbemProviders_v1 = {0x092df710, 0x7010, 0x11d1, {0xad, 0x90, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
const IID LIBID_WbemTransports_v1 = {0x027947f3, 0xd731, 0x11ce, {0xa3, 0x57, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01}};
const IID LIBID_WbemScripting = {0x565783c6, 0xcb41, 0x11d1, {0x8b, 0x02, 0x00, 0x60, 0x08, 0x06, 0xd9, 0xb6}};
