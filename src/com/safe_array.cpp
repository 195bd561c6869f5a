// SAFEARRAY. In front of each descriptor that we make stand 16 hidden bytes: the interface of its elements, or their kind in the
// last four. Data is zeroed memory, the first dimension running fastest; rgsabound holds the dimensions last first.
#include <oleauto.h>

#include <cstdlib>
#include <cstring>
#include <limits>

namespace {

constexpr std::size_t kHidden = 16;
constexpr UINT kMostDimensions = 65535;
constexpr USHORT kMostLocks = 65535;

/// Bytes an element of a kind, or 0 where an array cannot hold it.
ULONG size_of(VARTYPE vt) {
    switch (vt) {
        case VT_I1:
        case VT_UI1: return 1;
        case VT_I2:
        case VT_UI2:
        case VT_BOOL: return 2;
        case VT_I4:
        case VT_UI4: return sizeof(LONG);
        case VT_R4:
        case VT_INT:
        case VT_UINT:
        case VT_ERROR: return 4;
        case VT_I8:
        case VT_UI8:
        case VT_R8:
        case VT_CY:
        case VT_DATE: return 8;
        case VT_BSTR:
        case VT_UNKNOWN:
        case VT_DISPATCH: return sizeof(void*);
        case VT_VARIANT: return sizeof(VARIANT);
        case VT_DECIMAL: return sizeof(DECIMAL);
        default: return 0;
    }
}

USHORT features_of(VARTYPE vt) {
    switch (vt) {
        case VT_BSTR: return FADF_HAVEVARTYPE | FADF_BSTR;
        case VT_VARIANT: return FADF_HAVEVARTYPE | FADF_VARIANT;
        case VT_UNKNOWN: return FADF_HAVEIID | FADF_UNKNOWN;
        case VT_DISPATCH: return FADF_HAVEIID | FADF_DISPATCH;
        default: return FADF_HAVEVARTYPE;
    }
}

char* hidden_of(SAFEARRAY* psa) {
    return reinterpret_cast<char*>(psa) - kHidden;
}

void remember_kind(SAFEARRAY* psa, VARTYPE vt) {
    psa->fFeatures = features_of(vt);
    psa->cbElements = size_of(vt);
    if (vt == VT_UNKNOWN || vt == VT_DISPATCH) {
        GUID iid = vt == VT_UNKNOWN ? __uuidof(IUnknown) : __uuidof(IDispatch);
        std::memcpy(hidden_of(psa), &iid, sizeof iid);
    } else {
        std::uint32_t kind = vt;
        std::memcpy(hidden_of(psa) + kHidden - sizeof kind, &kind, sizeof kind);
    }
}

/// How many elements, or nothing when the bytes would not fit into a size.
bool count_elements(const SAFEARRAY* psa, std::size_t& elements) {
    elements = 1;
    for (USHORT i = 0; i < psa->cDims; ++i) {
        if (__builtin_mul_overflow(elements, std::size_t{psa->rgsabound[i].cElements}, &elements)) return false;
    }
    std::size_t bytes = 0;
    return !__builtin_mul_overflow(elements, std::size_t{psa->cbElements}, &bytes);
}

void free_element(const SAFEARRAY* psa, void* element) {
    if ((psa->fFeatures & FADF_BSTR) != 0) {
        SysFreeString(*static_cast<BSTR*>(element));
    } else if ((psa->fFeatures & (FADF_UNKNOWN | FADF_DISPATCH)) != 0) {
        if (IUnknown* object = *static_cast<IUnknown**>(element)) object->Release();
    } else if ((psa->fFeatures & FADF_VARIANT) != 0) {
        VariantClear(static_cast<VARIANT*>(element));
    }
    std::memset(element, 0, psa->cbElements);
}

void free_elements(const SAFEARRAY* psa, std::size_t from, std::size_t to) {
    auto* data = static_cast<char*>(psa->pvData);
    for (std::size_t i = from; i < to; ++i) free_element(psa, data + i * psa->cbElements);
}

/// Makes an element of zeros a copy of another.
HRESULT copy_element(const SAFEARRAY* psa, const void* from, void* to) {
    if ((psa->fFeatures & FADF_BSTR) != 0) {
        BSTR text = *static_cast<const BSTR*>(from);
        if (text == nullptr) return S_OK;
        BSTR copy = SysAllocStringByteLen(reinterpret_cast<const char*>(text), SysStringByteLen(text));
        if (copy == nullptr) return E_OUTOFMEMORY;
        *static_cast<BSTR*>(to) = copy;
    } else if ((psa->fFeatures & FADF_VARIANT) != 0) {
        return VariantCopy(static_cast<VARIANT*>(to), static_cast<const VARIANT*>(from));
    } else {
        std::memcpy(to, from, psa->cbElements);
        if ((psa->fFeatures & (FADF_UNKNOWN | FADF_DISPATCH)) != 0) {
            if (IUnknown* object = *static_cast<IUnknown**>(to)) object->AddRef();
        }
    }
    return S_OK;
}

/// Copies so many elements into zeroed memory; on failure the copies are freed again.
HRESULT copy_elements(const SAFEARRAY* psa, void* to, std::size_t count) {
    const auto* source = static_cast<const char*>(psa->pvData);
    auto* target = static_cast<char*>(to);
    for (std::size_t i = 0; i < count; ++i) {
        HRESULT hr = copy_element(psa, source + i * psa->cbElements, target + i * psa->cbElements);
        if (FAILED(hr)) {
            while (i-- > 0) free_element(psa, target + i * psa->cbElements);
            return hr;
        }
    }
    return S_OK;
}

HRESULT find_element(SAFEARRAY* psa, const LONG* indices, void** element) {
    if (psa == nullptr || indices == nullptr || element == nullptr) return E_INVALIDARG;
    std::size_t place = 0;
    std::size_t step = 1;
    for (USHORT i = 0; i < psa->cDims; ++i) {
        const SAFEARRAYBOUND& bound = psa->rgsabound[psa->cDims - 1 - i];
        LONG offset = 0;
        if (__builtin_sub_overflow(indices[i], bound.lLbound, &offset) || offset < 0) return DISP_E_BADINDEX;
        if (static_cast<ULONG>(offset) >= bound.cElements) return DISP_E_BADINDEX;
        place += static_cast<std::size_t>(offset) * step;
        step *= bound.cElements;
    }
    if (psa->pvData == nullptr) return E_UNEXPECTED;
    *element = static_cast<char*>(psa->pvData) + place * psa->cbElements;
    return S_OK;
}

bool same_shape(const SAFEARRAY* left, const SAFEARRAY* right) {
    if (left->cDims != right->cDims || left->cbElements != right->cbElements) return false;
    for (USHORT i = 0; i < left->cDims; ++i) {
        if (left->rgsabound[i].cElements != right->rgsabound[i].cElements) return false;
    }
    return true;
}

}  // namespace

