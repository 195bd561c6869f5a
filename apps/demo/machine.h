// What this machine has, read from /proc, /sys, the package database and the file system.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace demo {

struct Process {
    std::uint32_t id = 0, parent = 0;
    std::string name, command_line, state;
    std::uint64_t resident_bytes = 0;
    std::uint16_t threads = 0;
};

struct Mount {
    std::string point, source, type;
    std::vector<std::string> options;
    std::uint64_t capacity = 0, free = 0;
};

struct Interface {
    std::string name, address;
    std::uint32_t mtu = 0;
    bool is_up = false;
};

struct Package {
    std::string name, architecture, version, section, caption;
    std::uint64_t installed_bytes = 0;
};

struct File {
    std::string path;
    struct stat facts{};
};

std::vector<Process> processes();
std::vector<Mount> mounts();
std::vector<Interface> interfaces();
std::vector<Package> packages();
/// Every file below a folder, folders themselves not; stays on its file system. Stops when visit gives false.
void for_each_file(const std::string& below, const std::function<bool(const File&)>& visit);

}  // namespace demo
