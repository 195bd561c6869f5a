// The floor that the store and the repository are measured against: the same bytes put and got through LMDB itself, with the
// same batches and the same durability, and nothing in between. Ours and the floor are run alternately in one program.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace wmi::bench {

struct Record {
    std::string key;
    std::string value;
};

/// One LMDB environment of its own; the program ends with a message when LMDB fails.
class FloorLmdb {
public:
    enum class Reading { InOneTransaction, InOneEach };

    /// Makes the environment in a folder that exists and is empty. Default flags: every commit is flushed.
    explicit FloorLmdb(const std::filesystem::path& folder);
    ~FloorLmdb();
    FloorLmdb(const FloorLmdb&) = delete;
    FloorLmdb& operator=(const FloorLmdb&) = delete;

    /// Puts the records in their order, one durable transaction for each `batch` of them. Gives the seconds it took.
    double put(std::span<const Record> records, std::size_t batch);

    /// Reads each value, changes its last byte and puts it back, `batch` to a transaction.
    double update(std::span<const Record> records, std::size_t batch);

    /// Gets each key and touches its value's first byte. InOneEach renews a read transaction for every get.
    double get(std::span<const Record> records, Reading reading);

    /// Walks over everything; gives the seconds, and in `bytes` what it saw.
    double scan(std::size_t& bytes);

private:
    struct Handles;

    const std::unique_ptr<Handles> handles_;
};

}  // namespace wmi::bench
