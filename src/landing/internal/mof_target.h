// Where compiled classes and instances go: namespaces, through their IWbemServices. Puts are started asynchronously and in the order
// of the text, at most kMaxInFlight at once, so that many become durable together; whatever has to see them waits for them first.
// They stand in one sequence: once one failed, no later one is applied, whatever is under way (MOF-85).
#pragma once

#include "base/text.h"
#include "com/com_ptr.h"
#include "mof/compile.h"

#include <wbemcli.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace wmi::repository {
class Sequence;
}

namespace wmi::landing {

/// Puts under way at once: what waits becomes one batch, and more of them make it no faster.
inline constexpr std::size_t kMaxInFlight = 1024;

class MofTarget final : public mof::Target {
public:
    explicit MofTarget(com::com_ptr<IWbemLocator> locator);
    ~MofTarget() override;

    base::Result<cim::ClassPtr> get_class(std::string_view ns, std::string_view name) override;
    base::Result<void> put_class(std::string_view ns, cim::ClassBody body, const mof::PutClassOptions& options) override;
    base::Result<std::string> put_instance(std::string_view ns, const cim::Instance& instance,
                                           const mof::PutInstanceOptions& options) override;
    base::Result<void> delete_class(std::string_view ns, std::string_view name) override;
    base::Result<void> delete_instance(std::string_view ns, std::string_view path) override;
    std::optional<mof::LateFailure> flush() override;
    /// Connects now, so that a namespace that is not there is told before anything goes there.
    base::Result<void> open_namespace(std::string_view ns) override;

    struct Queued;

private:
    struct Place {
        com::com_ptr<IWbemServices> services;
        std::map<std::string, cim::ClassPtr, base::NameLess> put;  // classes that were put through here
    };

    enum class Kind { Class, Instance };

    base::Result<Place*> place(std::string_view ns);
    /// Waits until at most so many are under way; the first failure, if there was one, stays for flush().
    base::Result<void> settle(std::size_t left = 0);
    base::Result<void> call(HRESULT code) const;
    /// Starts a put; when the queue of the repository is full, again when all that is under way has ended.
    base::Result<void> start(Kind kind, std::uint32_t object, bool declares_qualifiers, const std::function<HRESULT(IWbemObjectSink*)>& put);
    base::Result<std::string> put_and_wait(Place& at, IWbemClassObject* object, std::uint32_t flags);

    const com::com_ptr<IWbemLocator> locator_;
    const std::shared_ptr<Queued> queued_;
    const std::shared_ptr<repository::Sequence> sequence_;
    bool classes_under_way_ = false;
    std::map<std::string, Place, base::NameLess> places_;
};

}  // namespace wmi::landing
