// The select list of a notification query (EVT-13, WQL-46): events reduced to some of their properties, whichever class of the family
// they are of.
// Threads  all functions may be called from all threads.
#pragma once

#include "base/guarded.h"
#include "cim/projection.h"
#include "events/internal/event.h"
#include "wql/query.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wmi::events::internal {

class Projector {
public:
    /// errors   InvalidQuery: neither the class nor one of the events below it that WMI makes has the property (WQL-27);
    ///          PropertyNotAnObject: a dot behind what is no object (WQL-68)
    static Result<std::shared_ptr<const Projector>> make(const wql::Select& select, const cim::ClassPtr& from);

    [[nodiscard]] cim::Instance take(const Event& event) const { return take(event.instance()); }

    /// An event that is at hand; of `*` it is copied.
    [[nodiscard]] cim::Instance take(const cim::Instance& event) const;

private:
    using ProjectionPtr = std::shared_ptr<const cim::Projection>;

    [[nodiscard]] ProjectionPtr projection_of(const cim::ClassPtr& of) const;

    bool is_all_ = true;
    std::vector<std::string> names_;
    mutable base::Guarded<std::map<cim::ClassPtr, ProjectionPtr>> known_;  // null: nothing could be made, the event is shown whole
};

}  // namespace wmi::events::internal
