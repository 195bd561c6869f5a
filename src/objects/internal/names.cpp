#include "objects/internal/names.h"

#include "cim/name.h"
#include "cim/path.h"

#include <array>
#include <cstdint>

namespace wmi::objects::internal {
namespace {

constexpr std::size_t kHints = 256;

/// Where the same literal led last time. Only a hint: whoever follows it compares the name, so a wrong or stale one costs a
/// search and nothing else. For each thread, so that nothing is shared.
thread_local std::array<std::uint16_t, kHints> hints{};

std::size_t hint_place(const cim::Class& of, LPCWSTR name) {
    const auto mixed = reinterpret_cast<std::uintptr_t>(name) / sizeof(wchar_t) + reinterpret_cast<std::uintptr_t>(&of) / 64;
    return (mixed * 0x9E3779B97F4A7C15U) >> 56;
}

bool same_ascii(const std::string& stored, LPCWSTR name) {
    for (const char c : stored) {
        if (static_cast<wchar_t>(c) != *name || static_cast<unsigned char>(c) >= 0x80) return false;
        ++name;
    }
    return *name == L'\0';
}

}  // namespace

const cim::Property* find_property(const cim::Class& of, LPCWSTR name) {
    std::uint16_t& hint = hints[hint_place(of, name)];
    const auto properties = of.properties();
    if (hint < properties.size() && same_ascii(properties[hint].name(), name)) return &properties[hint];
    const cim::Property* found = of.find_property(Name(name).view());
    if (found) hint = found->order;
    return found;
}

base::Result<void> check_user_name(std::string_view name, std::string_view what) {
    using base::Error;
    using base::Status;
    if (!cim::is_identifier(name) || name.back() == '_')
        return Error(Status::InvalidParameter, "a " + std::string(what) + "'s name is a letter, then letters, digits and '_', without '_' at its end",
                     std::string(name.substr(0, 256)));
    if (cim::is_name_too_long(name)) return Error(Status::QuotaViolation, "a " + std::string(what) + "'s name has at most 4096 characters");
    return {};
}

}  // namespace wmi::objects::internal
