// Written as clients are written on Windows, and compiled as they stand: nothing of this product is named. Raw pointers, BSTRs and literals
// where BSTRs are declared, counts that are ULONG and DWORD, HRESULTs compared with numbers, text printed by streams.
#define _WIN32_DCOM
#include <comdef.h>
#include <Wbemidl.h>

#include <iostream>
using namespace std;

#pragma comment(lib, "wbemuuid.lib")

static int Fail(const char* what, HRESULT hres) {
    cout << what << " Error code = 0x" << hex << hres << endl;
    CoUninitialize();
    return 1;
}

class QuerySink : public IWbemObjectSink {
    LONG m_lRef;
    bool bDone;

public:
    QuerySink() : m_lRef(0), bDone(false) {}
    virtual ~QuerySink() {}

    virtual ULONG STDMETHODCALLTYPE AddRef() { return ++m_lRef; }
    virtual ULONG STDMETHODCALLTYPE Release() {
        LONG lRef = --m_lRef;
        if (lRef == 0) delete this;
        return lRef;
    }
    virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) {
        if (riid == IID_IUnknown || riid == IID_IWbemObjectSink) {
            *ppv = (IWbemObjectSink*)this;
            AddRef();
            return WBEM_S_NO_ERROR;
        }
        return E_NOINTERFACE;
    }
    virtual HRESULT STDMETHODCALLTYPE Indicate(LONG lObjectCount, IWbemClassObject __RPC_FAR* __RPC_FAR* apObjArray) {
        for (int i = 0; i < lObjectCount; i++) {
            VARIANT varName;
            HRESULT hres = apObjArray[i]->Get(_bstr_t(L"Name"), 0, &varName, 0, 0);
            if (FAILED(hres)) return WBEM_E_FAILED;
            printf("Name: %ls\n", V_BSTR(&varName));
            VariantClear(&varName);
        }
        return WBEM_S_NO_ERROR;
    }
    virtual HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject __RPC_FAR* pObjParam) {
        (void)strParam;
        (void)pObjParam;
        if (lFlags == WBEM_STATUS_COMPLETE) {
            bDone = true;
            printf("Call complete. hResult = 0x%X\n", hResult);
        }
        return WBEM_S_NO_ERROR;
    }
    bool IsDone() { return bDone; }
};

