// Writing instances, whole and in part (PUT, PART), and reading them in part.
#include "client.h"

#include <thread>

namespace at_surface {
namespace {

class Put : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Car { [key] string Plate; uint32 Doors = 4; string Colour; [not_null] string Maker = \"none\"; };"
            "class Count { [key] uint32 Id; uint32 A; uint32 B; uint32 C; uint32 D; uint32 E; uint32 F; uint32 G; uint32 H; };");
    }

    ComPtr<IWbemClassObject> car(const wchar_t* plate) {
        auto made = spawn(L"Car");
        set(made.Get(), L"Plate", plate);
        return made;
    }

    /// A context for a partial put of the named properties; none: no list.
    ComPtr<IWbemContext> part(const std::vector<const wchar_t*>& names, bool strict = false, bool atomic = false) {
        auto made = context();
        set_true(made.Get(), L"__PUT_EXTENSIONS");
        set_true(made.Get(), L"__PUT_EXT_CLIENT_REQUEST");
        if (strict) set_true(made.Get(), L"__PUT_EXT_STRICT_NULLS");
        if (atomic) set_true(made.Get(), L"__PUT_EXT_ATOMIC");
        if (!names.empty()) set_names(made.Get(), L"__PUT_EXT_PROPERTIES", names);
        return made;
    }

    static void set_true(IWbemContext* to, const wchar_t* name) {
        _variant_t yes(true);
        ASSERT_EQ(to->SetValue(name, 0, &yes), S_OK);
    }

    static void set_names(IWbemContext* to, const wchar_t* name, const std::vector<const wchar_t*>& names) {
        SAFEARRAY* array = SafeArrayCreateVector(VT_BSTR, 0, static_cast<ULONG>(names.size()));
        for (LONG i = 0; i < static_cast<LONG>(names.size()); ++i) {
            const _bstr_t text(names[static_cast<std::size_t>(i)]);
            ASSERT_EQ(SafeArrayPutElement(array, &i, static_cast<wchar_t*>(text)), S_OK);
        }
        VARIANT value{};
        value.vt = VT_ARRAY | VT_BSTR;
        value.parray = array;
        ASSERT_EQ(to->SetValue(name, 0, &value), S_OK);
        VariantClear(&value);
    }

    /// Stored: Plate A, Doors 5, Colour red, Maker m.
    void store() {
        const auto object = car(L"A");
        set(object.Get(), L"Doors", 5);
        set(object.Get(), L"Colour", L"red");
        set(object.Get(), L"Maker", L"m");
        ASSERT_EQ(put(object.Get()), S_OK);
    }
};

TEST_F(Put, FlagsDecideBetweenCreateAndUpdate) {  // PUT-02, PUT-04, PUT-06, PUT-35
    const auto object = car(L"A");
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY), WBEM_E_NOT_FOUND);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_CREATE_ONLY), S_OK);
    set(object.Get(), L"Doors", 9);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_CREATE_ONLY), WBEM_E_ALREADY_EXISTS);
    EXPECT_EQ(value(get(L"Car.Plate=\"A\"").Get(), L"Doors").lVal, 4);  // PUT-29
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY), S_OK);
    EXPECT_EQ(put(object.Get()), S_OK);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(put(object.Get(), 0x10000), WBEM_E_INVALID_PARAMETER);  // PUT-38
}

TEST_F(Put, AFullPutWritesNullsToo) {  // PUT-07
    store();
    const auto object = get(L"Car.Plate=\"A\"");
    set_null(object.Get(), L"Colour");
    ASSERT_EQ(put(object.Get()), S_OK);
    EXPECT_EQ(value(get(L"Car.Plate=\"A\"").Get(), L"Colour").vt, VT_NULL);
}

TEST_F(Put, NullsWhereNoneMayBeAreRefused) {  // PUT-16, PUT-18, PUT-35
    store();
    const auto object = get(L"Car.Plate=\"A\"");
    set_null(object.Get(), L"Maker");
    EXPECT_EQ(put(object.Get()), WBEM_E_ILLEGAL_NULL);
    EXPECT_EQ(text(get(L"Car.Plate=\"A\"").Get(), L"Maker"), L"m");
    EXPECT_EQ(put(spawn(L"Count").Get()), WBEM_E_ILLEGAL_NULL);
}

