// What stands where in the store (docs/formats/repository.md): one byte of table first, numbers in keys big-endian, in values
// little-endian.
//   01                                  head: format, secret, stamp of the definitions, the next free numbers
//   02 namespace layout                 how many instances of this layout there are
//   03 namespace                        a namespace: its parent and its name
//   04 namespace class                  a class: check sum, layout, parent, name, body
//   05 number                           what is forgotten and waits to be swept
//   06                                  where making the reference index has come to; not there: it is whole
//   07                                  state of the change feed
//   08                                  the names that this machine has and had
//   10 namespace extent key             a record: check sum, layout, InstancePart
//   11 namespace class order value key  an index entry: the record's key
//   12 namespace target class order key a reference entry: the key of the association's record where it was cut, else nothing
//   40, 41                              what changed, for other processes (feed_rows.h)
#pragma once

#include "base/bytes.h"
#include "repository/catalogue.h"
#include "repository/internal/sip_hash.h"

#include <array>
#include <cstdint>
#include <optional>

namespace wmi::repository {

using base::Bytes;
using base::BytesView;

inline constexpr std::uint32_t kFormat = 3;  // 1: without references; 2: all registrations of providers in one extent

enum class Table : char {
    Head = 0x01, Counts = 0x02, Namespaces = 0x03, Classes = 0x04, Sweeps = 0x05, Indexing = 0x06, FeedState = 0x07, Names = 0x08,
    Records = 0x10, Index = 0x11, References = 0x12, FeedDefinitions = 0x40, FeedEntries = 0x41
};

/// Keys of records: an encoding longer than this is cut here, and a hash and an ordinal follow, so that cut keys are known by
/// their length. Both fit the smallest limit of any engine (511).
inline constexpr std::size_t kCutKey = 480;
inline constexpr std::size_t kCutKeySize = kCutKey + 16 + 1;
/// Index entries: of the value, and of the record's key behind it.
inline constexpr std::size_t kCutIndexValue = 240;
inline constexpr std::size_t kCutIndexTail = 160;
/// Of a target's keys in reference entries: longer ones are cut to fewer bytes, and a hash follows.
inline constexpr std::size_t kMaxTargetKeys = 64;
inline constexpr std::size_t kCutTargetKeys = 48;

/// table | numbers: on the stack, for looking up.
class ShortKey {
public:
    template <class... Numbers>
    explicit ShortKey(Table table, Numbers... numbers) {
        bytes_[size_++] = static_cast<char>(table);
        (add(static_cast<std::uint32_t>(numbers)), ...);
    }

    operator BytesView() const { return {bytes_.data(), size_}; }  // NOLINT(google-explicit-constructor)

private:
    void add(std::uint32_t number) {
        for (int shift = 24; shift >= 0; shift -= 8) bytes_[size_++] = static_cast<char>(number >> shift);
    }

    std::array<char, 13> bytes_{};
    std::size_t size_ = 0;
};

/// The number that stands in a key at a place; the key must reach so far.
inline std::uint32_t number_in(BytesView key, std::size_t place) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8U | static_cast<unsigned char>(key[place + i]);
    return number;
}

inline constexpr std::size_t kRecordKeyStart = 9;  // table, namespace, extent

struct Head {
    std::uint32_t format = kFormat;
    HashKey secret{};
    Catalogue::Stamp stamp;
    std::uint32_t next_namespace = 1;
    std::uint32_t next_class = 0;
    std::uint32_t next_layout = 0;
    std::uint32_t next_sweep = 1;

    [[nodiscard]] Bytes encode() const;
    /// errors   NotSupported (a newer format), CriticalError
    static Result<Head> decode(BytesView bytes);
};

/// Of a place that only holds a row of cut keys together; no class ever has it.
inline constexpr Layout kGapLayout = 0;

/// Check sum and layout in front of an InstancePart.
inline constexpr std::size_t kRecordHeader = 8;

/// Fills in the header of value, whose first kRecordHeader bytes are room for it. The check sum covers the key, so that a
/// record at another one's place is found out.
void seal_record(Bytes& value, BytesView key, Layout layout);
/// errors   CriticalError: too short
Result<Layout> layout_of(BytesView value);

/// The same of a value that is longer than the header.
inline Layout layout_in(BytesView value) { return base::load<Layout>(value.data() + 4); }

inline BytesView record_in(BytesView value) { return value.substr(kRecordHeader); }

bool is_sealed(BytesView value, BytesView key);

struct StoredNamespace {
    NamespaceId parent = 0;
    std::string name;

    [[nodiscard]] Bytes encode() const;
    static Result<StoredNamespace> decode(BytesView bytes);
};

struct StoredClass {
    Layout layout = 0;
    ClassId parent = 0;
    std::uint64_t version = 0;  // drawn by chance at each writing: equal versions are equal bytes
    std::string name;
    BytesView body;

    [[nodiscard]] Bytes encode() const;
    /// body points into bytes. errors CriticalError
    static Result<StoredClass> decode(BytesView bytes);
};

/// What a sweep has to visit.
struct Sweep {
    enum class Kind : std::uint8_t {
        Namespace = 1,  // all of a namespace that is gone
        Extent = 2,     // forgotten records in an extent
        Index = 3,      // entries of an index that lead nowhere
        References = 4, // entries of references from deleted classes, and those from one class that lead nowhere
    };

    Kind kind = Kind::Namespace;
    NamespaceId in = 0;
    ClassId of = 0;

    [[nodiscard]] Bytes encode() const;
    static Result<Sweep> decode(BytesView bytes);
};

Error damaged(std::string_view what, BytesView key);

}  // namespace wmi::repository
