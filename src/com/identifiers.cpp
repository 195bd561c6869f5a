// Identifiers and their text.
#include "base/guid.h"
#include "com/internal/surface.h"
#include "com/text.h"

#include <combaseapi.h>

#include <bit>
#include <string>

namespace wmi::com {
namespace {

constexpr int kTextSize = 39;

void write_text(REFGUID guid, LPOLESTR target) {
    for (char letter : base::to_text(std::bit_cast<base::Guid>(guid))) *target++ = static_cast<OLECHAR>(letter);
    *target = L'\0';
}

HRESULT new_text(REFGUID guid, LPOLESTR* place) {
    if (place == nullptr) return E_INVALIDARG;
    *place = static_cast<LPOLESTR>(CoTaskMemAlloc(kTextSize * sizeof(OLECHAR)));
    if (*place == nullptr) return E_OUTOFMEMORY;
    write_text(guid, *place);
    return S_OK;
}

HRESULT read_text(LPCOLESTR text, GUID* guid, HRESULT malformed) {
    if (guid == nullptr) return E_INVALIDARG;
    *guid = GUID_NULL;
    if (text == nullptr) return S_OK;
    std::string narrow = from_wide(text);
    auto found = narrow.size() == kTextSize - 1 && narrow.front() == '{' ? base::find_guid(narrow) : std::nullopt;
    if (!found) return malformed;
    *guid = std::bit_cast<GUID>(*found);
    return S_OK;
}

}  // namespace
}  // namespace wmi::com

using namespace wmi;  // NOLINT(google-build-using-namespace): the functions below are COM's

int StringFromGUID2(REFGUID rguid, LPOLESTR lpsz, int cchMax) {
    if (lpsz == nullptr || cchMax < com::kTextSize) return 0;
    return FAILED(com::internal::surface([&] { return com::write_text(rguid, lpsz), S_OK; })) ? 0 : com::kTextSize;
}

HRESULT StringFromCLSID(REFCLSID rclsid, LPOLESTR* lplpsz) {
    return com::internal::surface([&] { return com::new_text(rclsid, lplpsz); });
}

HRESULT StringFromIID(REFIID rclsid, LPOLESTR* lplpsz) {
    return com::internal::surface([&] { return com::new_text(rclsid, lplpsz); });
}

HRESULT CLSIDFromString(LPCOLESTR lpsz, CLSID* pclsid) {
    return com::internal::surface([&] { return com::read_text(lpsz, pclsid, CO_E_CLASSSTRING); });
}

HRESULT IIDFromString(LPCOLESTR lpsz, IID* lpiid) {
    return com::internal::surface([&] { return com::read_text(lpsz, lpiid, CO_E_IIDSTRING); });
}

HRESULT CoCreateGuid(GUID* pguid) {
    if (pguid == nullptr) return E_INVALIDARG;
    return com::internal::surface([&] {
        base::SystemChance chance;
        return *pguid = std::bit_cast<GUID>(chance.guid()), S_OK;
    });
}
