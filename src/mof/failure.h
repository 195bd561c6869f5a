// Why a text did not compile, and where: what WBEM_COMPILE_STATUS_INFO and mofcomp's messages are made of
// (MOF-88, 89, 98).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "base/result.h"

namespace wmi::mof {

using base::Error;
using base::Result;
using base::Status;

/// A place in a source. Lines count from 1; columns count bytes of the UTF-8 text from 1. file is an index of
/// Document::files.
struct Place {
    std::uint32_t file = 0;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

enum class Phase : std::uint8_t {
    None = 0,
    Parse = 1,
    Argument = 2,
    Store = 3
};  // the numbers of lPhaseError

struct Failure {
    Phase phase = Phase::None;
    Status status = Status::Ok;
    std::uint32_t object =
        0;  // 1-based number of the class, instance or deletion; what is between objects counts to the next
    std::uint32_t first_line = 0;
    std::uint32_t last_line = 0;
    std::string file;
    Place place;
    std::string sentence;
    std::string about;  // class, path or file
};

/// What was made, or the failure that ended it.
template <class T>
class [[nodiscard]] Outcome {
public:
    Outcome(T value)
        : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)

    Outcome(Failure failure)
        : state_(std::in_place_index<1>, std::move(failure)) {}  // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return state_.index() == 0; }

    T& value() { return *std::get_if<0>(&state_); }

    const T& value() const { return *std::get_if<0>(&state_); }

    T* operator->() { return &value(); }

    T& operator*() { return value(); }

    [[nodiscard]] const Failure& failure() const { return *std::get_if<1>(&state_); }

private:
    std::variant<T, Failure> state_;
};

/// Carries the place of the last failure beside the Error that travels up.
class Blame {
public:
    Error at(Place place, Status status, std::string sentence, std::string about = {}) {
        place_ = place;
        return Error(status, std::move(sentence), std::move(about));
    }

    void move_to(Place place) { place_ = place; }

    [[nodiscard]] Place place() const { return place_; }

private:
    Place place_;
};

}  // namespace wmi::mof
