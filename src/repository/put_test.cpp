// Full puts of instances (PUT), through Repository, on both engines.
#include "repository/internal/testing_repository.h"

namespace wmi::repository {
namespace {

using namespace testing;

class Put : public RepositoryOn {
protected:
    Put() { must(trial.put_class(Saying("Car").key("Plate").text("Owner").number("Doors"))); }

    Instance car(std::string plate, std::string owner = "Ann") { return trial.make("Car", {{"Plate", text(std::move(plate))}, {"Owner", text(std::move(owner))}}); }
};

ON_BOTH_ENGINES(Put);

TEST_P(Put, CreatesWhatIsNotThereAndOverwritesWhatIs) {  // PUT-06, PUT-52, PUT-53
    const Outcome first = must(trial.put(car("A1")));
    EXPECT_TRUE(first.created);
    EXPECT_EQ(first.path, "Car.Plate=\"A1\"");
    const Outcome second = must(trial.put(car("A1", "Bob")));
    EXPECT_FALSE(second.created);
    ASSERT_TRUE(trial.find("Car", {text("A1")}));
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Owner"), text("Bob"));
    EXPECT_EQ(trial.all("Car").size(), 1U);
    trial.expect_sound();
}

TEST_P(Put, UpdateOnlyNeedsTheInstance) {  // PUT-06
    EXPECT_EQ(trial.put(car("A1"), PutMode::UpdateOnly).status(), Status::NotFound);
    EXPECT_FALSE(trial.find("Car", {text("A1")}));
    must(trial.put(car("A1")));
    EXPECT_FALSE(must(trial.put(car("A1", "Bob"), PutMode::UpdateOnly)).created);
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Owner"), text("Bob"));
}

TEST_P(Put, CreateOnlyLeavesWhatIsThere) {  // PUT-06
    must(trial.put(car("A1"), PutMode::CreateOnly));
    EXPECT_EQ(trial.put(car("a1", "Bob"), PutMode::CreateOnly).status(), Status::AlreadyExists);
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Owner"), text("Ann"));
}

TEST_P(Put, KeepsWhatWasPutWhenItIsOpenedAgain) {  // PUT-53
    if (GetParam() == Kind::Memory) return;
    must(trial.put(car("A1")));
    trial.reopen();
    ASSERT_TRUE(trial.find("Car", {text("A1")}));
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Owner"), text("Ann"));
}

TEST_P(Put, WritesEveryPropertyAlsoTheNullOnes) {  // PUT-07, PUT-28, PUT-29
    must(trial.put(trial.make("Car", {{"Plate", text("A1")}, {"Owner", text("Ann")}, {"Doors", number(3)}})));
    must(trial.put(trial.make("Car", {{"Plate", text("A1")}, {"Owner", text("")}})));
    const Instance stored = *trial.find("Car", {text("A1")});
    EXPECT_EQ(get(stored, "Owner"), text(""));
    EXPECT_TRUE(is_null(get(stored, "Doors")));
}

TEST_P(Put, TakesTheStateOfTheCall) {  // PUT-09
    Instance given = car("A1");
    Change change = must(trial->prepare_put(trial.at(), given, PutMode::CreateOrUpdate));
    must(given.put(*given.cls().find_property("Owner"), text("Bob")));
    must(trial->commit(std::move(change)));
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Owner"), text("Ann"));
}

TEST_P(Put, RefusesPathsBeyondTheLimit) {  // PUT-11
    EXPECT_EQ(trial.put(car(std::string(8192, 'x'))).status(), Status::QuotaViolation);
    EXPECT_EQ(trial.put(car(std::string(8192 - 12, 'x'))).status(), Status::Ok);  // Car.Plate="" is twelve characters
    EXPECT_EQ(trial.put(car(std::string(8192 - 11, 'x'))).status(), Status::QuotaViolation);
}

TEST_P(Put, NeedsTheClassInTheNamespace) {  // PUT-12, PUT-15
    EXPECT_EQ(trial.put_into("root\\default", car("A1")).status(), Status::InvalidClass);
}

TEST_P(Put, RefusesAbstractClassesAndLocalizedOnes) {  // PUT-13, PUT-14, QUAL-24, QUAL-41, CLASS-61, PUT-35
    must(trial.put_class(Saying("Shape").mark("abstract").key("Id")));
    must(trial.put_class(Saying("Shape", nullptr).mark("abstract").key("Id")));
    EXPECT_EQ(trial.put(trial.make("Shape", {{"Id", text("1")}})).status(), Status::InvalidOperation);
    must(trial.put_class(Saying("Words").mark("Amendment").key("Id")));
    EXPECT_EQ(trial.put(trial.make("Words", {{"Id", text("1")}})).status(), Status::InvalidOperation);
    EXPECT_TRUE(trial.all("Shape").empty());
}

TEST_P(Put, MatchesPropertiesByNameInAnotherNamespace) {  // PUT-15
    must(trial.put_class(Saying("Car").number("Doors").key("Plate").text("Owner").text("Note"), PutMode::CreateOrUpdate, UpdateMode::Compatible, "root\\default"));
    EXPECT_EQ(must(trial.put_into("root\\default", trial.make("Car", {{"Plate", text("A1")}, {"Doors", number(5)}}))).path, "Car.Plate=\"A1\"");
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}, Depth::Deep, "root\\default"), "Doors"), number(5));
    must(trial.put_class(Saying("Car").key("Plate").text("Doors").text("Owner"), PutMode::CreateOrUpdate, UpdateMode::Compatible, "root\\subscription"));
    EXPECT_EQ(trial.put_into("root\\subscription", car("A1")).status(), Status::InvalidObject);  // another type
    must(trial.put_class(Saying("Car").key("Plate").text("Owner"), PutMode::CreateOrUpdate, UpdateMode::Compatible, "root\\WMI"));
    EXPECT_EQ(trial.put_into("root\\WMI", car("A1")).status(), Status::InvalidObject);  // unknown there
}

