// BSTR: 8 bytes of header, whose last 4 hold the length in bytes, then the text, then a zero character. The text is so aligned to
// 8 bytes, as bytes kept in a BSTR may need it.
#include <oleauto.h>

#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <limits>

namespace {

constexpr std::size_t kHeader = 8;
constexpr std::size_t kLargest = std::numeric_limits<std::uint32_t>::max() - sizeof(OLECHAR);

std::uint32_t length_of(const OLECHAR* text) {
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, reinterpret_cast<const char*>(text) - sizeof bytes, sizeof bytes);
    return bytes;
}

/// A block for so many bytes of text, with its length and its final zero; null when there is none.
BSTR make_block(std::size_t bytes) {
    if (bytes > kLargest) return nullptr;
    auto* block = static_cast<char*>(std::malloc(kHeader + bytes + sizeof(OLECHAR)));
    if (block == nullptr) return nullptr;
    auto length = static_cast<std::uint32_t>(bytes);
    std::memcpy(block + kHeader - sizeof length, &length, sizeof length);
    std::memset(block + kHeader + bytes, 0, sizeof(OLECHAR));
    return reinterpret_cast<BSTR>(block + kHeader);
}

BSTR make_copy(const void* from, std::size_t bytes) {
    BSTR text = make_block(bytes);
    if (text == nullptr) return nullptr;
    if (from != nullptr) {
        std::memcpy(text, from, bytes);
    } else {
        std::memset(text, 0, bytes);
    }
    return text;
}

INT replace(BSTR* place, BSTR made) {
    if (made == nullptr) return FALSE;
    SysFreeString(*place);
    *place = made;
    return TRUE;
}

}  // namespace

BSTR SysAllocString(const OLECHAR* psz) {
    return psz == nullptr ? nullptr : make_copy(psz, std::wcslen(psz) * sizeof(OLECHAR));
}

BSTR SysAllocStringLen(const OLECHAR* strIn, UINT ui) {
    return make_copy(strIn, std::size_t{ui} * sizeof(OLECHAR));
}

BSTR SysAllocStringByteLen(const char* psz, UINT len) {
    return make_copy(psz, len);
}

INT SysReAllocString(BSTR* pbstr, const OLECHAR* psz) {
    if (pbstr == nullptr) return FALSE;
    if (psz != nullptr) return replace(pbstr, SysAllocString(psz));
    SysFreeString(*pbstr);
    *pbstr = nullptr;
    return TRUE;
}

INT SysReAllocStringLen(BSTR* pbstr, const OLECHAR* psz, UINT len) {
    return pbstr == nullptr ? FALSE : replace(pbstr, SysAllocStringLen(psz, len));
}

void SysFreeString(BSTR bstrString) {
    if (bstrString != nullptr) std::free(reinterpret_cast<char*>(bstrString) - kHeader);
}

UINT SysStringLen(BSTR pbstr) {
    return pbstr == nullptr ? 0 : length_of(pbstr) / static_cast<UINT>(sizeof(OLECHAR));
}

UINT SysStringByteLen(BSTR bstr) {
    return bstr == nullptr ? 0 : length_of(bstr);
}
