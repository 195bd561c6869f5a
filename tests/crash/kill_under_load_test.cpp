// kill -9 at random moments under put load, through the public surface: every acknowledged put is there and whole, partial
// updates that were acknowledged are not undone, and reopening needs no repair (PUT-35, PUT-53, CANCEL-16).
// The writer is this program again (--writer); it tells what was acknowledged through a pipe.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <comdef.h>
#include <openwmi_repository.h>
#include <wbemidl.h>
#include <wrl/client.h>

using Microsoft::WRL::ComPtr;

namespace {

constexpr std::uint32_t kUpdated = 0x80000000U;  // in an acknowledgement: the partial update of this instance

struct Connection {
    ComPtr<IWbemServices> services;
    ComPtr<IWbemClassObject> definition;
};

void must(HRESULT status, const char* what) {
    if (SUCCEEDED(status)) return;
    std::fprintf(stderr, "%s: 0x%08X\n", what, static_cast<unsigned>(status));
    std::abort();
}

void put_property(IWbemClassObject* definition, const wchar_t* name, CIMTYPE type) {
    must(definition->Put(name, 0, nullptr, type), "adding a property");
}

void make_class(IWbemServices* services) {
    ComPtr<IWbemClassObject> fresh;
    must(services->GetObject(nullptr, 0, nullptr, fresh.GetAddressOf(), nullptr), "an empty class");
    _variant_t name(L"Crash_Item");
    must(fresh->Put(L"__CLASS", 0, &name, 0), "naming the class");
    put_property(fresh.Get(), L"Id", CIM_UINT32);
    put_property(fresh.Get(), L"Text", CIM_STRING);
    put_property(fresh.Get(), L"Mark", CIM_UINT32);
    put_property(fresh.Get(), L"Previous", CIM_REFERENCE);
    ComPtr<IWbemQualifierSet> qualifiers;
    must(fresh->GetPropertyQualifierSet(L"Id", qualifiers.GetAddressOf()), "qualifiers");
    _variant_t yes(true);
    must(qualifiers->Put(L"key", &yes, 0), "the key");
    const HRESULT status = services->PutClass(fresh.Get(), WBEM_FLAG_CREATE_OR_UPDATE, nullptr, nullptr);
    must(status, "putting the class");
}

Connection connect() {
    Connection made;
    ComPtr<IWbemLocator> locator;
    must(CoInitializeEx(nullptr, COINIT_MULTITHREADED), "CoInitializeEx");
    must(CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf())), "locator");
    must(locator->ConnectServer(_bstr_t(L"root\\cimv2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, made.services.GetAddressOf()),
         "ConnectServer");
    if (FAILED(made.services->GetObject(_bstr_t(L"Crash_Item"), 0, nullptr, made.definition.GetAddressOf(), nullptr))) {
        make_class(made.services.Get());
        must(made.services->GetObject(_bstr_t(L"Crash_Item"), 0, nullptr, made.definition.GetAddressOf(), nullptr), "the class");
    }
    return made;
}

/// Long enough to spread over several places of a page, and told by the number.
std::wstring text_of(std::uint32_t id) { return std::wstring(20 + id % 700, static_cast<wchar_t>(L'a' + id % 26)) + std::to_wstring(id); }

_variant_t number(std::uint32_t value) {
    _variant_t made;
    V_VT(&made) = VT_I4;
    V_I4(&made) = static_cast<LONG>(value);
    return made;
}

/// Tells the number when its put has ended well; one object a call.
class Acknowledger final : public IWbemObjectSink {
public:
    Acknowledger(int pipe, std::uint32_t id, std::atomic<int>& in_flight) : pipe_(pipe), id_(id), in_flight_(in_flight) {}

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0) delete this;
        return left;
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) override { return WBEM_S_NO_ERROR; }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT hResult, BSTR, IWbemClassObject*) override {
        if (SUCCEEDED(hResult)) {
            if (write(pipe_, &id_, sizeof id_) != static_cast<ssize_t>(sizeof id_)) std::abort();
        }
        --in_flight_;
        in_flight_.notify_all();
        return WBEM_S_NO_ERROR;
    }

