// mofcomp: the MOF compiler with Windows' command line, output and exit codes (MOF-80..92), over IMofCompiler.
#include "standard_io.h"
#include "switches.h"
#include "text.h"

#include <clocale>
#include <cstdio>
#include <exception>

#include <atlbase.h>
#include <wbemidl.h>

#include <openwmi_mof.h>

namespace {

using mofcomp::Switches;

enum ExitCode : int {
    kDone = 0,
    kNotStored = 1,
    kBadSwitch = 2,
    kSyntax = 3,
};

constexpr LONG kParsing = 1, kArgument = 2;  // of lPhaseError

/// A text for a parameter that may be absent.
class Text {
public:
    explicit Text(const std::optional<std::string>& text) : is_there_(text.has_value()), text_(cli::wide(text.value_or(""))) {}

    wchar_t* get() { return is_there_ ? text_.data() : nullptr; }

private:
    bool is_there_;
    std::wstring text_;
};

void print_banner() {
    std::printf("OpenWMI MOF Compiler Version " OPENWMI_VERSION "\nCopyright (c) The OpenWMI authors. Licensed under Apache-2.0.\n");
    std::fflush(stdout);
}

/// What the error object says beyond the code.
void print_reason() {
    CComPtr<IErrorInfo> info;
    CComBSTR sentence;
    if (GetErrorInfo(0, &info) == S_OK && SUCCEEDED(info->GetDescription(&sentence)) && sentence)
        std::fprintf(stderr, "mofcomp: %s\n", cli::narrow(sentence.m_str).c_str());
}

/// MOF-82: the code itself, as far as an exit status of Linux can hold it.
int exit_status_of(HRESULT code) {
    const int low = static_cast<int>(static_cast<unsigned>(code) & 0xFFU);
    return low == 0 ? kNotStored : low;
}

/// Not of the file, which is missing or may not be read.
bool is_of_text(HRESULT code) {
    constexpr unsigned kMofCodes = 0x80044000U;
    return (static_cast<unsigned>(code) & 0xFFFFF000U) == kMofCodes || code == WBEM_E_QUOTA_VIOLATION;
}

bool is_refused_by_switch(const Switches& given, const WBEM_COMPILE_STATUS_INFO& info) {
    if (info.lPhaseError == kArgument) return info.hRes == WBEM_E_LOCAL_CREDENTIALS;
    const long flags = given.class_flags | given.instance_flags;
    if (info.hRes == WBEM_E_ALREADY_EXISTS) return (flags & WBEM_FLAG_CREATE_ONLY) != 0;
    return info.hRes == WBEM_E_NOT_FOUND && (flags & WBEM_FLAG_UPDATE_ONLY) != 0;
}

int exit_code_of(const Switches& given, HRESULT status, const WBEM_COMPILE_STATUS_INFO& info) {
    if (FAILED(status)) {  // no compilation came about
        print_reason();
        std::printf("Compiler returned error 0x%08x\n", static_cast<unsigned>(status));
        return status == WBEM_E_INVALID_PARAMETER ? kBadSwitch : kNotStored;
    }
    if (SUCCEEDED(info.hRes)) return kDone;
    print_reason();
    if (info.lPhaseError == kParsing) return is_of_text(info.hRes) ? kSyntax : kNotStored;
    return is_refused_by_switch(given, info) ? exit_status_of(info.hRes) : kNotStored;
}

HRESULT split(IMofCompiler& compiler, const Switches& given, WBEM_COMPILE_STATUS_INFO& info) {
    CComPtr<IOpenWmiMofCompiler> splitter;
    const HRESULT found = compiler.QueryInterface(IID_IOpenWmiMofCompiler, reinterpret_cast<void**>(&splitter));
    if (FAILED(found)) return found;
    Text file(given.file), ns(given.ns), locale(given.amendment), neutral(given.neutral), localized(given.localized);
    return splitter->SplitFile(file.get(), ns.get(), locale.get(), neutral.get(), localized.get(), WBEM_FLAG_CONSOLE_PRINT, &info);
}

HRESULT compile(IMofCompiler& compiler, const Switches& given, WBEM_COMPILE_STATUS_INFO& info) {
    Text file(given.file), ns(given.ns), user(given.user), authority(given.authority), password(given.password), binary(given.binary);
    const LONG options =
        WBEM_FLAG_CONSOLE_PRINT | (given.check ? WBEM_FLAG_CHECK_ONLY : 0) | (given.autorecover ? WBEM_FLAG_AUTORECOVER : 0);
    if (given.binary)
        return compiler.CreateBMOF(file.get(), binary.get(), ns.get(), options, given.class_flags, given.instance_flags, &info);
    return compiler.CompileFile(file.get(), ns.get(), user.get(), authority.get(), password.get(), options, given.class_flags,
                                given.instance_flags, &info);
}

int run(const Switches& given) {
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    CComPtr<IMofCompiler> compiler;
    WBEM_COMPILE_STATUS_INFO info{};
    HRESULT status = CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_IMofCompiler, reinterpret_cast<void**>(&compiler));
    if (SUCCEEDED(status)) status = given.splits() ? split(*compiler, given, info) : compile(*compiler, given, info);
    return exit_code_of(given, status, info);
}

}  // namespace

int main(int argc, char** argv) {
    cli::hold_standard_places();
    std::setlocale(LC_ALL, "");
    try {
        print_banner();
        const Switches given = mofcomp::read_switches({argv + 1, argv + argc});
        if (!given.wants_usage) return run(given);
        std::fputs(mofcomp::kUsage, stdout);
        return kDone;
    } catch (const mofcomp::BadSwitch& bad) {
        std::fprintf(stderr, "mofcomp: %s\nmofcomp: /? tells the switches\n", bad.what());
        return kBadSwitch;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "mofcomp: %s\n", failure.what());
        return kNotStored;
    }
}
