#include "api/internal/results.h"

#include <algorithm>
#include <iterator>

namespace wmi::api {

using base::Deadline;
using base::Error;
using base::Result;
using base::Status;

std::size_t Results::known() const { return is_rewindable() ? kept_.size() : given_before_ + ahead_.size(); }

void Results::keep_ahead(std::vector<cim::Object> objects) {
    if (given_of_ahead_ < ahead_.size()) {
        ahead_.insert(ahead_.end(), std::move_iterator(objects.begin()), std::move_iterator(objects.end()));
        return;
    }
    given_before_ += ahead_.size();
    given_of_ahead_ = 0;
    ahead_.swap(objects);
    source_->reuse(std::move(objects));
}

/// One piece of the source. A failure ends it and is remembered.
Result<void> Results::pull() {
    Result<calls::Source::Piece> piece = source_->next();
    Result<void> added;
    if (piece) {
        if (!is_rewindable()) {
            keep_ahead(std::move(piece->objects));
        } else {
            for (auto object = piece->objects.begin(); added && object != piece->objects.end(); ++object) added = kept_.add(std::move(*object));
        }
        if (added && !piece->is_last) return {};
        if (added && piece->status != Status::Ok) ending_ = piece->status;
    }
    if (!piece) failed_ = std::move(piece).error();
    else if (!added) failed_ = std::move(added).error();
    source_.reset();
    return {};
}

void Results::begin(Result<std::unique_ptr<calls::Source>> source) {
    std::vector<std::function<void()>> waiting;
    {
        const Lock lock(mutex_);
        if (source) source_ = std::move(*source);
        else failed_ = std::move(source).error();
        is_pending_ = false;
        waiting.swap(then_);
    }
    begun_.notify_all();
    for (const auto& then : waiting) then();
}

bool Results::put_off(std::function<void()> then) {
    const Lock lock(mutex_);
    if (!is_pending_) return false;
    then_.push_back(std::move(then));
    return true;
}

bool Results::wait_for_begin(Deadline deadline) {
    Lock lock(mutex_);
    return wait_for_begin(lock, deadline);
}

/// Under the lock.
bool Results::wait_for_begin(Lock& lock, Deadline deadline) {
    const auto has_begun = [this] { return !is_pending_; };
    if (!deadline.is_never()) return begun_.wait_until(lock, deadline.when(), has_begun);
    begun_.wait(lock, has_begun);
    return true;
}

/// Under the lock. Reads on until `end` objects are kept.
Results::Why Results::read_until(std::size_t end, Deadline deadline) {
    bool has_read = false;
    while (known() < end) {
        if (!source_) return Why::End;
        if (has_read && patience_ == Patience::UntilDeadline && deadline.passed()) return Why::GoesOn;
        (void)pull();
        has_read = true;
    }
    return Why::Full;
}

/// Under the lock. Piece by piece, forward only; nothing is kept. To nobody: they are skipped.
Results::Taken Results::take_forward(std::size_t count, Deadline deadline, Taker* to) {
    Taken taken;
    for (bool has_read = false;; has_read = true) {
        for (; taken.count < count && given_of_ahead_ < ahead_.size(); ++taken.count) {
            cim::Object& next = ahead_[given_of_ahead_++];
            if (to) to->take(std::move(next));
        }
        if (taken.count == count) return taken;
        const bool is_over = patience_ == Patience::UntilDeadline && has_read && deadline.passed();
        taken.why = !source_ ? Why::End : is_over ? Why::GoesOn : Why::Full;
        if (taken.why != Why::Full) return taken;
        (void)pull();
    }
}

Result<Results::Taken> Results::take(std::size_t from, std::size_t count, Deadline deadline, Taker& to) {
    Lock lock(mutex_);
    if (!wait_for_begin(lock, deadline)) return Taken{0, Why::GoesOn, Status::False};
    Taken taken;
    if (is_rewindable()) {
        const std::size_t end = from + std::min(count, SIZE_MAX - from);
        taken.why = read_until(end, deadline);
        for (std::size_t place = from; place < std::min(end, known()); ++place, ++taken.count) {
            cim::Object object = TRY(kept_.get(place));
            to.take(std::move(object));
        }
    } else {
        taken = take_forward(count, deadline, &to);
    }
    if (taken.why != Why::End) return taken;
    if (failed_) {
        if (taken.count == 0) return Error(*failed_);
        taken.why = Why::GoesOn;
    }
    taken.ending = ending_;
    return taken;
}

Result<Results::Skipped> Results::skip(std::size_t from, std::size_t count, Deadline deadline) {
    Lock lock(mutex_);
    if (!wait_for_begin(lock, deadline)) return Skipped{0, Why::GoesOn};
    Skipped skipped;
    if (is_rewindable()) {
        skipped.why = read_until(from + std::min(count, SIZE_MAX - from), deadline);
        skipped.count = std::min(from + std::min(count, SIZE_MAX - from), known()) - std::min(from, known());
    } else {
        const Taken passed = take_forward(count, deadline, nullptr);
        skipped = {passed.count, passed.why};
    }
    if (skipped.why == Why::End && failed_) {
        if (skipped.count == 0) return Error(*failed_);
        skipped.why = Why::GoesOn;
    }
    return skipped;
}

Result<void> Results::read_all() {
    const std::lock_guard lock(mutex_);
    while (source_) (void)pull();
    if (failed_) return Error(*failed_);
    return {};
}

Result<void> Results::check() const {
    const std::lock_guard lock(mutex_);
    if (failed_) return Error(*failed_);
    return {};
}

bool Results::is_end(std::size_t place) const {
    const std::lock_guard lock(mutex_);
    return !is_pending_ && !source_ && !failed_ && place >= known();
}

}  // namespace wmi::api
