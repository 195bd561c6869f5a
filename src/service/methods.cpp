// Methods (SVC-48..54). Those of __SystemSecurity are WMI's own; all others belong to providers.
#include "service/service.h"

#include "base/text.h"
#include "repository/repository.h"
#include "service/internal/dynamic.h"

namespace wmi::service {
namespace {

Error wrong(const cim::Method& method, std::string_view sentence) {
    return Error(Status::InvalidMethodParameters, method.name() + ": " + std::string(sentence), method.name());
}

bool is_required(const cim::Class& in, const cim::Property& parameter) {
    return !in.qualifiers_of(parameter).find("optional");
}

/// SVC-51. A class given instead of an instance counts as the instance of its defaults.
Result<void> check_in(const cim::Method& method, const cim::Object* given) {
    const cim::ClassPtr& in = method.nearest->in;
    if (!in) return {};
    std::optional<cim::Instance> spawned;
    const cim::Instance* values = given ? given->find_instance() : nullptr;
    if (given && !values) values = &spawned.emplace(cim::Instance::spawn(given->class_pointer()));
    for (const cim::Property& parameter : in->properties()) {
        const cim::Property* found = values ? values->cls().find_property(parameter.name()) : nullptr;
        if (values && !found) return wrong(method, "the parameters have no " + parameter.name());
        if (found && found->type() != parameter.type()) return wrong(method, parameter.name() + " has another type");
        if ((!found || values->is_null(*found)) && is_required(*in, parameter)) return wrong(method, parameter.name() + " is needed");
    }
    if (values && !base::same_name(values->cls().name(), "__PARAMETERS")) return wrong(method, "the parameters are no __PARAMETERS object");
    return {};
}

/// Is the qualifier TRUE here or in any class above that has the method?
bool is_true_anywhere(const cim::Class& of, const std::string& method, const char* qualifier) {
    for (const cim::Class* at = &of; at; at = at->parent().get()) {
        const cim::MethodDeclaration* found = at->body().find_method(method);
        if (found && found->qualifiers.find(qualifier)) return found->qualifiers.is_true(qualifier);
    }
    return false;
}

/// QUAL-13: it counts as TRUE where it stands, whatever its value.
bool is_static(const cim::Class& of, const std::string& method) {
    for (const cim::Class* at = &of; at; at = at->parent().get()) {
        const cim::MethodDeclaration* found = at->body().find_method(method);
        if (found && found->qualifiers.find("static")) return true;
    }
    return false;
}

Result<void> check_callable(const cim::Class& of, const cim::Method& method, bool on_class) {
    if (is_true_anywhere(of, method.name(), "disabled")) return Error(Status::MethodDisabled, "the method is disabled", method.name());
    if (!is_true_anywhere(of, method.name(), "implemented"))
        return Error(Status::MethodNotImplemented, "the method is declared, but not implemented", method.name());
    if (on_class && !is_static(of, method.name()))
        return wrong(method, "it is not static: the path must name an instance");
    return {};
}

/// What the method is and who may run it come before what it is given (SYS-25).
Result<std::optional<cim::Object>> run_system_security(const cim::Method& method, const cim::Object* given, const access::Rights& rights) {
    const auto is = [&](const char* name) { return base::same_name(method.name(), name); };
    if (is("Get9XUserList") || is("Set9XUserList")) return Error(Status::MethodDisabled, "the method is disabled", method.name());
    if (!is("GetCallerAccessRights")) {
        const bool sets = is("SetSD") || is("SetSecurityDescriptor");
        if (!rights.allow(sets ? access::Right::WriteDac : access::Right::ReadControl))
            return Error(Status::AccessDenied, "the caller may not see or change who may do what here", method.name());
        TRY(check_in(method, given));
        return Error(Status::NotSupported, "namespaces have no security descriptors in this version: all belongs to its own user",
                     method.name());
    }
    cim::Instance out = cim::Instance::spawn(method.nearest->out);
    TRY(out.put(*out.cls().find_property("rights"), cim::Value(static_cast<std::int64_t>(rights.bits()))));
    TRY(out.put(*out.cls().find_property("ReturnValue"), cim::Value(std::uint64_t{0})));
    return std::optional<cim::Object>(cim::Object(std::move(out)));
}

}  // namespace

Result<std::optional<cim::Object>> Session::exec(const Admission& admission, std::string_view text, std::string_view name,
                                                 const cim::Object* in) {
    const cim::ObjectPath path = TRY(cim::parse_path(text));
    const Place place = TRY(place_of(admission, path));
    cim::ClassPtr of = TRY(place.in->get_class(path.class_name, Status::InvalidClass));
    const bool is_system = base::same_name(of->name(), "__SystemSecurity");
    if (path.is_instance()) (void)TRY(cim::bind_keys(path, *of));
    const cim::Method* method = of->find_method(name);
    if (!method) return Error(Status::InvalidMethod, "class " + of->name() + " has no method " + std::string(name), of->name());
    if (!is_system && !admission.rights().allow(access::Right::ExecuteMethods))
        return Error(Status::AccessDenied, "the caller may not run methods here (WBEM_METHOD_EXECUTE)", std::string(name));
    if (path.is_instance() && !is_system && !of->is_dynamic() && !of->qualifiers_of(*method).is_true("Bypass_GetObject")) {
        const cim::Object found = TRY(get_instance(place.in, place.origin, path, {}));
        of = found.class_pointer();
        method = of->find_method(name);
    }
    TRY(check_callable(*of, *method, path.is_class()));
    if (is_system) return run_system_security(*method, in, admission.rights());
    TRY(check_in(*method, in));
    return answer_for_provider(place.in, *of, Need::Method);
}

}  // namespace wmi::service
