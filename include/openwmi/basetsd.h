// Integers of known width, under Windows' names.
#pragma once

#include <cstddef>
#include <cstdint>

// Windows compilers have these as types, and sources write `unsigned __int64`: they are macros, so that such pairs work.
#ifndef __int64
#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long
#endif

typedef signed char INT8, *PINT8;
typedef short INT16, *PINT16;
typedef int INT32, *PINT32;
typedef long long INT64, *PINT64;
typedef unsigned char UINT8, *PUINT8;
typedef unsigned short UINT16, *PUINT16;
typedef unsigned int UINT32, *PUINT32;
typedef unsigned long long UINT64, *PUINT64;
typedef int LONG32, *PLONG32;
typedef unsigned int ULONG32, *PULONG32;
typedef unsigned int DWORD32, *PDWORD32;
typedef long long LONG64, *PLONG64;
typedef unsigned long long ULONG64, *PULONG64;
typedef unsigned long long DWORD64, *PDWORD64;

// as wide as a pointer
typedef long INT_PTR, *PINT_PTR;
typedef unsigned long UINT_PTR, *PUINT_PTR;
typedef long LONG_PTR, *PLONG_PTR;
typedef unsigned long ULONG_PTR, *PULONG_PTR;
typedef unsigned long DWORD_PTR, *PDWORD_PTR;
typedef unsigned long SIZE_T, *PSIZE_T;
typedef long SSIZE_T, *PSSIZE_T;
typedef ULONG_PTR KAFFINITY;

static_assert(sizeof(INT64) == 8 && sizeof(UINT32) == 4 && sizeof(INT_PTR) == sizeof(void*), "as wide as the bytes that leave this process");
