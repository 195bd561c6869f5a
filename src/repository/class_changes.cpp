// Putting and deleting classes. No instance is read or written: a structural change gives the class and its heirs new layouts,
// and the records of the old ones count as absent from then on.
#include "base/text.h"
#include "cim/path.h"
#include "repository/internal/change.h"
#include "repository/internal/class_rules.h"

#include <algorithm>
#include <set>

namespace wmi::repository {

namespace {

using cim::Class;
using cim::ClassBody;
using cim::ClassPtr;

Error has_children(const Class& one) {
    return Error(Status::ClassHasChildren, "class " + one.name() + " has subclasses that this change would touch; delete them first, or use safe or force mode", one.name());
}

Error has_instances(std::string_view name) {
    return Error(Status::ClassHasInstances, "class " + std::string(name) + " has instances, which this change would make wrong; delete them first", std::string(name));
}

Result<NamespacePtr> current(const Transaction& in, const Change::Content& change) {
    const NamespacePtr now = in.catalogue().find_namespace(change.in->id());
    if (!now || now->path() != change.in->path())
        return Error(Status::InvalidNamespace, "namespace " + change.in->path() + " was deleted; connect to one that exists", change.in->path());
    return now;
}

/// Where the class goes: the namespace, or the child that is asked for.
Result<NamespacePtr> target(Transaction& in, const Change::Content& change) {
    NamespacePtr now = TRY(current(in, change));
    if (change.of_class->options.child.empty()) return now;
    NamespacePtr child = in.catalogue().find_namespace(now->path() + "\\" + change.of_class->options.child);
    if (child) return child;
    return put_namespace(in, now, change.of_class->options.child);
}

Result<bool> has_any(Transaction& in, const Namespace& where, const ClassEntry& one) {
    const std::uint64_t count = TRY(in.instances(where.id(), one.layout()));
    return count != 0;
}

/// What a sweep of references looks for: those of deleted classes alone, or those from one class too.
constexpr ClassId kOfDeletedClasses = 0;

/// The records of a layout become what a sweep removes.
Result<void> forget(Transaction& in, const Namespace& where, const ClassEntry& one, ClassId references_of, std::set<std::pair<Sweep::Kind, ClassId>>& swept) {
    const bool has_records = TRY(has_any(in, where, one));
    TRY(in.forget_count(where.id(), one.layout()));
    if (!has_records) return {};
    TRY(one.definition());
    if (swept.emplace(Sweep::Kind::Extent, one.extent()).second) TRY(in.add_sweep({Sweep::Kind::Extent, where.id(), one.extent()}));
    for (const IndexedProperty& index : one.indexes()) {
        if (swept.emplace(Sweep::Kind::Index, index.of).second) TRY(in.add_sweep({Sweep::Kind::Index, where.id(), index.of}));
    }
    if (!one.references().empty() && swept.emplace(Sweep::Kind::References, references_of).second)
        TRY(in.add_sweep({Sweep::Kind::References, where.id(), references_of}));
    return {};
}

class ClassPut {
public:
    ClassPut(Transaction& in, NamespacePtr where, Change::Content& change) : in_(in), where_(std::move(where)), change_(change), given_(*change.of_class), body_(given_.body) {}

    Result<Did> run() {
        TRY(find_old());
        TRY(find_parent());
        TRY(make());
        if (!old_) {
            TRY(check());
            return create();
        }
        const bool is_equal = same_definition(*old_definition_, *made_);  // CLASS-35: what stands is not judged again
        if (!is_equal) {
            TRY(drop_hidden());
            TRY(check());
            TRY(check_end_of_family());
        }
        if (is_equal || (same_structure(*old_definition_, *made_) && !has_new_parent_)) {  // CLASS-36
            if (given_.update == UpdateMode::Force) TRY(cure_heirs());
            return is_equal && heirs_.empty() ? note(old_) : rewrite(Layouts::Keep);
        }
        return change_structure();
    }

private:
    enum class Layouts { Keep, Renew };

