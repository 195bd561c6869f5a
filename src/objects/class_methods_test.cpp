#include "objects/internal/testing.h"

#include <gtest/gtest.h>

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using com::com_ptr;

namespace {

/// An empty __PARAMETERS as GetObject gives it.
com_ptr<IWbemClassObject> parameters() {
    cim::ClassBody body;
    body.name = "__PARAMETERS";
    return stored(cim::Class::make(std::move(body)).value());
}

com_ptr<IWbemClassObject>& add(com_ptr<IWbemClassObject>& to, LPCWSTR name, CIMTYPE type, long id = -1) {
    EXPECT_EQ(to->Put(name, 0, nullptr, type), S_OK);
    if (id < 0) return to;
    Var number = Var::i4(id);
    EXPECT_EQ(qualifiers_of(*to, name)->Put(L"ID", number, 0x11), S_OK);
    return to;
}

void mark(com_ptr<IWbemClassObject>& signature, LPCWSTR name, LPCWSTR qualifier) {
    Var yes = Var::boolean(true);
    EXPECT_EQ(qualifiers_of(*signature, name)->Put(qualifier, yes, 0), S_OK);
}

bool has(IWbemClassObject& signature, LPCWSTR name, LPCWSTR qualifier) {
    const auto set = qualifiers_of(signature, name);
    return set && SUCCEEDED(set->Get(qualifier, 0, nullptr, nullptr));
}

/// Start(in Path, in/out Handle) -> Handle, ReturnValue
com_ptr<IWbemClassObject> class_with_method() {
    auto cls = stored(base_class());
    auto in = parameters();
    add(in, L"Path", CIM_STRING, 0);
    add(in, L"Handle", CIM_UINT32, 1);
    auto out = parameters();
    add(out, L"Handle", CIM_UINT32, 1);
    add(out, L"ReturnValue", CIM_UINT32);
    EXPECT_EQ(cls->PutMethod(L"Start", 0, in.get(), out.get()), S_OK);
    return cls;
}

}  // namespace

TEST(Methods, StandInClassesAlone) {  // OBJ-46
    const auto object = spawned(base_class());
    com_ptr<IWbemQualifierSet> set;
    com::Bstr text;
    EXPECT_EQ(object->GetMethod(L"M", 0, nullptr, nullptr), WBEM_E_ILLEGAL_OPERATION);
    EXPECT_EQ(object->PutMethod(L"M", 0, nullptr, nullptr), WBEM_E_ILLEGAL_OPERATION);
    EXPECT_EQ(object->DeleteMethod(L"M"), WBEM_E_ILLEGAL_OPERATION);
    EXPECT_EQ(object->BeginMethodEnumeration(0), WBEM_E_ILLEGAL_OPERATION);
    EXPECT_EQ(object->NextMethod(0, nullptr, nullptr, nullptr), WBEM_E_ILLEGAL_OPERATION);
    EXPECT_EQ(object->GetMethodQualifierSet(L"M", set.out()), WBEM_E_ILLEGAL_OPERATION);
    EXPECT_EQ(object->GetMethodOrigin(L"M", text.out()), WBEM_E_ILLEGAL_OPERATION);
}

