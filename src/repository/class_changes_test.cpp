// Putting and deleting classes (CLASS, QUAL), on both engines.
#include "repository/internal/testing_repository.h"

namespace wmi::repository {
namespace {

using namespace testing;
using cim::mark;

constexpr PutMode kAny = PutMode::CreateOrUpdate;

class Classes : public RepositoryOn {
protected:
    Status put(const ClassBody& body, UpdateMode update = UpdateMode::Compatible, PutMode mode = kAny) { return trial.put_class(body, mode, update).status(); }

    /// Base { Id key; Text }, Heir : Base { Extra }
    void make_family() {
        must(trial.put_class(Saying("Base").key("Id").text("Text")));
        must(trial.put_class(Saying("Heir", trial.cls("Base")).text("Extra")));
    }

    void put_instance(std::string_view of, std::string id = "1") { must(trial.put(trial.make(of, {{"Id", text(std::move(id))}}))); }
};

ON_BOTH_ENGINES(Classes);

TEST_P(Classes, AreCreatedUpdatedOrRefusedByTheMode) {  // CLASS-04
    EXPECT_EQ(put(Saying("A").key("Id"), UpdateMode::Compatible, PutMode::UpdateOnly), Status::NotFound);
    EXPECT_TRUE(must(trial.put_class(Saying("A").key("Id"), PutMode::CreateOnly)).created);
    EXPECT_EQ(put(Saying("a").key("Id"), UpdateMode::Compatible, PutMode::CreateOnly), Status::AlreadyExists);
    const Outcome again = must(trial.put_class(Saying("a").key("Id").text("B"), PutMode::UpdateOnly));
    EXPECT_FALSE(again.created);
    EXPECT_EQ(again.path, "A");
}

TEST_P(Classes, AppearAtOnceAndStay) {  // CLASS-07, CLASS-09
    must(trial.put_class(Saying("A").key("Id")));
    if (GetParam() == Kind::Lmdb) trial.reopen();
    EXPECT_EQ(trial.cls("a")->name(), "A");
    EXPECT_EQ(must(trial.at()->subclasses("", Depth::Exact)).size() > 0, true);
    must(trial.put_class(Saying("B", trial.cls("A"))));
    EXPECT_EQ(must(trial.at()->subclasses("A", Depth::Deep)), std::vector<std::string>{"B"});
}

TEST_P(Classes, HaveNamesThatAreNames) {  // CLASS-10, CLASS-11, CLASS-12, CLASS-13, CLASS-14, CLASS-15, SYS-02
    EXPECT_EQ(put(Saying("")), Status::IncompleteClass);
    EXPECT_EQ(put(Saying(std::string(4097, 'a'))), Status::QuotaViolation);
    EXPECT_EQ(put(Saying("_" + std::string(5000, 'a'))), Status::QuotaViolation);
    EXPECT_EQ(put(Saying(std::string(4096, 'a'))), Status::Ok);
    EXPECT_EQ(put(Saying("_a_")), Status::InvalidOperation);
    EXPECT_EQ(put(Saying("__MyClass")), Status::InvalidOperation);
    EXPECT_EQ(put(Saying("__NAMESPACE").key("Name")), Status::InvalidOperation);
    EXPECT_EQ(put(Saying("1a_")), Status::InvalidObject);
    EXPECT_EQ(put(Saying("1a")), Status::InvalidParameter);
    EXPECT_EQ(put(Saying("a b")), Status::InvalidParameter);
    EXPECT_EQ(put(Saying("\xc3\x84pfel_1")), Status::Ok);
    EXPECT_EQ(trial.delete_class("__EventFilter").status(), Status::InvalidOperation);
}

TEST_P(Classes, NeedTheirSuperclassInTheNamespace) {  // CLASS-18, CLASS-20
    must(trial.put_class(Saying("There").key("Id"), kAny, UpdateMode::Compatible, "root\\default"));
    EXPECT_EQ(put(Saying("Here", trial.cls("There", "root\\default"))), Status::NotFound);
    const ClassPtr odd = must(cim::Class::make(Saying("odd name")));
    EXPECT_EQ(put(Saying("Here", odd)), Status::InvalidSuperclass);
    EXPECT_EQ(put(Saying("Mine", trial.cls("__SystemClass"))), Status::Ok);  // SYS-02: deriving from the system's is allowed
}

TEST_P(Classes, DoNotDeriveFromThemselves) {  // CLASS-19
    make_family();
    EXPECT_EQ(put(Saying("Base", trial.cls("Base")).text("Text")), Status::CircularReference);
    EXPECT_EQ(put(Saying("Base", trial.cls("Heir")).text("Text")), Status::CircularReference);
}

TEST_P(Classes, HaveAtMost1024Properties) {  // CLASS-21, PUT-27
    Saying many("Many");
    for (int i = 0; i < 1024; ++i) many.number("P" + std::to_string(i));
    EXPECT_EQ(put(many), Status::Ok);
    EXPECT_EQ(put(Saying("More", trial.cls("Many")).number("One")), Status::TooManyProperties);
}

TEST_P(Classes, KeepTypesOfInheritedProperties) {  // CLASS-22
    make_family();
    EXPECT_EQ(put(Saying("Other", trial.cls("Base")).number("Text")), Status::UpdateTypeMismatch);
    must(trial.put_class(Saying("Part").key("Id")));
    must(trial.put_class(Saying("SubPart", trial.cls("Part"))));
    Saying link("Link");
    link.key("Id").property("To", CimType::Reference);
    link.body_.properties.back().cim_type = "ref:Part";
    must(trial.put_class(link));
    const auto narrowed = [&](std::string to) {
        Saying sub("SubLink", trial.cls("Link"));
        sub.property("To", CimType::Reference);
        sub.body_.properties.back().cim_type = "ref:" + to;
        return put(sub);
    };
    EXPECT_EQ(narrowed("SubPart"), Status::Ok);
    EXPECT_EQ(narrowed("Base"), Status::UpdateTypeMismatch);
}

TEST_P(Classes, KeepQualifiersThatCannotBeOverridden) {  // CLASS-23, QUAL-09
    must(trial.put_class(Saying("Fixed").key("Id").with(cim::text_qualifier("Note", "a", cim::flavor::kToSubClass | cim::flavor::kNotOverridable))
                             .property("Text", CimType::String, {cim::text_qualifier("Hint", "h", cim::flavor::kToSubClass | cim::flavor::kNotOverridable)})));
    EXPECT_EQ(put(Saying("Sub", trial.cls("Fixed")).with(cim::text_qualifier("note", "b"))), Status::UpdateOverrideNotAllowed);
    EXPECT_EQ(put(Saying("Sub", trial.cls("Fixed")).property("Text", CimType::String, {cim::text_qualifier("Hint", "x")})), Status::UpdateOverrideNotAllowed);
    EXPECT_EQ(put(Saying("Sub", trial.cls("Fixed")).with(cim::text_qualifier("note", "a"))), Status::Ok);
}

TEST_P(Classes, KeepSignaturesOfInheritedMethods) {  // CLASS-24
    const ClassPtr in_a = must(cim::Class::make(Saying("__PARAMETERS").number("A")));
    const ClassPtr in_b = must(cim::Class::make(Saying("__PARAMETERS").text("B")));
    Saying with_method("WithMethod");
    with_method.key("Id").body_.methods.push_back({"Do", in_a, nullptr, {}});
    must(trial.put_class(with_method));
    Saying sub("Sub", trial.cls("WithMethod"));
    sub.body_.methods.push_back({"Do", in_b, nullptr, {}});
    EXPECT_EQ(put(sub), Status::UpdatePropagatedMethod);
    const auto with_id = [](std::int64_t id) { return cim::Qualifier{"ID", {{CimType::Sint32, false}, id}, 0x11}; };
    const auto two = [&](std::int64_t first, std::string of) {
        Saying side("__PARAMETERS");
        side.property("A", CimType::Uint32, {with_id(first)}).property("R", CimType::Reference, {with_id(1 - first)});
        side.body_.properties.back().cim_type = std::move(of);
        return must(cim::Class::make(side));
    };
    Saying top("Top");
    top.key("Id").body_.methods.push_back({"Do", two(0, "ref:Sub"), nullptr, {}});
    must(trial.put_class(top));
    const auto low = [&](ClassPtr side) {
        Saying made("Low", trial.cls("Top"));
        made.body_.methods.push_back({"Do", std::move(side), nullptr, {}});
        return put(made);
    };
    EXPECT_EQ(low(two(1, "ref:Sub")), Status::UpdatePropagatedMethod);
    EXPECT_EQ(low(two(0, "ref:Other")), Status::UpdatePropagatedMethod);
    EXPECT_EQ(low(two(0, "ref:Sub")), Status::Ok);
}

TEST_P(Classes, AreAbstractOnlyBelowAbstractOnes) {  // CLASS-25, QUAL-24, QUAL-25
    make_family();
    EXPECT_EQ(put(Saying("Abstract", trial.cls("Base")).mark("abstract")), Status::CannotBeAbstract);
    auto change = trial->prepare_class_put(trial.at(), Saying("Abstract", trial.cls("Base")).mark("abstract"), kAny, UpdateMode::Compatible,
                                           {.may_be_abstract_below_concrete = true});
    EXPECT_EQ(trial->commit(must(std::move(change))).status(), Status::Ok);
    EXPECT_EQ(put(Saying("Top").mark("abstract").key("Id")), Status::Ok);
    EXPECT_EQ(put(Saying("Middle", trial.cls("Top")).mark("abstract")), Status::Ok);
    EXPECT_EQ(put(Saying("Bottom", trial.cls("Middle"))), Status::Ok);
    EXPECT_FALSE(trial.cls("Bottom")->is_abstract());
    EXPECT_EQ(put(Saying("MyEvent", trial.cls("__ExtrinsicEvent"))), Status::Ok);
    EXPECT_TRUE(trial.cls("MyEvent")->is_abstract());  // SYS-06: sent to subclasses there
}

TEST_P(Classes, StayAbstractBelowOnesThatStayAbstract) {  // CLASS-25, QUAL-24, CLASS-38
    must(trial.put_class(Saying("Top").mark("abstract").key("Id")));
    must(trial.put_class(Saying("Middle", trial.cls("Top")).mark("abstract")));
    EXPECT_EQ(put(Saying("Top").key("Id"), UpdateMode::Safe), Status::ClassHasChildren);
    EXPECT_EQ(put(Saying("Top").key("Id"), UpdateMode::Force), Status::CannotBeAbstract);
    EXPECT_EQ(put(Saying("Top").mark("abstract").key("Id").text("More"), UpdateMode::Safe), Status::Ok);
    must(trial.put_class(Saying("Middle", trial.cls("Top"))));
    EXPECT_EQ(put(Saying("Top").key("Id").text("More"), UpdateMode::Safe), Status::Ok);
    auto change = trial->prepare_class_put(trial.at(), Saying("Middle", trial.cls("Top")).mark("abstract"), kAny, UpdateMode::Compatible,
                                           {.may_be_abstract_below_concrete = true});
    must(trial->commit(must(std::move(change))));
    EXPECT_EQ(put(Saying("Top").key("Id").text("More").text("Again"), UpdateMode::Safe), Status::Ok) << "it stood below a concrete one before";
}

TEST_P(Classes, AreSingletonsWithoutKeys) {  // CLASS-26, QUAL-26
    make_family();
    EXPECT_EQ(put(Saying("One").mark("singleton").key("Id")), Status::CannotBeSingleton);
    EXPECT_EQ(put(Saying("One", trial.cls("Base")).mark("singleton")), Status::CannotBeSingleton);
    must(trial.put_class(Saying("Loose").text("Text")));
    EXPECT_EQ(put(Saying("One", trial.cls("Loose")).mark("singleton")), Status::CannotBeSingleton);
    must(trial.put_class(Saying("Top").mark("abstract").text("Text")));
    EXPECT_EQ(put(Saying("One", trial.cls("Top")).mark("singleton")), Status::Ok);
    EXPECT_EQ(put(Saying("Two", trial.cls("One")).mark("singleton")), Status::Ok);
    EXPECT_EQ(put(Saying("Three", trial.cls("One")).key("Id")), Status::CannotBeSingleton);
}

TEST_P(Classes, CarryQualifiersWhereTheyBelong) {  // CLASS-27, CLASS-32, QUAL-31
    EXPECT_EQ(put(Saying("A").mark("key")), Status::InvalidQualifier);
    EXPECT_EQ(put(Saying("A").property("P", CimType::String, {mark("abstract")})), Status::InvalidQualifier);
    EXPECT_EQ(put(Saying("A").property("P", CimType::String, {{.name = "key", .content = {{CimType::Sint32, false}, std::int64_t{1}}, .flavor = 0}})), Status::InvalidQualifierType);
    for (const char* name : {"key", "indexed", "not_null"})
        EXPECT_EQ(put(Saying("A").property("P", CimType::String, {{.name = name, .content = {{CimType::Boolean, false}, false}, .flavor = 0}})), Status::InvalidParameter);
    EXPECT_EQ(put(Saying("A").with({.name = "singleton", .content = {{CimType::Boolean, false}, false}, .flavor = 0})), Status::InvalidParameter);
    EXPECT_EQ(put(Saying("A").key("Id").mark("Unknown")), Status::Ok);  // QUAL-14
    for (const char* name : {"static", "disabled", "implemented", "in", "out", "ID"}) {
        EXPECT_EQ(put(Saying("A").key("Id").mark(name)), Status::InvalidQualifier) << name;
        EXPECT_EQ(put(Saying("A").key("Id").property("P", CimType::String, {mark(name)})), Status::InvalidQualifier) << name;
    }
    for (const char* name : {"in", "out", "ID", "key", "abstract"}) {
        Saying acting("A");
        acting.key("Id").body_.methods.push_back({"Do", nullptr, nullptr, {}});
        acting.body_.methods.back().qualifiers.set(mark(name));
        EXPECT_EQ(put(acting), Status::InvalidQualifier) << name;
    }
}

TEST_P(Classes, HaveMembersWithoutUnderscoresAround) {  // OBJ-04, QUAL-02
    EXPECT_EQ(put(Saying("A").key("Id").text("P_")), Status::InvalidParameter);
    EXPECT_EQ(put(Saying("A").key("Id").text("_P")), Status::InvalidParameter);
    for (const char* name : {"_Foo", "Foo_", "__X"}) {
        EXPECT_EQ(put(Saying("A").key("Id").mark(name)), Status::InvalidParameter) << name;
        EXPECT_EQ(put(Saying("A").key("Id").property("P", CimType::String, {mark(name)})), Status::InvalidParameter) << name;
    }
    const auto with_method = [&](std::string name, std::string parameter) {
        Saying made("A");
        made.key("Id").body_.methods.push_back({std::move(name), must(cim::Class::make(Saying("__PARAMETERS").number(std::move(parameter)))), nullptr, {}});
        return put(made);
    };
    EXPECT_EQ(with_method("M_", "A"), Status::InvalidParameter);
    EXPECT_EQ(with_method("M", "_a"), Status::InvalidParameter);
    EXPECT_EQ(with_method("M_m", "a_A"), Status::Ok);
}

TEST_P(Classes, HaveKeysOfKeyTypes) {  // CLASS-28, QUAL-20
    for (const CimType type : {CimType::Real32, CimType::Real64, CimType::Object}) EXPECT_EQ(put(Saying("A").key("Id", type)), Status::CannotBeKey);
    EXPECT_EQ(put(Saying("A").property("Id", CimType::String, {mark("key")}, {}, true)), Status::CannotBeKey);
    for (const CimType type : {CimType::Uint8, CimType::Sint64, CimType::Boolean, CimType::String, CimType::Datetime, CimType::Reference, CimType::Char16})
        EXPECT_EQ(put(Saying("A").key("Id", type)), Status::Ok);
}

TEST_P(Classes, InheritTheirKeys) {  // CLASS-30, CLASS-31, QUAL-21
    make_family();
    EXPECT_EQ(put(Saying("More", trial.cls("Base")).key("Other")), Status::CannotChangeKeyInheritance);
    EXPECT_EQ(put(Saying("More", trial.cls("Base")).property("Text", CimType::String, {mark("key")})), Status::CannotChangeKeyInheritance);
    EXPECT_EQ(put(Saying("Same", trial.cls("Base")).key("Id")), Status::Ok);
    must(trial.put_class(Saying("Loose").text("Text")));
    EXPECT_EQ(put(Saying("Keyed", trial.cls("Loose")).key("Id")), Status::Ok);
}

TEST_P(Classes, KeepIndexesWhileTheyAreUsed) {  // CLASS-33, QUAL-32
    must(trial.put_class(Saying("A").key("Id").number("Size")));
    put_instance("A");
    EXPECT_EQ(put(Saying("A").key("Id").indexed("Size")), Status::CannotChangeIndexInheritance);
    EXPECT_EQ(put(Saying("A").key("Id").indexed("Size"), UpdateMode::Safe), Status::CannotChangeIndexInheritance);
    must(trial.remove("A", {text("1")}));
    EXPECT_EQ(put(Saying("A").key("Id").indexed("Size")), Status::Ok);
    EXPECT_EQ(put(Saying("B", trial.cls("A")).indexed("Own")), Status::Ok);
    EXPECT_EQ(put(Saying("A").key("Id").number("Size")), Status::CannotChangeIndexInheritance);
}

TEST_P(Classes, AreReplacedAsAWhole) {  // CLASS-34
    must(trial.put_class(Saying("A").key("Id").text("Text").mark("Note")));
    must(trial.put_class(Saying("A").key("Id").number("Size")));
    EXPECT_EQ(trial.cls("A")->find_property("Text"), nullptr);
    EXPECT_FALSE(trial.cls("A")->qualifiers().is_true("Note"));
}

TEST_P(Classes, TakeTheSameDefinitionAlways) {  // CLASS-35
    make_family();
    put_instance("Base");
    for (const UpdateMode mode : {UpdateMode::Compatible, UpdateMode::Safe, UpdateMode::Force}) EXPECT_EQ(put(Saying("Base").text("Text").key("Id"), mode), Status::Ok);
    EXPECT_EQ(trial.all("Base").size(), 1U);
}

TEST_P(Classes, TakeUnimportantQualifiersAlways) {  // CLASS-36
    make_family();
    put_instance("Base");
    put_instance("Heir", "2");
    for (const UpdateMode mode : {UpdateMode::Compatible, UpdateMode::Safe, UpdateMode::Force}) {
        EXPECT_EQ(put(Saying("Base").key("Id").text("Text").with(cim::text_qualifier("Description", std::to_string(static_cast<int>(mode)), cim::flavor::kToSubClass)), mode), Status::Ok);
        EXPECT_EQ(trial.all("Base").size(), 2U);
        const cim::QualifierSet seen = trial.cls("Heir")->qualifiers();
        ASSERT_TRUE(seen.find("Description"));  // CLASS-43
        EXPECT_EQ(seen.find("Description")->content.value, Value(std::to_string(static_cast<int>(mode))));
    }
    trial.expect_sound();
}

TEST_P(Classes, TakeUnimportantQualifiersOfWhatTheyInherit) {  // CLASS-36
    make_family();
    Saying top("Acting");
    top.key("Id").text("Text").body_.methods.push_back({"Do", nullptr, nullptr, {}});
    must(trial.put_class(top));
    must(trial.put_class(Saying("Middle", trial.cls("Acting"))));
    must(trial.put_class(Saying("Low", trial.cls("Middle"))));
    put_instance("Middle");
    put_instance("Low", "2");
    const auto described = [&](const std::string& text) {
        Saying made("Middle", trial.cls("Acting"));
        made.property("Text", CimType::String, {cim::text_qualifier("Description", text)});
        made.body_.properties.back().inherits_default = true;
        made.body_.methods.push_back({"Do", nullptr, nullptr, {}});
        made.body_.methods.back().qualifiers.set(cim::text_qualifier("Description", text));
        return made;
    };
    Saying bare("Middle", trial.cls("Acting"));
    bare.text("Text").body_.properties.back().inherits_default = true;
    for (const UpdateMode mode : {UpdateMode::Compatible, UpdateMode::Safe, UpdateMode::Force}) {
        EXPECT_EQ(put(described("x"), mode), Status::Ok);
        EXPECT_TRUE(trial.cls("Middle")->qualifiers_of(*trial.cls("Middle")->find_method("Do")).find("Description"));
        EXPECT_EQ(put(bare, mode), Status::Ok);
        EXPECT_EQ(put(Saying("Middle", trial.cls("Acting")), mode), Status::Ok);
        EXPECT_EQ(trial.all("Acting").size(), 2U);
    }
    trial.expect_sound();
}

TEST_P(Classes, CompatibleRefusesSubclassesFirstThenInstances) {  // CLASS-37
    make_family();
    put_instance("Base");
    EXPECT_EQ(put(Saying("Base").key("Id").text("Text").text("More")), Status::ClassHasChildren);
    must(trial.delete_class("Heir"));
    EXPECT_EQ(put(Saying("Base").key("Id").text("Text").text("More")), Status::ClassHasInstances);
    EXPECT_EQ(trial.cls("Base")->find_property("More"), nullptr);
    must(trial.remove("Base", {text("1")}));
    EXPECT_EQ(put(Saying("Base").key("Id").text("Text").text("More")), Status::Ok);
}

TEST_P(Classes, SafeAllowsWhatNoSubclassMentions) {  // CLASS-38, CLASS-43, CLASS-44
    make_family();
    EXPECT_EQ(put(Saying("Base").key("Id").text("Text").number("More"), UpdateMode::Safe), Status::Ok);
    ASSERT_TRUE(trial.cls("Heir")->find_property("More"));
    EXPECT_TRUE(trial.cls("Heir")->find_property("Extra"));
    EXPECT_EQ(put(Saying("Base").key("Id").text("Text").number("Extra"), UpdateMode::Safe), Status::ClassHasChildren);
    EXPECT_TRUE(trial.cls("Base")->find_property("More"));
    must(trial.put(trial.make("Heir", {{"Id", text("1")}, {"More", number(4)}, {"Extra", text("e")}})));
    EXPECT_EQ(put(Saying("Base").key("Id").text("Text"), UpdateMode::Safe), Status::ClassHasInstances);  // of a subclass
    if (GetParam() == Kind::Lmdb) trial.reopen();
    EXPECT_EQ(get(*trial.find("Base", {text("1")}), "Extra"), text("e"));
    trial.expect_sound();
}

TEST_P(Classes, SafeRefusesConflictsOfQualifiersAndForceCuresThem) {  // CLASS-38, CLASS-39, QUAL-09
    must(trial.put_class(Saying("Base").key("Id")));
    must(trial.put_class(Saying("Heir", trial.cls("Base")).with(cim::text_qualifier("Note", "mine")).text("Extra")));
    const auto fixed = cim::text_qualifier("Note", "fixed", cim::flavor::kToSubClass | cim::flavor::kNotOverridable);
    EXPECT_EQ(put(Saying("Base").key("Id").text("More").with(fixed), UpdateMode::Safe), Status::ClassHasChildren);
    EXPECT_EQ(put(Saying("Base").key("Id").text("More").with(fixed), UpdateMode::Force), Status::Ok);
    EXPECT_EQ(trial.cls("Heir")->body().qualifiers.find("Note"), nullptr);
    EXPECT_TRUE(trial.cls("Heir")->find_property("More"));
    EXPECT_EQ(put(Saying("Base").key("Id").number("Extra"), UpdateMode::Force), Status::UpdateTypeMismatch);
    const ClassPtr in_a = must(cim::Class::make(Saying("__PARAMETERS").number("A")));
    const ClassPtr in_b = must(cim::Class::make(Saying("__PARAMETERS").text("B")));
    Saying heir("Heir", trial.cls("Base"));
    heir.body_.methods.push_back({"Do", in_a, nullptr, {}});
    must(trial.put_class(heir));
    Saying base("Base");
    base.key("Id").body_.methods.push_back({"Do", in_b, nullptr, {}});
    EXPECT_EQ(put(base, UpdateMode::Force), Status::UpdatePropagatedMethod);
}

TEST_P(Classes, ForceTakesItsOwnInstancesWithIt) {  // CLASS-40, CLASS-41
    make_family();
    put_instance("Base", "1");
    put_instance("Heir", "2");
    const ClassBody changed = Saying("Base").key("Id").text("Text").number("More");
    EXPECT_EQ(put(changed, UpdateMode::Force), Status::ClassHasInstances);  // a subclass has some
    EXPECT_EQ(trial.all("Base").size(), 2U);
    must(trial.remove("Heir", {text("2")}));
    EXPECT_EQ(put(changed, UpdateMode::Force), Status::Ok);
    EXPECT_TRUE(trial.all("Base").empty());
    EXPECT_FALSE(trial.find("Base", {text("1")}));
    EXPECT_EQ(trial.remove("Base", {text("1")}).status(), Status::NotFound);
    EXPECT_EQ(trial.put_part(trial.make("Base", {{"Id", text("1")}}), {"Text"}).status(), Status::NotFound);
    EXPECT_TRUE(must(trial.put(trial.make("Base", {{"Id", text("1")}}), PutMode::CreateOnly)).created);
    trial.expect_sound();
}

TEST_P(Classes, ForceKeepsInstancesOfUnstructuralChanges) {  // CLASS-40
    must(trial.put_class(Saying("A").key("Id").text("Text")));
    put_instance("A");
    EXPECT_EQ(put(Saying("A").key("Id").property("Text", CimType::String, {}, text("default")), UpdateMode::Force), Status::Ok);
    EXPECT_EQ(trial.all("A").size(), 1U);
    EXPECT_TRUE(is_null(get(trial.all("A").front(), "Text")));
    EXPECT_EQ(put(Saying("A").key("Id").text("Text")), Status::ClassHasInstances);
}

TEST_P(Classes, ChangeTheirSuperclassOnlyWhenAlone) {  // CLASS-41, CLASS-42
    make_family();
    must(trial.put_class(Saying("Other").key("Id")));
    for (const UpdateMode mode : {UpdateMode::Compatible, UpdateMode::Safe, UpdateMode::Force}) {
        EXPECT_EQ(put(Saying("Base", trial.cls("Other")).text("Text"), mode), Status::ClassHasChildren);
    }
    put_instance("Heir");
    EXPECT_EQ(put(Saying("Heir", trial.cls("Other")).text("Extra"), UpdateMode::Force), Status::ClassHasInstances);
    must(trial.remove("Heir", {text("1")}));
    EXPECT_EQ(put(Saying("Heir", trial.cls("Other")).text("Extra")), Status::Ok);
    EXPECT_EQ(trial.cls("Heir")->parent()->name(), "Other");
    EXPECT_EQ(trial.cls("Heir")->find_property("Text"), nullptr);
}

TEST_P(Classes, StayDynamicBelowDynamicOnes) {  // CLASS-45, QUAL-28
    must(trial.put_class(Saying("Live").key("Id").mark("dynamic").with(cim::text_qualifier("provider", "P"))));
    EXPECT_EQ(put(Saying("Sub", trial.cls("Live"))), Status::InvalidOperation);
    EXPECT_EQ(put(Saying("Sub", trial.cls("Live")).mark("dynamic").with(cim::text_qualifier("provider", "P"))), Status::Ok);
    make_family();
    const Saying live = Saying("Base").key("Id").text("Text").mark("dynamic").with(cim::text_qualifier("provider", "P"));
    EXPECT_EQ(put(live), Status::ClassHasChildren);
    EXPECT_EQ(put(live, UpdateMode::Safe), Status::ClassHasChildren) << "its heir is static";
    EXPECT_EQ(put(live, UpdateMode::Force), Status::InvalidOperation);
    must(trial.delete_class("Heir"));
    EXPECT_EQ(put(live), Status::Ok);
}

TEST_P(Classes, AreDeletedWithTheirHeirsAndInstances) {  // CLASS-47, CLASS-48, CLASS-49
    make_family();
    put_instance("Base", "1");
    put_instance("Heir", "2");
    EXPECT_EQ(trial.delete_class("Nothing").status(), Status::NotFound);
    EXPECT_EQ(trial.delete_class(std::string(4097, 'a')).status(), Status::QuotaViolation);
    const ClassPtr base = trial.cls("Base");
    must(trial.delete_class("base"));
    EXPECT_FALSE(trial.at()->has_class("Heir"));
    EXPECT_EQ(trial->scan(trial.at(), *base, Depth::Deep).status(), Status::InvalidClass);
    make_family();
    EXPECT_TRUE(trial.all("Base").empty());
    trial.expect_sound();
}

TEST_P(Classes, ForgetHeirsInASharedExtent) {  // CLASS-48
    make_family();
    for (int i = 0; i < 50; ++i) put_instance(i % 2 == 0 ? "Base" : "Heir", std::to_string(i));
    must(trial.delete_class("Heir"));
    EXPECT_EQ(trial.all("Base").size(), 25U);
    EXPECT_TRUE(must(trial.put(trial.make("Base", {{"Id", text("1")}}), PutMode::CreateOnly)).created);
    trial.expect_sound();
}

TEST_P(Classes, EndAtTerminalOnes) {  // QUAL-37, QUAL-38
    must(trial.put_class(Saying("Last").key("Id").mark("Terminal")));
    EXPECT_EQ(put(Saying("Sub", trial.cls("Last"))), Status::InvalidOperation);
    EXPECT_EQ(put(Saying("Odd").mark("Terminal").mark("abstract").key("Id")), Status::InvalidOperation);
    EXPECT_EQ(put(Saying("Odd").mark("association").mark("indication").key("Id")), Status::InvalidQualifier);
    make_family();
    for (const UpdateMode mode : {UpdateMode::Compatible, UpdateMode::Safe, UpdateMode::Force})
        EXPECT_EQ(put(Saying("Base").key("Id").text("Text").mark("terminal"), mode), Status::InvalidOperation) << "it has a subclass";
    EXPECT_EQ(put(Saying("Heir", trial.cls("Base")).text("Extra").mark("terminal")), Status::Ok);
}

TEST_P(Classes, KeepObjectsThatWereFetched) {  // CLASS-46
    must(trial.put_class(Saying("A").key("Id").text("Text")));
    put_instance("A");
    const Instance held = *trial.find("A", {text("1")});
    const ClassPtr old = trial.cls("A");
    must(trial.delete_class("A"));
    must(trial.put_class(Saying("A").key("Id").number("Other")));
    EXPECT_TRUE(old->find_property("Text"));
    EXPECT_EQ(get(held, "Id"), text("1"));
    EXPECT_EQ(trial.put(held).status(), Status::InvalidObject);  // PUT-15
}

TEST_P(Classes, AreSeenTheSameWayByAnotherRepositoryOnTheStore) {
    if (GetParam() == Kind::Memory) return;
    make_family();
    put_instance("Heir");
    const auto definition = trial.cls("Heir");
    trial.reopen();
    EXPECT_TRUE(same_definition(*trial.cls("Heir"), *definition));
    EXPECT_EQ(trial.all("Base", Depth::Exact).size(), 0U);
    EXPECT_EQ(trial.all("Base").size(), 1U);
    EXPECT_EQ(trial.all("Base").front().cls().name(), "Heir");
}

TEST_P(Classes, ThatAreTooLargeLeaveTheirInstancesAlone) {  // CLASS-37, CLASS-40, CLASS-44, PUT-35
    must(trial.put_class(Saying("Base").key("Id").text("Text")));
    for (const char* const id : {"1", "2", "3"}) put_instance("Base", id);
    Saying huge("Base");
    huge.key("Id").text("Text").property("More", CimType::String, {}, text(std::string(std::size_t{65} << 20U, 'x')));
    EXPECT_EQ(put(huge, UpdateMode::Force), Status::QuotaViolation);
    EXPECT_EQ(trial.all("Base").size(), 3U);
    EXPECT_EQ(put(Saying("Base").key("Id").text("Text").text("More")), Status::ClassHasInstances) << "they are still counted";
    EXPECT_EQ(trial.all("Base").size(), 3U);
    trial.expect_sound();
}

/// Base { Id key }, Heir : Base with a note of its own, then Base forbids notes but its own: nobody sees the heir's any more.
class HiddenOverride : public Classes {
protected:
    void SetUp() override {
        must(trial.put_class(Saying("Base").key("Id")));
        must(trial.put_class(Saying("Heir", trial.cls("Base")).with(cim::text_qualifier("Note", "mine", cim::flavor::kToSubClass)).property("Id", CimType::String, {cim::text_qualifier("Hint", "mine")})));
        must(trial.put_class(Saying("Lower", trial.cls("Heir")).text("More")));
        EXPECT_EQ(put(base()), Status::Ok);
    }