    Result<void> find_old() {
        const ClassEntryPtr* entry = where_->find_entry(body_.name);
        if (entry) old_ = *entry;
        if (!old_ && change_.mode == PutMode::UpdateOnly)
            return Error(Status::NotFound, "there is no class " + body_.name + " to update in namespace " + where_->path(), body_.name);
        if (old_ && change_.mode == PutMode::CreateOnly)
            return Error(Status::AlreadyExists, "class " + old_->name() + " exists already in namespace " + where_->path(), old_->name());
        if (!old_) return {};
        old_definition_ = TRY(old_->definition());
        body_.name = old_->name();  // CLASS-09
        family_ = where_->family(*old_);
        return {};
    }

    /// The order of the checks is CLASS-42's.
    Result<void> find_parent() {
        if (body_.parent) {
            const std::string name = body_.parent->name();
            const ClassEntryPtr* entry = where_->find_entry(name);
            if (!entry && !cim::is_identifier(name)) return Error(Status::InvalidSuperclass, "\"" + name + "\" is no name of a superclass", name);
            if (!entry) return Error(Status::NotFound, "superclass " + name + " is not in namespace " + where_->path() + "; put it first", name);
            parent_ = *entry;
            if (old_ && parent_->is_a(old_->id()))
                return Error(Status::CircularReference, "class " + body_.name + " would derive from itself by way of " + name, body_.name);
            body_.parent = TRY(parent_->definition());
        }
        has_new_parent_ = old_ && parent_id() != (old_->parent() ? old_->parent()->id() : 0);
        if (!has_new_parent_) return {};
        if (family_.size() > 1) return has_children(*old_definition_);
        if (TRY(has_any(in_, *where_, *old_))) return has_instances(old_->name());
        return {};
    }

    Result<void> make() {
        stand_alone(body_);
        if (old_) keep_order(body_, old_definition_->body());
        made_ = TRY(Class::make(std::move(body_)));
        change_.path = made_->name();
        return {};
    }

    Result<void> check() const {
        ClassOptions options = given_.options;
        const bool was_so = old_ && !has_new_parent_ && old_definition_->is_abstract();
        options.may_be_abstract_below_concrete = options.may_be_abstract_below_concrete || was_so;
        return check_against_parent(*made_, *where_, options);
    }

    /// Own qualifiers that have stood behind the superclass's since that forbade them: whoever got the class did not see them.
    Result<void> drop_hidden() {
        ClassBody body = made_->body();
        if (!drop_hidden_overrides(body, old_definition_->body())) return {};
        made_ = TRY(Class::make(std::move(body)));
        return {};
    }

    [[nodiscard]] ClassId parent_id() const { return parent_ ? parent_->id() : 0; }

    Result<Did> create() {
        const ClassEntryPtr entry = TRY(write(in_.new_class(), in_.new_layout(), parent_, made_));
        TRY(publish({entry}));
        TRY(note(entry));
        return Did::Create;
    }

    // -- changing

    /// QUAL-38: what has subclasses cannot become terminal.
    [[nodiscard]] Result<void> check_end_of_family() const {
        const auto is_terminal = [](const Class& one) { return one.body().qualifiers.is_true("terminal"); };
        if (family_.size() == 1 || !is_terminal(*made_) || is_terminal(*old_definition_)) return {};
        return Error(Status::InvalidOperation, "class " + made_->name() + " has subclasses and cannot be terminal; delete them first", made_->name());
    }

    Result<Did> change_structure() {
        const bool is_structural = !has_same_records(*old_definition_, *made_);
        if (given_.update != UpdateMode::Force && !has_same_indexes(*old_definition_, *made_)) TRY(check_index_change());
        if (given_.update == UpdateMode::Compatible) {
            if (family_.size() > 1) return has_children(*old_definition_);
            if (TRY(has_any(in_, *where_, *old_))) return has_instances(old_->name());
        } else {
            TRY(remake_heirs());
            TRY(check_instances(is_structural));
        }
        return rewrite(is_structural ? Layouts::Renew : Layouts::Keep);
    }

    /// CLASS-33
    Result<void> check_index_change() {
        if (old_definition_->properties().size() != made_->properties().size()) return {};  // more than an index changes
        if (family_.size() == 1 && !TRY(has_any(in_, *where_, *old_))) return {};
        return Error(Status::CannotChangeIndexInheritance, "the indexes of class " + made_->name() + " cannot change while it has instances or subclasses", made_->name());
    }

