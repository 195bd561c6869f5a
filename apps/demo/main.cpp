// The demonstration: this machine's processes, mounts, interfaces, packages and files as instances in a repository of its own,
// put asynchronously, updated in part while a subscription listens, enumerated and cancelled midway. Everything it says it has measured in this run.
#include "machine.h"

#include "../cli/bulk_put.h"
#include "../cli/failure.h"
#include "../cli/progress.h"
#include "../cli/session.h"
#include "../cli/standard_io.h"
#include "../cli/text.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <set>

#include <comdef.h>
#include <openwmi_repository.h>
#include <wbemidl.h>

namespace {

using cli::check;
using cli::ComPtr;
using cli::wide;
using Steady = std::chrono::steady_clock;

constexpr std::uint64_t kLeastInstances = 20'000;
constexpr std::uint64_t kMostFiles = 250'000;

double seconds_since(Steady::time_point begun) { return std::chrono::duration<double>(Steady::now() - begun).count(); }

std::string datetime(std::time_t when) {
    std::tm parts{};
    gmtime_r(&when, &parts);
    char text[64];
    std::snprintf(text, sizeof text, "%04d%02d%02d%02d%02d%02d.000000+000", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                  parts.tm_min, parts.tm_sec);
    return text;
}

/// Spawns instances of one class and sets properties by their C++ types.
class Maker {
public:
    Maker(const cli::Session& session, const std::string& class_name) : definition_(session.get_object(class_name)) {}

    void begin() { check(definition_->SpawnInstance(0, instance_.ReleaseAndGetAddressOf()), "making an instance"); }

    void set(const wchar_t* name, const std::string& text) { put(name, _variant_t(wide(text).c_str())); }

    void set(const wchar_t* name, std::uint32_t number) {
        _variant_t value;
        V_VT(&value) = VT_I4;
        V_I4(&value) = static_cast<LONG>(number);
        put(name, value);
    }

    void set(const wchar_t* name, std::uint64_t number) { set(name, std::to_string(number)); }  // 64 bits travel as text

    void set(const wchar_t* name, bool truth) { put(name, _variant_t(truth)); }

    void set(const wchar_t* name, const std::vector<std::string>& list) {
        SAFEARRAY* array = SafeArrayCreateVector(VT_BSTR, 0, static_cast<ULONG>(list.size()));
        _variant_t value;
        V_VT(&value) = VT_ARRAY | VT_BSTR;
        V_ARRAY(&value) = array;
        for (LONG i = 0; i < static_cast<LONG>(list.size()); ++i) {
            const _bstr_t text(wide(list[static_cast<std::size_t>(i)]).c_str());
            check(SafeArrayPutElement(array, &i, static_cast<BSTR>(text)), "building an array");
        }
        put(name, value);
    }

    [[nodiscard]] IWbemClassObject* instance() const { return instance_.Get(); }

private:
    void put(const wchar_t* name, _variant_t value) { check(instance_->Put(name, 0, &value, 0), "setting " + cli::narrow(name)); }

    ComPtr<IWbemClassObject> definition_, instance_;
};

class Demonstration {
public:
    Demonstration(const cli::Options& options) : session_(options) {}

