#include "repository/internal/feed_rows.h"

#include "cim/wmio.h"
#include "store/crc32c.h"

#include <algorithm>

namespace wmi::repository {

namespace {

constexpr std::size_t kRowBytes = 2000;                             // a row ends once it is this long
constexpr std::size_t kMaxChangeBytes = std::size_t{16} << 20U;     // a larger change is not kept, but dropped
constexpr std::size_t kMaxIdleDefinitions = std::size_t{4} << 20U;  // more than this goes when no entry stands

void put_number(char*& to, std::uint64_t number, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) *to++ = static_cast<char>(number >> static_cast<unsigned>(shift));
}

std::uint64_t big_endian(BytesView bytes) {
    std::uint64_t number = 0;
    for (const char c : bytes) number = number << 8U | static_cast<unsigned char>(c);
    return number;
}

using DefinitionKey = std::array<char, 17>;

DefinitionKey key_of(const DefinitionId& id) {
    DefinitionKey key;
    char* at = key.data();
    put_number(at, static_cast<unsigned char>(Table::FeedDefinitions), 1);
    put_number(at, id.in, 4);
    put_number(at, id.of, 4);
    put_number(at, id.signature, 8);
    return key;
}

BytesView view(const DefinitionKey& key) { return {key.data(), key.size()}; }

/// Behind the check sum of 4 bytes, which covers the key.
void seal(Bytes& value, BytesView key) { base::store(value.data(), store::crc32c(BytesView(value).substr(4), store::crc32c(key))); }

bool is_whole(BytesView key, BytesView value) { return value.size() >= 4 && base::load<std::uint32_t>(value.data()) == store::crc32c(value.substr(4), store::crc32c(key)); }

void write_text(base::ByteWriter& to, std::string_view text) {
    to.write(static_cast<std::uint32_t>(text.size()));
    to.append(text);
}

BytesView read_text(base::ByteReader& from) { return from.take(from.read<std::uint32_t>()); }

/// The class that a row begins below: the first that is of the system, or none.
std::vector<const ClassEntry*> own_line(const ClassEntry& of, const ClassEntry*& above) {
    std::vector<const ClassEntry*> line;
    const ClassEntry* at = &of;
    for (; at && !at->is_system(); at = at->parent().get()) line.push_back(at);
    above = at;
    std::reverse(line.begin(), line.end());
    return line;
}

Bytes encode_definition(const ClassEntry& of) {
    const ClassEntry* above = nullptr;
    const auto line = own_line(of, above);
    base::ByteWriter to;
    to.write(std::uint32_t{0});
    to.write(above ? above->id() : ClassId{0});
    to.write(static_cast<std::uint32_t>(line.size()));
    for (const ClassEntry* one : line) {
        to.write(one->id());
        to.write(one->layout());
        to.write(one->version());
        write_text(to, one->name());
        write_text(to, cim::encode_body(one->made()->body()));
    }
    return to.release();
}

}  // namespace

// -- state

Bytes FeedState::encode() const {
    base::ByteWriter to;
    to.write(std::uint32_t{0});
    for (const std::uint64_t number : {std::uint64_t{time}, dropped, replaced, entry_bytes, definition_bytes}) to.write(number);
    Bytes bytes = to.release();
    seal(bytes, ShortKey(Table::FeedState));
    return bytes;
}

Result<FeedState> FeedState::decode(BytesView bytes) {
    const ShortKey key(Table::FeedState);
    if (!is_whole(key, bytes)) return damaged("the state of the change feed", key);
    base::ByteReader from(bytes);
    from.skip(4);
    FeedState state;
    for (std::uint64_t* number : {&state.time, &state.dropped, &state.replaced, &state.entry_bytes, &state.definition_bytes}) *number = from.read<std::uint64_t>();
    return state;
}

Result<FeedState> read_feed_state(store::View& from) {
    const auto bytes = TRY(from.get(ShortKey(Table::FeedState)));
    if (!bytes) return FeedState();
    return FeedState::decode(*bytes);
}

Result<void> write_feed_state(store::Batch& to, const FeedState& state) { return to.put(ShortKey(Table::FeedState), state.encode()); }

// -- keys

EntryKey::EntryKey(std::uint64_t revision, std::uint32_t number) {
    char* at = bytes_.data();
    put_number(at, static_cast<unsigned char>(Table::FeedEntries), 1);
    put_number(at, revision, 8);
    put_number(at, number, 4);
}

