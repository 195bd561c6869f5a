// Names that must differ within one list. Most lists are short, so they are compared one by one; long ones
// get a set, so that a text of a million names costs no more than its length.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/text.h"

namespace wmi::mof {

class UniqueNames {
public:
    /// False when the name is there already.
    bool add(std::string_view name) {
        if (!large_.empty()) return large_.emplace(name).second;
        if (std::any_of(few_.begin(), few_.end(),
                        [&](const std::string& known) { return base::same_name(known, name); }))
            return false;
        few_.emplace_back(name);
        if (few_.size() > kFew) large_.insert(few_.begin(), few_.end());
        return true;
    }

private:
    static constexpr std::size_t kFew = 24;
    std::vector<std::string> few_;
    std::unordered_set<std::string, base::NameHash, base::NameEqual> large_;
};

}  // namespace wmi::mof
