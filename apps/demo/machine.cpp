#include "machine.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <sys/statvfs.h>

namespace fs = std::filesystem;

namespace demo {
namespace {

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string first_line(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

/// `Name: value` lines as a map; continuation lines (they begin with a blank) are left out.
std::map<std::string, std::string> read_fields(std::istream& from) {
    std::map<std::string, std::string> fields;
    for (std::string line; std::getline(from, line) && !line.empty();) {
        const std::size_t colon = line.find(':');
        if (colon == std::string::npos || line[0] == ' ' || line[0] == '\t') continue;
        const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
        fields[line.substr(0, colon)] = begin == std::string::npos ? "" : line.substr(begin);
    }
    return fields;
}

std::uint64_t number(const std::string& text) { return std::strtoull(text.c_str(), nullptr, 10); }

/// \040 in mountinfo stands for a blank.
std::string unescape(const std::string& text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size()) {
            plain.push_back(static_cast<char>(std::strtol(text.substr(i + 1, 3).c_str(), nullptr, 8)));
            i += 3;
        } else {
            plain.push_back(text[i]);
        }
    }
    return plain;
}

}  // namespace

std::vector<Process> processes() {
    std::vector<Process> list;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator("/proc", failed)) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        std::ifstream file(entry.path() / "status");
        auto fields = read_fields(file);
        if (fields.empty()) continue;  // ended meanwhile
        Process process;
        process.id = static_cast<std::uint32_t>(number(name));
        process.parent = static_cast<std::uint32_t>(number(fields["PPid"]));
        process.name = fields["Name"];
        process.state = fields["State"];
        process.threads = static_cast<std::uint16_t>(number(fields["Threads"]));
        process.resident_bytes = number(fields["VmRSS"]) * 1024;
        process.command_line = read_text(entry.path() / "cmdline");
        while (!process.command_line.empty() && process.command_line.back() == '\0') process.command_line.pop_back();
        std::replace(process.command_line.begin(), process.command_line.end(), '\0', ' ');
        list.push_back(std::move(process));
    }
    return list;
}

std::vector<Mount> mounts() {
    std::map<std::string, Mount> by_point;  // the last one mounted on a point is what one sees
    std::ifstream file("/proc/self/mountinfo");
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string id, parent, device, root, point, options, word;
        words >> id >> parent >> device >> root >> point >> options;
        while (words >> word && word != "-") continue;
        Mount mount;
        words >> mount.type >> mount.source;
        mount.point = unescape(point);
        mount.source = unescape(mount.source);
        std::istringstream list(options);
        for (std::string option; std::getline(list, option, ',');) mount.options.push_back(option);
        struct statvfs facts{};
        if (statvfs(mount.point.c_str(), &facts) == 0) {
            mount.capacity = static_cast<std::uint64_t>(facts.f_blocks) * facts.f_frsize;
            mount.free = static_cast<std::uint64_t>(facts.f_bavail) * facts.f_frsize;
        }
        by_point[mount.point] = std::move(mount);
    }
    std::vector<Mount> list;
    for (auto& [point, mount] : by_point) list.push_back(std::move(mount));
    return list;
}

std::vector<Interface> interfaces() {
    std::vector<Interface> list;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator("/sys/class/net", failed)) {
        Interface one;
        one.name = entry.path().filename();
        one.address = first_line(entry.path() / "address");
        one.mtu = static_cast<std::uint32_t>(number(first_line(entry.path() / "mtu")));
        one.is_up = (std::strtoul(first_line(entry.path() / "flags").c_str(), nullptr, 16) & 1) != 0;
        list.push_back(std::move(one));
    }
    return list;
}

std::vector<Package> packages() {
    std::vector<Package> list;
    std::ifstream file("/var/lib/dpkg/status");
    while (file) {
        auto fields = read_fields(file);
        if (fields["Status"] != "install ok installed") continue;
        Package package;
        package.name = fields["Package"];
        package.architecture = fields["Architecture"];
        package.version = fields["Version"];
        package.section = fields["Section"];
        package.caption = fields["Description"];
        package.installed_bytes = number(fields["Installed-Size"]) * 1024;
        list.push_back(std::move(package));
    }
    return list;
}

void for_each_file(const std::string& below, const std::function<bool(const File&)>& visit) {
    std::error_code failed;
    struct stat top{};
    if (stat(below.c_str(), &top) != 0) return;
    auto walk = fs::recursive_directory_iterator(below, fs::directory_options::skip_permission_denied, failed);
    for (; walk != fs::recursive_directory_iterator(); walk.increment(failed)) {
        if (failed) break;
        File file;
        file.path = walk->path();
        if (lstat(file.path.c_str(), &file.facts) != 0) continue;
        if (S_ISDIR(file.facts.st_mode)) {
            if (file.facts.st_dev != top.st_dev) walk.disable_recursion_pending();
            continue;
        }
        if (!visit(file)) return;
    }
}

}  // namespace demo
