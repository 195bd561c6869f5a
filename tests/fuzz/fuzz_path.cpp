// No text crashes the path parser; what it takes, it prints so that it reads back the same.
#include "cim/path.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wmi::cim;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const PathForm form : {PathForm::Object, PathForm::Namespace, PathForm::Either}) {
        const auto path = parse_path(text, form);
        if (!path) continue;
        const std::string printed = print_path(*path);
        const auto again = parse_path(printed, form);
        const bool is_longer = !again && again.status() == Status::QuotaViolation;  // escapes may pass the limit
        if (!is_longer && (!again || print_path(*again) != printed)) std::abort();
    }
    return 0;
}
