#include "events/internal/timer_event.h"

#include "base/text.h"
#include "cim/system_classes.h"

#include <algorithm>
#include <limits>

namespace wmi::events::internal {

namespace {

cim::Instance make(const TimerEvent::Content& content) {
    const cim::ClassPtr of = cim::find_system_class("__TimerEvent");
    cim::Instance made = cim::Instance::spawn(of);
    made.put_number(*of->find_property("TIME_CREATED"), content.time);
    made.put_number(*of->find_property("NumFirings"), content.count);
    made.put_text(*of->find_property("TimerId"), std::string_view(content.id));
    (void)made.canonical();
    return made;
}

}  // namespace

TimerEvent::TimerEvent(Content content) : Event(cim::find_system_class("__TimerEvent")), content_(std::move(content)), event_(make(content_)) {}

wql::EventSubject TimerEvent::subject() const {
    wql::EventSubject subject;
    subject.event_class = event_class().get();
    subject.record.emplace(event_.view());
    return subject;
}

std::size_t TimerEvent::size_bytes(const Event*) const {
    constexpr std::size_t kItself = 256;
    return kItself + event_.record().size();
}

EventPtr TimerEvent::joined_to(const Event& waiting) const {
    const auto* before = dynamic_cast<const TimerEvent*>(&waiting);
    if (!before || !base::same_name(before->content_.id, content_.id)) return nullptr;
    Content both = content_;
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
    if (!content_.skips_passed) both.count = static_cast<std::uint32_t>(std::min<std::uint64_t>(std::uint64_t{before->content_.count} + content_.count, kMost));
    return std::make_shared<TimerEvent>(std::move(both));
}

}  // namespace wmi::events::internal
