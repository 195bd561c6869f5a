// Bytes from outside are read through ByteReader, which cannot leave its buffer; ByteWriter builds them. Little-endian, nothing
// padded, as [MS-WMIO] has it.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace wmi::base {

/// Bytes somewhere; std::string holds them when they are owned.
using Bytes = std::string;
using BytesView = std::string_view;

template <class T>
    requires std::is_trivially_copyable_v<T>
T load(const char* from) noexcept {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <class T>
    requires std::is_trivially_copyable_v<T>
void store(char* to, T value) noexcept {
    std::memcpy(to, &value, sizeof value);
}

/// Walks over a buffer. After the first read past the end every answer is zero or empty and ok() stays false, so that a
/// decoder may read a whole structure and ask once.
class ByteReader {
public:
    explicit ByteReader(BytesView bytes) : bytes_(bytes) {}

    [[nodiscard]] bool ok() const { return ok_; }

    [[nodiscard]] std::size_t at() const { return at_; }

    [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

    void fail() { ok_ = false; }

    template <class T>
    T read() {
        if (!ok_ || left() < sizeof(T)) {
            ok_ = false;
            return T{};
        }
        const T value = load<T>(bytes_.data() + at_);
        at_ += sizeof(T);
        return value;
    }

    BytesView take(std::size_t count) {
        if (!ok_ || left() < count) {
            ok_ = false;
            return {};
        }
        const BytesView taken = bytes_.substr(at_, count);
        at_ += count;
        return taken;
    }

    void skip(std::size_t count) { take(count); }

    /// Moves to an absolute place in the buffer; its end is allowed.
    void seek(std::size_t place) {
        if (place > bytes_.size()) {
            ok_ = false;
        } else {
            at_ = place;
        }
    }

private:
    BytesView bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

/// Appends to a buffer of its own; the size of what was written so far is size().
class ByteWriter {
public:
    template <class T>
        requires std::is_trivially_copyable_v<T>
    void write(T value) {
        const std::size_t place = bytes_.size();
        bytes_.resize(place + sizeof value);
        store(bytes_.data() + place, value);
    }

    void append(BytesView bytes) { bytes_.append(bytes); }

    void fill(std::size_t count, char with) { bytes_.append(count, with); }

    /// Overwrites what stands at a place already written.
    template <class T>
    void patch(std::size_t place, T value) {
        store(bytes_.data() + place, value);
    }

    [[nodiscard]] std::size_t size() const { return bytes_.size(); }

    [[nodiscard]] BytesView view() const { return bytes_; }

    Bytes release() { return std::move(bytes_); }

private:
    Bytes bytes_;
};

}  // namespace wmi::base
