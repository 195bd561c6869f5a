#include "service/internal/locale.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace wmi::service {
namespace {

using base::Error;
using base::Result;
using base::Status;

struct Named {
    std::string_view name;
    std::string_view lcid;
};

/// The commonest language names and their LCIDs; the first of a language stands for it where the region is unknown.
constexpr std::array kNames{
    Named{"en-US", "409"}, Named{"en-GB", "809"}, Named{"de-DE", "407"}, Named{"de-AT", "c07"}, Named{"de-CH", "807"},
    Named{"fr-FR", "40c"}, Named{"fr-CA", "c0c"}, Named{"es-ES", "c0a"}, Named{"es-MX", "80a"}, Named{"it-IT", "410"},
    Named{"pt-PT", "816"}, Named{"pt-BR", "416"}, Named{"nl-NL", "413"}, Named{"sv-SE", "41d"}, Named{"da-DK", "406"},
    Named{"nb-NO", "414"}, Named{"fi-FI", "40b"}, Named{"pl-PL", "415"}, Named{"cs-CZ", "405"}, Named{"hu-HU", "40e"},
    Named{"tr-TR", "41f"}, Named{"el-GR", "408"}, Named{"ru-RU", "419"}, Named{"uk-UA", "422"}, Named{"he-IL", "40d"},
    Named{"ar-SA", "401"}, Named{"ja-JP", "411"}, Named{"ko-KR", "412"}, Named{"zh-CN", "804"}, Named{"zh-TW", "404"},
};

bool is_hex(std::string_view text) {
    return !text.empty() && text.size() <= 8 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

/// en-US, de, zh-Hant-TW: letters and digits in groups.
bool is_language_name(std::string_view text) {
    if (text.size() < 2 || text.size() > 85 || text.front() == '-' || text.back() == '-') return false;
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) || c == '-'; }) &&
           std::isalpha(static_cast<unsigned char>(text.front()));
}

/// Nothing for a name that is unknown here (LOC-04).
std::optional<std::string> lcid_of(std::string_view name) {
    if (!is_language_name(name)) return std::nullopt;
    const std::string_view language = name.substr(0, name.find('-'));
    const Named* found = nullptr;
    for (const Named& named : kNames) {
        if (base::same_name(named.name, name)) return "MS_" + std::string(named.lcid);
        if (!found && base::same_name(named.name.substr(0, 2), language)) found = &named;
    }
    if (!found) return std::nullopt;
    return "MS_" + std::string(found->lcid);
}

/// Nothing for what is ignored: any text that neither begins with MS_ nor names a known language.
Result<std::optional<std::string>> read_one(std::string_view text) {
    if (base::same_name(text.substr(0, 3), "MS_")) {
        const std::string_view digits = text.substr(3);
        const std::size_t first = digits.find_first_not_of('0');
        if (!is_hex(digits) || first == std::string_view::npos)
            return Error(Status::InvalidParameter, "a locale is MS_ and the hexadecimal LCID, such as MS_409", std::string(text));
        return std::optional<std::string>("MS_" + std::string(digits.substr(first)));
    }
    return lcid_of(text);
}

std::string users_locale() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (!value || !*value) continue;
        std::string text(value);
        text.resize(std::min(text.size(), text.find_first_of(".@")));
        std::replace(text.begin(), text.end(), '_', '-');
        return lcid_of(text).value_or("MS_409");
    }
    return "MS_409";
}

void add(std::vector<std::string>& list, std::string locale) {
    if (std::none_of(list.begin(), list.end(), [&](const std::string& known) { return base::same_name(known, locale); }))
        list.push_back(std::move(locale));
}

}  // namespace

Result<std::vector<std::string>> read_locales(std::string_view text) {
    std::vector<std::string> list;
    if (text.empty()) add(list, users_locale());
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        std::string_view one = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
        std::optional<std::string> locale = TRY(read_one(one));
        if (locale) add(list, std::move(*locale));
    }
    add(list, "MS_409");
    return list;
}

}  // namespace wmi::service
