// The owner of one VARIANT, for our own code; COM's functions do the work.
#pragma once

#include "com/com_ptr.h"

#include <oleauto.h>

#include <string_view>
#include <utility>
#include <vector>

namespace wmi::com {

class Variant {
public:
    Variant() noexcept { VariantInit(&value_); }

    Variant(Variant&& other) noexcept : value_(other.detach()) {}

    Variant& operator=(Variant&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }

    ~Variant() { VariantClear(&value_); }

    /// Takes over what a VARIANT holds.
    static Variant adopt(const VARIANT& value) noexcept {
        Variant owner;
        owner.value_ = value;
        return owner;
    }

    /// A text, an object, or an array of texts. Throw std::bad_alloc.
    static Variant of(std::string_view text);
    static Variant of(const com_ptr<IUnknown>& object);
    static Variant of(const std::vector<std::string_view>& texts);

    const VARIANT& get() const noexcept { return value_; }

    VARIANT* operator->() noexcept { return &value_; }

    const VARIANT* operator->() const noexcept { return &value_; }

    /// For functions that read or replace a value.
    VARIANT* address() noexcept { return &value_; }

    /// A place for an out parameter; what was held is cleared first.
    VARIANT* out() noexcept {
        VariantClear(&value_);
        return &value_;
    }

    /// Gives the value away.
    VARIANT detach() noexcept {
        VARIANT given = value_;
        VariantInit(&value_);
        return given;
    }

private:
    VARIANT value_;
};

/// A new array of BSTRs, from 0. Throws std::bad_alloc.
SAFEARRAY* to_safe_array(const std::vector<std::string_view>& texts);

}  // namespace wmi::com
