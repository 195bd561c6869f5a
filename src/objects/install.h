// The classes of this room that clients make with CoCreateInstance.
#pragma once

namespace wmi::objects {

/// Adds CLSID_WbemContext, CLSID_WbemDefPath and CLSID_WbemStatusCodeText to the table of classes.
/// CLSID_WbemClassObject is none of them: objects come from calls (OBJ-02).
void install_classes();

}  // namespace wmi::objects