TEST_F(Put, ANullStringKeyGetsAGuid) {  // PUT-17, PUT-19
    const auto object = spawn(L"Car");
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY), WBEM_E_NOT_FOUND);
    Text paths[2];
    for (Text& path : paths) {
        Sink sink;
        ASSERT_EQ(services->PutInstanceAsync(object.Get(), 0, nullptr, &sink), S_OK);
        sink.wait();
        ASSERT_EQ(sink.finals[0].result, S_OK);
        path = sink.finals[0].text;
        get(path);
        EXPECT_EQ(last, S_OK);
    }
    EXPECT_NE(paths[0], paths[1]);
    EXPECT_EQ(paths[0].size(), Text(L"Car.Plate=\"{XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}\"").size());
    EXPECT_EQ(value(object.Get(), L"Plate").vt, VT_NULL);  // PUT-10
}

TEST_F(Put, ClassesThatTakeNoInstances) {  // PUT-12, PUT-13, PUT-22, PUT-23
    mof("[abstract] class None { [key] uint32 Id; }; class Keyless { uint32 A; }; [singleton] class One { uint32 A; };");
    const auto none = spawn(L"None");
    set(none.Get(), L"Id", 1);
    EXPECT_EQ(put(none.Get()), WBEM_E_INVALID_OPERATION);
    EXPECT_EQ(put(spawn(L"Keyless").Get()), WBEM_E_NO_KEY);
    EXPECT_EQ(put(spawn(L"One").Get(), WBEM_FLAG_CREATE_ONLY), S_OK);
    EXPECT_EQ(put(spawn(L"One").Get(), WBEM_FLAG_CREATE_ONLY), WBEM_E_ALREADY_EXISTS);
    get(L"One=@");
    EXPECT_EQ(last, S_OK);  // SVC-15
    const auto object = car(L"A");
    ASSERT_EQ(services->DeleteClass(b(L"Car"), 0, nullptr, nullptr), S_OK);
    EXPECT_EQ(put(object.Get()), WBEM_E_INVALID_CLASS);
}

TEST_F(Put, APathThatIsTooLongIsRefusedAtTheStart) {  // PUT-11
    Sink sink;
    const auto object = car(Text(8200, L'x').c_str());
    EXPECT_EQ(services->PutInstanceAsync(object.Get(), 0, nullptr, &sink), WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(sink.references, 1U);
    EXPECT_EQ(put(car(Text(8100, L'x').c_str()).Get()), S_OK);
}

TEST_F(Put, TwoThatCreateOneKeyAreOneSuccess) {  // PUT-36, PUT-37
    for (int round = 0; round < 50; ++round) {
        const Text plate = L"P" + std::to_wstring(round);
        const auto object = car(plate.c_str());
        Sink sink;
        for (int i = 0; i < 4; ++i) ASSERT_EQ(services->PutInstanceAsync(object.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, &sink), S_OK);
        sink.wait(4);
        int created = 0;
        for (const auto& final : sink.finals) {
            created += final.result == S_OK ? 1 : 0;
            EXPECT_TRUE(final.result == S_OK || final.result == WBEM_E_ALREADY_EXISTS);
        }
        EXPECT_EQ(created, 1);
    }
}

TEST_F(Put, APartialPutWritesWhatIsListedAlone) {  // PART-01, PART-05, PART-09, PART-10, PART-11
    store();
    const auto object = car(L"A");
    set(object.Get(), L"Doors", 3);
    set(object.Get(), L"Colour", L"blue");
    set_null(object.Get(), L"Maker");
    ASSERT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({L"doors", L"DOORS"}).Get()), S_OK);  // PART-08
    const auto stored = get(L"Car.Plate=\"A\"");
    EXPECT_EQ(value(stored.Get(), L"Doors").lVal, 3);
    EXPECT_EQ(text(stored.Get(), L"Colour"), L"red");
    EXPECT_EQ(text(stored.Get(), L"Maker"), L"m");
    Sink sink;
    set(object.Get(), L"Doors", 2);
    ASSERT_EQ(services->PutInstanceAsync(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({L"Doors"}, true, true).Get(), &sink), S_OK);
    sink.wait();
    EXPECT_EQ(value(get(L"Car.Plate=\"A\"").Get(), L"Doors").lVal, 2);
    set(object.Get(), L"Plate", L"absent");
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({L"Doors"}).Get()), WBEM_E_NOT_FOUND);
}

