// The classes that CoCreateInstance knows: one table a process. Rooms above add theirs; `landing` fills the table at the first use by defining
// install_classes(), which is found at link time (without a definition the table starts empty). Nothing registers itself by a static
// constructor. Programs add classes of their own with CoRegisterClassObject, which go before ours.
#pragma once

#include "com/object.h"

#include <unknwn.h>

#include <functional>

namespace wmi::com {

/// Defined by `landing`; called once, before the first class is looked up.
[[gnu::weak]] void install_classes();

/// Makes one object and gives the interface asked for. May throw std::bad_alloc.
using Maker = std::function<HRESULT(REFIID riid, void** object)>;

/// Adds a class; a second one of the same identifier takes the place of the first.
void add_class(REFCLSID clsid, Maker maker);

/// Adds a class whose objects need nothing to be made.
template <class T>
void add_class(REFCLSID clsid) {
    add_class(clsid, [](REFIID riid, void** object) -> HRESULT { return make<T>()->QueryInterface(riid, object); });
}

/// The class object of a registered class, or null.
com_ptr<IUnknown> find_class(REFCLSID clsid);

}  // namespace wmi::com
