// A class reduced to some of its properties, as the results of queries have it (WQL-40..48): the same name, ancestors, qualifiers
// and order of declaration, without the other properties and without methods.
#pragma once

#include "cim/instance.h"

#include <span>
#include <vector>

namespace wmi::cim {

/// orders   numbers of properties of the class, ascending
/// errors   those of Class::make, which what comes from a class that exists does not meet
Result<ClassPtr> project_class(const Class& of, std::span<const std::uint16_t> orders);

/// Makes instances of the reduced class from records of the whole one.
class Projection {
public:
    static Result<Projection> make(ClassPtr of, std::span<const std::uint16_t> orders);

    [[nodiscard]] const ClassPtr& cls() const { return reduced_; }

    [[nodiscard]] Instance take(BytesView record) const { return Instance::projected(reduced_, *whole_, record, orders_); }

private:
    Projection(ClassPtr whole, ClassPtr reduced, std::vector<std::uint16_t> orders)
        : whole_(std::move(whole)), reduced_(std::move(reduced)), orders_(std::move(orders)) {}

    ClassPtr whole_;
    ClassPtr reduced_;
    std::vector<std::uint16_t> orders_;
};

}  // namespace wmi::cim
