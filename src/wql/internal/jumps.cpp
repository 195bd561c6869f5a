#include "wql/internal/jumps.h"

#include <algorithm>

namespace wmi::wql::internal {
namespace {

/// A part of the expression that was announced by what joins it and comes later in the walk from behind. The left one of a pair
/// goes on with the right one, whose first term is known when the left one's turn has come.
struct Awaited {
    enum class Next : std::uint8_t { Known, TrueIsRight, FalseIsRight };
    Next next = Next::Known;
    Jump jump;
};

class Planner {
public:
    explicit Planner(const Expression& expression) : expression_(expression) {}

    Result<std::vector<Jump>> plan() {
        const auto terms = std::count_if(expression_.steps.begin(), expression_.steps.end(),
                                         [](const Expression::Step& step) { return step.kind == Expression::Step::Kind::Term; });
        jumps_.resize(static_cast<std::size_t>(terms));
        first_ = static_cast<std::uint32_t>(jumps_.size());
        awaited_.push_back({Awaited::Next::Known, {0, kAccept, kReject, true}});
        for (auto step = expression_.steps.rbegin(); step != expression_.steps.rend(); ++step) {
            if (awaited_.empty() || (step->kind == Expression::Step::Kind::Term && step->term >= expression_.terms.size())) return broken();
            take(*step);
        }
        if (!awaited_.empty() || first_ != 0) return broken();
        return std::move(jumps_);
    }

private:
    void take(const Expression::Step& step) {
        Awaited now = awaited_.back();
        awaited_.pop_back();
        if (now.next == Awaited::Next::TrueIsRight) now.jump.on_true = first_;
        if (now.next == Awaited::Next::FalseIsRight) now.jump.on_false = first_;
        Jump inner = now.jump;
        inner.is_conjunct = now.jump.is_conjunct && step.kind == Expression::Step::Kind::And;
        switch (step.kind) {
            case Expression::Step::Kind::Term:
                now.jump.term = step.term;
                jumps_[--first_] = now.jump;
                return;
            case Expression::Step::Kind::Not:
                std::swap(inner.on_true, inner.on_false);
                awaited_.push_back({Awaited::Next::Known, inner});
                return;
            case Expression::Step::Kind::And: awaited_.push_back({Awaited::Next::TrueIsRight, inner}); break;
            case Expression::Step::Kind::Or: awaited_.push_back({Awaited::Next::FalseIsRight, inner}); break;
        }
        awaited_.push_back({Awaited::Next::Known, inner});
    }

    static Error broken() { return Error(Status::InvalidQuery, "the condition is incomplete: a term stands alone, or AND, OR or NOT misses one"); }

    const Expression& expression_;
    std::vector<Jump> jumps_;
    std::vector<Awaited> awaited_;
    std::uint32_t first_ = 0;  // term that was met last
};

}  // namespace

Result<std::vector<Jump>> plan_jumps(const Expression& expression) { return Planner(expression).plan(); }

}  // namespace wmi::wql::internal
