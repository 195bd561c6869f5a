// The n-th allocation fails, for every n: an object is then what it was or what it should become, never broken (design: strong guarantee).
#include "objects/context_object.h"
#include "objects/internal/testing.h"
#include "objects/query_object.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <new>

namespace {

/// How many allocations of this thread still succeed; negative: all.
thread_local long allocations_left = -1;

void* allocate(std::size_t size) {
    if (allocations_left == 0) throw std::bad_alloc();
    if (allocations_left > 0) --allocations_left;
    if (void* block = std::malloc(size == 0 ? 1 : size)) return block;
    throw std::bad_alloc();
}

}  // namespace

// Whole, so that what one of them gives, another of them takes; weak, because clang's sanitizers bring their own, which never fail.
#define REPLACES __attribute__((weak, visibility("default")))

REPLACES void* operator new(std::size_t size) { return allocate(size); }
REPLACES void* operator new[](std::size_t size) { return allocate(size); }
REPLACES void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size == 0 ? 1 : size); }
REPLACES void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size == 0 ? 1 : size); }
REPLACES void operator delete(void* block) noexcept { std::free(block); }
REPLACES void operator delete[](void* block) noexcept { std::free(block); }
REPLACES void operator delete(void* block, std::size_t) noexcept { std::free(block); }
REPLACES void operator delete[](void* block, std::size_t) noexcept { std::free(block); }
REPLACES void operator delete(void* block, const std::nothrow_t&) noexcept { std::free(block); }
REPLACES void operator delete[](void* block, const std::nothrow_t&) noexcept { std::free(block); }

#undef REPLACES

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using com::com_ptr;

namespace {

/// False where a sanitizer's operator new stands in the place of ours: then there is nothing to test.
bool can_fail() {
    bool failed = false;
    allocations_left = 0;
    try {
        ::operator delete(::operator new(1));
    } catch (const std::bad_alloc&) {
        failed = true;
    }
    allocations_left = -1;
    return failed;
}

/// Everything that an object shows, as one text.
std::string picture(IWbemClassObject& object) {
    com::Bstr text;
    if (FAILED(object.GetObjectText(0, text.out()))) return "broken";
    const auto content = snapshot(&object);
    if (const cim::Instance* instance = content->find_instance())
        if (!cim::check_record(instance->cls(), instance->record())) return "broken record";
    return text.text();
}

/// Runs an act on fresh objects with the n-th allocation failing until it needs no more; the object is as before or as after.
void fail_everywhere(const std::function<com_ptr<IWbemClassObject>()>& make, const std::function<HRESULT(IWbemClassObject&)>& act) {
    auto whole = make();
    const std::string before = picture(*whole);
    const HRESULT wanted = act(*whole);
    ASSERT_TRUE(SUCCEEDED(wanted));
    const std::string after = picture(*whole);
    for (long n = 0; n < 10000; ++n) {
        auto object = make();
        allocations_left = n;
        const HRESULT done = act(*object);
        const bool ran_out = allocations_left == 0;
        allocations_left = -1;
        const std::string seen = picture(*object);
        if (SUCCEEDED(done)) {
            EXPECT_EQ(done, wanted) << "allocation " << n;
            EXPECT_EQ(seen, after) << "allocation " << n;
            if (!ran_out) return;
        } else {
            EXPECT_EQ(done, WBEM_E_OUT_OF_MEMORY) << "allocation " << n;
            EXPECT_TRUE(seen == before || seen == after) << "allocation " << n << ": " << seen;
        }
    }
    FAIL() << "the act needs memory without end";
}

const auto kInstance = [] { return spawned(derived_class()); };
const auto kClass = [] { return stored(derived_class()); };

}  // namespace