TEST_P(Put, ChecksInstancesOfAnOlderDefinitionAgainstTheNewOne) {  // PUT-15, CLASS-46
    const Instance old = trial.make("Car", {{"Plate", text("A1")}, {"Doors", number(3)}});
    must(trial.put_class(Saying("Car").key("Plate").text("Colour").number("Doors").text("Owner")));
    must(trial.put(old));
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Doors"), number(3));
    must(trial.remove("Car", {text("A1")}));
    must(trial.put_class(Saying("Car").key("Plate").text("Doors")));
    EXPECT_EQ(trial.put(old).status(), Status::InvalidObject);
}

TEST_P(Put, RefusesNullWhereAValueMustBe) {  // PUT-16, PUT-18, PUT-20, QUAL-31
    must(trial.put_class(Saying("Strict").key("Id", CimType::Uint32).key("Name").indexed("Size").property("Note", CimType::String, {cim::mark("not_null")})));
    EXPECT_EQ(trial.put(trial.make("Strict", {{"Name", text("n")}, {"Size", number(1)}, {"Note", text("x")}})).status(), Status::IllegalNull);
    EXPECT_EQ(trial.put(trial.make("Strict", {{"Id", number(1)}, {"Name", text("n")}, {"Note", text("x")}})).status(), Status::IllegalNull);
    EXPECT_EQ(trial.put(trial.make("Strict", {{"Id", number(1)}, {"Name", text("n")}, {"Size", number(1)}})).status(), Status::IllegalNull);
    EXPECT_EQ(trial.put(trial.make("Strict", {{"Id", number(1)}, {"Name", text("n")}, {"Size", number(1)}, {"Note", text("x")}})).status(), Status::Ok);
    for (const CimType type : {CimType::Boolean, CimType::Datetime, CimType::Reference, CimType::Char16, CimType::Sint64}) {
        must(trial.put_class(Saying("Only").key("Id", type)));
        EXPECT_EQ(trial.put(trial.make("Only", {})).status(), Status::IllegalNull);
    }
    EXPECT_TRUE(trial.all("Only").empty());
}

