// What the faces stand on. `landing` makes one at the first connect; every face keeps it, and with the last of them it is closed.
#pragma once

#include "base/result.h"
#include "com/com_ptr.h"

#include <wbemcli.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wmi::calls {
class Calls;
class Finisher;
}

namespace wmi::events {
class Events;
}

namespace wmi::service {
class Service;
struct InSequence;
}

namespace wmi::api {

class House {
public:
    virtual ~House() = default;

    [[nodiscard]] virtual const std::shared_ptr<service::Service>& service() = 0;
    [[nodiscard]] virtual calls::Calls& calls() = 0;
    [[nodiscard]] virtual calls::Finisher& finisher() = 0;
    [[nodiscard]] virtual events::Events& events() = 0;
    /// False in the child of a fork: whatever was inherited answers NotAvailable (connect again there).
    [[nodiscard]] virtual bool is_ours() const = 0;
    /// Full paths of the MOF files that are compiled again when the repository is made anew, in that order (MOF-74).
    virtual base::Result<std::vector<std::string>> autorecover_files() = 0;
    /// Adds one, durably, unless it is listed.
    virtual base::Result<void> list_autorecover(const std::string& file) = 0;
};

using HousePtr = std::shared_ptr<House>;
/// Gives the house, opened if it is not open. Called by whoever connects.
using OpenHouse = std::function<base::Result<HousePtr>()>;

/// Ok in the process that opened the house. errors NotAvailable
base::Result<void> check_ours(const House& house);

/// While it stands, what this thread puts is the MOF compiler's: classes may be abstract below concrete ones (CLASS-25), and a put is not
/// applied once one before it in its sequence failed (MOF-85).
class CompilerScope {
public:
    CompilerScope(bool allows_abstract, const service::InSequence& place) noexcept;
    ~CompilerScope();
    CompilerScope(const CompilerScope&) = delete;
    CompilerScope& operator=(const CompilerScope&) = delete;

    static bool allows_abstract() noexcept;
    static service::InSequence place() noexcept;

private:
    const bool allows_abstract_;
    const service::InSequence& place_;
    const CompilerScope* const before_;
};

com::com_ptr<IWbemLocator> make_locator(OpenHouse open);
com::com_ptr<IUnsecuredApartment> make_unsecured_apartment();
com::com_ptr<IWbemBackupRestoreEx> make_backup_restore(OpenHouse open);
com::com_ptr<IUnknown> make_maintenance(OpenHouse open);

}  // namespace wmi::api
