#include "access/principal.h"

#include <gtest/gtest.h>

#include <type_traits>

#include <unistd.h>

namespace wmi::access {
namespace {

TEST(Principal, CannotBeMadeOfNothing) {
    EXPECT_FALSE(std::is_default_constructible_v<Principal>);
}

TEST(Principal, OfThisProcessIsItsEffectiveUser) {
    Principal own = Principal::own_user();
    EXPECT_EQ(own.user(), geteuid());
    EXPECT_FALSE(own.name().empty());
    EXPECT_EQ(own, Principal::own_user());
}

}  // namespace
}  // namespace wmi::access
