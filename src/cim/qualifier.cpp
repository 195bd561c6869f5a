#include "cim/qualifier.h"

#include "base/text.h"

#include <utility>

namespace wmi::cim {

bool same_qualifier(const Qualifier& left, const Qualifier& right) {
    return left.flavor == right.flavor && base::same_name(left.name, right.name) && same_value(left.content, right.content);
}

const Qualifier* QualifierSet::find(std::string_view name) const {
    for (const Qualifier& qualifier : list_)
        if (base::same_name(qualifier.name, name)) return &qualifier;
    return nullptr;
}

Qualifier* QualifierSet::find(std::string_view name) { return const_cast<Qualifier*>(std::as_const(*this).find(name)); }

bool QualifierSet::is_true(std::string_view name) const {
    const Qualifier* found = find(name);
    return found && found->is_true();
}

void QualifierSet::set(Qualifier qualifier) {
    Qualifier* present = find(qualifier.name);
    if (!present) {
        list_.push_back(std::move(qualifier));
        return;
    }
    present->content = std::move(qualifier.content);
    present->flavor = qualifier.flavor;
}

bool QualifierSet::erase(std::string_view name) {
    const Qualifier* present = find(name);
    if (!present) return false;
    list_.erase(list_.begin() + (present - list_.data()));
    return true;
}

bool same_qualifiers(const QualifierSet& left, const QualifierSet& right) {
    if (left.size() != right.size()) return false;
    for (const Qualifier& qualifier : left) {
        const Qualifier* other = right.find(qualifier.name);
        if (!other || !same_qualifier(qualifier, *other)) return false;
    }
    return true;
}

Qualifier mark(std::string name, std::uint8_t flavor) {
    return {std::move(name), {{CimType::Boolean, false}, true}, flavor};
}

Qualifier text_qualifier(std::string name, std::string text, std::uint8_t flavor) {
    return {std::move(name), {{CimType::String, false}, std::move(text)}, flavor};
}

bool propagates(const Qualifier& qualifier, std::uint8_t towards) {
    return (qualifier.flavor & towards) != 0 || base::same_name(qualifier.name, "key");
}

QualifierSet inherit(const QualifierSet& from, std::uint8_t towards, const QualifierSet& own) {
    const auto is_kept_out = [&](const Qualifier& mine) {
        const Qualifier* inherited = from.find(mine.name);
        return inherited && propagates(*inherited, towards) && (inherited->flavor & flavor::kNotOverridable) != 0;
    };
    QualifierSet seen;
    for (const Qualifier& qualifier : own)
        if (!is_kept_out(qualifier)) seen.set(qualifier);
    for (const Qualifier& qualifier : from) {
        if (!propagates(qualifier, towards) || seen.find(qualifier.name)) continue;
        Qualifier received = qualifier;
        received.flavor |= flavor::kPropagated;
        seen.set(std::move(received));
    }
    return seen;
}

}  // namespace wmi::cim
