// The surface's only translator: what a body answers becomes an HRESULT, and a failure's words the thread's error object, an
// instance of __ExtendedStatus (CALL-65, CALL-66). Methods of COM interfaces are noexcept and have their whole body in here:
//
//     HRESULT Services::DeleteClass(...) noexcept {
//         return answer("DeleteClass", [&]() -> Result<void> { ... });
//     }
//
// The error object is made when somebody asks for it; a success costs nothing but forgetting the last one.
#pragma once

#include "base/result.h"
#include "com/com_ptr.h"

#include <wbemcli.h>

#include <new>
#include <string_view>
#include <type_traits>

namespace wmi::objects {

/// What WMI calls itself where a provider's name would stand (CALL-66).
inline constexpr std::string_view kOurselves = "Windows Management";

/// Who failed, doing what.
struct Occasion {
    std::string_view operation;              // the method's name without "Async"
    std::string_view provider = kOurselves;  // or the provider's name
};

/// The number of a status at the surface.
constexpr HRESULT to_hresult(base::Status status) { return static_cast<HRESULT>(static_cast<std::uint32_t>(status)); }

/// Any HRESULT as a status: WBEM codes keep their number.
constexpr base::Status to_status(HRESULT code) { return static_cast<base::Status>(static_cast<std::uint32_t>(code)); }

/// The result of a call to somebody's COM method. errors: that code
base::Result<void> checked(HRESULT code);

/// Makes a failure the error object of this thread until the first GetErrorInfo. Never fails: without memory there is none.
void leave_error(const base::Error& error, const Occasion& occasion) noexcept;

/// Forgets the error object of this thread.
void clear_error() noexcept;

/// The instance of __ExtendedStatus that says so: for pObjParam of an asynchronous call (CALL-66). Throws bad_alloc.
com::com_ptr<IWbemClassObject> make_error_object(const base::Error& error, const Occasion& occasion);

/// Fills Operation, ParameterInfo and ProviderName of a provider's own error object where they are NULL (CALL-67). What is no
/// __ExtendedStatus, or cannot be written, is given back as it came.
com::com_ptr<IWbemClassObject> complete_error_object(IWbemClassObject* given, const base::Error& error, const Occasion& occasion);

namespace internal {

template <class T>
HRESULT code_of(const base::Result<T>& result) {
    if (!result) return to_hresult(result.error().status());
    if constexpr (std::is_same_v<T, base::Status>) {
        return to_hresult(*result);
    } else {
        return S_OK;
    }
}

template <class Body>
HRESULT run(const Occasion& occasion, Body&& body) noexcept {
    try {
        const auto result = body();
        if (!result) leave_error(result.error(), occasion);
        return code_of(result);
    } catch (const std::bad_alloc&) {
        return WBEM_E_OUT_OF_MEMORY;
    } catch (...) {
        return WBEM_E_CRITICAL_ERROR;  // a bug of ours
    }
}

}  // namespace internal

/// For methods that act: body answers Result<void>, or Result<Status> for successes that say more. Leaves the error object of a
/// failure; after a success there is none.
template <class Body>
HRESULT answer(const Occasion& occasion, Body&& body) noexcept {
    clear_error();
    return internal::run(occasion, body);
}

template <class Body>
HRESULT answer(std::string_view operation, Body&& body) noexcept {
    return answer(Occasion{operation}, body);
}

/// For methods of values, which reach no namespace: a success leaves the thread's error object alone.
template <class Body>
HRESULT answer_locally(std::string_view operation, Body&& body) noexcept {
    return internal::run(Occasion{operation}, body);
}

}  // namespace wmi::objects
