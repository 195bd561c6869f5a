#include "base/result.h"

#include <memory>

#include <gtest/gtest.h>

using namespace wmi::base;

namespace {

Result<std::unique_ptr<int>> halve(int number) {
    if (number % 2 != 0) return Error(Status::InvalidParameter, "the number is odd", std::to_string(number));
    return std::make_unique<int>(number / 2);
}

Result<int> quarter(int number) {
    auto half = TRY(halve(number));
    auto result = TRY(halve(*half));
    return *result;
}

Result<void> check(int number) {
    TRY(quarter(number));
    return {};
}

}  // namespace

TEST(Result, TryGivesTheValueOrReturnsTheFailure) {
    EXPECT_EQ(quarter(12).value(), 3);
    const auto failed = check(10);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().status(), Status::InvalidParameter);
    EXPECT_EQ(failed.error().about(), "5");
    EXPECT_EQ(check(8).status(), Status::Ok);
}

TEST(Result, WhatItIsAboutIsSaidByTheInnermostPlace) {
    EXPECT_EQ(Error(Status::NotFound, "", "inner").concerning("outer").about(), "inner");
    EXPECT_EQ(Error(Status::NotFound).concerning("outer").about(), "outer");
}
