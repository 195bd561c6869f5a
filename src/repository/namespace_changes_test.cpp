// Namespaces (PATH-30..37, PUT-34, SVC-25) and what is in an empty repository (SYS), on both engines.
#include "repository/internal/testing_repository.h"

#include <algorithm>

namespace wmi::repository {
namespace {

using namespace testing;

class Namespaces : public RepositoryOn {
protected:
    base::Result<Outcome> make(std::string name, std::string_view in = "root", PutMode mode = PutMode::CreateOrUpdate) {
        return trial.put_into(in, trial.make("__NAMESPACE", {{"Name", text(std::move(name))}}, in), mode);
    }

    std::vector<std::string> names(std::string_view in) {
        std::vector<std::string> names;
        for (const Instance& one : trial.all("__NAMESPACE", Depth::Deep, in)) names.push_back(std::get<std::string>(get(one, "Name")));
        std::sort(names.begin(), names.end());
        return names;
    }
};

ON_BOTH_ENGINES(Namespaces);

TEST_P(Namespaces, AreThereFromTheBeginning) {  // SYS-95, SYS-97, PATH-35, PATH-37
    EXPECT_EQ(names("root"), (std::vector<std::string>{"SECURITY", "WMI", "cimv2", "default", "interop", "subscription"}));
    EXPECT_TRUE(trial.at("ROOT/CimV2"));
    EXPECT_EQ(trial.at("ROOT/CimV2")->path(), "root\\cimv2");
    EXPECT_FALSE(trial.at("root\\nowhere"));
    trial.expect_sound();
}

TEST_P(Namespaces, HoldTheClassesOfTheSystem) {  // SYS-01, SYS-05, SYS-10..SYS-22, SYS-30..SYS-43, SYS-50..SYS-76
    for (const char* path : {"root", "root\\default", "root\\cimv2", "root\\subscription", "root\\SECURITY", "root\\interop", "root\\WMI"}) {
        const NamespacePtr in = trial.at(path);
        ASSERT_TRUE(in);
        for (const char* name : {"__SystemClass", "__Win32Provider", "__EventFilter", "__InstanceModificationEvent", "__thisNAMESPACE", "__PARAMETERS"})
            EXPECT_TRUE(in->has_class(name)) << path << " " << name;
        EXPECT_EQ(in->has_class("__CIMOMIdentification"), in->is_root() || std::string_view(path) == "root\\default");
        EXPECT_EQ(in->has_class("__ArbitratorConfiguration"), in->is_root());
        EXPECT_EQ(trial.all("__SystemSecurity", Depth::Deep, path).size(), 1U);
        EXPECT_EQ(trial.all("__thisNAMESPACE", Depth::Deep, path).size(), 1U);
    }
    EXPECT_EQ(get(trial.all("__ArbitratorConfiguration", Depth::Deep, "root").front(), "PollingMemoryPerUser"), number(5'000'000));
    EXPECT_EQ(get(*trial.find("__EventSinkCacheControl", {}, Depth::Deep, "root"), "ClearAfter"), text("00000000000015.000000:000"));
    EXPECT_EQ(get(*trial.find("__ProviderHostQuotaConfiguration", {}, Depth::Deep, "root"), "HandlesPerHost"), number(4096));
    EXPECT_EQ(trial.all("__CIMOMIdentification", Depth::Deep, "root\\default").size(), 1U);
    EXPECT_EQ(trial.all("__CacheControl", Depth::Deep, "root").size(), 5U);
}

TEST_P(Namespaces, ComeWithTheirInstance) {  // PATH-31, PUT-34
    EXPECT_TRUE(must(make("One")).created);
    EXPECT_EQ(trial.at("root\\one")->path(), "root\\One");
    EXPECT_EQ(must(make("ONE")).created, false);
    EXPECT_EQ(make("One", "root", PutMode::CreateOnly).status(), Status::AlreadyExists);
    EXPECT_EQ(make("Two", "root", PutMode::UpdateOnly).status(), Status::NotFound);
    EXPECT_FALSE(trial.at("root\\Two"));
    must(make("Deep", "root\\One"));
    EXPECT_EQ(names("root\\One"), std::vector<std::string>{"Deep"});
    EXPECT_TRUE(trial.at("root\\One\\Deep")->has_class("__EventFilter"));
    EXPECT_EQ(must(trial->catalogue())->children(trial.at("root\\One")->id()), std::vector<std::string>{"Deep"});
    if (GetParam() == Kind::Lmdb) trial.reopen();
    EXPECT_TRUE(trial.at("root\\One\\Deep"));
    trial.expect_sound();
}

TEST_P(Namespaces, HaveNamesThatAreNames) {  // PATH-30, PUT-59
    for (const char* name : {"", "1a", "a b", "a\\b", "_a", "a-b"}) EXPECT_EQ(make(name).status(), Status::InvalidParameter) << name;
    EXPECT_EQ(make("a_1").status(), Status::Ok);
}

TEST_P(Namespaces, GoWithEverythingInThem) {  // PATH-32, PATH-33, SVC-25
    must(make("One"));
    must(make("Deep", "root\\One"));
    must(trial.put_class(Saying("A").key("Id"), PutMode::CreateOrUpdate, UpdateMode::Compatible, "root\\One\\Deep"));
    must(trial.put_into("root\\One\\Deep", trial.make("A", {{"Id", text("1")}}, "root\\One\\Deep")));
    const NamespacePtr deep = trial.at("root\\One\\Deep");
    const Instance held = trial.make("A", {{"Id", text("2")}}, "root\\One\\Deep");
    Change late = must(trial->prepare_put(deep, held, PutMode::CreateOrUpdate));
    EXPECT_EQ(trial.remove("__NAMESPACE", {text("Nothing")}, "root").status(), Status::NotFound);
    must(trial.remove("__NAMESPACE", {text("one")}, "root"));
    EXPECT_FALSE(trial.at("root\\One"));
    EXPECT_FALSE(trial.at("root\\One\\Deep"));
    EXPECT_EQ(trial->commit(std::move(late)).status(), Status::InvalidNamespace);
    EXPECT_EQ(trial->find_instance(deep, held.cls(), std::vector<Value>{text("1")}, Depth::Deep).status(), Status::InvalidNamespace);
    must(make("One"));
    must(make("Deep", "root\\One"));
    EXPECT_FALSE(trial.at("root\\One\\Deep")->has_class("A"));
    EXPECT_FALSE(must(trial->catalogue())->find_namespace(deep->id()));  // another one of the same name
    trial.expect_sound();
}

TEST_P(Namespaces, OfTheSystemStay) {  // PATH-36
    for (const char* name : {"default", "CIMV2", "subscription", "security", "interop"}) EXPECT_EQ(trial.remove("__NAMESPACE", {text(name)}, "root").status(), Status::AccessDenied);
    EXPECT_EQ(trial.remove("__NAMESPACE", {text("WMI")}, "root").status(), Status::Ok);
}

TEST_P(Namespaces, KeepThePropertiesOfClassesDerivedFromTheirs) {  // PATH-34, SYS-11
    must(trial.put_class(Saying("Labelled", trial.cls("__NAMESPACE", "root")).text("Label"), PutMode::CreateOrUpdate, UpdateMode::Compatible, "root"));
    must(trial.put_into("root", trial.make("Labelled", {{"Name", text("Mine")}, {"Label", text("x")}}, "root")));
    EXPECT_TRUE(trial.at("root\\Mine"));
    EXPECT_EQ(get(*trial.find("__NAMESPACE", {text("mine")}, Depth::Deep, "root"), "Label"), text("x"));
    EXPECT_EQ(trial.delete_class("Labelled", "root").status(), Status::ClassHasInstances);
    must(trial.remove("Labelled", {text("Mine")}, "root"));
    EXPECT_FALSE(trial.at("root\\Mine"));
    must(trial.delete_class("Labelled", "root"));
}

}  // namespace
}  // namespace wmi::repository
