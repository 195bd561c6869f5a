#include "objects/answer.h"

#include "com/error_info.h"
#include "objects/internal/testing.h"

#include <gtest/gtest.h>

#include <stdexcept>

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using base::Error;
using base::Result;
using base::Status;
using com::com_ptr;

namespace {

HRESULT fail() {
    return answer("PutInstance", []() -> Result<void> { return Error(Status::NotFound, "there is no such thing", "Thing.Id=1"); });
}

std::string text_of(IWbemClassObject& object, LPCWSTR name) {
    Var value;
    object.Get(name, 0, value, nullptr, nullptr);
    return value.str();
}

}  // namespace

TEST(Answer, TranslatesResultsAndExceptions) {  // CALL-65
    EXPECT_EQ(answer("X", []() -> Result<void> { return {}; }), S_OK);
    EXPECT_EQ(answer("X", []() -> Result<Status> { return Status::SResetToDefault; }), WBEM_S_RESET_TO_DEFAULT);
    EXPECT_EQ(answer("X", []() -> Result<int> { return 5; }), S_OK);
    EXPECT_EQ(fail(), WBEM_E_NOT_FOUND);
    EXPECT_EQ(answer("X", []() -> Result<void> { throw std::bad_alloc(); }), WBEM_E_OUT_OF_MEMORY);
    EXPECT_EQ(answer("X", []() -> Result<void> { throw std::logic_error("bug"); }), WBEM_E_CRITICAL_ERROR);
    EXPECT_EQ(answer("X", []() -> Result<void> { return checked(E_FAIL); }), E_FAIL);
    EXPECT_TRUE(checked(S_FALSE));
}

TEST(Answer, LeavesAnExtendedStatusForTheFirstWhoAsks) {  // CALL-65, CALL-66
    ASSERT_EQ(fail(), WBEM_E_NOT_FOUND);
    com_ptr<IErrorInfo> info;
    ASSERT_EQ(GetErrorInfo(0, info.out()), S_OK);
    com::Bstr description;
    EXPECT_EQ(info->GetDescription(description.out()), S_OK);
    EXPECT_EQ(description.text(), "there is no such thing");
    const auto status = info.query<IWbemClassObject>();
    ASSERT_TRUE(status);
    Var code;
    EXPECT_EQ(status->Get(L"StatusCode", 0, code, nullptr, nullptr), S_OK);
    EXPECT_EQ(static_cast<HRESULT>(code->lVal), WBEM_E_NOT_FOUND);
    EXPECT_EQ(text_of(*status, L"__CLASS"), "__ExtendedStatus");
    EXPECT_EQ(text_of(*status, L"__SUPERCLASS"), "__NotifyStatus");
    EXPECT_EQ(text_of(*status, L"Description"), "there is no such thing");
    EXPECT_EQ(text_of(*status, L"Operation"), "PutInstance");
    EXPECT_EQ(text_of(*status, L"ParameterInfo"), "Thing.Id=1");
    EXPECT_EQ(text_of(*status, L"ProviderName"), "Windows Management");
    EXPECT_EQ(GetErrorInfo(0, info.out()), S_FALSE);
}

TEST(Answer, LeavesNoneAfterASuccess) {  // CALL-65
    fail();
    EXPECT_EQ(answer("GetObject", []() -> Result<void> { return {}; }), S_OK);
    com_ptr<IErrorInfo> info;
    EXPECT_EQ(GetErrorInfo(0, info.out()), S_FALSE);
    EXPECT_EQ(info.get(), nullptr);
}

TEST(Answer, OfAValueThatSucceedsLeavesTheDetailsOfTheLastCall) {  // CALL-65
    fail();
    const auto object = spawned(base_class());
    EXPECT_EQ(object->Get(L"Id", 0, nullptr, nullptr, nullptr), S_OK);
    EXPECT_TRUE(com::take_error_object());
    EXPECT_EQ(object->Get(L"Nothing", 0, nullptr, nullptr, nullptr), WBEM_E_NOT_FOUND);
    EXPECT_TRUE(com::take_error_object());
}

TEST(Answer, MakesTheObjectOfAnAsynchronousFailure) {  // CALL-66
    const auto status = make_error_object(Error(Status::AccessDenied, "no right"), {"DeleteClass", "MyProvider"});
    EXPECT_EQ(text_of(*status, L"Operation"), "DeleteClass");
    EXPECT_EQ(text_of(*status, L"ProviderName"), "MyProvider");
    Var none;
    EXPECT_EQ(status->Get(L"ParameterInfo", 0, none, nullptr, nullptr), S_OK);
    EXPECT_EQ(none->vt, VT_NULL);
}

TEST(Answer, CompletesWhatAProviderLeftOut) {  // CALL-67
    const auto given = make_error_object(Error(Status::ProviderFailure, "the disk is gone"), {"", "Mine"});
    const auto whole = complete_error_object(given.get(), Error(Status::ProviderFailure, "ours", "Disk.Id=1"), {"PutInstance"});
    EXPECT_EQ(text_of(*whole, L"Description"), "the disk is gone");
    EXPECT_EQ(text_of(*whole, L"Operation"), "PutInstance");
    EXPECT_EQ(text_of(*whole, L"ParameterInfo"), "Disk.Id=1");
    EXPECT_EQ(text_of(*whole, L"ProviderName"), "Mine");
    EXPECT_TRUE(complete_error_object(nullptr, Error(Status::Failed, "ours"), {"PutInstance"}));
}
