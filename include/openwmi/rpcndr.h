// Words that generated headers use.
#pragma once

#include "guiddef.h"
#include "windef.h"

typedef unsigned char byte;
typedef unsigned char boolean;
typedef unsigned char cs_byte;
#define hyper __int64
#define MIDL_uhyper unsigned __int64

#define __RPC_FAR
#define __RPC_API
#define __RPC_USER
#define __RPC_STUB
#define __RPC_CALLEE
#define __MIDL_CONST const
#ifndef interface
#define interface struct
#endif
#define MIDL_INTERFACE(uuid) struct

struct IRpcStubBuffer;
struct IRpcChannelBuffer;
typedef struct _RPC_MESSAGE* PRPC_MESSAGE;
