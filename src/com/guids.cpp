// The identifiers as data of the library: what sources name as IID_..., CLSID_... and LIBID_...
#include <wbemcli.h>

#define OPENWMI_DEFINE_IID(name) const IID IID_##name = __uuidof(name)
#define OPENWMI_DEFINE_CLSID(name) const CLSID CLSID_##name = __uuidof(name)

const GUID GUID_NULL = {};

OPENWMI_DEFINE_IID(IUnknown);
OPENWMI_DEFINE_IID(IClassFactory);
OPENWMI_DEFINE_IID(IMalloc);
OPENWMI_DEFINE_IID(IMarshal);
OPENWMI_DEFINE_IID(IStream);
OPENWMI_DEFINE_IID(ISequentialStream);
OPENWMI_DEFINE_IID(IClientSecurity);
OPENWMI_DEFINE_IID(IServerSecurity);
OPENWMI_DEFINE_IID(IDispatch);
OPENWMI_DEFINE_IID(IEnumVARIANT);
OPENWMI_DEFINE_IID(IErrorInfo);
OPENWMI_DEFINE_IID(ICreateErrorInfo);
OPENWMI_DEFINE_IID(ISupportErrorInfo);
OPENWMI_DEFINE_IID(IWbemQualifierSet);
OPENWMI_DEFINE_IID(IWbemClassObject);
OPENWMI_DEFINE_IID(IWbemObjectAccess);
OPENWMI_DEFINE_IID(IWbemObjectSink);
OPENWMI_DEFINE_IID(IWbemObjectSinkEx);
OPENWMI_DEFINE_IID(IWbemCallResult);
OPENWMI_DEFINE_IID(IWbemContext);
OPENWMI_DEFINE_IID(IWbemServices);
OPENWMI_DEFINE_IID(IWbemLocator);
OPENWMI_DEFINE_IID(IWbemShutdown);
OPENWMI_DEFINE_IID(IWbemObjectTextSrc);
OPENWMI_DEFINE_IID(IMofCompiler);
OPENWMI_DEFINE_IID(IUnsecuredApartment);
OPENWMI_DEFINE_IID(IWbemUnsecuredApartment);
OPENWMI_DEFINE_IID(IWbemStatusCodeText);
OPENWMI_DEFINE_IID(IWbemBackupRestore);
OPENWMI_DEFINE_IID(IWbemBackupRestoreEx);
OPENWMI_DEFINE_IID(IWbemRefresher);
OPENWMI_DEFINE_IID(IWbemHiPerfEnum);
OPENWMI_DEFINE_IID(IWbemConfigureRefresher);

OPENWMI_DEFINE_CLSID(WbemLocator);
OPENWMI_DEFINE_CLSID(WbemContext);
OPENWMI_DEFINE_CLSID(UnsecuredApartment);
OPENWMI_DEFINE_CLSID(WbemClassObject);
OPENWMI_DEFINE_CLSID(MofCompiler);
OPENWMI_DEFINE_CLSID(WbemStatusCodeText);
OPENWMI_DEFINE_CLSID(WbemBackupRestore);
OPENWMI_DEFINE_CLSID(WbemRefresher);
OPENWMI_DEFINE_CLSID(WbemObjectTextSrc);

const CLSID CLSID_WbemAdministrativeLocator = {0xcb8555cc, 0x9128, 0x11d1, {0xad, 0x9b, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
const CLSID CLSID_WbemAuthenticatedLocator = {0xcd184336, 0x9128, 0x11d1, {0xad, 0x9b, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
const CLSID CLSID_WbemUnauthenticatedLocator = {0x443e7b79, 0xde31, 0x11d2, {0xb3, 0x40, 0x00, 0x10, 0x4b, 0xcc, 0x4b, 0x4a}};
const IID LIBID_WbemClient_v1 = {0x7ec196fe, 0x7005, 0x11d1, {0xad, 0x90, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff}};