TEST_P(Put, GivesMissingTextKeysAnIdentifier) {  // PUT-17, PUT-10, PUT-20
    const Instance given = trial.make("Car", {{"Owner", text("Ann")}});
    const Outcome first = must(trial.put(given));
    const Outcome second = must(trial.put(given, PutMode::CreateOnly));
    EXPECT_NE(first.path, second.path);
    EXPECT_EQ(trial.all("Car").size(), 2U);
    EXPECT_TRUE(is_null(get(given, "Plate")));
    for (const Instance& one : trial.all("Car")) {
        const auto key = std::get<std::string>(get(one, "Plate"));
        EXPECT_EQ(key.size(), 38U);
        EXPECT_EQ(key.front(), '{');
        EXPECT_TRUE(base::find_guid(key));
    }
    must(trial.put_class(Saying("Pair").key("A").key("B").key("C", CimType::Uint8)));
    must(trial.put(trial.make("Pair", {{"A", text("a")}, {"C", number(1)}})));
    EXPECT_TRUE(base::find_guid(std::get<std::string>(get(trial.all("Pair").front(), "B"))));
    EXPECT_EQ(get(trial.all("Pair").front(), "A"), text("a"));
}

TEST_P(Put, FindsNoInstanceWithAMissingKey) {  // PUT-19
    EXPECT_EQ(trial.put(trial.make("Car", {}), PutMode::UpdateOnly).status(), Status::NotFound);
}

TEST_P(Put, RefusesInstancesWithoutAKey) {  // PUT-22, CLASS-31, QUAL-22
    must(trial.put_class(Saying("Loose").text("Text")));
    EXPECT_EQ(trial.put(trial.make("Loose", {{"Text", text("x")}})).status(), Status::NoKey);
}

TEST_P(Put, HasOneInstanceOfASingleton) {  // PUT-23, SVC-15
    must(trial.put_class(Saying("Settings").mark("singleton").text("Text")));
    EXPECT_EQ(must(trial.put(trial.make("Settings", {{"Text", text("a")}}))).path, "Settings=@");
    EXPECT_FALSE(must(trial.put(trial.make("Settings", {{"Text", text("b")}}))).created);
    EXPECT_EQ(trial.put(trial.make("Settings", {}), PutMode::CreateOnly).status(), Status::AlreadyExists);
    EXPECT_EQ(get(*trial.find("Settings", {}), "Text"), text("b"));
    must(trial.remove("Settings", {}));
    EXPECT_FALSE(trial.find("Settings", {}));
}

TEST_P(Put, KeepsTheOldInstanceWhenAKeyWasChanged) {  // PUT-24, QUAL-23
    must(trial.put(car("A1")));
    must(trial.put(car("A2")));
    EXPECT_EQ(trial.all("Car").size(), 2U);
}

TEST_P(Put, ComparesTextKeysWithoutCase) {  // WQL-55
    must(trial.put(car("\xc3\xa4 1")));
    EXPECT_FALSE(must(trial.put(car("\xc3\x84 1"))).created);
    EXPECT_EQ(get(trial.all("Car").front(), "Plate"), text("\xc3\x84 1"));
}

TEST_P(Put, DoesNotMoveAnInstanceToAnotherClass) {  // PUT-25, PUT-26
    must(trial.put_class(Saying("Van", trial.cls("Car")).number("Load")));
    must(trial.put_class(Saying("Taxi", trial.cls("Car"))));
    must(trial.put(trial.make("Van", {{"Plate", text("V")}, {"Owner", text("Ann")}, {"Load", number(9)}})));
    EXPECT_EQ(trial.put(car("V", "Bob")).status(), Status::AlreadyExists);
    EXPECT_EQ(trial.put(trial.make("Taxi", {{"Plate", text("V")}})).status(), Status::AlreadyExists);
    EXPECT_EQ(trial.put(car("V", "Bob"), PutMode::UpdateOnly).status(), Status::NotFound);
    EXPECT_EQ(get(*trial.find("Van", {text("V")}), "Owner"), text("Ann"));
    must(trial.put(car("C")));
    EXPECT_EQ(trial.put(trial.make("Van", {{"Plate", text("C")}})).status(), Status::AlreadyExists);
    must(trial.put(trial.make("Van", {{"Plate", text("V")}, {"Owner", text("Bob")}})));
    EXPECT_EQ(get(*trial.find("Car", {text("V")}), "Owner"), text("Bob"));
}

TEST_P(Put, RefusesControlCharactersInKeys) {  // CLASS-29
    EXPECT_EQ(trial.put(car("a\x1f")).status(), Status::InvalidObject);
    EXPECT_EQ(trial.put(car("\xe2\x82\xac\t")).status(), Status::InvalidObject);
    EXPECT_EQ(trial.put(car("a b \xe2\x82\xac")).status(), Status::Ok);
}