int main(int argc, char** argv) {
    (void)argc;
    (void)argv;
    HRESULT hres = CoInitializeEx(0, COINIT_MULTITHREADED);
    if (FAILED(hres)) return Fail("Failed to initialize COM library.", hres);
    hres = CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_DEFAULT, RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE, NULL);
    if (FAILED(hres)) return Fail("Failed to initialize security.", hres);

    IWbemLocator* pLoc = NULL;
    hres = CoCreateInstance(CLSID_WbemLocator, 0, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID*)&pLoc);
    if (FAILED(hres)) return Fail("Failed to create IWbemLocator object.", hres);

    IWbemServices* pSvc = 0;
    hres = pLoc->ConnectServer(_bstr_t(L"ROOT\\CIMV2"), NULL, NULL, 0, NULL, 0, 0, &pSvc);
    if (FAILED(hres)) {
        pLoc->Release();
        return Fail("Could not connect.", hres);
    }
    hres = CoSetProxyBlanket(pSvc, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, NULL, RPC_C_AUTHN_LEVEL_CALL, RPC_C_IMP_LEVEL_IMPERSONATE, NULL,
                             EOAC_NONE);
    if (FAILED(hres)) return Fail("Could not set proxy blanket.", hres);

    IEnumWbemClassObject* pEnumerator = NULL;
    hres = pSvc->CreateInstanceEnum((BSTR)L"CIM_OperatingSystem", WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &pEnumerator);
    IWbemClassObject* pclsObj = NULL;
    ULONG uReturn = 0;
    DWORD dwReturn = 0;
    while (SUCCEEDED(hres) && pEnumerator) {
        HRESULT hr = pEnumerator->Next(WBEM_INFINITE, 1, &pclsObj, &uReturn);
        if (0 == uReturn || hr == 0x80041010) break;
        VARIANT vtProp;
        VariantInit(&vtProp);
        hr = pclsObj->Get(L"Name", 0, &vtProp, 0, 0);
        wcout << " OS Name : " << vtProp.bstrVal << endl;
        VariantClear(&vtProp);
        pclsObj->Release();
        pEnumerator->Next(WBEM_INFINITE, 1, &pclsObj, &dwReturn);
    }

    IWbemClassObject* pClass = NULL;
    IWbemClassObject* pInst = NULL;
    IWbemCallResult* pResult = NULL;
    BSTR ClassName = SysAllocString(L"CIM_Door");
    if (SUCCEEDED(pSvc->GetObject(ClassName, 0, NULL, &pClass, NULL)) && SUCCEEDED(pClass->SpawnInstance(0, &pInst))) {
        VARIANT v;
        V_VT(&v) = VT_BSTR;
        V_BSTR(&v) = SysAllocString(L"IndexVal");
        pInst->Put(L"Index", 0, &v, 0);
        VariantClear(&v);
        V_VT(&v) = VT_I4;
        V_I4(&v) = 100;
        pInst->Put(L"IntVal", 0, &v, CIM_SINT32);
        pSvc->PutInstance(pInst, WBEM_FLAG_CREATE_OR_UPDATE | WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &pResult);
        LONG lStatus = 0;
        HRESULT hrStatus = 0;
        if (pResult) {
            while (pResult->GetCallStatus(1000, &lStatus) == WBEM_S_TIMEDOUT) cout << "waiting" << endl;
            pResult->GetCallStatus((LONG)WBEM_INFINITE, &hrStatus);
            pResult->Release();
        }
        switch (hrStatus) {
            case WBEM_S_NO_ERROR: break;
            case WBEM_E_ALREADY_EXISTS: cout << "there already" << endl; break;
            default: cout << hex << (DWORD)hrStatus << endl;
        }
        pInst->Release();
        pClass->Release();
    }
    SysFreeString(ClassName);

    SAFEARRAY* psaNames = NULL;
    LONG lLower, lUpper;
    if (pclsObj && SUCCEEDED(pclsObj->GetNames(NULL, WBEM_FLAG_ALWAYS | WBEM_FLAG_NONSYSTEM_ONLY, NULL, &psaNames))) {
        SafeArrayGetLBound(psaNames, 1, &lLower);
        SafeArrayGetUBound(psaNames, 1, &lUpper);
        for (long i = lLower; i <= lUpper; i++) {
            BSTR PropName = NULL;
            SafeArrayGetElement(psaNames, &i, &PropName);
            wcout << PropName << endl;
            SysFreeString(PropName);
        }
        SafeArrayDestroy(psaNames);
    }

    QuerySink* pSink = new QuerySink;
    pSink->AddRef();
    IUnsecuredApartment* pUnsecApp = NULL;
    IUnknown* pStubUnk = NULL;
    IWbemObjectSink* pStubSink = NULL;
    hres = CoCreateInstance(CLSID_UnsecuredApartment, NULL, CLSCTX_LOCAL_SERVER, IID_IUnsecuredApartment, (void**)&pUnsecApp);
    if (SUCCEEDED(hres)) {
        pUnsecApp->CreateObjectStub(pSink, &pStubUnk);
        pStubUnk->QueryInterface(IID_IWbemObjectSink, (void**)&pStubSink);
        hres = pSvc->ExecQueryAsync(_bstr_t("WQL"), _bstr_t("SELECT * FROM Win32_Process"), WBEM_FLAG_BIDIRECTIONAL, NULL, pStubSink);
        pSvc->CancelAsyncCall(pStubSink);
    }
    pSink->Release();
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
