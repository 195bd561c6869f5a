// What every verb of the command shares: where to connect, how to print, when to give up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cli {

enum class OutputForm { Automatic, Table, List, Json, Csv, Mof };

struct Options {
    std::string namespace_path = "root/cimv2";
    std::string host = ".";
    std::string locale;
    std::string user, authority;  // for another machine
    std::string authentication, impersonation;  // mean nothing to a repository of this process
    OutputForm form = OutputForm::Automatic;
    std::vector<std::string> properties;
    std::string filter;  // a WQL condition, for get
    bool amended = false;
    bool shallow = false;
    bool key_only = false;
    bool what_if = false;
    bool page = false;
    double timeout_seconds = 0;  // 0: no limit
};

}  // namespace cli
