#include "events/internal/polling_terms.h"

#include <algorithm>
#include <cmath>

namespace wmi::events::internal {

namespace {

constexpr repository::Kinds kOfInstances = 7;

Result<bool> is_dynamic(const repository::Namespace& in, const std::string& name) {
    const cim::ClassPtr of = TRY(in.find_class(name));
    return of && of->is_dynamic() && !of->is_abstract();
}

Result<bool> has_dynamic(const repository::Namespace& in) {
    for (const std::string& name : TRY(in.subclasses("", repository::Depth::Deep))) {
        const bool is_one = TRY(is_dynamic(in, name));
        if (is_one) return true;
    }
    return false;
}

}  // namespace

Result<std::vector<std::string>> dynamic_classes(const repository::Namespace& in, const wql::ClassLimit& of) {
    std::vector<std::string> names;
    if (!in.has_class(of.name)) return names;
    if (of.with_derived) names = TRY(in.subclasses(of.name, repository::Depth::Deep));
    names.insert(names.begin(), of.name);
    std::vector<std::string> dynamic;
    for (std::string& name : names) {
        const bool is_one = TRY(is_dynamic(in, name));
        if (is_one) dynamic.push_back(std::move(name));
    }
    return dynamic;
}

Result<std::vector<wql::ClassLimit>> find_polled(const Terms& terms, const repository::Namespace& in) {
    std::vector<wql::ClassLimit> polled;
    if ((terms.kinds & kOfInstances) == 0 || !terms.from->is_a("__InstanceOperationEvent")) return polled;
    if (!terms.targets) {
        const bool would_poll_all = terms.within_seconds && TRY(has_dynamic(in));
        if (!would_poll_all) return polled;
        return Error(Status::EssRegistrationTooBroad, "with WITHIN this query would poll every class of " + in.path() +
                                                          "; say which, as in WHERE TargetInstance ISA 'A_Class', or leave WITHIN out to hear of what the repository keeps");
    }
    for (const wql::ClassLimit& limit : *terms.targets) {
        const std::vector<std::string> dynamic = TRY(dynamic_classes(in, limit));
        if (dynamic.empty()) continue;
        if (!terms.within_seconds)
            return Error(Status::EssRegistrationTooPrecise, "instances of " + dynamic.front() + " come from a provider, which tells nothing of changes; say how often to look, as in WITHIN 10",
                         dynamic.front());
        if (std::find(polled.begin(), polled.end(), limit) == polled.end()) polled.push_back(limit);
    }
    return polled;
}

std::chrono::milliseconds poll_interval(double seconds) {
    constexpr double kLongest = 0xFFFFFFFF;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::clamp(std::ceil(seconds * 1000), 1.0, kLongest)));
}

}  // namespace wmi::events::internal
