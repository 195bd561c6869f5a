// Every key has its versions, newest first. A view of revision R sees of each key the newest version that is not above R; the
// one writer works as revision R+1, which nobody else sees until it is committed.
// Invariants
//  1. Versions above `revision` belong to the running batch, and are gone when it fails.
//  2. A version that the oldest view can see, or a newer one, is never freed or moved: its bytes stay valid.
//  3. Every item that has more than one version, or is a lone tombstone, is listed in `loose`.
#include "store/memory_engine.h"

#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "base/guarded.h"
#include "store/internal/arguments.h"

namespace wmi::store {

namespace {

using base::Error;
using base::Status;

struct Version {
    std::uint64_t revision = 0;
    bool present = false;
    Bytes value;
    std::unique_ptr<Version> older;
};

struct Item {
    std::unique_ptr<Version> newest;
    bool loose = false;  // listed in Data::loose
};

using Items = std::map<Bytes, Item, std::less<>>;

const Version* find_version(const Item& item, std::uint64_t revision) {
    const Version* version = item.newest.get();
    while (version && version->revision > revision)
        version = version->older.get();
    return version && version->present ? version : nullptr;
}

struct Data {
    Items items;
    std::vector<Items::iterator> loose;
    std::map<std::uint64_t, unsigned> views;  // how many see a revision
    std::uint64_t revision = 0;
    std::uint64_t bytes = 0;  // of all versions
};

/// True when the item is as simple as can be and need not be listed. Frees what no view can see.
bool tidy(Item& item, std::uint64_t oldest, std::uint64_t& bytes) noexcept {
    Version* kept = item.newest.get();
    while (kept->revision > oldest && kept->older)
        kept = kept->older.get();
    for (auto dead = std::move(kept->older); dead; dead = std::move(dead->older))
        bytes -= dead->value.size();
    const Version& newest = *item.newest;
    return !newest.older && (newest.present || newest.revision <= oldest);
}

void tidy(Data& data) noexcept {
    const std::uint64_t oldest = data.views.empty() ? data.revision : data.views.begin()->first;
    auto kept = data.loose.begin();
    for (const auto at : data.loose) {
        if (!tidy(at->second, oldest, data.bytes)) {
            *kept++ = at;
        } else if (at->second.newest->present) {
            at->second.loose = false;
        } else {
            data.bytes -= at->first.size();
            data.items.erase(at);
        }
    }
    data.loose.erase(kept, data.loose.end());
}

using Store = base::Guarded<Data>;

class MemoryCursor : public Cursor {
public:
    MemoryCursor(Store& store, std::uint64_t revision, std::weak_ptr<void> view)
        : store_(store), revision_(revision), view_(std::move(view)) {}

    Result<bool> seek(BytesView key) override {
        return move([key](Items& items, Items::iterator) { return items.lower_bound(key); }, Direction::Up);
    }

    Result<bool> seek_last() override {
        return move([](Items& items, Items::iterator) { return items.end(); }, Direction::Down);
    }

    Result<bool> next() override {
        if (!valid()) return internal::stands_on_nothing();
        return move([](Items&, Items::iterator at) { return std::next(at); }, Direction::Up);
    }

    Result<bool> previous() override {
        if (!valid()) return internal::stands_on_nothing();
        return move([](Items&, Items::iterator at) { return at; }, Direction::Down);
    }

private:
    enum class Direction { Up, Down };

    // Goes from a place (itself included upwards, not downwards) to the nearest key that this view sees.
    template <class Place>
    Result<bool> move(Place place, Direction direction) {
        if (view_.expired()) {
            stand_on_nothing();
            return internal::view_has_ended();
        }
        return store_.with([&](Data& data) -> Result<bool> {
            auto at = place(data.items, at_);
            while (direction == Direction::Up ? at != data.items.end() : at != data.items.begin()) {
                if (direction == Direction::Down) --at;
                if (const Version* version = find_version(at->second, revision_)) {
                    at_ = at;
                    stand_on(at->first, version->value);
                    return true;
                }
                if (direction == Direction::Up) ++at;
            }
            stand_on_nothing();
            return false;
        });
    }

