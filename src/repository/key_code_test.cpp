// The order of encoded keys is the order of values (docs/formats/repository.md 3).
#include "repository/internal/key_code.h"

#include "base/text.h"
#include "repository/internal/sip_hash.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

namespace wmi::repository {
namespace {

using cim::Bytes;
using cim::CimType;
using cim::Value;

Bytes encode(CimType type, const Value& value, Use use = Use::Key) {
    Bytes bytes;
    static const Machine machine({"here", "here.example.com"});
    append_value(bytes, type, value, use, {machine, "root\\cimv2"});
    return bytes;
}

int sign(int value) { return (value > 0) - (value < 0); }

template <class Stored, class Raw>
void numbers_keep_order(CimType type) {
    EXPECT_TRUE(rc::check([type](Raw left, Raw right) {
        const int by_value = (left > right) - (left < right);
        RC_ASSERT(sign(encode(type, Stored{left}).compare(encode(type, Stored{right}))) == by_value);
    }));
}

TEST(LawKeys, IntegersKeepTheirOrder) {
    numbers_keep_order<std::int64_t, std::int8_t>(CimType::Sint8);
    numbers_keep_order<std::int64_t, std::int16_t>(CimType::Sint16);
    numbers_keep_order<std::int64_t, std::int32_t>(CimType::Sint32);
    numbers_keep_order<std::int64_t, std::int64_t>(CimType::Sint64);
    numbers_keep_order<std::uint64_t, std::uint8_t>(CimType::Uint8);
    numbers_keep_order<std::uint64_t, std::uint16_t>(CimType::Char16);
    numbers_keep_order<std::uint64_t, std::uint64_t>(CimType::Uint64);
    EXPECT_LT(encode(CimType::Sint64, std::numeric_limits<std::int64_t>::min()), encode(CimType::Sint64, std::int64_t{0}));
    EXPECT_LT(encode(CimType::Boolean, false), encode(CimType::Boolean, true));
}

TEST(LawKeys, RealsKeepTheirOrder) {
    EXPECT_TRUE(rc::check([](double left, double right) {
        RC_PRE(left == left && right == right);
        const int by_value = (left > right) - (left < right);
        RC_ASSERT(sign(encode(CimType::Real64, left, Use::Index).compare(encode(CimType::Real64, right, Use::Index))) == by_value);
    }));
    EXPECT_EQ(encode(CimType::Real64, -0.0), encode(CimType::Real64, 0.0));
}

TEST(LawKeys, TextKeepsTheOrderOfFoldedUnits) {  // WQL-55
    EXPECT_TRUE(rc::check([](const std::vector<char16_t>& a, const std::vector<char16_t>& b) {
        const auto text = [](std::vector<char16_t> units) {
            std::erase(units, 0);
            return base::to_utf8(std::u16string(units.begin(), units.end()));
        };
        const std::string left = text(a);
        const std::string right = text(b);
        RC_ASSERT(sign(encode(CimType::String, left).compare(encode(CimType::String, right))) == sign(base::compare_names(left, right)));
    }));
    EXPECT_EQ(encode(CimType::String, std::string("Stra\xc3\x9f" "e")), encode(CimType::String, std::string("sTRA\xc3\x9f" "E")));
}

TEST(Keys, KeepOneKeyFromRunningIntoTheNext) {
    const auto pair = [](std::string first, std::string second) { return encode(CimType::String, first) + encode(CimType::String, second); };
    EXPECT_LT(pair("a", "z"), pair("ab", "a"));
    EXPECT_NE(pair("a", "bc"), pair("ab", "c"));
}

TEST(Keys, CompareReferencesAsNormalPaths) {  // WQL-114
    const Bytes plain = encode(CimType::Reference, std::string("Car.Plate=\"A1\""));
    for (const char* same : {"car.plate='a1'", "\\\\.\\root\\cimv2:Car.Plate=\"A1\"", "\\\\HERE\\ROOT\\cimv2:Car.Plate=\"A1\"", "\\\\Here.Example.Com\\root\\cimv2:Car.Plate=\"A1\"", "\\\\127.0.0.1\\root\\cimv2:Car.Plate=\"A1\"", "root/cimv2:Car.Plate=\"A1\""})
        EXPECT_EQ(encode(CimType::Reference, std::string(same)), plain) << same;
    EXPECT_NE(encode(CimType::Reference, std::string("root\\other:Car.Plate=\"A1\"")), plain);
    EXPECT_NE(encode(CimType::Reference, std::string("no path at all (")), plain);
}

TEST(Keys, TellDatetimesApartByTextButFindThemByInstant) {  // DATE-18, WQL-73
    const Value noon = std::string("19980401120000.000000+060");
    const Value same = std::string("19980401110000.000000+000");
    EXPECT_NE(encode(CimType::Datetime, noon), encode(CimType::Datetime, same));
    EXPECT_EQ(encode(CimType::Datetime, noon, Use::Index), encode(CimType::Datetime, same, Use::Index));
    EXPECT_LT(encode(CimType::Datetime, same, Use::Index), encode(CimType::Datetime, std::string("19980401110000.000001+000"), Use::Index));
}

TEST(Keys, HashAsThePublishedVectorSays) {
    const Hash128 hash = sip_hash({0x0706050403020100U, 0x0f0e0d0c0b0a0908U}, "");
    const unsigned char expected[16] = {0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02, 0x93};
    EXPECT_EQ(std::memcmp(hash.data(), expected, sizeof expected), 0);
}

}  // namespace
}  // namespace wmi::repository