TEST(Methods, ShowTheirParametersAsClasses) {  // OBJ-47, OBJ-49
    const auto cls = class_with_method();
    com_ptr<IWbemClassObject> in;
    com_ptr<IWbemClassObject> out;
    ASSERT_EQ(cls->GetMethod(L"START", 0, in.out(), out.out()), S_OK);
    Var name;
    EXPECT_EQ(in->Get(L"__CLASS", 0, name, nullptr, nullptr), S_OK);
    EXPECT_EQ(name.str(), "__PARAMETERS");
    EXPECT_TRUE(has(*in, L"Path", L"in") && has(*in, L"Path", L"ID") && !has(*in, L"Path", L"out"));
    EXPECT_TRUE(has(*in, L"Handle", L"in") && has(*in, L"Handle", L"out"));
    EXPECT_TRUE(has(*out, L"Handle", L"in") && has(*out, L"Handle", L"out"));
    EXPECT_TRUE(has(*out, L"ReturnValue", L"out") && !has(*out, L"ReturnValue", L"ID"));
    com_ptr<IWbemClassObject> arguments;
    EXPECT_EQ(in->SpawnInstance(0, arguments.out()), S_OK);
    EXPECT_EQ(cls->GetMethod(L"Nothing", 0, nullptr, nullptr), WBEM_E_NOT_FOUND);
    EXPECT_EQ(cls->GetMethod(nullptr, 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(cls->GetMethod(L"Start", 1, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(cls->PutMethod(L"Bare", 0, nullptr, nullptr), S_OK);
    EXPECT_EQ(cls->GetMethod(L"Bare", 0, in.out(), out.out()), S_OK);
    EXPECT_EQ(in.get(), nullptr);
    EXPECT_EQ(out.get(), nullptr);
}

TEST(Methods, AreCheckedWhenPut) {  // OBJ-48
    const auto cls = stored(base_class());
    const auto put_in = [&](com_ptr<IWbemClassObject> in) { return cls->PutMethod(L"M", 0, in.get(), nullptr); };
    const auto put_out = [&](com_ptr<IWbemClassObject> out) { return cls->PutMethod(L"M", 0, nullptr, out.get()); };
    auto signature = parameters();
    EXPECT_EQ(put_in(add(signature, L"A", CIM_SINT32)), WBEM_E_MISSING_PARAMETER_ID);
    Var text = Var::text("0");
    qualifiers_of(*signature, L"A")->Put(L"ID", text, 0);
    EXPECT_EQ(put_in(signature), WBEM_E_INVALID_PARAMETER_ID);
    Var negative = Var::i4(-1);
    qualifiers_of(*signature, L"A")->Put(L"ID", negative, 0);
    EXPECT_EQ(put_in(signature), WBEM_E_INVALID_PARAMETER_ID);
    signature = parameters();
    add(signature, L"A", CIM_SINT32, 0);
    EXPECT_EQ(put_in(add(signature, L"B", CIM_SINT32, 0)), WBEM_E_INVALID_PARAMETER_ID);
    signature = parameters();
    add(signature, L"A", CIM_SINT32, 0);
    EXPECT_EQ(put_in(add(signature, L"B", CIM_SINT32, 2)), WBEM_E_NONCONSECUTIVE_PARAMETER_IDS);
    signature = parameters();
    EXPECT_EQ(put_in(add(signature, L"A", CIM_SINT32, 1)), WBEM_E_NONCONSECUTIVE_PARAMETER_IDS);
    signature = parameters();
    EXPECT_EQ(put_out(add(signature, L"ReturnValue", CIM_SINT32, 0)), WBEM_E_PARAMETER_ID_ON_RETVAL);
    signature = parameters();
    EXPECT_EQ(put_out(add(signature, L"ReturnValue", CIM_SINT32 | CIM_FLAG_ARRAY)), WBEM_E_INVALID_METHOD_PARAMETERS);
    signature = parameters();
    EXPECT_EQ(put_in(add(signature, L"ReturnValue", CIM_SINT32)), WBEM_E_INVALID_METHOD_PARAMETERS);
    signature = parameters();
    add(signature, L"A", CIM_SINT32, 0);
    mark(signature, L"A", L"out");
    EXPECT_EQ(put_in(signature), WBEM_E_INVALID_METHOD_PARAMETERS);
    EXPECT_EQ(cls->PutMethod(L"M", 1, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(cls->PutMethod(nullptr, 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(cls->PutMethod(L"_M", 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(cls->BeginMethodEnumeration(0), S_OK);
    EXPECT_EQ(cls->NextMethod(0, nullptr, nullptr, nullptr), WBEM_S_NO_MORE_DATA);
}

TEST(Methods, HaveTheirInAndOutParametersAlike) {  // OBJ-48, OBJ-49
    const auto cls = stored(base_class());
    auto in = parameters();
    add(in, L"A", CIM_SINT32, 0);
    auto other_type = parameters();
    EXPECT_EQ(cls->PutMethod(L"M", 0, in.get(), add(other_type, L"A", CIM_UINT32, 0).get()), WBEM_E_INVALID_DUPLICATE_PARAMETER);
    auto other_id = parameters();
    EXPECT_EQ(cls->PutMethod(L"M", 0, in.get(), add(other_id, L"a", CIM_SINT32, 1).get()), WBEM_E_INVALID_DUPLICATE_PARAMETER);
    auto same = parameters();
    EXPECT_EQ(cls->PutMethod(L"M", 0, in.get(), add(same, L"A", CIM_SINT32, 0).get()), S_OK);
}

TEST(Methods, KeepTheSignatureThatTheyInherit) {  // OBJ-48, OBJ-50
    com_ptr<IWbemClassObject> derived;
    const auto base = class_with_method();
    ASSERT_EQ(base->SpawnDerivedClass(0, derived.out()), S_OK);
    EXPECT_EQ(derived->PutMethod(L"Start", 0, nullptr, nullptr), WBEM_E_PROPAGATED_METHOD);
    EXPECT_EQ(derived->DeleteMethod(L"Start"), WBEM_E_PROPAGATED_METHOD);
    com_ptr<IWbemClassObject> in;
    com_ptr<IWbemClassObject> out;
    base->GetMethod(L"Start", 0, in.out(), out.out());
    EXPECT_EQ(derived->PutMethod(L"Start", 0, in.get(), out.get()), S_OK);
    com::Bstr origin;
    EXPECT_EQ(derived->GetMethodOrigin(L"start", origin.out()), S_OK);
    EXPECT_EQ(origin.text(), "Base");
}

TEST(Methods, AreWalkedAndDeleted) {  // OBJ-50
    const auto base = class_with_method();
    com_ptr<IWbemClassObject> cls;
    ASSERT_EQ(base->SpawnDerivedClass(0, cls.out()), S_OK);
    EXPECT_EQ(cls->PutMethod(L"Own", 0, nullptr, nullptr), S_OK);
    EXPECT_EQ(cls->NextMethod(0, nullptr, nullptr, nullptr), WBEM_E_UNEXPECTED);
    EXPECT_EQ(cls->BeginMethodEnumeration(1), WBEM_E_INVALID_PARAMETER);
    const auto walk = [&](long flags) {
        std::vector<std::string> names;
        EXPECT_EQ(cls->BeginMethodEnumeration(flags), S_OK);
        com::Bstr name;
        while (cls->NextMethod(0, name.out(), nullptr, nullptr) == WBEM_S_NO_ERROR) names.push_back(name.text());
        EXPECT_EQ(cls->EndMethodEnumeration(), S_OK);
        return names;
    };
    EXPECT_EQ(walk(0), (std::vector<std::string>{"Start", "Own"}));
    EXPECT_EQ(walk(WBEM_FLAG_LOCAL_ONLY), std::vector<std::string>{"Own"});
    EXPECT_EQ(walk(WBEM_FLAG_PROPAGATED_ONLY), std::vector<std::string>{"Start"});
    ASSERT_EQ(cls->BeginMethodEnumeration(WBEM_FLAG_LOCAL_ONLY), S_OK);
    EXPECT_EQ(cls->NextMethod(0, nullptr, nullptr, nullptr), S_OK);
    EXPECT_EQ(cls->BeginMethodEnumeration(0), WBEM_E_UNEXPECTED) << "the last one was given, not the end";
    EXPECT_EQ(cls->NextMethod(0, nullptr, nullptr, nullptr), WBEM_S_NO_MORE_DATA);
    EXPECT_EQ(cls->BeginMethodEnumeration(0), S_OK);
    EXPECT_EQ(cls->EndMethodEnumeration(), S_OK);
    EXPECT_EQ(cls->DeleteMethod(L"own"), S_OK);
    EXPECT_EQ(cls->DeleteMethod(L"own"), WBEM_E_NOT_FOUND);
    com::Bstr origin;
    com_ptr<IWbemQualifierSet> set;
    EXPECT_EQ(cls->GetMethodOrigin(L"Nothing", origin.out()), WBEM_E_NOT_FOUND);
    EXPECT_EQ(cls->GetMethodQualifierSet(L"Nothing", set.out()), WBEM_E_NOT_FOUND);
}

TEST(Methods, HaveQualifiers) {  // OBJ-51, OBJ-58, QUAL-01
    const auto base = class_with_method();
    com_ptr<IWbemQualifierSet> set;
    ASSERT_EQ(base->GetMethodQualifierSet(L"Start", set.out()), S_OK);
    Var yes = Var::boolean(true);
    EXPECT_EQ(set->Put(L"Implemented", yes, 0), S_OK);
    EXPECT_EQ(set->Put(L"Static", yes, WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS), S_OK);
    com_ptr<IWbemClassObject> derived;
    ASSERT_EQ(base->SpawnDerivedClass(0, derived.out()), S_OK);
    ASSERT_EQ(derived->GetMethodQualifierSet(L"Start", set.out()), S_OK);
    EXPECT_EQ(set->Get(L"Implemented", 0, nullptr, nullptr), WBEM_E_NOT_FOUND);
    long flavor = 0;
    EXPECT_EQ(set->Get(L"Static", 0, nullptr, &flavor), S_OK);
    EXPECT_EQ(flavor, WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS | WBEM_FLAVOR_ORIGIN_PROPAGATED);
    EXPECT_EQ(set->Put(L"Implemented", yes, 0), S_OK);
    EXPECT_EQ(set->Get(L"Implemented", 0, nullptr, nullptr), S_OK);
}

TEST(Methods, KeepTheOrderOfInheritedParameters) {  // CLASS-24, OBJ-48
    com_ptr<IWbemClassObject> below;
    ASSERT_EQ(class_with_method()->SpawnDerivedClass(0, below.out()), S_OK);
    const auto put = [&](long path, long handle) {
        auto in = parameters();
        add(in, L"Path", CIM_STRING, path);
        add(in, L"Handle", CIM_UINT32, handle);
        auto out = parameters();
        add(out, L"Handle", CIM_UINT32, handle);
        add(out, L"ReturnValue", CIM_UINT32);
        return below->PutMethod(L"Start", 0, in.get(), out.get());
    };
    EXPECT_EQ(put(1, 0), WBEM_E_PROPAGATED_METHOD);
    EXPECT_EQ(put(0, 1), S_OK);
}

TEST(Methods, GiveIdsTheirFlavor) {  // MOF-37, MOF-114
    auto cls = stored(base_class());
    auto in = parameters();
    ASSERT_EQ(in->Put(L"A", 0, nullptr, CIM_STRING), S_OK);
    Var zero = Var::i4(0);
    ASSERT_EQ(qualifiers_of(*in, L"A")->Put(L"ID", zero, 0), S_OK);
    ASSERT_EQ(cls->PutMethod(L"Do", 0, in.get(), nullptr), S_OK);
    com_ptr<IWbemClassObject> back;
    ASSERT_EQ(cls->GetMethod(L"Do", 0, back.out(), nullptr), S_OK);
    long flavor = 0;
    ASSERT_EQ(qualifiers_of(*back, L"A")->Get(L"ID", 0, nullptr, &flavor), S_OK);
    EXPECT_EQ(flavor, 0x11);
    com::Bstr text;
    ASSERT_EQ(cls->GetObjectText(0, text.out()), S_OK);
    EXPECT_EQ(text.text().find("ID("), std::string::npos) << text.text();
}