TEST_F(Put, APartialPutIsRefusedWhereItIsAskedForWrongly) {  // PART-03, PART-06, PART-07, PART-08
    store();
    const auto object = car(L"A");
    Sink sink;
    EXPECT_EQ(services->PutInstanceAsync(object.Get(), 0, part({L"Doors"}).Get(), &sink), WBEM_E_INVALID_CONTEXT);
    EXPECT_EQ(services->PutInstanceAsync(object.Get(), WBEM_FLAG_CREATE_ONLY, part({L"Doors"}).Get(), &sink), WBEM_E_INVALID_CONTEXT);
    EXPECT_EQ(services->PutInstanceAsync(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({}).Get(), &sink), WBEM_E_INVALID_CONTEXT);
    EXPECT_EQ(sink.references, 1U);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({L"Wings"}).Get()), WBEM_E_INVALID_CONTEXT);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({L"__PATH"}).Get()), WBEM_E_INVALID_CONTEXT);
    EXPECT_EQ(value(get(L"Car.Plate=\"A\"").Get(), L"Doors").lVal, 5);
}

TEST_F(Put, StrictNullsDecideWhatANullMeans) {  // PART-13, PART-15
    store();
    const auto object = car(L"A");
    set_null(object.Get(), L"Colour");
    set_null(object.Get(), L"Maker");
    ASSERT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({L"Colour"}).Get()), S_OK);
    EXPECT_EQ(text(get(L"Car.Plate=\"A\"").Get(), L"Colour"), L"red");
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({L"Colour", L"Maker"}, true).Get()), WBEM_E_ILLEGAL_NULL);
    EXPECT_EQ(text(get(L"Car.Plate=\"A\"").Get(), L"Colour"), L"red");  // PART-17
    ASSERT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({L"Colour"}, true).Get()), S_OK);
    EXPECT_EQ(value(get(L"Car.Plate=\"A\"").Get(), L"Colour").vt, VT_NULL);
}

TEST_F(Put, AContextWithoutExtensionsMeansAFullPut) {  // PART-01, PART-38
    store();
    const auto object = car(L"A");
    auto other = context();
    set_names(other.Get(), L"__PUT_EXT_PROPERTIES", {L"Doors"});
    _variant_t no(false);
    ASSERT_EQ(other->SetValue(L"__PUT_EXTENSIONS", 0, &no), S_OK);
    ASSERT_EQ(put(object.Get(), 0, other.Get()), S_OK);
    EXPECT_EQ(value(get(L"Car.Plate=\"A\"").Get(), L"Colour").vt, VT_NULL);
}

