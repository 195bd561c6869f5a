#include "cim/internal/slots.h"

#include "base/text.h"
#include "cim/object.h"
#include "cim/record.h"
#include "cim/wmio.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <utility>

namespace wmi::cim::internal {
namespace {

// Texts that need not stand in a heap: a reference is its index with bit 31 set ([MS-WMIO] 2.2.80).
constexpr std::array<std::string_view, 11> kDictionary{"\"",       "key",     "",         "read",  "write",  "volatile",
                                                       "provider", "dynamic", "cimwin32", "DWORD", "CIMTYPE"};

std::uint64_t real_bits(CimType type, double number) {
    if (type == CimType::Real64) return base::load<std::uint64_t>(reinterpret_cast<const char*>(&number));
    const auto narrow = static_cast<float>(number);
    return base::load<std::uint32_t>(reinterpret_cast<const char*>(&narrow));
}

std::int64_t sign_extended(std::uint64_t number, std::size_t size) {
    const unsigned unused = 64 - 8 * static_cast<unsigned>(size);
    return static_cast<std::int64_t>(number << unused) >> unused;
}

Value number_value(CimType type, const char* slot) {
    const std::size_t size = slot_size({type, false});
    if (type == CimType::Boolean) return load_slot(slot, size) != 0;
    if (type == CimType::Real32) return static_cast<double>(base::load<float>(slot));
    if (type == CimType::Real64) return base::load<double>(slot);
    if (is_signed_integer(type)) return sign_extended(load_slot(slot, size), size);
    return load_slot(slot, size);
}

}  // namespace

Error broken(std::string sentence) { return Error(Status::InvalidObject, std::move(sentence)); }

// -- writing

std::uint32_t HeapWriter::next() const {
    const std::size_t reference = bytes_.size() - start_;
    if (reference >= kHeapMark - 1) throw std::bad_alloc();
    return static_cast<std::uint32_t>(reference);
}

std::uint32_t HeapWriter::add_text(std::string_view utf8) {
    const std::uint32_t reference = next();
    append_encoded(bytes_, utf8);
    return reference;
}

std::uint32_t HeapWriter::add_object(const Object& object) {
    const Bytes block = encode_block(object);
    const std::uint32_t reference = next();
    const auto length = static_cast<std::uint32_t>(block.size());
    bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes_.append(block);
    return reference;
}

std::uint64_t HeapWriter::add_element(CimType type, const Scalar& scalar) {
    if (const bool* set = std::get_if<bool>(&scalar)) return *set ? 0xFFFF : 0;
    if (const auto* number = std::get_if<std::int64_t>(&scalar)) return static_cast<std::uint64_t>(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&scalar)) return *number;
    if (const auto* number = std::get_if<double>(&scalar)) return real_bits(type, *number);
    if (const auto* text = std::get_if<std::string>(&scalar)) return add_text(*text);
    return add_object(**std::get_if<ObjectPtr>(&scalar));
}

std::uint32_t HeapWriter::add_array(CimType type, const Array& array) {
    const std::uint32_t reference = next();
    const std::size_t size = slot_size({type, false});
    const auto count = static_cast<std::uint32_t>(array.size());
    bytes_.append(reinterpret_cast<const char*>(&count), sizeof count);
    std::size_t place = bytes_.size();
    bytes_.resize(place + size * array.size());
    for (const Scalar& element : array) {
        const std::uint64_t slot = add_element(type, element);
        store_slot(bytes_.data() + place, size, slot);
        place += size;
    }
    return reference;
}

std::uint64_t HeapWriter::add(Type type, const Value& value) {
    if (const Array* array = std::get_if<Array>(&value)) return add_array(type.element, *array);
    if (const bool* set = std::get_if<bool>(&value)) return *set ? 0xFFFF : 0;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<std::uint64_t>(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&value)) return *number;
    if (const auto* number = std::get_if<double>(&value)) return real_bits(type.element, *number);
    if (const auto* text = std::get_if<std::string>(&value)) return add_text(*text);
    return add_object(**std::get_if<ObjectPtr>(&value));
}

