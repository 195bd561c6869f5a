#include "mof/compile.h"

#include <algorithm>

#include <fmt/format.h>

#include "mof/internal/compiler.h"

namespace wmi::mof {

Outcome<Summary> compile(const Document& document, Target& target, const CompileOptions& options) {
    return Compiler(document, target, options).run();
}

// -- classes known

void ClassCache::remember(Namespace& in, const cim::ClassPtr& made) {
    in.classes.insert_or_assign(made->name(), made);
    if (made->parent()) in.ancestors.insert(made->parent()->name());
}

Result<cim::ClassPtr> ClassCache::get(const std::string& ns, const std::string& name) {
    Namespace& in = namespaces_[ns];
    const auto found = in.classes.find(name);
    if (found != in.classes.end()) return found->second;
    cim::ClassPtr fetched = TRY(target_.get_class(ns, name));
    for (cim::ClassPtr at = fetched; at; at = at->parent()) {
        if (at->parent()) in.ancestors.insert(at->parent()->name());
    }
    in.classes.insert_or_assign(name, fetched);
    return fetched;
}

void ClassCache::put(const std::string& ns, const cim::ClassPtr& made) {
    Namespace& in = namespaces_[ns];
    if (in.classes.contains(made->name()) || in.ancestors.contains(made->name())) forget(ns, made->name());
    remember(in, made);
}

void ClassCache::forget(const std::string& ns, const std::string& name) {
    std::erase_if(namespaces_[ns].classes, [&](const auto& known) { return known.second->is_a(name); });
}

// -- the pass

Compiler::Compiler(const Document& document, Target& target, const CompileOptions& options)
    : document_(document),
      target_(target),
      options_(options),
      classes_(target),
      namespace_(options.default_namespace),
      class_flags_(options.class_flags),
      instance_flags_(options.instance_flags) {}

void Compiler::find_aliases() {
    std::string ns = namespace_;
    for (std::size_t i = 0; i < document_.productions.size(); ++i) {
        const auto& content = document_.productions[i].content;
        if (const auto* pragma = std::get_if<NamespacePragma>(&content)) ns = pragma->path;
        const auto* cls = std::get_if<ClassSyntax>(&content);
        const auto* instance = std::get_if<InstanceSyntax>(&content);
        if (cls && !cls->alias.empty()) aliases_.emplace(cls->alias, AliasEntry{i, ns, cls->name, false});
        if (instance && !instance->alias.empty())
            aliases_.emplace(instance->alias, AliasEntry{i, ns, {}, false});
    }
}

Outcome<Summary> Compiler::run() {
    summary_.autorecover = document_.autorecover;
    if (options_.check_only) return summary_;
    find_aliases();
    const auto total =
        static_cast<std::uint32_t>(std::count_if(document_.productions.begin(), document_.productions.end(),
                                                 [](const Production& p) { return p.is_object(); }));
    for (std::size_t i = 0; i < document_.productions.size(); ++i) {
        const bool is_object = document_.productions[i].is_object();
        if (is_object) objects_.push_back(i);
        const auto number = static_cast<std::uint32_t>(objects_.size());
        const auto done = act(i);
        if (!done) return blame_for(i, number + (is_object ? 0 : 1), done.error());
        if (is_object && options_.progress) options_.progress(number, total);
    }
    if (const auto late = target_.flush()) return late_failure(*late);
    return summary_;
}

// What failed may be an object that was queued before this one.
Failure Compiler::blame_for(std::size_t production, std::uint32_t object, const Error& error) {
    const auto late = target_.flush();
    return late ? late_failure(*late) : failure_of(document_.productions[production], object, error);
}

Failure Compiler::late_failure(const LateFailure& late) {
    const std::size_t index =
        late.object == 0 || late.object > objects_.size() ? current_ : objects_[late.object - 1];
    const Production& production = document_.productions[index];
    blame_.move_to(production.place);
    return failure_of(production, late.object, late.error);
}

Failure Compiler::failure_of(const Production& production, std::uint32_t object, const Error& error) const {
    const Place place = blame_.place().line != 0 ? blame_.place() : production.place;
    return {Phase::Store,
            error.status(),
            object,
            production.place.line,
            production.last_line,
            document_.files.at(production.place.file),
            place,
            error.sentence(),
            error.about()};
}

Result<void> Compiler::act(std::size_t index) {
    current_ = index;
    blame_.move_to(document_.productions[index].place);
    return std::visit([this](const auto& content) { return act_on(content); },
                      document_.productions[index].content);
}

Result<void> Compiler::act_on(const NamespacePragma& pragma) {
    namespace_ = pragma.path;
    return target_.open_namespace(namespace_);
}

Result<void> Compiler::act_on(const ClassFlagsPragma& pragma) {
    class_flags_ = pragma.flags;
    return {};
}

Result<void> Compiler::act_on(const InstanceFlagsPragma& pragma) {
    instance_flags_ = pragma.flags;
    return {};
}

Result<void> Compiler::act_on(const DeleteClassPragma& pragma) {
    classes_.forget(namespace_, pragma.name);
    auto deleted = target_.delete_class(namespace_, pragma.name);
    const bool is_missing =
        !deleted && (deleted.status() == Status::NotFound || deleted.status() == Status::InvalidClass);
    if (!deleted && !(is_missing && pragma.if_missing == IfMissing::Ignore)) return deleted;
    ++summary_.deletions;
    return {};
}

Result<void> Compiler::act_on(const DeleteInstancePragma& pragma) {
    auto deleted = target_.delete_instance(namespace_, pragma.path);
    const bool is_missing =
        !deleted && (deleted.status() == Status::NotFound || deleted.status() == Status::InvalidClass);
    if (!deleted && !(is_missing && pragma.if_missing == IfMissing::Ignore)) return deleted;
    ++summary_.deletions;
    return {};
}

Result<void> Compiler::act_on(const ClassSyntax& syntax) {
    cim::ClassBody body = TRY(body_of(syntax));
    blame_.move_to(document_.productions[current_].place);
    cim::ClassPtr made = TRY(cim::Class::make(body));
    const PutClassOptions options{class_flags_, syntax.declares_qualifiers,
                                  static_cast<std::uint32_t>(objects_.size())};
    TRY(target_.put_class(namespace_, std::move(body), options));
    classes_.put(namespace_, made);
    ++summary_.classes;
    return {};
}

Result<void> Compiler::act_on(const InstanceSyntax& syntax) {
    const std::string* alias = syntax.alias.empty() ? nullptr : &syntax.alias;
    AliasEntry* entry = alias ? &aliases_.at(*alias) : nullptr;
    if (entry) entry->is_building = true;
    const auto early = early_.find(current_);
    std::optional<cim::Instance> instance;
    if (early != early_.end()) {
        instance = std::move(early->second);
        early_.erase(early);
    } else {
        instance = TRY(build(syntax));
    }
    blame_.move_to(document_.productions[current_].place);
    const std::optional<std::string> known = entry ? instance->relative_path() : std::nullopt;
    const PutInstanceOptions options{instance_flags_, static_cast<std::uint32_t>(objects_.size()),
                                     entry && !known};
    std::string path = TRY(target_.put_instance(namespace_, *instance, options));
    if (entry) {
        entry->path = known ? *known : std::move(path);
        entry->is_building = false;
    }
    ++summary_.instances;
    return {};
}

}  // namespace wmi::mof
