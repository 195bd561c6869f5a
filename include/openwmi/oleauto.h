// Functions of BSTR, VARIANT and SAFEARRAY, and of the error object of a thread.
#pragma once

#include "combaseapi.h"
#include "oaidl.h"

extern "C" {
/// A new BSTR with the text up to the first zero; NULL for NULL, and when there is no memory.
OPENWMI_API BSTR SysAllocString(const OLECHAR* psz);
/// A new BSTR of ui characters, zeros in them kept; psz NULL leaves them unset (a final zero stands).
OPENWMI_API BSTR SysAllocStringLen(const OLECHAR* strIn, UINT ui);
/// A new BSTR of len bytes; for bytes rather than text.
OPENWMI_API BSTR SysAllocStringByteLen(const char* psz, UINT len);
/// Replaces a BSTR by a copy of a text, which may be a part of the old one; FALSE and unchanged when there is no memory.
OPENWMI_API INT SysReAllocString(BSTR* pbstr, const OLECHAR* psz);
OPENWMI_API INT SysReAllocStringLen(BSTR* pbstr, const OLECHAR* psz, UINT len);
/// Frees what the functions above made; NULL is nothing.
OPENWMI_API void SysFreeString(BSTR bstrString);
/// Characters (wchar_t) or bytes before the final zero, zeros inside counted; 0 for NULL.
OPENWMI_API UINT SysStringLen(BSTR pbstr);
OPENWMI_API UINT SysStringByteLen(BSTR bstr);

/// Makes a VARIANT VT_EMPTY, all its bytes zero, without looking at what it held.
OPENWMI_API void VariantInit(VARIANTARG* pvarg);
/// Frees what a VARIANT holds and makes it VT_EMPTY. What a VT_BYREF points at is not touched.
/// errors   DISP_E_BADVARTYPE, DISP_E_ARRAYISLOCKED, E_INVALIDARG; the VARIANT stays as it was
OPENWMI_API HRESULT VariantClear(VARIANTARG* pvarg);
/// Clears the target and fills it with a copy: texts and arrays are new, interfaces get a reference, VT_BYREF copies the pointer.
/// errors   those of VariantClear; E_OUTOFMEMORY (the target then is VT_EMPTY)
OPENWMI_API HRESULT VariantCopy(VARIANTARG* pvargDest, const VARIANTARG* pvargSrc);
/// The same, but follows VT_BYREF and copies what it points at.
OPENWMI_API HRESULT VariantCopyInd(VARIANT* pvarDest, const VARIANTARG* pvargSrc);
}
