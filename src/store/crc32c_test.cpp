#include "store/crc32c.h"

#include <gtest/gtest.h>

#include "base/guid.h"

using namespace wmi::store;
using wmi::base::Bytes;

TEST(Crc32c, GivesThePublishedSums) {  // RFC 3720, B.4
    Bytes ascending;
    for (char byte = 0; byte < 32; ++byte)
        ascending += byte;
    EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
    EXPECT_EQ(crc32c(Bytes(32, '\0')), 0x8A9136AAU);
    EXPECT_EQ(crc32c(Bytes(32, '\xFF')), 0x62A8AB43U);
    EXPECT_EQ(crc32c(ascending), 0x46DD794EU);
    EXPECT_EQ(crc32c(""), 0U);
}

TEST(Crc32c, InstructionTablesAndPiecesAgree) {
    wmi::base::SeededChance chance(7);
    for (std::size_t size = 0; size < 200; ++size) {
        Bytes bytes;
        while (bytes.size() < size)
            bytes += static_cast<char>(chance.next());
        const std::size_t cut = size ? chance.next() % size : 0;
        EXPECT_EQ(crc32c(bytes), crc32c_by_table(bytes)) << size;
        EXPECT_EQ(crc32c(bytes.substr(cut), crc32c(bytes.substr(0, cut))), crc32c(bytes)) << size;
    }
}

TEST(Crc32c, ChangesWithEveryFlippedBit) {
    const Bytes record = "a record of some bytes";
    for (std::size_t bit = 0; bit < record.size() * 8; ++bit) {
        Bytes damaged = record;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1U << (bit % 8)));
        EXPECT_NE(crc32c(damaged), crc32c(record)) << bit;
    }
}
