#include "place.h"

#include "failure.h"
#include "text.h"

#include <cstdlib>
#include <filesystem>

#include <unistd.h>

namespace cli {
namespace {

std::string this_computer() {
    std::string name(256, '\0');
    if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    return name.substr(0, name.find('\0'));
}

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// As wmi(1) says; empty when the library has to say that there is none.
std::filesystem::path folder_of_repository() {
    if (std::string named = environment("OPENWMI_STORE"); !named.empty()) return named;
    if (geteuid() == 0) return "/var/lib/openwmi";
    if (const std::string data = environment("XDG_DATA_HOME"); data.starts_with('/')) return std::filesystem::path(data) / "openwmi";
    if (const std::string home = environment("HOME"); home.starts_with('/')) return std::filesystem::path(home) / ".local/share/openwmi";
    return {};
}

}  // namespace

void check_host(const std::string& host) {
    for (const char* here : {"", ".", "localhost", "127.0.0.1", "::1", "[::1]"})
        if (same_name(host, here)) return;
    if (!same_name(host, this_computer()))
        throw Failure(kNoServer, "'" + host + "' can't be reached: connections to other machines are not there yet");
}

void need_repository() {
    const std::filesystem::path folder = folder_of_repository();
    if (folder.empty() || folder == "memory:") return;
    std::error_code failed;
    const bool is_there = std::filesystem::exists(folder, failed) && !std::filesystem::is_empty(folder, failed);
    if (!is_there && !failed) throw Failure(kNotFound, "there is no repository in '" + folder.string() + "' (OPENWMI_STORE names another one)");
}

}  // namespace cli
