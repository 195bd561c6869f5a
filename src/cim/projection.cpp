#include "cim/projection.h"

#include "cim/internal/instance_part.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace wmi::cim {

namespace {

/// The sizes that there are, each without a call.
void copy_slot(char* to, const char* from, std::size_t size) {
    switch (size) {
        case 1: *to = *from; break;
        case 2: std::memcpy(to, from, 2); break;
        case 4: std::memcpy(to, from, 4); break;
        default: std::memcpy(to, from, 8); break;
    }
}

}  // namespace

Result<ClassPtr> project_class(const Class& of, std::span<const std::uint16_t> orders) {
    ClassBody body;
    body.name = of.name();
    body.qualifiers = of.body().qualifiers;
    body.is_localized = of.body().is_localized;
    if (of.parent()) {
        const auto behind = std::lower_bound(orders.begin(), orders.end(), of.parent()->properties().size());
        body.parent = TRY(project_class(*of.parent(), orders.first(static_cast<std::size_t>(behind - orders.begin()))));
    }
    for (const PropertyDeclaration& declaration : of.body().properties) {
        const Property* property = of.find_property(declaration.name);
        if (property && std::binary_search(orders.begin(), orders.end(), property->order)) body.properties.push_back(declaration);
    }
    return Class::make(std::move(body));
}

Projection::Projection(ClassPtr whole, ClassPtr reduced, std::vector<std::uint16_t> orders)
    : whole_(std::move(whole)), reduced_(std::move(reduced)), orders_(std::move(orders)) {
    Instance blank = Instance::spawn(reduced_);
    for (std::size_t i = 0; i < orders_.size(); ++i) {
        const Property& from = whole_->properties()[orders_[i]];
        const Property& to = reduced_->properties()[i];
        moves_.push_back({static_cast<std::uint32_t>(RecordView::kNdOffset + whole_->nd_size() + from.offset),
                          static_cast<std::uint32_t>(RecordView::kNdOffset + reduced_->nd_size() + to.offset), from.order, to.order, to.type(),
                          static_cast<std::uint8_t>(slot_size(to.type())), internal::is_in_heap(to.type())});
        blank.put_null(to);
    }
    blank_ = blank.canonical();
    heap_ = internal::RecordPlaces(*reduced_, blank_).heap;
}

/// The record is made in one piece, canonical from the start: what it takes is counted first.
Instance Projection::take(BytesView record) const {
    constexpr std::size_t kMostMoves = 64;
    const internal::RecordPlaces places(*whole_, record);
    const char* source = record.data();
    const bool has_qualifiers = places.flag - places.qualifiers > 4 || source[places.flag] == internal::kPropertyQualifiers;
    if (has_qualifiers || moves_.size() > kMostMoves) return Instance::projected(reduced_, *whole_, record, orders_);
    const char* heap = source + places.heap;
    std::array<std::uint32_t, kMostMoves> sizes;  // NOLINT: filled where it is read
    std::size_t room = blank_.size();
    for (std::size_t i = 0; i < moves_.size(); ++i) {
        const Move& move = moves_[i];
        if (!move.is_in_heap) continue;
        const bool has_value = internal::nd_at(source + RecordView::kNdOffset, move.from_order) == internal::Nd::Value;
        sizes[i] = has_value ? static_cast<std::uint32_t>(internal::item_size(move.type, heap + base::load<std::uint32_t>(source + move.from))) : 0;
        room += sizes[i];
    }
    Bytes made;
    made.reserve(room);
    made.assign(blank_);
    made.resize(room);
    char* const to = made.data();
    char* item = to + blank_.size();
    std::uint32_t top = 0;
    for (std::size_t i = 0; i < moves_.size(); ++i) {
        const Move& move = moves_[i];
        if (internal::nd_at(source + RecordView::kNdOffset, move.from_order) != internal::Nd::Value) continue;
        internal::set_nd(to + RecordView::kNdOffset, move.to_order, internal::Nd::Value);
        if (!move.is_in_heap) {
            copy_slot(to + move.to, source + move.from, move.size);
            continue;
        }
        const auto old_reference = base::load<std::uint32_t>(source + move.from);
        const auto reference = static_cast<std::uint32_t>(item - to - static_cast<std::ptrdiff_t>(heap_));
        base::store(to + move.to, reference);
        std::memcpy(item, heap + old_reference, sizes[i]);
        if (move.type.is_array) internal::shift_item(move.type, item, reference - old_reference);
        item += sizes[i];
        top = move.to_order + 1U;
    }
    base::store(to + heap_ - 4, static_cast<std::uint32_t>(room - heap_) | internal::kHeapMark);
    base::store(to, static_cast<std::uint32_t>(room));
    return {reduced_, std::move(made), top};
}

Result<Projection> Projection::make(ClassPtr of, std::span<const std::uint16_t> orders) {
    ClassPtr reduced = TRY(project_class(*of, orders));
    return Projection(std::move(of), std::move(reduced), {orders.begin(), orders.end()});
}

}  // namespace wmi::cim
