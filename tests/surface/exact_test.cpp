// Clauses that are easily missed: which of two failures is told, what out-pointers hold, what a put reports, how batches are cut.
#include "client.h"

#include <openwmi/openwmi_repository.h>

namespace at_surface {
namespace {

class Exact : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Car { [key] string Plate; string Color; [not_null] string Maker = \"m\"; };"
            "instance of Car { Plate = \"ABC\"; Color = \"red\"; };");
    }

    ComPtr<IWbemContext> with(const wchar_t* name, _variant_t value) {
        const auto made = context();
        EXPECT_EQ(made->SetValue(name, 0, &value), S_OK);
        return made;
    }

    ComPtr<IWbemContext> partial(const wchar_t* property, bool strict = false) {
        const auto made = context();
        _variant_t yes(true), names;
        EXPECT_EQ(made->SetValue(L"__PUT_EXTENSIONS", 0, &yes), S_OK);
        if (strict) {
            EXPECT_EQ(made->SetValue(L"__PUT_EXT_STRICT_NULLS", 0, &yes), S_OK);
        }
        if (!property) return made;
        names.vt = VT_ARRAY | VT_BSTR;
        names.parray = SafeArrayCreateVector(VT_BSTR, 0, 1);
        long place = 0;
        SafeArrayPutElement(names.parray, &place, static_cast<wchar_t*>(_bstr_t(property)));
        EXPECT_EQ(made->SetValue(L"__PUT_EXT_PROPERTIES", 0, &names), S_OK);
        return made;
    }

    Text reported(IWbemClassObject* object, long flags, IWbemContext* with = nullptr) {
        Sink sink;
        EXPECT_EQ(services->PutInstanceAsync(object, flags, with, &sink), S_OK);
        sink.wait();
        EXPECT_EQ(sink.finals.at(0).result, S_OK);
        return sink.finals.at(0).text;
    }

    static Text parameter_info() {
        ComPtr<IErrorInfo> info;
        ComPtr<IWbemClassObject> error;
        if (GetErrorInfo(0, info.GetAddressOf()) != S_OK) return L"(no error object)";
        if (info->QueryInterface(IID_IWbemClassObject, reinterpret_cast<void**>(error.GetAddressOf())) != S_OK) return L"(another object)";
        return text(error.Get(), L"ParameterInfo");
    }
};