TEST_P(Put, StoresQualifiersOfTheInstance) {  // PUT-32
    Instance given = car("A1");
    cim::QualifierSet own;
    own.set(cim::text_qualifier("Note", "mine"));
    given.set_own_qualifiers(own);
    given.set_own_qualifiers_of(*given.cls().find_property("Owner"), own);
    must(trial.put(given));
    const Instance stored = *trial.find("Car", {text("A1")});
    EXPECT_TRUE(same_qualifiers(stored.own_qualifiers(), own));
    EXPECT_TRUE(same_qualifiers(stored.own_qualifiers_of(*stored.cls().find_property("Owner")), own));
}

TEST_P(Put, KeepsValuesExactly) {  // PUT-28
    must(trial.put_class(Saying("Many").key("Id", CimType::Sint64).property("Texts", CimType::String, {}, {}, true).property("Numbers", CimType::Uint8, {}, {}, true)
                             .property("Real", CimType::Real64).property("When", CimType::Datetime)));
    const Value texts = cim::Array{std::string("b"), std::string(""), std::string("a \xf0\x9f\x98\x80")};
    must(trial.put(trial.make("Many", {{"Id", std::int64_t{-5}}, {"Texts", texts}, {"Numbers", cim::Array{}}, {"Real", 1e-300}, {"When", text("20240229120000.000000+060")}})));
    const Instance stored = *trial.find("Many", {std::int64_t{-5}});
    EXPECT_EQ(get(stored, "Texts"), texts);
    EXPECT_EQ(get(stored, "Numbers"), Value(cim::Array{}));
    EXPECT_EQ(get(stored, "Real"), Value(1e-300));
    EXPECT_EQ(get(stored, "When"), text("20240229120000.000000+060"));
}

TEST_P(Put, TellsLongKeysApart) {  // cut keys end in a hash
    const std::string start(600, 'k');
    for (const char c : {'a', 'b', 'c'}) EXPECT_TRUE(must(trial.put(car(start + c, std::string(1, c)))).created);
    EXPECT_FALSE(must(trial.put(car(start + "B", "B"))).created);
    EXPECT_EQ(get(*trial.find("Car", {text(start + "b")}), "Owner"), text("B"));
    EXPECT_FALSE(trial.find("Car", {text(start + "d")}));
    must(trial.put_part(car(start + "c", "C"), {"Owner"}));
    must(trial.remove("Car", {text(start + "a")}));
    EXPECT_EQ(trial.all("Car").size(), 2U);
    trial.expect_sound();
}

TEST_P(Put, ChecksRegistrationsOfClassProviders) {  // SYS-45
    Instance wrong = trial.make("__ClassProviderRegistration", {{"provider", text("__Win32Provider.Name=\"p\"")}, {"SupportsEnumeration", false}});
    EXPECT_EQ(trial.put(wrong).status(), Status::InvalidProviderRegistration);
    must(wrong.put(*wrong.cls().find_property("SupportsEnumeration"), true));
    EXPECT_EQ(trial.put(wrong).status(), Status::Ok);
}

TEST_P(Put, ComparesReferenceKeysAsNormalPaths) {  // WQL-114
    must(trial.put_class(Saying("Owns").key("Who", CimType::Reference)));
    must(trial.put(trial.make("Owns", {{"Who", text("\\\\.\\root\\cimv2:Car.Plate=\"A1\"")}})));
    EXPECT_TRUE(trial.find("Owns", {text("car.plate='a1'")}));
    EXPECT_FALSE(trial.find("Owns", {text("\\\\elsewhere\\root\\cimv2:Car.Plate=\"A1\"")}));
    EXPECT_EQ(get(trial.all("Owns").front(), "Who"), text("\\\\.\\root\\cimv2:Car.Plate=\"A1\""));
}

TEST_P(Put, FailsAloneInABatch) {  // PUT-35, PUT-59
    struct Hears : Completion {
        explicit Hears(std::vector<Status>& to) : heard(to) {}
        void finished(base::Result<Outcome>&& outcome) noexcept override { heard.push_back(outcome.status()); }
        std::vector<Status>& heard;
    };
    std::vector<Status> heard;
    heard.reserve(3);
    for (const char* plate : {"X", "X", "Y"}) {
        Change change = must(trial->prepare_put(trial.at(), car(plate), PutMode::CreateOnly));
        must(trial->submit(std::move(change), std::make_unique<Hears>(heard), base::Deadline::never()));
    }
    trial->drain();
    EXPECT_EQ(heard, (std::vector<Status>{Status::Ok, Status::AlreadyExists, Status::Ok}));
    EXPECT_EQ(trial.all("Car").size(), 2U);
    trial.expect_sound();
}

