// The log: one line an event, to standard error, off below the level that OPENWMI_LOG names (trace, debug, info, warn, error,
// off; default warn). Safe from every thread; never called with a lock held.
#pragma once

#include <string_view>

#include <fmt/format.h>

namespace wmi::base::log {

enum class Level { Trace, Debug, Info, Warn, Error, Off };

[[nodiscard]] bool is_on(Level level) noexcept;
void write(Level level, std::string_view line) noexcept;

template <class... Arguments>
void at(Level level, fmt::format_string<Arguments...> format, Arguments&&... arguments) noexcept {
    if (!is_on(level)) return;
    try {
        write(level, fmt::format(format, std::forward<Arguments>(arguments)...));
    } catch (...) {  // a line of the log is never worth a failure
        write(level, "a line of the log could not be formatted");
    }
}

template <class... Arguments>
void debug(fmt::format_string<Arguments...> format, Arguments&&... arguments) noexcept {
    at(Level::Debug, format, std::forward<Arguments>(arguments)...);
}

template <class... Arguments>
void info(fmt::format_string<Arguments...> format, Arguments&&... arguments) noexcept {
    at(Level::Info, format, std::forward<Arguments>(arguments)...);
}

template <class... Arguments>
void warn(fmt::format_string<Arguments...> format, Arguments&&... arguments) noexcept {
    at(Level::Warn, format, std::forward<Arguments>(arguments)...);
}

template <class... Arguments>
void error(fmt::format_string<Arguments...> format, Arguments&&... arguments) noexcept {
    at(Level::Error, format, std::forward<Arguments>(arguments)...);
}

}  // namespace wmi::base::log
