// No text crashes the reader of objects in XML; what it takes, it writes so that it reads back and writes the same.
#include "objects/internal/object_xml.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wmi::objects::internal;
    const auto object = from_xml({reinterpret_cast<const char*>(data), size});
    if (!object) return 0;
    const XmlOptions all{XmlForm::Wmi, false, true, true, PathLevel::None};
    const auto written = to_xml(*object, all);
    if (!written) std::abort();
    const auto again = from_xml(*written);
    const bool is_longer = !again && again.status() == wmi::base::Status::QuotaViolation;  // what is written may pass a limit
    if (!again && !is_longer) std::abort();
    if (again && !to_xml(*again, all)) std::abort();
    return 0;
}
