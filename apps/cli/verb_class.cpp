// classes, describe, ns: what there is.
#include "assignments.h"
#include "failure.h"
#include "names.h"
#include "output.h"
#include "session.h"
#include "text.h"
#include "verbs.h"

#include <algorithm>
#include <iostream>

#include <comdef.h>

namespace cli {
namespace {

bool has_method(IWbemClassObject* definition, const std::string& glob) {
    bool found = false;
    check(definition->BeginMethodEnumeration(0), "reading methods");
    for (BSTR name = nullptr; definition->NextMethod(0, &name, nullptr, nullptr) == WBEM_S_NO_ERROR; SysFreeString(name))
        found = found || matches_glob(glob, narrow(name));
    definition->EndMethodEnumeration();
    return found;
}

bool has_name(SAFEARRAY* names, const std::string& glob) {
    const auto list = take_names(names);
    return std::any_of(list.begin(), list.end(), [&](const std::string& name) { return matches_glob(glob, name); });
}

bool has_property(IWbemClassObject* definition, const std::string& glob) {
    SAFEARRAY* names = nullptr;
    check(definition->GetNames(nullptr, WBEM_FLAG_NONSYSTEM_ONLY, nullptr, &names), "reading properties");
    return has_name(names, glob);
}

bool has_qualifier(IWbemClassObject* definition, const std::string& glob) {
    ComPtr<IWbemQualifierSet> qualifiers;
    SAFEARRAY* names = nullptr;
    check(definition->GetQualifierSet(qualifiers.GetAddressOf()), "reading qualifiers");
    check(qualifiers->GetNames(0, &names), "reading qualifiers");
    return has_name(names, glob);
}

std::string join(const std::string& parent, const std::string& child) { return parent + "/" + child; }

void list_namespaces(const Session& session, const std::string& path, bool recursive, Printer& printer) {
    const auto services = session.open(path);
    ComPtr<IEnumWbemClassObject> children;
    check(services->CreateInstanceEnum(_bstr_t(L"__NAMESPACE"), WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr,
                                       children.GetAddressOf()),
          "listing the namespaces of '" + path + "'");
    session.for_each(children.Get(), "listing the namespaces of '" + path + "'", [&](IWbemClassObject* child) {
        _variant_t name;
        check(child->Get(L"Name", 0, &name, nullptr, nullptr), "reading a namespace");
        const std::string below = join(path, narrow(V_BSTR(&name)));
        Json row;
        row["Namespace"] = below;
        printer.print(row);
        if (recursive) list_namespaces(session, below, recursive, printer);
        return true;
    });
}

/// root/a/b as root/a and b.
std::pair<std::string, std::string> split_namespace(const std::string& path) {
    const std::size_t slash = path.find_last_of("/\\");
    if (slash == std::string::npos || slash == 0 || slash + 1 == path.size())
        throw UsageFailure("'" + path + "' is no namespace below another one; write it like root/cimv2/mine");
    return {path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

int run_classes(const Options& options, const ClassesArguments& arguments) {
    const Session session(options);
    Options whole = options;
    whole.properties.clear();  // they choose classes here
    Printer printer(whole, true);
    session.for_each_class("", options.shallow ? WBEM_FLAG_SHALLOW : WBEM_FLAG_DEEP, [&](IWbemClassObject* definition) {
        const std::string name = system_text(definition, L"__CLASS");
        const bool is_system = name.rfind("__", 0) == 0;
        if (is_system && !arguments.system && arguments.glob.rfind("__", 0) != 0) return true;
        if (!matches_glob(arguments.glob, name)) return true;
        if (!arguments.method.empty() && !has_method(definition, arguments.method)) return true;
        const auto has = [&](const std::string& property) { return has_property(definition, property); };
        if (!arguments.property.empty() && !has(arguments.property)) return true;
        if (!std::all_of(options.properties.begin(), options.properties.end(), has)) return true;
        if (!arguments.qualifier.empty() && !has_qualifier(definition, arguments.qualifier)) return true;
        if (options.form == OutputForm::Mof) {
            printer.print(definition);
            return true;
        }
        Json row;
        row["Class"] = name;
        row["Superclass"] = system_text(definition, L"__SUPERCLASS");
        _variant_t count;
        if (SUCCEEDED(definition->Get(L"__PROPERTY_COUNT", 0, &count, nullptr, nullptr))) row["Properties"] = to_json(count, CIM_SINT32);
        printer.print(row);
        return true;
    });
    return kDone;
}

int run_describe(const Options& options, const std::string& class_name) {
    const Session session(options);
    const auto object = session.get_object(class_name);
    Options wanted = options;
    if (wanted.form == OutputForm::Automatic) wanted.form = OutputForm::Mof;
    Printer printer(wanted, false);
    printer.print(object.Get());
    return kDone;
}

int run_ns_list(const Options& options, bool recursive) {
    const Session session(options);
    Printer printer(options, true);
    list_namespaces(session, options.namespace_path, recursive, printer);
    return kDone;
}

int run_ns_create(const Options& options, const std::string& path) {
    const auto [parent, name] = split_namespace(path);
    Options there = options;
    there.namespace_path = parent;
    const Session session(there);
    ComPtr<IWbemClassObject> instance;
    check(session.get_object("__NAMESPACE")->SpawnInstance(0, instance.GetAddressOf()), "making a namespace");
    _variant_t value(wide(name).c_str());
    check(instance->Put(L"Name", 0, &value, 0), "naming a namespace");
    if (options.what_if) {
        std::cout << "would create the namespace " << path << "\n";
        return kDone;
    }
    check(session->PutInstance(instance.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, nullptr), "creating the namespace '" + path + "'");
    return kDone;
}

int run_ns_rm(const Options& options, const std::string& path) {
    const auto [parent, name] = split_namespace(path);
    Options there = options;
    there.namespace_path = parent;
    const Session session(there);
    const std::string instance = "__NAMESPACE.Name=\"" + name + "\"";
    if (options.what_if) {
        (void)session.get_object(instance);
        std::cout << "would delete the namespace " << path << " with everything in it\n";
        return kDone;
    }
    check(session->DeleteInstance(_bstr_t(wide(instance).c_str()), 0, nullptr, nullptr), "deleting the namespace '" + path + "'");
    return kDone;
}

}  // namespace cli
