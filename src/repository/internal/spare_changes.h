// What changes that ended were made of, for the next ones: buffers that are large enough already, and pointers that mostly lead
// to the right class. A put in a stream of puts so asks for little memory and counts few references; both are shared with the
// thread that commits, and meeting it there costs more than the work itself.
#pragma once

#include "base/guarded.h"
#include "repository/internal/change.h"
#include "repository/internal/committer.h"

namespace wmi::repository {

class SpareChanges {
public:
    SpareChanges();

    /// As new, but what bind_put fills in may hold anything. Throws bad_alloc.
    std::unique_ptr<Change::Content> take();
    /// Takes what is worth it out of changes that were told.
    void keep(std::span<Pending> told) noexcept;
    void clear() noexcept;

private:
    static constexpr std::size_t kMost = 2048;
    static constexpr std::size_t kMostBytes = 2048;  // larger buffers are given back

    base::Guarded<std::vector<std::unique_ptr<Change::Content>>> spares_;
};

}  // namespace wmi::repository
