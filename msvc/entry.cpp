// main() for a program that defines wmain or WinMain instead. The linker takes this file only when nothing else defines main.
// C++ gives each list of parameters its own symbol: every one that published sources use is looked for, and the first that is there is
// called. The arguments, from the C library's, are UTF-8.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "windows.h"

extern "C" {
#define OPENWMI_ENTRY(name, symbol, ...) int name(__VA_ARGS__) __asm__(symbol) __attribute__((weak))
OPENWMI_ENTRY(wmain_plain, "wmain", int, wchar_t**, wchar_t**);
OPENWMI_ENTRY(wmain_none, "_Z5wmainv", void);
OPENWMI_ENTRY(wmain_two, "_Z5wmainiPPw", int, wchar_t**);
OPENWMI_ENTRY(wmain_const, "_Z5wmainiPPKw", int, wchar_t**);
OPENWMI_ENTRY(wmain_const_array, "_Z5wmainiPKPw", int, wchar_t**);
OPENWMI_ENTRY(wmain_all_const, "_Z5wmainiPKPKw", int, wchar_t**);
OPENWMI_ENTRY(wmain_three, "_Z5wmainiPPwS0_", int, wchar_t**, wchar_t**);
OPENWMI_ENTRY(wmain_narrow, "_Z5wmainiPPc", int, char**);
OPENWMI_ENTRY(win_main_plain, "WinMain", HINSTANCE, HINSTANCE, char*, int);
OPENWMI_ENTRY(win_main, "_Z7WinMainP11HINSTANCE__S0_Pci", HINSTANCE, HINSTANCE, char*, int);
OPENWMI_ENTRY(win_main_wide, "_Z7WinMainP11HINSTANCE__S0_Pwi", HINSTANCE, HINSTANCE, wchar_t*, int);
OPENWMI_ENTRY(wwin_main_plain, "wWinMain", HINSTANCE, HINSTANCE, wchar_t*, int);
OPENWMI_ENTRY(wwin_main, "_Z8wWinMainP11HINSTANCE__S0_Pwi", HINSTANCE, HINSTANCE, wchar_t*, int);
#undef OPENWMI_ENTRY
}

namespace {

/// A list of words as wide text; the list ends with a null pointer and lives as long as this.
class WideWords {
public:
    explicit WideWords(char** words) {
        for (; *words != nullptr; ++words) {
            const int size = MultiByteToWideChar(CP_UTF8, 0, *words, -1, nullptr, 0);
            std::vector<wchar_t> text(static_cast<std::size_t>(size));
            MultiByteToWideChar(CP_UTF8, 0, *words, -1, text.data(), size);
            texts_.push_back(std::move(text));
        }
        for (auto& text : texts_) pointers_.push_back(text.data());
        pointers_.push_back(nullptr);
    }

    wchar_t** get() { return pointers_.data(); }

private:
    std::vector<std::vector<wchar_t>> texts_;
    std::vector<wchar_t*> pointers_;
};

/// The command line behind the program's name, as WinMain gets it.
template <class Char>
Char* behind_program(Char* line) {
    const bool quoted = *line == '"';
    if (quoted) ++line;
    while (*line != 0 && (quoted ? *line != '"' : *line != ' ')) ++line;
    if (quoted && *line != 0) ++line;
    while (*line == ' ') ++line;
    return line;
}

int run_console(int count, char** words, char** environment) {
    if (wmain_none != nullptr) return wmain_none();
    if (wmain_narrow != nullptr) return wmain_narrow(count, words);
    WideWords wide(words);
    WideWords wide_environment(environment);
    if (wmain_plain != nullptr) return wmain_plain(count, wide.get(), wide_environment.get());
    if (wmain_three != nullptr) return wmain_three(count, wide.get(), wide_environment.get());
    for (auto* entry : {wmain_two, wmain_const, wmain_const_array, wmain_all_const})
        if (entry != nullptr) return entry(count, wide.get());
    std::fputs("this program has no main, wmain, WinMain or wWinMain that libopenwmi-main.a knows\n", stderr);
    return 127;
}

}  // namespace

int main(int count, char** words, char** environment) {
    const HINSTANCE self = GetModuleHandleW(nullptr);
    for (auto* entry : {win_main_plain, win_main})
        if (entry != nullptr) return entry(self, nullptr, behind_program(GetCommandLineA()), SW_SHOWNORMAL);
    for (auto* entry : {wwin_main_plain, wwin_main, win_main_wide})
        if (entry != nullptr) return entry(self, nullptr, behind_program(GetCommandLineW()), SW_SHOWNORMAL);
    return run_console(count, words, environment);
}
