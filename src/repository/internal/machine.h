// The names by which a reference means this machine (WQL-114): what every machine calls itself, the machine's own names, and those that
// the store knows of it. A machine that is given another name is still meant by the old one, so that keys that were made of references lead
// to the same records, and paths that were stored stay good.
#pragma once

#include "base/guarded.h"
#include "store/engine.h"

#include <string>
#include <string_view>
#include <vector>

namespace wmi::repository {

/// For all threads.
class Machine {
public:
    explicit Machine(std::vector<std::string> own) : own_(std::move(own)) {}

    /// The names it has now.
    [[nodiscard]] const std::vector<std::string>& own() const { return own_; }

    [[nodiscard]] bool is_this(std::string_view server) const;

    /// What the store knows.
    void take(std::vector<std::string> kept);

    /// As the system says: the whole name, and what stands before its first dot.
    static std::vector<std::string> names_now();

private:
    const std::vector<std::string> own_;
    base::Guarded<std::vector<std::string>> kept_;
};

/// Row 08: all names that machines had which opened this store. One that was never written is empty.
base::Result<std::vector<std::string>> read_names(store::View& from);
base::Bytes encode_names(const std::vector<std::string>& names);
/// True: some were missing.
bool add_names(std::vector<std::string>& to, const std::vector<std::string>& names);

}  // namespace wmi::repository
