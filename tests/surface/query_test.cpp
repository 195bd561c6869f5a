// ExecQuery and its enumerators where a story cannot say it (tests/conformance/query has the rest).
#include "client.h"

#include <algorithm>
#include <set>

namespace at_surface {
namespace {

class Query : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Part { string Of; };"
            "class Base { [key] uint32 Id; string Name; Part Emb; uint32 Kind = 1; };"
            "class Derived : Base { string More; [OverrideValue] uint32 Kind = 2; };");
    }

    void fill(const wchar_t* of, long from, long count) {
        Sink sink;
        const auto object = spawn(of);
        for (long i = from; i < from + count; ++i) {
            set(object.Get(), L"Id", i);
            set(object.Get(), L"Name", i % 2 == 0 ? L"even" : L"odd");
            ASSERT_EQ(services->PutInstanceAsync(object.Get(), 0, nullptr, &sink), S_OK);
        }
        sink.wait(static_cast<std::size_t>(count));
    }

    ComPtr<IEnumWbemClassObject> ask(const Text& query, long flags) {
        ComPtr<IEnumWbemClassObject> rows;
        last = services->ExecQuery(b(L"WQL"), b(query), flags, nullptr, rows.GetAddressOf());
        return rows;
    }

    static ComPtr<IWbemClassObject> next(IEnumWbemClassObject* rows, HRESULT expected = WBEM_S_NO_ERROR) {
        ComPtr<IWbemClassObject> row;
        ULONG count = 0;
        EXPECT_EQ(rows->Next(WBEM_INFINITE, 1, row.GetAddressOf(), &count), expected);
        return row;
    }

    /// How many rows are left; every Id once.
    static std::size_t count_rest(IEnumWbemClassObject* rows) {
        std::set<long> seen;
        std::size_t count = 0;
        IWbemClassObject* some[100] = {};
        for (ULONG got = 1; got != 0;) {
            EXPECT_TRUE(SUCCEEDED(rows->Next(WBEM_INFINITE, 100, some, &got)));
            for (ULONG i = 0; i < got; ++i) {
                seen.insert(value(some[i], L"Id").lVal);
                some[i]->Release();
                ++count;
            }
        }
        EXPECT_EQ(seen.size(), count);
        return count;
    }

    /// The Order qualifier of a property of a prototype.
    static std::vector<long> order(IWbemClassObject* of, const wchar_t* property) {
        ComPtr<IWbemQualifierSet> qualifiers;
        _variant_t list;
        std::vector<long> places;
        if (of->GetPropertyQualifierSet(property, qualifiers.GetAddressOf()) != S_OK || qualifiers->Get(L"Order", 0, &list, nullptr) != S_OK) return places;
        long high = -1;
        SafeArrayGetUBound(list.parray, 1, &high);
        for (long i = 0; i <= high; ++i) {
            long place = 0;
            SafeArrayGetElement(list.parray, &i, &place);
            places.push_back(place);
        }
        return places;
    }
};

TEST_F(Query, APrototypeIsTheClassOfTheResult) {  // WQL-47, WQL-48, SVC-35
    const auto rows = ask(L"SELECT Name, Id, name FROM Derived WHERE Id > 5", WBEM_FLAG_PROTOTYPE);
    ASSERT_EQ(last, S_OK);
    const auto prototype = next(rows.Get());
    ASSERT_TRUE(prototype);
    EXPECT_EQ(value(prototype.Get(), L"__GENUS").lVal, 1);
    EXPECT_EQ(text(prototype.Get(), L"__CLASS"), L"Derived");
    EXPECT_EQ(value(prototype.Get(), L"__PROPERTY_COUNT").lVal, 2);
    EXPECT_EQ(text(prototype.Get(), L"__SUPERCLASS"), L"(null)");
    EXPECT_EQ(order(prototype.Get(), L"Name"), (std::vector<long>{0, 2}));
    EXPECT_EQ(order(prototype.Get(), L"Id"), (std::vector<long>{1}));
    next(rows.Get(), WBEM_S_FALSE);
    const auto whole = next(ask(L"SELECT * FROM Derived", WBEM_FLAG_PROTOTYPE).Get());
    EXPECT_EQ(value(whole.Get(), L"__PROPERTY_COUNT").lVal, 5);
    EXPECT_EQ(text(whole.Get(), L"__SUPERCLASS"), L"Base");
    EXPECT_EQ(order(whole.Get(), L"Id"), (std::vector<long>{0}));
    EXPECT_EQ(order(whole.Get(), L"More"), (std::vector<long>{4}));
    const auto derived = next(ask(L"SELECT Id, __DERIVATION FROM Derived", WBEM_FLAG_PROTOTYPE).Get());
    EXPECT_EQ(text(derived.Get(), L"__SUPERCLASS"), L"Base");
}

