// An engine that fails when it is told to: for tests of what stands on a store. It wraps a real one; what it lets through is
// really done, what it fails is really undone. Only tests include this.
#pragma once

#include <atomic>
#include <new>

#include "store/engine.h"

namespace wmi::store {

/// Tells which act fails. An act is: a read(), the start of a write, each look-up, step and change inside, the commit.
/// A test runs its piece of work with fail_at(1), fail_at(2), ... until acts() shows that the failing act was not reached.
class Faults {
public:
    enum class How { Answer, Throw };  // an Error of this status, or std::bad_alloc

    /// The n-th act from now on fails, n from 1, and none after it; 0: none does.
    void fail_at(std::uint64_t n, How how = How::Answer, base::Status status = base::Status::CriticalError) {
        how_ = how;
        status_ = status;
        done_ = 0;
        fails_ = n;
    }

    /// How many acts there were since fail_at().
    [[nodiscard]] std::uint64_t acts() const { return done_; }

    [[nodiscard]] bool happened() const { return fails_ != 0 && done_ >= fails_; }

    Result<void> act() {
        if (++done_ != fails_) return {};
        if (how_ == How::Throw) throw std::bad_alloc();
        return base::Error(status_, "a fault that the test has asked for");
    }

private:
    std::atomic<std::uint64_t> done_{0};
    std::atomic<std::uint64_t> fails_{0};
    std::atomic<How> how_{How::Answer};
    std::atomic<base::Status> status_{base::Status::CriticalError};
};

class FaultyCursor : public Cursor {
public:
    FaultyCursor(Faults& faults, std::unique_ptr<Cursor> inner) : faults_(faults), inner_(std::move(inner)) {}

    Result<bool> seek(BytesView key) override {
        return move([&] { return inner_->seek(key); });
    }

    Result<bool> seek_last() override {
        return move([&] { return inner_->seek_last(); });
    }

    Result<bool> next() override {
        return move([&] { return inner_->next(); });
    }

    Result<bool> previous() override {
        return move([&] { return inner_->previous(); });
    }

private:
    template <class Step>
    Result<bool> move(Step step) {
        stand_on_nothing();
        TRY(faults_.act());
        const bool found = TRY(step());
        if (found) stand_on(inner_->key(), inner_->value());
        return found;
    }

    Faults& faults_;
    const std::unique_ptr<Cursor> inner_;
};

class FaultyView : public View {
public:
    FaultyView(std::shared_ptr<Faults> faults, std::unique_ptr<View> inner)
        : faults_(std::move(faults)), inner_(std::move(inner)) {}

    Result<std::optional<BytesView>> get(BytesView key) override {
        TRY(faults_->act());
        return inner_->get(key);
    }

    Result<std::unique_ptr<Cursor>> cursor() override {
        TRY(faults_->act());
        auto cursor = TRY(inner_->cursor());
        return std::make_unique<FaultyCursor>(*faults_, std::move(cursor));
    }

    [[nodiscard]] std::uint64_t revision() const override { return inner_->revision(); }

private:
    const std::shared_ptr<Faults> faults_;
    const std::unique_ptr<View> inner_;
};

class FaultyBatch : public Batch {
public:
    FaultyBatch(Faults& faults, Batch& inner) : faults_(faults), inner_(inner) {}

    Result<std::optional<BytesView>> get(BytesView key) override {
        TRY(faults_.act());
        return inner_.get(key);
    }

    Result<std::unique_ptr<Cursor>> cursor() override {
        TRY(faults_.act());
        auto cursor = TRY(inner_.cursor());
        return std::make_unique<FaultyCursor>(faults_, std::move(cursor));
    }

    [[nodiscard]] std::uint64_t revision() const override { return inner_.revision(); }

    Result<void> put(BytesView key, BytesView value) override {
        TRY(change());
        return inner_.put(key, value);
    }

    Result<std::optional<BytesView>> insert(BytesView key, BytesView value) override {
        TRY(change());
        return inner_.insert(key, value);
    }

    Result<bool> erase(BytesView key) override {
        TRY(change());
        return inner_.erase(key);
    }

    Result<void> clear() override {
        TRY(change());
        return inner_.clear();
    }

    /// Whether it may commit: as an engine's own batch, not after a change that failed.
    Result<void> ready() {
        TRY(failed_);
        return faults_.act();
    }

private:
    Result<void> change() {
        TRY(failed_);
        failed_ = faults_.act();
        return failed_;
    }

    Faults& faults_;
    Batch& inner_;
    Result<void> failed_;
};

class FaultyEngine : public Engine {
public:
    FaultyEngine(std::shared_ptr<Engine> inner, std::shared_ptr<Faults> faults)
        : inner_(std::move(inner)), faults_(std::move(faults)) {}

    [[nodiscard]] Limits limits() const override { return inner_->limits(); }

    Result<std::unique_ptr<View>> read() override {
        TRY(faults_->act());
        auto view = TRY(inner_->read());
        return std::make_unique<FaultyView>(faults_, std::move(view));
    }

    Result<std::uint64_t> write(Deadline deadline, const Work& work) override {
        TRY(faults_->act());
        return inner_->write(deadline, [&](Batch& inner) -> Result<void> {
            FaultyBatch batch(*faults_, inner);
            TRY(work(batch));
            return batch.ready();
        });
    }

    [[nodiscard]] std::uint64_t stamp() const override { return inner_->stamp(); }

    Result<void> backup(const std::filesystem::path& file, const Progress& progress) override {
        TRY(faults_->act());
        return inner_->backup(file, progress);
    }

    Result<std::uint64_t> restore(Deadline deadline, const std::filesystem::path& file,
                                  const Progress& progress, const Work& then) override {
        TRY(faults_->act());
        return inner_->restore(deadline, file, progress, then);
    }

    Result<Facts> facts() override { return inner_->facts(); }

    Result<void> idle_work() override { return inner_->idle_work(); }

    [[nodiscard]] Bell* bell() override { return inner_->bell(); }

private:
    const std::shared_ptr<Engine> inner_;
    const std::shared_ptr<Faults> faults_;
};

}  // namespace wmi::store
