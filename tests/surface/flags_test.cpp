// The whole table of flags: every method of a connection, in both forms, with every bit.
#include "client.h"

namespace at_surface {
namespace {

constexpr long kAmended = 0x20000, kSemi = 0x10, kStatus = 0x80, kDirect = 0x200, kForward = 0x20, kShallow = 0x1;
constexpr long kUpdateOnly = 0x1, kCreateOnly = 0x2, kSafe = 0x20, kForce = 0x40, kPrototype = 0x2, kLocatable = 0x100;

/// A method in one of its forms. `always`: bits that the form cannot do without.
struct Form {
    const char* name;
    long legal;
    std::function<HRESULT(long flags)> call;
    long always = 0;
};

class Flags : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Base { [key] uint32 Id; };");
        definition = get(L"Base");
        instance = spawn(L"Base");
        set(instance.Get(), L"Id", 1);
    }

    std::vector<Form> forms_here() {
        IWbemServices& s = *services.Get();
        const auto fresh = [this] { return call_result.ReleaseAndGetAddressOf(); };
        const auto rows = [this] { return objects.ReleaseAndGetAddressOf(); };
        return {
            {"OpenNamespace", kSemi, [=, &s, this](long f) { return s.OpenNamespace(path, f, nullptr, opened.ReleaseAndGetAddressOf(), fresh()); }},
            {"QueryObjectSink", 0, [=, &s, this](long f) { return s.QueryObjectSink(f, events.ReleaseAndGetAddressOf()); }},
            {"GetObject", kAmended | kSemi | kDirect, [=, &s, this](long f) { return s.GetObject(path, f, nullptr, object.ReleaseAndGetAddressOf(), fresh()); }},
            {"PutClass", kAmended | kSemi | kUpdateOnly | kCreateOnly | kSafe | kForce, [=, &s, this](long f) { return s.PutClass(definition.Get(), f, nullptr, fresh()); }},
            {"DeleteClass", kSemi, [=, &s, this](long f) { return s.DeleteClass(nothing, f, nullptr, fresh()); }},
            {"CreateClassEnum", kAmended | kSemi | kShallow | kForward, [=, &s, this](long f) { return s.CreateClassEnum(path, f, nullptr, rows()); }},
            {"PutInstance", kAmended | kSemi | kUpdateOnly | kCreateOnly, [=, &s, this](long f) { return s.PutInstance(instance.Get(), f, nullptr, fresh()); }},
            {"DeleteInstance", kSemi, [=, &s, this](long f) { return s.DeleteInstance(absent, f, nullptr, fresh()); }},
            {"CreateInstanceEnum", kAmended | kSemi | kDirect | kShallow | kForward, [=, &s, this](long f) { return s.CreateInstanceEnum(path, f, nullptr, rows()); }},
            {"ExecQuery", kAmended | kSemi | kDirect | kPrototype | kForward | kLocatable, [=, &s, this](long f) { return s.ExecQuery(wql, query, f, nullptr, rows()); }},
            {"ExecNotificationQuery", kAmended | kSemi | kForward, [=, &s, this](long f) { return s.ExecNotificationQuery(wql, watched, f, nullptr, rows()); }, kSemi | kForward},
            {"ExecMethod", kSemi, [=, &s, this](long f) { return s.ExecMethod(path, nothing, f, nullptr, nullptr, object.ReleaseAndGetAddressOf(), fresh()); }},
        };
    }

