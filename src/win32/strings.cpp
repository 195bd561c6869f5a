// The lstr functions. Text that is NULL is answered, not read.
#include <cstring>
#include <cwchar>

#include <openwmi/openwmi_crt.h>
#include <openwmi/winbase.h>

#include "base/text.h"

namespace {

template <class Char>
int length_of(const Char* text) {
    int length = 0;
    while (text != nullptr && text[length] != 0) ++length;
    return length;
}

template <class Char>
Char* copy(Char* target, const Char* source) {
    if (target == nullptr || source == nullptr) return nullptr;
    std::memmove(target, source, (static_cast<std::size_t>(length_of(source)) + 1) * sizeof(Char));
    return target;
}

template <class Char>
Char* copy_some(Char* target, const Char* source, int size) {
    if (target == nullptr || source == nullptr || size <= 0) return nullptr;
    int at = 0;
    for (; at + 1 < size && source[at] != 0; ++at) target[at] = source[at];
    target[at] = 0;
    return target;
}

template <class Char>
Char* append(Char* target, const Char* source) {
    if (target == nullptr || source == nullptr) return nullptr;
    copy(target + length_of(target), source);
    return target;
}

int sign(int number) { return number < 0 ? -1 : number > 0 ? 1 : 0; }

template <class Char, class Compare>
int compare(const Char* left, const Char* right, Compare order) {
    if (left == nullptr || right == nullptr) return static_cast<int>(left != nullptr) - static_cast<int>(right != nullptr);
    return sign(order(left, right));
}

}  // namespace

extern "C" {

int lstrlenA(LPCSTR text) { return length_of(text); }

int lstrlenW(LPCWSTR text) { return length_of(text); }

LPSTR lstrcpyA(LPSTR target, LPCSTR source) { return copy(target, source); }

LPWSTR lstrcpyW(LPWSTR target, LPCWSTR source) { return copy(target, source); }

LPSTR lstrcpynA(LPSTR target, LPCSTR source, int size) { return copy_some(target, source, size); }

LPWSTR lstrcpynW(LPWSTR target, LPCWSTR source, int size) { return copy_some(target, source, size); }

LPSTR lstrcatA(LPSTR target, LPCSTR source) { return append(target, source); }

LPWSTR lstrcatW(LPWSTR target, LPCWSTR source) { return append(target, source); }

int lstrcmpA(LPCSTR left, LPCSTR right) { return compare(left, right, std::strcmp); }

int lstrcmpW(LPCWSTR left, LPCWSTR right) { return compare(left, right, [](auto a, auto b) { return std::wcscmp(a, b); }); }

int lstrcmpiA(LPCSTR left, LPCSTR right) { return compare(left, right, _stricmp); }

int lstrcmpiW(LPCWSTR left, LPCWSTR right) { return compare(left, right, _wcsicmp); }

}  // extern "C"
