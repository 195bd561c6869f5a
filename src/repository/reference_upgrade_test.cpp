// A repository of format 1, which has no reference index, gets it when it is opened; whatever stops that, the next one goes on.
#include "repository/internal/format.h"
#include "repository/internal/references.h"
#include "repository/internal/testing_repository.h"
#include "store/faulty_engine.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cstdlib>

extern char** environ;

namespace wmi::repository {
namespace {

using namespace testing;

constexpr int kMany = 9000;  // more than two batches
constexpr const char* kFolder = "OPENWMI_TEST_UPGRADE_FOLDER";

/// Makes it what a program of format 1 would have left: a lower number in the head, no index.
void take_back_to_format_1(store::Engine& engine) {
    must(engine.write(base::Deadline::in(std::chrono::seconds(10)), [](store::Batch& to) -> Result<void> {
        const auto bytes = TRY(to.get(ShortKey(Table::Head)));
        Head head = TRY(Head::decode(*bytes));
        head.format = 1;
        TRY(to.put(ShortKey(Table::Head), head.encode()));
        const auto cursor = TRY(to.cursor());
        bool more = TRY(cursor->seek(ShortKey(Table::References)));
        while (more && cursor->key()[0] == static_cast<char>(Table::References)) {
            const Bytes key(cursor->key());
            TRY(to.erase(key));
            more = TRY(cursor->next());
        }
        return {};
    }));
}

class Ignore : public Completion {
public:
    void finished(Result<Outcome>&& outcome) noexcept override { EXPECT_EQ(outcome.status(), Status::Ok); }
};

void fill(Trial& trial, int count) {
    must(trial.put_class(Saying("Thing").key("Name")));
    must(trial.put_class(Saying("Link").key("Id", CimType::Uint32).property("To", CimType::Reference)));
    for (int i = 0; i < count; ++i) {
        Instance one = trial.make("Link", {{"Id", number(static_cast<unsigned>(i))}, {"To", text("Thing=\"" + std::to_string(i % 10) + "\"")}});
        must(trial->submit(must(trial->prepare_put(trial.at(), std::move(one), PutMode::CreateOrUpdate)), std::make_unique<Ignore>(), base::Deadline::never()));
    }
    trial->drain();
}

std::size_t count(Trial& trial, std::string_view target) {
    const auto scan = must(trial->references(trial.at(), must(cim::parse_path(target))));
    std::size_t all = 0;
    for (auto some = must(scan->next(1000)); !some.empty(); some = must(scan->next(1000))) all += some.size();
    return all;
}

void expect_all(Trial& trial, int many) {
    trial.expect_sound();
    EXPECT_EQ(must(trial->check({})).references, static_cast<std::uint64_t>(many));
    EXPECT_EQ(count(trial, "Thing='7'"), static_cast<std::size_t>(many / 10));
    EXPECT_EQ(must(trial->facts()).format, kFormat);
}

TEST(ReferenceUpgrade, HappensAtTheFirstOpening) {
    const auto engine = store::make_memory_engine();
    {
        Trial trial(engine);
        fill(trial, kMany);
    }
    take_back_to_format_1(*engine);
    Trial trial(engine);
    expect_all(trial, kMany);
    must(trial.put(trial.make("Link", {{"Id", number(7)}, {"To", text("Thing=\"8\"")}})));
    EXPECT_EQ(count(trial, "Thing='7'"), static_cast<std::size_t>(kMany / 10 - 1));
    trial.expect_sound();
}

TEST(ReferenceUpgrade, GoesOnAfterEveryFailureWithWhatWasPutMeanwhile) {
    base::ManualClock clock;
    base::SystemChance chance;
    for (std::uint64_t n = 1;; n += 1 + n / 10) {
        auto faults = std::make_shared<store::Faults>();
        const auto engine = std::make_shared<store::FaultyEngine>(store::make_memory_engine(), faults);
        {
            Trial trial(engine);
            fill(trial, 50);
        }
        take_back_to_format_1(*engine);
        faults->fail_at(n, store::Faults::How::Answer, Status::OutOfDiskSpace);
        const bool is_open = Repository::open(engine, clock, chance).status() == Status::Ok;
        const bool reached = faults->happened();
        faults->fail_at(0);
        EXPECT_TRUE(is_open || reached) << n;
        Trial trial(engine);
        expect_all(trial, 50);
        if (!reached) return;
    }
}

/// What the program that is killed does; without a folder there is nothing to do.
TEST(ReferenceUpgrade, TheOtherOneOpens) {
    const char* folder = std::getenv(kFolder);
    if (!folder) return;
    base::SystemClock clock;
    base::SystemChance chance;
    (void)Repository::open(open_engine(folder), clock, chance);
}

pid_t start_other(const std::filesystem::path& folder) {
    EXPECT_EQ(setenv(kFolder, folder.c_str(), 1), 0);
    std::string program = "repository_test", argument = "--gtest_filter=ReferenceUpgrade.TheOtherOne*";
    char* arguments[] = {program.data(), argument.data(), nullptr};
    pid_t other = 0;
    EXPECT_EQ(posix_spawn(&other, "/proc/self/exe", nullptr, nullptr, arguments, environ), 0);
    unsetenv(kFolder);
    return other;
}

TEST(ReferenceUpgrade, SurvivesKillsAndTwoAtOnce) {
    if (std::getenv(kFolder)) return;
    Trial trial(Kind::Lmdb);
    fill(trial, kMany);
    for (int round = 0; round < 4; ++round) {
        take_back_to_format_1(trial.engine());
        trial.close();
        const pid_t other = start_other(trial.folder());
        if (round < 3) {  // killed at some moment of its start, of a batch, or of its end
            for (std::uint64_t seen = 0, looks = 0; looks < 2000; ++looks) {
                const auto engine = open_engine(trial.folder());
                const std::uint64_t now = engine->stamp();
                if (seen != 0 && now >= seen + static_cast<unsigned>(round)) break;
                if (seen == 0) seen = now;
                if (round == 0) break;
            }
            kill(other, SIGKILL);
        }
        trial.open();  // beside the other one in the last round
        expect_all(trial, kMany);
        int status = 0;
        ASSERT_EQ(waitpid(other, &status, 0), other);
        if (round == 3) {
            EXPECT_EQ(status, 0);
        }
    }
}

/// What a program of format 2 would have left: all registrations in the extent of __ProviderRegistration.
void take_back_to_format_2(store::Engine& engine) {
    must(engine.write(base::Deadline::in(std::chrono::seconds(10)), [](store::Batch& to) -> Result<void> {
        const auto bytes = TRY(to.get(ShortKey(Table::Head)));
        Head head = TRY(Head::decode(*bytes));
        head.format = 2;
        TRY(to.put(ShortKey(Table::Head), head.encode()));
        constexpr ClassId kOld = 16, kFirst = 17, kLast = 23;
        const auto put_extent = [](Bytes& in, std::size_t at) {
            for (std::size_t i = 0; i < 4; ++i) in[at + i] = static_cast<char>(i == 3 ? kOld : 0);
        };
        for (const Table table : {Table::Records, Table::References}) {
            const auto cursor = TRY(to.cursor());
            std::vector<std::pair<Bytes, Bytes>> all;
            for (bool more = TRY(cursor->seek(ShortKey(table))); more && cursor->key()[0] == static_cast<char>(table); more = TRY(cursor->next()))
                all.emplace_back(cursor->key(), cursor->value());
            for (auto& [key, value] : all) {
                const std::size_t at = table == Table::Records ? 5 : *end_of_prefix(key) + kReferencePlace;
                const std::uint32_t extent = number_in(key, at);
                if (extent < kFirst || extent > kLast) continue;
                Bytes old = key;
                put_extent(old, at);
                if (table == Table::Records) seal_record(value, old, TRY(layout_of(value)));
                TRY(to.erase(key));
                TRY(to.put(old, value));
            }
        }
        return {};
    }));
}

void expect_registrations(Trial& trial, int provider, const std::vector<std::string>& kinds) {
    const Value path = text("__Win32Provider.Name=\"P" + std::to_string(provider) + "\"");
    for (const std::string& kind : kinds) EXPECT_TRUE(trial.find(kind, {path})) << kind << provider;
}

TEST(RegistrationUpgrade, GivesEachKindAnExtent) {  // SYS-32, PUT-25
    for (const bool is_format_1 : {false, true}) {
        Trial trial(Kind::Lmdb);
        fill(trial, 50);
        const std::vector<std::string> kinds{"__InstanceProviderRegistration", "__MethodProviderRegistration", "__EventProviderRegistration"};
        for (int i = 0; i < 9; ++i) {
            const std::string name = "P" + std::to_string(i);
            must(trial.put(trial.make("__Win32Provider", {{"Name", text(name)}})));
            must(trial.put(trial.make(kinds[static_cast<std::size_t>(i % 3)], {{"provider", text("__Win32Provider.Name=\"" + name + "\"")}})));
        }
        take_back_to_format_2(trial.engine());
        if (is_format_1) take_back_to_format_1(trial.engine());
        trial.reopen();
        for (int i = 0; i < 9; ++i) expect_registrations(trial, i, {kinds[static_cast<std::size_t>(i % 3)]});
        EXPECT_EQ(count(trial, "__Win32Provider.Name=\"P1\""), 1U);
        for (const std::string& kind : kinds) EXPECT_EQ(trial.put(trial.make(kind, {{"provider", text("__Win32Provider.Name=\"P1\"")}})).status(), Status::Ok) << kind;
        expect_registrations(trial, 1, kinds);
        EXPECT_EQ(trial.all("__ProviderRegistration").size(), 11U);
        EXPECT_EQ(count(trial, "__Win32Provider.Name=\"P1\""), 3U);
        EXPECT_EQ(must(trial->check({})).references, 61U);
        trial.expect_sound();
    }
}

/// Both are of another repository, whose hashes have another key.
void restore_from_another(bool is_format_1) {
    TestFolder folder;
    const auto file = folder.path() / "backup";
    const std::string name(500, 'n');
    Trial trial(Kind::Lmdb);
    {
        Trial other(Kind::Lmdb);
        fill(other, 100);
        must(other.put(other.make("Thing", {{"Name", text(name)}})));
        if (is_format_1) take_back_to_format_1(other.engine());
        must(other->backup(file, {}));
    }
    fill(trial, 7);
    must(trial->restore(file, {}));
    expect_all(trial, 100);
    EXPECT_TRUE(trial.find("Thing", {text(name)}));
    must(trial.put(trial.make("Link", {{"Id", number(7)}, {"To", text("Thing=\"8\"")}})));
    must(trial.put(trial.make("Thing", {{"Name", text(name)}}), PutMode::UpdateOnly));
    trial.reopen();
    trial.expect_sound();
    EXPECT_EQ(count(trial, "Thing='8'"), 11U);
}

TEST(ReferenceUpgrade, HappensToARestoredBackupOfFormat1) { restore_from_another(true); }

TEST(ReferencesOfABackup, AreFoundOnceItIsRestored) { restore_from_another(false); }

}  // namespace
}  // namespace wmi::repository
