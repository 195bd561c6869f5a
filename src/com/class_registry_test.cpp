#include "com/class_registry.h"

#include <combaseapi.h>
#include <wbemcli.h>

#include <gtest/gtest.h>

#include <thread>

namespace wmi::com {
namespace {

constexpr CLSID kOurs = {0x11111111, 1, 1, {1, 1, 1, 1, 1, 1, 1, 1}};
constexpr CLSID kTheirs = {0x22222222, 2, 2, {2, 2, 2, 2, 2, 2, 2, 2}};
constexpr CLSID kNobodys = {0x33333333, 3, 3, {3, 3, 3, 3, 3, 3, 3, 3}};

class Refresher final : public Object<Refresher, IWbemRefresher> {
public:
    HRESULT Refresh(long) override { return WBEM_S_NO_ERROR; }
};

/// Runs with COM initialised on this thread, as most programs do.
class Registry : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(CoInitializeEx(nullptr, COINIT_MULTITHREADED), S_OK);
        add_class<Refresher>(kOurs);
    }

    void TearDown() override { CoUninitialize(); }
};

TEST_F(Registry, MakesObjectsOfAKnownClassWhateverThePlaceAskedFor) {
    for (DWORD context : {CLSCTX_INPROC_SERVER, CLSCTX_LOCAL_SERVER, CLSCTX_REMOTE_SERVER}) {
        com_ptr<IWbemRefresher> made;
        EXPECT_EQ(CoCreateInstance(kOurs, nullptr, context, __uuidof(IWbemRefresher), made.out_void()), S_OK);
        EXPECT_EQ(made->Refresh(0), WBEM_S_NO_ERROR);
    }
}

TEST_F(Registry, AnswersWithTheDocumentedFailures) {
    void* place = this;
    EXPECT_EQ(CoCreateInstance(kNobodys, nullptr, CLSCTX_ALL, __uuidof(IUnknown), &place), REGDB_E_CLASSNOTREG);
    EXPECT_EQ(place, nullptr);
    EXPECT_EQ(CoCreateInstance(kOurs, nullptr, CLSCTX_ALL, __uuidof(IWbemServices), &place), E_NOINTERFACE);
    EXPECT_EQ(CoCreateInstance(kOurs, nullptr, CLSCTX_ALL, __uuidof(IUnknown), nullptr), E_POINTER);
    EXPECT_EQ(CoCreateInstance(kOurs, nullptr, 0, __uuidof(IUnknown), &place), E_INVALIDARG);
    auto outer = make<Refresher>();
    EXPECT_EQ(CoCreateInstance(kOurs, outer.get(), CLSCTX_ALL, __uuidof(IUnknown), &place), CLASS_E_NOAGGREGATION);
}

TEST_F(Registry, MakesNothingOutsideOfCom) {
    CoUninitialize();
    void* place = nullptr;
    EXPECT_EQ(CoCreateInstance(kOurs, nullptr, CLSCTX_ALL, __uuidof(IUnknown), &place), CO_E_NOTINITIALIZED);
    EXPECT_EQ(CoInitializeEx(nullptr, COINIT_MULTITHREADED), S_OK);
    HRESULT hr = E_FAIL;
    std::thread([&] {  // a thread that never called belongs to the multithreaded apartment
        com_ptr<IUnknown> made;
        hr = CoCreateInstance(kOurs, nullptr, CLSCTX_ALL, __uuidof(IUnknown), made.out_void());
    }).join();
    EXPECT_EQ(hr, S_OK);
}

TEST_F(Registry, AsksForSeveralInterfacesAtOnce) {
    MULTI_QI asked[2] = {{&IID_IWbemRefresher, nullptr, S_OK}, {&IID_IWbemServices, nullptr, S_OK}};
    EXPECT_EQ(CoCreateInstanceEx(kOurs, nullptr, CLSCTX_ALL, nullptr, 2, asked), CO_S_NOTALLINTERFACES);
    EXPECT_EQ(asked[0].hr, S_OK);
    EXPECT_EQ(asked[1].hr, E_NOINTERFACE);
    EXPECT_EQ(asked[0].pItf->Release(), 0U);
    wchar_t name[] = L"another-machine.invalid";
    COSERVERINFO elsewhere = {0, name, nullptr, 0};
    MULTI_QI once = {&IID_IWbemRefresher, nullptr, S_OK};
    EXPECT_EQ(CoCreateInstanceEx(kOurs, nullptr, CLSCTX_REMOTE_SERVER, &elsewhere, 1, &once), HRESULT(0x800706BA));
    EXPECT_EQ(once.hr, HRESULT(0x800706BA));
}