    Store& store_;
    const std::uint64_t revision_;
    const std::weak_ptr<void> view_;
    Items::iterator at_;
};

Result<std::optional<BytesView>> get_from(Store& store, std::uint64_t revision, BytesView key) {
    TRY(internal::check_key(key));
    return store.with([&](Data& data) -> std::optional<BytesView> {
        const auto at = data.items.find(key);
        const Version* version = at == data.items.end() ? nullptr : find_version(at->second, revision);
        if (!version) return std::nullopt;
        return BytesView(version->value);
    });
}

class MemoryView : public View {
public:
    explicit MemoryView(std::shared_ptr<Store> store) : store_(std::move(store)) {
        revision_ = store_->with([](Data& data) {
            ++data.views[data.revision];
            return data.revision;
        });
    }

    ~MemoryView() override {
        life_.reset();
        store_->with([this](Data& data) {
            const auto at = data.views.find(revision_);
            if (--at->second == 0) data.views.erase(at);
        });
    }

    Result<std::optional<BytesView>> get(BytesView key) override { return get_from(*store_, revision_, key); }

    Result<std::unique_ptr<Cursor>> cursor() override {
        return std::make_unique<MemoryCursor>(*store_, revision_, life_);
    }

    [[nodiscard]] std::uint64_t revision() const override { return revision_; }

private:
    std::shared_ptr<void> life_ = std::make_shared<char>();
    const std::shared_ptr<Store> store_;
    std::uint64_t revision_ = 0;
};

class MemoryBatch : public Batch {
public:
    MemoryBatch(Store& store, std::uint64_t limit)
        : store_(store), limit_(limit), revision_(store.with([](Data& data) { return data.revision; }) + 1) {}

    // Undoes what was not committed (invariant 1).
    ~MemoryBatch() override {
        life_.reset();
        store_.with([this](Data& data) {
            for (const auto at : changed_) {
                data.bytes -= at->second.newest->value.size();
                at->second.newest = std::move(at->second.newest->older);
                if (at->second.newest) continue;
                data.bytes -= at->first.size();
                data.items.erase(at);
            }
        });
    }

    Result<std::optional<BytesView>> get(BytesView key) override { return get_from(store_, revision_, key); }

    Result<std::unique_ptr<Cursor>> cursor() override {
        return std::make_unique<MemoryCursor>(store_, revision_, life_);
    }

    [[nodiscard]] std::uint64_t revision() const override { return revision_; }

    Result<void> put(BytesView key, BytesView value) override {
        TRY(internal::check_key(key));
        TRY(internal::check_value(value));
        TRY(still_sound());
        return store_.with([&](Data& data) { return set(data, key, Bytes(value), true); });
    }

    Result<std::optional<BytesView>> insert(BytesView key, BytesView value) override {
        const auto standing = TRY(get(key));
        if (standing) return standing;
        TRY(put(key, value));
        return std::optional<BytesView>();
    }

    Result<bool> erase(BytesView key) override {
        TRY(internal::check_key(key));
        TRY(still_sound());
        return store_.with([&](Data& data) -> Result<bool> {
            const auto at = data.items.find(key);
            if (at == data.items.end() || !find_version(at->second, revision_)) return false;
            TRY(set(data, key, Bytes(), false));
            return true;
        });
    }

    Result<void> clear() override {
        TRY(still_sound());
        return store_.with([&](Data& data) -> Result<void> {
            for (auto at = data.items.begin(); at != data.items.end(); ++at)
                if (find_version(at->second, revision_)) TRY(set(data, at->first, Bytes(), false));
            return {};
        });
    }

    Result<std::uint64_t> commit() {
        TRY(still_sound());
        if (changed_.empty()) return revision_ - 1;
        store_.with([this](Data& data) {
            data.loose.reserve(data.loose.size() + changed_.size());  // the last thing that can fail
            for (const auto at : changed_) {
                if (at->second.loose) continue;
                at->second.loose = true;
                data.loose.push_back(at);
            }
            data.revision = revision_;
            changed_.clear();
            tidy(data);
        });
        return revision_;
    }

private:
    Result<void> still_sound() const {
        if (!full_) return {};
        return Error(Status::OutOfDiskSpace, internal::limit_reached(limit_));
    }