    void run(const std::string& mof) {
        compile(mof);
        put_everything();
        update_packages();
        cancel_midway();
        ask();
        show();
    }

private:
    void compile(const std::string& file) {
        const auto begun = Steady::now();
        ComPtr<IMofCompiler> compiler;
        check(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf())), "making a compiler");
        std::wstring name = wide(file);
        WBEM_COMPILE_STATUS_INFO info{};
        const HRESULT status = compiler->CompileFile(name.data(), nullptr, nullptr, nullptr, nullptr, WBEM_FLAG_DONT_ADD_TO_LIST, 0, 0, &info);
        check(FAILED(info.hRes) ? info.hRes : status, "compiling " + file + ", line " + std::to_string(info.FirstLine));
        std::printf("1. compiled %s in %.0f ms\n", file.c_str(), seconds_since(begun) * 1000);
    }

    void put_everything() {
        const auto begun = Steady::now();
        std::printf("2. putting this machine, asynchronously, each put durable before it is reported:\n");
        cli::BulkPut puts(session_.get(), WBEM_FLAG_CREATE_OR_UPDATE, 4096,
                          [](const std::string& what, const std::string& why) { std::fprintf(stderr, "%s: %s\n", what.c_str(), why.c_str()); });
        cli::Progress progress("putting");
        const auto begin = [&](Maker& maker, const std::string& caption) {
            maker.begin();
            maker.set(L"Caption", caption);
            maker.set(L"Seen", now_);
        };
        const auto end = [&](Maker& maker, const std::string& what) {
            puts.put(maker.instance(), what);
            progress.set(puts.totals().stored);
        };
        Maker process(session_, "Demo_Process");
        const auto processes = demo::processes();
        for (const auto& one : processes) {
            begin(process, one.name);
            process.set(L"ProcessId", one.id);
            process.set(L"Name", one.name);
            process.set(L"CommandLine", one.command_line);
            process.set(L"ParentProcessId", one.parent);
            process.set(L"WorkingSetSize", one.resident_bytes);
            process.set(L"Threads", std::uint32_t{one.threads});
            process.set(L"State", one.state);
            end(process, "process " + one.name);
        }
        Maker mount(session_, "Demo_Mount");
        const auto mounts = demo::mounts();
        for (const auto& one : mounts) {
            begin(mount, one.point + " from " + one.source);
            mount.set(L"MountPoint", one.point);
            mount.set(L"Source", one.source);
            mount.set(L"FileSystem", one.type);
            mount.set(L"Options", one.options);
            mount.set(L"Capacity", one.capacity);
            mount.set(L"FreeSpace", one.free);
            end(mount, "mount " + one.point);
        }
        Maker port(session_, "Demo_NetworkInterface");
        const auto interfaces = demo::interfaces();
        for (const auto& one : interfaces) {
            begin(port, one.name);
            port.set(L"Name", one.name);
            port.set(L"Address", one.address);
            port.set(L"Mtu", one.mtu);
            port.set(L"IsUp", one.is_up);
            end(port, "interface " + one.name);
        }
        Maker package(session_, "Demo_Package");
        packages_ = demo::packages();
        for (const auto& one : packages_) {
            begin(package, one.caption);
            package.set(L"Name", one.name);
            package.set(L"Architecture", one.architecture);
            package.set(L"Version", one.version);
            package.set(L"Section", one.section);
            package.set(L"InstalledSize", one.installed_bytes);
            end(package, "package " + one.name);
        }
        Maker file(session_, "Demo_File");
        const std::uint64_t others = processes.size() + mounts.size() + interfaces.size() + packages_.size();
        put_files([&](const demo::File& one) {
            begin(file, std::filesystem::path(one.path).filename());
            file.set(L"Path", one.path);
            file.set(L"Size", static_cast<std::uint64_t>(one.facts.st_size));
            file.set(L"Mode", static_cast<std::uint32_t>(one.facts.st_mode));
            file.set(L"Owner", static_cast<std::uint32_t>(one.facts.st_uid));
            file.set(L"Modified", datetime(one.facts.st_mtime));
            file.set(L"IsLink", S_ISLNK(one.facts.st_mode) != 0);
            end(file, "file " + one.path);
        }, others);
        const auto totals = puts.wait();
        progress.clear();
        const double seconds = seconds_since(begun);
        std::printf("   %zu processes, %zu mounts, %zu network interfaces, %zu packages, %llu files\n", processes.size(), mounts.size(),
                    interfaces.size(), packages_.size(), static_cast<unsigned long long>(files_));
        std::printf("   %llu stored, %llu failed, in %.2f s: %.0f a second (reading the machine included)\n",
                    static_cast<unsigned long long>(totals.stored), static_cast<unsigned long long>(totals.failed), seconds,
                    static_cast<double>(totals.stored) / seconds);
        if (totals.failed != 0) throw cli::Failure(cli::kWbemError, "some puts failed");
        tell_what_is_there(totals.stored);
    }

    /// String keys are compared without case, so two paths that differ in case only are one instance.
    void tell_what_is_there(std::uint64_t stored) const {
        ComPtr<IOpenWmiRepository> repository;
        ComPtr<IWbemClassObject> facts;
        check(CoCreateInstance(CLSID_OpenWmiRepository, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(repository.GetAddressOf())), "opening the repository");
        check(repository->GetInfo(facts.GetAddressOf()), "reading the repository's facts");
        _variant_t count;
        check(facts->Get(L"Instances", 0, &count, nullptr, nullptr), "reading the repository's facts");
        const std::uint64_t there = std::strtoull(cli::narrow(V_BSTR(&count)).c_str(), nullptr, 10);
        std::printf("   the repository holds %llu instances", static_cast<unsigned long long>(there));
        if (there < stored)
            std::printf(" (%llu puts wrote one again: keys that differ in case only are the same key)",
                        static_cast<unsigned long long>(stored - there));
        std::printf("\n");
    }

    template <class Visit>
    void put_files(Visit&& visit, std::uint64_t others) {
        const auto take = [&](const demo::File& file) {
            visit(file);
            return ++files_ < kMostFiles;
        };
        for (const char* folder : {"/usr/share/doc", "/usr/lib"}) demo::for_each_file(folder, take);
        for (const char* folder : {"/usr/share", "/usr/bin", "/etc", "/usr/include", "/var/lib", "/opt"}) {
            if (files_ + others >= kLeastInstances) break;
            std::printf("   fewer than %llu so far: also %s\n", static_cast<unsigned long long>(kLeastInstances), folder);
            demo::for_each_file(folder, take);
        }
    }

    void update_packages() {
        ComPtr<IEnumWbemClassObject> events;
        const _bstr_t changes(L"SELECT * FROM __InstanceModificationEvent WHERE TargetInstance ISA 'Demo_Package' AND TargetInstance.Reviewed <> PreviousInstance.Reviewed");
        check(session_->ExecNotificationQuery(_bstr_t(L"WQL"), changes, WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, events.GetAddressOf()),
              "subscribing");
        const auto begun = Steady::now();
        cli::BulkPut puts(session_.get(), WBEM_FLAG_UPDATE_ONLY, 4096,
                          [](const std::string& what, const std::string& why) { std::fprintf(stderr, "%s: %s\n", what.c_str(), why.c_str()); });
        const auto context = cli::context_for_partial_put({"Reviewed"});
        Maker package(session_, "Demo_Package");
        for (const auto& one : packages_) {
            package.begin();
            package.set(L"Name", one.name);
            package.set(L"Architecture", one.architecture);
            package.set(L"Reviewed", true);
            puts.put(package.instance(), "package " + one.name, context.Get());
        }
        const auto totals = puts.wait();
        std::printf("3. partial update: Reviewed = TRUE on %llu packages, nothing else of them written: %.0f a second, %llu failed\n",
                    static_cast<unsigned long long>(totals.stored), static_cast<double>(totals.stored) / seconds_since(begun),
                    static_cast<unsigned long long>(totals.failed));
        tell_what_was_heard(events.Get(), totals.stored);
        std::uint64_t kept = 0;
        session_.for_each_instance("Demo_Package", 0, nullptr, [&](IWbemClassObject* object) {
            _variant_t reviewed, version;
            check(object->Get(L"Reviewed", 0, &reviewed, nullptr, nullptr), "reading Reviewed");
            check(object->Get(L"Version", 0, &version, nullptr, nullptr), "reading Version");
            if (V_BOOL(&reviewed) != VARIANT_FALSE && V_VT(&version) == VT_BSTR && cli::narrow(V_BSTR(&version)) != "unknown") ++kept;
            return true;
        });
        std::printf("   read back: %llu of them are reviewed and kept their versions\n", static_cast<unsigned long long>(kept));
    }

    /// Of a subscription that stood while the packages were updated.
    static void tell_what_was_heard(IEnumWbemClassObject* events, std::uint64_t expected) {
        std::uint64_t heard = 0;
        HRESULT status = WBEM_S_NO_ERROR;
        while (heard < expected && status == WBEM_S_NO_ERROR) {
            ComPtr<IWbemClassObject> event;
            ULONG count = 0;
            status = events->Next(5'000, 1, event.GetAddressOf(), &count);
            heard += count;
        }
        std::printf("   a subscription heard of %llu of these changes, each with the package before and after%s\n", static_cast<unsigned long long>(heard),
                    status == static_cast<HRESULT>(WBEM_E_QUEUE_OVERFLOW) ? " (the rest was more than its queue holds)" : "");
    }

    /// Counts what arrives; asks to be cancelled when half has.
    class HalfSink final : public IWbemObjectSink {
    public:
        explicit HalfSink(std::uint64_t half) : half_(half) {}

        ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
        ULONG STDMETHODCALLTYPE Release() override { return --references_; }  // lives on the stack

        HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
            if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return *ppv = nullptr, E_NOINTERFACE;
            *ppv = static_cast<IWbemObjectSink*>(this);
            AddRef();
            return S_OK;
        }

        HRESULT STDMETHODCALLTYPE Indicate(LONG lObjectCount, IWbemClassObject**) override {
            arrived_ += static_cast<std::uint64_t>(lObjectCount);
            arrived_.notify_all();
            return WBEM_S_NO_ERROR;
        }

        HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR, IWbemClassObject*) override {
            if (lFlags != WBEM_STATUS_COMPLETE) return WBEM_S_NO_ERROR;
            final_ = hResult;
            ++finals_;
            finals_.notify_all();
            arrived_ += kEnded;
            arrived_.notify_all();
            return WBEM_S_NO_ERROR;
        }

        void wait_for_half() const {
            for (std::uint64_t seen = arrived_; seen < half_; seen = arrived_) arrived_.wait(seen);
        }

        void wait_for_end() const { finals_.wait(0); }

        [[nodiscard]] std::uint64_t arrived() const { return arrived_ % kEnded; }
        [[nodiscard]] int finals() const { return finals_; }
        [[nodiscard]] HRESULT final_status() const { return final_; }
        [[nodiscard]] ULONG references() const { return references_; }

    private:
        static constexpr std::uint64_t kEnded = std::uint64_t{1} << 40;
        std::uint64_t half_;
        std::atomic<ULONG> references_ = 1;
        std::atomic<std::uint64_t> arrived_ = 0;
        std::atomic<int> finals_ = 0;
        std::atomic<HRESULT> final_ = 0;
    };

    void cancel_midway() {
        HalfSink sink(files_ / 2);
        check(session_->CreateInstanceEnumAsync(_bstr_t(L"Demo_File"), 0, nullptr, &sink), "enumerating files");
        sink.wait_for_half();
        const auto begun = Steady::now();
        const HRESULT cancelled = session_->CancelAsyncCall(&sink);
        sink.wait_for_end();
        const double milliseconds = seconds_since(begun) * 1000;
        std::printf("4. enumerated the files asynchronously and cancelled midway: %llu of %llu had arrived,\n"
                    "   %d final status, %s, %.2f ms after the cancel (CancelAsyncCall itself: 0x%08X)\n",
                    static_cast<unsigned long long>(sink.arrived()), static_cast<unsigned long long>(files_), sink.finals(),
                    cli::describe_status(sink.final_status()).c_str(), milliseconds, static_cast<unsigned>(cancelled));
    }

    /// A key's beginning is a range of keys; anything else tests each record where it lies.
    void ask() {
        std::printf("5. queries:\n");
        for (const char* query : {"SELECT Name, Version FROM Demo_Package WHERE Name LIKE 'lib%'", "SELECT Path FROM Demo_File WHERE Size > 1000000"}) {
            const auto begun = Steady::now();
            std::uint64_t found = 0;
            session_.for_each_row(query, [&](IWbemClassObject*) { return ++found, true; });
            std::printf("   %s\n   %llu found in %.1f ms\n", query, static_cast<unsigned long long>(found), seconds_since(begun) * 1000);
        }
    }

    void show() {
        std::printf("6. a few of them:\n\n");
        int left = 2;
        const auto print = [&](IWbemClassObject* object) {
            BSTR text = nullptr;
            check(object->GetObjectText(0, &text), "printing");
            std::printf("%s\n", cli::narrow(text).c_str());
            SysFreeString(text);
            return --left > 0;
        };
        session_.for_each_instance("Demo_Package", 0, nullptr, print);
        left = 1;
        session_.for_each_instance("Demo_Mount", 0, nullptr, print);
    }

    cli::Session session_;
    const std::string now_ = datetime(std::time(nullptr));
    std::vector<demo::Package> packages_;
    std::uint64_t files_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    cli::hold_standard_places();
    if (argc != 2) {
        std::fputs("usage: openwmi-demo FILE.mof   (OPENWMI_STORE names the repository's folder)\n", stderr);
        return cli::kUsage;
    }
    try {
        std::setvbuf(stdout, nullptr, _IOLBF, 0);
        Demonstration(cli::Options{}).run(argv[1]);
        return 0;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "openwmi-demo: %s\n", failure.what());
        return 1;
    }
}
