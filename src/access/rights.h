// What a principal may do in a namespace: the bits of WBEM_SECURITY_FLAGS (SVC-03, SYS-27). The zero value allows nothing.
#pragma once

#include "access/principal.h"

#include <cstdint>

namespace wmi::access {

enum class Right : std::uint32_t {
    Enable = 0x1,
    ExecuteMethods = 0x2,
    FullWrite = 0x4,
    PartialWrite = 0x8,
    ProviderWrite = 0x10,
    RemoteEnable = 0x20,
    Subscribe = 0x40,
    Publish = 0x80,
    ReadControl = 0x20000,
    WriteDac = 0x40000,
};

class Rights {
public:
    Rights() = default;

    static Rights all() { return Rights(0x600FF); }

    [[nodiscard]] bool allow(Right right) const {
        if (right == Right::PartialWrite && allow(Right::FullWrite)) return true;  // PUT-39
        return (bits_ & static_cast<std::uint32_t>(right)) != 0;
    }

    [[nodiscard]] std::uint32_t bits() const { return bits_; }

private:
    explicit Rights(std::uint32_t bits) : bits_(bits) {}

    std::uint32_t bits_ = 0;
};

/// In the namespaces of a repository that `keeper` runs: its own user and root may do everything, others nothing.
Rights rights_of(const Principal& caller, const Principal& keeper);

}  // namespace wmi::access