TEST_F(Put, EightThreadsLoseNoPartialUpdate) {
    const auto object = spawn(L"Count");
    set(object.Get(), L"Id", 1);
    for (const wchar_t* name : {L"A", L"B", L"C", L"D", L"E", L"F", L"G", L"H"}) set(object.Get(), name, 0L);
    ASSERT_EQ(put(object.Get()), S_OK);
    constexpr long kUpdates = 200;
    std::vector<std::thread> threads;
    for (const wchar_t* name : {L"A", L"B", L"C", L"D", L"E", L"F", L"G", L"H"}) {
        threads.emplace_back([&, name] {
            ComPtr<IWbemClassObject> own;
            ASSERT_EQ(object->Clone(own.GetAddressOf()), S_OK);
            const auto with = part({name});
            Sink sink;
            for (long i = 1; i <= kUpdates; ++i) {
                set(own.Get(), name, i);
                ASSERT_EQ(services->PutInstanceAsync(own.Get(), WBEM_FLAG_UPDATE_ONLY, with.Get(), &sink), S_OK);
            }
            sink.wait(kUpdates);
            for (const auto& final : sink.finals) EXPECT_EQ(final.result, S_OK);
        });
    }
    for (std::thread& thread : threads) thread.join();
    const auto stored = get(L"Count.Id=1");
    for (const wchar_t* name : {L"A", L"B", L"C", L"D", L"E", L"F", L"G", L"H"}) EXPECT_EQ(value(stored.Get(), name).lVal, kUpdates) << name;
}

TEST_F(Put, PartialRetrievalGivesKeysAndWhatIsListed) {  // PART-30, PART-31, PART-32, PART-33, PART-36
    store();
    auto some = context();
    set_true(some.Get(), L"__GET_EXTENSIONS");
    set_names(some.Get(), L"__GET_EXT_PROPERTIES", {L"Colour", L"Unknown"});
    auto object = get(L"Car.Plate=\"A\"", 0, some.Get());
    ASSERT_EQ(last, S_OK);
    EXPECT_EQ(text(object.Get(), L"Plate"), L"A");
    EXPECT_EQ(text(object.Get(), L"Colour"), L"red");
    EXPECT_EQ(value(object.Get(), L"Doors").vt, VT_NULL);
    set_true(some.Get(), L"__GET_EXT_KEYS_ONLY");
    object = get(L"Car.Plate=\"A\"", 0, some.Get());
    EXPECT_EQ(value(object.Get(), L"Colour").vt, VT_NULL);
    auto all = context();
    set_true(all.Get(), L"__GET_EXTENSIONS");
    set_names(all.Get(), L"__GET_EXT_PROPERTIES", {L"*"});
    get(L"Car.Plate=\"A\"", 0, all.Get());
    EXPECT_EQ(last, WBEM_E_INVALID_CONTEXT);
    ComPtr<IEnumWbemClassObject> objects;
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Car"), 0, some.Get(), objects.GetAddressOf()), S_OK);
    ULONG returned = 0;
    ASSERT_EQ(objects->Next(WBEM_INFINITE, 1, object.ReleaseAndGetAddressOf(), &returned), S_OK);
    EXPECT_EQ(value(object.Get(), L"Doors").vt, VT_NULL);
}

TEST_F(Put, AsynchronousPutsTakeTheirFlagsAndNoOthers) {  // PUT-03, PUT-04, PART-12
    store();
    const auto object = get(L"Car.Plate=\"A\"");
    for (int bit = 0; bit < 31; ++bit) {
        const long flag = 1L << bit;
        Sink sink;
        const bool is_known = flag == WBEM_FLAG_UPDATE_ONLY || flag == WBEM_FLAG_CREATE_ONLY || flag == WBEM_FLAG_SEND_STATUS ||
                              flag == WBEM_FLAG_USE_AMENDED_QUALIFIERS;
        ASSERT_EQ(services->PutInstanceAsync(object.Get(), flag, nullptr, &sink), is_known ? S_OK : WBEM_E_INVALID_PARAMETER) << std::hex << flag;
        sink.wait(is_known ? 1 : 0);
        if (is_known) {
            EXPECT_EQ(sink.finals[0].result, flag == WBEM_FLAG_CREATE_ONLY ? WBEM_E_ALREADY_EXISTS : S_OK) << std::hex << flag;
        }
    }
    Sink sink;
    EXPECT_EQ(services->PutInstanceAsync(object.Get(), WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY, nullptr, &sink), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(sink.references, 1U);
}

TEST_F(Put, NoReferenceToTheInstanceOutlivesItsPut) {  // PUT-08
    const auto object = car(L"A");
    const auto with = part({L"Doors"});
    const auto references = [](IUnknown* of) {
        of->AddRef();
        return of->Release();
    };
    EXPECT_EQ(put(object.Get()), S_OK);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_CREATE_ONLY), WBEM_E_ALREADY_EXISTS);
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, with.Get()), S_OK);
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(services->PutInstance(object.Get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), S_OK);
    long status = -1;
    ASSERT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), S_OK);
    Sink sink;
    ASSERT_EQ(services->PutInstanceAsync(object.Get(), WBEM_FLAG_UPDATE_ONLY, with.Get(), &sink), S_OK);
    ASSERT_EQ(services->PutInstanceAsync(object.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, &sink), S_OK);
    sink.wait(2);
    EXPECT_EQ(references(object.Get()), 1U);
    EXPECT_EQ(references(with.Get()), 1U);
}