private:
    std::atomic<ULONG> references_ = 1;
    int pipe_;
    std::uint32_t id_;
    std::atomic<int>& in_flight_;
};

ComPtr<IWbemContext> only_mark() {
    ComPtr<IWbemContext> context;
    must(CoCreateInstance(CLSID_WbemContext, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(context.GetAddressOf())), "context");
    _variant_t yes(true), names;
    SAFEARRAY* list = SafeArrayCreateVector(VT_BSTR, 0, 1);
    LONG first = 0;
    must(SafeArrayPutElement(list, &first, static_cast<BSTR>(_bstr_t(L"Mark"))), "list");
    V_VT(&names) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&names) = list;
    must(context->SetValue(L"__PUT_EXTENSIONS", 0, &yes), "context");
    must(context->SetValue(L"__PUT_EXT_PROPERTIES", 0, &names), "context");
    return context;
}

/// Puts and updates until it is killed.
[[noreturn]] void run_writer(int pipe, std::uint32_t first) {
    const Connection connection = connect();
    const auto context = only_mark();
    std::atomic<int> in_flight = 0;
    for (std::uint32_t id = first;; ++id) {
        for (int now = in_flight; now >= 256; now = in_flight) in_flight.wait(now);
        ComPtr<IWbemClassObject> item;
        must(connection.definition->SpawnInstance(0, item.GetAddressOf()), "spawn");
        _variant_t key = number(id), text(text_of(id).c_str()), mark = number(id ^ 0x5A5A);
        must(item->Put(L"Id", 0, &key, 0), "Id");
        must(item->Put(L"Text", 0, &text, 0), "Text");
        _variant_t previous((L"Crash_Item.Id=" + std::to_wstring(id - 1)).c_str());
        must(item->Put(L"Previous", 0, &previous, 0), "Previous");
        ++in_flight;
        ComPtr<IWbemObjectSink> sink;
        sink.Attach(new Acknowledger(pipe, id, in_flight));
        HRESULT status = connection.services->PutInstanceAsync(item.Get(), 0, nullptr, sink.Get());
        if (status == static_cast<HRESULT>(WBEM_E_SERVER_TOO_BUSY)) --in_flight;
        if (id % 3 != 0 || FAILED(status)) continue;
        must(item->Put(L"Mark", 0, &mark, 0), "Mark");
        ++in_flight;
        sink.Attach(new Acknowledger(pipe, id | kUpdated, in_flight));
        status = connection.services->PutInstanceAsync(item.Get(), WBEM_FLAG_UPDATE_ONLY, context.Get(), sink.Get());
        if (FAILED(status)) --in_flight;
    }
}

struct Round {
    std::vector<std::uint32_t> acknowledged;
};

Round run_and_kill(std::uint32_t first, std::chrono::microseconds life) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), 0) != 0) throw std::runtime_error("pipe");
    const std::string fd = std::to_string(ends[1]), from = std::to_string(first);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        execl("/proc/self/exe", "kill_under_load", "--writer", fd.c_str(), from.c_str(), nullptr);
        _exit(127);
    }
    close(ends[1]);
    std::thread killer([&] {
        std::this_thread::sleep_for(life);  // the moment of death: random, not a wait for something
        kill(child, SIGKILL);
    });
    Round round;
    for (std::uint32_t id = 0; read(ends[0], &id, sizeof id) == static_cast<ssize_t>(sizeof id);) round.acknowledged.push_back(id);
    killer.join();
    int status = 0;
    waitpid(child, &status, 0);
    close(ends[0]);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the writer ended by itself: " << status;
    return round;
}

struct Stored {
    std::wstring text;
    bool has_mark = false;
    std::uint32_t mark = 0;
};

