#include "assignments.h"

#include "failure.h"
#include "text.h"

namespace cli {

std::vector<Assignment> parse_assignments(const std::vector<std::string>& words) {
    std::vector<Assignment> list;
    for (const std::string& word : words) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos || equals == 0) throw UsageFailure("'" + word + "' is no NAME=VALUE");
        list.push_back({word.substr(0, equals), word.substr(equals + 1)});
    }
    return list;
}

std::string system_text(IWbemClassObject* object, const wchar_t* name) {
    _variant_t value;
    if (FAILED(object->Get(name, 0, &value, nullptr, nullptr)) || V_VT(&value) != VT_BSTR) return {};
    return narrow(V_BSTR(&value));
}

CIMTYPE type_of(IWbemClassObject* object, const std::string& property) {
    CIMTYPE type = 0;
    const HRESULT status = object->Get(wide(property).c_str(), 0, nullptr, &type, nullptr);
    if (status == static_cast<HRESULT>(WBEM_E_NOT_FOUND))
        throw Failure(kNotFound, "class '" + system_text(object, L"__CLASS") + "' has no property '" + property + "'");
    check(status, "looking up property '" + property + "'");
    return type;
}

Embed embed_with(Spawner& spawner) {
    return [&spawner](const Json& json) {
        const auto named = json.find("__CLASS");
        if (named == json.end() || !named->is_string()) throw UsageFailure("an embedded object needs its \"__CLASS\"");
        auto object = spawner.spawn(named->get<std::string>());
        for (const auto& [name, value] : json.items()) {
            if (name.starts_with("__")) continue;
            _variant_t converted = from_json(value, type_of(object.Get(), name), name, embed_with(spawner));
            check(object->Put(wide(name).c_str(), 0, &converted, 0), "setting '" + name + "' of an embedded object");
        }
        return object;
    };
}

void assign(IWbemClassObject* object, const Assignment& assignment, Spawner& spawner) {
    _variant_t value = from_typed(assignment.text, type_of(object, assignment.name), assignment.name, embed_with(spawner));
    check(object->Put(wide(assignment.name).c_str(), 0, &value, 0), "setting '" + assignment.name + "' to '" + assignment.text + "'");
}

void assign_null(IWbemClassObject* object, const std::string& name) {
    type_of(object, name);
    check(object->Put(wide(name).c_str(), 0, nullptr, 0), "setting '" + name + "' to NULL");
}

}  // namespace cli
