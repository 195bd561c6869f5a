// The other methods of IWbemServices, enumerators, call results, connecting (SVC), and the life of the library.
#include "client.h"

#include <sys/wait.h>
#include <unistd.h>

namespace at_surface {
namespace {

class Services : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Base { [key] uint32 Id; }; class Derived : Base { string Name; };");
    }

    void fill(const wchar_t* of, long from, long count) {
        for (long i = from; i < from + count; ++i) {
            const auto object = spawn(of);
            set(object.Get(), L"Id", i);
            ASSERT_EQ(put(object.Get()), S_OK);
        }
    }

    ComPtr<IEnumWbemClassObject> all(const wchar_t* of, long flags = 0) {
        ComPtr<IEnumWbemClassObject> objects;
        last = services->CreateInstanceEnum(b(of), flags, nullptr, objects.GetAddressOf());
        return objects;
    }

    static HRESULT next(IEnumWbemClassObject* from, ULONG count, ULONG& returned, long timeout = WBEM_INFINITE) {
        std::vector<IWbemClassObject*> taken(count + 1);
        const HRESULT hr = from->Next(timeout, count, taken.data(), &returned);
        for (ULONG i = 0; i < returned; ++i) taken[i]->Release();
        return hr;
    }
};

TEST_F(Services, GetObjectTellsWhatIsMissing) {  // SVC-05, SVC-11, SVC-12, SVC-13
    get(L"Nothing");
    EXPECT_EQ(last, WBEM_E_NOT_FOUND);
    get(L"Nothing.Id=1");
    EXPECT_EQ(last, WBEM_E_INVALID_CLASS);
    get(L"Base.Id=1");
    EXPECT_EQ(last, WBEM_E_NOT_FOUND);
    get(L"Base.Id=");
    EXPECT_EQ(last, WBEM_E_INVALID_OBJECT_PATH);
    EXPECT_EQ(services->GetObject(b(L"Base"), 0, nullptr, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    fill(L"Derived", 1, 1);
    EXPECT_EQ(text(get(L"Base.Id=1").Get(), L"__CLASS"), L"Derived");
    get(L"Base.Id=1", WBEM_FLAG_DIRECT_READ);
    EXPECT_EQ(last, WBEM_E_NOT_FOUND);
    EXPECT_EQ(text(get(L"").Get(), L"__CLASS"), L"(null)");
}

TEST_F(Services, PathsReachOtherNamespacesForReadingAlone) {  // OBJ-66
    ComPtr<IWbemServices> other;
    ASSERT_EQ(connect(L"root\\cimv2", other), S_OK);
    ComPtr<IWbemClassObject> object;
    EXPECT_EQ(other->GetObject(b(L"\\\\.\\root\\default:Base"), 0, nullptr, object.GetAddressOf(), nullptr), S_OK);
    EXPECT_EQ(text(object.Get(), L"__NAMESPACE"), L"root\\default");
    EXPECT_EQ(other->DeleteInstance(b(L"root\\default:Base.Id=1"), 0, nullptr, nullptr), WBEM_E_INVALID_NAMESPACE);
    EXPECT_EQ(other->GetObject(b(L"\\\\elsewhere\\root\\default:Base"), 0, nullptr, object.ReleaseAndGetAddressOf(), nullptr),
              WBEM_E_NOT_SUPPORTED);
}

TEST_F(Services, DeleteInstanceWantsAWholePath) {  // SVC-18, SVC-23
    EXPECT_EQ(services->DeleteInstance(nullptr, 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->DeleteInstance(b(L"Base"), 0, nullptr, nullptr), WBEM_E_INVALID_OBJECT_PATH);
    EXPECT_EQ(services->DeleteInstance(b(L"Base.Id=1"), 0, nullptr, nullptr), WBEM_E_NOT_FOUND);
    EXPECT_EQ(services->DeleteInstance(b(L"Nothing.Id=1"), 0, nullptr, nullptr), WBEM_E_INVALID_CLASS);
    EXPECT_EQ(services->DeleteInstance(b(L"Base.Id=1"), WBEM_FLAG_SEND_STATUS, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    fill(L"Derived", 1, 1);
    EXPECT_EQ(services->DeleteInstance(b(L"Base.Id=1"), 0, nullptr, nullptr), S_OK);
    get(L"Derived.Id=1");
    EXPECT_EQ(last, WBEM_E_NOT_FOUND);
}

TEST_F(Services, NextGivesWhatIsThereAndSaysWhy) {  // SVC-28, SVC-29, SVC-55, SVC-56, SVC-57, SVC-58
    fill(L"Base", 0, 3);
    fill(L"Derived", 10, 2);
    auto objects = all(L"Base", WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY);
    ULONG returned = 99;
    EXPECT_EQ(next(objects.Get(), 3, returned), WBEM_S_NO_ERROR);
    EXPECT_EQ(returned, 3U);
    EXPECT_EQ(next(objects.Get(), 3, returned), WBEM_S_FALSE);
    EXPECT_EQ(returned, 2U);
    EXPECT_EQ(next(objects.Get(), 1, returned, WBEM_NO_WAIT), WBEM_S_FALSE);
    EXPECT_EQ(returned, 0U);
    EXPECT_EQ(next(objects.Get(), 0, returned), WBEM_S_FALSE);
    EXPECT_EQ(next(objects.Get(), 1, returned, -5), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(objects->Next(WBEM_INFINITE, 1, nullptr, &returned), WBEM_E_INVALID_PARAMETER);
    objects = all(L"Base", WBEM_FLAG_SHALLOW);
    EXPECT_EQ(next(objects.Get(), 9, returned), WBEM_S_FALSE);
    EXPECT_EQ(returned, 3U);
    all(L"Nothing");
    EXPECT_EQ(last, WBEM_E_INVALID_CLASS);
    all(L"");
    EXPECT_EQ(last, WBEM_E_INVALID_PARAMETER);
}

TEST_F(Services, AnEnumerationThatFailsSaysSoInNext) {  // CALL-13, SVC-58
    auto objects = all(L"Nothing", WBEM_FLAG_RETURN_IMMEDIATELY);
    ASSERT_EQ(last, S_OK);
    ULONG returned = 9;
    EXPECT_EQ(next(objects.Get(), 1, returned), WBEM_E_INVALID_CLASS);
    EXPECT_EQ(next(objects.Get(), 1, returned), WBEM_E_INVALID_CLASS);
    ComPtr<IEnumWbemClassObject> copy;
    EXPECT_EQ(objects->Clone(copy.GetAddressOf()), WBEM_E_INVALID_CLASS);
}

TEST_F(Services, EnumeratorsRewindCloneAndSkip) {  // SVC-30, SVC-58, SVC-60, SVC-61, SVC-62
    fill(L"Base", 0, 5);
    auto objects = all(L"Base");
    ULONG returned = 0;
    EXPECT_EQ(objects->Skip(WBEM_INFINITE, 2), S_OK);
    ComPtr<IEnumWbemClassObject> copy;
    ASSERT_EQ(objects->Clone(copy.GetAddressOf()), S_OK);
    EXPECT_EQ(next(objects.Get(), 5, returned), WBEM_S_FALSE);
    EXPECT_EQ(returned, 3U);
    ComPtr<IWbemClassObject> third;
    ASSERT_EQ(copy->Next(WBEM_INFINITE, 1, third.GetAddressOf(), &returned), S_OK);
    EXPECT_EQ(value(third.Get(), L"Id").lVal, 2);
    EXPECT_EQ(objects->Reset(), S_OK);
    EXPECT_EQ(next(objects.Get(), 5, returned), S_OK);
    EXPECT_EQ(objects->Skip(WBEM_INFINITE, 1), WBEM_S_FALSE);
    objects = all(L"Base", WBEM_FLAG_FORWARD_ONLY);
    EXPECT_EQ(objects->Reset(), WBEM_E_INVALID_OPERATION);
    EXPECT_EQ(objects->Clone(copy.ReleaseAndGetAddressOf()), WBEM_E_INVALID_OPERATION);
    EXPECT_EQ(objects->Skip(WBEM_INFINITE, 4), S_OK);
    EXPECT_EQ(next(objects.Get(), 9, returned), WBEM_S_FALSE);
    EXPECT_EQ(returned, 1U);
}

TEST_F(Services, NextAsyncIsServedInOrder) {  // SVC-63, SVC-64
    fill(L"Base", 0, 5);
    auto objects = all(L"Base");
    Sink first;
    Sink second;
    EXPECT_EQ(objects->NextAsync(2, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(objects->NextAsync(0, &first), WBEM_S_FALSE);
    ASSERT_EQ(objects->NextAsync(2, &first), S_OK);
    ASSERT_EQ(objects->NextAsync(2, &second), S_OK);
    ULONG returned = 0;
    EXPECT_EQ(next(objects.Get(), 9, returned), WBEM_S_FALSE);  // waits behind both
    EXPECT_EQ(returned, 1U);
    first.wait();
    second.wait();
    EXPECT_EQ(value(first.objects[0].Get(), L"Id").lVal, 0);
    EXPECT_EQ(value(second.objects[1].Get(), L"Id").lVal, 3);
    EXPECT_EQ(first.finals[0].result, WBEM_S_NO_ERROR);
    Sink last_one;
    EXPECT_EQ(objects->NextAsync(1, &last_one), WBEM_S_FALSE);  // the end is known
    EXPECT_EQ(last_one.references, 1U);
    ASSERT_EQ(objects->Reset(), S_OK);
    ASSERT_EQ(objects->NextAsync(9, &last_one), S_OK);
    last_one.wait();
    EXPECT_EQ(last_one.count, 5U);
    EXPECT_EQ(last_one.finals[0].result, WBEM_S_FALSE);
}

TEST_F(Services, ClassesAreEnumeratedBelowAClass) {  // SVC-26, SVC-27
    ComPtr<IEnumWbemClassObject> classes;
    ULONG returned = 0;
    ASSERT_EQ(services->CreateClassEnum(b(L"Base"), WBEM_FLAG_DEEP, nullptr, classes.GetAddressOf()), S_OK);
    EXPECT_EQ(next(classes.Get(), 9, returned), WBEM_S_FALSE);
    EXPECT_EQ(returned, 1U);
    ASSERT_EQ(services->CreateClassEnum(nullptr, WBEM_FLAG_SHALLOW, nullptr, classes.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(next(classes.Get(), 500, returned), WBEM_S_FALSE);
    EXPECT_GT(returned, 1U);
    EXPECT_EQ(services->CreateClassEnum(b(L"Nothing"), 0, nullptr, classes.ReleaseAndGetAddressOf()), WBEM_E_INVALID_CLASS);
}

TEST_F(Services, CallResultsAnswerWhatTheirCallHas) {  // SVC-67, SVC-68, SVC-69, SVC-70, SVC-71, SVC-08, SVC-09
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(services->GetObject(b(L"Base"), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, nullptr, result.GetAddressOf()), S_OK);
    ComPtr<IWbemClassObject> object;
    EXPECT_EQ(result->GetResultObject(WBEM_INFINITE, object.GetAddressOf()), S_OK);
    EXPECT_EQ(result->GetResultObject(WBEM_INFINITE, object.ReleaseAndGetAddressOf()), S_OK);
    BSTR text = nullptr;
    EXPECT_EQ(result->GetResultString(WBEM_INFINITE, &text), WBEM_E_INVALID_OPERATION);
    ComPtr<IWbemServices> opened;
    EXPECT_EQ(result->GetResultServices(WBEM_INFINITE, opened.GetAddressOf()), WBEM_E_INVALID_OPERATION);
    EXPECT_EQ(result->GetCallStatus(WBEM_INFINITE, static_cast<long*>(nullptr)), WBEM_E_INVALID_PARAMETER);
    ComPtr<IWbemServices> root;
    ASSERT_EQ(connect(L"root", root), S_OK);
    ASSERT_EQ(root->OpenNamespace(b(L"default"), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, nullptr, result.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(result->GetResultServices(WBEM_INFINITE, opened.GetAddressOf()), S_OK);
    EXPECT_EQ(opened->GetObject(b(L"Base"), 0, nullptr, object.ReleaseAndGetAddressOf(), nullptr), S_OK);
    EXPECT_EQ(root->OpenNamespace(b(L"nowhere"), 0, nullptr, opened.ReleaseAndGetAddressOf(), nullptr), WBEM_E_INVALID_NAMESPACE);
    EXPECT_EQ(root->OpenNamespace(b(L"default"), 0, context().Get(), opened.ReleaseAndGetAddressOf(), nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST_F(Services, ConnectingChecksWhatItIsGiven) {  // SVC-72, SVC-73, SVC-74, SVC-75, SVC-76, SVC-77, PATH-37
    ComPtr<IWbemServices> to;
    const auto with = [&](const wchar_t* ns, const wchar_t* user, const wchar_t* locale, long flags, const wchar_t* authority) {
        const _bstr_t a(ns ? ns : L""), u(user ? user : L""), l(locale ? locale : L""), h(authority ? authority : L"");
        return locator->ConnectServer(ns ? static_cast<wchar_t*>(a) : nullptr, user ? static_cast<wchar_t*>(u) : nullptr, nullptr,
                                      locale ? static_cast<wchar_t*>(l) : nullptr, flags, authority ? static_cast<wchar_t*>(h) : nullptr,
                                      nullptr, to.ReleaseAndGetAddressOf());
    };
    EXPECT_EQ(with(L"\\\\.\\ROOT\\CimV2", nullptr, L"MS_409", WBEM_FLAG_CONNECT_USE_MAX_WAIT, L""), S_OK);
    EXPECT_EQ(with(L"//./root/cimv2", nullptr, L"en-US", 0, L"Kerberos:me"), S_OK);
    EXPECT_EQ(with(nullptr, nullptr, nullptr, 0, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(with(L"root\\nowhere", nullptr, nullptr, 0, nullptr), WBEM_E_INVALID_NAMESPACE);
    EXPECT_FALSE(to);
    EXPECT_EQ(with(L"root", L"", nullptr, 0, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(with(L"root", L"me", nullptr, 0, nullptr), WBEM_E_LOCAL_CREDENTIALS);
    EXPECT_EQ(with(L"root", L"dom\\me", nullptr, 0, L"NTLMDOMAIN:dom"), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(with(L"root", nullptr, L"MS_xyz", 0, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(with(L"root", nullptr, nullptr, 0x1, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(with(L"\\\\elsewhere\\root", nullptr, nullptr, 0, nullptr), WBEM_E_TRANSPORT_FAILURE);
}

TEST_F(Services, QueriesAreCheckedAtTheirStart) {  // SVC-33, SVC-39, SVC-40, SVC-41, WQL-20, WQL-21, WQL-22, WQL-23, WQL-24, WQL-25, WQL-30
    ComPtr<IEnumWbemClassObject> objects;
    const auto query = [&](const Text& language, const Text& text) {
        return services->ExecQuery(b(language), b(text), 0, nullptr, objects.ReleaseAndGetAddressOf());
    };
    EXPECT_EQ(services->ExecQuery(nullptr, nullptr, 0, nullptr, objects.GetAddressOf()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query(L"SQL", L"SELECT * FROM Base"), WBEM_E_INVALID_QUERY_TYPE);
    EXPECT_EQ(query(L"wql", Text(17000, L'x')), WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(query(L"wql", L"SELECT * FROM Base"), WBEM_S_NO_ERROR);
    EXPECT_EQ(query(L"WQL", L""), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query(L"SQL", L""), WBEM_E_INVALID_PARAMETER) << "before the language is looked at";
    EXPECT_EQ(query(L"WQL", L"SELECT * FROM Base WITHIN 1"), WBEM_E_INVALID_QUERY);
    EXPECT_EQ(query(L"WQL", L"SELECT * FROM Nothing"), WBEM_E_INVALID_CLASS);
    EXPECT_FALSE(objects);
    const auto asked = [&](const Text& text, long flags) {
        return services->ExecQuery(b(L"WQL"), b(text), flags, nullptr, objects.ReleaseAndGetAddressOf());
    };
    EXPECT_EQ(asked(L"SELECT * FROM Base", 0x4), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(asked(L"SELECT oops FROM", 0x30), WBEM_E_INVALID_QUERY) << "what does not parse is refused at once";
    for (const Text& late : {Text(L"SELECT * FROM Nothing"), Text(L"SELECT Unknown FROM Base")}) {
        ASSERT_EQ(asked(late, 0x30), WBEM_S_NO_ERROR);
        ComPtr<IWbemClassObject> first;
        ULONG count = 7;
        EXPECT_EQ(objects->Next(WBEM_INFINITE, 1, first.GetAddressOf(), &count), late.find(L"Unknown") == Text::npos ? WBEM_E_INVALID_CLASS : WBEM_E_INVALID_QUERY);
        EXPECT_EQ(count, 0U);
    }
    EXPECT_EQ(services->ExecQuery(b(L"WQL"), b(L"SELECT * FROM Base"), 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->ExecQueryAsync(b(L"WQL"), b(L"SELECT * FROM Base"), 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), b(L"SELECT * FROM __InstanceCreationEvent"), 0x30, nullptr, objects.ReleaseAndGetAddressOf()),
              WBEM_S_NO_ERROR);
    EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), b(L"SELECT * FROM __Event"), 0x10, nullptr, objects.ReleaseAndGetAddressOf()),
              WBEM_E_INVALID_PARAMETER);
}

TEST_F(Services, MethodsOfTheSystemRunAndOthersAreAnswered) {  // SVC-48, SVC-49, SVC-51, SVC-52, SYS-25
    ComPtr<IWbemClassObject> out;
    ASSERT_EQ(services->ExecMethod(b(L"__SystemSecurity=@"), b(L"GetCallerAccessRights"), 0, nullptr, nullptr, out.GetAddressOf(), nullptr), S_OK);
    EXPECT_EQ(value(out.Get(), L"rights").lVal, 0x600FF);
    EXPECT_EQ(value(out.Get(), L"ReturnValue").lVal, 0);
    EXPECT_EQ(services->ExecMethod(b(L"__SystemSecurity"), b(L"Get9XUserList"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_METHOD_DISABLED);
    EXPECT_EQ(services->ExecMethod(b(L"Base"), b(L"None"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_METHOD);
    EXPECT_EQ(services->ExecMethod(nullptr, b(L"None"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    mof("class Doer { [key] uint32 Id; uint32 Declared(); [implemented] uint32 Done(); };");
    EXPECT_EQ(services->ExecMethod(b(L"Doer"), b(L"Declared"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_METHOD_NOT_IMPLEMENTED);
    EXPECT_EQ(services->ExecMethod(b(L"Doer"), b(L"Done"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_METHOD_PARAMETERS);
    Sink sink;
    ASSERT_EQ(services->ExecMethodAsync(b(L"__SystemSecurity"), b(L"GetCallerAccessRights"), 0, nullptr, nullptr, &sink), S_OK);
    sink.wait();
    EXPECT_EQ(sink.count, 1U);
}

TEST_F(Services, BlanketsCanBeSetOnServices) {
    EXPECT_EQ(CoSetProxyBlanket(services.Get(), RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, nullptr, RPC_C_AUTHN_LEVEL_CALL,
                                RPC_C_IMP_LEVEL_IMPERSONATE, nullptr, EOAC_NONE), S_OK);
}

TEST_F(Services, AChildAfterForkInheritsNothingAndConnectsAnew) {
    const pid_t child = fork();
    if (child == 0) {
        ComPtr<IWbemClassObject> object;
        int failed = services->GetObject(b(L"Base"), 0, nullptr, object.GetAddressOf(), nullptr) == WBEM_E_NOT_AVAILABLE ? 0 : 1;
        services.Reset();
        failed |= connect(L"root\\default", services) == S_OK ? 0 : 2;
        _exit(failed);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    get(L"Base");
    EXPECT_EQ(last, S_OK);
}

TEST_F(Services, AStoreInMemoryEndsWithItsLastObject) {
    services.Reset();
    ASSERT_EQ(connect(L"root\\default", services), S_OK);
    get(L"Base");
    EXPECT_EQ(last, WBEM_E_NOT_FOUND);
}

}  // namespace
}  // namespace at_surface
