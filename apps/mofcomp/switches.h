// mofcomp's command line, as Windows has it (MOF-80): -name, -name:value or the same with a slash, names in any case.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mofcomp {

struct Switches {
    bool wants_usage = false;
    bool check = false;
    bool autorecover = false;
    long class_flags = 0;     // WBEM_FLAG_CREATE_ONLY, ...
    long instance_flags = 0;
    std::optional<std::string> ns, user, password, authority;
    std::optional<std::string> binary;               // -B:
    std::optional<std::string> neutral, localized;   // -MOF:, -MFL:
    std::optional<std::string> amendment;
    std::string file;

    [[nodiscard]] bool splits() const { return neutral || localized || amendment; }
};

/// A switch that there is not, that contradicts another one, or that this compiler does not have (exit code 2).
class BadSwitch : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A word that begins with a slash is a switch when its name is one's, or when it could be one and no such file exists; else it is
/// the path of a file. Throws BadSwitch.
Switches read_switches(const std::vector<std::string>& words);

extern const char* const kUsage;

}  // namespace mofcomp
