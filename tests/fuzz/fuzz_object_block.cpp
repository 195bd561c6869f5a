// No bytes crash the decoder of objects, the reader of stored classes or that of records; what is decoded, is encoded so that
// it decodes again to the same bytes.
#include "cim/wmio.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wmi::cim;
    const BytesView bytes(reinterpret_cast<const char*>(data), size);
    for (const bool is_unit : {false, true}) {
        const auto read = is_unit ? decode_unit(bytes) : decode_block(bytes);
        if (!read) continue;
        const Bytes block = encode_block(*read);
        const auto again = decode_block(block);
        if (!again || encode_block(*again) != block) std::abort();
        const Instance* instance = read->find_instance();
        if (instance && !check_record(instance->cls(), instance->record())) std::abort();
    }
    (void)names_of_body(bytes);
    auto body = decode_body(bytes, nullptr);
    if (body) (void)Class::make(std::move(body).value());
    return 0;
}
