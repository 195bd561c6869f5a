// Remote calls, as far as COM shows them.
#pragma once

#include "windef.h"

#define RPC_ENTRY
#define RPCRTAPI
#define RPC_NO_WINDOWS_H

typedef LONG RPC_STATUS;

#include "rpcdce.h"
#include "rpcndr.h"
