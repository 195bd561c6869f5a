// What reads and writes meet when the store's bytes are not what they should be: damaged records, and keys that hash alike.
#include "repository/internal/record_place.h"
#include "repository/internal/testing_repository.h"

namespace wmi::repository {
namespace {

using namespace testing;

class Damage : public RepositoryOn {
protected:
    void SetUp() override { must(trial.put_class(Saying("Thing").key("Id").number("Size"))); }

    /// The place of the only record of user classes, as stored.
    std::pair<Bytes, Bytes> only_record(std::size_t least_key = 0) {
        const auto view = must(trial.engine().read());
        const auto cursor = must(view->cursor());
        const Bytes records(1, static_cast<char>(Table::Records));
        const Layout wanted = (*trial.at()->find_entry("Thing"))->layout();
        for (bool more = must(cursor->seek(records)); more && cursor->key().starts_with(records); more = must(cursor->next())) {
            if (cursor->key().size() >= least_key && must(layout_of(cursor->value())) == wanted) return {Bytes(cursor->key()), Bytes(cursor->value())};
        }
        return {};
    }

    void write(const Bytes& key, const Bytes& value) {
        const store::Work work = [&](store::Batch& to) { return to.put(key, value); };
        must(trial.engine().write(base::Deadline::never(), work));
    }

    void erase(const Bytes& key) {
        const store::Work work = [&](store::Batch& to) -> Result<void> {
            TRY(to.erase(key));
            return {};
        };
        must(trial.engine().write(base::Deadline::never(), work));
    }

    base::Status find_status(const std::string& id) {
        const NamespacePtr in = trial.at();
        const Value key = text(id);
        return trial->find_instance(in, *must(in->get_class("Thing")), {&key, 1}, Depth::Deep).status();
    }

    Instance thing(const std::string& id) { return trial.make("Thing", {{"Id", text(id)}, {"Size", number(1)}}); }
};

ON_BOTH_ENGINES(Damage);

TEST_P(Damage, OfARecordIsAnsweredWhereverItIsMet) {
    must(trial.put(thing("a")));
    const auto [key, value] = only_record();
    ASSERT_FALSE(key.empty());
    Bytes wrong = value;
    wrong.back() = static_cast<char>(wrong.back() ^ 1);
    write(key, wrong);
    EXPECT_EQ(find_status("a"), Status::CriticalError);
    EXPECT_EQ(trial.put_part(thing("a"), {"Size"}).status(), Status::CriticalError) << "half of it would be kept";
    EXPECT_EQ(trial.put(thing("a"), PutMode::UpdateOnly).status(), Status::CriticalError);
    EXPECT_EQ(trial.remove("Thing", {text("a")}).status(), Status::CriticalError);
    EXPECT_FALSE(must(trial->check({})).findings.empty());
    EXPECT_EQ(trial.put(thing("b")).status(), Status::Ok) << "others are not hurt";
    write(key, value);
    EXPECT_EQ(find_status("a"), Status::Ok);
    trial.expect_sound();
}

TEST_P(Damage, ARecordMovedToAnotherKeyIsNotBelieved) {
    must(trial.put(thing("a")));
    const auto [key, value] = only_record();
    Bytes other = key;
    const std::size_t at = other.rfind('A');
    ASSERT_NE(at, Bytes::npos);
    other[at] = 'B';
    write(other, value);
    EXPECT_EQ(find_status("b"), Status::CriticalError);
    EXPECT_EQ(find_status("a"), Status::Ok);
}

TEST_P(Damage, TwoHundredAndFiftySixKeysMayHashAlike) {
    const std::string wanted = std::string(700, 'k') + "wanted", other = std::string(700, 'k') + "other";
    must(trial.put(thing(other)));
    const auto [other_key, other_value] = only_record(kCutKeySize);
    ASSERT_EQ(other_key.size(), kCutKeySize);
    must(trial.remove("Thing", {text(other)}));
    must(trial.put(thing(wanted)));
    Bytes key = only_record(kCutKeySize).first;
    const Layout layout = (*trial.at()->find_entry("Thing"))->layout();
    for (unsigned ordinal = 0; ordinal < 256; ++ordinal) {
        key.back() = static_cast<char>(ordinal);
        Bytes forged = other_value;
        seal_record(forged, key, layout);
        write(key, forged);
    }
    EXPECT_FALSE(trial.find("Thing", {text(wanted)})) << "none of them is it";
    EXPECT_EQ(trial.put(thing(wanted)).status(), Status::QuotaViolation);
    EXPECT_EQ(trial.put(thing(wanted), PutMode::CreateOnly).status(), Status::QuotaViolation);
    erase(key);  // the last place
    EXPECT_EQ(trial.put(thing(wanted)).status(), Status::Ok);
    EXPECT_TRUE(trial.find("Thing", {text(wanted)}));
    EXPECT_EQ(trial.put(thing(wanted), PutMode::CreateOnly).status(), Status::AlreadyExists);
    EXPECT_EQ(trial.remove("Thing", {text(wanted)}).status(), Status::Ok);
    EXPECT_FALSE(trial.find("Thing", {text(wanted)}));
}

}  // namespace
}  // namespace wmi::repository
