#include "access/principal.h"

#include <pwd.h>
#include <unistd.h>

#include <vector>

namespace wmi::access {
namespace {

std::string name_of(uid_t user) {
    std::vector<char> space(16 * 1024);
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(user, &entry, space.data(), space.size(), &found) == 0 && found != nullptr) return entry.pw_name;
    return std::to_string(user);
}

}  // namespace

Principal Principal::own_user() {
    uid_t user = geteuid();
    return {user, name_of(user)};
}

}  // namespace wmi::access
