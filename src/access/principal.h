// Who makes a call. A principal cannot be made of nothing: it comes from an authenticated source, of which there is one so far, this
// process's own user.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>

namespace wmi::access {

class Principal {
public:
    /// The user that this process runs for (its effective user id). The name is the number where nobody knows the id.
    static Principal own_user();

    uid_t user() const { return user_; }

    const std::string& name() const { return name_; }

    bool operator==(const Principal& other) const { return user_ == other.user_; }

private:
    Principal(uid_t user, std::string name) : user_(user), name_(std::move(name)) {}

    uid_t user_;
    std::string name_;
};

}  // namespace wmi::access