    /// The heirs as they are below the new definition; what conflicts is refused, or cured in force mode (CLASS-38, CLASS-39).
    Result<void> remake_heirs() {
        std::map<ClassId, ClassPtr> made{{old_->id(), made_}};
        for (std::size_t i = 1; i < family_.size(); ++i) {
            const ClassPtr before = TRY(family_[i]->definition());
            ClassBody body = before->body();
            body.parent = made.at(family_[i]->parent()->id());
            stand_alone(body);
            if (given_.update == UpdateMode::Force) drop_forbidden_overrides(body);
            auto heir = remake(std::move(body), *before);
            if (!heir && given_.update == UpdateMode::Safe)
                return Error(Status::ClassHasChildren, "subclass " + before->name() + " conflicts with the change: " + heir.error().sentence(), before->name());
            if (!heir) return std::move(heir).error();
            made.emplace(family_[i]->id(), *heir);
            heirs_.push_back(*heir);
        }
        return {};
    }

    /// What CLASS-39 cures where no structure changes. Heirs without a forbidden qualifier stay as they are stored: null in heirs_.
    Result<void> cure_heirs() {
        std::map<ClassId, ClassPtr> made{{old_->id(), made_}};
        bool is_any_cured = false;
        for (std::size_t i = 1; i < family_.size(); ++i) {
            ClassBody body = TRY(family_[i]->definition())->body();
            body.parent = made.at(family_[i]->parent()->id());
            const bool is_cured = drop_forbidden_overrides(body);
            ClassPtr heir = TRY(Class::make(std::move(body)));
            made.emplace(family_[i]->id(), heir);
            heirs_.push_back(is_cured ? std::move(heir) : nullptr);
            is_any_cured = is_any_cured || is_cured;
        }
        if (!is_any_cured) heirs_.clear();
        return {};
    }

    /// An heir may stay abstract below a concrete class; that its parent becomes concrete is a conflict (CLASS-25).
    Result<ClassPtr> remake(ClassBody body, const Class& before) {
        const ClassPtr made = TRY(Class::make(std::move(body)));
        const bool was_below_concrete = before.is_abstract() && !before.parent()->is_abstract();
        TRY(check_against_parent(*made, *where_, {.may_be_abstract_below_concrete = was_below_concrete}));
        return made;
    }

    /// Safe: none in the family. Force: a structural change takes the class's own with it, those of heirs forbid it (CLASS-40).
    Result<void> check_instances(bool is_structural) {
        if (given_.update == UpdateMode::Force && !is_structural) return {};
        for (std::size_t i = given_.update == UpdateMode::Force ? 1 : 0; i < family_.size(); ++i) {
            if (TRY(has_any(in_, *where_, *family_[i]))) return has_instances(family_[i]->name());
        }
        if (old_->extent() == in_.surroundings.system.namespace_class() && TRY(has_any(in_, *where_, *old_))) return has_instances(old_->name());
        return {};
    }

    // -- writing: all checks are behind us

    Result<Did> rewrite(Layouts layouts) {
        auto did = write_family(layouts);
        if (!did) in_.spoil();  // what was forgotten or written is still in the batch
        return did;
    }

    Result<Did> write_family(Layouts layouts) {
        std::vector<ClassEntryPtr> entries;
        std::set<std::pair<Sweep::Kind, ClassId>> swept;
        if (layouts == Layouts::Renew) {
            for (const ClassEntryPtr& one : family_) TRY(forget(in_, *where_, *one, one->id(), swept));
        }
        const auto layout = [&](const ClassEntry& one) { return layouts == Layouts::Renew ? in_.new_layout() : one.layout(); };
        const ClassEntryPtr top = TRY(write(old_->id(), layout(*old_), parent_, made_));
        entries.push_back(top);
        std::map<ClassId, ClassEntryPtr> made{{old_->id(), top}};
        for (std::size_t i = 1; i < family_.size(); ++i) {
            const ClassEntryPtr& parent = made.at(family_[i]->parent()->id());
            const bool is_remade = !heirs_.empty() && heirs_[i - 1];
            auto entry = !is_remade ? reload(*family_[i], parent) : write(family_[i]->id(), layout(*family_[i]), parent, heirs_[i - 1]);
            if (!entry) return std::move(entry).error();
            entries.push_back(std::move(*entry));
            made.emplace(family_[i]->id(), entries.back());
        }
        TRY(publish(entries));
        return note(top);
    }

