// Descriptors keep away from standard input, output and error; seen in a child, which closes its own.
#include "base/descriptor.h"

#include <functional>

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wmi::base {
namespace {

/// The exit status of a child that does this and nothing else.
int in_child(const std::function<bool()>& holds) {
    const pid_t child = fork();
    if (child == 0) {
        for (int place = 0; place < 3; ++place) close(place);
        _exit(holds() ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool is_open(int place) { return fcntl(place, F_GETFD) != -1; }

TEST(Descriptor, MovesAboveTheStandardOnes) {
    EXPECT_EQ(in_child([] {
                  const int moved = above_standard(open("/dev/null", O_RDONLY | O_CLOEXEC));
                  return moved >= 3 && fcntl(moved, F_GETFD) == FD_CLOEXEC && !is_open(0);
              }),
              0);
    errno = ENOENT;
    EXPECT_EQ(above_standard(-1), -1);
    EXPECT_EQ(errno, ENOENT);
}

TEST(Descriptor, StandardPlacesAreHeldAndGivenBack) {
    EXPECT_EQ(in_child([] {
                  if (dup2(open("/dev/null", O_RDONLY), 1) != 1) return false;
                  close(0);
                  {
                      const StandardPlaces held;
                      if (!is_open(0) || !is_open(2) || open("/dev/null", O_RDONLY) < 3) return false;
                  }
                  return !is_open(0) && is_open(1) && !is_open(2);
              }),
              0);
}

}  // namespace
}  // namespace wmi::base
