#include "repository/internal/machine.h"

#include "base/text.h"
#include "repository/internal/format.h"
#include "store/crc32c.h"

#include <unistd.h>

#include <algorithm>
#include <array>

namespace wmi::repository {

namespace {

constexpr std::size_t kMostNames = 256;

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [name](const std::string& one) { return base::same_name(one, name); });
}

}  // namespace

bool Machine::is_this(std::string_view server) const {
    constexpr std::array<std::string_view, 5> kEverywhere{".", "localhost", "127.0.0.1", "::1", "[::1]"};
    if (std::any_of(kEverywhere.begin(), kEverywhere.end(), [server](std::string_view one) { return base::same_name(one, server); })) return true;
    return has(own_, server) || kept_.with([server](const std::vector<std::string>& kept) { return has(kept, server); });
}

void Machine::take(std::vector<std::string> kept) {
    kept_.with([&](std::vector<std::string>& now) { now.swap(kept); });
}

std::vector<std::string> Machine::names_now() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0 || name.front() == 0) return {"localhost"};
    const std::string whole = name.data();
    std::vector<std::string> names{whole};
    if (const std::size_t dot = whole.find('.'); dot != std::string::npos && dot != 0) names.push_back(whole.substr(0, dot));
    return names;
}

Result<std::vector<std::string>> read_names(store::View& from) {
    const ShortKey key(Table::Names);
    const auto bytes = TRY(from.get(key));
    std::vector<std::string> names;
    if (!bytes) return names;
    base::ByteReader row(*bytes);
    if (row.read<std::uint32_t>() != store::crc32c(bytes->substr(std::min<std::size_t>(4, bytes->size())), store::crc32c(key))) return damaged("the names of the machine", key);
    while (row.ok() && row.left() != 0) names.emplace_back(row.take(row.read<std::uint16_t>()));
    if (!row.ok()) return damaged("the names of the machine", key);
    return names;
}

Bytes encode_names(const std::vector<std::string>& names) {
    base::ByteWriter to;
    to.write(std::uint32_t{0});
    for (const std::string& name : names) {
        to.write(static_cast<std::uint16_t>(name.size()));
        to.append(name);
    }
    to.patch(0, store::crc32c(to.view().substr(4), store::crc32c(ShortKey(Table::Names))));
    return to.release();
}

bool add_names(std::vector<std::string>& to, const std::vector<std::string>& names) {
    bool has_added = false;
    for (const std::string& name : names) {
        if (has(to, name) || to.size() >= kMostNames) continue;
        to.push_back(name);
        has_added = true;
    }
    return has_added;
}

}  // namespace wmi::repository
