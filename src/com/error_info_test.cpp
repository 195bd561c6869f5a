#include "com/error_info.h"

#include "com/text.h"

#include <gtest/gtest.h>

#include <thread>

namespace wmi::com {
namespace {

com_ptr<ICreateErrorInfo> make_error() {
    com_ptr<ICreateErrorInfo> made;
    EXPECT_EQ(CreateErrorInfo(made.out()), S_OK);
    return made;
}

TEST(ErrorInfo, IsGivenAwayByTheFirstGetErrorInfo) {  // CALL-65
    auto made = make_error();
    wchar_t said[] = L"the door is locked";
    EXPECT_EQ(made->SetDescription(said), S_OK);
    EXPECT_EQ(SetErrorInfo(0, made.query<IErrorInfo>().get()), S_OK);
    com_ptr<IErrorInfo> got;
    EXPECT_EQ(GetErrorInfo(0, got.out()), S_OK);
    Bstr text;
    EXPECT_EQ(got->GetDescription(text.out()), S_OK);
    EXPECT_EQ(text.text(), "the door is locked");
    EXPECT_EQ(GetErrorInfo(0, got.out()), S_FALSE);
    EXPECT_FALSE(got);
}

TEST(ErrorInfo, BelongsToItsThread) {
    SetErrorInfo(0, make_error().query<IErrorInfo>().get());
    HRESULT elsewhere = E_FAIL;
    std::thread([&] {
        com_ptr<IErrorInfo> got;
        elsewhere = GetErrorInfo(0, got.out());
    }).join();
    EXPECT_EQ(elsewhere, S_FALSE);
    EXPECT_EQ(SetErrorInfo(0, nullptr), S_OK);
    EXPECT_FALSE(take_error_object());
}

TEST(ErrorInfo, RefusesAReservedValueAndAMissingPlace) {
    com_ptr<IErrorInfo> got;
    EXPECT_EQ(GetErrorInfo(1, got.out()), E_INVALIDARG);
    EXPECT_EQ(GetErrorInfo(0, nullptr), E_INVALIDARG);
    EXPECT_EQ(SetErrorInfo(1, nullptr), E_INVALIDARG);
    EXPECT_EQ(CreateErrorInfo(nullptr), E_INVALIDARG);
}

TEST(ErrorInfo, TellsAllThatItWasTold) {
    auto made = make_error();
    wchar_t source[] = L"WinMgmt";
    wchar_t help[] = L"wmi.chm";
    EXPECT_EQ(made->SetSource(source), S_OK);
    EXPECT_EQ(made->SetHelpFile(help), S_OK);
    EXPECT_EQ(made->SetHelpContext(42), S_OK);
    EXPECT_EQ(made->SetGUID(IID_IUnknown), S_OK);
    auto info = made.query<IErrorInfo>();
    Bstr text;
    DWORD context = 0;
    GUID guid = GUID_NULL;
    EXPECT_EQ(info->GetSource(text.out()), S_OK);
    EXPECT_EQ(text.text(), "WinMgmt");
    EXPECT_EQ(info->GetHelpFile(text.out()), S_OK);
    EXPECT_EQ(text.text(), "wmi.chm");
    EXPECT_EQ(info->GetHelpContext(&context), S_OK);
    EXPECT_EQ(context, 42U);
    EXPECT_EQ(info->GetGUID(&guid), S_OK);
    EXPECT_EQ(guid, IID_IUnknown);
    EXPECT_EQ(info->GetDescription(text.out()), S_OK);
    EXPECT_EQ(text.get(), nullptr);
}

TEST(Identifiers, BecomeTextAndComeBack) {
    OLECHAR text[40];
    EXPECT_EQ(StringFromGUID2(__uuidof(IErrorInfo), text, 40), 39);
    EXPECT_STREQ(text, L"{1CF2B120-547D-101B-8E65-08002B2BD119}");
    EXPECT_EQ(StringFromGUID2(__uuidof(IErrorInfo), text, 38), 0);
    CLSID back = GUID_NULL;
    EXPECT_EQ(CLSIDFromString(L"{1cf2b120-547d-101b-8e65-08002b2bd119}", &back), S_OK);
    EXPECT_EQ(back, IID_IErrorInfo);
    EXPECT_EQ(CLSIDFromString(L"1CF2B120-547D-101B-8E65-08002B2BD119", &back), CO_E_CLASSSTRING);
    EXPECT_EQ(IIDFromString(L"{nonsense}", &back), CO_E_IIDSTRING);
    EXPECT_EQ(IIDFromString(nullptr, &back), S_OK);
    EXPECT_EQ(back, GUID_NULL);
    LPOLESTR made = nullptr;
    EXPECT_EQ(StringFromCLSID(IID_IErrorInfo, &made), S_OK);
    EXPECT_STREQ(made, L"{1CF2B120-547D-101B-8E65-08002B2BD119}");
    CoTaskMemFree(made);
}

TEST(Identifiers, AreNewEachTime) {
    GUID first = GUID_NULL;
    GUID second = GUID_NULL;
    EXPECT_EQ(CoCreateGuid(&first), S_OK);
    EXPECT_EQ(CoCreateGuid(&second), S_OK);
    EXPECT_FALSE(IsEqualGUID(first, second));
    EXPECT_FALSE(IsEqualGUID(first, GUID_NULL));
}

TEST(TaskMemory, IsTheSameThroughFunctionsAndObject) {
    IMalloc* memory = nullptr;
    ASSERT_EQ(CoGetMalloc(1, &memory), S_OK);
    auto* bytes = static_cast<char*>(memory->Alloc(10));
    bytes[9] = 'x';
    bytes = static_cast<char*>(CoTaskMemRealloc(bytes, 1000));
    EXPECT_EQ(bytes[9], 'x');
    EXPECT_GE(memory->GetSize(bytes), 1000U);
    memory->Free(bytes);
    EXPECT_EQ(CoGetMalloc(0, &memory), E_INVALIDARG);
}

}  // namespace
}  // namespace wmi::com
