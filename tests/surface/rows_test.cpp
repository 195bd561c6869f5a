// What a client does with what it was given: rows of select lists and of partial reads are changed and put again.
#include "client.h"

#include <comdef.h>

namespace at_surface {
namespace {

class Rows : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Car { [key] string Plate; string Color; string Owner = \"nobody\"; };"
            "instance of Car { Plate = \"A\"; Color = \"red\"; Owner = \"bob\"; };"
            "class Pair { [key] uint32 Id; string A = \"x\"; string B = \"y\"; };"
            "instance of Pair { Id = 1; A = \"longer\"; };"
            "[abstract] class Named { string Text; }; class Keyed : Named { [key] string Id; };"
            "instance of Keyed { Id = \"k\"; Text = \"t\"; };");
    }

    ComPtr<IEnumWbemClassObject> ask(const Text& query, long flags = 0) {
        ComPtr<IEnumWbemClassObject> rows;
        last = services->ExecQuery(b(L"WQL"), b(query), flags, nullptr, rows.GetAddressOf());
        EXPECT_EQ(last, S_OK);
        return rows;
    }

    static ComPtr<IWbemClassObject> next(IEnumWbemClassObject* rows) {
        ComPtr<IWbemClassObject> row;
        ULONG count = 0;
        EXPECT_EQ(rows->Next(WBEM_INFINITE, 1, row.GetAddressOf(), &count), WBEM_S_NO_ERROR);
        return row;
    }

    ComPtr<IWbemClassObject> first(const Text& query, long flags = 0) {
        const auto rows = ask(query, flags);
        return rows ? next(rows.Get()) : nullptr;
    }

    /// Reads some properties of every Car.
    ComPtr<IWbemContext> part(const wchar_t* property) {
        const auto made = context();
        _variant_t yes(true), names;
        names.vt = VT_ARRAY | VT_BSTR;
        names.parray = SafeArrayCreateVector(VT_BSTR, 0, 1);
        long place = 0;
        SafeArrayPutElement(names.parray, &place, static_cast<wchar_t*>(_bstr_t(property)));
        EXPECT_EQ(made->SetValue(L"__GET_EXTENSIONS", 0, &yes), S_OK);
        EXPECT_EQ(made->SetValue(L"__GET_EXT_PROPERTIES", 0, &names), S_OK);
        return made;
    }
};

TEST_F(Rows, AKeptPartialRowTakesALongerText) {  // OBJ-15, PART-33
    const auto wanted = part(L"Color");
    ComPtr<IEnumWbemClassObject> cars;
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Car"), 0, wanted.Get(), cars.GetAddressOf()), S_OK);
    const auto row = next(cars.Get());
    set(row.Get(), L"Color", L"yellow");
    EXPECT_EQ(text(row.Get(), L"Color"), L"yellow");
    EXPECT_EQ(text(row.Get(), L"Plate"), L"A");
    EXPECT_EQ(text(row.Get(), L"Owner"), L"(null)");
}

TEST_F(Rows, AKeptProjectedRowTakesALongerText) {  // OBJ-15, WQL-39
    const auto row = first(L"SELECT A, B FROM Pair");
    set(row.Get(), L"B", L"zz");
    EXPECT_EQ(text(row.Get(), L"B"), L"zz");
    EXPECT_EQ(text(row.Get(), L"A"), L"longer");
    set(row.Get(), L"A", L"shorter or not");
    EXPECT_EQ(text(row.Get(), L"B"), L"zz");
}

TEST_F(Rows, PuttingARowOfASelectListLeavesTheRestAlone) {  // PUT-07, WQL-39
    const auto row = first(L"SELECT Plate, Color FROM Car");
    set(row.Get(), L"Color", L"blue");
    ASSERT_EQ(put(row.Get()), S_OK);
    const auto whole = get(L"Car='A'");
    EXPECT_EQ(text(whole.Get(), L"Color"), L"blue");
    EXPECT_EQ(text(whole.Get(), L"Owner"), L"bob");
    set_null(row.Get(), L"Color");
    ASSERT_EQ(put(row.Get(), WBEM_FLAG_UPDATE_ONLY), S_OK);
    EXPECT_EQ(text(get(L"Car='A'").Get(), L"Color"), L"(null)");
    EXPECT_EQ(put(row.Get(), WBEM_FLAG_CREATE_ONLY), WBEM_E_ALREADY_EXISTS);
    set(row.Get(), L"Plate", L"B");
    ASSERT_EQ(put(row.Get()), S_OK);
    EXPECT_EQ(text(get(L"Car='B'").Get(), L"Owner"), L"nobody") << "what is new has its default";
}

