// ERR-01, ERR-11: every constant, identifier and method order of the tables, as a client of the library sees them. The generated part fails to
// compile where a constant differs; identifiers and the slots of methods are checked at run time: a method is called on an object whose
// table consists of functions that tell their own number.
#include <ocidl.h>
#include <wbemads.h>
#include <wbemidl.h>
#include <wmiutils.h>

#include <gtest/gtest.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace {

int called = -1;

template <int Slot>
long tell() {
    called = Slot;
    return 0;
}

template <int... Slots>
constexpr auto make_table(std::integer_sequence<int, Slots...>) {
    return std::array<long (*)(), sizeof...(Slots)>{tell<Slots>...};
}

/// Becomes whatever a parameter wants.
struct Anything {
    template <class T>
    operator T() const {
        return T{};
    }
};

/// Calls with as many arguments as the method takes.
template <class Call, std::size_t... Places>
bool call_with(Call& call, std::index_sequence<Places...>) {
    if constexpr (std::invocable<Call, decltype((void(Places), Anything{}))...>) {
        call((void(Places), Anything{})...);
        return true;
    } else {
        return false;
    }
}

template <class Call, std::size_t... Counts>
bool call_somehow(Call call, std::index_sequence<Counts...>) {
    return (call_with(call, std::make_index_sequence<Counts>()) || ...);
}

template <class Interface>
Interface* fake_object() {
    static auto table = make_table(std::make_integer_sequence<int, 80>());
    static void* object = table.data();
    return reinterpret_cast<Interface*>(&object);
}

void same(const char* name, const GUID& found, const GUID& wanted) {
    EXPECT_EQ(found, wanted) << name;
}

#define CHECK_METHOD(interface_name, method, slot)                                                              \
    do {                                                                                                        \
        called = -1;                                                                                            \
        auto* object = fake_object<interface_name>();                                                           \
        bool done = call_somehow(                                                                               \
            [object](auto... arguments)                                                                         \
                requires requires { object->method(arguments...); }                                             \
            { object->method(arguments...); },                                                                  \
            std::make_index_sequence<20>());                                                                    \
        EXPECT_TRUE(done && called == (slot)) << #interface_name "::" #method " is in slot " << called;         \
    } while (false)

#include "headers_table.inc"

TEST(Headers, HaveTheIdentifiersOfTheTables) {  // ERR-11, ERR-T5 to ERR-T7
    check_identifiers();
}

TEST(Headers, HaveTheMethodsInTheOrderOfTheTables) {  // ERR-11: the first method of IWbemServices is slot 3
    check_methods();
}

TEST(Headers, NameAnIdentifierByItsClassToo) {
    EXPECT_EQ(__uuidof(WbemLocator), CLSID_WbemLocator);
    IWbemLocator* pointer = nullptr;
    EXPECT_EQ(__uuidof(pointer), IID_IWbemLocator);
    EXPECT_EQ(__uuidof(*pointer), IID_IWbemLocator);
}

TEST(Status, IsASuccessWhenBit31IsClear) {  // ERR-02
    EXPECT_TRUE(SUCCEEDED(WBEM_S_FALSE));
    EXPECT_TRUE(SUCCEEDED(WBEM_S_SOURCE_NOT_AVAILABLE));
    EXPECT_TRUE(FAILED(WBEM_E_FAILED));
    EXPECT_EQ(HRESULT_FACILITY(WBEM_E_NOT_FOUND), FACILITY_ITF);
}

TEST(Status, HasTheValuesOfTheHeadersWhereDocumentsErr) {  // ERR-04
    EXPECT_EQ(static_cast<DWORD>(WBEM_E_ILLEGAL_NULL), 0x80041028U);
    EXPECT_EQ(static_cast<DWORD>(WBEM_E_INVALID_OBJECT), 0x8004100FU);
    EXPECT_EQ(static_cast<DWORD>(WBEM_E_PROVIDER_ALREADY_REGISTERED), 0x80041084U);
    EXPECT_EQ(static_cast<DWORD>(WBEMMOF_E_EXPECTED_PROPERTY_NAME), 0x8004400CU);
}

TEST(Status, OfScriptsDiffersInAFewPlaces) {  // ERR-06
    EXPECT_EQ(static_cast<DWORD>(wbemErrVetoPut), 0x80041079U);
    EXPECT_EQ(static_cast<DWORD>(wbemErrVetoDelete), 0x8004107AU);
    EXPECT_EQ(static_cast<DWORD>(wbemErrRegistrationTooBroad), 0x80042001U);
    EXPECT_EQ(static_cast<DWORD>(wbemErrRegistrationTooPrecise), 0x80042002U);
    EXPECT_EQ(static_cast<DWORD>(wbemErrTimedout), 0x80043001U);
    EXPECT_EQ(static_cast<DWORD>(wbemErrResetToDefault), 0x80043002U);
    EXPECT_EQ(wbemNoErr, 0);
    EXPECT_EQ(wbemChangeFlagStrongValidation, 0x80);
    EXPECT_EQ(WBEM_FLAG_STRONG_VALIDATION, 0x100000);
}

