// What mofcomp prints on standard output while it compiles (MOF-86..89), asked for by WBEM_FLAG_CONSOLE_PRINT; else nothing.
#pragma once

#include "mof/failure.h"

#include <string>

namespace wmi::landing {

class Console {
public:
    enum class Printing { On, Off };

    explicit Console(Printing printing) : is_on_(printing == Printing::On) {}

    void parsing(const std::string& file) const;
    void parsed() const;
    void storing() const;
    void storing_binary(const std::string& file) const;
    void checked() const;
    void not_listed(const std::string& file) const;
    void done() const;
    void failed(const mof::Failure& failure) const;

private:
    void print(const std::string& text) const;

    const bool is_on_;
};

}  // namespace wmi::landing