TEST_F(Rows, ARowWithoutItsKeyNamesNothing) {  // PUT-17
    const auto row = first(L"SELECT Color FROM Car");
    EXPECT_EQ(put(row.Get()), WBEM_E_INVALID_OBJECT);
    const auto cars = ask(L"SELECT * FROM Car");
    next(cars.Get());
    ComPtr<IWbemClassObject> second;
    ULONG count = 0;
    EXPECT_EQ(cars->Next(WBEM_INFINITE, 1, second.GetAddressOf(), &count), WBEM_S_FALSE);
}

TEST_F(Rows, APathThatIsWantedHasTheKeysOfTheRowsOwnClass) {  // WQL-42, WQL-43, SVC-36
    for (const auto& row : {first(L"SELECT Text FROM Named", WBEM_FLAG_ENSURE_LOCATABLE), first(L"SELECT __PATH FROM Named")}) {
        EXPECT_EQ(text(row.Get(), L"Id"), L"k");
        EXPECT_NE(text(row.Get(), L"__PATH").find(L":Keyed.Id=\"k\""), Text::npos);
    }
    const auto plain = first(L"SELECT Text FROM Named");
    EXPECT_EQ(text(plain.Get(), L"__PATH"), L"(null)");
    EXPECT_EQ(text(plain.Get(), L"__NAMESPACE"), L"(null)");
    EXPECT_EQ(value(plain.Get(), L"__PROPERTY_COUNT").lVal, 1);
}

TEST_F(Rows, ASynchronousQueryAnswersForMissingProvidersItself) {  // SVC-32, WQL-25
    mof("class Mixed { [key] uint32 Id; }; [dynamic, provider(\"Nobody\")] class Live : Mixed { };");
    ComPtr<IEnumWbemClassObject> rows;
    EXPECT_EQ(services->ExecQuery(b(L"WQL"), b(L"SELECT * FROM Mixed"), WBEM_FLAG_FORWARD_ONLY, nullptr, rows.GetAddressOf()), WBEM_E_PROVIDER_NOT_FOUND);
}

TEST_F(Rows, BlanketsCanBeSetOnEnumeratorsAndResults) {  // SVC-55, SVC-67: all that a remote client would have proxies of
    const auto rows = ask(L"SELECT * FROM Car");
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(services->GetObject(b(L"Car"), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, nullptr, result.GetAddressOf()), S_OK);
    for (IUnknown* one : {static_cast<IUnknown*>(rows.Get()), static_cast<IUnknown*>(result.Get())})
        EXPECT_EQ(CoSetProxyBlanket(one, RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT, COLE_DEFAULT_PRINCIPAL, RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_IMP_LEVEL_IMPERSONATE,
                                    nullptr, EOAC_NONE),
                  S_OK);
}

