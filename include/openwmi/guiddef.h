// GUIDs: identifiers of interfaces (IID), classes (CLSID) and libraries (LIBID).
// Every identifier of this product is data of libopenwmi.so: link the library and use the name. Where <initguid.h> was included
// first, DEFINE_GUID defines the identifier in the source itself, weakly, so that both may meet in one program.
// __uuidof(type) and IID_PPV_ARGS take a type's identifier from openwmi_uuid<type>.
#pragma once

#include "openwmi.h"

#include <cstdint>
#include <cstring>

/// 16 bytes, laid out as on every Windows machine (the first three members in this machine's byte order).
typedef struct _GUID {
    std::uint32_t Data1;
    std::uint16_t Data2;
    std::uint16_t Data3;
    unsigned char Data4[8];
} GUID;
static_assert(sizeof(GUID) == 16, "as wide as the bytes that leave this process");

typedef GUID* LPGUID;
typedef const GUID* LPCGUID;
typedef GUID IID, *LPIID;
typedef GUID CLSID, *LPCLSID;
typedef GUID FMTID, *LPFMTID;
typedef GUID UUID;
typedef const GUID& REFGUID;
typedef const IID& REFIID;
typedef const CLSID& REFCLSID;
typedef const FMTID& REFFMTID;
#define _REFGUID_DEFINED
#define _REFIID_DEFINED
#define _REFCLSID_DEFINED

/// True when two identifiers are the same 16 bytes.
inline bool InlineIsEqualGUID(REFGUID left, REFGUID right) {
    return std::memcmp(&left, &right, sizeof(GUID)) == 0;
}

/// True when two identifiers are the same 16 bytes. An int, as on Windows.
inline int IsEqualGUID(REFGUID left, REFGUID right) {
    return std::memcmp(&left, &right, sizeof(GUID)) == 0;
}

inline bool operator==(REFGUID left, REFGUID right) {
    return std::memcmp(&left, &right, sizeof(GUID)) == 0;
}
#define IsEqualIID(left, right) IsEqualGUID(left, right)
#define IsEqualCLSID(left, right) IsEqualGUID(left, right)
#define IsEqualFMTID(left, right) IsEqualGUID(left, right)

extern "C" OPENWMI_API const GUID GUID_NULL;
#define IID_NULL GUID_NULL
#define CLSID_NULL GUID_NULL

/// The identifier of a type; specialised by __CRT_UUID_DECL for every interface and class of these headers.
template <class Type>
struct openwmi_uuid;

template <class Type>
struct openwmi_uuid<Type*> : openwmi_uuid<Type> {};

template <class Type>
struct openwmi_uuid<Type&> : openwmi_uuid<Type> {};

template <class Type>
struct openwmi_uuid<const Type> : openwmi_uuid<Type> {};

/// The bytes of an identifier as a constant. A template, so that the constant needs no definition elsewhere before C++17.
template <std::uint32_t first, std::uint16_t second, std::uint16_t third, unsigned char... rest>
struct openwmi_uuid_bytes {
    static constexpr GUID value = {first, second, third, {rest...}};
};

template <std::uint32_t first, std::uint16_t second, std::uint16_t third, unsigned char... rest>
constexpr GUID openwmi_uuid_bytes<first, second, third, rest...>::value;

/// Gives a type of yours an identifier that __uuidof and IID_PPV_ARGS find. Stands at global scope.
#define __CRT_UUID_DECL(type, first, second, third, b1, b2, b3, b4, b5, b6, b7, b8)                              \
    template <>                                                                                                  \
    struct openwmi_uuid<type> : openwmi_uuid_bytes<first, second, third, b1, b2, b3, b4, b5, b6, b7, b8> {};

/// The identifier of a type, or of the type of an expression; an lvalue of type const GUID.
#define __uuidof(...) openwmi_uuid<__typeof__(__VA_ARGS__)>::value

/// Declares an identifier, or defines it where INITGUID is defined. Ends with a semicolon of the caller's.
#ifdef INITGUID
#define DEFINE_GUID(name, first, second, third, b1, b2, b3, b4, b5, b6, b7, b8) \
    extern "C" __attribute__((weak)) const GUID name;                           \
    const GUID name = {first, second, third, {b1, b2, b3, b4, b5, b6, b7, b8}}
#else
#define DEFINE_GUID(name, first, second, third, b1, b2, b3, b4, b5, b6, b7, b8) extern "C" const GUID name
#endif
/// An identifier of OLE's own range.
#define DEFINE_OLEGUID(name, first, second, third) DEFINE_GUID(name, first, second, third, 0xC0, 0, 0, 0, 0, 0, 0, 0x46)
