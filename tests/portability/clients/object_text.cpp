// Prints a class and an instance as MOF.
#define _WIN32_DCOM
#include <comdef.h>
#include <wbemidl.h>
#include <stdio.h>

int main()
{
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IWbemLocator *pLoc = NULL;
    IWbemServices *pSvc = NULL;
    CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    if (FAILED(pLoc->ConnectServer(_bstr_t(L"root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &pSvc)))
        return 1;
    LPCWSTR wszPaths[] = { L"Acme_Service", L"Acme_Service.Name=\"web\"" };
    for (int i = 0; i < 2; i++)
    {
        IWbemClassObject *pObj = NULL;
        BSTR bstrMof = NULL;
        if (FAILED(pSvc->GetObject(_bstr_t(wszPaths[i]), 0, NULL, &pObj, NULL)))
            return 2;
        if (SUCCEEDED(pObj->GetObjectText(0, &bstrMof)))
            printf("%u characters\n%ls", SysStringLen(bstrMof), bstrMof);
        SysFreeString(bstrMof);
        pObj->Release();
    }
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
