// Objects of another make: whatever wraps one of ours is read through its interface alone.
#include "com/object.h"
#include "objects/internal/testing.h"

#include <gtest/gtest.h>

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using com::com_ptr;

namespace {

/// Passes every call on, and does not know our private interface.
class Wrapper final : public com::Object<Wrapper, IWbemClassObject> {
public:
    explicit Wrapper(com_ptr<IWbemClassObject> inner) : inner_(std::move(inner)) {}

    HRESULT GetQualifierSet(IWbemQualifierSet** set) override { return inner_->GetQualifierSet(set); }
    HRESULT Get(LPCWSTR name, long flags, VARIANT* value, CIMTYPE* type, long* flavor) override { return inner_->Get(name, flags, value, type, flavor); }
    HRESULT Put(LPCWSTR name, long flags, VARIANT* value, CIMTYPE type) override { return inner_->Put(name, flags, value, type); }
    HRESULT Delete(LPCWSTR name) override { return inner_->Delete(name); }
    HRESULT GetNames(LPCWSTR name, long flags, VARIANT* value, SAFEARRAY** names) override { return inner_->GetNames(name, flags, value, names); }
    HRESULT BeginEnumeration(long flags) override { return inner_->BeginEnumeration(flags); }
    HRESULT Next(long flags, BSTR* name, VARIANT* value, CIMTYPE* type, long* flavor) override { return inner_->Next(flags, name, value, type, flavor); }
    HRESULT EndEnumeration() override { return inner_->EndEnumeration(); }
    HRESULT GetPropertyQualifierSet(LPCWSTR name, IWbemQualifierSet** set) override { return inner_->GetPropertyQualifierSet(name, set); }
    HRESULT Clone(IWbemClassObject** copy) override { return inner_->Clone(copy); }
    HRESULT GetObjectText(long flags, BSTR* text) override { return inner_->GetObjectText(flags, text); }
    HRESULT SpawnDerivedClass(long flags, IWbemClassObject** made) override { return inner_->SpawnDerivedClass(flags, made); }
    HRESULT SpawnInstance(long flags, IWbemClassObject** made) override { return inner_->SpawnInstance(flags, made); }
    HRESULT CompareTo(long flags, IWbemClassObject* other) override { return inner_->CompareTo(flags, other); }
    HRESULT GetPropertyOrigin(LPCWSTR name, BSTR* cls) override { return inner_->GetPropertyOrigin(name, cls); }
    HRESULT InheritsFrom(LPCWSTR name) override { return inner_->InheritsFrom(name); }
    HRESULT GetMethod(LPCWSTR name, long flags, IWbemClassObject** in, IWbemClassObject** out) override { return inner_->GetMethod(name, flags, in, out); }
    HRESULT PutMethod(LPCWSTR name, long flags, IWbemClassObject* in, IWbemClassObject* out) override { return inner_->PutMethod(name, flags, in, out); }
    HRESULT DeleteMethod(LPCWSTR name) override { return inner_->DeleteMethod(name); }
    HRESULT BeginMethodEnumeration(long flags) override { return inner_->BeginMethodEnumeration(flags); }
    HRESULT NextMethod(long flags, BSTR* name, IWbemClassObject** in, IWbemClassObject** out) override { return inner_->NextMethod(flags, name, in, out); }
    HRESULT EndMethodEnumeration() override { return inner_->EndMethodEnumeration(); }
    HRESULT GetMethodQualifierSet(LPCWSTR name, IWbemQualifierSet** set) override { return inner_->GetMethodQualifierSet(name, set); }
    HRESULT GetMethodOrigin(LPCWSTR name, BSTR* cls) override { return inner_->GetMethodOrigin(name, cls); }

private:
    friend class com::Object<Wrapper, IWbemClassObject>;
    ~Wrapper() override = default;

    com_ptr<IWbemClassObject> inner_;
};

}  // namespace

