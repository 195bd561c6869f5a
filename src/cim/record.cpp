#include "cim/record_in_place.h"

#include "base/text.h"
#include "cim/internal/instance_part.h"
#include "cim/object.h"

#include <algorithm>
#include <array>
#include <cstring>
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
    std::uint64_t bits = 0;
    for (; text.size() >= sizeof bits; text.remove_prefix(sizeof bits)) bits |= base::load<std::uint64_t>(text.data());
    for (const char one : text) bits |= static_cast<unsigned char>(one);
    return (bits & 0x8080808080808080U) == 0;
}

/// Characters are looked at and narrowed so many at a time: loops of a fixed length are what compilers turn into vectors.
constexpr std::size_t kBlock = 16;

bool is_latin1(std::wstring_view text) {
    std::array<std::uint32_t, kBlock> bits{};
    for (; text.size() >= kBlock; text.remove_prefix(kBlock))
        for (std::size_t i = 0; i < kBlock; ++i) bits[i] |= static_cast<std::uint32_t>(text[i]);
    for (std::size_t i = 0; i < text.size(); ++i) bits[i] |= static_cast<std::uint32_t>(text[i]);
    std::uint32_t all = 0;
    for (const std::uint32_t one : bits) all |= one;
    return all <= 0xFF;
}

/// Text of Latin-1 alone, a byte a character.
void narrow(std::wstring_view text, char* to) {
    for (; text.size() >= kBlock; text.remove_prefix(kBlock), to += kBlock) {
        std::array<char, kBlock> block;  // NOLINT: filled by the next line
        for (std::size_t i = 0; i < kBlock; ++i) block[i] = static_cast<char>(text[i]);
        std::memcpy(to, block.data(), kBlock);
    }
    for (const wchar_t one : text) *to++ = static_cast<char>(one);
}

}  // namespace

void append_encoded(Bytes& to, std::string_view utf8) {
    utf8 = utf8.substr(0, utf8.find('\0'));
    if (!is_ascii(utf8)) return append_units(to, Utf8Units(utf8));
    const std::size_t place = to.size();
    to.resize(place + utf8.size() + 2);
    utf8.copy(to.data() + place + 1, utf8.size());
}

void append_encoded(Bytes& to, std::wstring_view wide) {
    wide = wide.substr(0, wide.find(L'\0'));
    if (!is_latin1(wide)) return append_units(to, WideUnits(wide));
    const std::size_t place = to.size();
    to.resize(place + wide.size() + 2);
    narrow(wide, to.data() + place + 1);
}

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

std::size_t RecordView::heap_behind_qualifiers() const { return internal::RecordPlaces(*class_, record_).heap; }

RecordView::Text RecordView::text(const Property& property) const {
    const std::size_t place = place_of_item(record_.data() + kNdOffset + class_->nd_size() + property.offset);
    const std::string_view encoded = place < record_.size() ? internal::encoded_text(record_.substr(place)) : std::string_view();
    if (encoded.empty()) return {};
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

std::uint64_t slot_number(const RecordView& record, const Property& property) {
    switch (slot_size(property.type())) {
        case 1: return record.slot<std::uint8_t>(property);
        case 2: return record.slot<std::uint16_t>(property);
        case 4: return record.slot<std::uint32_t>(property);
        default: return record.slot<std::uint64_t>(property);
    }
}

void set_slot_number(const Class& of, char* record, const Property& property, std::uint64_t number) {
    if (property.type().element == CimType::Boolean && number != 0) number = 0xFFFF;
    char* const table = record + RecordView::kNdOffset;
    internal::store_slot(table + of.nd_size() + property.offset, slot_size(property.type()), number);
    internal::set_nd(table, property.order, Nd::Value);
}

bool take_in_place(const Class& of, Bytes& bytes, std::size_t start, const Property& property, const RecordView& from) {
    const RecordView old(of, BytesView(bytes).substr(start));
    const bool becomes_null = from.is_null(property);
    if (!internal::is_in_heap(property.type())) {
        set_slot_number(of, bytes.data() + start, property, becomes_null ? 0 : slot_number(from, property));
        if (becomes_null) internal::set_nd(bytes.data() + start + RecordView::kNdOffset, property.order, Nd::Null);
        return true;
    }
    if (becomes_null || old.is_null(property)) return becomes_null == old.is_null(property);
    if (property.type().is_array || !is_text(property.type().element)) return false;
    const RecordView::Text had = old.text(property);
    const RecordView::Text gets = from.text(property);
    if (had.is_utf16 != gets.is_utf16 || had.bytes.size() != gets.bytes.size()) return false;
    std::memcpy(bytes.data() + (had.bytes.data() - bytes.data()), gets.bytes.data(), gets.bytes.size());
    return true;
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
