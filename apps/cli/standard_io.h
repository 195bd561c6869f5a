// Standard input, output and error, as the command finds them and leaves them.
#pragma once

#include <string>

namespace cli {

/// Opens what the command was started without, so that using it fails and no other file takes its place. First of all in main.
void hold_standard_places();

/// Throws Failure when something that was printed did not arrive.
void check_output();

/// Everything that comes, for `-`. Throws Failure when it can't be read or is longer than 64 MiB.
std::string read_standard_input();

}  // namespace cli
