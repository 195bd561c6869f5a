#include "standard_io.h"

#include "failure.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <iterator>

#include <fcntl.h>
#include <unistd.h>

namespace cli {

void hold_standard_places() {
    for (const int place : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(place, F_GETFD) != -1) continue;
        // the wrong way round: reading from this input fails, and so does writing to this output
        if (open("/dev/null", place == STDIN_FILENO ? O_WRONLY : O_RDONLY) != place) _exit(kWbemError);  // places are taken from below
    }
}

void check_output() {
    std::cout.flush();
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout) return;
    throw Failure(kWbemError, std::string("standard output can't be written: ") + std::strerror(errno));
}

std::string read_standard_input() {
    constexpr std::size_t kMost = 64U << 20U;
    std::string text;
    char piece[65536];
    errno = 0;
    for (std::size_t count = 1; count > 0 && text.size() <= kMost;) {
        count = std::fread(piece, 1, sizeof piece, stdin);
        text.append(piece, count);
    }
    if (std::ferror(stdin)) throw failure_to_read("-", errno);
    if (text.size() > kMost) throw Failure(kWbemError, "standard input is longer than 64 MiB; part it");
    return text;
}

}  // namespace cli
