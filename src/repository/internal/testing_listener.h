// Listeners for tests: one that keeps all it hears, one that looks whether what it hears could have happened. Only tests include this.
#pragma once

#include "repository/internal/testing_repository.h"

#include <atomic>
#include <functional>
#include <mutex>

namespace wmi::repository::testing {

using ChangeKind = CommittedChange::Kind;

/// Keeps what it is told. wish decides what is wanted; it must be safe to call from all threads.
class Recorder : public ChangeListener {
public:
    using Wish = std::function<bool(const Namespace&, const ClassLine&, ChangeKind)>;

    explicit Recorder(Wish wish = {}) : wish_(std::move(wish)) {}

    bool wants(const Namespace& in, const ClassLine& of, ChangeKind kind) noexcept override {
        asked_.fetch_add(1, std::memory_order_relaxed);
        return !wish_ || wish_(in, of, kind);
    }

    void committed(std::vector<CommittedChange>&& changes) noexcept override {
        const std::lock_guard lock(mutex_);
        for (CommittedChange& one : changes) heard_.push_back(std::move(one));
    }

    void lost(const LostChanges& what) noexcept override {
        const std::lock_guard lock(mutex_);
        lost_.push_back(what);
    }

    std::vector<CommittedChange> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(heard_, {});
    }

    std::vector<LostChanges> take_lost() {
        const std::lock_guard lock(mutex_);
        return std::exchange(lost_, {});
    }

    [[nodiscard]] unsigned asked() const { return asked_; }

private:
    const Wish wish_;
    std::atomic<unsigned> asked_ = 0;
    std::mutex mutex_;
    std::vector<CommittedChange> heard_;
    std::vector<LostChanges> lost_;
};

inline std::optional<Instance> before(const CommittedChange& one) {
    if (!one.before) return std::nullopt;
    return Instance::trusted(one.of, *one.before);
}

inline std::optional<Instance> after(const CommittedChange& one) {
    if (!one.after) return std::nullopt;
    return Instance::trusted(one.of, *one.after);
}

inline std::string as_text(const CommittedChange& one) {
    static constexpr const char* kNames[] = {"+i", "=i", "-i", "+c", "=c", "-c", "+n", "=n", "-n"};
    std::string line = kNames[static_cast<unsigned>(one.kind)];
    line += " " + one.in->path() + " ";
    if (!one.name.empty()) return line + one.name;
    if (one.class_before) line += one.class_before->name();
    if (one.class_before && one.class_after) line += ">";
    if (one.class_after) line += one.class_after->name();
    if (one.of) line += one.of->name() + "." + after(one).value_or(before(one).value_or(Instance::spawn(one.of))).relative_path().value_or("?");
    return line;
}

inline std::vector<std::string> as_text(const std::vector<CommittedChange>& all) {
    std::vector<std::string> lines;
    for (const CommittedChange& one : all) lines.push_back(as_text(one));
    return lines;
}

}  // namespace wmi::repository::testing