// -- reading

std::string_view encoded_text(std::string_view bytes) {
    if (bytes.empty()) return {};
    if (bytes[0] == 0) {
        const std::size_t end = bytes.find('\0', 1);
        return end == std::string_view::npos ? std::string_view() : bytes.substr(0, end + 1);
    }
    for (std::size_t at = 1; at + 2 <= bytes.size(); at += 2)
        if (bytes[at] == 0 && bytes[at + 1] == 0) return bytes.substr(0, at + 2);
    return {};
}

std::string decode_text(std::string_view encoded) {
    const bool is_utf16 = encoded[0] != 0;
    return to_utf8(RecordView::Text{is_utf16, encoded.substr(1, encoded.size() - (is_utf16 ? 3 : 2))});
}

Result<BytesView> HeapReader::rest(std::uint32_t reference) const {
    if (reference >= heap_.size())
        return broken("reference " + std::to_string(reference) + " leaves its heap of " + std::to_string(heap_.size()) + " bytes");
    return heap_.substr(reference);
}

Result<std::string> HeapReader::text(std::uint32_t reference) const {
    if ((reference & kHeapMark) != 0) {
        const std::uint32_t entry = reference & ~kHeapMark;
        if (entry >= kDictionary.size()) return broken("there is no dictionary entry " + std::to_string(entry));
        return std::string(kDictionary[entry]);
    }
    const BytesView encoded = encoded_text(TRY(rest(reference)));
    if (encoded.empty() || static_cast<unsigned char>(encoded[0]) > 1)
        return broken("no text stands at " + std::to_string(reference) + " of the heap");
    if (!reading_.allowance->take(encoded.size())) return Error(Status::QuotaViolation, "texts are referred to too often");
    return decode_text(encoded);
}

Result<BytesView> HeapReader::block(std::uint32_t reference) const {
    if (reference == kNoReference) return BytesView();
    const BytesView from = TRY(rest(reference));
    base::ByteReader reader(from);
    const auto length = reader.read<std::uint32_t>();
    const BytesView block = reader.take(length);
    if (!reader.ok()) return broken("the object at " + std::to_string(reference) + " leaves its heap");
    return block;
}

Result<Value> HeapReader::element(CimType type, const char* slot) const {
    if (!is_in_heap({type, false})) return number_value(type, slot);
    const auto reference = base::load<std::uint32_t>(slot);
    if (reference == kNoReference) return Value();
    if (is_text(type)) {
        std::string read = TRY(text(reference));
        return Value(std::move(read));
    }
    const BytesView bytes = TRY(block(reference));
    if (bytes.empty()) return Value();
    Object object = TRY(decode_nested(bytes, {reading_.allowance, reading_.level + 1}));
    return Value(std::make_shared<const Object>(std::move(object)));
}

Result<Value> HeapReader::array(CimType type, std::uint32_t reference) const {
    if (reference == kNoReference) return Value();
    base::ByteReader reader(TRY(rest(reference)));
    const auto count = reader.read<std::uint32_t>();
    const std::size_t size = slot_size({type, false});
    if (!reader.ok() || count > reader.left() / size) return broken("the array at " + std::to_string(reference) + " leaves its heap");
    if (!reading_.allowance->take(count * size)) return Error(Status::QuotaViolation, "arrays are referred to too often");
    Array array;
    array.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        Value read = TRY(element(type, reader.take(size).data()));
        if (is_null(read)) return broken("an element of the array at " + std::to_string(reference) + " is NULL");
        array.push_back(to_scalar(std::move(read)));
    }
    return Value(std::move(array));
}

Result<Value> HeapReader::value(Type type, const char* slot) const {
    return type.is_array ? array(type.element, base::load<std::uint32_t>(slot)) : element(type.element, slot);
}