    std::vector<Form> forms_async(Sink& sink) {
        IWbemServices& s = *services.Get();
        return {
            {"GetObjectAsync", kAmended | kStatus | kDirect, [=, &s, &sink, this](long f) { return s.GetObjectAsync(path, f, nullptr, &sink); }},
            {"PutClassAsync", kAmended | kStatus | kUpdateOnly | kCreateOnly | kSafe | kForce, [=, &s, &sink, this](long f) { return s.PutClassAsync(definition.Get(), f, nullptr, &sink); }},
            {"DeleteClassAsync", kStatus, [=, &s, &sink, this](long f) { return s.DeleteClassAsync(nothing, f, nullptr, &sink); }},
            {"CreateClassEnumAsync", kAmended | kStatus | kShallow, [=, &s, &sink, this](long f) { return s.CreateClassEnumAsync(path, f, nullptr, &sink); }},
            {"PutInstanceAsync", kAmended | kStatus | kUpdateOnly | kCreateOnly, [=, &s, &sink, this](long f) { return s.PutInstanceAsync(instance.Get(), f, nullptr, &sink); }},
            {"DeleteInstanceAsync", kStatus, [=, &s, &sink, this](long f) { return s.DeleteInstanceAsync(absent, f, nullptr, &sink); }},
            {"CreateInstanceEnumAsync", kAmended | kStatus | kDirect | kShallow, [=, &s, &sink, this](long f) { return s.CreateInstanceEnumAsync(path, f, nullptr, &sink); }},
            {"ExecQueryAsync", kAmended | kStatus | kDirect | kPrototype | kLocatable, [=, &s, &sink, this](long f) { return s.ExecQueryAsync(wql, query, f, nullptr, &sink); }},
            {"ExecNotificationQueryAsync", kAmended | kStatus, [=, &s, &sink, this](long f) { return s.ExecNotificationQueryAsync(wql, watched, f, nullptr, &sink); }},
            {"ExecMethodAsync", kStatus, [=, &s, &sink, this](long f) { return s.ExecMethodAsync(path, nothing, f, nullptr, nullptr, &sink); }},
        };
    }

    static constexpr int kBits = 33;  // a long has more than 32 here

    static bool is_legal(const Form& form, int bit) { return (form.legal >> bit & 1) != 0; }

    const _bstr_t path{L"Base"}, absent{L"Base.Id=99"}, nothing{L"Nothing"}, wql{L"WQL"}, query{L"SELECT * FROM Base"};
    const _bstr_t watched{L"SELECT * FROM __InstanceCreationEvent"};
    ComPtr<IWbemClassObject> definition, instance, object;
    ComPtr<IWbemServices> opened;
    ComPtr<IWbemObjectSink> events;
    ComPtr<IWbemCallResult> call_result;
    ComPtr<IEnumWbemClassObject> objects;
};

TEST_F(Flags, AreThoseOfTheTableWhereTheCallerWaits) {  // SVC-02, CALL-15
    for (const Form& form : forms_here()) {
        for (int bit = 0; bit < kBits; ++bit) {
            const HRESULT status = form.call(form.always | 1L << bit);
            EXPECT_EQ(status != WBEM_E_INVALID_PARAMETER, is_legal(form, bit)) << form.name << ", bit " << bit << ", 0x" << std::hex << status;
        }
        const HRESULT plain = form.call(form.always);
        EXPECT_NE(plain, WBEM_E_INVALID_PARAMETER) << form.name;
    }
}

TEST_F(Flags, AreThoseOfTheTableWhereASinkIsCalled) {  // SVC-02, CALL-15
    Sink sink;
    sink.keeps_objects = false;
    std::size_t begun = 0;
    for (const Form& form : forms_async(sink)) {
        for (int bit = 0; bit < kBits; ++bit) {
            const HRESULT status = form.call(1L << bit);
            EXPECT_EQ(status != WBEM_E_INVALID_PARAMETER, is_legal(form, bit)) << form.name << ", bit " << bit << ", 0x" << std::hex << status;
            if (SUCCEEDED(status)) ++begun;
        }
    }
    EXPECT_GE(begun, 20U);
    while (services->CancelAsyncCall(&sink) == S_OK) {  // those who watch never end by themselves
    }
    sink.wait(begun);
    EXPECT_EQ(sink.finals.size(), begun);
}

}  // namespace
}  // namespace at_surface
