#include "com/text.h"
#include "com/variant.h"

#include <new>

namespace wmi::com {
namespace {

struct ArrayOwner {
    SAFEARRAY* array;

    ~ArrayOwner() { SafeArrayDestroy(array); }
};

}  // namespace

Variant Variant::of(std::string_view text) {
    Variant made;
    made.value_.bstrVal = to_bstr(text);
    made.value_.vt = VT_BSTR;
    return made;
}

Variant Variant::of(const com_ptr<IUnknown>& object) {
    Variant made;
    object.copy_to(&made.value_.punkVal);
    made.value_.vt = VT_UNKNOWN;
    return made;
}

Variant Variant::of(const std::vector<std::string_view>& texts) {
    Variant made;
    made.value_.parray = to_safe_array(texts);
    made.value_.vt = VT_ARRAY | VT_BSTR;
    return made;
}

SAFEARRAY* to_safe_array(const std::vector<std::string_view>& texts) {
    ArrayOwner owner{SafeArrayCreateVector(VT_BSTR, 0, texts.size())};
    if (owner.array == nullptr) throw std::bad_alloc();
    auto* places = static_cast<BSTR*>(owner.array->pvData);
    for (std::size_t i = 0; i < texts.size(); ++i) places[i] = to_bstr(texts[i]);
    return std::exchange(owner.array, nullptr);
}

}  // namespace wmi::com