// -- moving items of a heap that is known to be well-formed

std::size_t item_size(Type type, const char* item) {
    if (!type.is_array) {
        if (type.element == CimType::Object) return 4 + base::load<std::uint32_t>(item);
        std::size_t at = 1;
        if (item[0] == 0) return at + std::strlen(item + at) + 1;
        while (item[at] != 0 || item[at + 1] != 0) at += 2;
        return at + 2;
    }
    const std::size_t count = base::load<std::uint32_t>(item);
    std::size_t size = 4 + count * slot_size({type.element, false});
    if (is_in_heap({type.element, false}))
        for (std::size_t i = 0; i < count; ++i) size += item_size({type.element, false}, item + size);
    return size;
}

void shift_item(Type type, char* item, std::uint32_t by) {
    if (!type.is_array || !is_in_heap({type.element, false})) return;
    const auto count = base::load<std::uint32_t>(item);
    for (std::uint32_t i = 0; i < count; ++i) {
        char* slot = item + 4 + 4 * static_cast<std::size_t>(i);
        base::store(slot, base::load<std::uint32_t>(slot) + by);
    }
}

// -- qualifier sets

std::size_t qualifier_set_size(const QualifierSet& set) {
    std::size_t size = 4;
    for (const Qualifier& qualifier : set) size += 9 + slot_size(qualifier.content.type);
    return size;
}

void write_qualifier_set(Bytes& bytes, std::size_t place, const QualifierSet& set, HeapWriter& heap, Dictionary dictionary) {
    base::store(bytes.data() + place, static_cast<std::uint32_t>(qualifier_set_size(set)));
    place += 4;
    for (const Qualifier& qualifier : set) {
        const auto* known = std::find(kDictionary.begin(), kDictionary.end(), qualifier.name);
        const bool use_known = dictionary == Dictionary::Names && known != kDictionary.end();
        const std::uint32_t name = use_known ? kHeapMark | static_cast<std::uint32_t>(known - kDictionary.begin()) : heap.add_text(qualifier.name);
        const Type type = qualifier.content.type;
        const bool is_nothing = is_null(qualifier.content.value);
        const std::uint64_t slot = is_nothing ? (is_in_heap(type) ? kNoReference : 0) : heap.add(type, qualifier.content.value);
        base::store(bytes.data() + place, name);
        bytes[place + 4] = static_cast<char>(qualifier.flavor);
        base::store(bytes.data() + place + 5, static_cast<std::uint32_t>(type.code()));
        store_slot(bytes.data() + place + 9, slot_size(type), slot);
        place += 9 + slot_size(type);
    }
}

Result<QualifierSet> read_qualifier_set(BytesView bytes, const HeapReader& heap) {
    base::ByteReader reader(bytes);
    reader.skip(4);
    QualifierSet set;
    while (reader.ok() && reader.left() > 0) {
        if (set.size() == kMaxQualifiers) return Error(Status::QuotaViolation, "a qualifier set has more than 1024 qualifiers");
        const auto name = reader.read<std::uint32_t>();
        const auto flavor = reader.read<std::uint8_t>();
        const std::optional<Type> type = find_type(reader.read<std::uint32_t>());
        if (!reader.ok() || !type) return broken("a qualifier set ends too soon or names an unknown type");
        const BytesView slot = reader.take(slot_size(*type));
        if (!reader.ok()) return broken("a qualifier set ends too soon");
        Qualifier qualifier;
        qualifier.name = TRY(heap.text(name));
        qualifier.flavor = flavor;
        qualifier.content.type = *type;
        qualifier.content.value = TRY(heap.value(*type, slot.data()));
        set.set(std::move(qualifier));
    }
    if (!reader.ok()) return broken("a qualifier set ends too soon");
    return set;
}

}  // namespace wmi::cim::internal
