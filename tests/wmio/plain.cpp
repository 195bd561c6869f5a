#include "plain.h"

#include "base/text.h"

namespace wmi::wmio_test {

using nlohmann::json;

namespace {

std::string type_name(cim::Type type) {
    const std::string word(type.element == cim::CimType::Reference ? "reference" : cim::word_of(type.element));
    return type.is_array ? word + "[]" : word;
}

json plain(const cim::Scalar& scalar) {
    return std::visit(
        [](const auto& content) -> json {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(content)>, cim::ObjectPtr>) {
                return wmio_test::plain(*content);
            } else {
                return content;
            }
        },
        scalar);
}

json plain(const cim::Value& value) {
    if (cim::is_null(value)) return nullptr;
    const cim::Array* array = std::get_if<cim::Array>(&value);
    if (!array) return plain(cim::to_scalar(value));
    json list = json::array();
    for (const cim::Scalar& element : *array) list.push_back(plain(element));
    return list;
}

/// CIMTYPE's flavor says only who wrote the class, so its value alone counts.
json one_qualifier(const std::string& name, json flavor, json type, json value) {
    if (base::same_name(name, "CIMTYPE")) flavor = nullptr;
    return {{"flavor", std::move(flavor)}, {"type", std::move(type)}, {"value", std::move(value)}};
}

json plain(const cim::QualifierSet& set) {
    json all = json::object();
    for (const cim::Qualifier& qualifier : set)
        all[base::fold(qualifier.name)] = one_qualifier(qualifier.name, qualifier.flavor, type_name(qualifier.content.type), plain(qualifier.content.value));
    return all;
}

json plain_of_side(const cim::ClassPtr& side) { return side ? wmio_test::plain(cim::Object(side)) : json(nullptr); }

json plain_methods(const cim::Class& of) {
    json all = json::object();
    for (const cim::Method& method : of.methods())
        all[method.name()] = {{"inherited", of.own_declaration(method) == nullptr},
                              {"origin", method.origin},
                              {"qualifiers", plain(of.qualifiers_of(method))},
                              {"in", plain_of_side(method.nearest->in)},
                              {"out", plain_of_side(method.nearest->out)}};
    return all;
}

json plain_class(const cim::Class& of) {
    json properties = json::object();
    for (const cim::Property& property : of.properties())
        properties[property.name()] = {{"type", type_name(property.type())},
                                       {"order", property.order},
                                       {"offset", property.offset},
                                       {"origin", property.origin},
                                       {"inherited", !of.introduces(property)},
                                       {"qualifiers", plain(of.qualifiers_of(property))},
                                       {"default", plain(property.default_value())}};
    return {{"name", of.name()}, {"derivation", of.derivation()}, {"qualifiers", plain(of.qualifiers())}, {"properties", std::move(properties)}};
}

json plain_instance(const cim::Instance& instance) {
    json values = json::object();
    json marks = json::object();
    for (const cim::Property& property : instance.cls().properties()) {
        values[property.name()] = plain(instance.get(property));
        const json own = plain(instance.own_qualifiers_of(property));
        if (!own.empty()) marks[property.name()] = own;
    }
    return {{"values", std::move(values)}, {"qualifiers", plain(instance.own_qualifiers())}, {"property_qualifiers", std::move(marks)}};
}

// -- the reference decoder's form

json reference_value(const json& value) {
    if (value.is_object()) return plain_of_reference(value);
    if (!value.is_array()) return value;
    json list = json::array();
    for (const json& element : value) list.push_back(reference_value(element));
    return list;
}

json reference_qualifiers(const json& list) {
    json all = json::object();
    for (const json& qualifier : list)
        all[base::fold(qualifier["name"].get<std::string>())] =
            one_qualifier(qualifier["name"], qualifier["flavor"], qualifier["type"], reference_value(qualifier["value"]));
    return all;
}

/// Windows marks an overridden property as inherited too (real_win32_process_class); not every made object does, so the origin
/// decides.
json reference_class(const json& part) {
    json properties = json::object();
    for (const json& property : part["properties"])
        properties[property["name"].get<std::string>()] = {{"type", property["type"]},
                                                           {"order", property["order"]},
                                                           {"offset", property["offset"]},
                                                           {"origin", property["origin"]},
                                                           {"inherited", property["origin"] < part["derivation"].size()},
                                                           {"qualifiers", reference_qualifiers(property["qualifiers"])},
                                                           {"default", reference_value(property.value("default", json()))}};
    json name = part["name"].is_null() ? json("") : part["name"];
    return {{"name", std::move(name)}, {"derivation", part["derivation"]}, {"qualifiers", reference_qualifiers(part["qualifiers"])}, {"properties", std::move(properties)}};
}

json reference_methods(const json& list) {
    json all = json::object();
    for (const json& method : list)
        all[method["name"].get<std::string>()] = {{"inherited", (method["flags"].get<int>() & 0x20) != 0},
                                                  {"origin", method["origin"]},
                                                  {"qualifiers", reference_qualifiers(method.value("qualifiers", json::array()))},
                                                  {"in", reference_value(method["in"])},
                                                  {"out", reference_value(method["out"])}};
    return all;
}

json reference_instance(const json& instance, const json& of) {
    json values = json::object();
    json marks = json::object();
    for (const auto& [name, slot] : instance["values"].items()) {
        const int nd = slot["nd"].get<int>();
        values[name] = nd == 0 ? reference_value(slot["value"]) : nd == 2 ? of["properties"][name]["default"] : json(nullptr);
        const json own = reference_qualifiers(slot.value("qualifiers", json::array()));
        if (!own.empty()) marks[name] = own;
    }
    return {{"values", std::move(values)}, {"qualifiers", reference_qualifiers(instance["qualifiers"])}, {"property_qualifiers", std::move(marks)}};
}

}  // namespace

json plain(const cim::Object& object) {
    const cim::Class& of = object.cls();
    json all = {{"class", plain_class(of)}};
    if (const cim::Instance* instance = object.find_instance()) {
        all["instance"] = plain_instance(*instance);
        return all;
    }
    all["methods"] = plain_methods(of);
    all["parent"] = of.parent() ? plain_class(*of.parent()) : json(nullptr);
    all["parent_methods"] = of.parent() ? plain_methods(*of.parent()) : json::object();
    return all;
}

json plain_of_reference(const json& block) {
    json all = {{"class", reference_class(block["class"])}};
    if (block.contains("instance")) {
        all["instance"] = reference_instance(block["instance"], all["class"]);
        return all;
    }
    all["methods"] = reference_methods(block["methods"]);
    all["parent"] = block["parent"]["name"].is_null() ? json(nullptr) : reference_class(block["parent"]);
    all["parent_methods"] = reference_methods(block["parent_methods"]);
    return all;
}

}  // namespace wmi::wmio_test
