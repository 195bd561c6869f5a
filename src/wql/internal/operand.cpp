#include "wql/internal/operand.h"

#include "base/text.h"
#include "cim/path.h"

#include <array>
#include <utility>

namespace wmi::wql::internal {
namespace {

using cim::CimType;

void set_text(Cell& cell, std::string text) {
    cell.state = Cell::State::Value;
    cell.type = {CimType::String, false};
    cell.own_text = std::move(text);
    cell.text = encode(cell.own_text, cell.own_encoded);
}

void set_number(Cell& cell, std::uint32_t number) {
    cell.state = Cell::State::Value;
    cell.type = {CimType::Sint32, false};
    cell.own_number = number;
    cell.slot = reinterpret_cast<const char*>(&cell.own_number);
}

/// Text that outlives the test: names of classes.
void lend_text(Cell& cell, const std::string& text) {
    cell.state = Cell::State::Value;
    cell.type = {CimType::String, false};
    cell.text = encode(text, cell.own_encoded);
}

void set_null(Cell& cell, cim::Type type) {
    cell.state = Cell::State::Null;
    cell.type = type;
}

std::optional<std::string> relative_path(const Subject& subject) {
    const cim::Class& of = subject.view.cls();
    if (subject.is_class) return of.name();
    if (of.is_singleton()) return of.name() + "=@";
    if (of.keys().empty()) return std::nullopt;
    std::vector<cim::Value> keys;
    keys.reserve(of.keys().size());
    for (const std::uint16_t order : of.keys()) {
        keys.push_back(subject.view.value(of.properties()[order]));
        if (cim::is_null(keys.back())) return std::nullopt;
    }
    return cim::print_instance_path(of, keys);
}

void read_system(const Subject& subject, SystemName name, Cell& cell) {
    const cim::Class& of = subject.view.cls();
    set_null(cell, type_of(name).value_or(cim::Type{CimType::Object, false}));
    switch (name) {
        case SystemName::Class: return lend_text(cell, of.name());
        case SystemName::Superclass:
            if (of.parent()) lend_text(cell, of.parent()->name());
            return;
        case SystemName::Dynasty: return lend_text(cell, of.dynasty());
        case SystemName::Server:
            if (subject.place) lend_text(cell, subject.place->server);
            return;
        case SystemName::Namespace:
            if (subject.place) lend_text(cell, subject.place->name_space);
            return;
        case SystemName::Genus: return set_number(cell, subject.is_class ? 1 : 2);
        case SystemName::PropertyCount: return set_number(cell, static_cast<std::uint32_t>(of.properties().size()));
        case SystemName::Relpath:
        case SystemName::Path: {
            auto path = relative_path(subject);
            if (!path || (name == SystemName::Path && !subject.place)) return;
            if (name == SystemName::Path) path = "\\\\" + subject.place->server + '\\' + subject.place->name_space + ':' + *path;
            return set_text(cell, *std::move(path));
        }
        case SystemName::This:
            cell.state = Cell::State::Value;
            cell.object_class = &of;
            return;
        case SystemName::Derivation: cell.state = Cell::State::Missing; return;
    }
}

void read_property(const cim::RecordView& view, const cim::Property& property, Cell& cell) {
    if (view.is_null(property)) return set_null(cell, property.type());
    cell.state = Cell::State::Value;
    cell.type = property.type();
    cell.slot = view.bytes().data() + cim::RecordView::kNdOffset + view.cls().nd_size() + property.offset;
    if (cell.type.is_array) return;
    if (cim::is_text(cell.type.element)) cell.text = encoded_item(view.text_item(cell.slot));
    if (cell.type.element != CimType::Object) return;
    const cim::Value value = view.value(property);
    const auto* object = std::get_if<cim::ObjectPtr>(&value);
    if (!object || !*object) return set_null(cell, property.type());
    cell.object = *object;
    cell.object_class = &cell.object->cls();
}

}  // namespace

std::optional<SystemName> find_system_name(std::string_view name) {
    constexpr std::array<std::string_view, 11> kNames{"__CLASS",     "__SUPERCLASS", "__DYNASTY",        "__PATH",       "__RELPATH", "__SERVER",
                                                      "__NAMESPACE", "__GENUS",      "__PROPERTY_COUNT", "__DERIVATION", "__THIS"};
    if (!name.starts_with("__")) return std::nullopt;
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (base::same_name(name, kNames[i])) return static_cast<SystemName>(i);
    return std::nullopt;
}

std::optional<cim::Type> type_of(SystemName name) {
    switch (name) {
        case SystemName::Genus:
        case SystemName::PropertyCount: return cim::Type{CimType::Sint32, false};
        case SystemName::Derivation:
        case SystemName::This: return std::nullopt;
        default: return cim::Type{CimType::String, false};
    }
}

Subject subject_of(const cim::Class& of, const Place* place) { return {{of, of.blank_record()}, true, place}; }

Subject subject_of(const cim::Object& object, const Place* place) {
    const cim::Instance* instance = object.find_instance();
    return instance ? Subject{instance->view(), false, place} : subject_of(object.cls(), place);
}

void read(const Subject& subject, const Operand& operand, std::span<const std::string> names, Cell& cell) {
    cell.state = Cell::State::Missing;
    if (operand.property && names.size() == 1) return read_property(subject.view, *operand.property, cell);
    Subject now = subject;
    cim::ObjectPtr inside;  // keeps what `now` looks into
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool is_last = i + 1 == names.size();
        if (is_last && operand.system) {
            read_system(now, *operand.system, cell);
            break;
        }
        const cim::Property* property = now.view.cls().find_property(names[i]);
        if (!property) {
            cell.state = Cell::State::Missing;
            return;
        }
        if (is_last) {
            read_property(now.view, *property, cell);
            break;
        }
        cell.state = Cell::State::Missing;
        if (property->type() != cim::Type{CimType::Object, false}) return;
        Cell next;
        read_property(now.view, *property, next);
        if (next.state != Cell::State::Value) return;
        inside = std::move(next.object);
        const bool is_part = i == 0 && operand.part != Operand::Part::None;  // its path is that of the real one (EVT-25)
        now = subject_of(*inside, is_part ? subject.place : nullptr);
    }
    if (!cell.object) cell.object = std::move(inside);
}

}  // namespace wmi::wql::internal
