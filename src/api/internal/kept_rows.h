// The objects of a rewindable enumeration, kept until the enumerator goes: records as bytes, up to 64 MiB in memory, what comes
// after in a file that has no name. Not for several threads at once.
#pragma once

#include "base/result.h"
#include "cim/object.h"

#include <cstdint>
#include <string>
#include <vector>

namespace wmi::api {

class KeptRows {
public:
    /// memory_bytes   how many bytes of records stay in memory
    explicit KeptRows(std::size_t memory_bytes = std::size_t{64} << 20U) : limit_(memory_bytes) {}

    ~KeptRows();
    KeptRows(const KeptRows&) = delete;
    KeptRows& operator=(const KeptRows&) = delete;

    /// errors   OutOfDiskSpace, with the folder: nothing was added
    base::Result<void> add(cim::Object object);
    /// errors   CriticalError: the file could not be read
    [[nodiscard]] base::Result<cim::Object> get(std::size_t row) const;

    [[nodiscard]] std::size_t size() const { return rows_.size(); }

private:
    struct Row {
        std::uint64_t offset = 0;  // in memory, or behind limit_ in the file
        std::uint32_t length = 0;  // 0: the class itself
        std::uint32_t kind = 0;    // index of kinds_
    };

    /// Objects of one class and origin; neighbours mostly share it.
    struct Kind {
        cim::ClassPtr cls;
        cim::OriginPtr origin;
    };

    std::uint32_t kind_of(const cim::Object& object);
    base::Result<std::uint64_t> keep(const std::string& record);

    const std::size_t limit_;
    std::vector<Row> rows_;
    std::vector<Kind> kinds_;
    std::string memory_;
    int file_ = -1;
    std::uint64_t file_size_ = 0;
};

}  // namespace wmi::api
