// The record of an instance: the InstancePart of [MS-WMIO], the same bytes in memory, in the store and on the wire
// (docs/formats/record.md). RecordView reads one in place, given its class.
//   u32 length of all | u8 0 | u32 class name ref | nd table, 2 bits a property | value table | instance qualifiers |
//   u8 property qualifier flag (1 none, 2 one set a property follows, in lookup order) | u32 heap length, bit 31 set | heap
// Canonical form: nd bits 00 (value) or 01 (NULL, slot zero) only; defaults copied in; heap holds the class name first, then
// what the slots refer to in the order of declaration, nothing else. Two equal instances then have equal bytes.
#pragma once

#include "base/bytes.h"
#include "cim/class.h"

namespace wmi::cim {

using base::Bytes;
using base::BytesView;

class RecordView {
public:
    /// record must have passed check_record for this class (what the store holds has).
    RecordView(const Class& of, BytesView record) : class_(&of), record_(record) {}

    [[nodiscard]] const Class& cls() const { return *class_; }

    [[nodiscard]] BytesView bytes() const { return record_; }

    [[nodiscard]] bool is_null(const Property& property) const {
        const auto four = static_cast<unsigned char>(record_[kNdOffset + property.order / 4]);
        return ((four >> (2 * (property.order % 4))) & 3) != 0;
    }

    /// The slot of a scalar number or boolean, as stored; the property must not be NULL.
    template <class T>
    [[nodiscard]] T slot(const Property& property) const {
        return base::load<T>(record_.data() + kNdOffset + class_->nd_size() + property.offset);
    }

    /// Text of a string, datetime or reference without its NUL: Latin-1 bytes or UTF-16LE units where they stand.
    struct Text {
        bool is_utf16 = false;
        BytesView bytes;
    };

    [[nodiscard]] Text text(const Property& property) const;
    /// Where the item stands that a slot of text refers to: a flag (0 Latin-1, else UTF-16), then the text up to its NUL, which is there.
    /// Of a damaged record whose lengths or slots lead out of it: an empty text.
    [[nodiscard]] const char* text_item(const char* slot) const {
        static constexpr char kEmpty[4] = {};
        const std::size_t place = place_of_item(slot);
        return place < record_.size() ? record_.data() + place : kEmpty;
    }

    /// Are there so many bytes that all properties of the class have a slot? What comes from the store without a look at its seal may be cut.
    [[nodiscard]] bool has_all_slots() const {
        constexpr std::size_t kBehind = 4 + 1 + 4;  // qualifiers, their flag, the heap's length
        return record_.size() >= kNdOffset + class_->nd_size() + class_->values_size() + kBehind;
    }

    [[nodiscard]] Value value(const Property& property) const;

    static constexpr std::size_t kNdOffset = 9;

private:
    /// At or behind the end when it leads out of the record.
    [[nodiscard]] std::size_t place_of_item(const char* slot) const {
        const std::size_t qualifiers = kNdOffset + class_->nd_size() + class_->values_size();
        const std::size_t flag = qualifiers + base::load<std::uint32_t>(record_.data() + qualifiers);
        if (flag >= record_.size()) return record_.size();
        constexpr char kNoPropertyQualifiers = 1;
        return (record_[flag] == kNoPropertyQualifiers ? flag + 5 : heap_behind_qualifiers()) + base::load<std::uint32_t>(slot);
    }

    [[nodiscard]] std::size_t heap_behind_qualifiers() const;

    const Class* class_;
    BytesView record_;
};

/// Everything a RecordView relies on: lengths, references, nesting; bytes from outside go through it once.
/// errors   InvalidObject, with the property that is wrong
Result<void> check_record(const Class& of, BytesView record);

std::string to_utf8(RecordView::Text text);
/// Appends an Encoded-String: Latin-1 when every unit is below 0x100, else UTF-16; both end in NUL. Text stops at its first NUL.
/// Appends all or, when there is no memory, nothing.
void append_encoded(Bytes& to, std::string_view utf8);
void append_encoded(Bytes& to, std::wstring_view wide);

}  // namespace wmi::cim
