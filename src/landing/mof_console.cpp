#include "landing/internal/mof_console.h"

#include "objects/answer.h"
#include "objects/status_text.h"

#include <cctype>
#include <cstdio>

#include <fmt/format.h>

namespace wmi::landing {

namespace {

/// The status's own words, a sentence of its own.
std::string words_of(base::Status status) {
    std::string_view words = objects::find_status_text(objects::to_hresult(status)).value_or("Unknown error.");
    constexpr std::string_view kOfMof = "MOF: ";
    if (words.starts_with(kOfMof)) words.remove_prefix(kOfMof.size());
    std::string text(words);
    if (!text.empty()) text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

}  // namespace

void Console::print(const std::string& text) const {
    if (!is_on_) return;
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

void Console::parsing(const std::string& file) const { print(fmt::format("Parsing MOF file: {}\n", file)); }

void Console::parsed() const { print("MOF file has been successfully parsed\n"); }

void Console::storing() const { print("Storing data in the repository...\n"); }

void Console::storing_binary(const std::string& file) const { print(fmt::format("Storing Binary MOF data in {}\n", file)); }

void Console::checked() const { print("Syntax check complete.\n"); }

void Console::not_listed(const std::string& file) const {
    print(fmt::format("WARNING: File {} does not contain #PRAGMA AUTORECOVER.\n"
                      "If the WMI repository is rebuilt in the future, the contents of this MOF file will not be included in the new WMI "
                      "repository.\n"
                      "To include this MOF file when the WMI Repository is automatically reconstructed, place the #PRAGMA AUTORECOVER "
                      "statement on the first line of the MOF file.\n",
                      file));
}

void Console::done() const { print("Done!\n"); }

void Console::failed(const mof::Failure& failure) const {
    const auto code = static_cast<unsigned>(failure.status);
    const bool is_of_text = failure.phase == mof::Phase::Parse && failure.place.line != 0;
    if (is_of_text)
        print(fmt::format("{} ({}): error SYNTAX 0X{:x}: {}\n", failure.file, failure.place.line, code, words_of(failure.status)));
    else if (failure.phase == mof::Phase::Store)
        print(fmt::format("An error occurred while processing item {} defined on lines {} - {} in file {}:\n", failure.object, failure.first_line,
                          failure.last_line, failure.file));
    else if (failure.phase == mof::Phase::Parse)
        print(fmt::format("An error occurred while opening file {}:\n", failure.file.empty() ? failure.about : failure.file));
    if (!is_of_text)
        print(fmt::format("Error Number: 0x{:08x}, Facility: WMI\nDescription: {}\n", code, words_of(failure.status)));
    print(fmt::format("Compiler returned error 0x{:08x}\n", code));
}

}  // namespace wmi::landing
