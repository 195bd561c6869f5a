#include "objects/context_object.h"

#include "com/object.h"
#include "objects/internal/testing.h"

#include <gtest/gtest.h>

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using com::com_ptr;

namespace {

HRESULT set(IWbemContext& context, LPCWSTR name, Var value) { return context.SetValue(name, 0, value); }

std::vector<std::string> names_of(IWbemContext& context) {
    SAFEARRAY* names = nullptr;
    EXPECT_EQ(context.GetNames(0, &names), S_OK);
    return take_names(names);
}

/// A context of another make: it passes everything on.
class Wrapper final : public com::Object<Wrapper, IWbemContext> {
public:
    explicit Wrapper(com_ptr<IWbemContext> inner) : inner_(std::move(inner)) {}

    HRESULT Clone(IWbemContext** copy) override { return inner_->Clone(copy); }
    HRESULT GetNames(long flags, SAFEARRAY** names) override { return inner_->GetNames(flags, names); }
    HRESULT BeginEnumeration(long flags) override { return inner_->BeginEnumeration(flags); }
    HRESULT Next(long flags, BSTR* name, VARIANT* value) override { return inner_->Next(flags, name, value); }
    HRESULT EndEnumeration() override { return inner_->EndEnumeration(); }
    HRESULT SetValue(LPCWSTR name, long flags, VARIANT* value) override { return inner_->SetValue(name, flags, value); }
    HRESULT GetValue(LPCWSTR name, long flags, VARIANT* value) override { return inner_->GetValue(name, flags, value); }
    HRESULT DeleteValue(LPCWSTR name, long flags) override { return inner_->DeleteValue(name, flags); }
    HRESULT DeleteAll() override { return inner_->DeleteAll(); }

private:
    friend class com::Object<Wrapper, IWbemContext>;
    ~Wrapper() override = default;

    com_ptr<IWbemContext> inner_;
};

}  // namespace

