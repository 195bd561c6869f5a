// The engine of tests and of `memory:`: all in memory, nothing durable, the same laws.
#pragma once

#include "store/engine.h"

namespace wmi::store {

/// A new, empty store. limit_bytes bounds keys and values together (0: none).
std::shared_ptr<Engine> make_memory_engine(std::uint64_t limit_bytes = 0);

}  // namespace wmi::store
