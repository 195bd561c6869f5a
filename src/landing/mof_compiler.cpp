#include "landing/internal/mof_compiler.h"

#include "api/house.h"
#include "base/text.h"
#include "cim/path.h"
#include "com/object.h"
#include "com/text.h"
#include "landing/internal/mof_console.h"
#include "landing/internal/mof_target.h"
#include "landing/internal/root.h"
#include "mof/document_text.h"
#include "mof/parser.h"
#include "objects/answer.h"

#include <openwmi/openwmi_mof.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unistd.h>

const IID IID_IOpenWmiMofCompiler = __uuidof(IOpenWmiMofCompiler);

namespace wmi::landing {

using base::Error;
using base::Result;
using base::Status;

namespace {

constexpr LONG kOptions = WBEM_FLAG_CHECK_ONLY | WBEM_FLAG_AUTORECOVER | WBEM_FLAG_WMI_CHECK | WBEM_FLAG_CONSOLE_PRINT |
                          WBEM_FLAG_DONT_ADD_TO_LIST | WBEM_FLAG_SPLIT_FILES | WBEM_FLAG_STORE_FILE;
constexpr const char* kDefaultNamespace = "root\\default";  // MOF-81
constexpr HRESULT kNotListed = 2;  // MOF-97: compiled, but nothing asks to compile it again

/// What a caller said beside the text.
struct Request {
    std::string ns;
    std::string file;  // empty for a buffer
    LONG options = 0;
    LONG class_flags = 0;
    LONG instance_flags = 0;
    WBEM_COMPILE_STATUS_INFO* info = nullptr;
};

std::string this_computer() {
    std::string name(256, '\0');
    if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    return name.substr(0, name.find('\0'));
}

mof::Failure argument(const Error& error) {
    mof::Failure failure;
    failure.phase = mof::Phase::Argument;
    failure.status = error.status();
    failure.sentence = error.sentence();
    failure.about = error.about();
    return failure;
}

/// What went wrong and where, as one sentence for GetErrorInfo.
std::string sentence_of(const mof::Failure& failure) {
    if (failure.place.line == 0) return failure.sentence;
    return failure.file + ":" + std::to_string(failure.place.line) + ":" + std::to_string(failure.place.column) + ": " + failure.sentence;
}

Console console_of(const Request& request) {
    return Console((request.options & WBEM_FLAG_CONSOLE_PRINT) != 0 ? Console::Printing::On : Console::Printing::Off);
}

Status fail(const Request& request, const mof::Failure& failure) {
    console_of(request).failed(failure);
    if (request.info) {
        request.info->lPhaseError = static_cast<LONG>(failure.phase);
        request.info->hRes = objects::to_hresult(failure.status);
        request.info->ObjectNum = static_cast<LONG>(failure.object);
        request.info->FirstLine = static_cast<LONG>(failure.first_line);
        request.info->LastLine = static_cast<LONG>(failure.last_line);
    }
    objects::leave_error(Error(failure.status, sentence_of(failure), failure.about), {"Compile"});
    return Status::False;
}

mof::Outcome<mof::Document> parse(const Request& request, const std::string& file) {
    const Console console = console_of(request);
    console.parsing(file);
    mof::DiskFiles files;
    mof::Outcome<mof::Document> document = mof::parse_file(file, files, {this_computer()});
    if (document) console.parsed();
    return document;
}

Result<void> write_file(const std::string& name, const std::string& bytes) {
    std::ofstream file(name, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
    if (!file) return Error(Status::Failed, "the file could not be written", name);
    return {};
}

mof::Outcome<mof::Summary> compile(const api::OpenHouse& open, const Request& request, const mof::Document& document) {
    MofTarget target(api::make_locator(open));
    if (const auto connected = target.open_namespace(request.ns); !connected) return argument(connected.error());
    mof::CompileOptions options;
    options.default_namespace = request.ns;
    options.class_flags = static_cast<std::uint32_t>(request.class_flags);
    options.instance_flags = static_cast<std::uint32_t>(request.instance_flags);
    return mof::compile(document, target, options);
}

/// MOF-103: the neutral part, then the localized one, as if each had been a file. Lines in failures are those of the part.
mof::Outcome<mof::Summary> compile_split(const Request& request, const mof::Document& document) {
    if (document.amendment.empty())
        return argument(Error(Status::InvalidParameter, "WBEM_FLAG_SPLIT_FILES needs #pragma amendment in the text", document.files.front()));
    mof::Split split = mof::split_amendment(document, document.amendment, request.ns);
    mof::Summary all;
    for (std::string* part : {&split.neutral, &split.localized}) {
        mof::NoFiles none;
        const std::string name = document.files.front() + (part == &split.neutral ? " (neutral part)" : " (" + document.amendment + ")");
        mof::Outcome<mof::Document> parsed = mof::parse(std::move(*part), name, none, {this_computer()});
        if (!parsed) return parsed.failure();
        const mof::Outcome<mof::Summary> done = compile(open_house, request, *parsed);
        if (!done) return done.failure();
        all.classes += done.value().classes;
        all.instances += done.value().instances;
        all.deletions += done.value().deletions;
        all.autorecover = all.autorecover || done.value().autorecover;
    }
    return all;
}

/// MOF-76's rule for a locale's name.
bool is_locale(std::string_view text) {
    const bool begins = text.size() > 3 && text.size() <= 8 && base::same_name(text.substr(0, 3), "MS_");
    return begins && text.find_first_not_of("0123456789abcdefABCDEF", 3) == std::string_view::npos;
}

/// Whether a namespace is one of another computer.
bool is_elsewhere(const std::string& ns) {
    const auto path = cim::parse_path(ns, cim::PathForm::Namespace);
    if (!path || !path->server) return false;
    const auto is = [&](std::string_view name) { return base::same_name(*path->server, name); };
    return !is(".") && !is("localhost") && !is("127.0.0.1") && !is("::1") && !is("[::1]") && !is(this_computer());
}

/// root\x of //./root/x, \\localhost\root\x and \root\x, as paths and texts name it; what names another computer, or nothing, stays.
std::string local_name(std::string ns) {
    std::replace(ns.begin(), ns.end(), '/', '\\');
    const auto path = cim::parse_path(ns, cim::PathForm::Namespace);
    if (!path || is_elsewhere(ns)) return ns;
    return cim::print_namespace(*path);
}

class MofCompiler final : public com::Object<MofCompiler, IMofCompiler, IOpenWmiMofCompiler> {
public:
    HRESULT CompileFile(LPWSTR FileName, LPWSTR ServerAndNamespace, LPWSTR User, LPWSTR Authority, LPWSTR Password, LONG lOptionFlags,
                        LONG lClassFlags, LONG lInstanceFlags, WBEM_COMPILE_STATUS_INFO* pInfo) noexcept override {
        return objects::answer("CompileFile", [&]() -> Result<Status> {
            Request request = TRY(read(ServerAndNamespace, lOptionFlags, lClassFlags, lInstanceFlags, pInfo));
            if (!FileName || !*FileName) return Error(Status::InvalidParameter, "FileName must name a file");
            if (const auto refused = check_credentials(request.ns, User, Authority, Password); !refused) return fail(request, argument(refused.error()));
            request.file = com::from_wide(FileName);
            mof::Outcome<mof::Document> document = parse(request, request.file);
            if (!document) return fail(request, document.failure());
            return store(request, *document);
        });
    }

    HRESULT CompileBuffer(long BuffSize, BYTE* pBuffer, LPWSTR ServerAndNamespace, LPWSTR User, LPWSTR Authority, LPWSTR Password,
                          LONG lOptionFlags, LONG lClassFlags, LONG lInstanceFlags, WBEM_COMPILE_STATUS_INFO* pInfo) noexcept override {
        return objects::answer("CompileBuffer", [&]() -> Result<Status> {
            const Request request = TRY(read(ServerAndNamespace, lOptionFlags, lClassFlags, lInstanceFlags, pInfo));
            if (!pBuffer || BuffSize < 0) return Error(Status::InvalidParameter, "pBuffer must hold BuffSize bytes");
            if (const auto refused = check_credentials(request.ns, User, Authority, Password); !refused) return fail(request, argument(refused.error()));
            mof::NoFiles files;
            std::string text(reinterpret_cast<const char*>(pBuffer), static_cast<std::size_t>(BuffSize));
            mof::Outcome<mof::Document> document = mof::parse(std::move(text), "buffer", files, {this_computer()});
            if (!document) return fail(request, document.failure());
            return store(request, *document);
        });
    }

    HRESULT CreateBMOF(LPWSTR TextFileName, LPWSTR BMOFFileName, LPWSTR ServerAndNamespace, LONG lOptionFlags, LONG lClassFlags,
                       LONG lInstanceFlags, WBEM_COMPILE_STATUS_INFO* pInfo) noexcept override {
        return objects::answer("CreateBMOF", [&]() -> Result<Status> {
            const Request request = TRY(read(ServerAndNamespace, lOptionFlags, lClassFlags, lInstanceFlags, pInfo));
            if (!TextFileName || !*TextFileName || !BMOFFileName || !*BMOFFileName)
                return Error(Status::InvalidParameter, "TextFileName and BMOFFileName must name files");
            const mof::Outcome<mof::Document> document = parse(request, com::from_wide(TextFileName));
            if (!document) return fail(request, document.failure());
            const std::string name = com::from_wide(BMOFFileName);
            console_of(request).storing_binary(name);
            TRY(write_file(name, mof::encode_binary(document.value())));
            console_of(request).done();
            return Status::Ok;
        });
    }

    HRESULT SplitFile(LPCWSTR FileName, LPCWSTR ServerAndNamespace, LPCWSTR Amendment, LPCWSTR MofFileName, LPCWSTR MflFileName,
                      LONG lOptionFlags, WBEM_COMPILE_STATUS_INFO* pInfo) noexcept override {
        return objects::answer("SplitFile", [&]() -> Result<Status> {
            const Request request = TRY(read(ServerAndNamespace, lOptionFlags & WBEM_FLAG_CONSOLE_PRINT, 0, 0, pInfo));
            std::string locale = com::from_wide(Amendment);
            if ((lOptionFlags & ~LONG{WBEM_FLAG_CONSOLE_PRINT}) != 0 || !FileName || !*FileName || !MofFileName != !MflFileName)
                return Error(Status::InvalidParameter, "a source, both names of results or neither, and known flags are needed");
            if (!locale.empty() && !is_locale(locale)) return Error(Status::InvalidParameter, "a locale is named like MS_409", locale);
            const mof::Outcome<mof::Document> document = parse(request, com::from_wide(FileName));
            if (!document) return fail(request, document.failure());
            if (locale.empty()) locale = document.value().amendment;
            if (locale.empty())
                return Error(Status::InvalidParameter, "no locale is named, neither by the caller nor by #pragma amendment", com::from_wide(FileName));
            if (MofFileName) {
                const mof::Split split = mof::split_amendment(document.value(), locale, request.ns);
                TRY(write_file(com::from_wide(MofFileName), split.neutral));
                TRY(write_file(com::from_wide(MflFileName), split.localized));
            }
            console_of(request).done();
            return Status::Ok;
        });
    }

private:
    friend class com::Object<MofCompiler, IMofCompiler, IOpenWmiMofCompiler>;
    ~MofCompiler() override = default;

    /// MOF-98: said as an argument's failure, too.
    static Error refuse(WBEM_COMPILE_STATUS_INFO* info, std::string_view sentence) {
        if (info) {
            info->lPhaseError = static_cast<LONG>(mof::Phase::Argument);
            info->hRes = WBEM_E_INVALID_PARAMETER;
        }
        return Error(Status::InvalidParameter, std::string(sentence));
    }

    static Result<Request> read(LPCWSTR ns, LONG options, LONG class_flags, LONG instance_flags, WBEM_COMPILE_STATUS_INFO* info) {
        if (info) *info = {};
        constexpr LONG kCreateOrUpdate = WBEM_FLAG_CREATE_ONLY | WBEM_FLAG_UPDATE_ONLY;
        constexpr LONG kClassFlags = kCreateOrUpdate | WBEM_FLAG_UPDATE_SAFE_MODE | WBEM_FLAG_UPDATE_FORCE_MODE;
        if ((options & ~kOptions) != 0 || (class_flags & ~kClassFlags) != 0 || (instance_flags & ~kCreateOrUpdate) != 0)
            return refuse(info, "a flag is not known here");
        constexpr LONG kUpdateModes = WBEM_FLAG_UPDATE_SAFE_MODE | WBEM_FLAG_UPDATE_FORCE_MODE;
        if ((class_flags & kCreateOrUpdate) == kCreateOrUpdate || (class_flags & kUpdateModes) == kUpdateModes || (instance_flags & kCreateOrUpdate) == kCreateOrUpdate)
            return refuse(info, "flags contradict one another: create only and update only, or safe and force");
        Request request{local_name(com::from_wide(ns)), {}, options, class_flags, instance_flags, info};
        if (request.ns.empty()) request.ns = kDefaultNamespace;
        return request;
    }

    /// MOF-92. Of another computer it is the connection that fails.
    static Result<void> check_credentials(const std::string& ns, LPWSTR user, LPWSTR authority, LPWSTR password) {
        if (is_elsewhere(ns)) return {};
        for (const LPWSTR one : {user, authority, password})
            if (one && *one) return Error(Status::LocalCredentials, "credentials cannot be given for this computer");
        return {};
    }

    static Result<Status> store(const Request& request, const mof::Document& document) {
        const Console console = console_of(request);
        if ((request.options & WBEM_FLAG_CHECK_ONLY) != 0) {
            console.checked();
            return Status::Ok;
        }
        console.storing();
        const bool is_split = (request.options & WBEM_FLAG_SPLIT_FILES) != 0;
        const mof::Outcome<mof::Summary> done = is_split ? compile_split(request, document) : compile(open_house, request, document);
        if (!done) return fail(request, done.failure());
        const bool is_asked = done.value().autorecover || (request.options & WBEM_FLAG_AUTORECOVER) != 0;
        if (is_asked) {
            TRY(list(request));
        } else if (!request.file.empty()) {
            console.not_listed(request.file);
        }
        console.done();
        return is_asked ? Status::Ok : objects::to_status(kNotListed);
    }

    /// MOF-74: by its full path, and files only.
    static Result<void> list(const Request& request) {
        if (request.file.empty() || (request.options & WBEM_FLAG_DONT_ADD_TO_LIST) != 0) return {};
        std::error_code failed;
        const std::filesystem::path full = std::filesystem::canonical(request.file, failed);
        if (failed) return Error(Status::NotFound, "the file has gone since it was compiled, so it is not on the autorecover list", request.file);
        const api::HousePtr house = TRY(open_house());
        return house->list_autorecover(full.string());
    }
};

}  // namespace

com::com_ptr<IMofCompiler> make_mof_compiler() { return com::make<MofCompiler>(); }

Result<void> compile_again(const api::OpenHouse& open, const std::string& file) {
    Request request;
    request.ns = kDefaultNamespace;
    const mof::Outcome<mof::Document> document = parse(request, file);
    const mof::Outcome<mof::Summary> done = document ? compile(open, request, document.value()) : document.failure();
    if (done) return {};
    return Error(done.failure().status, sentence_of(done.failure()), file);
}

}  // namespace wmi::landing
