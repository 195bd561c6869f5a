// mof: compile files. export: the way back.
#include "alarm.h"
#include "assignments.h"
#include "failure.h"
#include "place.h"
#include "progress.h"
#include "session.h"
#include "standard_io.h"
#include "text.h"
#include "verbs.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iostream>
#include <optional>
#include <vector>

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
    if (info.FirstLine == 0) return "compiling '" + file + "'";
    const char* phase = info.lPhaseError == 1 ? "syntax" : info.lPhaseError == 2 ? "argument" : "storing";
    std::string text = file + ":" + std::to_string(info.FirstLine) + ": " + phase + " error";
    if (info.ObjectNum > 0)
        text += " in item " + std::to_string(info.ObjectNum) + " (lines " + std::to_string(info.FirstLine) + " - " +
                std::to_string(info.LastLine) + ")";
    return text;
}

HRESULT compile(IMofCompiler& compiler, const Options& options, const MofArguments& arguments, const std::string& file, WBEM_COMPILE_STATUS_INFO& info) {
    const LONG flags = arguments.check_only || options.what_if ? WBEM_FLAG_CHECK_ONLY : 0;
    const LONG of_classes = class_flags(arguments.class_mode), of_instances = instance_flags(arguments.instance_mode);
    std::wstring ns = wide(options.namespace_path);
    if (file == "-") {
        std::string text = read_standard_input();
        return compiler.CompileBuffer(static_cast<LONG>(text.size()), reinterpret_cast<BYTE*>(text.data()), ns.data(), nullptr, nullptr, nullptr,
                                      flags, of_classes, of_instances, &info);
    }
    std::wstring name = wide(file);
    return compiler.CompileFile(name.data(), ns.data(), nullptr, nullptr, nullptr, flags, of_classes, of_instances, &info);
}

void compile(const Options& options, const MofArguments& arguments, const std::string& file) {
    ComPtr<IMofCompiler> compiler;
    check(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf())), "making a compiler");
    const auto begun = std::chrono::steady_clock::now();
    WBEM_COMPILE_STATUS_INFO info{};
    const HRESULT status = compile(*compiler.Get(), options, arguments, file, info);
    if (FAILED(info.hRes)) check(info.hRes, describe_failure(file, info));
    check(status, "compiling '" + file + "'");
    if (options.what_if && !arguments.check_only) {
        std::cout << "would compile " << file << " into " << options.namespace_path << "\n";
        return;
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    std::cerr << "wmi: " << file << (arguments.check_only ? " is in order" : " compiled") << " (" << static_cast<int>(seconds * 1000)
              << " ms)\n";
}

/// Writes to a file that takes its name only when everything is in it, or to standard output.
class Destination {
public:
    explicit Destination(std::string file) : file_(std::move(file)) {
        if (file_.empty()) return;
        errno = 0;
        stream_.open(part(), std::ios::binary | std::ios::trunc);
        if (!stream_) throw Failure(kWbemError, "'" + part() + "' can't be written: " + std::strerror(errno));
        unfinished_.emplace(part());
    }

    std::ostream& stream() { return file_.empty() ? std::cout : stream_; }

    void finish() {
        if (file_.empty()) return;
        stream_.close();
        if (!stream_ || std::rename(part().c_str(), file_.c_str()) != 0) throw Failure(kWbemError, "'" + file_ + "' could not be written whole");
        unfinished_->keep();
    }

private:
    [[nodiscard]] std::string part() const { return file_ + ".part"; }

    std::string file_;
    std::ofstream stream_;
    std::optional<Unfinished> unfinished_;
};

/// Made by every namespace for itself, or namespaces of their own.
bool is_of_the_system(const std::string& class_name) {
    for (const char* name : {"__NAMESPACE", "__thisNAMESPACE", "__SystemSecurity"})
        if (same_name(class_name, name)) return true;
    return false;
}

class Exporter {
public:
    Exporter(const Session& session, const Options& options, const ExportArguments& arguments)
        : session_(session), options_(options), arguments_(arguments), to_(arguments.file), progress_("exporting") {}

    void run() {
        if (is_mof())
            to_.stream() << "// Exported by wmi from " << options_.namespace_path << "\n#pragma namespace(\"\\\\\\\\.\\\\" << mof_namespace() << "\")\n\n";
        collect();
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

    /// Superclasses come first: a class before those that derive from it. What is found here is what has instances later.
    void collect() {
        if (arguments_.classes.empty()) below("");
        for (const std::string& name : arguments_.classes) {
            found(session_.get_object(name).Get());
            if (!options_.shallow) below(name);
        }
    }

    void below(const std::string& parent) {
        std::vector<ComPtr<IWbemClassObject>> children;
        session_.for_each_class(parent, WBEM_FLAG_SHALLOW, [&](IWbemClassObject* definition) {
            children.emplace_back(definition);
            return true;
        });
        for (const auto& child : children) {
            found(child.Get());
            below(system_text(child.Get(), L"__CLASS"));
        }
    }

    void found(IWbemClassObject* definition) {
        const std::string name = system_text(definition, L"__CLASS");
        if (std::find(classes_.begin(), classes_.end(), name) != classes_.end()) return;
        classes_.push_back(name);
        if (arguments_.definitions && is_mof() && !name.starts_with("__")) write(definition);
    }

    void instances() {
        for (const std::string& name : classes_) {
            if (is_of_the_system(name)) continue;
            session_.for_each_instance(name, WBEM_FLAG_SHALLOW, nullptr, [&](IWbemClassObject* object) {
                write(object);
                return true;
            });
        }
    }

    const Session& session_;
    Options options_;
    const ExportArguments& arguments_;
    Destination to_;
    Progress progress_;
    std::uint64_t written_ = 0;
    std::vector<std::string> classes_;
};

void check_together(const Options& options, const ExportArguments& arguments) {
    const bool is_json = options.form == OutputForm::Json;
    if (!is_json && options.form != OutputForm::Automatic && options.form != OutputForm::Mof)
        throw UsageFailure("export writes MOF, or JSON lines with --output json");
    if (!arguments.instances && (is_json || !arguments.definitions))
        throw UsageFailure(is_json ? "--no-instances leaves nothing: JSON lines hold instances" : "--no-classes and --no-instances leave nothing");
}

}  // namespace

int run_mof(const Options& options, const MofArguments& arguments) {
    check(CoInitializeEx(nullptr, COINIT_MULTITHREADED), "starting COM");
    for (const std::string& file : arguments.files) compile(options, arguments, file);
    return kDone;
}

int run_export(const Options& options, const ExportArguments& arguments) {
    check_together(options, arguments);
    need_repository();
    const Session session(options);
    if (options.what_if) {
        std::cout << "would export " << options.namespace_path << " to " << (arguments.file.empty() ? "standard output" : arguments.file) << "\n";
        return kDone;
    }
    Exporter(session, options, arguments).run();
    return kDone;
}

}  // namespace cli
