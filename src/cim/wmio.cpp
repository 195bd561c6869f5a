#include "cim/wmio.h"

#include "cim/internal/class_part.h"

#include <algorithm>
#include <utility>

namespace wmi::cim {
namespace {

using internal::Allowance;
using internal::broken;
using internal::Reading;

constexpr std::uint32_t kSignature = 0x12345678;
constexpr std::uint8_t kIsClass = 0x01;
constexpr std::uint8_t kIsInstance = 0x02;
constexpr std::uint8_t kIsDecorated = 0x04;

/// The record of an instance as it goes out: packed.
Bytes record_of(const Instance& instance) {
    Instance copy = instance;
    return copy.canonical();
}

Result<std::string> read_decoration(base::ByteReader& reader, BytesView block) {
    const std::string_view encoded = internal::encoded_text(block.substr(reader.at()));
    if (encoded.empty() || static_cast<unsigned char>(encoded[0]) > 1)
        return broken("no text stands at byte " + std::to_string(reader.at()) + " of an object, where its server or namespace should be");
    reader.skip(encoded.size());
    return internal::decode_text(encoded);
}

Result<ClassPtr> read_class(base::ByteReader& reader, Reading reading) {
    const internal::WireClass parent_part = TRY(internal::read_class_part(reader, reading));
    const std::vector<internal::WireMethod> parent_methods = TRY(internal::read_methods_part(reader, reading));
    const internal::WireClass part = TRY(internal::read_class_part(reader, reading));
    const std::vector<internal::WireMethod> methods = TRY(internal::read_methods_part(reader, reading));
    ClassPtr parent;
    if (!parent_part.is_missing && !part.derivation.empty()) parent = TRY(internal::rebuild(parent_part, parent_methods, nullptr));
    return internal::rebuild(part, methods, std::move(parent));
}

Result<Instance> read_instance(base::ByteReader& reader, BytesView block, Reading reading) {
    const internal::WireClass part = TRY(internal::read_class_part(reader, reading));
    ClassPtr of = TRY(internal::rebuild(part, {}, nullptr));
    const internal::InstanceLayout layout = internal::layout_of(part, *of);
    const internal::RecordContent content = TRY(internal::read_record(*of, layout, block.substr(reader.at()), reading));
    Bytes record = internal::write_record(*of, content);
    return Instance::trusted(std::move(of), std::move(record));
}

Result<Object> read_block(BytesView block, Reading reading) {
    base::ByteReader reader(block);
    const auto flags = reader.read<std::uint8_t>();
    const bool is_class = (flags & kIsClass) != 0;
    if (!reader.ok() || is_class == ((flags & kIsInstance) != 0))
        return broken("an object's first byte, " + std::to_string(flags) + ", says neither class nor instance");
    OriginPtr origin;
    if ((flags & kIsDecorated) != 0) {
        Origin read;
        read.server = TRY(read_decoration(reader, block));
        read.namespace_path = TRY(read_decoration(reader, block));
        origin = std::make_shared<const Origin>(std::move(read));
    }
    if (is_class) {
        ClassPtr of = TRY(read_class(reader, reading));
        return Object(std::move(of), std::move(origin));
    }
    Instance instance = TRY(read_instance(reader, block, reading));
    return Object(std::move(instance), std::move(origin));
}

}  // namespace

namespace internal {

Result<Object> decode_nested(BytesView block, Reading reading) {
    if (reading.level > kMaxNesting) return Error(Status::QuotaViolation, "objects nest deeper than 64 levels");
    return read_block(block, reading);
}

std::optional<WireClass> read_plan(base::ByteReader& block) {
    if (block.read<std::uint8_t>() != kIsInstance) return std::nullopt;
    Allowance unlimited = Allowance::unlimited();
    auto part = read_class_part(block, {&unlimited, 1});
    if (!part) return std::nullopt;
    return std::move(part).value();
}

}  // namespace internal

Bytes encode_block(const Object& object, Decoration decoration) {
    Bytes block;
    const bool is_decorated = decoration == Decoration::Write && object.origin();
    block.push_back(static_cast<char>((object.is_class() ? kIsClass : kIsInstance) | (is_decorated ? kIsDecorated : 0)));
    if (is_decorated) {
        append_encoded(block, object.origin()->server);
        append_encoded(block, object.origin()->namespace_path);
    }
    const Class& of = object.cls();
    if (object.is_class()) {
        const Class* parent = of.parent().get();
        block += parent ? encode_class_part(*parent) : internal::missing_class_part();
        block += parent ? internal::encode_methods_part(*parent) : internal::missing_methods_part();
    }
    block += encode_class_part(of);
    block += object.is_class() ? internal::encode_methods_part(of) : record_of(*object.find_instance());
    return block;
}

Bytes encode_instance_head(const Class& of, const Origin& origin) {
    Bytes head;
    head.push_back(static_cast<char>(kIsInstance | kIsDecorated));
    append_encoded(head, origin.server);
    append_encoded(head, origin.namespace_path);
    head += encode_class_part(of);
    return head;
}

Bytes encode_unit(const Object& object, Decoration decoration) {
    const Bytes block = encode_block(object, decoration);
    base::ByteWriter writer;
    writer.write(kSignature);
    writer.write(static_cast<std::uint32_t>(block.size()));
    writer.append(block);
    return writer.release();
}

Result<Object> decode_block(BytesView bytes) {
    Allowance allowance(bytes.size());
    return internal::decode_nested(bytes, {&allowance, 1});
}

Result<Object> decode_unit(BytesView bytes) {
    base::ByteReader reader(bytes);
    const auto signature = reader.read<std::uint32_t>();
    const auto length = reader.read<std::uint32_t>();
    if (!reader.ok() || signature != kSignature) return broken("an encoded object begins with 78 56 34 12 and its length; these bytes do not");
    // The length may be larger than what is there: it is an upper bound, the parts have lengths of their own.
    return decode_block(reader.take(std::min<std::size_t>(length, reader.left())));
}

}  // namespace wmi::cim
