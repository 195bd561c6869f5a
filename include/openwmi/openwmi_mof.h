// What IMofCompiler has no method for: splitting a MOF file into its neutral and its localized part.
#pragma once

#include "openwmi.h"
#include "wbemcli.h"

/// Made by CoCreateInstance(CLSID_MofCompiler, NULL, CLSCTX_INPROC_SERVER, IID_IOpenWmiMofCompiler, ...), or asked of an IMofCompiler by
/// QueryInterface. Any thread may call it; a failure leaves an error object (GetErrorInfo).
struct IOpenWmiMofCompiler : public IUnknown {
    /// Splits a MOF file as mofcomp -AMENDMENT: -MOF: -MFL: does; stores nothing in the repository and does not open it.
    /// FileName              the source; UTF-8, UTF-16 with a mark, or a binary MOF
    /// ServerAndNamespace    namespace of what stands before the first #pragma namespace; NULL: root\default
    /// Amendment             locale, like L"MS_409"; NULL: what #pragma amendment in the source says
    /// MofFileName           gets all but the qualifiers of flavor Amended
    /// MflFileName           gets the classes of the child namespace MS_xxx with their amended qualifiers
    ///                       Both files are UTF-8 and replaced where they exist. Where both names are NULL nothing is written.
    /// lOptionFlags          0 or WBEM_FLAG_CONSOLE_PRINT
    /// pInfo                 NULL, or gets where a syntax error is, as from CompileFile
    /// returns   WBEM_S_NO_ERROR; WBEM_S_FALSE with pInfo for an error in the source; WBEM_E_INVALID_PARAMETER: no source, only one of the
    ///           two names, an unknown flag, a malformed locale or none at all; WBEM_E_FAILED: a file could not be written
    /// source    mofcomp's switches; #pragma amendment
    virtual HRESULT SplitFile(LPCWSTR FileName, LPCWSTR ServerAndNamespace, LPCWSTR Amendment, LPCWSTR MofFileName, LPCWSTR MflFileName,
                              LONG lOptionFlags, WBEM_COMPILE_STATUS_INFO* pInfo) = 0;
};

__CRT_UUID_DECL(IOpenWmiMofCompiler, 0x6e1f3a54, 0x9c0b, 0x4d7e, 0xb1, 0x64, 0x2f, 0x5d, 0x8a, 0x90, 0xc7, 0x13)

EXTERN_C OPENWMI_API const IID IID_IOpenWmiMofCompiler;
