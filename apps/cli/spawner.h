// New instances by the name of their class; each class is asked for once.
#pragma once

#include "session.h"

#include <map>
#include <string>

namespace cli {

class Spawner {
public:
    explicit Spawner(const Session& session) : session_(session) {}

    ComPtr<IWbemClassObject> spawn(const std::string& class_name);

private:
    const Session& session_;
    std::map<std::string, ComPtr<IWbemClassObject>> classes_;
};

}  // namespace cli
