#include "base/guid.h"

#include <gtest/gtest.h>

using namespace wmi::base;

TEST(Guid, TextComesBack) {
    SeededChance chance(7);
    for (int i = 0; i < 100; ++i) {
        const Guid guid = chance.guid();
        EXPECT_EQ(find_guid(to_text(guid)), guid);
    }
}

TEST(Guid, TakesAnyCaseWithOrWithoutBraces) {
    const auto guid = find_guid("dc12a687-737f-11cf-884d-00aa004b2e24");
    ASSERT_TRUE(guid);
    EXPECT_EQ(to_text(*guid), "{DC12A687-737F-11CF-884D-00AA004B2E24}");
    EXPECT_EQ(find_guid("{DC12A687-737F-11CF-884D-00AA004B2E24}"), guid);
    EXPECT_FALSE(find_guid("{DC12A687-737F-11CF-884D-00AA004B2E2}"));
    EXPECT_FALSE(find_guid("dc12a687-737f-11cf-884d-00aa004b2e2g"));
}

TEST(Guid, IsRandomVersionFour) {
    SystemChance chance;
    const std::string text = to_text(chance.guid());
    EXPECT_EQ(text[15], '4') << text;
    EXPECT_NE(chance.guid(), chance.guid());
}
