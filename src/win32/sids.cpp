// Arithmetic on SIDs and rights, and names of accounts taken apart: what needs no authority.
#include <cstring>
#include <optional>
#include <string>

#include <openwmi/winbase.h>
#include <openwmi/wincred.h>

#include "win32/surface.h"

using namespace wmi::win32;

namespace {

template <class Char>
struct Account {
    std::basic_string<Char> user;
    std::basic_string<Char> domain;
};

/// DOMAIN\name, or name@domain; nothing for anything else.
template <class Char>
std::optional<Account<Char>> take_apart(std::basic_string<Char> whole) {
    const auto last = whole.size() - 1;
    if (const auto slash = whole.find('\\'); slash != whole.npos) {
        if (slash == 0 || slash == last || whole.find('\\', slash + 1) != whole.npos) return std::nullopt;
        return Account<Char>{whole.substr(slash + 1), whole.substr(0, slash)};
    }
    if (const auto at = whole.rfind('@'); at != whole.npos) {
        if (at == 0 || at == last) return std::nullopt;
        return Account<Char>{whole.substr(0, at), whole.substr(at + 1)};
    }
    return std::nullopt;
}

template <class Char>
DWORD parse(const Char* whole, Char* user, ULONG user_size, Char* domain, ULONG domain_size) {
    if (whole == nullptr || user == nullptr || domain == nullptr || user_size == 0 || domain_size == 0) return ERROR_INVALID_PARAMETER;
    return answer(DWORD{ERROR_NOT_ENOUGH_MEMORY}, [&]() -> DWORD {
        const auto account = take_apart(std::basic_string<Char>(whole));
        if (!account) return ERROR_INVALID_ACCOUNT_NAME;
        if (account->user.size() >= user_size || account->domain.size() >= domain_size) return ERROR_INSUFFICIENT_BUFFER;
        std::memcpy(user, account->user.c_str(), (account->user.size() + 1) * sizeof(Char));
        std::memcpy(domain, account->domain.c_str(), (account->domain.size() + 1) * sizeof(Char));
        return NO_ERROR;
    });
}

}  // namespace

extern "C" {

void MapGenericMask(PDWORD mask, PGENERIC_MAPPING mapping) {
    DWORD made = *mask & 0x0FFFFFFF;
    if ((*mask & GENERIC_READ) != 0) made |= mapping->GenericRead;
    if ((*mask & GENERIC_WRITE) != 0) made |= mapping->GenericWrite;
    if ((*mask & GENERIC_EXECUTE) != 0) made |= mapping->GenericExecute;
    if ((*mask & GENERIC_ALL) != 0) made |= mapping->GenericAll;
    *mask = made;
}

BOOL IsValidSid(PSID sid) {
    const auto* head = static_cast<const SID*>(sid);
    return head != nullptr && head->Revision == SID_REVISION && head->SubAuthorityCount <= SID_MAX_SUB_AUTHORITIES ? TRUE : FALSE;
}

DWORD GetLengthSid(PSID sid) { return 8 + 4 * static_cast<const SID*>(sid)->SubAuthorityCount; }

BOOL EqualSid(PSID left, PSID right) {
    last_error() = ERROR_SUCCESS;
    if (IsValidSid(left) == FALSE || IsValidSid(right) == FALSE) return failed(ERROR_INVALID_SID, FALSE);
    const DWORD length = GetLengthSid(left);
    return length == GetLengthSid(right) && std::memcmp(left, right, length) == 0 ? TRUE : FALSE;
}

/// No function here makes a SID that would have to be freed.
PVOID FreeSid(PSID sid) { return failed(ERROR_CALL_NOT_IMPLEMENTED, sid); }

/// Nothing is impersonated: the thread is itself already.
BOOL RevertToSelf() { return TRUE; }

DWORD CredUIParseUserNameA(LPCSTR whole, LPSTR user, ULONG user_size, LPSTR domain, ULONG domain_size) {
    return parse(whole, user, user_size, domain, domain_size);
}

DWORD CredUIParseUserNameW(LPCWSTR whole, LPWSTR user, ULONG user_size, LPWSTR domain, ULONG domain_size) {
    return parse(whole, user, user_size, domain, domain_size);
}

}  // extern "C"
