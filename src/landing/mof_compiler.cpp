#include "landing/internal/mof_compiler.h"

#include "api/house.h"
#include "com/object.h"
#include "com/text.h"
#include "landing/internal/mof_target.h"
#include "landing/internal/root.h"
#include "mof/document_text.h"
#include "mof/parser.h"
#include "objects/answer.h"

#include <cstdio>
#include <fstream>
#include <unistd.h>

namespace wmi::landing {

using base::Error;
using base::Result;
using base::Status;

namespace {

constexpr LONG kOptions = WBEM_FLAG_CHECK_ONLY | WBEM_FLAG_AUTORECOVER | WBEM_FLAG_WMI_CHECK | WBEM_FLAG_CONSOLE_PRINT |
                          WBEM_FLAG_DONT_ADD_TO_LIST | WBEM_FLAG_STORE_FILE;
constexpr HRESULT kNotListed = 2;  // MOF-97: compiled, but nothing asks to compile it again

/// What a caller said beside the text.
struct Request {
    std::string ns;
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

void print(const Request& request, const mof::Failure& failure) {
    if ((request.options & WBEM_FLAG_CONSOLE_PRINT) == 0) return;
    const auto code = static_cast<unsigned>(failure.status);
    if (failure.phase == mof::Phase::Store)
        std::printf("An error occurred while processing item %u defined on lines %u - %u in file %s:\n0x%08x: %s\n", failure.object,
                    failure.first_line, failure.last_line, failure.file.c_str(), code, failure.sentence.c_str());
    else if (failure.phase == mof::Phase::Parse)
        std::printf("%s (%u): error SYNTAX 0X%x: %s\n", failure.file.c_str(), failure.place.line, code, failure.sentence.c_str());
    std::printf("Compiler returned error 0x%08x\n", code);
}

Status fail(const Request& request, const mof::Failure& failure) {
    print(request, failure);
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

class MofCompiler final : public com::Object<MofCompiler, IMofCompiler> {
public:
    HRESULT CompileFile(LPWSTR FileName, LPWSTR ServerAndNamespace, LPWSTR User, LPWSTR Authority, LPWSTR Password, LONG lOptionFlags,
                        LONG lClassFlags, LONG lInstanceFlags, WBEM_COMPILE_STATUS_INFO* pInfo) noexcept override {
        return objects::answer("CompileFile", [&]() -> Result<Status> {
            const Request request = TRY(read(ServerAndNamespace, lOptionFlags, lClassFlags, lInstanceFlags, pInfo));
            if (!FileName || !*FileName) return Error(Status::InvalidParameter, "FileName must name a file");
            if (const auto refused = check_credentials(User, Authority, Password); !refused) return fail(request, argument(refused.error()));
            mof::DiskFiles files;
            mof::Outcome<mof::Document> document = mof::parse_file(com::from_wide(FileName), files, {this_computer()});
            if (!document) return fail(request, document.failure());
            return store(request, *document);
        });
    }

    HRESULT CompileBuffer(long BuffSize, BYTE* pBuffer, LPWSTR ServerAndNamespace, LPWSTR User, LPWSTR Authority, LPWSTR Password,
                          LONG lOptionFlags, LONG lClassFlags, LONG lInstanceFlags, WBEM_COMPILE_STATUS_INFO* pInfo) noexcept override {
        return objects::answer("CompileBuffer", [&]() -> Result<Status> {
            const Request request = TRY(read(ServerAndNamespace, lOptionFlags, lClassFlags, lInstanceFlags, pInfo));
            if (!pBuffer || BuffSize < 0) return Error(Status::InvalidParameter, "pBuffer must hold BuffSize bytes");
            if (const auto refused = check_credentials(User, Authority, Password); !refused) return fail(request, argument(refused.error()));
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
            mof::DiskFiles files;
            mof::Outcome<mof::Document> document = mof::parse_file(com::from_wide(TextFileName), files, {this_computer()});
            if (!document) return fail(request, document.failure());
            const std::string name = com::from_wide(BMOFFileName);
            std::ofstream file(name, std::ios::binary | std::ios::trunc);
            const std::string bytes = mof::encode_binary(*document);
            file.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
            if (!file) return Error(Status::Failed, "the binary MOF could not be written", name);
            return Status::Ok;
        });
    }

private:
    friend class com::Object<MofCompiler, IMofCompiler>;
    ~MofCompiler() override = default;

    static Result<Request> read(LPWSTR ns, LONG options, LONG class_flags, LONG instance_flags, WBEM_COMPILE_STATUS_INFO* info) {
        if (info) *info = {};
        constexpr LONG kCreateOrUpdate = WBEM_FLAG_CREATE_ONLY | WBEM_FLAG_UPDATE_ONLY;
        constexpr LONG kClassFlags = kCreateOrUpdate | WBEM_FLAG_UPDATE_SAFE_MODE | WBEM_FLAG_UPDATE_FORCE_MODE;
        if ((options & ~kOptions) != 0 || (class_flags & ~kClassFlags) != 0 || (instance_flags & ~kCreateOrUpdate) != 0)
            return Error(Status::InvalidParameter, "a flag is not known here");
        Request request{com::from_wide(ns), options, class_flags, instance_flags, info};
        if (request.ns.empty()) request.ns = "root\\default";
        return request;
    }

    /// MOF-92.
    static Result<void> check_credentials(LPWSTR user, LPWSTR authority, LPWSTR password) {
        for (const LPWSTR one : {user, authority, password})
            if (one && *one) return Error(Status::LocalCredentials, "credentials cannot be given for this computer");
        return {};
    }

    static Result<Status> store(const Request& request, const mof::Document& document) {
        if ((request.options & WBEM_FLAG_CHECK_ONLY) != 0) return Status::Ok;
        MofTarget target(api::make_locator(open_house));
        if (const auto connected = target.connect(request.ns); !connected) return fail(request, argument(connected.error()));
        mof::CompileOptions options;
        options.default_namespace = request.ns;
        options.class_flags = static_cast<std::uint32_t>(request.class_flags);
        options.instance_flags = static_cast<std::uint32_t>(request.instance_flags);
        const mof::Outcome<mof::Summary> done = mof::compile(document, target, options);
        if (!done) return fail(request, done.failure());
        const bool is_listed = done.value().autorecover || (request.options & WBEM_FLAG_AUTORECOVER) != 0;
        return is_listed ? Status::Ok : objects::to_status(kNotListed);
    }
};

}  // namespace

com::com_ptr<IMofCompiler> make_mof_compiler() { return com::make<MofCompiler>(); }

}  // namespace wmi::landing
