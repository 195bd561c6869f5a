#include "repository/internal/references.h"

#include "base/text.h"
#include "cim/convert.h"

#include <algorithm>

namespace wmi::repository {

namespace {

constexpr char kIsCut = '\xFF';
constexpr std::size_t kClassHash = 8;
constexpr std::size_t kTargetStart = 5;  // behind table and namespace

std::vector<std::string> split(std::string_view namespace_path) {
    std::vector<std::string> names;
    while (!namespace_path.empty()) {
        const std::size_t end = std::min(namespace_path.find('\\'), namespace_path.size());
        names.emplace_back(namespace_path.substr(0, end));
        namespace_path.remove_prefix(std::min(end + 1, namespace_path.size()));
    }
    return names;
}

/// Quoted digits can mean a number (PATH-11).
std::optional<std::string> digits_of(std::string_view text) {
    if (text.empty() || text.size() > 32 || text.front() > '9') return std::nullopt;
    for (const cim::CimType type : {cim::CimType::Sint64, cim::CimType::Uint64}) {
        const auto number = cim::from_text(type, text);
        if (number) return cim::to_text(type, *number);
    }
    return std::nullopt;
}

/// One form for all that a key of any type takes for the same value. Different values may have one form too.
std::string common_form(const cim::PathKey& key) {
    if (const bool* flag = std::get_if<bool>(&key.value)) return *flag ? "TRUE" : "FALSE";
    if (const auto* number = std::get_if<std::int64_t>(&key.value)) return std::to_string(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&key.value)) return std::to_string(*number);
    std::string_view text = *std::get_if<std::string>(&key.value);
    text = text.substr(0, text.find('\0'));
    if (auto digits = digits_of(text)) return std::move(*digits);
    if (text.find('=') != std::string_view::npos) {  // it may be a path
        if (const auto path = cim::parse_path(text)) return base::fold(cim::print_relative(*path));
    }
    return base::fold(text);
}

/// Prefix-free: the number of keys and each with its end, or a mark and a fixed number of bytes.
void append_target_keys(Bytes& to, const HashKey& secret, const cim::ObjectPath& target) {
    std::vector<const cim::PathKey*> sorted;
    sorted.reserve(target.keys.size());
    for (const cim::PathKey& key : target.keys) sorted.push_back(&key);
    std::sort(sorted.begin(), sorted.end(), [](const cim::PathKey* left, const cim::PathKey* right) { return base::compare_names(left->name, right->name) < 0; });
    const std::size_t start = to.size();
    to.push_back(static_cast<char>(sorted.size()));
    for (const cim::PathKey* key : sorted) {
        to.append(common_form(*key));
        to.push_back(0);
    }
    if (to.size() - start <= kMaxTargetKeys) return;
    const Hash128 hash = sip_hash(secret, BytesView(to).substr(start));
    to[start] = kIsCut;
    to.resize(start + 1 + kCutTargetKeys);
    to.append(hash.data(), hash.size());
}

/// Text of a reference, or of each one in an array.
template <class Do>
void each_reference(const cim::RecordView& record, const cim::Property& property, Do act) {
    if (record.is_null(property)) return;
    if (!property.type().is_array) return act(cim::to_utf8(record.text(property)));
    const cim::Value value = record.value(property);
    const auto* array = std::get_if<cim::Array>(&value);
    if (!array) return;
    for (const cim::Scalar& one : *array) {
        if (const auto* text = std::get_if<std::string>(&one)) act(*text);
    }
}

bool has_same_reference(const cim::RecordView& left, const cim::RecordView& right, const cim::Property& property) {
    if (left.is_null(property) || right.is_null(property)) return left.is_null(property) == right.is_null(property);
    if (property.type().is_array) return cim::same_value(left.value(property), right.value(property));
    const cim::RecordView::Text one = left.text(property), other = right.text(property);
    return one.is_utf16 == other.is_utf16 && one.bytes == other.bytes;
}

/// The same namespace in all spellings, empty for the one the reference stands in.
std::string namespace_form(const cim::ObjectPath& path, const Namespace& in) {
    if (path.namespaces.empty()) return {};
    const std::string text = cim::print_namespace(path);
    return base::same_name(text, in.path()) ? std::string() : base::fold(text);
}

}  // namespace

std::optional<cim::ObjectPath> absolute_path(const Machine& machine, std::string_view namespace_path, cim::ObjectPath path) {
    if (path.server && !machine.is_this(*path.server)) return std::nullopt;
    path.server.reset();
    if (path.namespaces.empty()) path.namespaces = split(namespace_path);
    return path;
}

std::optional<cim::ObjectPath> read_reference(const Machine& machine, const Namespace& in, const ReferenceProperty& property, std::string_view text) {
    auto path = cim::parse_path(text);
    if (!path) return std::nullopt;
    return absolute_path(machine, property.target_namespace.empty() ? in.path() : property.target_namespace, std::move(*path));
}