TEST(Status, OlderNamesAreStillThere) {  // ERR-07
    EXPECT_EQ(WBEM_NO_ERROR, 0);
    EXPECT_EQ(WBEM_E_TRANSACTION_CONFLICT, WBEM_E_RESERVED_001);
    EXPECT_EQ(WBEM_E_FORCED_ROLLBACK, WBEM_E_RESERVED_002);
}

TEST(Flags, OverlapAsTheyDoOnWindows) {  // ERR-10
    EXPECT_EQ(int(WBEM_FLAG_RETURN_IMMEDIATELY), int(WBEM_FLAVOR_NOT_OVERRIDABLE));
    EXPECT_EQ(int(WBEM_FLAG_RETURN_IMMEDIATELY), int(WBEM_FLAG_LOCAL_ONLY));
    EXPECT_EQ(int(WBEM_FLAG_FORWARD_ONLY), int(WBEM_FLAG_UPDATE_SAFE_MODE));
    EXPECT_EQ(int(WBEM_FLAG_UPDATE_FORCE_MODE), int(WBEM_FLAG_NONSYSTEM_ONLY));
    EXPECT_EQ(int(WBEM_FLAG_SEND_STATUS), int(WBEM_FLAVOR_AMENDED));
    EXPECT_EQ(int(WBEM_FLAG_OWNER_UPDATE), int(WBEM_FLAG_ADVISORY));
}

// abi.md 4
static_assert(sizeof(HRESULT) == 4 && std::is_signed_v<HRESULT>);
static_assert(std::is_same_v<std::underlying_type_t<WBEMSTATUS>, int>);

const char* name_of(HRESULT hr) {
    switch (hr) {
        case WBEM_S_NO_ERROR: return "none";
        case WBEM_E_NOT_FOUND: return "not found";
        case WBEM_E_ACCESS_DENIED: return "denied";
        case E_OUTOFMEMORY: return "memory";
        default: return "?";
    }
}

TEST(Status, ComparesAsPublishedSourcesCompareIt) {
    HRESULT hr = WBEM_E_NOT_FOUND;
    EXPECT_TRUE(static_cast<unsigned>(hr) == 0x80041002);
    EXPECT_TRUE(hr == static_cast<HRESULT>(0x80041002));
    EXPECT_TRUE(hr == WBEM_E_NOT_FOUND);
    EXPECT_EQ(static_cast<DWORD>(hr), 0x80041002U);
    EXPECT_STREQ(name_of(hr), "not found");
    EXPECT_STREQ(name_of(E_OUTOFMEMORY), "memory");
    LONG travelled = hr;  // a status in a LONG is sign-extended
    EXPECT_TRUE(travelled == WBEM_E_NOT_FOUND);
    EXPECT_TRUE(FAILED(travelled));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
    EXPECT_TRUE(hr == 0x80041002);
#pragma GCC diagnostic pop
}

// abi.md 9
static_assert(sizeof(GUID) == 16 && sizeof(FILETIME) == 8 && sizeof(SYSTEMTIME) == 16 && sizeof(LARGE_INTEGER) == 8);
static_assert(sizeof(DECIMAL) == 16 && sizeof(CY) == 8 && sizeof(VARIANT) == 24);
static_assert(sizeof(LONG) == sizeof(long) && sizeof(ULONG) == sizeof(unsigned long) && sizeof(DWORD) == 4);
static_assert(sizeof(BOOL) == 4 && sizeof(UINT) == 4 && std::is_same_v<WCHAR, wchar_t>);

/// An enumerator that counts what it was asked, to see which overload a call takes.
class Enumerator final : public IEnumWbemClassObject {
public:
    HRESULT QueryInterface(REFIID, void**) override { return E_NOINTERFACE; }
    ULONG AddRef() override { return 2; }
    ULONG Release() override { return 1; }
    HRESULT Reset() override { return WBEM_S_NO_ERROR; }
    HRESULT Next(long, ULONG uCount, IWbemClassObject**, ULONG* puReturned) override {
        *puReturned = uCount;
        return WBEM_S_NO_ERROR;
    }
    HRESULT NextAsync(ULONG, IWbemObjectSink*) override { return WBEM_S_NO_ERROR; }
    HRESULT Clone(IEnumWbemClassObject**) override { return WBEM_S_NO_ERROR; }
    HRESULT Skip(long, ULONG) override { return WBEM_S_NO_ERROR; }
};

TEST(Overloads, TakeTheCountInEitherWidth) {
    Enumerator made;
    IEnumWbemClassObject* enumerator = &made;
    IWbemClassObject* object = nullptr;
    ULONG wide = 0;
    DWORD word = 0;
    unsigned int plain = 0;
    EXPECT_EQ(enumerator->Next(WBEM_INFINITE, 5, &object, &wide), WBEM_S_NO_ERROR);
    EXPECT_EQ(enumerator->Next(WBEM_INFINITE, 6, &object, &word), WBEM_S_NO_ERROR);
    EXPECT_EQ(enumerator->Next(static_cast<LONG>(WBEM_INFINITE), 7, &object, &plain), WBEM_S_NO_ERROR);
    EXPECT_EQ(wide, 5U);
    EXPECT_EQ(word, 6U);
    EXPECT_EQ(plain, 7U);
    static_assert(requires { enumerator->Next(0, 1, &object, NULL); });
}

}  // namespace
