#include "events/internal/event.h"

#include "cim/system_classes.h"
#include "events/internal/embedded_heads.h"

#include <array>

namespace wmi::events::internal {

using repository::CommittedChange;
using Kind = CommittedChange::Kind;

namespace {

/// In the order of Kind.
struct Told {
    const char* event_class;
    const char* target;
    const char* previous;  // null: the class has none
};

constexpr std::array<Told, 9> kTold{{
    {"__InstanceCreationEvent", "TargetInstance", nullptr},
    {"__InstanceModificationEvent", "TargetInstance", "PreviousInstance"},
    {"__InstanceDeletionEvent", "TargetInstance", nullptr},
    {"__ClassCreationEvent", "TargetClass", nullptr},
    {"__ClassModificationEvent", "TargetClass", "PreviousClass"},
    {"__ClassDeletionEvent", "TargetClass", nullptr},
    {"__NamespaceCreationEvent", "TargetNamespace", nullptr},
    {"__NamespaceModificationEvent", "TargetNamespace", "PreviousNamespace"},
    {"__NamespaceDeletionEvent", "TargetNamespace", nullptr},
}};

/// A class, and the properties of it that are written.
struct Shape {
    cim::ClassPtr of;
    const cim::Property* time = nullptr;
    const cim::Property* target = nullptr;
    const cim::Property* previous = nullptr;
};

Shape shape_of(const Told& told) {
    Shape shape;
    shape.of = cim::find_system_class(told.event_class);
    shape.time = shape.of->find_property("TIME_CREATED");
    shape.target = shape.of->find_property(told.target);
    if (told.previous) shape.previous = shape.of->find_property(told.previous);
    return shape;
}

const Shape& shape_of(Kind kind) {
    static const auto* all = [] {
        auto made = std::make_unique<std::array<Shape, kTold.size()>>();
        for (std::size_t i = 0; i < kTold.size(); ++i) (*made)[i] = shape_of(kTold[i]);
        return made.release();  // like the system classes themselves
    }();
    return (*all)[static_cast<std::size_t>(kind)];
}

bool is_deletion(const CommittedChange& change) {
    return change.kind == Kind::InstanceDeleted || change.kind == Kind::ClassDeleted || change.kind == Kind::NamespaceDeleted;
}

wql::EventPart part_of(const CommittedChange& change, const std::shared_ptr<const cim::Bytes>& record, const cim::ClassPtr& definition) {
    wql::EventPart part;
    if (record) part.record.emplace(*change.of, *record);
    else part.definition = definition.get();
    return part;
}

constexpr std::size_t kEventBytes = 256;       // of an event itself and its place in a queue, about
constexpr std::size_t kBytesOfProperty = 100;  // of a class that may be kept by an event alone, about

std::size_t bytes_of(const cim::ClassPtr& of) { return of ? kEventBytes + kBytesOfProperty * of->properties().size() : 0; }

}  // namespace

const cim::ClassPtr& event_class_of(Kind kind) { return shape_of(kind).of; }

wql::EventSubject subject_of(const CommittedChange& change) {
    const Shape& shape = shape_of(change.kind);
    wql::EventSubject subject;
    subject.event_class = shape.of.get();
    subject.time_created = change.time;
    const wql::EventPart before = part_of(change, change.before, change.class_before);
    subject.target = is_deletion(change) ? before : part_of(change, change.after, change.class_after);
    if (shape.previous) subject.previous = before;
    return subject;
}

const cim::Instance& Event::instance() const {
    if (!is_built_.load(std::memory_order_acquire)) {
        const std::lock_guard lock(building_);
        if (!built_) built_.emplace(build());
        is_built_.store(true, std::memory_order_release);
    }
    return *built_;
}

// -- a change

ChangeEvent::ChangeEvent(CommittedChange change, std::shared_ptr<EmbeddedHeads> heads)
    : Event(event_class_of(change.kind)), change_(std::move(change)), heads_(std::move(heads)) {}

wql::EventSubject ChangeEvent::subject() const { return subject_of(change_); }

void ChangeEvent::embed(cim::Instance& event, const cim::Property& property, const std::shared_ptr<const cim::Bytes>& record,
                        const cim::ClassPtr& definition) const {
    const std::string& name_space = change_.in->path();
    if (record) event.put_block(property, *heads_->head_of(change_.of, name_space), *record);
    else if (definition) event.put_block(property, heads_->block_of(definition, name_space), {});
}

cim::Instance ChangeEvent::build() const {
    const Shape& shape = shape_of(change_.kind);
    cim::Instance event = cim::Instance::spawn(shape.of);
    event.put_number(*shape.time, change_.time);
    if (is_deletion(change_)) embed(event, *shape.target, change_.before, change_.class_before);
    else embed(event, *shape.target, change_.after, change_.class_after);
    if (shape.previous) embed(event, *shape.previous, change_.before, change_.class_before);
    return event;
}

std::size_t ChangeEvent::size_bytes(const Event* before) const {
    const CommittedChange* ahead = before ? before->change() : nullptr;
    const auto is_shared = [&](const auto& part) { return ahead && part && (part == ahead->after || part == ahead->before); };
    std::size_t size = kEventBytes + bytes_of(change_.class_before) + bytes_of(change_.class_after);
    for (const auto& record : {change_.before, change_.after})
        if (record && !is_shared(record)) size += record->size();
    return size;
}

// -- an instance at hand

BuiltEvent::BuiltEvent(cim::Instance event, base::FileTime now) : Event(event.class_pointer()), event_(std::move(event)) {
    const cim::Property* time = event_.cls().find_property("TIME_CREATED");
    if (time && time->type() == cim::Type{cim::CimType::Uint64, false} && event_.is_null(*time)) event_.put_number(*time, now);
}

wql::EventSubject BuiltEvent::subject() const {
    wql::EventSubject subject;
    subject.event_class = event_class().get();
    subject.record.emplace(event_.view());
    return subject;
}

std::size_t BuiltEvent::size_bytes(const Event*) const { return kEventBytes + event_.record().size(); }

}  // namespace wmi::events::internal
