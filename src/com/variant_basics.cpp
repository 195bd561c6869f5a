// VARIANT: its beginning, its end, its copies.
#include <oleauto.h>

#include <cstring>

namespace {

constexpr VARTYPE kFlags = VT_ARRAY | VT_BYREF;

bool is_scalar(VARTYPE vt) {
    switch (vt) {
        case VT_I2:
        case VT_I4:
        case VT_R4:
        case VT_R8:
        case VT_CY:
        case VT_DATE:
        case VT_BSTR:
        case VT_DISPATCH:
        case VT_ERROR:
        case VT_BOOL:
        case VT_UNKNOWN:
        case VT_DECIMAL:
        case VT_I1:
        case VT_UI1:
        case VT_UI2:
        case VT_UI4:
        case VT_I8:
        case VT_UI8:
        case VT_INT:
        case VT_UINT: return true;
        default: return false;
    }
}

bool is_kind(VARTYPE vt) {
    VARTYPE base = vt & static_cast<VARTYPE>(~kFlags);
    if (is_scalar(base)) return true;
    if (base == VT_VARIANT) return (vt & kFlags) != 0;
    return (base == VT_EMPTY || base == VT_NULL) && (vt & kFlags) == 0;
}

/// Makes a cleared VARIANT a copy of another that holds no reference to elsewhere.
HRESULT copy_content(VARIANT& target, const VARIANT& source) {
    VARIANT copy = source;
    if ((source.vt & VT_BYREF) != 0) {
        target = copy;
        return S_OK;
    }
    if ((source.vt & VT_ARRAY) != 0) {
        HRESULT hr = SafeArrayCopy(source.parray, &copy.parray);
        if (FAILED(hr)) return hr;
    } else if (source.vt == VT_BSTR && source.bstrVal != nullptr) {
        copy.bstrVal =
            SysAllocStringByteLen(reinterpret_cast<const char*>(source.bstrVal), SysStringByteLen(source.bstrVal));
        if (copy.bstrVal == nullptr) return E_OUTOFMEMORY;
    } else if ((source.vt == VT_UNKNOWN || source.vt == VT_DISPATCH) && source.punkVal != nullptr) {
        source.punkVal->AddRef();
    }
    target = copy;
    return S_OK;
}

/// What a VT_BYREF points at, as a VARIANT that owns nothing.
HRESULT look_through(const VARIANT& source, VARIANT& seen) {
    VARTYPE base = source.vt & static_cast<VARTYPE>(~VT_BYREF);
    if (source.byref == nullptr) return E_INVALIDARG;
    if (base == VT_VARIANT) {
        seen = *source.pvarVal;
        if ((seen.vt & VT_BYREF) == 0) return S_OK;
        if ((seen.vt & VT_TYPEMASK) == VT_VARIANT) return E_INVALIDARG;
        VARIANT inner = seen;
        return look_through(inner, seen);
    }
    VariantInit(&seen);
    seen.vt = base;
    if ((base & VT_ARRAY) != 0) {
        seen.parray = *source.pparray;
        return S_OK;
    }
    switch (base) {
        case VT_I1:
        case VT_UI1: seen.bVal = *source.pbVal; return S_OK;
        case VT_I2:
        case VT_UI2:
        case VT_BOOL: seen.iVal = *source.piVal; return S_OK;
        case VT_I4:
        case VT_UI4: seen.lVal = *source.plVal; return S_OK;
        case VT_INT:
        case VT_UINT:
        case VT_R4:
        case VT_ERROR: std::memcpy(&seen.intVal, source.byref, sizeof seen.intVal); return S_OK;
        case VT_DECIMAL:
            seen.decVal = *source.pdecVal;
            seen.vt = VT_DECIMAL;
            return S_OK;
        default:
            if (!is_scalar(base)) return E_INVALIDARG;
            std::memcpy(&seen.llVal, source.byref, sizeof seen.llVal);
            return S_OK;
    }
}

}  // namespace

void VariantInit(VARIANTARG* pvarg) {
    if (pvarg != nullptr) std::memset(pvarg, 0, sizeof *pvarg);
}

HRESULT VariantClear(VARIANTARG* pvarg) {
    if (pvarg == nullptr) return E_INVALIDARG;
    if (!is_kind(pvarg->vt)) return DISP_E_BADVARTYPE;
    if ((pvarg->vt & VT_BYREF) == 0) {
        if ((pvarg->vt & VT_ARRAY) != 0) {
            HRESULT hr = SafeArrayDestroy(pvarg->parray);
            if (FAILED(hr)) return hr;
        } else if (pvarg->vt == VT_BSTR) {
            SysFreeString(pvarg->bstrVal);
        } else if ((pvarg->vt == VT_UNKNOWN || pvarg->vt == VT_DISPATCH) && pvarg->punkVal != nullptr) {
            IUnknown* object = pvarg->punkVal;
            VariantInit(pvarg);
            object->Release();
        }
    }
    VariantInit(pvarg);
    return S_OK;
}

HRESULT VariantCopy(VARIANTARG* pvargDest, const VARIANTARG* pvargSrc) {
    if (pvargDest == nullptr || pvargSrc == nullptr) return E_INVALIDARG;
    if (!is_kind(pvargSrc->vt)) return DISP_E_BADVARTYPE;
    if (pvargDest == pvargSrc) return S_OK;
    HRESULT hr = VariantClear(pvargDest);
    return FAILED(hr) ? hr : copy_content(*pvargDest, *pvargSrc);
}

HRESULT VariantCopyInd(VARIANT* pvarDest, const VARIANTARG* pvargSrc) {
    if (pvarDest == nullptr || pvargSrc == nullptr) return E_INVALIDARG;
    if (!is_kind(pvargSrc->vt)) return DISP_E_BADVARTYPE;
    if ((pvargSrc->vt & VT_BYREF) == 0) return VariantCopy(pvarDest, pvargSrc);
    VARIANT seen;
    HRESULT hr = look_through(*pvargSrc, seen);
    if (FAILED(hr)) return hr;
    if (!is_kind(seen.vt)) return DISP_E_BADVARTYPE;
    VARIANT copy;
    VariantInit(&copy);
    hr = copy_content(copy, seen);
    if (FAILED(hr)) return hr;
    hr = VariantClear(pvarDest);
    if (FAILED(hr)) {
        VariantClear(&copy);
        return hr;
    }
    *pvarDest = copy;
    return S_OK;
}
