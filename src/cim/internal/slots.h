// Values as parts keep them: a slot of 1, 2, 4 or 8 bytes, and a heap for what does not fit in a slot (docs/formats/record.md).
// HeapWriter appends items; HeapReader finds them again and trusts nothing: whatever it is given, it stays inside the heap,
// inside the allowance and above the deepest nesting.
#pragma once

#include "base/bytes.h"
#include "cim/class.h"
#include "cim/value.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wmi::cim::internal {

using base::Bytes;
using base::BytesView;

inline constexpr std::uint32_t kNoReference = 0xFFFFFFFF;
inline constexpr std::uint32_t kHeapMark = 0x80000000;  // always set in a heap's length
inline constexpr std::size_t kMaxQualifiers = 1024;     // in one set that is read from outside

/// Whether a slot of the type holds a reference into the heap.
constexpr bool is_in_heap(Type type) { return type.is_array || is_text(type.element) || type.element == CimType::Object; }

// -- null/default bits: two for each property, low bits first
enum class Nd : std::uint8_t { Value = 0, Null = 1, Default = 2, NullDefault = 3 };

inline Nd nd_at(const char* table, std::size_t order) {
    return static_cast<Nd>((static_cast<unsigned char>(table[order / 4]) >> (2 * (order % 4))) & 3U);
}

inline void set_nd(char* table, std::size_t order, Nd nd) {
    const unsigned shift = 2 * (order % 4);
    auto byte = static_cast<unsigned>(static_cast<unsigned char>(table[order / 4]));
    byte = (byte & ~(3U << shift)) | (static_cast<unsigned>(nd) << shift);
    table[order / 4] = static_cast<char>(byte);
}

/// What is left to be produced from bytes that came from outside, so that references which all point at one item cannot
/// multiply it.
class Allowance {
public:
    explicit Allowance(std::size_t input_bytes) : left_(0x10000 + 4 * input_bytes) {}

    static Allowance unlimited() { return Allowance(); }

    bool take(std::size_t count) {
        if (count > left_) return false;
        left_ -= count;
        return true;
    }

private:
    Allowance() : left_(static_cast<std::size_t>(-1)) {}

    std::size_t left_;
};

/// Where a reader stands: shared allowance, and the level of the object being read (1: the outermost).
struct Reading {
    Allowance* allowance;
    std::size_t level;
};

class HeapWriter {
public:
    /// The heap is what stands in `bytes` from `start` on.
    HeapWriter(Bytes& bytes, std::size_t start) : bytes_(bytes), start_(start) {}

    /// The reference of what is appended next. Throws bad_alloc when a heap would need more than 31 bits.
    [[nodiscard]] std::uint32_t next() const;
    std::uint32_t add_text(std::string_view utf8);
    std::uint32_t add_object(const Object& object);
    /// The slot's bytes, low ones first, of a value that is not NULL and fits the type; what is large goes to the heap.
    std::uint64_t add(Type type, const Value& value);

private:
    std::uint64_t add_element(CimType type, const Scalar& scalar);
    std::uint32_t add_array(CimType type, const Array& array);

    Bytes& bytes_;
    std::size_t start_;
};

inline void store_slot(char* to, std::size_t size, std::uint64_t number) { std::memcpy(to, &number, size); }

inline std::uint64_t load_slot(const char* from, std::size_t size) {
    std::uint64_t number = 0;
    std::memcpy(&number, from, size);
    return number;
}

class HeapReader {
public:
    HeapReader(BytesView heap, Reading reading) : heap_(heap), reading_(reading) {}

    /// Text at a reference; references to the dictionary are understood.
    [[nodiscard]] Result<std::string> text(std::uint32_t reference) const;
    /// The value of a slot of slot_size(type) bytes; a reference to nothing is NULL.
    [[nodiscard]] Result<Value> value(Type type, const char* slot) const;
    /// The bytes of an object with its length in front (embedded objects, signatures); empty: nothing there.
    [[nodiscard]] Result<BytesView> block(std::uint32_t reference) const;
    /// What stands at a reference up to the heap's end.
    [[nodiscard]] Result<BytesView> rest(std::uint32_t reference) const;

    [[nodiscard]] Reading reading() const { return reading_; }

private:
    [[nodiscard]] Result<Value> element(CimType type, const char* slot) const;
    [[nodiscard]] Result<Value> array(CimType type, std::uint32_t reference) const;

    BytesView heap_;
    Reading reading_;
};

/// The size in bytes of what stands at a reference of a well-formed heap, the elements of an array with it.
std::size_t item_size(Type type, const char* item);
/// Moves the references inside an item that was copied from one place of a heap to another.
void shift_item(Type type, char* item, std::uint32_t by);

/// The bytes of an Encoded-String up to and with its NUL; nothing when it does not end inside.
std::string_view encoded_text(std::string_view bytes);
/// UTF-8 of an Encoded-String with its flag.
std::string decode_text(std::string_view encoded);

// -- qualifier sets: length, then name, flavor, type and slot of each
std::size_t qualifier_set_size(const QualifierSet& set);
/// Fills the qualifier_set_size(set) bytes at `place` of `bytes`; names and values go to the heap. `known` names stand in the
/// dictionary instead, where the part may use it.
enum class Dictionary { Avoid, Names };
void write_qualifier_set(Bytes& bytes, std::size_t place, const QualifierSet& set, HeapWriter& heap, Dictionary dictionary);
/// `bytes` is the set with its length in front.
Result<QualifierSet> read_qualifier_set(BytesView bytes, const HeapReader& heap);

/// An object behind a level that was entered: InvalidObject, QuotaViolation.
Result<Object> decode_nested(BytesView block, Reading reading);

Error broken(std::string sentence);

}  // namespace wmi::cim::internal