TEST_F(Query, RowsCarryTheQualifiersOfTheirInstance) {  // WQL-50
    mof("[Where(\"class\") : ToInstance] class Noted { [key] uint32 Id; [Units(\"m\") : ToInstance] string Name; string Other; };"
        "[Mine(\"instance\")] instance of Noted { Id = 1; [Seen(7)] Name = \"n\"; [Hidden(8)] Other = \"o\"; }; instance of Noted { Id = 2; };");
    const auto qualifier = [](IWbemClassObject* of, const wchar_t* property, const wchar_t* name) {
        ComPtr<IWbemQualifierSet> set;
        EXPECT_EQ(property ? of->GetPropertyQualifierSet(property, set.GetAddressOf()) : of->GetQualifierSet(set.GetAddressOf()), S_OK);
        _variant_t found;
        set->Get(name, 0, &found, nullptr);
        return found.vt == VT_BSTR ? Text(found.bstrVal) : found.vt == VT_I4 ? std::to_wstring(found.lVal) : Text(L"(none)");
    };
    for (const wchar_t* text : {L"SELECT * FROM Noted WHERE Id = 1", L"SELECT Id, Name FROM Noted WHERE Id = 1", L"SELECT Id, Name FROM Noted WHERE Name = 'n'"}) {
        const auto row = next(ask(text, WBEM_FLAG_FORWARD_ONLY).Get());
        ASSERT_TRUE(row) << Text(text).size();
        EXPECT_EQ(qualifier(row.Get(), nullptr, L"Mine"), L"instance");
        EXPECT_EQ(qualifier(row.Get(), nullptr, L"Where"), L"class");
        EXPECT_EQ(qualifier(row.Get(), L"Name", L"Seen"), L"7");
        EXPECT_EQ(qualifier(row.Get(), L"Name", L"Units"), L"m");
        EXPECT_EQ(qualifier(row.Get(), L"Id", L"Seen"), L"(none)");
    }
    const auto other = next(ask(L"SELECT * FROM Noted WHERE Id = 2", WBEM_FLAG_FORWARD_ONLY).Get());
    EXPECT_EQ(qualifier(other.Get(), nullptr, L"Mine"), L"(none)");
    EXPECT_EQ(qualifier(other.Get(), L"Name", L"Units"), L"m");
}

