// From here on DEFINE_GUID defines identifiers in this source file instead of declaring them.
#pragma once

#ifndef INITGUID
#define INITGUID
#endif
#include "guiddef.h"

#undef DEFINE_GUID
#define DEFINE_GUID(name, first, second, third, b1, b2, b3, b4, b5, b6, b7, b8) \
    extern "C" __attribute__((weak)) const GUID name;                           \
    const GUID name = {first, second, third, {b1, b2, b3, b4, b5, b6, b7, b8}}
