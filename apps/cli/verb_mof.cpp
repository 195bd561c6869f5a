// mof: compile files. export: the way back.
#include "assignments.h"
#include "failure.h"
#include "output.h"
#include "progress.h"
#include "session.h"
#include "text.h"
#include "verbs.h"

#include <chrono>
#include <fstream>
#include <iostream>

#include <comdef.h>

namespace cli {
namespace {

long class_flags(const std::string& mode) {
    if (mode.empty()) return 0;
    if (same_name(mode, "createonly")) return WBEM_FLAG_CREATE_ONLY;
    if (same_name(mode, "updateonly")) return WBEM_FLAG_UPDATE_ONLY;
    if (same_name(mode, "safeupdate")) return WBEM_FLAG_UPDATE_SAFE_MODE;
    if (same_name(mode, "forceupdate")) return WBEM_FLAG_UPDATE_FORCE_MODE;
    throw UsageFailure("--class-mode takes createonly, updateonly, safeupdate or forceupdate, not '" + mode + "'");
}

long instance_flags(const std::string& mode) {
    if (mode.empty()) return 0;
    if (same_name(mode, "createonly")) return WBEM_FLAG_CREATE_ONLY;
    if (same_name(mode, "updateonly")) return WBEM_FLAG_UPDATE_ONLY;
    throw UsageFailure("--instance-mode takes createonly or updateonly, not '" + mode + "'");
}

std::string describe_failure(const std::string& file, const WBEM_COMPILE_STATUS_INFO& info) {
    const char* phase = info.lPhaseError == 1 ? "syntax" : info.lPhaseError == 2 ? "argument" : "storing";
    std::string text = file + ":" + std::to_string(info.FirstLine) + ": " + phase + " error";
    if (info.ObjectNum > 0)
        text += " in item " + std::to_string(info.ObjectNum) + " (lines " + std::to_string(info.FirstLine) + " - " +
                std::to_string(info.LastLine) + ")";
    return text;
}

void compile(const Options& options, const MofArguments& arguments, const std::string& file) {
    ComPtr<IMofCompiler> compiler;
    check(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf())), "making a compiler");
    const auto begun = std::chrono::steady_clock::now();
    std::wstring name = wide(file), ns = wide(options.namespace_path);
    WBEM_COMPILE_STATUS_INFO info{};
    const HRESULT status =
        compiler->CompileFile(name.data(), ns.data(), nullptr, nullptr, nullptr, arguments.check_only ? WBEM_FLAG_CHECK_ONLY : 0,
                              class_flags(arguments.class_mode), instance_flags(arguments.instance_mode), &info);
    if (FAILED(info.hRes)) check(info.hRes, describe_failure(file, info));
    check(status, "compiling '" + file + "'");
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    std::cerr << "wmi: " << file << (arguments.check_only ? " is in order" : " compiled") << " (" << static_cast<int>(seconds * 1000)
              << " ms)\n";
}

/// Writes to a file that takes its name only when everything is in it, or to standard output.
class Destination {
public:
    explicit Destination(std::string file) : file_(std::move(file)) {
        if (file_.empty()) return;
        stream_.open(file_ + ".part", std::ios::binary | std::ios::trunc);
        if (!stream_) throw Failure(kWbemError, "'" + file_ + ".part' can't be written");
    }

    std::ostream& stream() { return file_.empty() ? std::cout : stream_; }

    void finish() {
        if (file_.empty()) return;
        stream_.close();
        if (!stream_ || std::rename((file_ + ".part").c_str(), file_.c_str()) != 0)
            throw Failure(kWbemError, "'" + file_ + "' could not be written whole");
    }

private:
    std::string file_;
    std::ofstream stream_;
};

class Exporter {
public:
    Exporter(const Session& session, const Options& options, const ExportArguments& arguments)
        : session_(session), options_(options), arguments_(arguments), to_(arguments.file), progress_("exporting") {}

    void run() {
        if (is_mof())
            to_.stream() << "// Exported by wmi from " << options_.namespace_path << "\n#pragma namespace(\"\\\\\\\\.\\\\" << mof_namespace() << "\")\n\n";
        if (arguments_.definitions && is_mof()) definitions();
        if (arguments_.instances) instances();
        progress_.clear();
        to_.finish();
    }

private:
    [[nodiscard]] bool is_mof() const { return options_.form == OutputForm::Automatic || options_.form == OutputForm::Mof; }

    [[nodiscard]] std::string mof_namespace() const {
        std::string escaped;
        for (const char c : options_.namespace_path) escaped += c == '/' || c == '\\' ? std::string("\\\\") : std::string(1, c);
        return escaped;
    }

    void write(IWbemClassObject* object) {
        if (is_mof()) {
            BSTR text = nullptr;
            check(object->GetObjectText(0, &text), "printing an object as MOF");
            to_.stream() << narrow(text) << "\n";
            SysFreeString(text);
        } else {
            to_.stream() << to_json(object, SystemProperties::Class).dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
        }
        if (!to_.stream()) throw Failure(kWbemError, "the output can't be written (is the disk full?)");
        progress_.set(++written_);
    }

    /// Superclasses come first: a class before those that derive from it.
    void definitions() {
        if (!arguments_.classes.empty()) {
            for (const std::string& name : arguments_.classes) write(session_.get_object(name).Get());
            return;
        }
        below("");
    }

    void below(const std::string& parent) {
        std::vector<ComPtr<IWbemClassObject>> children;
        session_.for_each_class(parent, WBEM_FLAG_SHALLOW, [&](IWbemClassObject* definition) {
            children.emplace_back(definition);
            return true;
        });
        for (const auto& child : children) {
            const std::string name = system_text(child.Get(), L"__CLASS");
            if (name.rfind("__", 0) != 0) write(child.Get());
            below(name);
        }
    }

    void instances() {
        std::vector<std::string> classes = arguments_.classes;
        const bool everything = classes.empty();
        if (everything)
            session_.for_each_class("", WBEM_FLAG_DEEP, [&](IWbemClassObject* definition) {
                const std::string name = system_text(definition, L"__CLASS");
                if (name.rfind("__", 0) != 0) classes.push_back(name);
                return true;
            });
        for (const std::string& name : classes)
            session_.for_each_instance(name, everything ? WBEM_FLAG_SHALLOW : WBEM_FLAG_DEEP, nullptr, [&](IWbemClassObject* object) {
                write(object);
                return true;
            });
    }

    const Session& session_;
    Options options_;
    const ExportArguments& arguments_;
    Destination to_;
    Progress progress_;
    std::uint64_t written_ = 0;
};

}  // namespace

int run_mof(const Options& options, const MofArguments& arguments) {
    check(CoInitializeEx(nullptr, COINIT_MULTITHREADED), "starting COM");
    for (const std::string& file : arguments.files) compile(options, arguments, file);
    return kDone;
}

int run_export(const Options& options, const ExportArguments& arguments) {
    const Session session(options);
    Exporter(session, options, arguments).run();
    return kDone;
}

}  // namespace cli