HRESULT SafeArrayAllocDescriptor(UINT cDims, SAFEARRAY** ppsaOut) {
    if (ppsaOut == nullptr || cDims == 0 || cDims > kMostDimensions) return E_INVALIDARG;
    *ppsaOut = nullptr;
    std::size_t bytes = kHidden + sizeof(SAFEARRAY) + (cDims - 1) * sizeof(SAFEARRAYBOUND);
    void* block = std::calloc(1, bytes);
    if (block == nullptr) return E_OUTOFMEMORY;
    auto* made = reinterpret_cast<SAFEARRAY*>(static_cast<char*>(block) + kHidden);
    made->cDims = static_cast<USHORT>(cDims);
    *ppsaOut = made;
    return S_OK;
}

HRESULT SafeArrayAllocDescriptorEx(VARTYPE vt, UINT cDims, SAFEARRAY** ppsaOut) {
    if (size_of(vt) == 0) return E_INVALIDARG;
    HRESULT hr = SafeArrayAllocDescriptor(cDims, ppsaOut);
    if (SUCCEEDED(hr)) remember_kind(*ppsaOut, vt);
    return hr;
}

HRESULT SafeArrayAllocData(SAFEARRAY* psa) {
    if (psa == nullptr || psa->cbElements == 0) return E_INVALIDARG;
    std::size_t elements = 0;
    if (!count_elements(psa, elements)) return E_OUTOFMEMORY;
    void* data = std::calloc(elements == 0 ? 1 : elements, psa->cbElements);
    if (data == nullptr) return E_OUTOFMEMORY;
    psa->pvData = data;
    return S_OK;
}

