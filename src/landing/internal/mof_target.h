// Where compiled classes and instances go: namespaces, through their IWbemServices. Puts are started asynchronously and in the order
// of the text, so that many become durable at once; whatever has to see them waits for them first.
#pragma once

#include "base/text.h"
#include "com/com_ptr.h"
#include "mof/compile.h"

#include <wbemcli.h>

#include <map>
#include <memory>
#include <string>

namespace wmi::landing {

class MofTarget final : public mof::Target {
public:
    explicit MofTarget(com::com_ptr<IWbemLocator> locator);
    ~MofTarget() override;

    base::Result<cim::ClassPtr> get_class(std::string_view ns, std::string_view name) override;
    base::Result<void> put_class(std::string_view ns, cim::ClassBody body, const mof::PutClassOptions& options) override;
    base::Result<std::string> put_instance(std::string_view ns, const cim::Instance& instance, std::uint32_t flags) override;
    base::Result<void> delete_class(std::string_view ns, std::string_view name) override;
    base::Result<void> delete_instance(std::string_view ns, std::string_view path) override;
    std::optional<mof::LateFailure> flush() override;

    /// Connects now, so that a namespace that is not there is told before anything is compiled.
    base::Result<void> connect(const std::string& ns);

    struct Queued;

private:
    struct Place {
        com::com_ptr<IWbemServices> services;
        std::map<std::string, cim::ClassPtr, base::NameLess> put;  // classes that were put through here
    };

    base::Result<Place*> place(std::string_view ns);
    /// Waits; the first failure, if there was one, stays for flush().
    base::Result<void> settle();
    base::Result<void> call(HRESULT code) const;

    const com::com_ptr<IWbemLocator> locator_;
    const std::shared_ptr<Queued> queued_;
    std::map<std::string, Place, base::NameLess> places_;
};

}  // namespace wmi::landing
