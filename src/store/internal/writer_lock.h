// The right to write, among all processes: a robust mutex in a page of its own file, because LMDB's lock knows no deadline.
// It is taken before LMDB's. A writer that is killed gives it up; one that is stopped keeps it, and the others time out.
// Invariants: 1. whoever maps the page holds the file shared (flock); 2. the page is made anew only by one who held the file
// alone, so a lock that a crashed machine left taken is never met.
#pragma once

#include <filesystem>
#include <memory>

#include "store/bell.h"
#include "store/engine.h"
#include "store/internal/file_handle.h"

namespace wmi::store::internal {

/// The file's first page: 4,096 bytes, the mutex and the table of those who listen.
struct LockPage;

class WriterLock {
public:
    static Result<std::unique_ptr<WriterLock>> open(const std::filesystem::path& file);

    explicit WriterLock(FileHandle file) : file_(std::move(file)) {}

    ~WriterLock();
    WriterLock(const WriterLock&) = delete;
    WriterLock& operator=(const WriterLock&) = delete;

    class Held {
    public:
        Held(Held&& other) noexcept : page_(std::exchange(other.page_, nullptr)), forks_(other.forks_) {}

        ~Held();
        Held& operator=(Held&&) = delete;

    private:
        friend class WriterLock;

        explicit Held(LockPage* page);

        LockPage* page_;
        unsigned forks_;
    };

    /// ServerTooBusy when the deadline passes; CriticalError when this thread holds it already.
    Result<Held> take(Deadline deadline);

    [[nodiscard]] BellPage& bell_page() const;

private:
    [[nodiscard]] Result<bool> join(const std::filesystem::path& file);

    const FileHandle file_;
    LockPage* page_ = nullptr;
};

}  // namespace wmi::store::internal