TEST_P(Put, OfADynamicClassIsRefusedWheneverItBecameSo) {  // PUT-15, CLASS-46
    must(trial.put_class(Saying("Later").key("Id")));
    const Instance one = trial.make("Later", {{"Id", text("1")}});
    Change prepared = must(trial->prepare_put(trial.at(), one, PutMode::CreateOrUpdate));
    must(trial.put_class(Saying("Later").key("Id").mark("dynamic").with(cim::text_qualifier("provider", "P"))));
    EXPECT_EQ(trial.put(one).status(), Status::ProviderNotFound);
    EXPECT_EQ(trial->commit(std::move(prepared)).status(), Status::ProviderNotFound);
    must(trial.put_class(Saying("Later").key("Id")));
    EXPECT_TRUE(trial.all("Later").empty());
}

TEST_P(Put, IsNotFoundByKeysOfAnOlderDefinition) {  // CLASS-46
    must(trial.put_class(Saying("Keyed").key("Id")));
    const ClassPtr old = trial.cls("Keyed");
    const auto find = [&] {
        const Value key = text("1");
        return trial->find_instance(trial.at(), *old, {&key, 1}, Depth::Deep).status();
    };
    must(trial.put_class(Saying("Keyed").key("Other"), PutMode::CreateOrUpdate, UpdateMode::Force));
    must(trial.put(trial.make("Keyed", {{"Other", text("1")}})));
    EXPECT_EQ(find(), Status::InvalidObjectPath) << "another name";
    must(trial.delete_class("Keyed"));
    must(trial.put_class(Saying("Keyed").key("Id", CimType::Uint32)));
    must(trial.put(trial.make("Keyed", {{"Id", number(1)}})));
    EXPECT_EQ(find(), Status::InvalidObjectPath) << "another type";
    must(trial.delete_class("Keyed"));
    must(trial.put_class(Saying("Keyed").key("Id").text("More")));
    must(trial.put(trial.make("Keyed", {{"Id", text("1")}})));
    EXPECT_EQ(find(), Status::Ok);
}

TEST_P(Put, RefuseQualifiersThatTheClassFixes) {  // QUAL-09, OBJ-55, QUAL-02
    constexpr std::uint8_t kFixed = cim::flavor::kToInstance | cim::flavor::kNotOverridable;
    must(trial.put_class(Saying("Pr").key("Id").property("Text", cim::CimType::String, {cim::text_qualifier("Hint", "h", kFixed)}).with(cim::text_qualifier("A5", "x", kFixed))));
    const auto with = [&](const cim::Qualifier& one, const char* property) {
        Instance instance = trial.make("Pr", {{"Id", text("a")}});
        cim::QualifierSet own;
        own.set(one);
        if (property) instance.set_own_qualifiers_of(*instance.cls().find_property(property), own);
        else instance.set_own_qualifiers(own);
        return trial.put(std::move(instance)).status();
    };
    EXPECT_EQ(with(cim::text_qualifier("a5", "y"), nullptr), Status::OverrideNotAllowed);
    EXPECT_EQ(with(cim::text_qualifier("a5", "x"), nullptr), Status::Ok);
    EXPECT_EQ(with(cim::text_qualifier("Hint", "y"), "Text"), Status::OverrideNotAllowed);
    EXPECT_EQ(with(cim::mark("key"), "Text"), Status::CannotBeKey);
    EXPECT_EQ(with(cim::mark("_Foo"), nullptr), Status::InvalidParameter);
    EXPECT_EQ(with(cim::mark("Foo"), "Id"), Status::Ok);
}

TEST_P(Put, LeaveTheSystemsSingletonsThere) {  // SYS-12, SYS-13, SYS-22
    for (const char* name : {"__thisNAMESPACE", "__SystemSecurity"}) EXPECT_EQ(trial.remove(name, {}).status(), Status::AccessDenied) << name;
    EXPECT_EQ(trial.remove("__CIMOMIdentification", {}, "root\\default").status(), Status::AccessDenied);
}

}  // namespace
}  // namespace wmi::repository
