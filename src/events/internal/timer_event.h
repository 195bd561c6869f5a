// __TimerEvent (EVT-80, 82): that a timer has fired, once or several times.
#pragma once

#include "events/internal/event.h"

#include <string>

namespace wmi::events::internal {

class TimerEvent final : public Event {
public:
    struct Content {
        std::string id;
        std::uint32_t count = 1;    // NumFirings
        bool skips_passed = false;  // firings that could not be delivered in time are not counted
        base::FileTime time = 0;
    };

    explicit TimerEvent(Content content);

    [[nodiscard]] wql::EventSubject subject() const override;
    [[nodiscard]] std::size_t size_bytes(const Event* before) const override;

    [[nodiscard]] bool can_join() const override { return true; }

    [[nodiscard]] EventPtr joined_to(const Event& waiting) const override;

private:
    [[nodiscard]] cim::Instance build() const override { return event_; }

    const Content content_;
    cim::Instance event_;
};

}  // namespace wmi::events::internal
