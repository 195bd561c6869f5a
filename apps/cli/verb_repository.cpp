// backup, restore, check, info: the repository as a whole.
#include "failure.h"
#include "names.h"
#include "output.h"
#include "place.h"
#include "progress.h"
#include "session.h"
#include "text.h"
#include "verbs.h"

#include <filesystem>
#include <iostream>

#include <comdef.h>
#include <openwmi_repository.h>

namespace cli {
namespace {

template <class Interface>
ComPtr<Interface> make(const CLSID& of, const char* what) {
    check(CoInitializeEx(nullptr, COINIT_MULTITHREADED), "starting COM");
    ComPtr<Interface> made;
    check(CoCreateInstance(of, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(made.GetAddressOf())), what);
    return made;
}

/// Shows what Check reports now and then; lives on the stack of the call.
class ShownProgress final : public IWbemObjectSink {
public:
    explicit ShownProgress(Progress& progress) : progress_(progress) {}

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override { return --references_; }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        if (!ppv) return E_POINTER;
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) override { return WBEM_S_NO_ERROR; }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR, IWbemClassObject*) override {
        if (lFlags != WBEM_STATUS_PROGRESS) return WBEM_S_NO_ERROR;
        const auto packed = static_cast<std::uint32_t>(hResult);
        progress_.set_total(packed >> 16U);
        progress_.set(packed & 0xFFFFU);
        return WBEM_S_NO_ERROR;
    }

private:
    Progress& progress_;
    ULONG references_ = 1;
};

void print_findings(SAFEARRAY* findings) {
    for (const std::string& finding : take_names(findings)) std::cerr << "wmi: " << printable(finding) << "\n";
}

void print_facts(const Options& options, IWbemClassObject* facts) {
    Printer printer(options, false);
    printer.print(to_json(facts, SystemProperties::Omit));
}

}  // namespace

int run_backup(const Options& options, const std::string& file) {
    need_repository();
    if (options.what_if) {
        std::cout << "would copy the repository to " << file << "\n";
        return kDone;
    }
    const auto backup = make<IWbemBackupRestore>(CLSID_WbemBackupRestore, "preparing a backup");
    check(backup->Backup(wide(std::filesystem::absolute(file).string()).c_str(), WBEM_FLAG_BACKUP_RESTORE_DEFAULT), "backing up to '" + file + "'");
    std::cerr << "wmi: backed up to " << file << " (" << std::filesystem::file_size(file) << " bytes)\n";
    return kDone;
}

int run_restore(const Options& options, const std::string& file, bool force) {
    if (options.what_if) {
        std::cout << "would replace everything in the repository by " << file << "\n";
        return kDone;
    }
    const auto backup = make<IWbemBackupRestore>(CLSID_WbemBackupRestore, "preparing a restore");
    check(backup->Restore(wide(std::filesystem::absolute(file).string()).c_str(),
                          force ? WBEM_FLAG_BACKUP_RESTORE_FORCE_SHUTDOWN : WBEM_FLAG_BACKUP_RESTORE_DEFAULT),
          "restoring '" + file + "'");
    std::cerr << "wmi: restored from " << file << "\n";
    return kDone;
}

int run_check(const Options& options) {
    need_repository();
    const auto repository = make<IOpenWmiRepository>(CLSID_OpenWmiRepository, "opening the repository");
    ComPtr<IWbemClassObject> report;
    SAFEARRAY* findings = nullptr;
    HRESULT status = S_OK;
    {
        Progress progress("checking");
        ShownProgress shown(progress);
        status = repository->Check(&shown, report.GetAddressOf(), &findings);
    }
    check(status, "checking the repository");
    if (findings) print_findings(findings);
    print_facts(options, report.Get());
    return status == WBEM_S_FALSE ? kWbemError : kDone;
}

int run_info(const Options& options) {
    need_repository();
    const auto repository = make<IOpenWmiRepository>(CLSID_OpenWmiRepository, "opening the repository");
    ComPtr<IWbemClassObject> facts;
    check(repository->GetInfo(facts.GetAddressOf()), "reading the repository's facts");
    print_facts(options, facts.Get());
    return kDone;
}

}  // namespace cli
