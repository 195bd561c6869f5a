// get, new, set, rm, call: one object, or the instances of a class.
#include "assignments.h"
#include "failure.h"
#include "output.h"
#include "session.h"
#include "text.h"
#include "verbs.h"

#include <iostream>

#include <comdef.h>

namespace cli {
namespace {

bool names_an_instance(const std::string& text) { return text.find('=') != std::string::npos; }

ComPtr<IWbemClassObject> spawn(const Session& session, const std::string& class_name) {
    const auto definition = session.get_object(class_name);
    ComPtr<IWbemClassObject> instance;
    check(definition->SpawnInstance(0, instance.GetAddressOf()), "making an instance of '" + class_name + "'");
    return instance;
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

int run_get(const Options& options, const std::string& class_or_path) {
    const Session session(options);
    const auto context = context_for_get(options);
    if (names_an_instance(class_or_path)) {
        Printer printer(options, false);
        printer.print(session.get_object(class_or_path, 0, context.Get()).Get());
        return kDone;
    }
    Printer printer(options, true);
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
    const auto instance = spawn(session, class_name);
    for (const Assignment& assignment : assignments) assign(instance.Get(), assignment);
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
    std::vector<std::string> changed;
    for (const Assignment& assignment : assignments) {
        assign(instance.Get(), assignment);
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
    for (const Assignment& assignment : assignments) assign(in.Get(), assignment);
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
