#include "repository/internal/format.h"

#include "store/crc32c.h"

namespace wmi::repository {

namespace {

constexpr BytesView kMagic = "OWMIREPO";

std::uint32_t sum_of(BytesView value, BytesView key) { return store::crc32c(value.substr(4), store::crc32c(key)); }

Error bad(std::string_view what) {
    return Error(Status::CriticalError, std::string(what) + " in the store is damaged; run `wmi check`, then restore a backup");
}

}  // namespace

Error damaged(std::string_view what, BytesView key) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string hex;
    for (const char c : key.substr(0, 64)) {
        hex += kDigits[static_cast<unsigned char>(c) >> 4U];
        hex += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return Error(Status::CriticalError, std::string(what) + " at key " + hex + " is damaged; run `wmi check`, then restore a backup", hex);
}

Bytes Head::encode() const {
    base::ByteWriter to;
    to.append(kMagic);
    to.write(format);
    to.write(secret[0]);
    to.write(secret[1]);
    to.write(stamp.revision);
    to.write(stamp.chance);
    to.write(next_namespace);
    to.write(next_class);
    to.write(next_layout);
    to.write(next_sweep);
    to.write(store::crc32c(to.view()));
    return to.release();
}

Result<Head> Head::decode(BytesView bytes) {
    base::ByteReader from(bytes);
    if (from.take(kMagic.size()) != kMagic) return Error(Status::CriticalError, "the store holds something else than a repository; choose another folder");
    const auto format = from.read<std::uint32_t>();
    if (from.ok() && format > kFormat)
        return Error(Status::NotSupported, "the repository has format " + std::to_string(format) + ", this program knows up to " + std::to_string(kFormat) +
                                               "; use a newer OpenWMI");
    Head head;
    head.format = format;
    head.secret = {from.read<std::uint64_t>(), from.read<std::uint64_t>()};
    head.stamp.revision = from.read<std::uint64_t>();
    head.stamp.chance = from.read<std::uint64_t>();
    head.next_namespace = from.read<std::uint32_t>();
    head.next_class = from.read<std::uint32_t>();
    head.next_layout = from.read<std::uint32_t>();
    head.next_sweep = from.read<std::uint32_t>();
    const std::size_t end = from.at();
    if (from.read<std::uint32_t>() != store::crc32c(bytes.substr(0, end)) || !from.ok()) return bad("the head record");
    return head;
}

void seal_record(Bytes& value, BytesView key, Layout layout) {
    base::store(value.data() + 4, layout);
    base::store(value.data(), sum_of(value, key));
}

Result<Layout> layout_of(BytesView value) {
    if (value.size() <= kRecordHeader) return bad("a record");
    return base::load<Layout>(value.data() + 4);
}

bool is_sealed(BytesView value, BytesView key) { return value.size() > kRecordHeader && base::load<std::uint32_t>(value.data()) == sum_of(value, key); }

Bytes StoredNamespace::encode() const {
    base::ByteWriter to;
    to.write(parent);
    to.append(name);
    return to.release();
}

Result<StoredNamespace> StoredNamespace::decode(BytesView bytes) {
    base::ByteReader from(bytes);
    StoredNamespace one;
    one.parent = from.read<NamespaceId>();
    if (!from.ok() || from.left() == 0) return bad("a namespace");
    one.name = from.take(from.left());
    return one;
}

Bytes StoredClass::encode() const {
    base::ByteWriter to;
    to.write(std::uint32_t{0});
    to.write(layout);
    to.write(parent);
    to.write(version);
    to.write(static_cast<std::uint16_t>(name.size()));
    to.append(name);
    to.append(body);
    to.patch(0, store::crc32c(to.view().substr(4)));
    return to.release();
}

Result<StoredClass> StoredClass::decode(BytesView bytes) {
    base::ByteReader from(bytes);
    StoredClass one;
    const auto sum = from.read<std::uint32_t>();
    one.layout = from.read<Layout>();
    one.parent = from.read<ClassId>();
    one.version = from.read<std::uint64_t>();
    one.name = from.take(from.read<std::uint16_t>());
    one.body = from.take(from.left());
    if (!from.ok() || sum != store::crc32c(bytes.substr(4))) return bad("a class");
    return one;
}

Bytes Sweep::encode() const {
    base::ByteWriter to;
    to.write(static_cast<std::uint8_t>(kind));
    to.write(in);
    to.write(of);
    return to.release();
}

Result<Sweep> Sweep::decode(BytesView bytes) {
    base::ByteReader from(bytes);
    Sweep one;
    one.kind = static_cast<Kind>(from.read<std::uint8_t>());
    one.in = from.read<NamespaceId>();
    one.of = from.read<ClassId>();
    if (!from.ok()) return bad("a sweep");
    return one;
}

}  // namespace wmi::repository