    static ClassBody base() {
        constexpr std::uint8_t kFixed = cim::flavor::kToSubClass | cim::flavor::kNotOverridable;
        return Saying("Base").property("Id", CimType::String, {mark("key", cim::flavor::kKey), cim::text_qualifier("Hint", "base", kFixed)}).with(cim::text_qualifier("Note", "base", kFixed));
    }
};

ON_BOTH_ENGINES(HiddenOverride);

TEST_P(HiddenOverride, IsNotHeldAgainstWhoPutsTheClassBack) {  // CLASS-35, CLASS-36
    EXPECT_EQ(put(trial.cls("Heir")->body()), Status::Ok) << "unchanged";
    ClassBody described = trial.cls("Heir")->body();
    described.qualifiers.set(cim::text_qualifier("Description", "x"));
    EXPECT_EQ(put(described), Status::Ok) << "an unimportant change";
    const ClassPtr heir = trial.cls("Heir");
    EXPECT_EQ(std::get<std::string>(heir->qualifiers().find("Note")->content.value), "base");
    EXPECT_EQ(put(Saying("Other", trial.cls("Base")).with(cim::text_qualifier("Note", "mine"))), Status::UpdateOverrideNotAllowed) << "CLASS-23: a new one";
}

TEST_P(HiddenOverride, IsDeletedInForceMode) {  // CLASS-39
    EXPECT_EQ(put(base(), UpdateMode::Force), Status::Ok);
    if (GetParam() == Kind::Lmdb) trial.reopen();
    const ClassPtr heir = trial.cls("Heir");
    EXPECT_FALSE(heir->body().qualifiers.find("Note"));
    EXPECT_FALSE(heir->body().find_property("Id")->qualifiers.find("Hint"));
    EXPECT_EQ(trial.cls("Lower")->parent()->body().qualifiers.find("Note"), nullptr);
    EXPECT_TRUE(trial.cls("Lower")->find_property("More"));
    trial.expect_sound();
}

TEST_P(Classes, ThatAreAbstractBelowAConcreteOneMayBePutBack) {  // CLASS-25, CLASS-35, CLASS-36
    must(trial.put_class(Saying("Base").key("Id")));
    const ClassBody odd = Saying("Odd", trial.cls("Base")).mark("abstract");
    Change change = must(trial->prepare_class_put(trial.at(), odd, kAny, UpdateMode::Compatible, {.may_be_abstract_below_concrete = true}));
    must(trial->commit(std::move(change)));
    EXPECT_EQ(put(trial.cls("Odd")->body()), Status::Ok);
    ClassBody described = trial.cls("Odd")->body();
    described.qualifiers.set(cim::text_qualifier("Description", "x"));
    EXPECT_EQ(put(described), Status::Ok);
    EXPECT_EQ(put(Saying("Other", trial.cls("Base")).mark("abstract")), Status::CannotBeAbstract);
}

TEST_P(Classes, NarrowAReferenceToThemselvesOnlyAsHeirs) {  // CLASS-22
    must(trial.put_class(Saying("A").key("Id")));
    const auto referring = [&](std::string name, ClassPtr parent, std::string to) {
        Saying one(std::move(name), std::move(parent));
        one.property("R", CimType::Reference);
        one.body_.properties.back().cim_type = "ref:" + to;
        return one;
    };
    must(trial.put_class(referring("P", nullptr, "A").key("Id")));
    EXPECT_EQ(put(referring("B", trial.cls("P"), "B")), Status::UpdateTypeMismatch) << "B is no A";
    must(trial.put_class(referring("Q", nullptr, "Q").key("Id")));
    EXPECT_EQ(put(referring("R", trial.cls("Q"), "R")), Status::Ok) << "R is a Q";
}

}  // namespace
}  // namespace wmi::repository
