#include "base/descriptor.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace wmi::base {
namespace {

constexpr int kFirstFree = STDERR_FILENO + 1;

}  // namespace

int above_standard(int descriptor) {
    if (descriptor < 0 || descriptor >= kFirstFree) return descriptor;
    const int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstFree);
    const int why = errno;
    close(descriptor);
    errno = why;
    return moved;
}

StandardPlaces::StandardPlaces() {
    for (;;) {
        const int place = eventfd(0, EFD_CLOEXEC);  // of all that can be opened, what needs no file system
        if (place < 0) return;
        if (place >= kFirstFree) {
            close(place);
            return;
        }
        is_ours_[place] = true;
    }
}

StandardPlaces::~StandardPlaces() {
    for (int place = 0; place < kFirstFree; ++place)
        if (is_ours_[place]) close(place);
}

}  // namespace wmi::base
