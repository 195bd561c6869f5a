#include "api/internal/results.h"

#include <algorithm>

namespace wmi::api {

using base::Deadline;
using base::Error;
using base::Result;
using base::Status;

std::size_t Results::known() const { return is_rewindable() ? kept_.size() : handed_over_ + ahead_.size(); }

/// One piece of the source. A failure ends it and is remembered.
Result<void> Results::pull() {
    Result<calls::Source::Piece> piece = source_->next();
    Result<void> added;
    if (piece) {
        for (cim::Object& object : piece->objects) {
            if (!is_rewindable()) ahead_.push_back(std::move(object));
            else if (added) added = kept_.add(std::move(object));
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

/// Under the lock. Reads on until `end` objects are known.
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

Result<Results::Taken> Results::take(std::size_t from, std::size_t count, Deadline deadline) {
    Lock lock(mutex_);
    if (!wait_for_begin(lock, deadline)) return Taken{{}, Why::GoesOn, Status::False};
    const std::size_t end = from + std::min(count, SIZE_MAX - from);
    Taken taken;
    taken.why = read_until(end, deadline);
    const std::size_t last = std::min(end, known());
    if (taken.why == Why::End) {
        if (failed_ && last <= from) return Error(*failed_);
        if (failed_) taken.why = Why::GoesOn;
        taken.ending = ending_;
    }
    taken.objects.reserve(last > from ? last - from : 0);
    for (std::size_t place = from; place < last; ++place) {
        if (is_rewindable()) {
            cim::Object object = TRY(kept_.get(place));
            taken.objects.push_back(std::move(object));
        } else {
            taken.objects.push_back(std::move(ahead_.front()));
            ahead_.pop_front();
            ++handed_over_;
        }
    }
    return taken;
}

Result<Results::Skipped> Results::skip(std::size_t from, std::size_t count, Deadline deadline) {
    Lock lock(mutex_);
    if (!wait_for_begin(lock, deadline)) return Skipped{0, Why::GoesOn};
    Skipped skipped;
    const std::size_t end = from + std::min(count, SIZE_MAX - from);
    if (is_rewindable()) {
        skipped.why = read_until(end, deadline);
        skipped.count = std::min(end, known()) - std::min(from, known());
    } else {  // nothing is kept: piece by piece
        while (skipped.count < count) {
            const Why why = read_until(from + skipped.count + 1, deadline);
            const std::size_t some = std::min(count - skipped.count, ahead_.size());
            ahead_.erase(ahead_.begin(), ahead_.begin() + static_cast<std::ptrdiff_t>(some));
            handed_over_ += some;
            skipped.count += some;
            skipped.why = why;
            if (why != Why::Full) break;
        }
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