std::uint64_t revision_of_entry(BytesView key) { return big_endian(key.substr(1, 8)); }

std::uint32_t number_of_entry(BytesView key) { return static_cast<std::uint32_t>(big_endian(key.substr(9, 4))); }

DefinitionId definition_id(const Namespace& in, const ClassEntry& of) {
    std::uint64_t signature = 0xCBF29CE484222325;
    for (const ClassEntry* at = &of; at; at = at->parent().get()) {
        for (const std::uint64_t part : {std::uint64_t{at->id()}, std::uint64_t{at->layout()}, at->version()}) {
            signature = (signature ^ part) * 0x9E3779B97F4A7C15;
            signature ^= signature >> 29U;
        }
    }
    return {in.id(), of.id(), signature};
}

// -- writing

Result<void> FeedWriter::write_definition(const CommittedChange& one, const ClassEntryPtr& of) {
    const DefinitionId id = of ? definition_id(*one.in, *of) : DefinitionId();
    row_.write(id.of);
    row_.write(id.signature);
    if (!of || of->is_system() || std::find(known_.begin(), known_.end(), id) != known_.end()) return {};
    const DefinitionKey key = key_of(id);
    if (!TRY(to_.get(view(key)))) {
        TRY(of->make_sure());
        Bytes value = encode_definition(*of);
        seal(value, view(key));
        TRY(to_.put(view(key), value));
        state_.definition_bytes += key.size() + value.size();
    }
    known_.push_back(id);
    return {};
}

Result<void> FeedWriter::write(const CommittedChange& one) {
    const std::size_t size = (one.before ? one.before->size() : 0) + (one.after ? one.after->size() : 0);
    if (size > kMaxChangeBytes) {
        state_.dropped = one.revision;
        return {};
    }
    if (row_.size() == 0) {
        row_.write(std::uint32_t{0});
        row_.write(one.time);
        row_.write(place_);
    }
    row_.write(one.kind);
    row_.write(static_cast<std::uint8_t>((one.before ? 1 : 0) | (one.after ? 2 : 0)));
    row_.write(one.in->id());
    TRY(write_definition(one, one.entry));
    TRY(write_definition(one, one.entry_before));
    write_text(row_, one.name);
    write_text(row_, one.before ? BytesView(*one.before) : BytesView());
    write_text(row_, one.after ? BytesView(*one.after) : BytesView());
    if (row_.size() < kRowBytes) return {};
    return flush();
}

Result<void> FeedWriter::flush() {
    if (row_.size() == 0) return {};
    const EntryKey key(to_.revision(), rows_++);
    Bytes value = row_.release();
    row_ = base::ByteWriter();
    seal(value, key);
    state_.entry_bytes += kEntryKeySize + value.size();
    return to_.put(key, value);
}

// -- reading

Result<FeedRow> FeedRow::open(BytesView key, BytesView value) {
    if (key.size() != kEntryKeySize || !is_whole(key, value)) return damaged("an entry of the change feed", key);
    FeedRow row(value);
    row.from_.skip(4);
    row.time_ = row.from_.read<base::FileTime>();
    row.place_ = row.from_.read<std::uint16_t>();
    return row;
}

Result<FeedEntry> FeedRow::next() {
    FeedEntry one;
    one.kind = static_cast<CommittedChange::Kind>(from_.read<std::uint8_t>());
    const auto there = from_.read<std::uint8_t>();
    one.has_before = (there & 1U) != 0;
    one.has_after = (there & 2U) != 0;
    one.in = from_.read<NamespaceId>();
    for (DefinitionId* id : {&one.entry, &one.entry_before}) {
        id->in = one.in;
        id->of = from_.read<ClassId>();
        id->signature = from_.read<std::uint64_t>();
    }
    one.name = read_text(from_);
    one.before = read_text(from_);
    one.after = read_text(from_);
    if (!from_.ok() || one.kind > CommittedChange::Kind::NamespaceDeleted) return Error(Status::CriticalError, "an entry of the change feed is cut off; run `wmi check`");
    return one;
}

