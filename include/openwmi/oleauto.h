// Functions of BSTR, VARIANT and SAFEARRAY, and of the error object of a thread.
#pragma once

#include "combaseapi.h"
#include "oaidl.h"

#include <type_traits>

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

/// A new array of any number of dimensions; all elements zero. The elements of VT_I4 and VT_UI4 are LONGs: 8 bytes.
/// rgsabound   one a dimension, the first dimension first
/// NULL        for kinds that an array cannot hold, for no dimension, and when there is no memory
OPENWMI_API SAFEARRAY* SafeArrayCreate(VARTYPE vt, UINT cDims, SAFEARRAYBOUND* rgsabound);
OPENWMI_API SAFEARRAY* SafeArrayCreateEx(VARTYPE vt, UINT cDims, SAFEARRAYBOUND* rgsabound, PVOID pvExtra);
/// An array of one dimension.
OPENWMI_API SAFEARRAY* SafeArrayCreateVector(VARTYPE vt, LONG lLbound, ULONG cElements);
OPENWMI_API SAFEARRAY* SafeArrayCreateVectorEx(VARTYPE vt, LONG lLbound, ULONG cElements, PVOID pvExtra);
/// A descriptor without data; its caller fills in element size, features and bounds (the first dimension last).
OPENWMI_API HRESULT SafeArrayAllocDescriptor(UINT cDims, SAFEARRAY** ppsaOut);
OPENWMI_API HRESULT SafeArrayAllocDescriptorEx(VARTYPE vt, UINT cDims, SAFEARRAY** ppsaOut);
/// The data for a descriptor, all zero.
OPENWMI_API HRESULT SafeArrayAllocData(SAFEARRAY* psa);
/// Frees elements, data and descriptor. NULL is nothing.
/// errors   DISP_E_ARRAYISLOCKED; nothing is freed then
OPENWMI_API HRESULT SafeArrayDestroy(SAFEARRAY* psa);
OPENWMI_API HRESULT SafeArrayDestroyData(SAFEARRAY* psa);
OPENWMI_API HRESULT SafeArrayDestroyDescriptor(SAFEARRAY* psa);
/// A new array with copies of all elements.
OPENWMI_API HRESULT SafeArrayCopy(SAFEARRAY* psa, SAFEARRAY** ppsaOut);
/// Copies all elements into an array of the same shape; what it held is freed.
OPENWMI_API HRESULT SafeArrayCopyData(SAFEARRAY* psaSource, SAFEARRAY* psaTarget);
/// Gives the last dimension another bound; elements that fall away are freed, new ones are zero.
/// errors   DISP_E_ARRAYISLOCKED, E_OUTOFMEMORY (unchanged), E_INVALIDARG
OPENWMI_API HRESULT SafeArrayRedim(SAFEARRAY* psa, SAFEARRAYBOUND* psaboundNew);
OPENWMI_API UINT SafeArrayGetDim(SAFEARRAY* psa);
/// Bytes an element; 0 for NULL.
OPENWMI_API UINT SafeArrayGetElemsize(SAFEARRAY* psa);
/// Bounds of a dimension, which counts from 1. errors: DISP_E_BADINDEX, E_INVALIDARG
OPENWMI_API HRESULT SafeArrayGetUBound(SAFEARRAY* psa, UINT nDim, LONG* plUbound);
OPENWMI_API HRESULT SafeArrayGetLBound(SAFEARRAY* psa, UINT nDim, LONG* plLbound);
OPENWMI_API HRESULT SafeArrayGetVartype(SAFEARRAY* psa, VARTYPE* pvt);
/// A lock keeps the data where it is; locks are counted (up to 65,535). Not a lock between threads.
OPENWMI_API HRESULT SafeArrayLock(SAFEARRAY* psa);
OPENWMI_API HRESULT SafeArrayUnlock(SAFEARRAY* psa);
/// Locks, and gives the elements, the first dimension running fastest. Elements are as wide as SafeArrayGetElemsize says.
OPENWMI_API HRESULT SafeArrayAccessData(SAFEARRAY* psa, void HUGEP** ppvData);
OPENWMI_API HRESULT SafeArrayUnaccessData(SAFEARRAY* psa);
/// Copies an element out: texts, VARIANTs and interfaces are the caller's to free.
/// rgIndices   one a dimension, the first dimension first
/// errors      DISP_E_BADINDEX, E_INVALIDARG, E_OUTOFMEMORY
OPENWMI_API HRESULT SafeArrayGetElement(SAFEARRAY* psa, LONG* rgIndices, void* pv);
/// Copies an element in; what stood there is freed. pv points at the element, but is itself a BSTR or an interface pointer for
/// arrays of those.
OPENWMI_API HRESULT SafeArrayPutElement(SAFEARRAY* psa, LONG* rgIndices, void* pv);
/// Where an element lies. The array should be locked.
OPENWMI_API HRESULT SafeArrayPtrOfIndex(SAFEARRAY* psa, LONG* rgIndices, void** ppvData);
}

/// True when the elements are LONGs, which are wider than on Windows.
inline bool openwmi_holds_longs(SAFEARRAY* psa) {
    VARTYPE vt = VT_EMPTY;
    return SUCCEEDED(SafeArrayGetVartype(psa, &vt)) && (vt == VT_I4 || vt == VT_UI4);
}

/// SafeArrayGetElement into an integer of 4 bytes: it receives 4 bytes, though an element of VT_I4 has 8.
template <class Integer>
    requires(std::is_same_v<Integer, int> || std::is_same_v<Integer, unsigned int>)
HRESULT SafeArrayGetElement(SAFEARRAY* psa, LONG* rgIndices, Integer* pv) {
    if (pv == nullptr || !openwmi_holds_longs(psa)) {
        return SafeArrayGetElement(psa, rgIndices, static_cast<void*>(pv));
    }
    LONG wide = 0;
    HRESULT hr = SafeArrayGetElement(psa, rgIndices, static_cast<void*>(&wide));
    if (SUCCEEDED(hr)) *pv = static_cast<Integer>(wide);
    return hr;
}

/// SafeArrayPutElement from an integer of 4 bytes: sign-extended or zero-extended to the element's 8.
template <class Integer>
    requires(std::is_same_v<Integer, int> || std::is_same_v<Integer, unsigned int>)
HRESULT SafeArrayPutElement(SAFEARRAY* psa, LONG* rgIndices, Integer* pv) {
    if (pv == nullptr || !openwmi_holds_longs(psa)) {
        return SafeArrayPutElement(psa, rgIndices, static_cast<void*>(pv));
    }
    LONG wide = static_cast<LONG>(*pv);
    return SafeArrayPutElement(psa, rgIndices, static_cast<void*>(&wide));
}