TEST_F(Put, ReadAndWriteQualifiersAreNotEnforcedHere) {  // PUT-30
    mof("class Marked { [key] uint32 Id; [read] string ReadOnly; [write(FALSE)] string Unwritable; [write] string Free; };");
    const auto object = spawn(L"Marked");
    set(object.Get(), L"Id", 1);
    for (const wchar_t* value : {L"first", L"second"}) {
        for (const wchar_t* name : {L"ReadOnly", L"Unwritable", L"Free"}) set(object.Get(), name, value);
        ASSERT_EQ(put(object.Get()), S_OK);
        const auto stored = get(L"Marked.Id=1");
        for (const wchar_t* name : {L"ReadOnly", L"Unwritable", L"Free"}) EXPECT_EQ(text(stored.Get(), name), value) << name;
    }
    set(object.Get(), L"ReadOnly", L"third");
    EXPECT_EQ(put(object.Get(), WBEM_FLAG_UPDATE_ONLY, part({L"ReadOnly"}).Get()), S_OK);
    EXPECT_EQ(text(get(L"Marked.Id=1").Get(), L"ReadOnly"), L"third");
}

TEST_F(Put, AnInstanceChangesItsValuesAlone) {  // PUT-58, PUT-15, PUT-25
    mof("class Estate : Car { uint32 Room; };");
    store();
    const auto sibling = spawn(L"Estate");
    set(sibling.Get(), L"Plate", L"A");
    EXPECT_EQ(put(sibling.Get()), WBEM_E_ALREADY_EXISTS) << "it cannot become one of another class";
    EXPECT_EQ(put(sibling.Get(), WBEM_FLAG_UPDATE_ONLY), WBEM_E_NOT_FOUND);
    const auto stored = get(L"Car.Plate=\"A\"");
    _variant_t more(L"x");
    EXPECT_EQ(stored->Put(L"More", 0, &more, CIM_STRING), WBEM_E_NOT_FOUND) << "nor get a property of its own";
    EXPECT_EQ(stored->Put(L"Doors", 0, nullptr, CIM_STRING), WBEM_E_TYPE_MISMATCH) << "nor another type";
    EXPECT_EQ(stored->Delete(L"Doors"), WBEM_S_RESET_TO_DEFAULT) << "nor lose one";
    ComPtr<IWbemQualifierSet> qualifiers;
    ASSERT_EQ(stored->GetPropertyQualifierSet(L"Colour", qualifiers.GetAddressOf()), S_OK);
    _variant_t yes(true);
    EXPECT_TRUE(FAILED(qualifiers->Put(L"key", &yes, 0))) << "nor another key";
    set(stored.Get(), L"Colour", L"green");
    EXPECT_EQ(put(stored.Get()), S_OK);
    EXPECT_EQ(text(get(L"Car.Plate=\"A\"").Get(), L"Colour"), L"green");
    EXPECT_EQ(text(get(L"Car.Plate=\"A\"").Get(), L"__CLASS"), L"Car");
    set(stored.Get(), L"Plate", L"B");
    EXPECT_EQ(put(stored.Get()), S_OK) << "other keys are another instance (PUT-24)";
    get(L"Car.Plate=\"A\"");
    EXPECT_EQ(last, S_OK);
}

