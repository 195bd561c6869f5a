// 128-bit identifiers. Bytes stand as in Windows' GUID on a little-endian machine, so a Guid and a GUID have the same memory.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wmi::base {

struct Guid {
    std::uint32_t first = 0;
    std::uint16_t second = 0;
    std::uint16_t third = 0;
    std::array<std::uint8_t, 8> rest{};

    auto operator<=>(const Guid&) const = default;
};

/// {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}, upper case, with braces: the form of a generated key (PUT-17).
std::string to_text(const Guid& guid);

/// Takes the form of to_text in any case, with or without braces.
std::optional<Guid> find_guid(std::string_view text);

/// Where identifiers and other chance come from; passed in, so that a test can repeat a run by its seed.
class Chance {
public:
    virtual ~Chance() = default;
    virtual std::uint64_t next() = 0;
    /// A version-4 identifier made of two draws.
    Guid guid();
};

/// The system's own generator (getrandom), buffered for each thread; for identifiers nobody can foresee.
class SystemChance : public Chance {
public:
    std::uint64_t next() override;
};

/// The same numbers for the same seed; not for several threads at once.
class SeededChance : public Chance {
public:
    explicit SeededChance(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() override;

private:
    std::uint64_t state_;
};

}  // namespace wmi::base
