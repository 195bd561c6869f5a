// The base of every class that implements COM interfaces:
//
//     class Locator final : public Object<Locator, IWbemLocator> { ... };
//     com_ptr<Locator> locator = make<Locator>(arguments);
//
// It counts references from any thread and answers QueryInterface for IUnknown, for the listed interfaces and for what BaseOf says
// they derive from (an IWbemObjectAccess is an IWbemClassObject). A class that answers for more overrides query_more. The first
// listed interface is the object's identity. The last Release destroys the object.
#pragma once

#include "com/com_ptr.h"

#include <wbemcli.h>

#include <atomic>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace wmi::com {

/// Objects made by make() that still live, in this process: tests compare it before and after.
std::size_t live_objects() noexcept;

namespace counting {
void add(std::ptrdiff_t change) noexcept;
}

/// What an interface derives from, when that is not IUnknown itself. A room specialises it for interfaces of its own.
template <class Interface>
struct BaseOf {
    using type = void;
};

template <>
struct BaseOf<IWbemObjectAccess> {
    using type = IWbemClassObject;
};

template <>
struct BaseOf<IWbemObjectSinkEx> {
    using type = IWbemObjectSink;
};

template <>
struct BaseOf<IWbemUnsecuredApartment> {
    using type = IUnsecuredApartment;
};

template <>
struct BaseOf<IWbemBackupRestoreEx> {
    using type = IWbemBackupRestore;
};

template <class Self, class First, class... Others>
class Object : public First, public Others... {
public:
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    HRESULT QueryInterface(REFIID riid, void** ppvObject) override {
        if (ppvObject == nullptr) return E_POINTER;
        void* found = find_interface(riid);
        *ppvObject = found;
        if (found == nullptr) return E_NOINTERFACE;
        this->AddRef();
        return S_OK;
    }

    ULONG AddRef() override { return references_.fetch_add(1, std::memory_order_relaxed) + 1; }

    ULONG Release() override {
        ULONG left = references_.fetch_sub(1, std::memory_order_acq_rel) - 1;
        if (left == 0) delete static_cast<Self*>(this);
        return left;
    }

protected:
    Object() { counting::add(1); }

    virtual ~Object() { counting::add(-1); }

    /// Answers for interfaces that are not listed; the pointer without a reference, or null.
    virtual void* query_more(REFIID) { return nullptr; }

private:
    void* find_interface(REFIID riid) {
        if (riid == __uuidof(IUnknown)) return static_cast<IUnknown*>(static_cast<First*>(this));
        void* found = as<First>(riid);
        ((found == nullptr ? void(found = as<Others>(riid)) : void()), ...);
        return found != nullptr ? found : query_more(riid);
    }

    template <class Interface>
    void* as(REFIID riid) {
        if (riid == __uuidof(Interface)) return static_cast<Interface*>(this);
        return as_base<typename BaseOf<Interface>::type>(riid, static_cast<Interface*>(this));
    }

    template <class Base, class Interface>
    void* as_base(REFIID riid, Interface* from) {
        if constexpr (std::is_void_v<Base>) {
            return nullptr;
        } else {
            if (riid == __uuidof(Base)) return static_cast<Base*>(from);
            return as_base<typename BaseOf<Base>::type>(riid, from);
        }
    }

    std::atomic<ULONG> references_{1};
};

/// Makes an object; the pointer owns its first reference.
template <class T, class... Arguments>
com_ptr<T> make(Arguments&&... arguments) {
    return com_ptr<T>::adopt(new T(std::forward<Arguments>(arguments)...));
}

}  // namespace wmi::com
