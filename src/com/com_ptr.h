// The owner of one reference to a COM object. AddRef and Release are called here and nowhere else in the house (object.h counts).
// adopt() takes a reference that somebody gives, out() receives one, detach() gives one away. Not for anything but COM interfaces.
#pragma once

#include <unknwn.h>

#include <concepts>
#include <cstddef>
#include <utility>

namespace wmi::com {

template <class T>
class com_ptr {
public:
    com_ptr() = default;

    com_ptr(std::nullptr_t) {}  // NOLINT(google-explicit-constructor)

    /// Takes a reference of its own.
    explicit com_ptr(T* object) : object_(object) { take(); }

    com_ptr(const com_ptr& other) : object_(other.object_) { take(); }

    com_ptr(com_ptr&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}

    /// A pointer to a base interface; the same object.
    template <class U>
        requires(std::convertible_to<U*, T*> && !std::same_as<U, T>)
    com_ptr(const com_ptr<U>& other) : object_(other.get()) {  // NOLINT(google-explicit-constructor)
        take();
    }

    template <class U>
        requires(std::convertible_to<U*, T*> && !std::same_as<U, T>)
    com_ptr(com_ptr<U>&& other) noexcept : object_(other.detach()) {}  // NOLINT(google-explicit-constructor)

    ~com_ptr() { drop(); }

    com_ptr& operator=(com_ptr other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }

    /// Owns the reference that the caller had.
    static com_ptr adopt(T* object) noexcept {
        com_ptr owner;
        owner.object_ = object;
        return owner;
    }

    T* get() const noexcept { return object_; }

    T* operator->() const noexcept { return object_; }

    T& operator*() const noexcept { return *object_; }

    explicit operator bool() const noexcept { return object_ != nullptr; }

    /// A place for an out parameter; what was held is released first.
    T** out() noexcept {
        drop();
        return &object_;
    }

    /// The same for out parameters of type void**.
    void** out_void() noexcept { return reinterpret_cast<void**>(out()); }

    /// Gives the reference away.
    T* detach() noexcept { return std::exchange(object_, nullptr); }

    /// Gives a reference of its own to an out parameter.
    void copy_to(T** target) const noexcept {
        take();
        *target = object_;
    }

    void reset() noexcept { drop(); }

    /// The object's other interface, or null.
    template <class U>
    com_ptr<U> query() const {
        com_ptr<U> found;
        if (object_ != nullptr) object_->QueryInterface(__uuidof(U), found.out_void());
        return found;
    }

    /// The pointer that tells one object from another (COM's identity): that of its IUnknown.
    const void* identity() const { return query<IUnknown>().get(); }

    friend bool operator==(const com_ptr& left, const com_ptr& right) noexcept { return left.object_ == right.object_; }

    friend bool operator==(const com_ptr& left, std::nullptr_t) noexcept { return left.object_ == nullptr; }

private:
    void take() const noexcept {
        if (object_ != nullptr) object_->AddRef();
    }

    void drop() noexcept {
        if (T* old = std::exchange(object_, nullptr)) old->Release();
    }

    T* object_ = nullptr;
};

/// The identity of an object that is only borrowed.
inline const void* identity_of(IUnknown* object) { return com_ptr<IUnknown>(object).identity(); }

}  // namespace wmi::com
