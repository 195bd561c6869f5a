// Answers as values. A function that can be answered with a failure returns Result<T>; TRY passes the failure on.
// Exceptions are left for "this cannot happen" and for no memory. TRY stands alone on the right of one '=' or as a statement:
// inside a larger braced expression it leaks on the compilers we support.
#pragma once

#include "base/status.h"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace wmi::base {

/// Why something was answered with a failure: the status for programs, a sentence for people, and what it is about
/// (a class name, a path, a query), which becomes __ExtendedStatus.ParameterInfo.
class Error {
public:
    explicit Error(Status status, std::string sentence = {}, std::string about = {})
        : status_(status), sentence_(std::move(sentence)), about_(std::move(about)) {}

    [[nodiscard]] Status status() const { return status_; }

    [[nodiscard]] const std::string& sentence() const& { return sentence_; }

    [[nodiscard]] const std::string& about() const& { return about_; }

    /// Of an error that is over: given away, without asking for memory.
    [[nodiscard]] std::string sentence() && { return std::move(sentence_); }

    [[nodiscard]] std::string about() && { return std::move(about_); }

    /// The same failure, said to be about something, unless an inner place has said so already.
    [[nodiscard]] Error concerning(std::string_view what) && {
        if (about_.empty()) about_ = what;
        return std::move(*this);
    }

private:
    Status status_;
    std::string sentence_;
    std::string about_;
};

template <class T>
class [[nodiscard]] Result {
public:
    // Both conversions are implicit on purpose: `return value;` and `return Error(...)` are how answers are given.
    template <class U = T>
        requires(std::is_constructible_v<T, U &&> && !std::is_same_v<std::remove_cvref_t<U>, Result> &&
                 !std::is_same_v<std::remove_cvref_t<U>, Error>)
    Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}  // NOLINT(google-explicit-constructor)

    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return state_.index() == 0; }

    T& value() & { return *std::get_if<0>(&state_); }

    const T& value() const& { return *std::get_if<0>(&state_); }

    T&& value() && { return std::move(*std::get_if<0>(&state_)); }

    T& operator*() & { return value(); }

    const T& operator*() const& { return value(); }

    T* operator->() { return &value(); }

    const T* operator->() const { return &value(); }

    [[nodiscard]] const Error& error() const& { return *std::get_if<1>(&state_); }

    [[nodiscard]] Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

    /// Ok, or the status of the failure.
    [[nodiscard]] Status status() const { return *this ? Status::Ok : error().status(); }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;

    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return !error_; }

    void value() const {}

    [[nodiscard]] const Error& error() const& { return *error_; }

    [[nodiscard]] Error&& error() && { return std::move(*error_); }

    [[nodiscard]] Status status() const { return error_ ? error_->status() : Status::Ok; }

private:
    std::optional<Error> error_;
};

}  // namespace wmi::base

/// Gives the value of a Result, or returns its failure from the function that stands around it.
#define TRY(...)                                                                           \
    ({                                                                                     \
        auto&& openwmi_result_ = (__VA_ARGS__);                                            \
        if (!openwmi_result_) return ::wmi::base::Error(std::move(openwmi_result_).error()); \
        std::move(openwmi_result_).value();                                                \
    })
