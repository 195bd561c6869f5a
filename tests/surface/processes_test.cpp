// Several processes on one repository, and what a child inherits (PUT-36, PART-09, design: after fork nothing of the parent's works).
#include "client.h"

#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

namespace at_surface {
namespace {

class Processes : public Surface {
protected:
    void SetUp() override {
        place = std::filesystem::temp_directory_path() / ("openwmi-processes-" + std::to_string(getpid()));
        std::filesystem::create_directory(place);
        setenv("OPENWMI_STORE", (place / "store").c_str(), 1);
        ASSERT_EQ(CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf())), S_OK);
    }

    void TearDown() override {
        services.Reset();
        setenv("OPENWMI_STORE", "memory:", 1);
        std::filesystem::remove_all(place);
    }

    ComPtr<IWbemContext> part(const wchar_t* name) {
        const auto made = context();
        _variant_t yes(true);
        EXPECT_EQ(made->SetValue(L"__PUT_EXTENSIONS", 0, &yes), S_OK);
        VARIANT list{};
        list.vt = VT_ARRAY | VT_BSTR;
        list.parray = SafeArrayCreateVector(VT_BSTR, 0, 1);
        LONG first = 0;
        const _bstr_t text(name);
        EXPECT_EQ(SafeArrayPutElement(list.parray, &first, static_cast<wchar_t*>(text)), S_OK);
        EXPECT_EQ(made->SetValue(L"__PUT_EXT_PROPERTIES", 0, &list), S_OK);
        VariantClear(&list);
        return made;
    }

    /// Counts a property up to `last`, each step a partial put of its own. False when one of them failed.
    bool count_up(const wchar_t* name, long last) {
        if (connect(L"root\\default", services) != S_OK) return false;
        const auto object = get(L"Count.Id=1");
        const auto with = part(name);
        if (!object) return false;
        Sink sink;
        for (long i = 1; i <= last; ++i) {
            set(object.Get(), name, i);
            const bool waits = i % 8 == 0;
            const HRESULT status = waits ? services->PutInstance(object.Get(), WBEM_FLAG_UPDATE_ONLY, with.Get(), nullptr)
                                         : services->PutInstanceAsync(object.Get(), WBEM_FLAG_UPDATE_ONLY, with.Get(), &sink);
            if (status != S_OK) return false;
        }
        sink.wait(static_cast<std::size_t>(last - last / 8));
        for (const auto& final : sink.finals)
            if (final.result != S_OK) return false;
        return true;
    }

    static int status_of(pid_t child) {
        int status = -1;
        waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
    }

    std::filesystem::path place;
};

TEST_F(Processes, TwoThatUpdatePartsOfOneInstanceLoseNone) {  // PART-09, PUT-36
    constexpr long kUpdates = 150;
    ASSERT_EQ(connect(L"root\\default", services), S_OK);
    mof("class Count { [key] uint32 Id; uint32 A; uint32 B; uint32 C; }; instance of Count { Id = 1; C = 7; };");
    services.Reset();  // nothing is open while we fork
    pid_t children[2] = {};
    const wchar_t* names[2] = {L"A", L"B"};
    for (int i = 0; i < 2; ++i) {
        children[i] = fork();
        if (children[i] == 0) _exit(count_up(names[i], kUpdates) ? 0 : 1);
    }
    for (const pid_t child : children) EXPECT_EQ(status_of(child), 0);
    ASSERT_EQ(connect(L"root\\default", services), S_OK);
    const auto stored = get(L"Count.Id=1");
    EXPECT_EQ(value(stored.Get(), L"A").lVal, kUpdates);
    EXPECT_EQ(value(stored.Get(), L"B").lVal, kUpdates);
    EXPECT_EQ(value(stored.Get(), L"C").lVal, 7);
}

