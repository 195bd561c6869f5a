// Updates two properties of an instance by a context, and asks for two only when it reads.
#define _WIN32_DCOM
#include <comdef.h>
#include <wbemidl.h>
#include <stdio.h>

HRESULT PutExtensions(IWbemContext *pCtx, const wchar_t **ppwszNames, ULONG cNames)
{
    VARIANT v;
    VariantInit(&v);
    V_VT(&v) = VT_BOOL;
    V_BOOL(&v) = VARIANT_TRUE;
    HRESULT hr = pCtx->SetValue(L"__PUT_EXTENSIONS", 0, &v);
    if (SUCCEEDED(hr))
        hr = pCtx->SetValue(L"__PUT_EXT_CLIENT_REQUEST", 0, &v);
    VariantClear(&v);
    SAFEARRAYBOUND bound;
    bound.lLbound = 0;
    bound.cElements = cNames;
    SAFEARRAY *psa = SafeArrayCreate(VT_BSTR, 1, &bound);
    for (LONG i = 0; i < (LONG) cNames; i++)
    {
        BSTR bstr = SysAllocString(ppwszNames[i]);
        SafeArrayPutElement(psa, &i, bstr);
        SysFreeString(bstr);
    }
    V_VT(&v) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&v) = psa;
    if (SUCCEEDED(hr))
        hr = pCtx->SetValue(L"__PUT_EXT_PROPERTIES", 0, &v);
    VariantClear(&v);
    return hr;
}

void Show(IWbemServices *pSvc, IWbemContext *pCtx)
{
    IWbemClassObject *pObj = NULL;
    HRESULT hr = pSvc->GetObject(_bstr_t(L"Acme_Service.Name=\"print\""), 0, pCtx, &pObj, NULL);
    if (FAILED(hr))
    {
        printf("read: 0x%X\n", hr);
        return;
    }
    _variant_t vName, vDisplay, vState, vExit;
    pObj->Get(L"Name", 0, &vName, 0, 0);
    pObj->Get(L"DisplayName", 0, &vDisplay, 0, 0);
    pObj->Get(L"State", 0, &vState, 0, 0);
    pObj->Get(L"ExitCode", 0, &vExit, 0, 0);
    printf("%ls | %ls | %ls | ", V_BSTR(&vName), V_VT(&vDisplay) == VT_NULL ? L"-" : V_BSTR(&vDisplay),
           V_VT(&vState) == VT_NULL ? L"-" : V_BSTR(&vState));
    V_VT(&vExit) == VT_NULL ? printf("-\n") : printf("%ld\n", (long) vExit);
    pObj->Release();
}

int main()
{
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IWbemLocator *pLoc = NULL;
    IWbemServices *pSvc = NULL;
    IWbemContext *pCtx = NULL;
    CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    if (FAILED(pLoc->ConnectServer(_bstr_t(L"root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &pSvc)))
        return 1;
    HRESULT hr = CoCreateInstance(CLSID_WbemContext, NULL, CLSCTX_INPROC_SERVER, IID_IWbemContext, (LPVOID *) &pCtx);
    Show(pSvc, NULL);

    IWbemClassObject *pClass = NULL, *pInst = NULL;
    hr = pSvc->GetObject(_bstr_t(L"Acme_Service"), 0, NULL, &pClass, NULL);
    hr = pClass->SpawnInstance(0, &pInst);
    _variant_t vName(L"print"), vState(L"Running"), vExit(3L), vDisplay(L"not to be written");
    pInst->Put(L"Name", 0, &vName, 0);
    pInst->Put(L"State", 0, &vState, 0);
    pInst->Put(L"ExitCode", 0, &vExit, 0);
    pInst->Put(L"DisplayName", 0, &vDisplay, 0);
    const wchar_t *wszNames[] = { L"State", L"ExitCode" };
    hr = PutExtensions(pCtx, wszNames, 2);
    hr = pSvc->PutInstance(pInst, WBEM_FLAG_UPDATE_ONLY, pCtx, NULL);
    printf("partial update: 0x%X\n", hr);
    Show(pSvc, NULL);

    _variant_t vOther(L"nobody");
    pInst->Put(L"Name", 0, &vOther, 0);
    printf("of nobody: 0x%X\n", pSvc->PutInstance(pInst, WBEM_FLAG_UPDATE_ONLY, pCtx, NULL));

    pCtx->DeleteAll();
    _variant_t vYes(true), vList;
    SAFEARRAY *psa = SafeArrayCreateVector(VT_BSTR, 0, 1);
    BSTR *pbstr = NULL;
    SafeArrayAccessData(psa, (void HUGEP **) &pbstr);
    pbstr[0] = SysAllocString(L"State");
    SafeArrayUnaccessData(psa);
    V_VT(&vList) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&vList) = psa;
    pCtx->SetValue(L"__GET_EXTENSIONS", 0, &vYes);
    pCtx->SetValue(L"__GET_EXT_CLIENT_REQUEST", 0, &vYes);
    pCtx->SetValue(L"__GET_EXT_PROPERTIES", 0, &vList);
    Show(pSvc, pCtx);

    pInst->Release();
    pClass->Release();
    pCtx->Release();
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
