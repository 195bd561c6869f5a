// Where the command works: which computer, and which repository.
#pragma once

#include <string>

namespace cli {

/// Throws Failure (kNoServer) when this is another computer: none can be reached so far.
void check_host(const std::string& host);

/// Throws Failure (kNotFound) where no repository was ever made: who only looks makes none. What is there is for the library to judge.
void need_repository();

}  // namespace cli
