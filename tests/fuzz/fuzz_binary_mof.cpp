// Any bytes as a binary MOF: the box is opened or refused; what parses is written as a box that opens to the same text, and splits into
// two texts that parse. Corpus: tests/fuzz/corpus/binary_mof.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mof/document_text.h"
#include "mof/parser.h"
#include "mof/source.h"

namespace {

bool parses(const std::string& text) {
    wmi::mof::NoFiles none;
    const auto document = wmi::mof::parse(text, "printed", none);
    // what is printed may pass a limit that the source kept
    return document || document.failure().status == wmi::base::Status::QuotaViolation;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wmi::mof;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    (void)decode_binary(bytes);
    NoFiles none;
    const auto document = parse(bytes, "fuzz", none);
    if (!document) return 0;
    const auto text = decode_binary(encode_binary(document.value()));
    if (!text || *text != print_document(document.value(), Flavors::Omit) || !parses(*text)) std::abort();
    const Split split = split_amendment(document.value(), "MS_409", "root\\default");
    if (!parses(split.neutral) || !parses(split.localized)) std::abort();
    return 0;
}