TEST(PutWhenMemoryFails, LeavesAnInstanceWhole) {  // OBJ-17
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    fail_everywhere(kInstance, [&](IWbemClassObject& object) {
        static Var value = Var::text("a text that is longer than any small buffer would hold, and then some more of it");
        return object.Put(L"Name", 0, value, 0);
    });
    static Var list = Var::texts({"one", "two", "three, which is long enough to be allocated by itself"});
    fail_everywhere(kInstance, [](IWbemClassObject& object) { return object.Put(L"Strs", 0, list, 0); });
    static Var inner = Var::object(spawned(base_class()).get());
    fail_everywhere(kInstance, [](IWbemClassObject& object) { return object.Put(L"Obj", 0, inner, 0); });
    static Var number = Var::text("0x10");
    fail_everywhere(kInstance, [](IWbemClassObject& object) { return object.Put(L"U64", 0, number, 0); });
    fail_everywhere(kInstance, [](IWbemClassObject& object) { return object.Delete(L"Name"); });
}

TEST(PutWhenMemoryFails, LeavesAClassWhole) {  // OBJ-17
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    static Var value = Var::text("a text that is longer than any small buffer would hold, and then some more of it");
    fail_everywhere(kClass, [](IWbemClassObject& object) { return object.Put(L"Brand_new_property_name", 0, value, 0); });
    fail_everywhere(kClass, [](IWbemClassObject& object) { return object.Put(L"Name", 0, value, 0); });
    fail_everywhere(kClass, [](IWbemClassObject& object) { return object.Delete(L"Name"); });
    fail_everywhere(kClass, [](IWbemClassObject& object) { return object.PutMethod(L"M", 0, nullptr, nullptr); });
}

TEST(QualifierWhenMemoryFails, LeavesItsObjectWhole) {  // OBJ-51
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    static Var value = Var::texts({"a text that is longer than any small buffer would hold", "and another one"});
    const auto put = [](IWbemClassObject& object) -> HRESULT {
        com_ptr<IWbemQualifierSet> set;
        const HRESULT got = object.GetPropertyQualifierSet(L"Flag", set.out());
        return FAILED(got) ? got : set->Put(L"A_qualifier_of_the_property", value, 0);
    };
    fail_everywhere(kClass, put);
    fail_everywhere(kInstance, put);
}

TEST(ReadingWhenMemoryFails, GivesAllOrNothing) {  // OBJ-21, OBJ-36, OBJ-39
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    const auto cls = kClass();
    const auto instance = kInstance();
    static Var text = Var::text("a text that is longer than any small buffer would hold, and then some more of it");
    ASSERT_EQ(instance->Put(L"Name", 0, text, 0), S_OK);
    const std::function<HRESULT()> acts[] = {
        [&] {
            Var value;
            return instance->Get(L"Name", 0, value, nullptr, nullptr);
        },
        [&] {
            Var value;
            return instance->Get(L"__DERIVATION", 0, value, nullptr, nullptr);
        },
        [&] {
            com_ptr<IWbemClassObject> copy;
            return instance->Clone(copy.out());
        },
        [&] {
            com_ptr<IWbemClassObject> made;
            return cls->SpawnInstance(0, made.out());
        },
        [&] {
            com_ptr<IWbemClassObject> made;
            return cls->SpawnDerivedClass(0, made.out());
        },
        [&] {
            SAFEARRAY* names = nullptr;
            const HRESULT got = cls->GetNames(nullptr, 0, nullptr, &names);
            if (SUCCEEDED(got)) SafeArrayDestroy(names);
            return got;
        },
    };
    for (const auto& act : acts) {
        const std::string before = picture(*cls) + picture(*instance);
        HRESULT done = E_FAIL;
        long n = 0;
        for (; n < 10000; ++n) {
            allocations_left = n;
            done = act();
            const bool ran_out = allocations_left == 0;
            allocations_left = -1;
            if (FAILED(done)) EXPECT_EQ(done, WBEM_E_OUT_OF_MEMORY) << "allocation " << n;
            if (SUCCEEDED(done) && !ran_out) break;
        }
        EXPECT_EQ(done, S_OK);
        EXPECT_EQ(picture(*cls) + picture(*instance), before);
    }
}