std::map<std::uint32_t, Stored> read_all(const Connection& connection) {
    std::map<std::uint32_t, Stored> all;
    ComPtr<IEnumWbemClassObject> objects;
    must(connection.services->CreateInstanceEnum(_bstr_t(L"Crash_Item"), WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr,
                                                 objects.GetAddressOf()),
         "enumerating");
    for (;;) {
        ComPtr<IWbemClassObject> item;
        ULONG count = 0;
        const HRESULT status = objects->Next(WBEM_INFINITE, 1, item.GetAddressOf(), &count);
        must(status, "Next");
        if (count == 0) return all;
        _variant_t id, text, mark;
        must(item->Get(L"Id", 0, &id, nullptr, nullptr), "Id");
        must(item->Get(L"Text", 0, &text, nullptr, nullptr), "Text");
        must(item->Get(L"Mark", 0, &mark, nullptr, nullptr), "Mark");
        Stored stored{V_BSTR(&text), V_VT(&mark) == VT_I4, 0};
        if (stored.has_mark) stored.mark = static_cast<std::uint32_t>(V_I4(&mark));
        all[static_cast<std::uint32_t>(V_I4(&id))] = std::move(stored);
    }
}

/// Records, indexes and references fit together.
void check_repository() {
    ComPtr<IOpenWmiRepository> repository;
    must(CoCreateInstance(CLSID_OpenWmiRepository, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(repository.GetAddressOf())), "the repository");
    SAFEARRAY* findings = nullptr;
    ComPtr<IWbemClassObject> report;
    must(repository->Check(nullptr, report.GetAddressOf(), &findings), "Check");
    LONG last = -1;
    if (findings) must(SafeArrayGetUBound(findings, 1, &last), "findings");
    ASSERT_EQ(last, -1) << "the check has found something";
}

void verify(const std::vector<std::uint32_t>& acknowledged) {
    const Connection connection = connect();
    const auto stored = read_all(connection);
    for (const std::uint32_t told : acknowledged) {
        const std::uint32_t id = told & ~kUpdated;
        const auto found = stored.find(id);
        ASSERT_NE(found, stored.end()) << "acknowledged and lost: " << id;
        if (told & kUpdated) {
            ASSERT_TRUE(found->second.has_mark) << "an acknowledged update is lost: " << id;
            ASSERT_EQ(found->second.mark, id ^ 0x5A5A);
        }
    }
    for (const auto& [id, item] : stored) ASSERT_EQ(item.text, text_of(id)) << "not whole: " << id;
    ASSERT_NO_FATAL_FAILURE(check_repository());
}

void kill_rounds(int rounds, unsigned seed) {
    const auto folder = std::filesystem::temp_directory_path() / ("openwmi-crash-" + std::to_string(getpid()) + "-" + std::to_string(seed));
    std::filesystem::remove_all(folder);
    setenv("OPENWMI_STORE", folder.c_str(), 1);
    std::mt19937 random(seed);
    std::vector<std::uint32_t> acknowledged;
    for (int round = 0; round < rounds; ++round) {
        const auto life = std::chrono::microseconds(std::uniform_int_distribution<int>(1'000, 300'000)(random));
        const Round done = run_and_kill(static_cast<std::uint32_t>(round) * 100'000, life);
        acknowledged.insert(acknowledged.end(), done.acknowledged.begin(), done.acknowledged.end());
        if (round % 10 == 9 || round + 1 == rounds) {
            ASSERT_NO_FATAL_FAILURE(verify(acknowledged)) << "round " << round << ", seed " << seed;
        }
    }
    EXPECT_FALSE(acknowledged.empty());
    std::printf("%d kills, %zu acknowledged, none lost\n", rounds, acknowledged.size());
    std::filesystem::remove_all(folder);
}

}  // namespace

TEST(Crash, KillsUnderPutLoadLoseNothingAcknowledged) { kill_rounds(10, 20260101); }

TEST(Crash, TwoHundredKillsLoseNothingAcknowledged_slow) { kill_rounds(200, 20260102); }

int main(int argc, char** argv) {
    if (argc == 4 && std::strcmp(argv[1], "--writer") == 0)
        run_writer(std::atoi(argv[2]), static_cast<std::uint32_t>(std::strtoul(argv[3], nullptr, 10)));
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