Result<ClassEntryPtr> read_definition(store::View& from, const SystemEntries& system, const DefinitionId& id) {
    const DefinitionKey key = key_of(id);
    const auto bytes = TRY(from.get(view(key)));
    if (!bytes || !is_whole(view(key), *bytes)) return damaged("a definition of the change feed", view(key));
    base::ByteReader row(*bytes);
    row.skip(4);
    ClassEntryPtr entry = system.find(row.read<ClassId>());
    const auto count = row.read<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && row.ok(); ++i) {
        ClassEntry::Numbers numbers;
        numbers.id = row.read<ClassId>();
        numbers.layout = row.read<Layout>();
        numbers.version = row.read<std::uint64_t>();
        std::string name(read_text(row));
        entry = std::make_shared<const ClassEntry>(numbers, std::move(name), std::move(entry), Bytes(read_text(row)));
    }
    if (!row.ok() || !entry) return damaged("a definition of the change feed", view(key));
    TRY(entry->make_sure());
    return entry;
}

// -- removing

namespace {

/// Of definitions, when nothing speaks of them any more: at least so many in one batch.
constexpr std::size_t kErasedDefinitions = 64;
constexpr std::size_t kTrimmedAtOnce = 4096;

bool has_age(BytesView value, base::FileTime oldest) { return value.size() >= 12 && base::load<base::FileTime>(value.data() + 4) < oldest; }

Result<void> erase_definitions(store::Batch& in, FeedState& state, std::size_t& limit) {
    const auto cursor = TRY(in.cursor());
    const ShortKey table(Table::FeedDefinitions);
    bool more = TRY(cursor->seek(table));
    for (; limit != 0 && more && cursor->key().starts_with(BytesView(table)); more = TRY(cursor->next())) {
        const Bytes key(cursor->key());
        const std::size_t size = key.size() + cursor->value().size();
        TRY(in.erase(key));
        state.definition_bytes -= std::min<std::uint64_t>(state.definition_bytes, size);
        --limit;
    }
    if (limit != 0) state.definition_bytes = 0;  // none is left
    return {};
}

}  // namespace

Result<void> trim_feed(store::Batch& in, FeedState& state, const FeedLimits& limits) {
    const auto cursor = TRY(in.cursor());
    const ShortKey table(Table::FeedEntries);
    bool more = TRY(cursor->seek(table));
    std::size_t left = limits.limit;
    for (; more && cursor->key().starts_with(BytesView(table)); more = TRY(cursor->next())) {
        const std::uint64_t revision = revision_of_entry(cursor->key());
        const bool is_read = revision <= limits.read;
        const bool is_too_much = state.entry_bytes + state.definition_bytes > limits.max_bytes;
        if (!is_too_much && (left == 0 || (!is_read && !has_age(cursor->value(), limits.oldest)))) return {};
        if (left != 0) --left;
        if (!is_read) state.dropped = std::max(state.dropped, revision);
        const Bytes key(cursor->key());
        state.entry_bytes -= std::min<std::uint64_t>(state.entry_bytes, key.size() + cursor->value().size());
        TRY(in.erase(key));
    }
    state.entry_bytes = 0;
    if (state.definition_bytes <= kMaxIdleDefinitions) return {};
    left = std::max(left, kErasedDefinitions);
    return erase_definitions(in, state, left);
}

Result<bool> clear_feed(store::Batch& in, FeedState& state, std::size_t limit) {
    std::size_t left = limit;
    TRY(trim_feed(in, state, {.read = ~std::uint64_t{0}, .oldest = 0, .max_bytes = ~std::uint64_t{0}, .limit = limit}));
    TRY(erase_definitions(in, state, left));
    return !TRY(has_feed(in));
}

Result<void> reset_feed(store::Batch& in, base::FileTime time) {
    FeedState gone;
    while (!TRY(clear_feed(in, gone, kTrimmedAtOnce))) {}
    return write_feed_state(in, {.time = time, .dropped = 0, .replaced = in.revision(), .entry_bytes = 0, .definition_bytes = 0});
}

Result<bool> has_feed(store::View& in) {
    const auto cursor = TRY(in.cursor());
    if (!TRY(cursor->seek(ShortKey(Table::FeedDefinitions)))) return false;
    const char table = cursor->key().front();
    return table == static_cast<char>(Table::FeedDefinitions) || table == static_cast<char>(Table::FeedEntries);
}

}  // namespace wmi::repository