TEST_F(Query, TheSameRowsComeByEveryWayInSomeOrder) {  // WQL-49
    mof("class Ways { [key] uint32 Id; [indexed] uint32 Fast; uint32 Slow; };");
    for (long i = 0; i < 20; ++i) {
        const auto one = spawn(L"Ways");
        set(one.Get(), L"Id", i);
        set(one.Get(), L"Fast", (i * 7) % 20);
        set(one.Get(), L"Slow", (i * 7) % 20);
        ASSERT_EQ(put(one.Get()), S_OK);
    }
    const auto sorted = [&](const Text& text) {
        const auto rows = ask(text, WBEM_FLAG_FORWARD_ONLY);
        std::vector<long> ids;
        ComPtr<IWbemClassObject> row;
        ULONG count = 0;
        while (rows->Next(WBEM_INFINITE, 1, row.ReleaseAndGetAddressOf(), &count) == WBEM_S_NO_ERROR) ids.push_back(value(row.Get(), L"Id").lVal);
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    const auto by_index = sorted(L"SELECT * FROM Ways WHERE Fast >= 15");
    EXPECT_EQ(by_index.size(), 5U);
    EXPECT_EQ(by_index, sorted(L"SELECT * FROM Ways WHERE Slow >= 15"));
    EXPECT_EQ(by_index, sorted(L"SELECT Id FROM Ways WHERE NOT Slow < 15"));
}

TEST_F(Query, AResultKnowsItsClassAndOrigins) {  // WQL-40, WQL-42, WQL-46, WQL-50, OBJ-26
    const auto part = spawn(L"Part");
    set(part.Get(), L"Of", L"inside");
    const auto object = spawn(L"Derived");
    set(object.Get(), L"Id", 1L);
    set(object.Get(), L"More", L"m");
    _variant_t inner(static_cast<IUnknown*>(part.Get()));
    ASSERT_EQ(object->Put(L"Emb", 0, &inner, 0), S_OK);
    ASSERT_EQ(put(object.Get()), S_OK);
    const auto row = next(ask(L"SELECT More, Emb.Of FROM Derived", WBEM_FLAG_FORWARD_ONLY).Get());
    ASSERT_TRUE(row);
    EXPECT_EQ(text(row.Get(), L"__CLASS"), L"Derived");
    EXPECT_EQ(text(row.Get(), L"__PATH"), L"(null)");
    EXPECT_EQ(value(row.Get(), L"__PROPERTY_COUNT").lVal, 2);
    BSTR origin = nullptr;
    ASSERT_EQ(row->GetPropertyOrigin(L"Emb", &origin), S_OK);
    EXPECT_STREQ(origin, L"Base");
    SysFreeString(origin);
    const _variant_t whole = value(row.Get(), L"Emb");
    ASSERT_EQ(whole.vt, VT_UNKNOWN);
    ComPtr<IWbemClassObject> embedded;
    ASSERT_EQ(whole.punkVal->QueryInterface(IID_IWbemClassObject, reinterpret_cast<void**>(embedded.GetAddressOf())), S_OK);
    EXPECT_EQ(text(embedded.Get(), L"Of"), L"inside");
    const auto found = next(ask(L"SELECT * FROM Base WHERE Emb.Of = 'INSIDE' AND Emb ISA Part", WBEM_FLAG_FORWARD_ONLY).Get());
    EXPECT_EQ(text(found.Get(), L"__RELPATH"), L"Derived.Id=1");
    EXPECT_FALSE(next(ask(L"SELECT * FROM Base WHERE Name.X = 1", WBEM_FLAG_RETURN_IMMEDIATELY).Get(), WBEM_E_INVALID_QUERY));
}

TEST_F(Query, ADefaultOfASubclassCountsInQueriesOnItsBase) {  // QUAL-40
    fill(L"Base", 1, 1);
    fill(L"Derived", 2, 1);
    const auto rows = ask(L"SELECT * FROM Base WHERE Kind = 2", 0);
    EXPECT_EQ(text(next(rows.Get()).Get(), L"__RELPATH"), L"Derived.Id=2");
    next(rows.Get(), WBEM_S_FALSE);
}

TEST_F(Query, ASelectListIsNoPartialRetrieval) {  // PART-37
    fill(L"Base", 1, 1);
    const auto row = next(ask(L"SELECT Name FROM Base", 0).Get());
    ASSERT_TRUE(row);
    _variant_t v;
    EXPECT_EQ(row->Get(L"Kind", 0, &v, nullptr, nullptr), WBEM_E_NOT_FOUND) << "absent, not NULL";
}

TEST_F(Query, RewindableRowsAreKeptForwardOnlyOnesAreNot) {  // SVC-60, SVC-61, WQL-31
    fill(L"Base", 0, 500);
    const auto kept = ask(L"SELECT * FROM Base WHERE Name = 'even'", 0);
    EXPECT_EQ(count_rest(kept.Get()), 250U);
    ASSERT_EQ(kept->Reset(), S_OK);
    ASSERT_TRUE(next(kept.Get()));
    ComPtr<IEnumWbemClassObject> clone;
    ASSERT_EQ(kept->Clone(clone.GetAddressOf()), S_OK);
    EXPECT_EQ(count_rest(clone.Get()), 249U);
    EXPECT_EQ(count_rest(kept.Get()), 249U);
    const auto once = ask(L"SELECT Id FROM Base WHERE Name = 'even'", WBEM_FLAG_FORWARD_ONLY);
    EXPECT_EQ(count_rest(once.Get()), 250U);
    EXPECT_EQ(once->Reset(), WBEM_E_INVALID_OPERATION);
    next(ask(L"SELECT * FROM Base WHERE Id > 10000", 0).Get(), WBEM_S_FALSE);
}

TEST_F(Query, GoesOnOrEndsAsItsClassDoes) {
    fill(L"Base", 0, 3000);
    fill(L"Derived", 5000, 10);
    const auto changed = ask(L"SELECT Id, Name FROM Base WHERE Name = 'odd'", WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY);
    const auto gone = ask(L"SELECT * FROM Derived", WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY);
    ASSERT_TRUE(next(changed.Get()));
    ASSERT_EQ(services->DeleteClass(b(L"Derived"), 0, nullptr, nullptr), S_OK);
    next(gone.Get(), WBEM_S_FALSE);
    EXPECT_EQ(count_rest(changed.Get()), 1499U);
}

TEST_F(Query, AsynchronousRowsStopWhenCancelled) {  // CANCEL-01, WQL-23
    fill(L"Base", 0, 3000);
    Sink sink;
    sink.block(true);
    ASSERT_EQ(services->ExecQueryAsync(b(L"WQL"), b(L"SELECT * FROM Base WHERE Name = 'odd'"), WBEM_FLAG_SEND_STATUS, nullptr, &sink), S_OK);
    ASSERT_EQ(services->CancelAsyncCall(&sink), S_OK);
    sink.block(false);
    sink.wait();
    ASSERT_EQ(sink.finals.size(), 1U);
    EXPECT_EQ(sink.finals[0].result, WBEM_E_CALL_CANCELLED);
    Sink all;
    ASSERT_EQ(services->ExecQueryAsync(b(L"wql"), b(L"SELECT * FROM Base WHERE Name = 'odd'"), 0, nullptr, &all), S_OK);
    all.wait();
    EXPECT_EQ(all.objects.size(), 1500U);
    EXPECT_EQ(all.finals[0].result, WBEM_S_NO_ERROR);
    Sink bad;
    EXPECT_EQ(services->ExecQueryAsync(b(L"WQL"), b(L"SELECT FROM"), 0, nullptr, &bad), WBEM_E_INVALID_QUERY);
    ASSERT_EQ(services->ExecQueryAsync(b(L"WQL"), b(L"SELECT * FROM Nothing"), 0, nullptr, &bad), S_OK);
    bad.wait();
    EXPECT_EQ(bad.finals[0].result, WBEM_E_INVALID_CLASS);
}

}  // namespace
}  // namespace at_surface