Bytes reference_prefix(const HashKey& secret, NamespaceId in, std::string_view target_namespace, const cim::ObjectPath& target) {
    Bytes key;
    key.reserve(kTargetStart + kClassHash + kMaxTargetKeys + kReferencePlace + kCutIndexTail);
    key.append(BytesView(ShortKey(Table::References, in)));
    std::string name(target_namespace);
    name.push_back(0);
    name.append(base::fold(target.class_name));
    const Hash128 hash = sip_hash(secret, name);
    key.append(hash.data(), kClassHash);
    append_target_keys(key, secret, target);
    return key;
}

std::optional<Bytes> prefix_of_reference(const HashKey& secret, const Namespace& in, std::string_view text) {
    const auto path = cim::parse_path(text);
    if (!path || !path->is_instance()) return std::nullopt;
    return reference_prefix(secret, in.id(), namespace_form(*path, in), *path);
}

void append_place(Bytes& to, ReferencePlace place) {
    append_number(to, place.of);
    to.push_back(static_cast<char>(place.order >> 8U));
    to.push_back(static_cast<char>(place.order));
}

std::optional<std::size_t> end_of_prefix(BytesView entry) {
    constexpr std::size_t kForm = kTargetStart + kClassHash;
    if (entry.size() <= kForm) return std::nullopt;
    std::size_t at = kForm + 1;
    if (entry[kForm] == kIsCut) {
        at += kCutTargetKeys + sizeof(Hash128);
    } else {
        for (int left = static_cast<unsigned char>(entry[kForm]); left > 0; --left) {
            const std::size_t end = entry.find('\0', at);
            if (end == BytesView::npos) return std::nullopt;
            at = end + 1;
        }
    }
    constexpr std::size_t kExtent = 4;
    return at + kReferencePlace + kExtent <= entry.size() ? std::optional(at) : std::nullopt;
}

ReferencePlace place_in(BytesView entry, std::size_t end_of_prefix) {
    const auto high = static_cast<unsigned char>(entry[end_of_prefix + 4]), low = static_cast<unsigned char>(entry[end_of_prefix + 5]);
    return {number_in(entry, end_of_prefix), static_cast<std::uint16_t>(high << 8U | low)};
}

Bytes record_of_reference(BytesView entry, std::size_t end_of_prefix, BytesView value) {
    if (!value.empty()) return Bytes(value);
    Bytes key;
    key.append(BytesView(ShortKey(Table::Records, number_in(entry, 1))));
    key.append(entry.substr(end_of_prefix + kReferencePlace));
    return key;
}

BytesView reference_value(BytesView record_key) { return has_whole_tail(record_key) ? BytesView() : record_key; }

void append_references(std::vector<Bytes>& to, const Surroundings& where, const Namespace& in, const ClassEntry& of, const cim::RecordView& record,
                       BytesView record_key) {
    for (const ReferenceProperty& property : of.references()) {
        each_reference(record, of.made()->properties()[property.order], [&](std::string_view text) {
            auto key = prefix_of_reference(where.secret, in, text);
            if (!key) return;
            append_place(*key, {of.id(), property.order});
            append_tail(*key, where.secret, record_key);
            to.push_back(std::move(*key));
        });
    }
}

bool has_same_references(const ClassEntry& of, const cim::RecordView& left, const cim::RecordView& right) {
    return std::all_of(of.references().begin(), of.references().end(),
                       [&](const ReferenceProperty& one) { return has_same_reference(left, right, of.made()->properties()[one.order]); });
}

// -- targets

Result<Target> Target::bind(const Surroundings& where, const Catalogue& now, const cim::ObjectPath& path) {
    const std::string text = cim::print_namespace(path);
    NamespacePtr in = now.find_namespace(text);
    if (!in) return Error(Status::InvalidNamespace, "there is no namespace " + text + ", so nothing in it has references", text);
    const cim::ClassPtr of = TRY(in->get_class(path.class_name, Status::InvalidClass));
    TRY(cim::bind_keys(path, *of));
    Target made(where, std::move(in), of, path);
    made.keys_ = *made.keys_of(path);
    return made;
}

std::optional<Bytes> Target::keys_of(const cim::ObjectPath& path) const {
    const auto values = cim::bind_keys(path, *of_);
    if (!values) return std::nullopt;
    Bytes keys;
    append_keys(keys, *values, *of_, here(*where_, *in_));
    return keys;
}

bool Target::is_named_by(const cim::ObjectPath& path) const {
    if (!base::same_name(cim::print_namespace(path), in_->path())) return false;
    for (const cim::Class* at = of_.get(); !base::same_name(at->name(), path.class_name); at = at->parent().get()) {
        if (at == of_->key_class() || !at->parent()) return false;
    }
    return keys_of(path) == keys_;
}

std::vector<Bytes> Target::prefixes(const Surroundings& where, const Namespace& in) const {
    std::vector<Bytes> made;
    cim::ObjectPath name = path_;
    for (const cim::Class* at = of_.get(); at; at = at == of_->key_class() ? nullptr : at->parent().get()) {
        name.class_name = at->name();
        made.push_back(reference_prefix(where.secret, in.id(), {}, name));
        if (in.id() != in_->id()) made.push_back(reference_prefix(where.secret, in.id(), base::fold(in_->path()), name));
    }
    std::sort(made.begin(), made.end());
    made.erase(std::unique(made.begin(), made.end()), made.end());
    return made;
}

}  // namespace wmi::repository
