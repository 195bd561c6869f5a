#include "cim/record.h"

#include "base/text.h"
#include "cim/internal/instance_part.h"
#include "cim/object.h"

#include <algorithm>
#include <utility>

namespace wmi::cim {
namespace {

using internal::Nd;

/// The units of some text, one by one: how long its encoded form is, and the form itself, are both made from them.
class Utf8Units {
public:
    explicit Utf8Units(std::string_view text) : text_(text) {}

    [[nodiscard]] bool done() const { return at_ >= text_.size(); }

    char32_t next() { return base::next_character(text_, at_); }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

class WideUnits {
public:
    explicit WideUnits(std::wstring_view text) : text_(text) {}

    [[nodiscard]] bool done() const { return at_ >= text_.size(); }

    char32_t next() {
        const auto character = static_cast<char32_t>(text_[at_++]);
        return character > 0x10FFFF ? 0xFFFD : character;
    }

private:
    std::wstring_view text_;
    std::size_t at_ = 0;
};

template <class Units>
void append_units(Bytes& to, Units units) {
    std::size_t count = 0;
    char32_t widest = 0;
    for (Units walk = units; !walk.done();) {
        const char32_t character = walk.next();
        count += character > 0xFFFF ? 2 : 1;
        widest = std::max(widest, character);
    }
    const bool is_wide = widest > 0xFF;
    std::size_t place = to.size();
    to.resize(place + 1 + (count + 1) * (is_wide ? 2U : 1U));
    to[place++] = is_wide ? 1 : 0;
    const auto put = [&](char32_t unit) {
        base::store(to.data() + place, static_cast<char16_t>(unit));
        place += 2;
    };
    while (!units.done()) {
        const char32_t character = units.next();
        if (!is_wide) {
            to[place++] = static_cast<char>(character);
        } else if (character > 0xFFFF) {
            put(0xD800 + ((character - 0x10000) >> 10));
            put(0xDC00 + ((character - 0x10000) & 0x3FF));
        } else {
            put(character);
        }
    }
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

void append_encoded(Bytes& to, std::string_view utf8) {
    utf8 = utf8.substr(0, utf8.find('\0'));
    if (!is_ascii(utf8)) return append_units(to, Utf8Units(utf8));
    const std::size_t place = to.size();
    to.resize(place + utf8.size() + 2);
    utf8.copy(to.data() + place + 1, utf8.size());
}

void append_encoded(Bytes& to, std::wstring_view wide) { append_units(to, WideUnits(wide.substr(0, wide.find(L'\0')))); }

std::string to_utf8(RecordView::Text text) {
    std::string utf8;
    utf8.reserve(text.bytes.size());
    if (!text.is_utf16) {
        if (is_ascii(text.bytes)) return utf8.assign(text.bytes);
        for (const char c : text.bytes) base::append_utf8(utf8, static_cast<unsigned char>(c));
        return utf8;
    }
    for (std::size_t at = 0; at + 2 <= text.bytes.size(); at += 2) {
        char32_t character = base::load<char16_t>(text.bytes.data() + at);
        if ((character & 0xFC00) == 0xD800 && at + 4 <= text.bytes.size()) {
            const char32_t low = base::load<char16_t>(text.bytes.data() + at + 2);
            if ((low & 0xFC00) == 0xDC00) {
                character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        base::append_utf8(utf8, character);
    }
    return utf8;
}

const char* RecordView::heap_behind_qualifiers() const { return record_.data() + internal::RecordPlaces(*class_, record_).heap; }

RecordView::Text RecordView::text(const Property& property) const {
    const internal::RecordPlaces places(*class_, record_);
    const std::string_view encoded = internal::encoded_text(record_.substr(places.heap + slot<std::uint32_t>(property)));
    const bool is_utf16 = encoded[0] != 0;
    return {is_utf16, encoded.substr(1, encoded.size() - (is_utf16 ? 3 : 2))};
}

Value RecordView::value(const Property& property) const {
    if (is_null(property)) return {};
    const internal::RecordPlaces places(*class_, record_);
    if (!property.type().is_array && is_text(property.type().element)) return to_utf8(text(property));
    internal::Allowance unlimited = internal::Allowance::unlimited();
    const internal::HeapReader heap(record_.substr(places.heap), {&unlimited, 1});
    auto read = heap.value(property.type(), record_.data() + places.values + property.offset);
    return read ? std::move(read).value() : Value();
}

Result<void> check_record(const Class& of, BytesView record) {
    internal::Allowance allowance(record.size());
    const internal::RecordContent content = TRY(internal::read_record(of, internal::layout_of(of), record, {&allowance, 1}));
    const internal::RecordPlaces places(of, record);
    if (base::load<std::uint32_t>(record.data()) != record.size()) return internal::broken("a record has another length than it says");
    for (const Property& property : of.properties()) {
        const Nd nd = internal::nd_at(record.data() + RecordView::kNdOffset, property.order);
        if (nd == Nd::Default || nd == Nd::NullDefault)
            return internal::broken("property " + property.name() + " is left to the class").concerning(property.name());
        const bool is_inside = is_text(property.type().element) && !property.type().is_array;
        if (nd == Nd::Value && is_null(content.values[property.order]))
            return internal::broken("property " + property.name() + " refers to nothing").concerning(property.name());
        if (nd == Nd::Value && is_inside && (base::load<std::uint32_t>(record.data() + places.values + property.offset) & internal::kHeapMark) != 0)
            return internal::broken("property " + property.name() + " refers to the dictionary").concerning(property.name());
    }
    return {};
}

}  // namespace wmi::cim
