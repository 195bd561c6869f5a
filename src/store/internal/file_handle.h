// An open file of the system, closed at its end; never in a place of standard input, output or error.
#pragma once

#include <utility>

#include <unistd.h>

#include "base/descriptor.h"

namespace wmi::store::internal {

class FileHandle {
public:
    explicit FileHandle(int descriptor) : descriptor_(base::above_standard(descriptor)) {}

    FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

    FileHandle& operator=(FileHandle&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }

    ~FileHandle() {
        if (descriptor_ >= 0) close(descriptor_);
    }

    explicit operator bool() const { return descriptor_ >= 0; }

    [[nodiscard]] int get() const { return descriptor_; }

private:
    int descriptor_;
};

}  // namespace wmi::store::internal
