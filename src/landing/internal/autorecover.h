// The autorecover list (MOF-74, 93): MOF files that are compiled again, in their order, when the repository is made anew. A file beside
// the data (docs/formats/repository.md), so that it outlives them. Each act reads it anew: other processes may change it; the folder is
// locked meanwhile. A store in memory keeps its list in memory.
#pragma once

#include "base/guarded.h"
#include "base/result.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace wmi::landing {

inline constexpr const char* kAutorecoverFile = "autorecover.list";
inline constexpr std::size_t kMaxAutorecoverBytes = std::size_t{16} << 20U;  // of the list; QuotaViolation above

class AutorecoverList {
public:
    /// folder   the repository's, there or not yet; "memory:"
    explicit AutorecoverList(std::filesystem::path folder);

    /// errors   CriticalError: the file is not what OpenWMI wrote there
    base::Result<std::vector<std::string>> files();
    /// Appends it, durably, unless it is listed.
    base::Result<void> add(const std::string& file);
    /// When the repository is about to be made anew, which is asked again under the folder's lock: from now on the files wait to be compiled,
    /// over crashes too.
    base::Result<void> begin_rebuild(const std::function<bool()>& is_made_anew);
    /// Hands each file to `compile` if they wait, then they wait no longer. Other processes that come meanwhile wait here.
    base::Result<void> rebuild(const std::function<void(const std::string& file)>& compile);

private:
    struct Content {
        bool is_waiting = false;
        std::vector<std::string> files;
    };

    [[nodiscard]] base::Result<Content> read() const;
    [[nodiscard]] base::Result<void> write(const Content& content) const;

    const std::filesystem::path folder_;  // empty: in memory
    base::Guarded<std::vector<std::string>> in_memory_;
};

}  // namespace wmi::landing
