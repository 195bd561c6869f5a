#include "base/guid.h"

#include <cstddef>
#include <system_error>

#include <sys/random.h>

namespace wmi::base {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEF";

void append_hex(std::string& text, std::uint64_t number, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) text.push_back(kDigits[(number >> shift) & 0xF]);
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_text(const Guid& guid) {
    std::string text = "{";
    append_hex(text, guid.first, 8);
    text += '-';
    append_hex(text, guid.second, 4);
    text += '-';
    append_hex(text, guid.third, 4);
    for (std::size_t i = 0; i < guid.rest.size(); ++i) {
        if (i == 0 || i == 2) text += '-';
        append_hex(text, guid.rest[i], 2);
    }
    return text + '}';
}

std::optional<Guid> find_guid(std::string_view text) {
    if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
    if (text.size() != 36) return std::nullopt;
    std::array<std::uint8_t, 16> bytes{};
    std::size_t nibbles = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at == 8 || at == 13 || at == 18 || at == 23) {
            if (text[at] != '-') return std::nullopt;
            continue;
        }
        const int digit = digit_of(text[at]);
        if (digit < 0) return std::nullopt;
        bytes[nibbles / 2] = static_cast<std::uint8_t>((bytes[nibbles / 2] << 4) | digit);
        ++nibbles;
    }
    Guid guid;
    guid.first = (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) | (std::uint32_t{bytes[2]} << 8) | bytes[3];
    guid.second = static_cast<std::uint16_t>((bytes[4] << 8) | bytes[5]);
    guid.third = static_cast<std::uint16_t>((bytes[6] << 8) | bytes[7]);
    for (std::size_t i = 0; i < 8; ++i) guid.rest[i] = bytes[8 + i];
    return guid;
}

Guid Chance::guid() {
    const std::uint64_t high = next();
    const std::uint64_t low = next();
    Guid guid;
    guid.first = static_cast<std::uint32_t>(high >> 32);
    guid.second = static_cast<std::uint16_t>(high >> 16);
    guid.third = static_cast<std::uint16_t>((high & 0x0FFF) | 0x4000);
    for (std::size_t i = 0; i < 8; ++i) guid.rest[i] = static_cast<std::uint8_t>(low >> (8 * (7 - i)));
    guid.rest[0] = static_cast<std::uint8_t>((guid.rest[0] & 0x3F) | 0x80);
    return guid;
}

std::uint64_t SystemChance::next() {
    struct Pool {
        std::array<std::uint64_t, 32> numbers{};
        std::size_t left = 0;
    };

    thread_local Pool pool;
    if (pool.left == 0) {
        const ssize_t got = getrandom(pool.numbers.data(), sizeof pool.numbers, 0);
        if (got != static_cast<ssize_t>(sizeof pool.numbers)) throw std::system_error(errno, std::generic_category(), "getrandom");
        pool.left = pool.numbers.size();
    }
    return pool.numbers[--pool.left];
}

std::uint64_t SeededChance::next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

}  // namespace wmi::base