TEST(Context, AddsAndOverwrites) {  // CTX-02, CTX-09
    const auto context = wrap_context();
    Var value = Var::text("one");
    EXPECT_EQ(context->SetValue(L"Name", 0, value), S_OK);
    value->bstrVal[0] = L'x';
    EXPECT_EQ(set(*context, L"Second", Var::i4(2)), S_OK);
    Var got;
    EXPECT_EQ(context->GetValue(L"NAME", 0, got), S_OK);
    EXPECT_EQ(got.str(), "one");
    EXPECT_EQ(set(*context, L"name", Var::i4(7)), S_OK);
    EXPECT_EQ(names_of(*context).size(), 2U);
    EXPECT_EQ(context->SetValue(nullptr, 0, value), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(context->SetValue(L"x", 0, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(context->SetValue(L"x", 1, value), WBEM_E_INVALID_PARAMETER);
}

TEST(Context, GivesBackTheKindThatWasSet) {  // CTX-03
    const auto context = wrap_context();
    for (const VARTYPE kind : {VT_I4, VT_R8, VT_BOOL, VT_BSTR, VT_NULL, VT_I1, VT_I2, VT_R4, VT_UI1, VT_UI2, VT_UI4}) {
        EXPECT_EQ(set(*context, L"v", Var::of(static_cast<VARTYPE>(kind))), S_OK) << kind;
        Var got;
        EXPECT_EQ(context->GetValue(L"v", 0, got), S_OK);
        EXPECT_EQ(got->vt, kind);
    }
    EXPECT_EQ(set(*context, L"v", Var::texts({"a", "b"})), S_OK);
    Var list;
    EXPECT_EQ(context->GetValue(L"v", 0, list), S_OK);
    EXPECT_EQ(list->vt, VT_ARRAY | VT_BSTR);
    EXPECT_EQ(set(*context, L"v", Var::array<long>(VT_I4, {1})), S_OK);
    for (const VARTYPE kind : {VT_EMPTY, VT_I8, VT_UI8, VT_DATE, VT_CY, VT_DISPATCH, VT_DECIMAL})
        EXPECT_EQ(set(*context, L"w", Var::of(static_cast<VARTYPE>(kind))), WBEM_E_TYPE_MISMATCH) << kind;
    const auto object = spawned(base_class());
    EXPECT_EQ(set(*context, L"object", Var::object(object.get())), S_OK);
    Var later = Var::text("later");
    object->Put(L"Name", 0, later, 0);
    Var copy;
    EXPECT_EQ(context->GetValue(L"object", 0, copy), S_OK);
    Var name;
    com_ptr<IUnknown>(copy->punkVal).query<IWbemClassObject>()->Get(L"Name", 0, name, nullptr, nullptr);
    EXPECT_EQ(name.str(), "nobody");
    EXPECT_EQ(set(*context, L"object", Var::object(context.get())), WBEM_E_TYPE_MISMATCH);
}

TEST(Context, SaysWhatIsAbsent) {  // CTX-04, CTX-05
    const auto context = wrap_context();
    Var value = Var::i4(77);
    EXPECT_EQ(context->GetValue(L"x", 0, value), WBEM_E_NOT_FOUND);
    EXPECT_EQ(value->lVal, 77);
    EXPECT_EQ(context->DeleteValue(L"x", 0), WBEM_E_NOT_FOUND);
    set(*context, L"x", Var::i4(1));
    set(*context, L"y", Var::i4(1));
    EXPECT_EQ(context->DeleteValue(L"X", 0), S_OK);
    EXPECT_EQ(names_of(*context), std::vector<std::string>{"y"});
    EXPECT_EQ(context->DeleteAll(), S_OK);
    EXPECT_EQ(names_of(*context), std::vector<std::string>{});  // CTX-06
    EXPECT_EQ(context->GetNames(1, nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST(Context, IsWalked) {  // CTX-07
    const auto context = wrap_context();
    set(*context, L"a", Var::i4(1));
    set(*context, L"b", Var::text("two"));
    EXPECT_EQ(context->Next(0, nullptr, nullptr), WBEM_E_UNEXPECTED);
    EXPECT_EQ(context->BeginEnumeration(1), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(context->BeginEnumeration(0), S_OK);
    EXPECT_EQ(context->Next(0, nullptr, nullptr), S_OK);
    EXPECT_EQ(context->BeginEnumeration(0), S_OK);
    com::Bstr name;
    Var value;
    EXPECT_EQ(context->Next(0, name.out(), value), S_OK);
    EXPECT_EQ(name.text(), "a");
    EXPECT_EQ(value->lVal, 1);
    Var second;
    EXPECT_EQ(context->Next(0, name.out(), second), S_OK);
    EXPECT_EQ(second.str(), "two");
    Var last;
    EXPECT_EQ(context->Next(0, name.out(), last), WBEM_S_NO_MORE_DATA);
    EXPECT_EQ(name.get(), nullptr);
    EXPECT_EQ(last->vt, VT_NULL);
    EXPECT_EQ(context->EndEnumeration(), S_OK);
    EXPECT_EQ(context->Next(0, nullptr, nullptr), WBEM_E_UNEXPECTED);
}

TEST(Context, ClonesAreIndependent) {  // CTX-08
    const auto context = wrap_context();
    set(*context, L"a", Var::i4(1));
    com_ptr<IWbemContext> copy;
    EXPECT_EQ(context->Clone(copy.out()), S_OK);
    set(*copy, L"b", Var::i4(1));
    EXPECT_EQ(names_of(*context), std::vector<std::string>{"a"});
    EXPECT_EQ(names_of(*copy).size(), 2U);
    EXPECT_EQ(context->Clone(nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST(Context, IsReadAsItStandsAtTheCall) {  // CTX-01, CTX-10, CTX-11, CTX-18
    cim::Context content;
    content.request_id.first = 42;
    const auto context = wrap_context(content);
    set(*context, L"__PUT_EXTENSIONS", Var::boolean(true));
    set(*context, L"mine", Var::text("kept"));
    const auto taken = read_context(context.get());
    set(*context, L"mine", Var::text("changed"));
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->request_id.first, 42U);
    EXPECT_EQ(std::get<std::string>(taken->values.find("MINE")->second.value), "kept");
    EXPECT_EQ(std::get<bool>(taken->values.find("__put_extensions")->second.value), true);
    EXPECT_TRUE(read_context(nullptr)->values.empty());
}

TEST(Context, OfAnotherMakeIsReadThroughItsInterface) {  // CTX-10
    const auto inner = wrap_context();
    set(*inner, L"a", Var::texts({"x"}));
    const auto taken = read_context(com::make<Wrapper>(inner).get());
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->values.find("a")->second.type, (cim::Type{cim::CimType::String, true}));
}
