// Classes through the surface: what is checked at the start, how the three ways of calling tell the end, and what a class put does.
#include <atomic>

#include "fixture.h"

using namespace tried;

namespace {

class Classes : public Surface {};

/// Hears one call's end; lives on the stack.
class EndSink final : public IWbemObjectSink {
public:
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references; }

    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references;
        references.notify_all();
        return left;
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) override { return ++indicated, WBEM_S_NO_ERROR; }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject*) override {
        flags = lFlags;
        status = hResult;
        if (strParam) text = strParam;
        ++ended;
        return WBEM_S_NO_ERROR;
    }

    void wait() {
        for (ULONG now = references; now != 1; now = references) references.wait(now);
    }

    std::atomic<ULONG> references{1};
    std::atomic<int> ended{0}, indicated{0};
    LONG flags = -1;
    HRESULT status = E_FAIL;
    std::wstring text;
};

}  // namespace

TEST_F(Classes, FlagsOutsideTheTableAreRefused) {  // CLASS-01, CLASS-02, SVC-02, CALL-15
    auto definition = new_class(L"Flags_Class");
    add(definition, L"A", CIM_STRING);
    for (const long wrong : {3L, 0x60L, 0x4L, 0x8L, 0x80L, 0x200L, 0x10000L, 0x40000L})
        EXPECT_EQ(put_class(definition, wrong), Code(WBEM_E_INVALID_PARAMETER)) << std::hex << wrong;
    EndSink sink;
    for (const long wrong : {0x10L, 3L, 0x60L, 0x100L})
        EXPECT_EQ(Code(services->PutClassAsync(definition.Get(), wrong, nullptr, &sink)), Code(WBEM_E_INVALID_PARAMETER)) << std::hex << wrong;
    EXPECT_EQ(sink.references, 1U);
    EXPECT_EQ(sink.ended, 0);
    for (const long right : {0L, 0x2L})
        EXPECT_EQ(put_class(definition, right), right == 0 ? Code(S_OK) : Code(WBEM_E_ALREADY_EXISTS));
    for (const long right : {0x1L, 0x20L, 0x40L, 0x21L, 0x20000L}) EXPECT_EQ(put_class(definition, right), Code(S_OK)) << std::hex << right;
}

