// The header that every Windows program includes: basic types, the system's functions, and (unless WIN32_LEAN_AND_MEAN) COM.
// GetObject and GetClassName, which Windows' own header makes macros, stay free here: they are methods of WMI's interfaces.
#pragma once

#include "windef.h"

#include "winnt.h"

#include "winbase.h"
#include "winnls.h"
#include "winreg.h"
#include "winuser.h"
#ifndef WIN32_LEAN_AND_MEAN
#include "ole2.h"
#endif
