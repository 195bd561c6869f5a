// A connection to a namespace, over the API alone: the command knows no more than any other client does.
#pragma once

#include "options.h"

#include <functional>
#include <string>

#include <wbemidl.h>
#include <wrl/client.h>

namespace cli {

using Microsoft::WRL::ComPtr;

class Session {
public:
    /// Connects as Options say (the host was checked: place.h); throws Failure.
    explicit Session(const Options& options);

    /// Connects to another namespace of the same machine.
    [[nodiscard]] ComPtr<IWbemServices> open(const std::string& namespace_path) const;

    IWbemServices* operator->() const { return services_.Get(); }

    [[nodiscard]] IWbemServices* get() const { return services_.Get(); }

    [[nodiscard]] ComPtr<IWbemClassObject> get_object(const std::string& path, long flags = 0, IWbemContext* context = nullptr) const;
    /// Calls visit for every object until it returns false; gives up at the time limit (Failure kTimeout). `doing` begins what a failure says.
    void for_each(IEnumWbemClassObject* objects, const std::string& doing, const std::function<bool(IWbemClassObject*)>& visit) const;
    void for_each_instance(const std::string& class_name, long flags, IWbemContext* context,
                           const std::function<bool(IWbemClassObject*)>& visit) const;
    void for_each_row(const std::string& query, const std::function<bool(IWbemClassObject*)>& visit) const;
    void for_each_class(const std::string& superclass, long flags, const std::function<bool(IWbemClassObject*)>& visit) const;

    [[nodiscard]] const Options& options() const { return options_; }

    /// WBEM_FLAG_USE_AMENDED_QUALIFIERS where --amended was given.
    [[nodiscard]] long amended_flag() const { return options_.amended ? WBEM_FLAG_USE_AMENDED_QUALIFIERS : 0; }

private:
    Options options_;
    ComPtr<IWbemLocator> locator_;
    ComPtr<IWbemServices> services_;
};

/// A context with one value more; makes it first when it is null.
void set_context(ComPtr<IWbemContext>& context, const wchar_t* name, const VARIANT& value);
/// __GET_EXTENSIONS for --property and --key-only; null when the whole object is wanted.
ComPtr<IWbemContext> context_for_get(const Options& options);
/// __PUT_EXTENSIONS for these properties; a listed NULL is stored as NULL.
ComPtr<IWbemContext> context_for_partial_put(const std::vector<std::string>& properties);

}  // namespace cli
