// Random acts against a simple model in memory; both must always show the same, also after opening again.
#include "repository/internal/testing_repository.h"

#include <rapidcheck.h>

#include <map>

namespace wmi::repository {
namespace {

using namespace testing;

struct Row {
    std::string cls;
    std::optional<std::uint64_t> size;
    std::optional<std::string> note;
    bool operator==(const Row&) const = default;
};

using Model = std::map<std::uint64_t, Row>;

class Play {
public:
    explicit Play(Kind kind) : trial_(kind) {
        must(trial_.put_class(Saying("A").key("Id", CimType::Uint32).indexed("Size").text("Note")));
        must(trial_.put_class(Saying("B", trial_.cls("A")).text("Own")));
    }

    void act() {
        switch (*rc::gen::inRange(0, 12)) {
            case 0: case 1: case 2: case 3: return put();
            case 4: case 5: case 6: return part();
            case 7: case 8: return remove();
            case 9: return describe();
            case 10: return drop_heir();
            default: return trial_.reopen();
        }
    }

    void compare() {
        Model seen;
        for (const Instance& one : trial_.all("A", Depth::Deep, "root\\cimv2", 3)) {
            Row row{one.cls().name(), {}, {}};
            if (const Value size = get(one, "Size"); !is_null(size)) row.size = std::get<std::uint64_t>(size);
            if (const Value note = get(one, "Note"); !is_null(note)) row.note = std::get<std::string>(note);
            seen.emplace(std::get<std::uint64_t>(get(one, "Id")), row);
        }
        RC_ASSERT(seen == model_);
        RC_ASSERT(must(trial_->check({})).findings.empty());
    }

private:
    static std::uint64_t some_id() { return *rc::gen::inRange<std::uint64_t>(0, 12); }

    static std::string some_class() { return *rc::gen::element<std::string>("A", "B"); }

    void put() {
        const std::uint64_t id = some_id();
        const Row row{some_class(), *rc::gen::inRange<std::uint64_t>(0, 4), *rc::gen::element<std::optional<std::string>>(std::nullopt, "x", std::string(50, 'y'))};
        const PutMode mode = *rc::gen::element(PutMode::CreateOrUpdate, PutMode::CreateOnly, PutMode::UpdateOnly);
        Instance one = trial_.make(row.cls, {{"Id", number(id)}, {"Size", number(*row.size)}});
        if (row.note) must(one.put(*one.cls().find_property("Note"), text(*row.note)));
        const auto there = model_.find(id);
        Status expected = Status::Ok;
        if (there == model_.end()) {
            if (mode == PutMode::UpdateOnly) expected = Status::NotFound;
        } else if (there->second.cls != row.cls) {
            expected = mode == PutMode::UpdateOnly ? Status::NotFound : Status::AlreadyExists;
        } else if (mode == PutMode::CreateOnly) {
            expected = Status::AlreadyExists;
        }
        RC_ASSERT(trial_.put(one, mode).status() == expected);
        if (expected == Status::Ok) model_.insert_or_assign(id, row);
    }

    void part() {
        const std::uint64_t id = some_id();
        const std::string cls = some_class();
        const std::uint64_t size = *rc::gen::inRange<std::uint64_t>(0, 4);
        const bool is_found = model_.contains(id) && model_.at(id).cls == cls;
        RC_ASSERT(trial_.put_part(trial_.make(cls, {{"Id", number(id)}, {"Size", number(size)}}), {"Size", "Note"}).status() == (is_found ? Status::Ok : Status::NotFound));
        if (is_found) model_.at(id).size = size;
    }

    void remove() {
        const std::uint64_t id = some_id();
        const std::string cls = some_class();
        const bool is_found = model_.contains(id) && (cls == "A" || model_.at(id).cls == "B");
        RC_ASSERT(trial_.remove(cls, {number(id)}).status() == (is_found ? Status::Ok : Status::NotFound));
        if (is_found) model_.erase(id);
    }

    void describe() {
        const std::string words = *rc::gen::element<std::string>("one", "two", "three");
        must(trial_.put_class(Saying("A").key("Id", CimType::Uint32).indexed("Size").text("Note").with(cim::text_qualifier("Description", words))));
    }

    void drop_heir() {
        must(trial_.delete_class("B"));
        std::erase_if(model_, [](const auto& row) { return row.second.cls == "B"; });
        must(trial_.put_class(Saying("B", trial_.cls("A")).text("Own")));
    }

    Trial trial_;
    Model model_;
};

void play(Kind kind, int acts) {
    EXPECT_TRUE(rc::check([kind, acts] {
        Play play(kind);
        for (int i = 0; i < acts; ++i) {
            play.act();
            if (i % 8 == 7) play.compare();
        }
        play.compare();
    }));
}

TEST(LawRepository, ShowsWhatASimpleModelShowsInMemory) { play(Kind::Memory, 40); }

TEST(LawRepository, ShowsWhatASimpleModelShowsOnLmdb_slow) { play(Kind::Lmdb, 40); }

}  // namespace
}  // namespace wmi::repository