    Result<void> set(Data& data, BytesView key, Bytes value, bool present) {
        auto at = data.items.lower_bound(key);
        const bool known = at != data.items.end() && at->first == key;
        const bool mine = known && at->second.newest->revision == revision_;
        const std::uint64_t more = (known ? 0 : key.size()) + value.size();
        const std::uint64_t less = mine ? at->second.newest->value.size() : 0;
        if (limit_ && present && data.bytes + more - less > limit_) {
            full_ = true;
            return still_sound();
        }
        if (mine) {
            at->second.newest->value = std::move(value);
            at->second.newest->present = present;
        } else {
            changed_.reserve(changed_.size() < changed_.capacity() ? 0 : 2 * changed_.size() + 16);
            auto version = std::make_unique<Version>(Version{revision_, present, std::move(value), nullptr});
            if (!known) at = data.items.try_emplace(at, Bytes(key));
            version->older = std::move(at->second.newest);
            at->second.newest = std::move(version);
            changed_.push_back(at);
        }
        data.bytes += more - less;
        return {};
    }

    std::shared_ptr<void> life_ = std::make_shared<char>();
    Store& store_;
    const std::uint64_t limit_;
    const std::uint64_t revision_;
    std::vector<Items::iterator> changed_;
    bool full_ = false;
};

class MemoryEngine : public Engine {
public:
    explicit MemoryEngine(std::uint64_t limit) : limit_(limit) {}

    [[nodiscard]] Limits limits() const override { return {internal::kMaxKeyBytes, internal::kMaxValueBytes}; }

    Result<std::unique_ptr<View>> read() override { return std::make_unique<MemoryView>(store_); }

    Result<std::uint64_t> write(Deadline deadline, const Work& work) override {
        const Turn turn(writer_, deadline);
        TRY(turn.taken());
        MemoryBatch batch(*store_, limit_);
        TRY(work(batch));
        return batch.commit();
    }

    [[nodiscard]] std::uint64_t stamp() const override {
        return store_->with([](Data& data) { return data.revision; });
    }

    Result<void> backup(const std::filesystem::path& file, const Progress&) override {
        return Error(Status::NotSupported, "a store in memory has no backup; open a folder instead", file.string());
    }

    Result<std::uint64_t> restore(Deadline, const std::filesystem::path& file, const Progress&, const Work&) override {
        return Error(Status::NotSupported, "a store in memory restores no backup; open a folder instead", file.string());
    }

    Result<Facts> facts() override {
        Facts facts;
        facts.engine = "memory";
        facts.folder = "memory:";
        facts.limit_bytes = limit_;
        store_->with([&](Data& data) {
            facts.revision = data.revision;
            facts.used_bytes = data.bytes;
            for (const auto& [revision, count] : data.views)
                facts.views += count;
            for (const auto& [key, item] : data.items)
                facts.records += find_version(item, data.revision) ? 1 : 0;
        });
        return facts;
    }

    Result<void> idle_work() override { return {}; }

private:
    struct Writer {
        std::optional<std::thread::id> is;
    };

    /// The right to be the one writer.
    class Turn {
    public:
        Turn(base::Guarded<Writer>& writer, Deadline deadline) : writer_(writer) {
            const auto me = std::this_thread::get_id();
            writer_.wait(
                deadline, [&](const Writer& now) { return !now.is || now.is == me; },
                [&](Writer& now, bool free) {
                    nested_ = now.is == me;
                    if (free && !nested_) now.is = me;
                    mine_ = free && !nested_;
                });
        }

        ~Turn() {
            if (!mine_) return;
            writer_.with([](Writer& now) { now.is.reset(); });
            writer_.notify_one();
        }

        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

        [[nodiscard]] Result<void> taken() const {
            if (mine_) return {};
            if (nested_) return internal::write_in_write();
            return internal::writers_are_busy();
        }

    private:
        base::Guarded<Writer>& writer_;
        bool mine_ = false;
        bool nested_ = false;
    };

    const std::shared_ptr<Store> store_ = std::make_shared<Store>();
    const std::uint64_t limit_;
    base::Guarded<Writer> writer_;
};

}  // namespace

std::shared_ptr<Engine> make_memory_engine(std::uint64_t limit_bytes) {
    return std::make_shared<MemoryEngine>(limit_bytes);
}

}  // namespace wmi::store