SAFEARRAY* SafeArrayCreate(VARTYPE vt, UINT cDims, SAFEARRAYBOUND* rgsabound) {
    SAFEARRAY* made = nullptr;
    if (rgsabound == nullptr || FAILED(SafeArrayAllocDescriptorEx(vt, cDims, &made))) return nullptr;
    for (UINT i = 0; i < cDims; ++i) made->rgsabound[cDims - 1 - i] = rgsabound[i];
    if (FAILED(SafeArrayAllocData(made))) {
        SafeArrayDestroyDescriptor(made);
        return nullptr;
    }
    return made;
}

SAFEARRAY* SafeArrayCreateEx(VARTYPE vt, UINT cDims, SAFEARRAYBOUND* rgsabound, PVOID pvExtra) {
    SAFEARRAY* made = SafeArrayCreate(vt, cDims, rgsabound);
    if (made != nullptr && pvExtra != nullptr && (made->fFeatures & FADF_HAVEIID) != 0) {
        std::memcpy(hidden_of(made), pvExtra, sizeof(GUID));
    }
    return made;
}

SAFEARRAY* SafeArrayCreateVector(VARTYPE vt, LONG lLbound, ULONG cElements) {
    SAFEARRAYBOUND bound = {cElements, lLbound};
    return SafeArrayCreate(vt, 1, &bound);
}

SAFEARRAY* SafeArrayCreateVectorEx(VARTYPE vt, LONG lLbound, ULONG cElements, PVOID pvExtra) {
    SAFEARRAYBOUND bound = {cElements, lLbound};
    return SafeArrayCreateEx(vt, 1, &bound, pvExtra);
}

HRESULT SafeArrayDestroyDescriptor(SAFEARRAY* psa) {
    if (psa == nullptr) return S_OK;
    if (psa->cLocks != 0) return DISP_E_ARRAYISLOCKED;
    std::free(hidden_of(psa));
    return S_OK;
}

HRESULT SafeArrayDestroyData(SAFEARRAY* psa) {
    if (psa == nullptr) return E_INVALIDARG;
    if (psa->cLocks != 0) return DISP_E_ARRAYISLOCKED;
    std::size_t elements = 0;
    if (psa->pvData == nullptr || !count_elements(psa, elements)) return S_OK;
    free_elements(psa, 0, elements);
    if ((psa->fFeatures & (FADF_AUTO | FADF_STATIC | FADF_EMBEDDED)) == 0) {
        std::free(psa->pvData);
        psa->pvData = nullptr;
    }
    return S_OK;
}

HRESULT SafeArrayDestroy(SAFEARRAY* psa) {
    if (psa == nullptr) return S_OK;
    HRESULT hr = SafeArrayDestroyData(psa);
    return FAILED(hr) ? hr : SafeArrayDestroyDescriptor(psa);
}

