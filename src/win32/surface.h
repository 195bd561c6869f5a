// What every exported function of this room stands on: the thread's last error, and the one translator of exceptions.
#pragma once

#include <exception>
#include <new>
#include <utility>

#include <openwmi/windef.h>

namespace wmi::win32 {

/// The number that GetLastError gives on this thread.
DWORD& last_error() noexcept;

/// Remembers why, and gives the failing answer: `return failed(ERROR_INVALID_HANDLE, FALSE);`
template <class Answer>
Answer failed(long error, Answer answer) noexcept {
    last_error() = static_cast<DWORD>(error);
    return answer;
}

/// Runs the body of an exported function. No memory: last error ERROR_NOT_ENOUGH_MEMORY (8), and the failing answer.
/// Not for functions that may end the thread: its unwinding must pass.
template <class Answer, class Body>
Answer answer(Answer otherwise, Body&& body) noexcept {
    try {
        return std::forward<Body>(body)();
    } catch (const std::bad_alloc&) {
        return failed(8, otherwise);
    } catch (const std::exception&) {
        return failed(1359, otherwise);  // ERROR_INTERNAL_ERROR
    }
}

}  // namespace wmi::win32