    /// One event, none for the heirs (EVT-23).
    Result<Did> note(const ClassEntryPtr& now) {
        if (in_.log) in_.log->note_class(in_.catalogue().find_namespace(where_->id()), old_, now);
        return Did::Alter;
    }

    Result<ClassEntryPtr> write(ClassId id, Layout layout, ClassEntryPtr parent, ClassPtr definition) {
        const Bytes body = cim::encode_body(definition->body());
        const ClassEntry::Numbers numbers{id, layout, in_.surroundings.chance.next()};
        const StoredClass stored{layout, parent ? parent->id() : 0, numbers.version, definition->name(), body};
        TRY(in_.batch.put(ShortKey(Table::Classes, where_->id(), id), stored.encode()));
        return ClassEntryPtr(std::make_shared<const ClassEntry>(numbers, std::move(parent), std::move(definition)));
    }

    /// An heir that stays as it is stored, below another definition.
    Result<ClassEntryPtr> reload(const ClassEntry& heir, ClassEntryPtr parent) {
        const ShortKey key(Table::Classes, where_->id(), heir.id());
        const auto bytes = TRY(in_.batch.get(key));
        if (!bytes) return damaged("a class that is gone", key);
        StoredClass stored = TRY(StoredClass::decode(*bytes));
        return ClassEntryPtr(std::make_shared<const ClassEntry>(ClassEntry::Numbers{heir.id(), stored.layout, stored.version}, std::move(stored.name),
                                                                std::move(parent), Bytes(stored.body)));
    }

    Result<void> publish(const std::vector<ClassEntryPtr>& entries) {
        add_namespace(in_.edit(), where_->with(entries));
        return {};
    }

    Transaction& in_;
    NamespacePtr where_;
    Change::Content& change_;
    const ClassContent& given_;
    ClassBody body_;
    ClassEntryPtr old_;
    ClassPtr old_definition_;
    std::vector<ClassEntryPtr> family_;  // old_ and all below it
    ClassEntryPtr parent_;
    bool has_new_parent_ = false;
    ClassPtr made_;
    std::vector<ClassPtr> heirs_;  // family_ without its first, below made_; null, or none at all: as they are stored
};

/// A failure may leave some of them erased.
Result<void> erase(Transaction& in, const Namespace& where, const std::vector<ClassEntryPtr>& family) {
    std::set<std::pair<Sweep::Kind, ClassId>> swept;
    for (const ClassEntryPtr& one : family) {
        TRY(forget(in, where, *one, kOfDeletedClasses, swept));
        TRY(in.batch.erase(ShortKey(Table::Classes, where.id(), one->id())));
    }
    return {};
}

}  // namespace

Result<Did> apply_class_put(Transaction& in, Change::Content& change) {
    const NamespacePtr where = TRY(target(in, change));
    auto did = ClassPut(in, where, change).run();
    if (!did && !change.of_class->options.child.empty()) in.spoil();  // the child may have been made for it
    return did;
}

Result<Did> apply_class_delete(Transaction& in, Change::Content& change) {
    const NamespacePtr where = TRY(current(in, change));
    const ClassEntryPtr* entry = where->find_entry(change.of_class->class_name);
    if (!entry) return Error(Status::NotFound, "there is no class " + change.of_class->class_name + " in namespace " + where->path(), change.of_class->class_name);
    if ((*entry)->is_system())
        return Error(Status::InvalidOperation, "class " + (*entry)->name() + " belongs to the system and cannot be deleted", (*entry)->name());
    const std::vector<ClassEntryPtr> family = where->family(**entry);
    for (const ClassEntryPtr& one : family) {
        TRY(one->definition());
        if (one->extent() == in.surroundings.system.namespace_class() && TRY(has_any(in, *where, *one))) return has_instances(one->name());
    }
    if (const Result<void> done = erase(in, *where, family); !done) {
        in.spoil();
        return done.error();
    }
    const NamespacePtr after = where->without(family);
    add_namespace(in.edit(), after);
    if (!in.log) return Did::Alter;
    for (auto one = family.rbegin(); one != family.rend(); ++one) in.log->note_class(after, *one, nullptr);  // EVT-23
    return Did::Alter;
}

}  // namespace wmi::repository