TEST_F(Classes, WhatIsNoClassIsRefused) {  // CLASS-03, CLASS-10
    EXPECT_EQ(Code(services->PutClass(nullptr, 0, nullptr, nullptr)), Code(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(put_class(spawn(L"__NAMESPACE")), Code(WBEM_E_INVALID_CLASS));
    auto unnamed = get(nullptr);
    add(unnamed, L"A", CIM_STRING);
    EXPECT_EQ(put_class(unnamed), Code(WBEM_E_INCOMPLETE_CLASS));
}

TEST_F(Classes, TheEndIsToldInEachWay) {  // CLASS-05, CLASS-06, CALL-32, CALL-33
    auto definition = new_class(L"Told_Class");
    add(definition, L"A", CIM_STRING);
    EXPECT_EQ(put_class(definition), Code(S_OK));

    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(Code(services->PutClass(definition.Get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf())), Code(S_OK));
    LONG status = -1;
    EXPECT_EQ(Code(result->GetCallStatus(WBEM_INFINITE, &status)), Code(S_OK));
    EXPECT_EQ(status, 0);
    BSTR name = nullptr;
    EXPECT_EQ(Code(result->GetResultString(0, &name)), Code(S_OK));
    EXPECT_STREQ(name, L"Told_Class");
    SysFreeString(name);

    EndSink sink;
    ASSERT_EQ(Code(services->PutClassAsync(definition.Get(), 0, nullptr, &sink)), Code(S_OK));
    sink.wait();
    EXPECT_EQ(sink.ended, 1);
    EXPECT_EQ(sink.indicated, 0);
    EXPECT_EQ(Code(sink.status), Code(S_OK));
    EXPECT_EQ(sink.text, L"Told_Class");
    definition->AddRef();
    EXPECT_EQ(definition->Release(), 1U) << "the class object is ours again";
}

TEST_F(Classes, ANewBaseClassAndADerivedOneComeBackAsMade) {  // CLASS-07, CLASS-16, CLASS-17, CLASS-43, SVC-11
    auto base = new_class(L"Made_Base");
    add(base, L"Id", CIM_STRING);
    mark(base, L"Id", L"key");
    EXPECT_EQ(set(base, L"Size", 7L, CIM_UINT32), Code(S_OK));
    ASSERT_EQ(put_class(base), Code(S_OK));
    auto derived = new_class(L"Made_Derived", L"Made_Base");
    add(derived, L"More", CIM_SINT64 | CIM_FLAG_ARRAY);
    ASSERT_EQ(put_class(derived), Code(S_OK));
    const auto elsewhere = connect(L"\\\\.\\ROOT\\cimv2");
    ComPtr<IWbemClassObject> back;
    ASSERT_EQ(Code(elsewhere->GetObject(_bstr_t(L"made_derived"), 0, nullptr, back.GetAddressOf(), nullptr)), Code(S_OK));
    EXPECT_EQ(text(back, L"__CLASS"), L"Made_Derived");
    EXPECT_EQ(text(back, L"__SUPERCLASS"), L"Made_Base");
    EXPECT_EQ(V_I4(&static_cast<const VARIANT&>(value(back, L"Size"))), 7);
    EXPECT_EQ(V_I4(&static_cast<const VARIANT&>(value(back, L"__PROPERTY_COUNT"))), 3);
    EXPECT_EQ(text(back, L"__NAMESPACE"), L"root\\cimv2") << "as the namespace is called, however it was asked for";
}

TEST_F(Classes, DeletingLeavesNothingAndRefusesSystemClasses) {  // CLASS-47, CLASS-48, CLASS-51
    ASSERT_EQ(compile("class Gone { [key] string Id; }; class GoneToo : Gone { }; instance of GoneToo { Id = \"a\"; };"), Code(S_OK));
    EXPECT_EQ(Code(services->DeleteClass(nullptr, 0, nullptr, nullptr)), Code(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(Code(services->DeleteClass(_bstr_t(L"Gone"), WBEM_FLAG_USE_AMENDED_QUALIFIERS, nullptr, nullptr)), Code(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(Code(services->DeleteClass(_bstr_t(L"Gone.Id=\"a\""), 0, nullptr, nullptr)), Code(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(Code(services->DeleteClass(_bstr_t(std::wstring(4097, L'x').c_str()), 0, nullptr, nullptr)), Code(WBEM_E_QUOTA_VIOLATION));
    EXPECT_EQ(Code(services->DeleteClass(_bstr_t(L"__SystemClass"), 0, nullptr, nullptr)), Code(WBEM_E_INVALID_OPERATION));
    EXPECT_EQ(Code(services->DeleteClass(_bstr_t(L"Gone"), 0, nullptr, nullptr)), Code(S_OK));
    EXPECT_EQ(Code(services->DeleteClass(_bstr_t(L"Gone"), 0, nullptr, nullptr)), Code(WBEM_E_NOT_FOUND));
    ComPtr<IWbemClassObject> none;
    EXPECT_EQ(try_get(L"GoneToo", none), Code(WBEM_E_NOT_FOUND));
    EXPECT_EQ(none, nullptr);
}

TEST_F(Classes, ADeletedInstanceSchemaLeavesFetchedObjectsUsable) {  // CLASS-46, PUT-15
    ASSERT_EQ(compile("class Changing { [key] string Id; string Old; };"), Code(S_OK));
    auto instance = spawn(L"Changing");
    set(instance, L"Id", L"a");
    set(instance, L"Old", L"x");
    ASSERT_EQ(compile("class Changing { [key] string Id; string New; };"), Code(S_OK));
    EXPECT_EQ(put(instance), Code(WBEM_E_INVALID_OBJECT)) << "Old is unknown to the class as it is now";
    EXPECT_EQ(text(instance, L"Old"), L"x") << "what was fetched keeps the old definition";
}

TEST_F(Classes, SystemPropertiesAreReadOnlyAndComeInTheirOrder) {  // SYS-80..92, OBJ-18, OBJ-25
    ASSERT_EQ(compile("class Sys_Base { [key] string Id; }; class Sys_Low : Sys_Base { }; instance of Sys_Low { Id = \"a\"; };"), Code(S_OK));
    const auto instance = get(L"Sys_Low.Id=\"a\"");
    const std::vector<std::wstring> wanted{L"__GENUS", L"__CLASS", L"__SUPERCLASS", L"__DYNASTY", L"__RELPATH",
                                           L"__PROPERTY_COUNT", L"__DERIVATION", L"__SERVER", L"__NAMESPACE", L"__PATH"};
    std::vector<std::wstring> got;
    ASSERT_EQ(Code(instance->BeginEnumeration(WBEM_FLAG_SYSTEM_ONLY)), Code(S_OK));
    long flavor = 0;
    for (BSTR name = nullptr; instance->Next(0, &name, nullptr, nullptr, &flavor) == WBEM_S_NO_ERROR; SysFreeString(name)) {
        got.emplace_back(name);
        EXPECT_EQ(flavor, WBEM_FLAVOR_ORIGIN_SYSTEM);
    }
    EXPECT_EQ(got, wanted);
    EXPECT_EQ(text(instance, L"__class"), L"Sys_Low");
    EXPECT_EQ(text(instance, L"__DYNASTY"), L"Sys_Base");
    EXPECT_EQ(text(instance, L"__RELPATH"), L"Sys_Low.Id=\"a\"");
    EXPECT_EQ(text(instance, L"__PATH"), L"\\\\" + text(instance, L"__SERVER") + L"\\" + text(instance, L"__NAMESPACE") + L":Sys_Low.Id=\"a\"");
    for (const std::wstring& name : wanted) {
        const Code status = set(instance, name.c_str(), L"x");
        EXPECT_TRUE(status == Code(WBEM_E_READ_ONLY) || status == Code(WBEM_E_SYSTEM_PROPERTY)) << status;
    }
    auto definition = new_class(L"Sys_Names");
    EXPECT_EQ(add(definition, L"_Mine", CIM_STRING), Code(WBEM_E_INVALID_PARAMETER));
}
