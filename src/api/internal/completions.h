// What the committer tells of a submitted write: to a call, by way of the Finisher, or to the holder of a semisynchronous result.
#pragma once

#include "calls/finisher.h"
#include "api/house.h"
#include "api/internal/call_result.h"
#include "service/service.h"

namespace wmi::api {

inline calls::Final final_of(base::Result<std::string>&& outcome, bool with_text) {
    if (!outcome) return calls::Final::failed(std::move(outcome).error());
    calls::Final final;
    if (with_text) final.text = std::move(*outcome);
    return final;
}

/// Outlived by the Finisher: the house drains before it goes.
class CallCompletion final : public service::Completion {
public:
    CallCompletion(calls::CallPtr call, calls::Finisher& finisher, bool with_text)
        : call_(std::move(call)), finisher_(finisher), with_text_(with_text) {}

    bool is_wanted() noexcept override { return !call_->is_stopped(); }

    void finished(base::Result<std::string>&& outcome) noexcept override {
        finisher_.add(std::move(call_), final_of(std::move(outcome), with_text_));
    }

private:
    calls::CallPtr call_;
    calls::Finisher& finisher_;
    const bool with_text_;
};

class OutcomeCompletion final : public service::Completion {
public:
    OutcomeCompletion(OutcomePtr holder, bool with_text) : holder_(std::move(holder)), with_text_(with_text) {}

    void finished(base::Result<std::string>&& outcome) noexcept override {
        holder_->set({final_of(std::move(outcome), with_text_), std::nullopt});
    }

private:
    const OutcomePtr holder_;
    const bool with_text_;
};

}  // namespace wmi::api
