#include "objects/internal/compare.h"

#include "base/text.h"

#include <wbemcli.h>

#include <algorithm>

namespace wmi::objects::internal {
namespace {

using cim::Class;
using cim::ClassPtr;
using cim::Object;
using cim::Property;
using cim::QualifierSet;

class Comparison {
public:
    explicit Comparison(long flags) : flags_(flags) {}

    [[nodiscard]] bool same(const Object& left, const Object& right) const {
        if (left.is_class() != right.is_class()) return false;
        if (counts(WBEM_FLAG_IGNORE_OBJECT_SOURCE) && !same_source(left, right)) return false;
        if (left.is_class()) return same_class(left.cls(), right.cls());
        return same_instance(*left.find_instance(), *right.find_instance());
    }

private:
    long flags_;

    [[nodiscard]] bool counts(long ignoring) const { return (flags_ & ignoring) == 0; }

    [[nodiscard]] cim::TextCase text_case() const {
        return counts(WBEM_FLAG_IGNORE_CASE) ? cim::TextCase::Exact : cim::TextCase::Ignored;
    }

    static bool same_source(const Object& left, const Object& right) {
        if (!left.origin() || !right.origin()) return left.origin() == right.origin();
        return base::same_name(left.origin()->server, right.origin()->server) &&
               base::same_name(left.origin()->namespace_path, right.origin()->namespace_path);
    }

    /// Embedded objects are told apart by all that the flags let count, and always by their class; they have no source.
    [[nodiscard]] bool same_embedded(const cim::ObjectPtr& left, const cim::ObjectPtr& right) const {
        if (left == right || !left || !right) return left == right;
        constexpr long kOfTheOwner = WBEM_FLAG_IGNORE_CLASS | WBEM_FLAG_IGNORE_DEFAULT_VALUES;
        return Comparison((flags_ & ~kOfTheOwner) | WBEM_FLAG_IGNORE_OBJECT_SOURCE).same(*left, *right);
    }

    [[nodiscard]] bool same_content(const cim::Value& left, const cim::Value& right) const {
        const auto* one = std::get_if<cim::ObjectPtr>(&left);
        const auto* other = std::get_if<cim::ObjectPtr>(&right);
        if (one && other) return same_embedded(*one, *other);
        const auto* list = std::get_if<cim::Array>(&left);
        const auto* twin = std::get_if<cim::Array>(&right);
        if (!list || !twin || list->empty() || !std::holds_alternative<cim::ObjectPtr>(list->front())) return same_value(left, right, text_case());
        return std::equal(list->begin(), list->end(), twin->begin(), twin->end(), [&](const cim::Scalar& a, const cim::Scalar& b) {
            return std::holds_alternative<cim::ObjectPtr>(a) && std::holds_alternative<cim::ObjectPtr>(b) &&
                   same_embedded(std::get<cim::ObjectPtr>(a), std::get<cim::ObjectPtr>(b));
        });
    }

    [[nodiscard]] bool same_sets(const QualifierSet& left, const QualifierSet& right) const {
        if (!counts(WBEM_FLAG_IGNORE_QUALIFIERS)) return true;
        return left.size() == right.size() && std::all_of(left.begin(), left.end(), [&](const cim::Qualifier& one) {
                   const cim::Qualifier* other = right.find(one.name);
                   if (!other || one.content.type != other->content.type) return false;
                   if (counts(WBEM_FLAG_IGNORE_FLAVOR) && one.flavor != other->flavor) return false;
                   return same_value(one.content.value, other->content.value, text_case());
               });
    }

    /// Calls body with each property of left and its twin; false when one has none, or when the numbers differ.
    template <class Body>
    static bool all_pairs(const Class& left, const Class& right, Body&& body) {
        return left.properties().size() == right.properties().size() &&
               std::all_of(left.properties().begin(), left.properties().end(), [&](const Property& one) {
                   const Property* other = right.find_property(one.name());
                   return other && one.type() == other->type() && body(one, *other);
               });
    }

    [[nodiscard]] bool same_instance(const cim::Instance& left, const cim::Instance& right) const {
        if (counts(WBEM_FLAG_IGNORE_CLASS) && !base::same_name(left.cls().name(), right.cls().name())) return false;
        const bool with_qualifiers = counts(WBEM_FLAG_IGNORE_QUALIFIERS);
        if (with_qualifiers && !same_sets(left.qualifiers(), right.qualifiers())) return false;
        return all_pairs(left.cls(), right.cls(), [&](const Property& one, const Property& other) {
            if (with_qualifiers && !same_sets(left.qualifiers_of(one), right.qualifiers_of(other))) return false;
            return same_content(left.get(one), right.get(other));
        });
    }

    [[nodiscard]] bool same_parent(const Class& left, const Class& right) const {
        const ClassPtr& a = left.parent();
        const ClassPtr& b = right.parent();
        return static_cast<bool>(a) == static_cast<bool>(b) && (!a || base::same_name(a->name(), b->name()));
    }

    [[nodiscard]] bool same_class(const Class& left, const Class& right) const {
        if (counts(WBEM_FLAG_IGNORE_CLASS) && (!base::same_name(left.name(), right.name()) || !same_parent(left, right))) return false;
        if (!same_sets(left.qualifiers(), right.qualifiers()) || !same_methods(left, right)) return false;
        return all_pairs(left, right, [&](const Property& one, const Property& other) {
            if (!base::same_name(left.cim_type(one), right.cim_type(other))) return false;
            if (!same_sets(left.qualifiers_of(one), right.qualifiers_of(other))) return false;
            return !counts(WBEM_FLAG_IGNORE_DEFAULT_VALUES) || same_content(one.default_value(), other.default_value());
        });
    }

    [[nodiscard]] bool same_signature(const ClassPtr& left, const ClassPtr& right) const {
        return left == right || (left && right && same_class(*left, *right));
    }

    [[nodiscard]] bool same_methods(const Class& left, const Class& right) const {
        return left.methods().size() == right.methods().size() &&
               std::all_of(left.methods().begin(), left.methods().end(), [&](const cim::Method& one) {
                   const cim::Method* other = right.find_method(one.name());
                   return other && same_sets(left.qualifiers_of(one), right.qualifiers_of(*other)) &&
                          same_signature(one.nearest->in, other->nearest->in) && same_signature(one.nearest->out, other->nearest->out);
               });
    }
};

}  // namespace

bool same_objects(const Object& left, const Object& right, long flags) { return Comparison(flags).same(left, right); }

}  // namespace wmi::objects::internal
