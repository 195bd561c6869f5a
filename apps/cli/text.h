// Text at the border of the command: the API speaks wide text (UTF-32 here), terminals and files speak UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace cli {

std::wstring wide(std::string_view utf8);
std::string narrow(std::wstring_view text);
/// The same for a pointer that may be null.
std::string narrow(const wchar_t* text);

/// The same with '?' for what a terminal would obey (C0 but line breaks, DEL, C1).
std::string printable(std::string_view utf8);

bool same_name(std::string_view left, std::string_view right);
/// `*` and `?` stand for any text and any one character; case is ignored.
bool matches_glob(std::string_view glob, std::string_view name);

}  // namespace cli