namespace {

/// Runs an act with the n-th allocation failing until it needs no more; after each failure `check` looks at what is left.
void fail_each(const std::function<HRESULT()>& act, const std::function<void(long)>& check) {
    for (long n = 0; n < 10000; ++n) {
        allocations_left = n;
        const HRESULT done = act();
        const bool ran_out = allocations_left == 0;
        allocations_left = -1;
        if (SUCCEEDED(done) && !ran_out) return;
        if (FAILED(done)) EXPECT_EQ(done, WBEM_E_OUT_OF_MEMORY) << "allocation " << n;
        check(n);
    }
    FAIL() << "the act needs memory without end";
}

std::string query_text(IWbemQuery& query) {
    LPVOID memory = nullptr;
    if (FAILED(query.GetAnalysis(WMIQ_ANALYSIS_QUERY_TEXT, 0, &memory))) return "none";
    std::string text = com::from_wide(static_cast<LPCWSTR>(memory));
    query.FreeMemory(memory);
    return text;
}

}  // namespace

TEST(QueryWhenMemoryFails, ParseKeepsTheQueryBeforeOrHasTheNew) {  // WQL-131
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    const std::pair<LPCWSTR, std::string> all[] = {
        {L"SELECT A_name_that_is_long_enough_to_be_allocated, b FROM X WHERE a.b = 1 AND (c LIKE 'long enough to be allocated by itself' OR NOT d < 5)",
         "SELECT A_name_that_is_long_enough_to_be_allocated, b FROM X WHERE a.b = 1 AND (c LIKE 'long enough to be allocated by itself' OR NOT d < 5)"},
        {L"ASSOCIATORS OF {A_class_with_a_long_name.Key=\"and a long value\"} WHERE ResultClass=X",
         "ASSOCIATORS OF {A_class_with_a_long_name.Key=\"and a long value\"} WHERE ResultClass=X"},
    };
    const auto query = make_query();
    for (const auto& one : all) {
        const LPCWSTR text = one.first;
        const std::string& expected = one.second;
        ASSERT_EQ(query->Parse(L"WQL", L"SELECT * FROM Before", 0), S_OK);
        fail_each([&] { return query->Parse(L"WQL", text, 0); },
                  [&](long n) {
                      const std::string now = query_text(*query);
                      EXPECT_TRUE(now == expected || now == "SELECT * FROM Before") << "allocation " << n << ": " << now;
                  });
        EXPECT_EQ(query_text(*query), expected);
    }
}

TEST(QueryWhenMemoryFails, GetAnalysisGivesAllOrNothing) {  // WQL-132
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    const auto select = make_query(), follow = make_query();
    ASSERT_EQ(select->Parse(L"WQL", L"SELECT a, b.c FROM X WHERE a = 'some text' AND (b = 1.5 OR NOT c = d.e)", 0), S_OK);
    ASSERT_EQ(follow->Parse(L"WQL", L"REFERENCES OF {A_class_with_a_long_name.Key=\"and a long value\"} WHERE Role=R", 0), S_OK);
    const std::pair<IWbemQuery*, ULONG> all[] = {
        {select.get(), WMIQ_ANALYSIS_RPN_SEQUENCE}, {follow.get(), WMIQ_ANALYSIS_ASSOC_QUERY}, {select.get(), WMIQ_ANALYSIS_QUERY_TEXT}};
    for (const auto& [query, type] : all) {
        LPVOID memory = nullptr;
        const auto act = [&, asked = query, kind = type] {
            if (memory != nullptr) asked->FreeMemory(memory);
            const HRESULT got = asked->GetAnalysis(kind, 0, &memory);
            EXPECT_EQ(memory == nullptr, FAILED(got));
            return got;
        };
        fail_each(act, [](long) {});
        EXPECT_EQ(query->FreeMemory(memory), S_OK);
    }
}
