// The compiler's COM support: _com_ptr_t, _bstr_t, _variant_t, and failures as _com_error.
#define _WIN32_DCOM
#include <iostream>
#include <comdef.h>
#include <wbemidl.h>
#pragma comment(lib, "wbemuuid.lib")
#pragma comment(lib, "comsuppw.lib")
using namespace std;

_COM_SMARTPTR_TYPEDEF(IWbemLocator, __uuidof(IWbemLocator));
_COM_SMARTPTR_TYPEDEF(IWbemServices, IID_IWbemServices);
_COM_SMARTPTR_TYPEDEF(IWbemClassObject, __uuidof(IWbemClassObject));
_COM_SMARTPTR_TYPEDEF(IEnumWbemClassObject, __uuidof(IEnumWbemClassObject));

struct ComInit
{
    ComInit() { HRESULT hr = ::CoInitializeEx(0, COINIT_MULTITHREADED); if (FAILED(hr)) _com_issue_error(hr); }
    ~ComInit() { ::CoUninitialize(); }
};

inline void Check(HRESULT hr) { if (FAILED(hr)) _com_issue_error(hr); }

int main()
{
    try
    {
        ComInit com;
        IWbemLocatorPtr spLocator;
        Check(spLocator.CreateInstance(__uuidof(WbemLocator), NULL, CLSCTX_INPROC_SERVER));
        IWbemServicesPtr spServices;
        Check(spLocator->ConnectServer(bstr_t(L"root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &spServices));
        Check(::CoSetProxyBlanket(spServices, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, NULL, RPC_C_AUTHN_LEVEL_CALL, RPC_C_IMP_LEVEL_IMPERSONATE,
                                  NULL, EOAC_NONE));

        IEnumWbemClassObjectPtr spEnum;
        Check(spServices->CreateInstanceEnum(bstr_t("Acme_Service"), WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &spEnum));
        IWbemClassObjectPtr spObject;
        ULONG uCount = 0;
        while (spEnum->Next(WBEM_INFINITE, 1, &spObject, &uCount) == WBEM_S_NO_ERROR)
        {
            _variant_t vName, vProcess, vStarted;
            Check(spObject->Get(L"Name", 0, &vName, NULL, NULL));
            Check(spObject->Get(L"ProcessId", 0, &vProcess, NULL, NULL));
            Check(spObject->Get(L"Started", 0, &vStarted, NULL, NULL));
            _bstr_t bstrName = vName;
            cout << (char *) bstrName << " (" << bstrName.length() << ") " << (unsigned long) vProcess << " "
                 << ((bool) vStarted ? "started" : "stopped") << endl;
        }

        IWbemClassObjectPtr spClass, spInst;
        Check(spServices->GetObject(bstr_t(L"Acme_Service"), 0, NULL, &spClass, NULL));
        Check(spClass->SpawnInstance(0, &spInst));
        _variant_t vName = "smart", vLoad = 0.5, vSize = L"1024";
        Check(spInst->Put(L"Name", 0, &vName, 0));
        Check(spInst->Put(L"Load", 0, &vLoad, 0));
        Check(spInst->Put(L"WorkingSetSize", 0, &vSize, 0));
        Check(spServices->PutInstance(spInst, WBEM_FLAG_CREATE_OR_UPDATE, NULL, NULL));
        _bstr_t path = _bstr_t("Acme_Service.Name=\"") + "smart" + L"\"";
        IUnknownPtr spUnknown;
        Check(spServices->GetObject(path, 0, NULL, &spObject, NULL));
        spUnknown = spObject;
        IWbemClassObjectPtr spSame = spUnknown; // asks for the interface
        _variant_t vText;
        Check(spSame->Get(L"Load", 0, &vText, NULL, NULL));
        vText.ChangeType(VT_BSTR);
        cout << "load " << (const char *) _bstr_t(vText) << ", " << (spSame == spObject ? "the same" : "another") << endl;

        spObject = NULL;
        Check(spServices->GetObject(bstr_t(L"Acme_Service.Name=\"gone\""), 0, NULL, &spObject, NULL));
    }
    catch (const _com_error &e)
    {
        cout << "com error 0x" << hex << e.Error() << (e.Error() == WBEM_E_NOT_FOUND ? " (not found)" : "") << endl;
    }
    return 0;
}
