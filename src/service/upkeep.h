// The repository as a whole, for its keeper: check, measure, back up, restore. While it is in use.
#pragma once

#include "access/principal.h"
#include "service/service.h"

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace wmi::service {

/// Told now and then; done and total in units of their own. False stops the act (CallCancelled).
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

struct Fact {
    std::string name;
    std::variant<std::string, std::uint64_t, std::vector<std::string>> value;
};

struct Checked {
    std::vector<Fact> counts;           // Namespaces, Classes, Instances, IndexEntries, Forgotten, Findings
    std::vector<std::string> findings;  // what is wrong and where, one sentence each; empty: all is well
};

class Upkeep {
public:
    /// Borrows the service, for one call.
    Upkeep(Service& service, access::Principal who) : service_(service), who_(std::move(who)) {}

    [[nodiscard]] Result<void> allow() const;
    // errors, all: AccessDenied to all but the keeper
    Result<Checked> check(const Progress& progress);
    Result<std::vector<Fact>> facts();
    Result<void> backup(const std::string& file, const Progress& progress);
    Result<void> restore(const std::string& file, const Progress& progress);

private:
    Service& service_;
    const access::Principal who_;
};

}  // namespace wmi::service