TEST_F(Registry, TakesClassesOfTheProgramUntilTheyAreRevoked) {
    com_ptr<IUnknown> factory;
    ASSERT_EQ(CoGetClassObject(kOurs, CLSCTX_ALL, nullptr, __uuidof(IClassFactory), factory.out_void()), S_OK);
    DWORD cookie = 0;
    ASSERT_EQ(CoRegisterClassObject(kTheirs, factory.get(), CLSCTX_LOCAL_SERVER, REGCLS_MULTIPLEUSE, &cookie), S_OK);
    com_ptr<IWbemRefresher> made;
    EXPECT_EQ(CoCreateInstance(kTheirs, nullptr, CLSCTX_ALL, __uuidof(IWbemRefresher), made.out_void()), S_OK);
    EXPECT_EQ(CoRevokeClassObject(cookie), S_OK);
    EXPECT_EQ(CoRevokeClassObject(cookie), CO_E_OBJNOTREG);
    EXPECT_EQ(CoCreateInstance(kTheirs, nullptr, CLSCTX_ALL, __uuidof(IWbemRefresher), made.out_void()), REGDB_E_CLASSNOTREG);
}

TEST_F(Registry, HidesSuspendedClassesAndServesASingleUseOnce) {
    com_ptr<IUnknown> factory;
    ASSERT_EQ(CoGetClassObject(kOurs, CLSCTX_ALL, nullptr, __uuidof(IUnknown), factory.out_void()), S_OK);
    DWORD cookie = 0;
    com_ptr<IUnknown> made;
    ASSERT_EQ(CoRegisterClassObject(kTheirs, factory.get(), CLSCTX_LOCAL_SERVER, REGCLS_SUSPENDED | REGCLS_MULTIPLEUSE, &cookie), S_OK);
    EXPECT_EQ(CoCreateInstance(kTheirs, nullptr, CLSCTX_ALL, __uuidof(IUnknown), made.out_void()), REGDB_E_CLASSNOTREG);
    EXPECT_EQ(CoResumeClassObjects(), S_OK);
    EXPECT_EQ(CoCreateInstance(kTheirs, nullptr, CLSCTX_ALL, __uuidof(IUnknown), made.out_void()), S_OK);
    EXPECT_EQ(CoRevokeClassObject(cookie), S_OK);
    ASSERT_EQ(CoRegisterClassObject(kTheirs, factory.get(), CLSCTX_LOCAL_SERVER, REGCLS_SINGLEUSE, &cookie), S_OK);
    EXPECT_EQ(CoCreateInstance(kTheirs, nullptr, CLSCTX_ALL, __uuidof(IUnknown), made.out_void()), S_OK);
    EXPECT_EQ(CoCreateInstance(kTheirs, nullptr, CLSCTX_ALL, __uuidof(IUnknown), made.out_void()), REGDB_E_CLASSNOTREG);
}

TEST(Apartment, IsCountedForEachThread) {
    EXPECT_EQ(CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED), S_OK);
    EXPECT_EQ(CoInitialize(nullptr), S_FALSE);
    EXPECT_EQ(CoInitializeEx(nullptr, COINIT_MULTITHREADED), RPC_E_CHANGED_MODE);
    HRESULT other = E_FAIL;
    std::thread([&] {
        other = CoInitializeEx(nullptr, COINIT_MULTITHREADED);
        CoUninitialize();
    }).join();
    EXPECT_EQ(other, S_OK);
    CoUninitialize();
    EXPECT_EQ(CoInitializeEx(nullptr, COINIT_MULTITHREADED), RPC_E_CHANGED_MODE);
    CoUninitialize();
    EXPECT_EQ(CoInitializeEx(nullptr, COINIT_MULTITHREADED), S_OK);
    CoUninitialize();
    CoUninitialize();
    EXPECT_EQ(CoInitializeEx(&other, COINIT_MULTITHREADED), E_INVALIDARG);
}

}  // namespace
}  // namespace wmi::com
