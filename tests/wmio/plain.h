// Objects in one plain JSON form, made from ours and from what the reference decoder prints: names, types, values, flavors,
// origins and order, without what only says how the bytes were laid out.
#pragma once

#include "cim/object.h"

#include <nlohmann/json.hpp>

namespace wmi::wmio_test {

nlohmann::json plain(const cim::Object& object);
/// From the reference decoder's output for an ObjectBlock.
nlohmann::json plain_of_reference(const nlohmann::json& block);

}  // namespace wmi::wmio_test
