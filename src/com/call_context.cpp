#include "com/call_context.h"

#include "com/internal/impersonation.h"

#include <utility>

namespace wmi::com {
namespace {

struct Stack {
    const CallContext* call = nullptr;
    std::size_t calls = 0;
    bool impersonating = false;
    const CallbackScope* callback = nullptr;
    std::size_t callbacks = 0;
};

thread_local constinit Stack stack;

}  // namespace

CallScope::CallScope(const CallContext& context) noexcept
    : outer_(std::exchange(stack.call, &context)), outer_impersonating_(std::exchange(stack.impersonating, false)) {
    ++stack.calls;
}

CallScope::~CallScope() {
    stack.call = outer_;
    stack.impersonating = outer_impersonating_;
    --stack.calls;
}

CallbackScope::CallbackScope(const void* call) noexcept : call_(call), outer_(std::exchange(stack.callback, this)) {
    ++stack.callbacks;
}

CallbackScope::~CallbackScope() {
    stack.callback = outer_;
    --stack.callbacks;
}

const CallContext* current_call() noexcept {
    return stack.call;
}

CallContext context_of_caller() {
    return stack.call != nullptr ? *stack.call : CallContext{};
}

std::size_t call_depth() noexcept {
    return stack.calls;
}

bool in_callback() noexcept {
    return stack.callback != nullptr;
}

bool in_callback_of(const void* call) noexcept {
    for (const CallbackScope* scope = stack.callback; scope != nullptr; scope = scope->outer_) {
        if (scope->call_ == call) return true;
    }
    return false;
}

std::size_t callback_depth() noexcept {
    return stack.callbacks;
}

bool internal::impersonating() noexcept {
    return stack.impersonating;
}

void internal::impersonate(bool on) noexcept {
    stack.impersonating = on;
}

}  // namespace wmi::com
