// Several processes and one store: killed writers, stopped writers, forks, commits that others must see.
#include <csignal>
#include <cstdlib>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/crc32c.h"
#include "store/engine_laws.h"
#include "store/internal/file_handle.h"
#include "store/internal/testing_folder.h"

using namespace wmi::store;
using internal::FileHandle;
using internal::TestingFolder;
using wmi::base::Status;

namespace {

struct Pipe {
    FileHandle out{-1};
    FileHandle in{-1};
};

Pipe make_pipe() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(pipe(ends), 0);
    return {FileHandle(ends[0]), FileHandle(ends[1])};
}

/// Runs body in a child; it ends with what body gives.
template <class Body>
pid_t start(Body body) {
    const pid_t child = fork();
    if (child == 0) _exit(body());
    return child;
}

int end_of(pid_t child) {
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void tell(const FileHandle& pipe, std::uint64_t number) {
    if (write(pipe.get(), &number, sizeof number) != sizeof number) _exit(9);
}

std::optional<std::uint64_t> hear(const FileHandle& pipe) {
    std::uint64_t number = 0;
    if (read(pipe.get(), &number, sizeof number) != sizeof number) return std::nullopt;
    return number;
}

Bytes key_of(std::uint64_t number) { return "n" + std::to_string(number * 0x9E3779B97F4A7C15U); }

/// Some hundred bytes that carry their own check sum, so that a torn one shows.
Bytes value_of(std::uint64_t number) {
    Bytes value(100 + number % 700, static_cast<char>('a' + number % 26));
    if (number % 50 == 0) value.resize(20'000, 'L');
    const std::uint32_t sum = crc32c(value);
    value.append(reinterpret_cast<const char*>(&sum), sizeof sum);
    return value;
}

/// Puts batches of one to three values for ever, telling after each how many are acknowledged.
int put_for_ever(const Options& options, const FileHandle& pipe, std::uint64_t from) {
    const auto engine = open(options);
    if (!engine) return 1;
    for (std::uint64_t number = from;;) {
        const std::uint64_t end = number + 1 + number % 3;
        const auto done = (*engine)->write(Deadline::never(), [&](Batch& batch) -> Result<void> {
            for (std::uint64_t each = number; each < end; ++each)
                TRY(batch.put(key_of(each), value_of(each)));
            return {};
        });
        if (!done) return 2;
        tell(pipe, number = end);
    }
}

/// Kills writers at random moments; each time everything acknowledged is there and whole, and of the batch that was not
/// acknowledged there is all or nothing.
void kill_writers(int rounds) {
    const TestingFolder folder;
    wmi::base::SystemChance chance;
    std::uint64_t there = 0;
    for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
        Pipe pipe = make_pipe();
        const pid_t child = start([&] { return put_for_ever(folder.options(), pipe.in, there); });
        pipe.in = FileHandle(-1);
        std::uint64_t acknowledged = there;
        for (auto left = chance.next() % 40; left > 0; --left)
            acknowledged = hear(pipe.out).value_or(acknowledged);
        for (auto left = chance.next() % 100'000; left > 0; --left)
            static_cast<void>(getppid());
        kill(child, SIGKILL);
        EXPECT_EQ(end_of(child), -SIGKILL);
        while (const auto last = hear(pipe.out))
            acknowledged = *last;
        const auto opened = open(folder.options());
        ASSERT_TRUE(opened) << opened.error().sentence();
        const auto all = laws::all_of(**opened);
        there = all.size();
        EXPECT_TRUE(there == acknowledged || there == acknowledged + 1 + acknowledged % 3) << there << acknowledged;
        for (std::uint64_t number = 0; number < there; ++number)
            EXPECT_EQ(all.at(key_of(number)), value_of(number)) << number;
    }
}

}  // namespace

TEST(LmdbProcesses, LoseNothingAcknowledgedWhenWritersAreKilled) { kill_writers(10); }

TEST(LmdbProcesses, LoseNothingAcknowledgedInTwoHundredKills_slow) { kill_writers(200); }

TEST(LmdbProcesses, SeeEachOthersCommitsAtOnce) {
    const TestingFolder folder;
    const auto engine = *open(folder.options());
    const auto before = laws::put(*engine, "mine", "1");
    EXPECT_EQ(end_of(start([&] {
                  const auto theirs = open(folder.options());
                  if (!theirs || laws::find(**theirs, "mine") != "1") return 1;
                  return laws::put(**theirs, "theirs", "2") == before + 1 ? 0 : 2;
              })),
              0);
    EXPECT_EQ(engine->stamp(), before + 1);
    EXPECT_EQ(laws::find(*engine, "theirs"), "2");
    EXPECT_EQ(laws::put(*engine, "mine", "3"), before + 2);
}

TEST(LmdbProcesses, LoseNoUpdateOfOneAnother) {
    const TestingFolder folder;
    laws::put(**open(folder.options()), "n", "0");
    const auto count = [&] {
        const auto engine = open(folder.options());
        for (int time = 0; engine && time < 50; ++time)
            laws::write(**engine, [](Batch& batch) -> Result<void> {
                const int now = std::stoi(Bytes(*TRY(batch.get("n"))));
                return batch.put("n", std::to_string(now + 1));
            });
        return engine ? 0 : 1;
    };
    const pid_t one = start(count);
    const pid_t other = start(count);
    EXPECT_EQ(end_of(one), 0);
    EXPECT_EQ(end_of(other), 0);
    EXPECT_EQ(laws::find(**open(folder.options()), "n"), "100");
}

TEST(LmdbProcesses, MakeOneRepositoryInOneEmptyFolder) {
    for (int round = 0; round < 10; ++round) {
        const TestingFolder folder;
        std::vector<pid_t> children;
        for (int number = 0; number < 4; ++number)
            children.push_back(start([&] {
                const auto engine = open(folder.options());
                if (!engine) std::fprintf(stderr, "%s\n", engine.error().sentence().c_str());
                return engine && laws::put(**engine, std::to_string(number + 1), "1") ? 0 : 1;
            }));
        for (const pid_t child : children)
            EXPECT_EQ(end_of(child), 0);
        EXPECT_EQ(laws::all_of(**open(folder.options())).size(), 4U);
    }
}

TEST(LmdbProcesses, SurviveAWriterKilledInItsBatch) {
    const TestingFolder folder;
    const auto engine = *open(folder.options());
    laws::put(*engine, "a", "1");
    Pipe pipe = make_pipe();
    const pid_t child = start([&] {
        const auto theirs = open(folder.options());
        laws::write(**theirs, [&](Batch& batch) -> Result<void> {
            TRY(batch.put("a", "2"));
            tell(pipe.in, 1);
            pause();
            return {};
        });
        return 0;
    });
    ASSERT_TRUE(hear(pipe.out));
    const auto late = Deadline::in(std::chrono::milliseconds(30));
    EXPECT_EQ(engine->write(late, [](Batch&) { return Result<void>(); }).status(), Status::ServerTooBusy);
    kill(child, SIGKILL);
    end_of(child);
    EXPECT_EQ(laws::find(*engine, "a"), "1");
    laws::put(*engine, "a", "3");
    EXPECT_EQ(laws::find(*engine, "a"), "3");
}

TEST(LmdbProcesses, FreeTheViewsOfTheKilled) {
    const TestingFolder folder;
    const auto engine = *open(folder.options());
    laws::put(*engine, "a", "1");
    Pipe pipe = make_pipe();
    const pid_t child = start([&] {
        const auto theirs = open(folder.options());
        const auto view = laws::view_of(**theirs);
        tell(pipe.in, 1);
        pause();
        return 0;
    });
    ASSERT_TRUE(hear(pipe.out));
    EXPECT_EQ(engine->facts()->views, 1U);
    kill(child, SIGKILL);
    end_of(child);
    EXPECT_TRUE(engine->idle_work());
    EXPECT_EQ(engine->facts()->views, 0U);
}

TEST(LmdbProcesses, GrowAMapThatAnotherOneOutgrew) {
    const TestingFolder folder;
    Options small = folder.options();
    small.limit_bytes = 1 << 20;
    const auto engine = *open(small);
    laws::put(*engine, "a", "1");
    EXPECT_EQ(end_of(start([&] {
                  const auto theirs = open(folder.options());
                  return theirs && laws::put(**theirs, "large", Bytes(5'000'000, 'l')) ? 0 : 1;
              })),
              0);
    EXPECT_EQ(laws::find(*engine, "large"), Bytes(5'000'000, 'l'));
    EXPECT_EQ(laws::find(*engine, "a"), "1");
}

TEST(LmdbProcesses, RefuseInTheChildWhatTheParentOpened) {
    const TestingFolder folder;
    auto engine = *open(folder.options());
    laws::put(*engine, "a", "1");
    auto view = laws::view_of(*engine);
    auto cursor = std::move(view->cursor()).value();
    EXPECT_TRUE(*cursor->seek("a"));
    EXPECT_EQ(end_of(start([&] {
                  const bool refused =
                      engine->read().status() == Status::NotAvailable && view->get("a").status() == Status::NotAvailable &&
                      cursor->next().status() == Status::NotAvailable && engine->facts().status() == Status::NotAvailable &&
                      engine->idle_work().status() == Status::NotAvailable &&
                      engine->backup(folder.path() / "b", {}).status() == Status::NotAvailable &&
                      engine->write(Deadline::never(), [](Batch&) { return Result<void>(); }).status() ==
                          Status::NotAvailable;
                  cursor.reset();
                  view.reset();
                  engine.reset();
                  if (!refused) return 1;
                  const auto own = open(folder.options());
                  return own && laws::find(**own, "a") == "1" && laws::put(**own, "b", "2") ? 0 : 2;
              })),
              0);
    EXPECT_TRUE(*cursor->seek("a"));
    EXPECT_EQ(view->get("b")->has_value(), false);
    EXPECT_EQ(laws::find(*engine, "b"), "2");
    laws::put(*engine, "c", "3");
}

TEST(LmdbProcesses, CommitNothingInAChildForkedInsideABatch) {
    const TestingFolder folder;
    const auto engine = *open(folder.options());
    pid_t child = -1;
    const auto answer = engine->write(Deadline::never(), [&](Batch& batch) -> Result<void> {
        TRY(batch.put("a", "1"));
        child = fork();
        if (child != 0) return {};
        return batch.put("b", "2");
    });
    if (child == 0) _exit(answer.status() == Status::NotAvailable ? 0 : 1);
    EXPECT_EQ(end_of(child), 0);
    EXPECT_TRUE(answer);
    EXPECT_EQ(laws::all_of(*engine), (laws::Model{{"a", "1"}}));
    laws::put(*engine, "c", "3");
}
