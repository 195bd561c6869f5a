// What a scan goes through, as one state of the definitions has it: ranges of keys, and the classes that are wanted.
#pragma once

#include "repository/internal/change.h"

namespace wmi::repository {

struct KeyRange {
    Bytes begin;
    Bytes end;  // the first key that is not in it
};

struct ScanPlan {
    NamespacePtr in;
    cim::ClassPtr of;
    Way::Kind way = Way::Kind::Extent;
    std::vector<KeyRange> ranges;  // of records, in order; with Index the one range of entries
    struct Wanted {
        Layout layout;
        cim::ClassPtr definition;
    };
    std::vector<Wanted> wanted;  // by layout

    /// Null: not wanted. The last answer is kept at hand: neighbours mostly share it.
    const cim::ClassPtr* find(Layout layout) {
        if (last_ != nullptr && last_->layout == layout) return &last_->definition;
        return look_up(layout);
    }

private:
    const cim::ClassPtr* look_up(Layout layout);

    const Wanted* last_ = nullptr;
};

/// What `way` asks for as far as it can be had: without the property, the index or values of its type it is the extents.
Result<ScanPlan> make_scan_plan(const Surroundings& where, NamespacePtr in, const ClassEntry& top, Depth depth, const Way& way);

}  // namespace wmi::repository
