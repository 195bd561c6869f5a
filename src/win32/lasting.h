// A value made at first use and never destroyed: threads may use it while the process ends.
#pragma once

#include <memory>
#include <utility>

namespace wmi::win32 {

template <class T>
class Lasting {
public:
    template <class... Arguments>
    explicit Lasting(Arguments&&... arguments) {
        std::construct_at(&value_, std::forward<Arguments>(arguments)...);
    }

    Lasting(const Lasting&) = delete;
    Lasting& operator=(const Lasting&) = delete;

    ~Lasting() {}

    T& operator*() { return value_; }

private:
    union {
        T value_;
    };
};

}  // namespace wmi::win32