TEST_F(Put, InstancesOfAnOlderDefinitionAreCheckedAgainstTheNewOne) {  // PUT-58, PUT-15, CLASS-46
    const auto old = car(L"A");
    set(old.Get(), L"Colour", L"red");
    ASSERT_EQ(services->DeleteClass(b(L"Car"), 0, nullptr, nullptr), S_OK);
    mof("class Car { [key] string Plate; uint32 Doors; uint32 Colour; [not_null] string Maker = \"none\"; };");
    EXPECT_EQ(put(old.Get()), WBEM_E_INVALID_OBJECT) << "Colour is a number now";
    ASSERT_EQ(services->DeleteClass(b(L"Car"), 0, nullptr, nullptr), S_OK);
    mof("class Car { [key] string Plate; uint32 Doors; [not_null] string Maker = \"none\"; };");
    EXPECT_EQ(put(old.Get()), WBEM_E_INVALID_OBJECT) << "and then there is none";
    ASSERT_EQ(services->DeleteClass(b(L"Car"), 0, nullptr, nullptr), S_OK);
    mof("class Car { [key] string Plate; string Extra = \"new\"; string Colour; uint32 Doors; string Maker; };");
    ASSERT_EQ(put(old.Get()), S_OK) << "by name, wherever they stand";
    const auto stored = get(L"Car.Plate=\"A\"");
    EXPECT_EQ(text(stored.Get(), L"Colour"), L"red");
    EXPECT_EQ(value(stored.Get(), L"Doors").lVal, 4);
    EXPECT_EQ(text(stored.Get(), L"Extra"), L"new");
}

TEST_F(Put, TheClassHereDecidesWhoKeepsAnInstance) {  // PUT-15, PUT-40, CLASS-40, CLASS-46
    mof("class Becoming { [key] uint32 Id; };");
    const auto object = spawn(L"Becoming");
    set(object.Get(), L"Id", 1);
    mof("[dynamic, provider(\"Nobody\")] class Becoming { [key] uint32 Id; };");
    EXPECT_EQ(put(object.Get()), WBEM_E_PROVIDER_NOT_FOUND) << "it was spawned before";
    mof("instance of __Win32Provider as $P { Name = \"Nobody\"; CLSID = \"{11111111-2222-3333-4444-555555555556}\"; };"
        "instance of __InstanceProviderRegistration { Provider = $P; SupportsGet = TRUE; SupportsPut = FALSE; };");
    EXPECT_EQ(put(object.Get()), WBEM_E_PROVIDER_NOT_CAPABLE);
    ASSERT_EQ(services->DeleteInstance(b(L"__InstanceProviderRegistration.Provider=\"__Win32Provider.Name=\\\"Nobody\\\"\""), 0, nullptr, nullptr), S_OK);
    ASSERT_EQ(services->DeleteInstance(b(L"__Win32Provider.Name=\"Nobody\""), 0, nullptr, nullptr), S_OK);
    mof("class Becoming { [key] uint32 Id; };");
    EXPECT_EQ(put(object.Get()), S_OK);
}

TEST_F(Put, DynamicClassesWantAProvider) {  // PUT-40, SVC-06, QUAL-27
    mof("[dynamic, provider(\"Nobody\")] class Live { [key] uint32 Id; };");
    const auto object = spawn(L"Live");
    set(object.Get(), L"Id", 1);
    EXPECT_EQ(put(object.Get()), WBEM_E_PROVIDER_NOT_FOUND);
    get(L"Live.Id=1");
    EXPECT_EQ(last, WBEM_E_PROVIDER_NOT_FOUND);
    ComPtr<IEnumWbemClassObject> objects;
    EXPECT_EQ(services->CreateInstanceEnum(b(L"Live"), 0, nullptr, objects.GetAddressOf()), WBEM_E_PROVIDER_NOT_FOUND);
    EXPECT_EQ(services->DeleteInstance(b(L"Live.Id=1"), 0, nullptr, nullptr), WBEM_E_PROVIDER_NOT_FOUND);
}

}  // namespace
}  // namespace at_surface
