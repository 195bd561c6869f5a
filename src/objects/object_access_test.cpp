#include "objects/internal/testing.h"

#include "com/object.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using com::com_ptr;

namespace {

com_ptr<IWbemObjectAccess> access_to(const cim::ClassPtr& cls) { return spawned(cls).query<IWbemObjectAccess>(); }

long handle_of(IWbemObjectAccess& object, LPCWSTR name) {
    long handle = -1;
    CIMTYPE type = 0;
    EXPECT_EQ(object.GetPropertyHandle(name, &type, &handle), S_OK);
    return handle;
}

}  // namespace

TEST(ObjectAccess, IsTheSameObjectBothWays) {  // PERF-15
    const auto object = spawned(derived_class());
    const auto access = object.query<IWbemObjectAccess>();
    ASSERT_TRUE(access);
    EXPECT_TRUE(access.query<IWbemClassObject>() == object);
    EXPECT_EQ(access.identity(), object.identity());
}

TEST(ObjectAccess, HandlesAreThoseOfTheClass) {  // PERF-16, PERF-18
    const auto one = access_to(derived_class());
    const auto two = access_to(derived_class());
    long handle = 0;
    CIMTYPE type = 0;
    ASSERT_EQ(one->GetPropertyHandle(L"u32", &type, &handle), S_OK);
    EXPECT_EQ(type, CIM_UINT32);
    EXPECT_EQ(handle_of(*two, L"U32"), handle);
    EXPECT_EQ(two->WriteDWORD(handle, 7), S_OK);
    com::Bstr name;
    EXPECT_EQ(two->GetPropertyInfoByHandle(handle, name.out(), &type), S_OK);
    EXPECT_EQ(name.text(), "U32");
    EXPECT_EQ(one->GetPropertyHandle(L"Nothing", &type, &handle), WBEM_E_NOT_FOUND);
    EXPECT_EQ(one->GetPropertyHandle(L"U32s", &type, &handle), WBEM_E_NOT_SUPPORTED);
    EXPECT_EQ(one->GetPropertyHandle(L"Obj", &type, &handle), WBEM_E_NOT_SUPPORTED);
    EXPECT_EQ(one->GetPropertyHandle(nullptr, &type, &handle), WBEM_E_INVALID_PARAMETER);
    const auto other = access_to(base_class());
    EXPECT_EQ(other->WriteDWORD(handle_of(*one, L"Id"), 1), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(one->WriteDWORD(-1, 1), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(one->GetPropertyInfoByHandle(0x7FFFFFFF, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST(ObjectAccess, ReadsAndWritesIntegersOfTheRightWidth) {  // PERF-17
    const auto object = access_to(derived_class());
    DWORD narrow = 99;
    unsigned __int64 wide = 99;
    for (LPCWSTR name : {L"U8", L"U16", L"U32", L"S8", L"S16", L"S32", L"Bool", L"Char"}) {
        const long handle = handle_of(*object, name);
        EXPECT_EQ(object->ReadDWORD(handle, &narrow), WBEM_S_FALSE);
        EXPECT_EQ(narrow, 0U);
        EXPECT_EQ(object->WriteDWORD(handle, 1), S_OK);
        EXPECT_EQ(object->ReadDWORD(handle, &narrow), S_OK);
        EXPECT_NE(narrow, 0U);
        EXPECT_EQ(object->ReadQWORD(handle, &wide), WBEM_E_TYPE_MISMATCH);
        EXPECT_EQ(object->WriteQWORD(handle, 1), WBEM_E_TYPE_MISMATCH);
    }
    const long handle = handle_of(*object, L"U64");
    EXPECT_EQ(object->ReadQWORD(handle, &wide), WBEM_S_FALSE);
    EXPECT_EQ(object->WriteQWORD(handle, 0xFFFFFFFFFFFFFFFFU), S_OK);
    EXPECT_EQ(object->ReadQWORD(handle, &wide), S_OK);
    EXPECT_EQ(wide, 0xFFFFFFFFFFFFFFFFU);
    EXPECT_EQ(object->ReadDWORD(handle, &narrow), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(object->WriteDWORD(handle_of(*object, L"Str"), 1), WBEM_E_TYPE_MISMATCH);
    Var value;
    EXPECT_EQ(object->Get(L"U64", 0, value, nullptr, nullptr), S_OK);
    EXPECT_EQ(value.str(), "18446744073709551615");
}

TEST(ObjectAccess, WritesBytesOfExactlyTheTypesSize) {  // PERF-17
    const auto object = access_to(derived_class());
    const std::uint64_t zeros = 0;
    const auto* data = reinterpret_cast<const byte*>(&zeros);
    struct Row {
        LPCWSTR name;
        long size;
    };
    for (const Row& row : {Row{L"U8", 1}, Row{L"S8", 1}, Row{L"U16", 2}, Row{L"S16", 2}, Row{L"Bool", 2}, Row{L"Char", 2}, Row{L"U32", 4},
                           Row{L"S32", 4}, Row{L"R32", 4}, Row{L"U64", 8}, Row{L"S64", 8}, Row{L"R64", 8}}) {
        const long handle = handle_of(*object, row.name);
        for (const long size : {1, 2, 4, 8})
            EXPECT_EQ(object->WritePropertyValue(handle, size, data), size == row.size ? S_OK : WBEM_E_INVALID_PARAMETER);
    }
    const wchar_t text[] = L"20260101000000.000000+000";
    for (LPCWSTR name : {L"Str", L"Ref", L"Time"}) {
        const long handle = handle_of(*object, name);
        EXPECT_EQ(object->WritePropertyValue(handle, sizeof text, reinterpret_cast<const byte*>(text)), S_OK);
        EXPECT_EQ(object->WritePropertyValue(handle, sizeof text - 4, reinterpret_cast<const byte*>(text)), WBEM_E_INVALID_PARAMETER);
        EXPECT_EQ(object->WritePropertyValue(handle, 3, reinterpret_cast<const byte*>(text)), WBEM_E_INVALID_PARAMETER);
    }
    const wchar_t wrong[] = L"never";
    EXPECT_EQ(object->WritePropertyValue(handle_of(*object, L"Time"), sizeof wrong, reinterpret_cast<const byte*>(wrong)),
              WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(object->WritePropertyValue(handle_of(*object, L"U8"), 1, nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST(ObjectAccess, ReadsBytesAndSaysTheSize) {  // PERF-17, PERF-18
    const auto object = access_to(derived_class());
    Var name = Var::text("caf\xC3\xA9");
    object->Put(L"Str", 0, name, 0);
    const long handle = handle_of(*object, L"Str");
    long size = 0;
    wchar_t text[8] = {};
    EXPECT_EQ(object->ReadPropertyValue(handle, 4, &size, reinterpret_cast<byte*>(text)), WBEM_E_BUFFER_TOO_SMALL);
    EXPECT_EQ(size, 20);
    EXPECT_EQ(object->ReadPropertyValue(handle, sizeof text, &size, reinterpret_cast<byte*>(text)), S_OK);
    EXPECT_STREQ(text, L"caf\u00E9");
    EXPECT_EQ(object->ReadPropertyValue(handle_of(*object, L"R64"), sizeof text, &size, reinterpret_cast<byte*>(text)), WBEM_S_FALSE);
    EXPECT_EQ(size, 0);
}

TEST(ObjectAccess, LocksNobodyOut) {  // PERF-15
    const auto object = access_to(derived_class());
    EXPECT_EQ(object->Lock(0), S_OK);
    EXPECT_EQ(object->WriteDWORD(handle_of(*object, L"U32"), 1), S_OK);
    EXPECT_EQ(object->Unlock(0), S_OK);
}