HRESULT SafeArrayCopyData(SAFEARRAY* psaSource, SAFEARRAY* psaTarget) {
    if (psaSource == nullptr || psaTarget == nullptr || !same_shape(psaSource, psaTarget)) return E_INVALIDARG;
    if (psaSource == psaTarget) return S_OK;
    std::size_t elements = 0;
    if (!count_elements(psaSource, elements) || psaTarget->pvData == nullptr) return E_INVALIDARG;
    free_elements(psaTarget, 0, elements);
    return copy_elements(psaSource, psaTarget->pvData, elements);
}

HRESULT SafeArrayCopy(SAFEARRAY* psa, SAFEARRAY** ppsaOut) {
    if (ppsaOut == nullptr) return E_INVALIDARG;
    *ppsaOut = nullptr;
    if (psa == nullptr) return S_OK;
    SAFEARRAY* made = nullptr;
    HRESULT hr = SafeArrayAllocDescriptor(psa->cDims, &made);
    if (FAILED(hr)) return hr;
    made->fFeatures = psa->fFeatures & static_cast<USHORT>(~(FADF_AUTO | FADF_STATIC | FADF_EMBEDDED | FADF_FIXEDSIZE));
    made->cbElements = psa->cbElements;
    if ((psa->fFeatures & (FADF_HAVEIID | FADF_HAVEVARTYPE)) != 0) std::memcpy(hidden_of(made), hidden_of(psa), kHidden);
    for (USHORT i = 0; i < psa->cDims; ++i) made->rgsabound[i] = psa->rgsabound[i];
    hr = SafeArrayAllocData(made);
    if (SUCCEEDED(hr) && psa->pvData != nullptr) hr = SafeArrayCopyData(psa, made);
    if (FAILED(hr)) {
        std::free(made->pvData);
        SafeArrayDestroyDescriptor(made);
        return hr;
    }
    *ppsaOut = made;
    return S_OK;
}

HRESULT SafeArrayRedim(SAFEARRAY* psa, SAFEARRAYBOUND* psaboundNew) {
    if (psa == nullptr || psaboundNew == nullptr || (psa->fFeatures & FADF_FIXEDSIZE) != 0) return E_INVALIDARG;
    if (psa->cLocks != 0) return DISP_E_ARRAYISLOCKED;
    SAFEARRAYBOUND old = psa->rgsabound[0];
    std::size_t before = 0;
    std::size_t after = 0;
    if (!count_elements(psa, before)) return E_INVALIDARG;
    psa->rgsabound[0].cElements = psaboundNew->cElements;
    bool fits = count_elements(psa, after);
    void* data = fits ? std::calloc(after == 0 ? 1 : after, psa->cbElements) : nullptr;
    if (data == nullptr) {
        psa->rgsabound[0] = old;
        return E_OUTOFMEMORY;
    }
    psa->rgsabound[0].lLbound = psaboundNew->lLbound;
    if (psa->pvData != nullptr) {
        std::size_t kept = before < after ? before : after;
        std::memcpy(data, psa->pvData, kept * psa->cbElements);
        free_elements(psa, kept, before);
        if ((psa->fFeatures & (FADF_AUTO | FADF_STATIC | FADF_EMBEDDED)) == 0) std::free(psa->pvData);
    }
    psa->pvData = data;
    return S_OK;
}

UINT SafeArrayGetDim(SAFEARRAY* psa) {
    return psa == nullptr ? 0 : psa->cDims;
}

UINT SafeArrayGetElemsize(SAFEARRAY* psa) {
    return psa == nullptr ? 0 : static_cast<UINT>(psa->cbElements);
}

HRESULT SafeArrayGetUBound(SAFEARRAY* psa, UINT nDim, LONG* plUbound) {
    if (psa == nullptr || plUbound == nullptr) return E_INVALIDARG;
    if (nDim == 0 || nDim > psa->cDims) return DISP_E_BADINDEX;
    const SAFEARRAYBOUND& bound = psa->rgsabound[psa->cDims - nDim];
    *plUbound = bound.lLbound + static_cast<LONG>(bound.cElements) - 1;
    return S_OK;
}

