// What crosses the landing beside a call's arguments: who calls, how the call is protected, and whether the caller is still there. Each
// thread has a stack of them: a CallScope puts one on top while a call runs, a CallbackScope says that a client's sink is being called.
// A thread without any is a local caller: this process's own user.
#pragma once

#include "access/principal.h"

#include <cstddef>
#include <stop_token>

namespace wmi::com {

/// The levels of RPC_C_AUTHN_LEVEL_...
enum class Protection { None = 1, Connect = 2, Call = 3, Packet = 4, Integrity = 5, Privacy = 6 };

struct CallContext {
    access::Principal principal = access::Principal::own_user();
    Protection protection = Protection::Privacy;  // a call in this process is seen by nobody
    std::stop_token caller_gone;                  // asked to stop when the caller has gone (CANCEL-24)
};

/// A call runs on this thread while this stands. Scopes nest and end in reverse order. The context is borrowed.
class CallScope {
public:
    explicit CallScope(const CallContext& context) noexcept;
    ~CallScope();
    CallScope(const CallScope&) = delete;
    CallScope& operator=(const CallScope&) = delete;

private:
    const CallContext* outer_;
    bool outer_impersonating_;
};

/// A client's sink is called on this thread, for the call that `call` points at, while this stands. Only the address is used.
class CallbackScope {
public:
    explicit CallbackScope(const void* call) noexcept;
    ~CallbackScope();
    CallbackScope(const CallbackScope&) = delete;
    CallbackScope& operator=(const CallbackScope&) = delete;

private:
    friend bool in_callback_of(const void* call) noexcept;
    const void* call_;
    const CallbackScope* outer_;
};

/// The call that this thread answers, or null: it is a caller itself.
const CallContext* current_call() noexcept;
/// The context of a call that starts here: the present one, or that of a local caller.
CallContext context_of_caller();
/// How many calls this thread answers inside one another.
std::size_t call_depth() noexcept;

/// True while this thread runs any client's sink (CANCEL-08).
bool in_callback() noexcept;
/// True while this thread runs the sink of that call, perhaps deeper down (CALL-46).
bool in_callback_of(const void* call) noexcept;
/// Sinks inside one another on this thread.
std::size_t callback_depth() noexcept;

}  // namespace wmi::com
