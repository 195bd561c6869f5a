#include "store/crc32c.h"

#include <array>
#include <bit>

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <sys/auxv.h>
#endif

namespace wmi::store {

namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78;  // 0x1EDC6F41 with its bits reversed

// kTables[k][b]: what byte b does to the sum when k more bytes follow it in the same step of eight.
constexpr auto kTables = [] {
    std::array<std::array<std::uint32_t, 256>, 8> tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t sum = byte;
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum >> 1U) ^ ((sum & 1U) ? kPolynomial : 0);
        tables[0][byte] = sum;
    }
    for (std::uint32_t byte = 0; byte < 256; ++byte)
        for (std::size_t k = 1; k < 8; ++k)
            tables[k][byte] = (tables[k - 1][byte] >> 8U) ^ tables[0][tables[k - 1][byte] & 0xFFU];
    return tables;
}();

std::uint32_t step(std::uint32_t sum, char byte) noexcept {
    return (sum >> 8U) ^ kTables[0][(sum ^ static_cast<unsigned char>(byte)) & 0xFFU];
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(base::BytesView bytes, std::uint32_t before) noexcept {
    std::uint64_t sum = ~before;
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    for (; end - at >= 32; at += 32)
        for (int i = 0; i < 32; i += 8) sum = _mm_crc32_u64(sum, base::load<std::uint64_t>(at + i));
    for (; end - at >= 8; at += 8) sum = _mm_crc32_u64(sum, base::load<std::uint64_t>(at));
    auto short_sum = static_cast<std::uint32_t>(sum);
    for (; at != end; ++at) short_sum = _mm_crc32_u8(short_sum, static_cast<unsigned char>(*at));
    return ~short_sum;
}

bool has_instruction() noexcept {
    __builtin_cpu_init();
    return __builtin_cpu_supports("sse4.2") != 0;
}
#elif defined(__aarch64__)
__attribute__((target("+crc"))) std::uint32_t by_instruction(base::BytesView bytes, std::uint32_t before) noexcept {
    std::uint32_t sum = ~before;
    while (bytes.size() >= 8) {
        sum = __crc32cd(sum, base::load<std::uint64_t>(bytes.data()));
        bytes.remove_prefix(8);
    }
    for (const char byte : bytes)
        sum = __crc32cb(sum, static_cast<unsigned char>(byte));
    return ~sum;
}

bool has_instruction() noexcept { return (getauxval(AT_HWCAP) & (1UL << 7U)) != 0; }  // HWCAP_CRC32
#else
std::uint32_t by_instruction(base::BytesView bytes, std::uint32_t before) noexcept {
    return crc32c_by_table(bytes, before);
}

bool has_instruction() noexcept { return false; }
#endif

}  // namespace

std::uint32_t crc32c_by_table(base::BytesView bytes, std::uint32_t before) noexcept {
    static_assert(std::endian::native == std::endian::little);
    std::uint32_t sum = ~before;
    while (bytes.size() >= 8) {
        const auto low = base::load<std::uint32_t>(bytes.data()) ^ sum;
        const auto high = base::load<std::uint32_t>(bytes.data() + 4);
        sum = kTables[7][low & 0xFFU] ^ kTables[6][(low >> 8U) & 0xFFU] ^ kTables[5][(low >> 16U) & 0xFFU] ^
              kTables[4][low >> 24U] ^ kTables[3][high & 0xFFU] ^ kTables[2][(high >> 8U) & 0xFFU] ^
              kTables[1][(high >> 16U) & 0xFFU] ^ kTables[0][high >> 24U];
        bytes.remove_prefix(8);
    }
    for (const char byte : bytes)
        sum = step(sum, byte);
    return ~sum;
}

std::uint32_t crc32c(base::BytesView bytes, std::uint32_t before) noexcept {
    static const bool fast = has_instruction();
    return fast ? by_instruction(bytes, before) : crc32c_by_table(bytes, before);
}

}  // namespace wmi::store
