// Any bytes as MOF: parse, compile into memory, print what came of it, and compile that again. What was
// printed must parse. Corpus: tests/fuzz/corpus/mof.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "cim/object.h"
#include "mof/internal/memory_target.h"
#include "mof/parser.h"
#include "mof/print.h"

namespace {

std::string print_all(const wmi::mof::MemoryTarget& target) {
    std::string text;
    for (const auto& [ns, kept] : target.namespaces) {
        for (const auto& [name, made] : kept.classes)
            text += wmi::mof::print(wmi::cim::Object(made));
        for (const auto& [path, instance] : kept.instances)
            text += wmi::mof::print(wmi::cim::Object(instance));
    }
    return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    wmi::mof::NoFiles none;
    auto document = wmi::mof::parse(std::string(reinterpret_cast<const char*>(data), size), "fuzz", none);
    if (!document) return 0;
    wmi::mof::MemoryTarget target;
    (void)compile(*document, target);
    if (!wmi::mof::parse(print_all(target), "printed", none)) std::abort();
    return 0;
}