TEST_F(Processes, WhatOneDefinesAnotherSeesAtItsNextCall) {  // CLASS-07
    ASSERT_EQ(connect(L"root\\default", services), S_OK);
    services.Reset();
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
        if (connect(L"root\\default", services) != S_OK) _exit(1);
        get(L"Fresh");
        if (last != WBEM_E_NOT_FOUND || write(ready[1], "r", 1) != 1) _exit(2);
        while (last != S_OK) get(L"Fresh.Id=1");  // ends when the parent has committed
        _exit(text(get(L"Fresh.Id=1").Get(), L"Name") == L"seen" ? 0 : 3);
    }
    char told = 0;
    ASSERT_EQ(read(ready[0], &told, 1), 1);
    ASSERT_EQ(connect(L"root\\default", services), S_OK);
    mof("class Fresh { [key] uint32 Id; string Name; }; instance of Fresh { Id = 1; Name = \"seen\"; };");
    EXPECT_EQ(status_of(child), 0);
    close(ready[0]);
    close(ready[1]);
}

TEST_F(Processes, EverythingInheritedAnswersAlikeInAChildAndHurtsNothing) {
    ASSERT_EQ(connect(L"root\\default", services), S_OK);
    mof("class Count { [key] uint32 Id; }; instance of Count { Id = 1; };");
    ComPtr<IEnumWbemClassObject> objects;
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Count"), 0, nullptr, objects.GetAddressOf()), S_OK);
    ComPtr<IWbemCallResult> result;
    const auto object = get(L"Count.Id=1");
    ASSERT_EQ(services->PutInstance(object.Get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), S_OK);
    long status = -1;
    ASSERT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), S_OK);
    ComPtr<IEnumWbemClassObject> events;
    const _bstr_t notifications(L"SELECT * FROM __InstanceModificationEvent");
    ASSERT_EQ(services->ExecNotificationQuery(b(L"WQL"), notifications, WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, events.GetAddressOf()),
              S_OK);
    const pid_t child = fork();
    if (child == 0) {
        Sink sink;
        ComPtr<IWbemClassObject> read;
        ULONG returned = 0;
        int wrong = 0;
        const auto expect = [&](HRESULT answer) { wrong += answer == WBEM_E_NOT_AVAILABLE ? 0 : 1; };
        expect(services->PutInstance(object.Get(), 0, nullptr, nullptr));
        expect(services->PutInstanceAsync(object.Get(), 0, nullptr, &sink));
        expect(services->GetObjectAsync(b(L"Count"), 0, nullptr, &sink));
        expect(services->CancelAsyncCall(&sink));
        expect(services->DeleteInstance(b(L"Count.Id=1"), 0, nullptr, nullptr));
        expect(objects->Next(WBEM_INFINITE, 1, read.GetAddressOf(), &returned));
        expect(objects->Reset());
        expect(events->Next(WBEM_INFINITE, 1, read.GetAddressOf(), &returned));
        expect(services->ExecNotificationQueryAsync(b(L"WQL"), notifications, 0, nullptr, &sink));
        expect(result->GetCallStatus(WBEM_INFINITE, &status));
        wrong += value(object.Get(), L"Id").lVal == 1 && sink.references == 1 ? 0 : 1;  // values are ours
        objects.Reset();
        events.Reset();
        result.Reset();
        services.Reset();
        wrong += connect(L"root\\default", services) == S_OK && services->DeleteInstance(b(L"Count.Id=1"), 0, nullptr, nullptr) == S_OK ? 0 : 1;
        _exit(wrong);
    }
    EXPECT_EQ(status_of(child), 0);
    get(L"Count.Id=1");
    EXPECT_EQ(last, WBEM_E_NOT_FOUND) << "the child's own connection works, and we see what it did";
    EXPECT_EQ(put(object.Get()), S_OK);
    EXPECT_EQ(put(object.Get()), S_OK);
    ComPtr<IWbemClassObject> event;
    ULONG count = 0;
    EXPECT_EQ(events->Next(10'000, 1, event.GetAddressOf(), &count), S_OK) << "our subscription did not end with the child's copy";
}

}  // namespace
}  // namespace at_surface
