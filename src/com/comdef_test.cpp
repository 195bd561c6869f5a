// The classes that clients use: comutil.h, comip.h, comdef.h, ATL, WRL.
#include "com/object.h"

#include <atlbase.h>
#include <atlsafe.h>
#include <comdef.h>
#include <wbemcli.h>
#include <wrl/client.h>

#include <gtest/gtest.h>

namespace wmi::com {
namespace {

_COM_SMARTPTR_TYPEDEF(IWbemRefresher, __uuidof(IWbemRefresher));
_COM_SMARTPTR_TYPEDEF(IWbemShutdown, IID_IWbemShutdown);

class Thing final : public Object<Thing, IWbemRefresher> {
public:
    HRESULT Refresh(long) override { return WBEM_S_NO_ERROR; }
};

TEST(BstrT, SharesItsTextUntilOneChangesIt) {
    _bstr_t first(L"caf\u00e9");
    _bstr_t second = first;
    EXPECT_EQ(static_cast<wchar_t*>(first), static_cast<wchar_t*>(second));
    second += " noir";
    EXPECT_TRUE(first == L"caf\u00e9");
    EXPECT_STREQ(static_cast<const char*>(second), "caf\xC3\xA9 noir");
    EXPECT_TRUE(first < second);
    first.GetBSTR()[0] = L'C';
    EXPECT_EQ(first.length(), 4U);
    EXPECT_FALSE(!first);
    EXPECT_TRUE(!_bstr_t());
    *second.GetAddress() = SysAllocString(L"out");
    EXPECT_TRUE(second == L"out");
}

TEST(VariantT, ChangesItsKindAndThrowsWhatDoesNotFit) {
    _variant_t value(L"300");
    EXPECT_EQ(static_cast<long>(value), 300);
    value.ChangeType(VT_I4);
    EXPECT_EQ(value.lVal, 300);
    EXPECT_THROW(static_cast<void>(static_cast<unsigned char>(value)), _com_error);
    value = true;
    EXPECT_EQ(value.vt, VT_BOOL);
    value = _bstr_t("text");
    EXPECT_TRUE(_bstr_t(value) == "text");
    EXPECT_TRUE(value == _variant_t("text"));
    EXPECT_FALSE(value == _variant_t(5L));
}

TEST(ComPtrT, OwnsAsksAndLetsGo) {
    std::size_t before = live_objects();
    {
        IWbemRefresherPtr owner(make<Thing>().detach(), false);
        IUnknownPtr root = owner;
        EXPECT_TRUE(root != nullptr);
        IWbemShutdownPtr other = owner;  // it has no such interface
        EXPECT_TRUE(other == NULL);
        EXPECT_THROW(other->Shutdown(0, 0, nullptr), _com_error);
        EXPECT_EQ(owner->Refresh(0), WBEM_S_NO_ERROR);
        owner = nullptr;
        EXPECT_EQ(live_objects(), before + 1);
    }
    EXPECT_EQ(live_objects(), before);
}

TEST(ComError, TellsItsNumberAndItsErrorObject) {
    ICreateErrorInfo* made = nullptr;
    ASSERT_EQ(CreateErrorInfo(&made), S_OK);
    wchar_t said[] = L"no door";
    made->SetDescription(said);
    IErrorInfo* info = nullptr;
    made->QueryInterface(&info);
    made->Release();
    _com_error error(WBEM_E_NOT_FOUND, info);
    EXPECT_EQ(error.Error(), WBEM_E_NOT_FOUND);
    EXPECT_TRUE(error.Description() == L"no door");
    EXPECT_STREQ(error.what(), "IDispatch error #3586");
    EXPECT_EQ(error.WCode(), 3586);
    EXPECT_STREQ(_com_error(E_NOINTERFACE).ErrorMessage(), "Unknown error 0x80004002");  // no <windows.h> here, no system's words
}

TEST(Atl, OwnsPointersTextsValuesAndArrays) {
    std::size_t before = live_objects();
    {
        CComPtr<IWbemRefresher> owner;
        owner.Attach(make<Thing>().detach());
        CComQIPtr<IUnknown> root(owner);
        EXPECT_TRUE(owner.IsEqualObject(root));
        CComBSTR text(L"a");
        text += L"b";
        EXPECT_TRUE(text == L"ab");
        CComVariant value(text);
        EXPECT_TRUE(value == CComVariant("ab"));
        CComSafeArray<BSTR> texts(1);
        EXPECT_EQ(texts.Add(text), S_OK);
        EXPECT_EQ(texts.GetCount(), 2U);
        EXPECT_STREQ(texts[1], L"ab");
        CComSafeArray<LONG> numbers(2);
        EXPECT_EQ(numbers.SetAt(1, -3), S_OK);
        EXPECT_EQ(numbers.GetAt(1), -3);
    }
    EXPECT_EQ(live_objects(), before);
}

TEST(Wrl, ReceivesAndAsks) {
    std::size_t before = live_objects();
    {
        Microsoft::WRL::ComPtr<IWbemRefresher> owner;
        auto thing = make<Thing>();
        EXPECT_EQ(thing->QueryInterface(IID_PPV_ARGS(&owner)), S_OK);
        Microsoft::WRL::ComPtr<IUnknown> root;
        EXPECT_EQ(owner.As(&root), S_OK);
        EXPECT_NE(root, nullptr);
    }
    EXPECT_EQ(live_objects(), before);
}

}  // namespace
}  // namespace wmi::com
