// Compiles MOF from memory and from a file, and reads the compiler's errors.
#define _WIN32_DCOM
#include <windows.h>
#include <wbemidl.h>
#include <comdef.h>
#include <stdio.h>
#include <string.h>

static void Compile(IMofCompiler *pCompiler, const char *szMof)
{
    WBEM_COMPILE_STATUS_INFO info;
    ZeroMemory(&info, sizeof(info));
    HRESULT hr = pCompiler->CompileBuffer((LONG) strlen(szMof), (BYTE *) szMof, (LPWSTR) L"root\\cimv2", NULL, NULL, NULL,
                                          WBEM_FLAG_DONT_ADD_TO_LIST, 0, 0, &info);
    printf("0x%X: phase %ld, 0x%X, lines %ld to %ld\n", hr, info.lPhaseError, info.hRes, info.FirstLine, info.LastLine);
}

int main()
{
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IMofCompiler *pCompiler = NULL;
    HRESULT hr = CoCreateInstance(CLSID_MofCompiler, NULL, CLSCTX_INPROC_SERVER, IID_IMofCompiler, (LPVOID *) &pCompiler);
    if (FAILED(hr))
    {
        printf("no compiler: 0x%X\n", hr);
        return 1;
    }
    Compile(pCompiler, "class Acme_Disk { [key] string DeviceID; uint64 Size; };\n"
                       "instance of Acme_Disk { DeviceID = \"sda\"; Size = 512110190592; };\n");
    Compile(pCompiler, "class Acme_Broken\n{\n  [key] string Name\n  uint32 Number;\n};\n");
    Compile(pCompiler, "instance of Acme_Missing { Name = \"x\"; };\n");

    WCHAR wszFile[] = L"disks.mof";
    FILE *pFile = fopen("disks.mof", "w");
    fprintf(pFile, "#pragma namespace(\"\\\\\\\\.\\\\root\\\\cimv2\")\ninstance of Acme_Disk { DeviceID = \"sdb\"; Size = 1; };\n");
    fclose(pFile);
    WBEM_COMPILE_STATUS_INFO info = { 0 };
    hr = pCompiler->CompileFile(wszFile, NULL, NULL, NULL, NULL, 0, 0, 0, &info);
    printf("file: 0x%X\n", hr);
    remove("disks.mof");
    hr = pCompiler->CompileFile(wszFile, NULL, NULL, NULL, NULL, 0, 0, 0, &info);
    printf("no file: %s\n", hr == S_OK ? "compiled" : "not compiled");
    pCompiler->Release();

    IWbemLocator *pLoc = NULL;
    IWbemServices *pSvc = NULL;
    CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    if (FAILED(pLoc->ConnectServer(_bstr_t(L"root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &pSvc)))
        return 2;
    IEnumWbemClassObject *pEnum = NULL;
    pSvc->CreateInstanceEnum(_bstr_t(L"Acme_Disk"), 0, NULL, &pEnum);
    IWbemClassObject *pDisk = NULL;
    for (ULONG uGot = 0; pEnum->Next(WBEM_INFINITE, 1, &pDisk, &uGot) == S_OK; pDisk->Release())
    {
        VARIANT vId, vSize;
        pDisk->Get(L"DeviceID", 0, &vId, NULL, NULL);
        pDisk->Get(L"Size", 0, &vSize, NULL, NULL);
        printf("%ls: %lld bytes\n", vId.bstrVal, _wtoi64(vSize.bstrVal));
        VariantClear(&vId);
        VariantClear(&vSize);
    }
    pEnum->Release();
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
