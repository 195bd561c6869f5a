#include "cim/instance.h"

#include "base/text.h"
#include "cim/internal/instance_part.h"
#include "cim/object.h"
#include "cim/record_in_place.h"

#include <algorithm>
#include <utility>

// Invariants:
//  1 record_ is always readable by RecordView; what an operation needs memory for is done before anything is changed.
//  2 While is_canonical_ holds, record_ is the canonical form, and heap_top_ is 1 + the order of the last property that has
//    something in the heap (0: none has, kFull: nothing may be appended without packing).
//  3 unused_ is at most the bytes of the heap that nothing refers to.

namespace wmi::cim {
namespace {

using internal::is_in_heap;
using internal::Nd;

constexpr std::uint32_t kFull = 0xFFFFFFFF;
constexpr std::uint16_t kNotTaken = 0xFFFF;
constexpr std::size_t kRoomForText = 24;  // bytes kept free for each property that goes to the heap

char* nd_table(Bytes& record) { return record.data() + RecordView::kNdOffset; }

char* slot_of(Bytes& record, const Class& of, const Property& property) {
    return record.data() + RecordView::kNdOffset + of.nd_size() + property.offset;
}

void set_lengths(Bytes& record, std::size_t heap) {
    base::store(record.data() + heap - 4, static_cast<std::uint32_t>(record.size() - heap) | internal::kHeapMark);
    base::store(record.data(), static_cast<std::uint32_t>(record.size()));
}

CimType widest(CimType type) {
    if (is_signed_integer(type)) return CimType::Sint64;
    if (is_unsigned_integer(type) || type == CimType::Char16) return CimType::Uint64;
    return type == CimType::Real32 ? CimType::Real64 : type;
}

Error misfit(const Property& property, const Value& value) {
    const bool is_range = fits({widest(property.type().element), property.type().is_array}, value);
    return Error(is_range ? Status::ValueOutOfRange : Status::TypeMismatch,
                 "a value " + std::string(is_range ? "is out of the range" : "is not of the type") + " of property " + property.name() + ", which is " +
                     std::string(word_of(property.type().element)) + (property.type().is_array ? "[]" : ""),
                 property.name());
}

bool nests_too_deep(const Value& value) {
    if (const ObjectPtr* object = std::get_if<ObjectPtr>(&value)) return nesting_of(**object) >= kMaxNesting;
    const Array* array = std::get_if<Array>(&value);
    return array && std::any_of(array->begin(), array->end(), [](const Scalar& element) {
               const ObjectPtr* object = std::get_if<ObjectPtr>(&element);
               return object && nesting_of(**object) >= kMaxNesting;
           });
}

/// What the heap of a canonical record ends with.
std::uint32_t heap_top_of(const Class& of, const Bytes& record) {
    const internal::RecordPlaces places(of, record);
    if (places.flag - places.qualifiers > 4 || record[places.flag] == internal::kPropertyQualifiers) return kFull;
    const RecordView view(of, record);
    for (auto property = of.properties().rbegin(); property != of.properties().rend(); ++property)
        if (is_in_heap(property->type()) && !view.is_null(*property)) return property->order + 1U;
    return 0;
}

internal::RecordContent content_of(const Class& of, const Bytes& record) {
    internal::Allowance unlimited = internal::Allowance::unlimited();
    auto read = internal::read_record(of, internal::layout_of(of), record, {&unlimited, 1});
    return read ? std::move(read).value() : internal::RecordContent{std::vector<Value>(of.properties().size()), {}, {}};
}

}  // namespace

Instance Instance::spawn(ClassPtr of) {
    const Bytes& blank = of->blank_record();
    Bytes record;
    record.reserve(blank.size() + kRoomForText * of->heap_property_count());
    record.assign(blank);
    const std::uint32_t top = of->blank_heap_top();
    return {std::move(of), std::move(record), top};
}

Result<Instance> Instance::from_record(ClassPtr of, BytesView record) {
    internal::Allowance allowance(record.size());
    const internal::RecordContent content = TRY(internal::read_record(*of, internal::layout_of(*of), record, {&allowance, 1}));
    Bytes canonical = internal::write_record(*of, content);
    return trusted(std::move(of), std::move(canonical));
}

Instance Instance::trusted(ClassPtr of, Bytes record) {
    const std::uint32_t top = heap_top_of(*of, record);
    return {std::move(of), std::move(record), top};
}

// -- writing

Result<void> Instance::put(const Property& property, const Value& value) {
    if (!fits(property.type(), value)) return misfit(property, value);
    if (property.type().element == CimType::Object && nests_too_deep(value))
        return Error(Status::QuotaViolation, "objects in property " + property.name() + " nest deeper than 64 levels", property.name());
    store(property, value);
    return {};
}

void Instance::store(const Property& property, const Value& value) {
    if (cim::is_null(value)) return put_null(property);
    if (const auto* text = std::get_if<std::string>(&value)) return put_text(property, *text);
    Bytes item;
    internal::HeapWriter heap(item, 0);
    const std::uint64_t slot = heap.add(property.type(), value);
    if (!is_in_heap(property.type())) return put_number(property, slot);
    put_item(property, item, 0);
}

void Instance::put_number(const Property& property, std::uint64_t number) {
    set_slot_number(*class_, record_.data(), property, number);
}

void Instance::put_text(const Property& property, std::string_view utf8) {
    pack_when_wasteful();
    const std::size_t old_size = record_.size();
    append_encoded(record_, utf8);
    take_appended(property, old_size);
}

void Instance::put_text(const Property& property, std::wstring_view wide) {
    pack_when_wasteful();
    const std::size_t old_size = record_.size();
    append_encoded(record_, wide);
    take_appended(property, old_size);
}

void Instance::put_block(const Property& property, BytesView head, BytesView rest) {
    pack_when_wasteful();
    const std::size_t old_size = record_.size();
    const auto length = static_cast<std::uint32_t>(head.size() + rest.size());
    record_.reserve(old_size + sizeof length + length);
    record_.append(reinterpret_cast<const char*>(&length), sizeof length);
    record_.append(head);
    record_.append(rest);
    take_appended(property, old_size);
}

void Instance::put_item(const Property& property, BytesView item, std::uint32_t item_reference) {
    pack_when_wasteful();
    const std::size_t old_size = record_.size();
    record_.append(item);
    const internal::RecordPlaces places(*class_, record_);
    // take_appended may move the item down to where the old one stood, so references are set as seen from its final place.
    const std::uint32_t reference = take_appended(property, old_size);
    internal::shift_item(property.type(), record_.data() + places.heap + reference, reference - item_reference);
}

std::uint32_t Instance::take_appended(const Property& property, std::size_t old_size) {
    const internal::RecordPlaces places(*class_, record_);
    const std::size_t size = record_.size() - old_size;
    if (record_.size() - places.heap >= internal::kHeapMark) {
        record_.resize(old_size);
        throw std::bad_alloc();
    }
    auto reference = static_cast<std::uint32_t>(old_size - places.heap);
    char* slot = slot_of(record_, *class_, property);
    if (!is_null(property)) {
        const auto old_reference = base::load<std::uint32_t>(slot);
        const std::size_t old_place = places.heap + old_reference;
        const std::size_t replaced = internal::item_size(property.type(), record_.data() + old_place);
        if (replaced == size) {
            std::memmove(record_.data() + old_place, record_.data() + old_size, size);
            record_.resize(old_size);
            return old_reference;
        }
        if (is_canonical_ && heap_top_ == property.order + 1U) {
            record_.erase(old_place, replaced);
            reference = old_reference;
        } else {
            is_canonical_ = false;
            unused_ += replaced;
        }
    } else {
        is_canonical_ = is_canonical_ && heap_top_ <= property.order;
        heap_top_ = property.order + 1U;
    }
    base::store(slot_of(record_, *class_, property), reference);
    internal::set_nd(nd_table(record_), property.order, Nd::Value);
    set_lengths(record_, places.heap);
    return reference;
}

void Instance::put_null(const Property& property) {
    if (is_null(property)) return;
    char* slot = slot_of(record_, *class_, property);
    if (is_in_heap(property.type())) {
        const internal::RecordPlaces places(*class_, record_);
        unused_ += internal::item_size(property.type(), record_.data() + places.heap + base::load<std::uint32_t>(slot));
        is_canonical_ = false;
    }
    internal::store_slot(slot, slot_size(property.type()), 0);
    internal::set_nd(nd_table(record_), property.order, Nd::Null);
}

void Instance::reset(const Property& property) { store(property, property.default_value()); }

void Instance::pack_when_wasteful() {
    if (unused_ > 4096 && unused_ > record_.size() / 2) (void)canonical();
}

// -- qualifiers

bool Instance::has_own_qualifiers() const {
    constexpr std::uint32_t kEmptySet = 4;  // the length of the length alone
    constexpr char kNoPropertyQualifiers = 1;
    const char* qualifiers = record_.data() + RecordView::kNdOffset + class_->nd_size() + class_->values_size();
    const auto size = base::load<std::uint32_t>(qualifiers);
    return size != kEmptySet || qualifiers[size] != kNoPropertyQualifiers;
}

QualifierSet Instance::own_qualifiers() const { return content_of(*class_, record_).qualifiers; }

QualifierSet Instance::own_qualifiers_of(const Property& property) const {
    const internal::RecordContent content = content_of(*class_, record_);
    return content.property_qualifiers.empty() ? QualifierSet() : content.property_qualifiers[property.order];
}

void Instance::set_own_qualifiers(const QualifierSet& qualifiers) {
    internal::RecordContent content = content_of(*class_, record_);
    content.qualifiers = qualifiers;
    *this = trusted(class_, internal::write_record(*class_, content));
}

void Instance::set_own_qualifiers_of(const Property& property, const QualifierSet& qualifiers) {
    internal::RecordContent content = content_of(*class_, record_);
    content.property_qualifiers.resize(class_->properties().size());
    content.property_qualifiers[property.order] = qualifiers;
    const bool any = std::any_of(content.property_qualifiers.begin(), content.property_qualifiers.end(),
                                 [](const QualifierSet& set) { return !set.empty(); });
    if (!any) content.property_qualifiers.clear();
    *this = trusted(class_, internal::write_record(*class_, content));
}

QualifierSet Instance::qualifiers() const { return inherit(class_->qualifiers(), flavor::kToInstance, own_qualifiers()); }

QualifierSet Instance::qualifiers_of(const Property& property) const {
    return inherit(class_->qualifiers_of(property), flavor::kToInstance, own_qualifiers_of(property));
}

// -- as a whole

const Bytes& Instance::canonical() {
    if (is_canonical_) return record_;
    const internal::RecordPlaces places(*class_, record_);
    const bool has_qualifiers = places.flag - places.qualifiers > 4 || record_[places.flag] == internal::kPropertyQualifiers;
    Bytes packed = has_qualifiers ? internal::write_record(*class_, content_of(*class_, record_)) : packed_record(places.heap);
    const std::uint32_t top = heap_top_of(*class_, packed);
    record_ = std::move(packed);
    is_canonical_ = true;
    heap_top_ = top;
    unused_ = 0;
    return record_;
}

Bytes Instance::packed_record(std::size_t heap) const {
    Bytes packed;
    packed.reserve(record_.size());
    packed.assign(record_, 0, heap);
    const auto move = [&](Type type, char* slot) {
        const auto old_reference = base::load<std::uint32_t>(slot);
        const char* item = record_.data() + heap + old_reference;
        const auto reference = static_cast<std::uint32_t>(packed.size() - heap);
        base::store(slot, reference);
        packed.append(item, internal::item_size(type, item));
        internal::shift_item(type, packed.data() + heap + reference, reference - old_reference);
    };
    move({CimType::String, false}, packed.data() + RecordView::kNdOffset - 4);
    for (const Property& property : class_->properties())
        if (is_in_heap(property.type()) && !is_null(property)) move(property.type(), slot_of(packed, *class_, property));
    set_lengths(packed, heap);
    return packed;
}

Result<Instance> Instance::rebound(ClassPtr to) const {
    if (to == class_) return *this;
    Instance moved = spawn(to);
    std::vector<std::uint16_t> taken(to->properties().size(), kNotTaken);
    for (const Property& property : class_->properties()) {
        const Property* target = to->find_property(property.name());
        if (!target || target->type() != property.type())
            return Error(Status::InvalidObject,
                         "class " + to->name() + (target ? " has another type for" : " does not have") + " property " + property.name(), property.name());
        moved.take(*target, *class_, record_, property);
        taken[target->order] = property.order;
    }
    moved.take_qualifiers(*class_, record_, taken);
    return moved;
}

void Instance::take(const Property& property, const Class& from, BytesView record, const Property& source) {
    if (RecordView(from, record).is_null(source)) return put_null(property);
    const char* slot = record.data() + RecordView::kNdOffset + from.nd_size() + source.offset;
    const std::uint64_t number = internal::load_slot(slot, slot_size(source.type()));
    if (!is_in_heap(source.type())) return put_number(property, number);
    const char* item = record.data() + internal::RecordPlaces(from, record).heap + number;
    put_item(property, {item, internal::item_size(source.type(), item)}, static_cast<std::uint32_t>(number));
}

void Instance::take_qualifiers(const Class& from, const Bytes& record, std::span<const std::uint16_t> taken) {
    if (heap_top_of(from, record) != kFull) return;
    const internal::RecordContent content = content_of(from, record);
    if (!content.qualifiers.empty()) set_own_qualifiers(content.qualifiers);
    if (content.property_qualifiers.empty()) return;
    for (std::size_t i = 0; i < taken.size(); ++i)
        if (taken[i] != kNotTaken) set_own_qualifiers_of(class_->properties()[i], content.property_qualifiers[taken[i]]);
}

Instance Instance::projected(ClassPtr to, const Class& from, BytesView record, std::span<const std::uint16_t> taken) {
    Instance made = spawn(std::move(to));
    for (std::size_t i = 0; i < taken.size(); ++i) made.take(made.class_->properties()[i], from, record, from.properties()[taken[i]]);
    const internal::RecordPlaces places(from, record);
    if (places.flag - places.qualifiers > 4 || record[places.flag] == internal::kPropertyQualifiers) made.take_qualifiers(from, Bytes(record), taken);
    return made;
}

std::optional<std::string> Instance::relative_path() const {
    if (class_->keys().empty() && !class_->is_singleton()) return std::nullopt;
    for (const std::uint16_t order : class_->keys())
        if (is_null(class_->properties()[order])) return std::nullopt;
    return print_instance_path(*class_, view());
}

bool same_values(const Instance& left, const Instance& right, TextCase text_case) {
    if (!base::same_name(left.cls().name(), right.cls().name())) return false;
    if (left.class_pointer() == right.class_pointer() && left.record() == right.record()) return true;
    if (left.cls().properties().size() != right.cls().properties().size()) return false;
    return std::all_of(left.cls().properties().begin(), left.cls().properties().end(), [&](const Property& property) {
        const Property* other = right.cls().find_property(property.name());
        return other && other->type() == property.type() && same_value(left.get(property), right.get(*other), text_case);
    });
}

bool same_own_qualifiers(const Instance& left, const Instance& right) {
    if (!same_qualifiers(left.own_qualifiers(), right.own_qualifiers())) return false;
    return std::all_of(left.cls().properties().begin(), left.cls().properties().end(), [&](const Property& property) {
        const Property* other = right.cls().find_property(property.name());
        return same_qualifiers(left.own_qualifiers_of(property), other ? right.own_qualifiers_of(*other) : QualifierSet());
    });
}

}  // namespace wmi::cim
