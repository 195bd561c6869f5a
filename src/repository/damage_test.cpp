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

/// Where a property's slot stands in what the store has of a record.
std::size_t slot_of(const cim::Class& of, std::string_view name) { return kRecordHeader + cim::RecordView::kNdOffset + of.nd_size() + of.find_property(name)->offset; }

TEST_P(Damage, OfAnIndexedRecordStopsNobodyElse) {  // PUT-35
    must(trial.put_class(Saying("Thing").key("Id").number("Size").indexed("Name", CimType::String)));
    const Instance one = trial.make("Thing", {{"Id", text("a")}, {"Name", text("n")}});
    must(trial.put(one));
    const auto [key, value] = only_record();
    ASSERT_FALSE(key.empty());
    const std::size_t slot = slot_of(*trial.cls("Thing"), "Name");
    for (const std::size_t at : {slot + 3, slot + 2, slot}) {
        Bytes wrong = value;
        wrong[at] = static_cast<char>(wrong[at] ^ 0x40);
        write(key, wrong);
        EXPECT_EQ(trial.put(one).status(), Status::CriticalError) << "its entry cannot be found";
        EXPECT_EQ(trial.put(one).status(), Status::CriticalError);
        EXPECT_EQ(trial.put(trial.make("Thing", {{"Id", text("b")}, {"Name", text("n")}})).status(), Status::Ok);
    }
    write(key, value);
    EXPECT_EQ(trial.put(one).status(), Status::Ok);
    trial.expect_sound();
}

/// Looks at every text, as a condition does.
class Reads final : public Probe {
public:
    bool matches(const cim::RecordView& record) override {
        for (const cim::Property& property : record.cls().properties()) {
            if (!cim::is_text(property.type().element) || record.is_null(property)) continue;
            sum += static_cast<unsigned char>(*record.text_item(record.bytes().data() + cim::RecordView::kNdOffset + record.cls().nd_size() + property.offset));
            sum += record.text(property).bytes.size();
        }
        return false;
    }

    std::size_t sum = 0;
};

TEST_P(Damage, OfWhatAScanLooksAtLeadsNowhere) {  // WQL-08, PUT-35
    must(trial.put_class(Saying("Thing").key("Id").number("Size").text("Name")));
    must(trial.put(trial.make("Thing", {{"Id", text("a")}, {"Name", text("n")}})));
    const auto [key, value] = only_record();
    ASSERT_FALSE(key.empty());
    const NamespacePtr in = trial.at();
    const ClassPtr of = trial.cls("Thing");
    const ProbeMaker reads = [](const ClassPtr&) -> Result<std::unique_ptr<Probe>> { return std::make_unique<Reads>(); };
    const std::size_t heap = slot_of(*of, "Id") + of->values_size() + 9;
    for (std::size_t bit = kRecordHeader * 8; bit < heap * 8; ++bit) {
        Bytes wrong = value;
        wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << (bit % 8)));
        write(key, wrong);
        const auto scan = must(trial->scan(in, *of, Depth::Deep, {}, reads));
        EXPECT_TRUE(scan->next(10)) << bit;
    }
    write(key, value.substr(0, heap - 10));
    const auto scan = must(trial->scan(in, *of, Depth::Deep, {}, reads));
    EXPECT_EQ(scan->next(10).status(), Status::CriticalError) << "it has not even all slots";
    write(key, value);
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