TEST_F(Rows, EmbeddedObjectsAreOfThePropertysClass) {  // OBJ-19
    mof("class E { uint32 X; }; class F : E { }; class O { uint32 X; };"
        "class H { [key] uint32 Id; E Emb; E Many[]; uint32 N; };");
    const auto with = [&](const wchar_t* of) {
        const auto holder = spawn(L"H");
        set(holder.Get(), L"Id", 1L);
        const auto inner = spawn(of);
        _variant_t given(static_cast<IUnknown*>(inner.Get()));
        EXPECT_EQ(holder->Put(L"Emb", 0, &given, 0), S_OK);
        return holder;
    };
    EXPECT_EQ(put(with(L"O").Get()), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(with(L"E").Get()), S_OK);
    EXPECT_EQ(put(with(L"F").Get()), S_OK);
    const auto partial = context();
    _variant_t yes(true), names;
    names.vt = VT_ARRAY | VT_BSTR;
    names.parray = SafeArrayCreateVector(VT_BSTR, 0, 1);
    long place = 0;
    SafeArrayPutElement(names.parray, &place, static_cast<wchar_t*>(_bstr_t(L"Emb")));
    partial->SetValue(L"__PUT_EXTENSIONS", 0, &yes);
    partial->SetValue(L"__PUT_EXT_PROPERTIES", 0, &names);
    EXPECT_EQ(put(with(L"O").Get(), WBEM_FLAG_UPDATE_ONLY, partial.Get()), WBEM_E_TYPE_MISMATCH);
    place = 0;
    SafeArrayPutElement(names.parray, &place, static_cast<wchar_t*>(_bstr_t(L"N")));
    partial->SetValue(L"__PUT_EXT_PROPERTIES", 0, &names);
    EXPECT_EQ(put(with(L"O").Get(), WBEM_FLAG_UPDATE_ONLY, partial.Get()), S_OK) << "it is not written";
}

TEST_F(Rows, AServerAloneMeansItsDefaultNamespace) {  // SVC-72
    ComPtr<IWbemServices> there;
    for (const wchar_t* resource : {L"\\\\.", L"\\\\.\\", L"//localhost/", L"//."}) {
        EXPECT_EQ(connect(resource, there), S_OK) << resource;
        ComPtr<IWbemClassObject> found;
        ASSERT_TRUE(there);
        EXPECT_EQ(there->GetObject(b(L"__NAMESPACE"), 0, nullptr, found.GetAddressOf(), nullptr), S_OK);
        EXPECT_EQ(text(found.Get(), L"__NAMESPACE"), L"root\\cimv2");
    }
    EXPECT_EQ(connect(L"\\\\", there), WBEM_E_INVALID_NAMESPACE);
}

TEST_F(Rows, NumbersOfAnyWidthAreCompared) {  // WQL-62, WQL-63, WQL-64
    mof("class Wide { [key] uint64 U; sint64 S; real64 R; };"
        "instance of Wide { U = 18446744073709551615; S = -9223372036854775808; R = 1e20; };");
    for (const wchar_t* all : {L"U < 18446744073709551616", L"U < \"18446744073709551616\"", L"U <= 0x10000000000000000", L"S > -9223372036854775809", L"R = 100000000000000000000",
                               L"R > -100000000000000000000", L"U <> 18446744073709551616"})
        EXPECT_TRUE(first(Text(L"SELECT * FROM Wide WHERE ") + all)) << all;
    const auto none = ask(L"SELECT * FROM Wide WHERE U = 18446744073709551616");
    ComPtr<IWbemClassObject> row;
    ULONG count = 0;
    EXPECT_EQ(none->Next(WBEM_INFINITE, 1, row.GetAddressOf(), &count), WBEM_S_FALSE);
}

TEST_F(Rows, PutConvertsAsVariantsAreConverted) {  // OBJ-16
    mof("class Kinds { [key] uint32 Id; sint32 S32; real64 R; string Str; };");
    const auto object = spawn(L"Kinds");
    _variant_t money, flag(true), day, text_of_it;
    money.vt = VT_CY;
    money.cyVal.int64 = 50'000;  // 5.0000
    EXPECT_EQ(object->Put(L"S32", 0, &money, 0), S_OK);
    EXPECT_EQ(value(object.Get(), L"S32").lVal, 5);
    EXPECT_EQ(object->Put(L"Str", 0, &money, 0), S_OK);
    EXPECT_EQ(text(object.Get(), L"Str"), L"5");
    day.vt = VT_DATE;
    day.date = 2.5;
    EXPECT_EQ(object->Put(L"R", 0, &day, 0), S_OK);
    EXPECT_EQ(value(object.Get(), L"R").dblVal, 2.5);
    EXPECT_EQ(object->Put(L"Str", 0, &flag, 0), S_OK);
    ASSERT_EQ(VariantChangeType(&text_of_it, &flag, 0, VT_BSTR), S_OK);
    EXPECT_EQ(text(object.Get(), L"Str"), Text(text_of_it.bstrVal));
}

}  // namespace
}  // namespace at_surface
