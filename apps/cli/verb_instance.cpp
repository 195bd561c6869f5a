// get, new, set, rm, call: one object, or the instances of a class.
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

bool names_an_instance(const std::string& text) { return text.find('=') != std::string::npos; }

/// root\cimv2:Car as namespace and class; a class alone keeps the namespace.
std::string enter_namespace_of(Options& options, const std::string& class_path) {
    const std::size_t colon = class_path.rfind(':');
    if (colon == std::string::npos) return class_path;
    options.namespace_path = class_path.substr(0, colon);
    return class_path.substr(colon + 1);
}

/// What a row of a class may have: its properties, then those that its subclasses add.
std::vector<std::string> columns_of(const Session& session, const std::string& class_name, bool is_deep) {
    std::vector<std::string> columns{"__CLASS"};
    const auto add = [&](IWbemClassObject* definition) {
        SAFEARRAY* names = nullptr;
        check(definition->GetNames(nullptr, WBEM_FLAG_NONSYSTEM_ONLY, nullptr, &names), "reading the names of properties");
        for (std::string& name : take_names(names))
            if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(std::move(name));
        return true;
    };
    add(session.get_object(class_name).Get());
    if (is_deep) session.for_each_class(class_name, WBEM_FLAG_DEEP, add);
    return columns;
}

/// The put's own result string: the path that was assigned.
std::string put_instance(const Session& session, IWbemClassObject* instance, long flags, IWbemContext* context, const std::string& doing) {
    ComPtr<IWbemCallResult> result;
    check(session->PutInstance(instance, flags | WBEM_FLAG_RETURN_IMMEDIATELY, context, result.GetAddressOf()), doing);
    LONG status = 0;
    check(result->GetCallStatus(static_cast<long>(WBEM_INFINITE), &status), doing);
    if (FAILED(static_cast<HRESULT>(status))) {
        BSTR none = nullptr;
        check(result->GetResultString(0, &none), doing);  // brings the error's details to this thread
        throw failure_of(static_cast<HRESULT>(status), nullptr, doing);
    }
    BSTR path = nullptr;
    check(result->GetResultString(0, &path), doing);
    const std::string text = narrow(path);
    SysFreeString(path);
    return text;
}

/// get --filter as a query; the keys come along as they do without a filter.
std::string filtered(const Options& options, const std::string& class_name) {
    if (options.shallow || options.key_only) throw UsageFailure("--filter goes with neither --shallow nor --key-only; use wmi query");
    std::string list;
    for (const std::string& property : options.properties) list += (list.empty() ? "" : ", ") + property;
    return "SELECT " + (list.empty() ? "*" : list) + " FROM " + class_name + " WHERE " + options.filter;
}

}  // namespace

int run_get(const Options& given, const std::string& path) {
    if (given.key_only && !given.properties.empty()) throw UsageFailure("--key-only and --property do not go together");
    if (names_an_instance(path)) {
        if (!given.filter.empty() || given.shallow) throw UsageFailure("--filter and --shallow are for classes, and '" + path + "' is an instance");
        const Session session(given);
        Printer printer(given, false);
        printer.print(session.get_object(path, 0, context_for_get(given).Get()).Get());
        return kDone;
    }
    Options options = given;
    const std::string class_or_path = enter_namespace_of(options, path);
    const Session session(options);
    const auto context = context_for_get(options);
    Printer printer(options, true);
    if (options.form == OutputForm::Csv && options.properties.empty() && !options.key_only)
        printer.set_columns(columns_of(session, class_or_path, !options.shallow));
    if (!options.filter.empty()) {
        session.for_each_row(filtered(options, class_or_path), [&](IWbemClassObject* object) {
            printer.print(object);
            return true;
        });
        return kDone;
    }
    session.for_each_instance(class_or_path, options.shallow ? WBEM_FLAG_SHALLOW : WBEM_FLAG_DEEP, context.Get(),
                              [&](IWbemClassObject* object) {
                                  printer.print(object);
                                  return true;
                              });
    return kDone;
}

