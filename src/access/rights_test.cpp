#include "access/rights.h"

#include <gtest/gtest.h>

namespace wmi::access {
namespace {

TEST(Rights, AllowNothingUntilSomebodyGivesThem) {
    const Rights none;
    EXPECT_FALSE(none.allow(Right::Enable));
    EXPECT_EQ(none.bits(), 0U);
}

TEST(Rights, OfTheOwnUserAreAll) {  // SVC-03
    const Principal own = Principal::own_user();
    const Rights rights = rights_of(own, own);
    EXPECT_TRUE(rights.allow(Right::Enable));
    EXPECT_TRUE(rights.allow(Right::WriteDac));
    EXPECT_EQ(rights.bits(), 0x600FFU);
}

TEST(Rights, FullWriteImpliesPartialWrite) {  // PUT-39
    EXPECT_TRUE(Rights::all().allow(Right::PartialWrite));
}

}  // namespace
}  // namespace wmi::access
