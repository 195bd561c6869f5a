#include "base/bytes.h"

#include <gtest/gtest.h>

using namespace wmi::base;

TEST(Bytes, ReaderNeverLeavesItsBuffer) {
    ByteReader reader(BytesView("\x01\x02\x03", 3));
    EXPECT_EQ(reader.read<std::uint16_t>(), 0x0201);
    EXPECT_EQ(reader.read<std::uint32_t>(), 0U);
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.read<std::uint8_t>(), 0) << "a reader that failed stays failed";
    EXPECT_TRUE(reader.take(1).empty());
}

TEST(Bytes, HugeCountsAreRefused) {
    ByteReader reader(BytesView("abc", 3));
    reader.skip(~std::size_t{0});
    EXPECT_FALSE(reader.ok());
    ByteReader other(BytesView("abc", 3));
    other.seek(4);
    EXPECT_FALSE(other.ok());
}

TEST(Law, WriterAndReaderUndoEachOther) {
    ByteWriter writer;
    writer.write<std::uint32_t>(0);
    writer.write<double>(-2.5);
    writer.append("xy");
    writer.patch<std::uint32_t>(0, 0xA1B2C3D4);
    ByteReader reader(writer.view());
    EXPECT_EQ(reader.read<std::uint32_t>(), 0xA1B2C3D4);
    EXPECT_EQ(reader.read<double>(), -2.5);
    EXPECT_EQ(reader.take(2), "xy");
    EXPECT_TRUE(reader.ok());
    EXPECT_EQ(reader.left(), 0U);
}