int run_new(const Options& options, const std::string& class_name, const std::vector<std::string>& words) {
    const auto assignments = parse_assignments(words);
    const Session session(options);
    Spawner spawner(session);
    const auto instance = spawner.spawn(class_name);
    for (const Assignment& assignment : assignments) assign(instance.Get(), assignment, spawner);
    if (options.what_if) {
        std::cout << "would create " << class_name << " " << to_json(instance.Get(), SystemProperties::Omit).dump() << "\n";
        return kDone;
    }
    std::cout << put_instance(session, instance.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, "creating an instance of '" + class_name + "'")
              << "\n";
    return kDone;
}

int run_set(const Options& options, const SetArguments& arguments) {
    const auto assignments = parse_assignments(arguments.assignments);
    if (assignments.empty() && arguments.nulls.empty()) throw UsageFailure("nothing to set: give NAME=VALUE or --null NAME");
    const Session session(options);
    const auto instance = session.get_object(arguments.path);
    Spawner spawner(session);
    std::vector<std::string> changed;
    for (const Assignment& assignment : assignments) {
        assign(instance.Get(), assignment, spawner);
        changed.push_back(assignment.name);
    }
    for (const std::string& name : arguments.nulls) {
        assign_null(instance.Get(), name);
        changed.push_back(name);
    }
    if (options.what_if) {
        std::cout << "would set on " << arguments.path << ": " << to_json(instance.Get(), SystemProperties::Omit, changed).dump() << "\n";
        return kDone;
    }
    const auto context = arguments.full ? ComPtr<IWbemContext>() : context_for_partial_put(changed);
    std::cout << put_instance(session, instance.Get(), WBEM_FLAG_UPDATE_ONLY, context.Get(), "updating '" + arguments.path + "'") << "\n";
    return kDone;
}

int run_rm(const Options& options, const std::vector<std::string>& paths) {
    const Session session(options);
    for (const std::string& path : paths) {
        const bool is_instance = names_an_instance(path);
        if (options.what_if) {
            (void)session.get_object(path);
            std::cout << "would delete " << path << (is_instance ? "" : " with its subclasses and all their instances") << "\n";
            continue;
        }
        const _bstr_t text(wide(path).c_str());
        check(is_instance ? session->DeleteInstance(text, 0, nullptr, nullptr) : session->DeleteClass(text, 0, nullptr, nullptr),
              "deleting '" + path + "'");
    }
    return kDone;
}

int run_call(const Options& options, const std::string& path, const std::string& method, const std::vector<std::string>& words) {
    const auto assignments = parse_assignments(words);
    const Session session(options);
    const std::string class_name = system_text(session.get_object(path).Get(), L"__CLASS");
    ComPtr<IWbemClassObject> in_class, in, out;
    check(session.get_object(class_name)->GetMethod(wide(method).c_str(), 0, in_class.GetAddressOf(), nullptr),
          "looking up method '" + method + "' of '" + class_name + "'");
    if (in_class) check(in_class->SpawnInstance(0, in.GetAddressOf()), "preparing the parameters");
    if (!in && !assignments.empty()) throw UsageFailure("method '" + method + "' takes no parameters");
    Spawner spawner(session);
    for (const Assignment& assignment : assignments) assign(in.Get(), assignment, spawner);
    if (options.what_if) {
        std::cout << "would call " << method << " of " << path << (in ? " with " + to_json(in.Get(), SystemProperties::Omit).dump() : std::string()) << "\n";
        return kDone;
    }
    const _bstr_t path_text(wide(path).c_str()), method_text(wide(method).c_str());
    check(session->ExecMethod(path_text, method_text, 0, nullptr, in.Get(), out.GetAddressOf(), nullptr),
          "calling '" + method + "' on '" + path + "'");
    if (out) {
        Printer printer(options, false);
        printer.print(out.Get());
    }
    return kDone;
}

}  // namespace cli
