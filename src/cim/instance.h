// An instance: its class by pointer and its record. A value: copying copies the record (one allocation), nothing else.
// Setting a value writes its slot; longer text is appended to the heap, and canonical() packs the heap again.
#pragma once

#include "cim/class.h"
#include "cim/record.h"

#include <optional>
#include <string>

namespace wmi::cim {

class Instance {
public:
    /// All properties have the class's defaults.
    static Instance spawn(ClassPtr of);
    /// Takes bytes that stood in a record of this class; checks them once and makes them canonical.
    static Result<Instance> from_record(ClassPtr of, BytesView record);
    /// For bytes that are known to be a canonical record of this class (the store's own); not checked.
    static Instance trusted(ClassPtr of, Bytes record);

    [[nodiscard]] const Class& cls() const { return *class_; }

    [[nodiscard]] const ClassPtr& class_pointer() const { return class_; }

    [[nodiscard]] RecordView view() const { return {*class_, record_}; }

    [[nodiscard]] bool is_null(const Property& property) const { return view().is_null(property); }

    [[nodiscard]] Value get(const Property& property) const { return view().value(property); }

    /// errors   TypeMismatch, ValueOutOfRange, QuotaViolation (objects nest too deep); the instance is then unchanged
    Result<void> put(const Property& property, const Value& value);
    /// Fast ways for the surface: no Value is made, and nothing is checked: put_number is for numbers and booleans, `number`
    /// holds the slot's bytes, low ones first (a real's bits); put_text is for string, datetime and reference, not arrays, and
    /// takes any text. Text ends at its first NUL.
    void put_number(const Property& property, std::uint64_t number);
    void put_text(const Property& property, std::string_view utf8);
    void put_text(const Property& property, std::wstring_view wide);
    void put_null(const Property& property);
    /// For an object that is encoded already: an ObjectBlock, in two pieces that need not be joined (wmio.h); not checked.
    void put_block(const Property& property, BytesView head, BytesView rest);
    /// Back to the class's default.
    void reset(const Property& property);

    /// Has it, or one of its properties, qualifiers of its own? Costs nothing, as almost none has.
    [[nodiscard]] bool has_own_qualifiers() const;
    /// The instance's own qualifiers and those of its properties; what the class sends to instances is not among them.
    [[nodiscard]] QualifierSet own_qualifiers() const;
    void set_own_qualifiers(const QualifierSet& qualifiers);
    [[nodiscard]] QualifierSet own_qualifiers_of(const Property& property) const;
    void set_own_qualifiers_of(const Property& property, const QualifierSet& qualifiers);
    /// Own and from the class (flavor ToInstance), as IWbemQualifierSet shows them.
    [[nodiscard]] QualifierSet qualifiers() const;
    [[nodiscard]] QualifierSet qualifiers_of(const Property& property) const;

    /// The record in canonical form. Cheap when nothing was changed since it was last canonical.
    [[nodiscard]] const Bytes& canonical();
    /// The record as it stands: readable by RecordView, perhaps with unused bytes in its heap.
    [[nodiscard]] const Bytes& record() const { return record_; }

    /// The same values under another layout: properties matched by name (PUT-15). What `to` has beside stays default.
    /// errors   InvalidObject: a property that `to` does not have, or has with another type
    [[nodiscard]] Result<Instance> rebound(ClassPtr to) const;

    /// The values of another class's record in an instance of `to`, which has some of that class's properties: taken[i] is
    /// the number there of property i here. Qualifiers of the instance come along, those of properties that are left out do not.
    [[nodiscard]] static Instance projected(ClassPtr to, const Class& from, BytesView record, std::span<const std::uint16_t> taken);

    /// `Class.Key="v"` in normal form (PATH-20..22); nothing while a key is NULL or the class has none; `Class=@` for a singleton.
    [[nodiscard]] std::optional<std::string> relative_path() const;

private:
    friend class Projection;

    Instance(ClassPtr of, Bytes record, std::uint32_t heap_top)
        : class_(std::move(of)), record_(std::move(record)), heap_top_(heap_top) {}

    void store(const Property& property, const Value& value);
    /// The value of a property of another class's record.
    void take(const Property& property, const Class& from, BytesView record, const Property& source);
    /// Own qualifiers of another class's record; taken as in projected.
    void take_qualifiers(const Class& from, const Bytes& record, std::span<const std::uint16_t> taken);
    /// Takes an item of another heap, where it stood at a reference.
    void put_item(const Property& property, BytesView item, std::uint32_t item_reference);
    /// Makes what was appended behind old_size the value of a property; gives its place in the heap.
    std::uint32_t take_appended(const Property& property, std::size_t old_size);
    void pack_when_wasteful();
    [[nodiscard]] Bytes packed_record(std::size_t heap) const;

    ClassPtr class_;
    Bytes record_;
    std::uint32_t heap_top_;
    bool is_canonical_ = true;
    std::size_t unused_ = 0;
};

/// Same class name, properties and values. Case of text as told; qualifiers do not count.
bool same_values(const Instance& left, const Instance& right, TextCase text_case = TextCase::Exact);
/// Same qualifiers of the instances themselves and of their properties.
bool same_own_qualifiers(const Instance& left, const Instance& right);

}  // namespace wmi::cim
