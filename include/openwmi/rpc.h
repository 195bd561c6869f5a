// Remote calls, as far as COM shows them. As on Windows, this header, and so every COM and WMI header, brings what <windows.h> declares,
// unless COM_NO_WINDOWS_H or RPC_NO_WINDOWS_H is defined: programs that include <wbemidl.h> alone call Sleep and CreateEvent.
#pragma once

#include "windef.h"

#if !defined(COM_NO_WINDOWS_H) && !defined(RPC_NO_WINDOWS_H)
// What <windows.h> includes but for <ole2.h>, which includes this header.
#include "winbase.h"
#include "winnls.h"
#include "winnt.h"
#include "winreg.h"
#include "winuser.h"
#endif

#define RPC_ENTRY
#define RPCRTAPI

typedef LONG RPC_STATUS;

#include "rpcdce.h"
#include "rpcndr.h"