TEST(ForeignObject, IsReadWithItsClassValuesAndQualifiers) {  // PUT-09
    const auto inner = spawned(derived_class());
    Var id = Var::i4(7);
    Var name = Var::text("read through the interface");
    Var list = Var::texts({"a", "b"});
    Var own = Var::i4(5);
    ASSERT_EQ(inner->Put(L"Id", 0, id, 0), S_OK);
    ASSERT_EQ(inner->Put(L"Name", 0, name, 0), S_OK);
    ASSERT_EQ(inner->Put(L"Strs", 0, list, 0), S_OK);
    ASSERT_EQ(qualifiers_of(*inner, L"Name")->Put(L"Own", own, 0), S_OK);
    const auto wrapper = com::make<Wrapper>(inner);
    const auto read = snapshot(wrapper.get());
    ASSERT_TRUE(read) << read.error().sentence();
    const cim::Instance& instance = *read->find_instance();
    EXPECT_EQ(instance.cls().name(), "Derived");
    EXPECT_EQ(instance.cls().parent()->name(), "Base");
    EXPECT_EQ(instance.relative_path(), "Derived.Id=7");
    const cim::Property& property = *instance.cls().find_property("Name");
    EXPECT_EQ(std::get<std::string>(instance.get(property)), "read through the interface");
    EXPECT_TRUE(instance.own_qualifiers_of(property).find("Own"));
    EXPECT_EQ(std::get<cim::Array>(instance.get(*instance.cls().find_property("Strs"))).size(), 2U);
    EXPECT_EQ(inner->CompareTo(WBEM_FLAG_IGNORE_QUALIFIERS, wrapper.get()), WBEM_S_SAME);
}

TEST(ForeignObject, MayBeAClass) {  // PUT-09
    const auto read = snapshot(com::make<Wrapper>(stored(base_class())).get());
    ASSERT_TRUE(read) << read.error().sentence();
    ASSERT_TRUE(read->is_class());
    const cim::Class& got = read->cls();
    const cim::ClassPtr expected = base_class();
    EXPECT_EQ(got.name(), "Base");
    EXPECT_FALSE(got.parent());
    ASSERT_EQ(got.properties().size(), expected->properties().size());
    for (const cim::Property& property : expected->properties()) {
        const cim::Property* found = got.find_property(property.name());
        ASSERT_TRUE(found) << property.name();
        EXPECT_EQ(found->type(), property.type()) << property.name();
        EXPECT_EQ(found->is_key, property.is_key) << property.name();
        for (const cim::Qualifier& qualifier : expected->qualifiers_of(property))
            EXPECT_TRUE(got.qualifiers_of(*found).find(qualifier.name)) << property.name() << " " << qualifier.name;
    }
    EXPECT_EQ(std::get<std::string>(got.body().find_property("Name")->default_value), "nobody");
    const cim::QualifierSet all = got.qualifiers();
    for (const cim::Qualifier& qualifier : expected->qualifiers()) {
        const cim::Qualifier* found = all.find(qualifier.name);
        ASSERT_TRUE(found) << qualifier.name;
        EXPECT_TRUE(found->content.value == qualifier.content.value) << qualifier.name;
        EXPECT_EQ(found->flavor, qualifier.flavor) << qualifier.name;
    }
    EXPECT_EQ(read->origin()->server, "HOST");
}

TEST(ForeignObject, CanBeEmbedded) {  // OBJ-10
    const auto owner = spawned(derived_class());
    Var value = Var::object(com::make<Wrapper>(spawned(base_class())).get());
    EXPECT_EQ(owner->Put(L"Obj", 0, value, 0), S_OK);
}

TEST(ObjectText, IsMofOfTheObject) {  // OBJ-44, MOF-110, MOF-113
    const auto object = spawned(base_class());
    Var id = Var::i4(7);
    object->Put(L"Id", 0, id, 0);
    com::Bstr text;
    ASSERT_EQ(object->GetObjectText(0, text.out()), S_OK);
    EXPECT_NE(text.text().find("instance of Base"), std::string::npos) << text.text();
    EXPECT_NE(text.text().find("Id = 7;"), std::string::npos) << text.text();
    ASSERT_EQ(stored(base_class())->GetObjectText(WBEM_FLAG_NO_FLAVORS, text.out()), S_OK);
    EXPECT_NE(text.text().find("class Base"), std::string::npos) << text.text();
    EXPECT_EQ(text.text().find("ToInstance"), std::string::npos) << text.text();
    EXPECT_EQ(object->GetObjectText(2, text.out()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(object->GetObjectText(0, nullptr), WBEM_E_INVALID_PARAMETER);
}
