// No text crashes the query parser or takes it long; what it takes, it prints so that it reads back the same. Words: wql.dict.
#include "base/text.h"
#include "wql/query.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wmi::wql;
    const auto query = parse(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!query) {
        if (query.error().sentence().empty()) std::abort();
        return 0;
    }
    const std::string printed = print(*query);
    const auto again = parse(printed);
    const bool is_longer = !again && again.status() == Status::QuotaViolation;  // blanks and escapes may pass the limit
    if (!is_longer && (!again || print(*again) != printed)) std::abort();
    return 0;
}
