// Makes a class from nothing, a subclass of it and an instance, in a namespace of its own.
#define _WIN32_DCOM
#include <comdef.h>
#include <wbemidl.h>
#include <stdio.h>

static HRESULT MakeNamespace(IWbemServices *pRoot, const wchar_t *wszName)
{
    IWbemClassObject *pNsClass = NULL, *pNs = NULL;
    HRESULT hr = pRoot->GetObject(_bstr_t(L"__NAMESPACE"), 0, NULL, &pNsClass, NULL);
    if (FAILED(hr))
        return hr;
    hr = pNsClass->SpawnInstance(0, &pNs);
    VARIANT v;
    v.vt = VT_BSTR;
    v.bstrVal = SysAllocString(wszName);
    hr = pNs->Put(L"Name", 0, &v, 0);
    VariantClear(&v);
    hr = pRoot->PutInstance(pNs, WBEM_FLAG_CREATE_OR_UPDATE, NULL, NULL);
    pNs->Release();
    pNsClass->Release();
    return hr;
}

HRESULT CreateClass(IWbemServices *pSvc)
{
    IWbemClassObject *pNewClass = 0;
    IWbemQualifierSet *pQual = 0;
    VARIANT v;
    BSTR ClassName = SysAllocString(L"Example");
    BSTR PropName = SysAllocString(L"Index");

    // An empty path gives an object to make a base class of.
    HRESULT hr = pSvc->GetObject(0, 0, NULL, &pNewClass, 0);
    if (FAILED(hr))
        return hr;
    VariantInit(&v);
    v.vt = VT_BSTR;
    v.bstrVal = ClassName;
    hr = pNewClass->Put(_bstr_t(L"__CLASS"), 0, &v, 0);

    // A property without a value needs its type; [key] is a qualifier of it.
    VARIANT *pNoValue = NULL;
    hr = pNewClass->Put(PropName, 0, pNoValue, CIM_STRING);
    hr = pNewClass->GetPropertyQualifierSet(PropName, &pQual);
    V_VT(&v) = VT_BOOL;
    V_BOOL(&v) = VARIANT_TRUE;
    hr = pQual->Put(L"key", &v, 0);
    pQual->Release();

    // And one with a default.
    V_VT(&v) = VT_I4;
    V_I4(&v) = 5;
    hr = pNewClass->Put(L"IntVal", 0, &v, CIM_SINT32);
    V_VT(&v) = VT_BSTR;
    V_BSTR(&v) = SysAllocString(L"18446744073709551615");
    hr = pNewClass->Put(L"BigVal", 0, &v, CIM_UINT64);
    VariantClear(&v);

    hr = pSvc->PutClass(pNewClass, WBEM_FLAG_CREATE_ONLY, 0, NULL);
    pNewClass->Release();
    SysFreeString(ClassName);
    SysFreeString(PropName);
    return hr;
}

HRESULT CreateSubclass(IWbemServices *pSvc)
{
    IWbemClassObject *pParent = NULL, *pChild = NULL;
    HRESULT hr = pSvc->GetObject(_bstr_t(L"Example"), WBEM_FLAG_RETURN_WBEM_COMPLETE, NULL, &pParent, NULL);
    if (SUCCEEDED(hr))
        hr = pParent->SpawnDerivedClass(0, &pChild);
    if (FAILED(hr))
        return hr;
    _variant_t vName(L"Example2");
    hr = pChild->Put(L"__CLASS", 0, &vName, 0);
    hr = pChild->Put(L"Words", 0, NULL, CIM_STRING | CIM_FLAG_ARRAY);
    hr = pSvc->PutClass(pChild, 0, NULL, NULL);
    pChild->Release();
    pParent->Release();
    return hr;
}

HRESULT CreateExampleInstance(IWbemServices *pSvc)
{
    IWbemClassObject *pClass = NULL, *pInst = NULL;
    HRESULT hr = pSvc->GetObject(_bstr_t(L"Example2"), 0, NULL, &pClass, NULL);
    if (FAILED(hr))
        return hr;
    hr = pClass->SpawnInstance(0, &pInst);
    _variant_t vIndex("first");
    hr = pInst->Put(L"Index", 0, &vIndex, 0);
    SAFEARRAYBOUND aDim[1] = { { 2, 0 } };
    SAFEARRAY *psa = SafeArrayCreate(VT_BSTR, 1, aDim);
    const wchar_t *wszWords[] = { L"big", L"apple" };
    for (long i = 0; i < 2; i++)
    {
        BSTR bstrWord = SysAllocString(wszWords[i]);
        SafeArrayPutElement(psa, &i, bstrWord); // copies it
        SysFreeString(bstrWord);
    }
    VARIANT vWords;
    V_VT(&vWords) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&vWords) = psa;
    hr = pInst->Put(L"Words", 0, &vWords, 0);
    VariantClear(&vWords);
    hr = pSvc->PutInstance(pInst, WBEM_FLAG_CREATE_OR_UPDATE, NULL, NULL);
    pInst->Release();
    pClass->Release();
    return hr;
}

int main()
{
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IWbemLocator *pLoc = NULL;
    IWbemServices *pRoot = NULL, *pSvc = NULL;
    CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    HRESULT hr = pLoc->ConnectServer(_bstr_t(L"root"), NULL, NULL, NULL, 0, NULL, NULL, &pRoot);
    printf("namespace: 0x%X\n", FAILED(hr) ? hr : MakeNamespace(pRoot, L"Acme"));
    hr = pRoot->OpenNamespace(_bstr_t(L"Acme"), 0, NULL, &pSvc, NULL);
    printf("open: 0x%X\n", hr);
    printf("class: 0x%X\n", CreateClass(pSvc));
    printf("class again: 0x%X\n", CreateClass(pSvc));
    printf("subclass: 0x%X\n", CreateSubclass(pSvc));
    printf("instance: 0x%X\n", CreateExampleInstance(pSvc));

    IWbemClassObject *pObj = NULL;
    hr = pSvc->GetObject(_bstr_t(L"Example.Index=\"first\""), 0, NULL, &pObj, NULL); // by the class that has the key
    if (SUCCEEDED(hr))
    {
        const wchar_t *wszProps[] = { L"__CLASS", L"__SUPERCLASS", L"__NAMESPACE", L"Index", L"BigVal" };
        for (int i = 0; i < 5; i++)
        {
            VARIANT v;
            CIMTYPE ct;
            LONG lFlavor;
            pObj->Get(wszProps[i], 0, &v, &ct, &lFlavor);
            printf("  %ls = %ls (type %ld, flavor 0x%lX)\n", wszProps[i], v.vt == VT_BSTR ? v.bstrVal : L"NULL", (long) ct, lFlavor);
            VariantClear(&v);
        }
        VARIANT v;
        pObj->Get(L"Words", 0, &v, NULL, NULL);
        for (long i = 0; i < 2; i++)
        {
            BSTR bstr = NULL;
            SafeArrayGetElement(V_ARRAY(&v), &i, &bstr);
            printf("  Words[%ld] = %ls\n", i, bstr);
            SysFreeString(bstr);
        }
        VariantClear(&v);
        pObj->Get(L"IntVal", 0, &v, NULL, NULL);
        printf("  IntVal = %d\n", (int) v.lVal);
        pObj->Release();
    }
    printf("delete the subclass: 0x%X\n", pSvc->DeleteClass(_bstr_t(L"Example2"), 0, NULL, NULL));
    printf("the instance went with it: 0x%X\n", pSvc->GetObject(_bstr_t(L"Example.Index=\"first\""), 0, NULL, &pObj, NULL));
    pSvc->Release();
    pRoot->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