TEST_F(Exact, ParametersComeBeforeLengthsAndTheseBeforeContexts) {  // CALL-20, CTX-13
    const Text path = L"Car.Plate=\"" + Text(9000, L'x') + L"\"", name(5000, L'x');
    const auto wrong = with(L"__ProviderArchitecture", 7L);
    ComPtr<IWbemClassObject> object;
    ComPtr<IEnumWbemClassObject> all;
    EXPECT_EQ(services->ExecMethod(b(path), nullptr, 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->GetObject(b(path), 0, wrong.Get(), object.GetAddressOf(), nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->DeleteInstance(b(path), 0, wrong.Get(), nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->DeleteClass(b(name), 0, wrong.Get(), nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->CreateInstanceEnum(b(name), 0, wrong.Get(), all.GetAddressOf()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->CreateClassEnum(b(name), 0, wrong.Get(), all.GetAddressOf()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->ExecQuery(b(L"WQL"), b(L"x"), 0, wrong.Get(), all.GetAddressOf()), WBEM_E_INVALID_PARAMETER);
    const auto empty = with(L"__GET_EXTENSIONS", L"no flag");
    EXPECT_EQ(services->GetObject(b(path), 0, empty.Get(), object.GetAddressOf(), nullptr), WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(services->GetObject(b(L"Car.Plate='ABC'"), 0, empty.Get(), object.GetAddressOf(), nullptr), WBEM_E_INVALID_CONTEXT);
}

TEST_F(Exact, PathsThatAreTooLongAreToldAtTheStart) {  // PUT-11
    std::string mof_text = "class Wide {";
    for (const char letter : {'a', 'b', 'c'}) mof_text += " [key] uint32 " + std::string(3000, letter) + ";";
    mof(mof_text + " };");
    const auto wide = spawn(L"Wide");
    for (const wchar_t letter : {L'a', L'b', L'c'}) set(wide.Get(), Text(3000, letter).c_str(), 1L);
    Sink sink;
    EXPECT_EQ(services->PutInstanceAsync(wide.Get(), 0, nullptr, &sink), WBEM_E_QUOTA_VIOLATION);
    const auto faces = spawn(L"Car");
    set(faces.Get(), L"Plate", Text(4200, L'\U0001F600').c_str());
    EXPECT_EQ(put(faces.Get()), S_OK) << "a character is one, however many units it has";
    set(faces.Get(), L"Plate", Text(8200, L'\U0001F600').c_str());
    EXPECT_EQ(services->PutInstanceAsync(faces.Get(), 0, nullptr, &sink), WBEM_E_QUOTA_VIOLATION);
}

TEST_F(Exact, ThePathThatIsReportedIsTheStoredOne) {  // PUT-52, CALL-33
    const auto object = spawn(L"Car");
    set(object.Get(), L"Plate", L"abc");
    set(object.Get(), L"Color", L"blue");
    EXPECT_EQ(reported(object.Get(), WBEM_FLAG_UPDATE_ONLY, partial(L"Color").Get()), L"Car.Plate=\"ABC\"");
    EXPECT_EQ(text(get(L"Car='abc'").Get(), L"Plate"), L"ABC");
    EXPECT_EQ(reported(object.Get(), 0), L"Car.Plate=\"abc\"") << "a full put writes the key too (PUT-07)";
    EXPECT_EQ(text(get(L"Car='ABC'").Get(), L"Plate"), L"abc");
}

TEST_F(Exact, AWholePutOfAnObjectThatLacksPropertiesKeepsItsQualifiersAndKeys) {  // PUT-32, PUT-15, PUT-07
    mof("instance of __Namespace { Name = \"b\"; };");
    mof("class Car { [key] string Plate; string Color; string New = \"n\"; [not_null] string Maker = \"m\"; };"
        "instance of Car { Plate = \"ABC\"; New = \"kept\"; };", L"root\\default\\b");
    const auto object = spawn(L"Car");
    set(object.Get(), L"Plate", L"abc");
    set(object.Get(), L"Color", L"blue");
    ComPtr<IWbemQualifierSet> own, of_color;
    _variant_t mine(L"mine");
    ASSERT_EQ(object->GetQualifierSet(own.GetAddressOf()), S_OK);
    ASSERT_EQ(own->Put(L"Mine", &mine, 0), S_OK);
    ASSERT_EQ(object->GetPropertyQualifierSet(L"Color", of_color.GetAddressOf()), S_OK);
    ASSERT_EQ(of_color->Put(L"MineC", &mine, 0), S_OK);
    ComPtr<IWbemServices> below;
    ASSERT_EQ(connect(L"root\\default\\b", below), S_OK);
    services = below;
    ASSERT_EQ(reported(object.Get(), 0), L"Car.Plate=\"abc\"");
    const auto stored = get(L"Car='abc'");
    EXPECT_EQ(text(stored.Get(), L"Plate"), L"abc");
    EXPECT_EQ(text(stored.Get(), L"Color"), L"blue");
    EXPECT_EQ(text(stored.Get(), L"New"), L"kept");
    _variant_t found;
    ASSERT_EQ(stored->GetQualifierSet(own.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(own->Get(L"Mine", 0, &found, nullptr), S_OK);
    ASSERT_EQ(stored->GetPropertyQualifierSet(L"Color", of_color.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(of_color->Get(L"MineC", 0, &found, nullptr), S_OK);
}

TEST_F(Exact, AListedKeyMustHaveAValueWhereNullsAreStrict) {  // PART-15, PUT-19
    const auto object = spawn(L"Car");
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, partial(L"Plate", true).Get()), WBEM_E_ILLEGAL_NULL);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, partial(nullptr, true).Get()), WBEM_E_ILLEGAL_NULL);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, partial(L"Color", true).Get()), WBEM_E_NOT_FOUND);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY), WBEM_E_NOT_FOUND);
}

TEST_F(Exact, ErrorObjectsNameTheClassOrThePath) {  // CALL-66
    const auto object = spawn(L"Car");
    set(object.Get(), L"Plate", L"N");
    set_null(object.Get(), L"Maker");
    EXPECT_EQ(put(object.Get()), WBEM_E_ILLEGAL_NULL);
    EXPECT_EQ(parameter_info(), L"Car");
    set(object.Get(), L"Plate", L"ABC");
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, partial(L"Wings").Get()), WBEM_E_INVALID_CONTEXT);
    EXPECT_EQ(parameter_info(), L"Car");
    EXPECT_EQ(put(object.Get(), 0, partial(L"Color").Get()), WBEM_E_INVALID_CONTEXT);
    EXPECT_EQ(parameter_info(), L"Car");
    const Text path = L"Car.Plate=\"" + Text(9000, L'x') + L"\"";
    get(path);
    EXPECT_EQ(last, WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(parameter_info().substr(0, 11), L"Car.Plate=\"");
    EXPECT_EQ(services->ExecMethod(b(L"Car"), b(L"Fly"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_METHOD);
    EXPECT_EQ(parameter_info(), L"Car");
}

/// Counts how large each batch is.
class Batches : public Sink {
public:
    HRESULT STDMETHODCALLTYPE Indicate(long lObjectCount, IWbemClassObject** apObjArray) override {
        largest = std::max(largest, lObjectCount);
        return Sink::Indicate(lObjectCount, apObjArray);
    }

    long largest = 0;
};

TEST_F(Exact, ABatchEndsAtAQuarterOfAMebibyte) {  // CALL-28, CALL-27
    const Text text(5000, L't');
    const auto object = spawn(L"Car");
    Sink putting;
    for (long i = 0; i < 300; ++i) {
        set(object.Get(), L"Plate", std::to_wstring(i).c_str());
        set(object.Get(), L"Color", text.c_str());
        ASSERT_EQ(services->PutInstanceAsync(object.Get(), 0, nullptr, &putting), S_OK);
    }
    putting.wait(300);
    for (const bool is_query : {false, true}) {
        Batches sink;
        if (is_query) {
            ASSERT_EQ(services->ExecQueryAsync(b(L"WQL"), b(L"SELECT * FROM Car"), 0, nullptr, &sink), S_OK);
        } else {
            ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Car"), 0, nullptr, &sink), S_OK);
        }
        sink.wait();
        EXPECT_EQ(sink.count, 301U);
        EXPECT_LE(sink.largest, 262'144 / 5000);
    }
}

}  // namespace
}  // namespace at_surface
