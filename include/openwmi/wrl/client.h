// Microsoft::WRL::ComPtr: the owner of one reference.
#pragma once

#include "../unknwn.h"

#include <cstddef>
#include <type_traits>
#include <utility>

namespace Microsoft {
namespace WRL {

template <class T>
class ComPtr;

/// What operator& gives: a place for an out parameter. The pointer is let go only when the place is taken.
template <class Pointer>
class ComPtrRef {
public:
    typedef typename Pointer::InterfaceType InterfaceType;

    explicit ComPtrRef(Pointer* pointer) noexcept : pointer_(pointer) {}

    operator InterfaceType**() const noexcept { return pointer_->ReleaseAndGetAddressOf(); }

    operator void**() const noexcept { return reinterpret_cast<void**>(pointer_->ReleaseAndGetAddressOf()); }

    operator Pointer*() const noexcept { return pointer_; }

    InterfaceType* operator*() const noexcept { return pointer_->Get(); }

private:
    Pointer* pointer_;
};

template <class T>
class ComPtr {
public:
    typedef T InterfaceType;

    ComPtr() noexcept = default;

    ComPtr(std::nullptr_t) noexcept {}

    template <class U, std::enable_if_t<std::is_convertible<U*, T*>::value, int> = 0>
    ComPtr(U* other) noexcept : ptr_(other) {
        take();
    }

    ComPtr(const ComPtr& other) noexcept : ptr_(other.ptr_) { take(); }

    template <class U, std::enable_if_t<std::is_convertible<U*, T*>::value, int> = 0>
    ComPtr(const ComPtr<U>& other) noexcept : ptr_(other.Get()) {
        take();
    }

    ComPtr(ComPtr&& other) noexcept : ptr_(other.Detach()) {}

    ~ComPtr() noexcept { Reset(); }

    ComPtr& operator=(ComPtr other) noexcept {
        Swap(other);
        return *this;
    }

    void Swap(ComPtr& other) noexcept { std::swap(ptr_, other.ptr_); }

    explicit operator bool() const noexcept { return ptr_ != nullptr; }

    T* Get() const noexcept { return ptr_; }

    T* operator->() const noexcept { return ptr_; }

    T& operator*() const noexcept { return *ptr_; }

    ComPtrRef<ComPtr> operator&() noexcept { return ComPtrRef<ComPtr>(this); }

    T* const* GetAddressOf() const noexcept { return &ptr_; }

    /// The pointer's own place; what it holds is not let go.
    T** GetAddressOf() noexcept { return &ptr_; }

    T** ReleaseAndGetAddressOf() noexcept {
        Reset();
        return &ptr_;
    }

    T* Detach() noexcept { return std::exchange(ptr_, nullptr); }

    void Attach(T* other) noexcept {
        Reset();
        ptr_ = other;
    }

    unsigned long Reset() noexcept {
        T* old = std::exchange(ptr_, nullptr);
        return old == nullptr ? 0 : old->Release();
    }

    HRESULT CopyTo(T** ptr) const noexcept {
        take();
        *ptr = ptr_;
        return S_OK;
    }

    HRESULT CopyTo(REFIID riid, void** ptr) const noexcept { return ptr_->QueryInterface(riid, ptr); }

    template <class U>
    HRESULT CopyTo(U** ptr) const noexcept {
        return ptr_->QueryInterface(__uuidof(U), reinterpret_cast<void**>(ptr));
    }

    template <class U>
    HRESULT As(ComPtr<U>* p) const noexcept {
        return ptr_->QueryInterface(__uuidof(U), reinterpret_cast<void**>(p->ReleaseAndGetAddressOf()));
    }

    template <class U>
    HRESULT As(ComPtrRef<ComPtr<U>> p) const noexcept {
        return ptr_->QueryInterface(__uuidof(U), static_cast<void**>(p));
    }

    friend bool operator==(const ComPtr& left, const ComPtr& right) noexcept { return left.ptr_ == right.ptr_; }

    friend bool operator==(const ComPtr& left, std::nullptr_t) noexcept { return left.ptr_ == nullptr; }

private:
    void take() const noexcept {
        if (ptr_ != nullptr) ptr_->AddRef();
    }

    T* ptr_ = nullptr;
};

}  // namespace WRL
}  // namespace Microsoft

template <class T>
inline void** IID_PPV_ARGS_Helper(Microsoft::WRL::ComPtrRef<T> pp) noexcept {
    return static_cast<void**>(pp);
}
