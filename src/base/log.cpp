#include "base/log.h"

#include <cstdlib>
#include <memory>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace wmi::base::log {
namespace {

spdlog::level::level_enum native(Level level) {
    switch (level) {
        case Level::Trace: return spdlog::level::trace;
        case Level::Debug: return spdlog::level::debug;
        case Level::Info: return spdlog::level::info;
        case Level::Warn: return spdlog::level::warn;
        case Level::Error: return spdlog::level::err;
        case Level::Off: break;
    }
    return spdlog::level::off;
}

/// Made at first use and never destroyed: threads may log while the process ends.
spdlog::logger& logger() {
    static spdlog::logger& made = [&]() -> spdlog::logger& {
        auto* created = new spdlog::logger("openwmi", std::make_shared<spdlog::sinks::stderr_sink_mt>());  // NOLINT: kept for ever
        created->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z openwmi[%P:%t] %l: %v");
        const char* wanted = std::getenv("OPENWMI_LOG");
        created->set_level(wanted ? spdlog::level::from_str(wanted) : spdlog::level::warn);
        return *created;
    }();
    return made;
}

}  // namespace

bool is_on(Level level) noexcept {
    try {
        return logger().should_log(native(level));
    } catch (...) {
        return false;
    }
}

void write(Level level, std::string_view line) noexcept {
    try {
        logger().log(native(level), spdlog::string_view_t(line.data(), line.size()));
    } catch (...) {  // no memory for a line of the log: the line is lost, nothing else
        return;
    }
}

}  // namespace wmi::base::log
