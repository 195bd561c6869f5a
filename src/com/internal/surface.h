// The border between COM's functions and what they are made of: nothing thrown crosses it.
#pragma once

#include <winerror.h>

#include <new>
#include <utility>

namespace wmi::com::internal {

template <class Body>
HRESULT surface(Body&& body) noexcept {
    try {
        return std::forward<Body>(body)();
    } catch (const std::bad_alloc&) {
        return E_OUTOFMEMORY;
    } catch (...) {
        return E_UNEXPECTED;
    }
}

}  // namespace wmi::com::internal