HRESULT SafeArrayGetLBound(SAFEARRAY* psa, UINT nDim, LONG* plLbound) {
    if (psa == nullptr || plLbound == nullptr) return E_INVALIDARG;
    if (nDim == 0 || nDim > psa->cDims) return DISP_E_BADINDEX;
    *plLbound = psa->rgsabound[psa->cDims - nDim].lLbound;
    return S_OK;
}

HRESULT SafeArrayGetVartype(SAFEARRAY* psa, VARTYPE* pvt) {
    if (psa == nullptr || pvt == nullptr) return E_INVALIDARG;
    if ((psa->fFeatures & FADF_HAVEVARTYPE) != 0) {
        std::uint32_t kind = 0;
        std::memcpy(&kind, hidden_of(psa) + kHidden - sizeof kind, sizeof kind);
        *pvt = static_cast<VARTYPE>(kind);
        return S_OK;
    }
    if ((psa->fFeatures & FADF_DISPATCH) != 0) return *pvt = VT_DISPATCH, S_OK;
    if ((psa->fFeatures & FADF_UNKNOWN) != 0) return *pvt = VT_UNKNOWN, S_OK;
    if ((psa->fFeatures & FADF_BSTR) != 0) return *pvt = VT_BSTR, S_OK;
    if ((psa->fFeatures & FADF_VARIANT) != 0) return *pvt = VT_VARIANT, S_OK;
    return E_INVALIDARG;
}

HRESULT SafeArrayLock(SAFEARRAY* psa) {
    if (psa == nullptr) return E_INVALIDARG;
    if (psa->cLocks >= kMostLocks) return E_UNEXPECTED;
    ++psa->cLocks;
    return S_OK;
}

HRESULT SafeArrayUnlock(SAFEARRAY* psa) {
    if (psa == nullptr) return E_INVALIDARG;
    if (psa->cLocks == 0) return E_UNEXPECTED;
    --psa->cLocks;
    return S_OK;
}

HRESULT SafeArrayAccessData(SAFEARRAY* psa, void HUGEP** ppvData) {
    if (psa == nullptr || ppvData == nullptr) return E_INVALIDARG;
    HRESULT hr = SafeArrayLock(psa);
    *ppvData = FAILED(hr) ? nullptr : psa->pvData;
    return hr;
}

HRESULT SafeArrayUnaccessData(SAFEARRAY* psa) {
    return SafeArrayUnlock(psa);
}

HRESULT SafeArrayPtrOfIndex(SAFEARRAY* psa, LONG* rgIndices, void** ppvData) {
    return find_element(psa, rgIndices, ppvData);
}

HRESULT SafeArrayGetElement(SAFEARRAY* psa, LONG* rgIndices, void* pv) {
    void* element = nullptr;
    HRESULT hr = pv == nullptr ? E_INVALIDARG : find_element(psa, rgIndices, &element);
    if (FAILED(hr)) return hr;
    std::memset(pv, 0, psa->cbElements);
    return copy_element(psa, element, pv);
}

HRESULT SafeArrayPutElement(SAFEARRAY* psa, LONG* rgIndices, void* pv) {
    void* element = nullptr;
    HRESULT hr = find_element(psa, rgIndices, &element);
    if (FAILED(hr)) return hr;
    bool pointers = (psa->fFeatures & (FADF_BSTR | FADF_UNKNOWN | FADF_DISPATCH)) != 0;
    if (pv == nullptr && !pointers) return E_INVALIDARG;
    alignas(VARIANT) char made[sizeof(VARIANT)] = {};
    if (psa->cbElements > sizeof made) return E_INVALIDARG;
    hr = copy_element(psa, pointers ? static_cast<const void*>(&pv) : pv, made);
    if (FAILED(hr)) return hr;
    free_element(psa, element);
    std::memcpy(element, made, psa->cbElements);
    return S_OK;
}
