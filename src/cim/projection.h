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

    [[nodiscard]] Instance take(BytesView record) const;

private:
    /// Where a property stands in both records, from their first byte.
    struct Move {
        std::uint32_t from, to;
        std::uint16_t from_order, to_order;
        Type type;
        std::uint8_t size;
        bool is_in_heap;
    };

    Projection(ClassPtr whole, ClassPtr reduced, std::vector<std::uint16_t> orders);

    ClassPtr whole_;
    ClassPtr reduced_;
    std::vector<std::uint16_t> orders_;
    std::vector<Move> moves_;
    Bytes blank_;            // a record of the reduced class, all of it NULL
    std::size_t heap_ = 0;  // where its heap begins
};

}  // namespace wmi::cim
