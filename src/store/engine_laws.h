// What every engine must hold, for the tests of each: TEST(MyEngine, KeepsTheLaws) { laws::hold(make); }
// Only tests include this: it needs gtest.
#pragma once

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "store/engine.h"

namespace wmi::store::laws {

/// Makes an empty store of the engine on trial.
using Make = std::function<std::shared_ptr<Engine>()>;
using Model = std::map<Bytes, Bytes>;

inline base::Error refused() { return base::Error(base::Status::InvalidQuery, "the work refused"); }

inline std::uint64_t write(Engine& engine, const Work& work) {
    auto made = engine.write(Deadline::never(), work);
    EXPECT_TRUE(made) << (made ? "" : made.error().sentence());
    return made ? *made : 0;
}

inline std::uint64_t put(Engine& engine, BytesView key, BytesView value) {
    return write(engine, [&](Batch& batch) { return batch.put(key, value); });
}

inline std::optional<Bytes> find(View& view, BytesView key) {
    auto got = view.get(key);
    EXPECT_TRUE(got) << (got ? "" : got.error().sentence());
    if (!got || !*got) return std::nullopt;
    return Bytes(**got);
}

inline std::unique_ptr<View> view_of(Engine& engine) {
    auto view = engine.read();
    EXPECT_TRUE(view) << (view ? "" : view.error().sentence());
    return std::move(view).value();
}

inline std::optional<Bytes> find(Engine& engine, BytesView key) { return find(*view_of(engine), key); }

inline Model all_of(View& view) {
    Model all;
    auto cursor = std::move(view.cursor()).value();
    Bytes last;
    for (bool more = *cursor->seek(""); more; more = *cursor->next()) {
        EXPECT_LT(last, cursor->key());
        last = cursor->key();
        all.emplace(last, cursor->value());
    }
    EXPECT_FALSE(cursor->valid());
    return all;
}

inline Model all_of(Engine& engine) { return all_of(*view_of(engine)); }

inline void what_was_put_is_read(const Make& make) {
    const auto engine = make();
    put(*engine, "a", "1");
    put(*engine, "b", "");
    put(*engine, "a", "longer than before");
    EXPECT_EQ(find(*engine, "a"), "longer than before");
    EXPECT_EQ(find(*engine, "b"), "");
    EXPECT_EQ(find(*engine, "c"), std::nullopt);
    EXPECT_EQ(find(*engine, "aa"), std::nullopt);
}

inline void insert_keeps_what_stands(const Make& make) {
    const auto engine = make();
    put(*engine, "old", "1");
    const auto before = engine->stamp();
    write(*engine, [](Batch& batch) -> Result<void> {
        const auto standing = TRY(batch.insert("old", "2"));
        EXPECT_EQ(standing, "1");
        return {};
    });
    EXPECT_EQ(engine->stamp(), before);  // nothing was changed
    write(*engine, [](Batch& batch) -> Result<void> {
        const auto fresh = TRY(batch.insert("new", "3"));
        EXPECT_FALSE(fresh);
        const auto again = TRY(batch.insert("new", "4"));
        EXPECT_EQ(again, "3");
        return {};
    });
    EXPECT_EQ(all_of(*engine), (Model{{"old", "1"}, {"new", "3"}}));
}

inline void erase_says_whether_there_was_one(const Make& make) {
    const auto engine = make();
    put(*engine, "a", "1");
    write(*engine, [](Batch& batch) -> Result<void> {
        EXPECT_TRUE(TRY(batch.erase("a")));
        EXPECT_FALSE(TRY(batch.erase("a")));
        EXPECT_FALSE(TRY(batch.erase("b")));
        return {};
    });
    EXPECT_EQ(all_of(*engine), Model{});
}

/// An engine may remember where a look led: whatever happens between, the put must meet its own key.
inline void a_put_after_a_look_meets_its_own_key(const Make& make) {
    const auto engine = make();
    for (const char* key : {"a", "b", "c", "d", "e"}) put(*engine, key, "1");
    write(*engine, [](Batch& batch) -> Result<void> {
        TRY(batch.get("b"));
        TRY(batch.put("b", "longer than before"));
        TRY(batch.get("c"));
        TRY(batch.get("x"));  // is not there
        TRY(batch.put("c", "2"));
        TRY(batch.get("d"));
        EXPECT_FALSE(TRY(batch.erase("y")));
        TRY(batch.put("d", "22"));
        TRY(batch.get("e"));
        EXPECT_TRUE(TRY(batch.erase("e")));
        TRY(batch.put("e", "3"));
        TRY(batch.get("a"));
        EXPECT_EQ(TRY(batch.insert("b", "4")), "longer than before");
        TRY(batch.put("a", ""));
        TRY(batch.insert("c", "5"));
        return batch.put("c", std::string(5000, 'x'));
    });
    EXPECT_EQ(all_of(*engine), (Model{{"a", ""}, {"b", "longer than before"}, {"c", std::string(5000, 'x')}, {"d", "22"}, {"e", "3"}}));
}

inline void a_view_keeps_its_state(const Make& make) {
    const auto engine = make();
    put(*engine, "a", "1");
    put(*engine, "b", "1");
    const auto before = view_of(*engine);
    const BytesView kept = **before->get("a");
    const auto revision = before->revision();
    write(*engine, [](Batch& batch) -> Result<void> {
        TRY(batch.put("a", "2"));
        TRY(batch.erase("b"));
        return batch.put("c", "2");
    });
    put(*engine, "a", "3");
    EXPECT_EQ(kept, "1");
    EXPECT_EQ(before->revision(), revision);
    EXPECT_EQ(all_of(*before), (Model{{"a", "1"}, {"b", "1"}}));
    EXPECT_EQ(all_of(*engine), (Model{{"a", "3"}, {"c", "2"}}));
}

inline void a_batch_sees_its_changes_and_nobody_else_does(const Make& make) {
    const auto engine = make();
    put(*engine, "a", "1");
    write(*engine, [&](Batch& batch) -> Result<void> {
        TRY(batch.put("a", "2"));
        TRY(batch.put("b", "2"));
        EXPECT_EQ(all_of(batch), (Model{{"a", "2"}, {"b", "2"}}));
        EXPECT_EQ(all_of(*engine), (Model{{"a", "1"}}));  // the state before, also from this thread
        EXPECT_EQ(batch.revision(), engine->stamp() + 1);
        return {};
    });
    EXPECT_EQ(all_of(*engine), (Model{{"a", "2"}, {"b", "2"}}));
}

inline void failed_work_changes_nothing(const Make& make) {
    const auto engine = make();
    put(*engine, "a", "1");
    const auto before = engine->stamp();
    const auto change = [](Batch& batch) -> Result<void> {
        TRY(batch.put("a", "2"));
        TRY(batch.put("b", "2"));
        TRY(batch.erase("a"));
        return batch.put("c", Bytes(100'000, 'c'));
    };
    const auto answer = engine->write(Deadline::never(), [&](Batch& batch) -> Result<void> {
        TRY(change(batch));
        return refused();
    });
    EXPECT_EQ(answer.status(), base::Status::InvalidQuery);
    EXPECT_THROW(static_cast<void>(engine->write(Deadline::never(),
                                                 [&](Batch& batch) -> Result<void> {
                                                     TRY(change(batch));
                                                     throw std::runtime_error("a bug");
                                                 })),
                 std::runtime_error);
    EXPECT_EQ(engine->stamp(), before);
    EXPECT_EQ(all_of(*engine), (Model{{"a", "1"}}));
    put(*engine, "a", "3");
    EXPECT_EQ(all_of(*engine), (Model{{"a", "3"}}));
}

inline void the_revision_grows_by_one_with_each_change(const Make& make) {
    const auto engine = make();
    const auto first = view_of(*engine)->revision();
    EXPECT_EQ(engine->stamp(), first);
    EXPECT_EQ(put(*engine, "a", "1"), first + 1);
    EXPECT_EQ(put(*engine, "a", "1"), first + 2);  // the same value is a change
    EXPECT_EQ(write(*engine, [](Batch&) -> Result<void> { return {}; }), first + 2);
    EXPECT_EQ(write(*engine,
                    [](Batch& batch) -> Result<void> {
                        TRY(batch.erase("none"));
                        return {};
                    }),
              first + 2);
    EXPECT_EQ(view_of(*engine)->revision(), first + 2);
    EXPECT_EQ(engine->stamp(), first + 2);
}

inline void a_cursor_walks_both_ways_in_order_of_bytes(const Make& make) {
    const auto engine = make();
    const std::vector<Bytes> keys{"\x01", "a", Bytes("a\0", 2), Bytes("a\0b", 3), "aa", "b", "\x7F", "\x80", "\xFF\xFF"};
    write(*engine, [&](Batch& batch) -> Result<void> {
        for (auto key = keys.rbegin(); key != keys.rend(); ++key)
            TRY(batch.put(*key, *key));
        return {};
    });
    const auto view = view_of(*engine);
    const auto cursor = std::move(view->cursor()).value();
    EXPECT_FALSE(cursor->valid());
    EXPECT_EQ(cursor->next().status(), base::Status::InvalidOperation);
    std::size_t at = 0;
    for (bool more = *cursor->seek(""); more; more = *cursor->next())
        EXPECT_EQ(cursor->key(), keys[at++]);
    EXPECT_EQ(at, keys.size());
    for (bool more = *cursor->seek_last(); more; more = *cursor->previous())
        EXPECT_EQ(cursor->key(), keys[--at]);
    EXPECT_EQ(at, 0U);
    EXPECT_TRUE(*cursor->seek(Bytes("a\0a", 3)));
    EXPECT_EQ(cursor->key(), keys[3]);
    EXPECT_FALSE(*cursor->seek("\xFF\xFF\xFF"));
    EXPECT_FALSE(cursor->valid());
}

/// Gathers what a walk shows and stops it after so many.
class Gathers final : public Walker {
public:
    explicit Gathers(std::size_t most) : most_(most) {}

    bool visit(BytesView key, BytesView value) override {
        seen_.emplace(key, value);
        return seen_.size() < most_;
    }

    [[nodiscard]] const Model& seen() const { return seen_; }

private:
    const std::size_t most_;
    Model seen_;
};

/// Values from none to several pages, so that leaves hold one entry or very many; ends on keys, between them and behind all.
inline void a_walk_shows_what_steps_show(const Make& make) {
    const auto engine = make();
    Model model;
    std::uint64_t chance = 7;
    const auto below = [&](std::uint64_t most) {
        chance = chance * 6364136223846793005U + 1442695040888963407U;
        return (chance >> 33U) % most;
    };
    const auto key_of = [](std::uint64_t number) { return Bytes(1 + number % 7, static_cast<char>('a' + number % 26)) + std::to_string(number); };
    write(*engine, [&](Batch& batch) -> Result<void> {
        for (int i = 0; i < 2000; ++i) {
            const Bytes key = key_of(below(100'000));
            const std::uint64_t kind = below(20);
            model[key] = Bytes(kind == 0 ? 9'000 : kind < 3 ? 1'500 : below(60), static_cast<char>(i));
            TRY(batch.put(key, model[key]));
        }
        return {};
    });
    const auto view = view_of(*engine);
    const auto cursor = std::move(view->cursor()).value();
    for (int trial = 0; trial < 500; ++trial) {
        const Bytes begin = key_of(below(100'000)), end = trial % 10 == 0 ? Bytes("~") : key_of(below(100'000));
        const std::size_t most = trial % 3 == 0 ? 1 + below(50) : SIZE_MAX;
        if (!*cursor->seek(begin)) continue;
        Gathers gathers(most);
        const bool is_stopped = *cursor->walk(end, gathers);
        auto at = model.lower_bound(begin);
        Model expected;
        for (; at != model.end() && at->first < end && expected.size() < most; ++at) expected.insert(*at);
        EXPECT_EQ(gathers.seen(), expected);
        EXPECT_EQ(is_stopped, expected.size() == most);
        if (is_stopped) --at;
        EXPECT_EQ(cursor->valid(), at != model.end());
        if (!cursor->valid()) continue;
        EXPECT_EQ(cursor->key(), at->first);
        if (trial % 2 == 0 && at != model.begin()) {
            EXPECT_TRUE(*cursor->previous());
            EXPECT_EQ(cursor->key(), std::prev(at)->first);
        } else if (++at != model.end()) {
            EXPECT_TRUE(*cursor->next());
            EXPECT_EQ(cursor->key(), at->first);
        }
    }
}

inline void a_cursor_in_an_empty_store_finds_nothing(const Make& make) {
    const auto engine = make();
    const auto view = view_of(*engine);
    const auto cursor = std::move(view->cursor()).value();
    EXPECT_FALSE(*cursor->seek(""));
    EXPECT_FALSE(*cursor->seek_last());
    EXPECT_FALSE(*cursor->seek("a"));
}

inline void a_cursor_survives_the_changes_of_its_batch(const Make& make) {
    const auto engine = make();
    write(*engine, [&](Batch& batch) -> Result<void> {
        for (char key = 'a'; key <= 'z'; ++key)
            TRY(batch.put(Bytes(1, key), "1"));
        auto cursor = TRY(batch.cursor());
        Bytes seen;
        for (bool more = TRY(cursor->seek("")); more; more = TRY(cursor->next())) {
            const Bytes key(cursor->key());
            seen += key;
            if (key < "d") TRY(batch.erase(cursor->key()));  // bytes that the batch gave
            if (key == "e") TRY(batch.erase("f"));
            if (key == "g") TRY(batch.put("gg", Bytes(5000, 'g')));
            if (key == "h") TRY(batch.put(cursor->key(), "1 and more"));
        }
        EXPECT_EQ(seen, "abcdegggh" "ijklmnopqrstuvwxyz");
        TRY(cursor->seek("m"));
        TRY(batch.erase("m"));
        EXPECT_TRUE(TRY(cursor->previous()));
        EXPECT_EQ(cursor->key(), "l");
        return {};
    });
    EXPECT_EQ(all_of(*engine).size(), 26U - 3 - 1 + 1 - 1);
}

inline void a_cursor_without_its_view_stands_on_nothing(const Make& make) {
    const auto engine = make();
    put(*engine, "a", "1");
    auto view = view_of(*engine);
    const auto of_view = std::move(view->cursor()).value();
    EXPECT_TRUE(*of_view->seek("a"));
    view.reset();
    EXPECT_EQ(of_view->seek("a").status(), base::Status::InvalidOperation);
    EXPECT_FALSE(of_view->valid());
    std::unique_ptr<Cursor> of_batch;
    write(*engine, [&](Batch& batch) -> Result<void> {
        of_batch = TRY(batch.cursor());
        TRY(batch.put("b", "2"));
        TRY(of_batch->seek("b"));
        return {};
    });
    EXPECT_EQ(of_batch->seek("a").status(), base::Status::InvalidOperation);
    EXPECT_FALSE(of_batch->valid());
}

inline void clear_leaves_nothing(const Make& make) {
    const auto engine = make();
    put(*engine, "a", "1");
    put(*engine, "b", "1");
    const auto before = engine->stamp();
    write(*engine, [](Batch& batch) -> Result<void> {
        TRY(batch.clear());
        EXPECT_EQ(all_of(batch), Model{});
        return batch.put("c", "2");
    });
    EXPECT_EQ(all_of(*engine), (Model{{"c", "2"}}));
    EXPECT_EQ(engine->stamp(), before + 1);
}

inline void keys_and_values_have_their_limits(const Make& make) {
    const auto engine = make();
    const Limits limits = engine->limits();
    const Bytes longest(limits.max_key_bytes, 'k');
    const Bytes large(std::min<std::size_t>(limits.max_value_bytes, 3'000'000), 'v');
    put(*engine, longest, large);
    EXPECT_EQ(find(*engine, longest), large);
    const Bytes too_large(limits.max_value_bytes + 1, 'v');
    write(*engine, [&](Batch& batch) -> Result<void> {
        EXPECT_EQ(batch.put(longest + "k", "").status(), base::Status::InvalidParameter);
        EXPECT_EQ(batch.put("", "").status(), base::Status::InvalidParameter);
        EXPECT_EQ(batch.put(Bytes("\0a", 2), "").status(), base::Status::InvalidParameter);
        EXPECT_EQ(batch.erase(Bytes("\0a", 2)).status(), base::Status::InvalidParameter);
        EXPECT_EQ(batch.insert("", "").status(), base::Status::InvalidParameter);
        EXPECT_EQ(batch.get("").status(), base::Status::InvalidParameter);
        EXPECT_EQ(batch.put("large", too_large).status(), base::Status::QuotaViolation);
        return batch.put("good", "1");  // wrong arguments do not spoil a batch
    });
    EXPECT_EQ(find(*engine, "good"), "1");
    EXPECT_EQ(all_of(*engine).size(), 2U);
}

inline void a_write_in_a_write_is_refused(const Make& make) {
    const auto engine = make();
    write(*engine, [&](Batch& batch) -> Result<void> {
        const auto inner = engine->write(Deadline::never(), [](Batch& other) { return other.put("a", "inner"); });
        EXPECT_EQ(inner.status(), base::Status::CriticalError);
        return batch.put("b", "outer");
    });
    EXPECT_EQ(all_of(*engine), (Model{{"b", "outer"}}));
}

inline void a_writer_waits_until_its_deadline(const Make& make) {
    const auto engine = make();
    bool ran = false;
    write(*engine, [&](Batch& batch) -> Result<void> {
        std::thread([&] {
            const auto late = engine->write(Deadline::in(std::chrono::milliseconds(20)), [&](Batch&) -> Result<void> {
                ran = true;
                return {};
            });
            EXPECT_EQ(late.status(), base::Status::ServerTooBusy);
        }).join();
        return batch.put("a", "1");
    });
    EXPECT_FALSE(ran);
    EXPECT_EQ(engine->write(Deadline::at({}), [](Batch& batch) { return batch.put("b", "2"); }).status(),
              base::Status::Ok);  // nobody writes: nothing to wait for
}

inline void threads_lose_no_update(const Make& make) {
    const auto engine = make();
    constexpr int kThreads = 4;
    constexpr int kEach = 25;
    const auto first = put(*engine, "n", "0");
    std::vector<std::thread> threads;
    for (int number = 0; number < kThreads; ++number)
        threads.emplace_back([&] {
            for (int time = 0; time < kEach; ++time) {
                write(*engine, [](Batch& batch) -> Result<void> {
                    const int now = std::stoi(Bytes(*TRY(batch.get("n"))));
                    return batch.put("n", std::to_string(now + 1));
                });
                const auto view = view_of(*engine);
                EXPECT_EQ(std::to_string(view->revision() - first), find(*view, "n"));
            }
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(find(*engine, "n"), std::to_string(kThreads * kEach));
}

/// Random work against std::map, batch by batch, some of them refused, with views that must not move.
inline void random_work_does_what_a_map_does(const Make& make, std::uint64_t seed, int batches) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto engine = make();
    base::SeededChance chance(seed);
    const auto below = [&](std::uint64_t end) { return chance.next() % end; };
    const auto key = [&] { return "k" + std::to_string(below(300)) + Bytes(below(40) == 0 ? 450 : 0, 'x'); };
    const auto value = [&] { return Bytes(below(20) == 0 ? 9000 : below(300), static_cast<char>('a' + below(26))); };
    Model model;
    std::vector<std::pair<std::unique_ptr<View>, Model>> kept;
    for (int number = 0; number < batches; ++number) {
        Model next = model;
        const bool refuse = below(5) == 0;
        const auto answer = engine->write(Deadline::never(), [&](Batch& batch) -> Result<void> {
            for (std::uint64_t left = below(60); left > 0; --left) {
                const Bytes name = key();
                const auto act = below(10);
                if (act < 4) {
                    const Bytes what = value();
                    TRY(batch.put(name, what));
                    next[name] = what;
                } else if (act < 6) {
                    const Bytes what = value();
                    const auto standing = TRY(batch.insert(name, what));
                    const auto [at, fresh] = next.try_emplace(name, what);
                    EXPECT_EQ(standing.has_value(), !fresh);
                    EXPECT_EQ(standing.value_or(at->second), at->second);
                } else if (act < 8) {
                    EXPECT_EQ(TRY(batch.erase(name)), next.erase(name) == 1);
                } else if (act < 9) {
                    const auto at = next.find(name);
                    EXPECT_EQ(find(batch, name), at == next.end() ? std::nullopt : std::optional<Bytes>(at->second));
                } else {
                    auto cursor = TRY(batch.cursor());
                    const auto at = next.lower_bound(name);
                    EXPECT_EQ(TRY(cursor->seek(name)), at != next.end());
                    EXPECT_EQ(cursor->key(), at == next.end() ? "" : at->first);
                }
            }
            if (below(10) == 0) {
                EXPECT_EQ(all_of(batch), next);
            }
            return refuse ? Result<void>(refused()) : Result<void>();
        });
        EXPECT_EQ(static_cast<bool>(answer), !refuse);
        if (!refuse) model = next;
        EXPECT_EQ(all_of(*engine), model);
        if (below(8) == 0) kept.emplace_back(view_of(*engine), model);
        if (kept.size() > 3) kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(below(kept.size())));
        if (!kept.empty()) {
            const auto& [view, then] = kept[below(kept.size())];
            EXPECT_EQ(all_of(*view), then);
        }
        if (testing::Test::HasFailure()) return;
    }
}

/// All of them, on a fresh store each.
inline void hold(const Make& make) {
    what_was_put_is_read(make);
    insert_keeps_what_stands(make);
    erase_says_whether_there_was_one(make);
    a_put_after_a_look_meets_its_own_key(make);
    a_view_keeps_its_state(make);
    a_batch_sees_its_changes_and_nobody_else_does(make);
    failed_work_changes_nothing(make);
    the_revision_grows_by_one_with_each_change(make);
    a_cursor_walks_both_ways_in_order_of_bytes(make);
    a_walk_shows_what_steps_show(make);
    a_cursor_in_an_empty_store_finds_nothing(make);
    a_cursor_survives_the_changes_of_its_batch(make);
    a_cursor_without_its_view_stands_on_nothing(make);
    clear_leaves_nothing(make);
    keys_and_values_have_their_limits(make);
    a_write_in_a_write_is_refused(make);
    a_writer_waits_until_its_deadline(make);
    threads_lose_no_update(make);
}

}  // namespace wmi::store::laws
