#include "repository/internal/sip_hash.h"

#include <bit>

namespace wmi::repository {

namespace {

struct State {
    std::uint64_t a, b, c, d;

    void round() noexcept {
        a += b;
        b = std::rotl(b, 13) ^ a;
        a = std::rotl(a, 32);
        c += d;
        d = std::rotl(d, 16) ^ c;
        a += d;
        d = std::rotl(d, 21) ^ a;
        c += b;
        b = std::rotl(b, 17) ^ c;
        c = std::rotl(c, 32);
    }

    void rounds(int count) noexcept {
        while (count-- > 0) round();
    }

    [[nodiscard]] std::uint64_t sum() const noexcept { return a ^ b ^ c ^ d; }
};

std::uint64_t last_word(base::BytesView rest, std::size_t length) noexcept {
    std::uint64_t word = static_cast<std::uint64_t>(length) << 56U;
    for (std::size_t i = 0; i < rest.size(); ++i) word |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest[i])) << (8 * i);
    return word;
}

}  // namespace

Hash128 sip_hash(const HashKey& key, base::BytesView bytes) noexcept {
    State state{key[0] ^ 0x736f6d6570736575U, key[1] ^ 0x646f72616e646f6dU ^ 0xEEU, key[0] ^ 0x6c7967656e657261U, key[1] ^ 0x7465646279746573U};
    const auto absorb = [&state](std::uint64_t word) noexcept {
        state.d ^= word;
        state.rounds(2);
        state.a ^= word;
    };
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) absorb(base::load<std::uint64_t>(bytes.data() + at));
    absorb(last_word(bytes.substr(at), bytes.size()));
    Hash128 hash;
    state.c ^= 0xEEU;
    state.rounds(4);
    base::store(hash.data(), state.sum());
    state.b ^= 0xDDU;
    state.rounds(4);
    base::store(hash.data() + 8, state.sum());
    return hash;
}

}  // namespace wmi::repository
