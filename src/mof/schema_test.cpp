// The DMTF schema through the whole compiler. CIM_SCHEMA_DIR names the folder that holds cim_schema_*.mof and
// qualifiers.mof; without it there is nothing to test.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include <gtest/gtest.h>

#include "base/text.h"
#include "cim/object.h"
#include "mof/internal/memory_target.h"
#include "mof/parser.h"
#include "mof/print.h"

namespace wmi::mof {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::string schema_file() {
    const char* folder = std::getenv("CIM_SCHEMA_DIR");
    if (!folder) return {};
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("cim_schema_") && name.ends_with(".mof")) return entry.path().string();
    }
    return {};
}

std::string print_all(MemoryTarget& target) {
    std::string text;
    for (const std::string& name : target.classes_in_order) {
        text += print(cim::Object(target.at("root\\default").classes.find(name)->second));
    }
    return text;
}

TEST(MofSchema, CompilesAndItsPrintCompilesIntoTheSame) {  // MOF-63, MOF-77, MOF-78, MOF-115
    const std::string file = schema_file();
    if (file.empty()) {
        std::cout << "CIM_SCHEMA_DIR names no folder with the DMTF schema: nothing was tested\n";
        return;
    }
    DiskFiles files;
    const auto begin = Clock::now();
    auto document = parse_file(file, files);
    const double parsed = seconds_since(begin);
    ASSERT_TRUE(document) << document.failure().file << ":" << document.failure().place.line << " "
                          << document.failure().sentence;
    MemoryTarget target;
    const auto stored = Clock::now();
    const auto done = compile(*document, target);
    ASSERT_TRUE(done) << done.failure().file << ":" << done.failure().place.line << " "
                      << done.failure().sentence;
    std::cout << document->files.size() << " files, " << done.value().classes << " classes, parsed in "
              << parsed << " s, compiled in " << seconds_since(stored) << " s, " << target.fetched
              << " classes fetched\n";
    EXPECT_GT(done.value().classes, 1400U);

    const auto printing = Clock::now();
    const std::string text = print_all(target);
    const double printed = seconds_since(printing);
    const auto again_begin = Clock::now();
    auto again_document = parse(text, "again.mof", files);
    ASSERT_TRUE(again_document) << again_document.failure().place.line << " "
                                << again_document.failure().sentence;
    MemoryTarget again;
    const auto again_done = compile(*again_document, again);
    ASSERT_TRUE(again_done) << again_done.failure().place.line << " " << again_done.failure().sentence;
    std::cout << "printed " << text.size() << " bytes in " << printed << " s, compiled again in "
              << seconds_since(again_begin) << " s\n";
    for (const auto& [name, made] : target.at("root\\default").classes) {
        EXPECT_TRUE(same_definition(*made, *again.at("root\\default").classes.at(name))) << name;
    }
}

}  // namespace
}  // namespace wmi::mof
