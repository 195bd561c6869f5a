// Functions of BSTR, VARIANT and SAFEARRAY, and of the error object of a thread.
#pragma once

#include "combaseapi.h"
#include "oaidl.h"

#include <type_traits>

// The members of a VARIANT by name: V_BSTR(&v) is v.bstrVal.
#define V_UNION(x, member) ((x)->member)
#define V_VT(x) ((x)->vt)
#define V_ISBYREF(x) ((V_VT(x) & VT_BYREF) != 0)
#define V_ISARRAY(x) ((V_VT(x) & VT_ARRAY) != 0)
#define V_ISVECTOR(x) ((V_VT(x) & VT_VECTOR) != 0)
#define V_NONE(x) V_I2(x)
#define V_UI1(x) V_UNION(x, bVal)
#define V_UI1REF(x) V_UNION(x, pbVal)
#define V_I2(x) V_UNION(x, iVal)
#define V_UI2(x) V_UNION(x, uiVal)
#define V_I2REF(x) V_UNION(x, piVal)
#define V_UI2REF(x) V_UNION(x, puiVal)
#define V_I4(x) V_UNION(x, lVal)
#define V_UI4(x) V_UNION(x, ulVal)
#define V_I4REF(x) V_UNION(x, plVal)
#define V_UI4REF(x) V_UNION(x, pulVal)
#define V_I8(x) V_UNION(x, llVal)
#define V_UI8(x) V_UNION(x, ullVal)
#define V_I8REF(x) V_UNION(x, pllVal)
#define V_UI8REF(x) V_UNION(x, pullVal)
#define V_I1(x) V_UNION(x, cVal)
#define V_I1REF(x) V_UNION(x, pcVal)
#define V_R4(x) V_UNION(x, fltVal)
#define V_R4REF(x) V_UNION(x, pfltVal)
#define V_R8(x) V_UNION(x, dblVal)
#define V_R8REF(x) V_UNION(x, pdblVal)
#define V_INT(x) V_UNION(x, intVal)
#define V_INTREF(x) V_UNION(x, pintVal)
#define V_UINT(x) V_UNION(x, uintVal)
#define V_UINTREF(x) V_UNION(x, puintVal)
#define V_CY(x) V_UNION(x, cyVal)
#define V_CYREF(x) V_UNION(x, pcyVal)
#define V_DATE(x) V_UNION(x, date)
#define V_DATEREF(x) V_UNION(x, pdate)
#define V_BSTR(x) V_UNION(x, bstrVal)
#define V_BSTRREF(x) V_UNION(x, pbstrVal)
#define V_DISPATCH(x) V_UNION(x, pdispVal)
#define V_DISPATCHREF(x) V_UNION(x, ppdispVal)
#define V_ERROR(x) V_UNION(x, scode)
#define V_ERRORREF(x) V_UNION(x, pscode)
#define V_BOOL(x) V_UNION(x, boolVal)
#define V_BOOLREF(x) V_UNION(x, pboolVal)
#define V_UNKNOWN(x) V_UNION(x, punkVal)
#define V_UNKNOWNREF(x) V_UNION(x, ppunkVal)
#define V_VARIANTREF(x) V_UNION(x, pvarVal)
#define V_ARRAY(x) V_UNION(x, parray)
#define V_ARRAYREF(x) V_UNION(x, pparray)
#define V_BYREF(x) V_UNION(x, byref)
#define V_DECIMALREF(x) V_UNION(x, pdecVal)
#define V_RECORD(x) V_UNION(x, pvRecord)
#define V_RECORDINFO(x) V_UNION(x, pRecInfo)
#define V_DECIMAL(x) ((x)->decVal)

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

#define VARIANT_NOVALUEPROP 0x01
#define VARIANT_ALPHABOOL 0x02
#define VARIANT_NOUSEROVERRIDE 0x04
#define VARIANT_LOCALBOOL 0x10
/// Gives *pvarDest the value of *pvarSrc in another kind; both may be the same VARIANT. VT_BYREF sources are followed. Numbers are rounded half
/// to even and must fit. Numbers in text are decimal with a point, or &H and &O; booleans in text are -1 and 0, or True and False with
/// VARIANT_ALPHABOOL. Arrays change to their own kind only.
/// errors   DISP_E_TYPEMISMATCH, DISP_E_OVERFLOW, DISP_E_BADVARTYPE, E_INVALIDARG, E_OUTOFMEMORY; the target stays as it was
OPENWMI_API HRESULT VariantChangeType(VARIANTARG* pvargDest, const VARIANTARG* pvarSrc, USHORT wFlags, VARTYPE vt);
/// The same; the locale is not looked at: numbers are written the same way everywhere.
OPENWMI_API HRESULT VariantChangeTypeEx(VARIANTARG* pvargDest, const VARIANTARG* pvarSrc, LCID lcid, USHORT wFlags, VARTYPE vt);
/// A new text, the two one after the other; NULLs are empty.
OPENWMI_API HRESULT VarBstrCat(BSTR bstrLeft, BSTR bstrRight, LPBSTR pbstrResult);

/// Narrow text (UTF-8) and wide text, for the classes of comutil.h and atlbase.h: a new BSTR, and a new text that CoTaskMemFree frees.
/// NULL for NULL, and when there is no memory.
OPENWMI_API BSTR OpenWmiWideFromNarrow(const char* text);
OPENWMI_API LPSTR OpenWmiNarrowFromWide(const wchar_t* text);

/// The error object of this thread, which it gives away: a second call answers S_FALSE, and NULL.
/// errors   E_INVALIDARG: dwReserved is not 0, or no place for the answer
OPENWMI_API HRESULT GetErrorInfo(ULONG dwReserved, IErrorInfo** pperrinfo);
/// Leaves an error object for this thread; NULL clears it.
OPENWMI_API HRESULT SetErrorInfo(ULONG dwReserved, IErrorInfo* perrinfo);
/// A new error object; its IErrorInfo is what SetErrorInfo takes.
OPENWMI_API HRESULT CreateErrorInfo(ICreateErrorInfo** pperrinfo);
}

/// True when the elements are LONGs, which are wider than on Windows.
inline bool openwmi_holds_longs(SAFEARRAY* psa) {
    VARTYPE vt = VT_EMPTY;
    return SUCCEEDED(SafeArrayGetVartype(psa, &vt)) && (vt == VT_I4 || vt == VT_UI4);
}

/// SafeArrayGetElement into an integer of 4 bytes: it receives 4 bytes, though an element of VT_I4 has 8.
template <class Integer, std::enable_if_t<std::is_same<Integer, int>::value || std::is_same<Integer, unsigned int>::value, int> = 0>
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
template <class Integer, std::enable_if_t<std::is_same<Integer, int>::value || std::is_same<Integer, unsigned int>::value, int> = 0>
HRESULT SafeArrayPutElement(SAFEARRAY* psa, LONG* rgIndices, Integer* pv) {
    if (pv == nullptr || !openwmi_holds_longs(psa)) {
        return SafeArrayPutElement(psa, rgIndices, static_cast<void*>(pv));
    }
    LONG wide = static_cast<LONG>(*pv);
    return SafeArrayPutElement(psa, rgIndices, static_cast<void*>(&wide));
}
