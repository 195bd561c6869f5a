#include "objects/internal/path_keys.h"

#include "base/text.h"
#include "cim/convert.h"
#include "com/object.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/internal/variant.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace wmi::objects::internal {
namespace {

using cim::CimType;
using cim::PathKey;

Error needs(std::string_view what) { return Error(Status::InvalidParameter, std::string(what)); }

/// The type that a key's value seems to have: what a path's text says of it.
CimType apparent_type(const PathKey& key) {
    if (std::holds_alternative<bool>(key.value)) return CimType::Boolean;
    if (std::holds_alternative<std::string>(key.value)) return CimType::String;
    const auto* number = std::get_if<std::int64_t>(&key.value);
    if (!number) return CimType::Uint64;
    if (*number >= INT32_MIN && *number <= INT32_MAX) return CimType::Sint32;
    return *number >= 0 && *number <= UINT32_MAX ? CimType::Uint32 : CimType::Sint64;
}

cim::Value value_of(const PathKey& key, CimType type) {
    const auto* number = std::get_if<std::int64_t>(&key.value);
    if (number && !cim::is_signed_integer(type)) return static_cast<std::uint64_t>(*number);
    return std::visit([](const auto& held) { return cim::Value(held); }, key.value);
}

std::string text_of(const PathKey& key, long flags) {
    if (const auto* text = std::get_if<std::string>(&key.value)) return flags == WBEMPATH_QUOTEDTEXT ? cim::quote_key(*text) : *text;
    return cim::to_text(apparent_type(key), cim::to_scalar(value_of(key, apparent_type(key))));
}

/// A key's value from a value of a CIM type.
Result<PathKey> key_of(std::string name, CimType type, const cim::Value& value) {
    if (!cim::can_be_key({type, false}) || cim::is_null(value)) return needs("a key cannot have this type or value");
    PathKey key{std::move(name), {}};
    if (const bool* flag = std::get_if<bool>(&value)) key.value = *flag;
    if (const auto* number = std::get_if<std::int64_t>(&value)) key.value = *number;
    if (const auto* text = std::get_if<std::string>(&value)) key.value = *text;
    if (const auto* number = std::get_if<std::uint64_t>(&value)) {
        if (*number <= static_cast<std::uint64_t>(INT64_MAX)) {
            key.value = static_cast<std::int64_t>(*number);
        } else {
            key.value = *number;
        }
    }
    return key;
}

/// What stands at pKeyVal: for texts the text itself, for numbers as many bytes as the type has.
cim::Value value_at(CimType type, const void* place) {
    if (cim::is_text(type)) return com::from_wide(static_cast<const wchar_t*>(place));
    const std::size_t size = cim::slot_size({type, false});
    std::uint64_t bits = 0;
    std::memcpy(&bits, place, size);
    if (type == CimType::Boolean) return bits != 0;
    if (!cim::is_signed_integer(type)) return bits;
    const auto unused = static_cast<unsigned>(64 - 8 * size);
    return static_cast<std::int64_t>(bits << unused) >> unused;
}

void put_key(PathPart& part, PathKey key) {
    const auto same = [&](const PathKey& other) { return base::same_name(other.name, key.name); };
    part.is_singleton = false;
    if (key.name.empty() || part.has_implied_key()) part.keys.clear();
    const auto found = std::find_if(part.keys.begin(), part.keys.end(), same);
    if (found != part.keys.end()) {
        found->value = std::move(key.value);
    } else {
        part.keys.push_back(std::move(key));
    }
}

class KeyList final : public com::Object<KeyList, IWbemPathKeyList> {
public:
    KeyList(KeyListOwner owner, std::size_t part) : owner_(std::move(owner)), part_(part) {}

    HRESULT GetCount(ULONG* puKeyCount) noexcept override {
        return on_part("GetCount", [&](const PathPart& part) -> Result<void> {
            if (puKeyCount == nullptr) return needs("a place for the number is needed");
            *puKeyCount = part.is_singleton ? 0 : part.keys.size();
            return {};
        });
    }

    HRESULT SetKey(LPCWSTR wszName, ULONG uFlags, ULONG uCimType, LPVOID pKeyVal) noexcept override {
        return on_part("SetKey", [&](PathPart& part) -> Result<void> {
            const auto type = cim::find_type(static_cast<std::uint32_t>(uCimType));
            if (uFlags != 0 || pKeyVal == nullptr || !type || !cim::can_be_key(*type)) return needs("a type that a key can have and a value are needed, and flags 0");
            PathKey key = TRY(key_of(com::from_wide(wszName), type->element, value_at(type->element, pKeyVal)));
            put_key(part, std::move(key));
            return {};
        });
    }

    HRESULT SetKey2(LPCWSTR wszName, ULONG uFlags, ULONG uCimType, VARIANT* pKeyVal) noexcept override {
        return on_part("SetKey2", [&](PathPart& part) -> Result<void> {
            if (uFlags != 0 || pKeyVal == nullptr || (pKeyVal->vt & VT_TYPEMASK) == VT_UNKNOWN) return needs("a value is needed, and flags 0");
            cim::TypedValue given;
            if (uCimType == 0) {
                given = TRY(read(*pKeyVal));
            } else {
                const auto type = cim::find_type(static_cast<std::uint32_t>(uCimType));
                if (!type) return needs("there is no such type");
                given.type = *type;
                given.value = TRY(read_as(*pKeyVal, *type));
            }
            if (given.type.is_array) return needs("a key cannot be an array");
            PathKey key = TRY(key_of(com::from_wide(wszName), given.type.element, given.value));
            put_key(part, std::move(key));
            return {};
        });
    }

    HRESULT GetKey(ULONG uKeyIx, ULONG uFlags, ULONG* puNameBufSize, LPWSTR pszKeyName, ULONG* puKeyValBufSize, LPVOID pKeyVal,
                   ULONG* puApparentCimType) noexcept override {
        return on_part("GetKey", [&](const PathPart& part) -> Result<void> {
            if (part.is_singleton || uKeyIx >= part.keys.size() || uFlags > WBEMPATH_QUOTEDTEXT) return needs("there is no such key, or the flags are unknown");
            const PathKey& key = part.keys[uKeyIx];
            const CimType type = apparent_type(key);
            if (puApparentCimType != nullptr) *puApparentCimType = static_cast<ULONG>(type);
            if (puNameBufSize != nullptr) TRY(give_text(key.name, puNameBufSize, pszKeyName));
            if (puKeyValBufSize == nullptr) return {};
            if (uFlags != 0 || cim::is_text(type)) return give_text_bytes(text_of(key, static_cast<long>(uFlags)), puKeyValBufSize, pKeyVal);
            return give_number(key, type, puKeyValBufSize, pKeyVal);
        });
    }

    HRESULT GetKey2(ULONG uKeyIx, ULONG uFlags, ULONG* puNameBufSize, LPWSTR pszKeyName, VARIANT* pKeyValue,
                    ULONG* puApparentCimType) noexcept override {
        return on_part("GetKey2", [&](const PathPart& part) -> Result<void> {
            if (part.is_singleton || uKeyIx >= part.keys.size() || uFlags > WBEMPATH_QUOTEDTEXT) return needs("there is no such key, or the flags are unknown");
            const PathKey& key = part.keys[uKeyIx];
            const CimType type = apparent_type(key);
            Variant value;
            if (uFlags == 0) {
                fill(value, {type, false}, value_of(key, type));
            } else {
                fill(value, {CimType::String, false}, text_of(key, static_cast<long>(uFlags)));
            }
            if (puNameBufSize != nullptr) TRY(give_text(key.name, puNameBufSize, pszKeyName));
            if (puApparentCimType != nullptr) *puApparentCimType = static_cast<ULONG>(type);
            value.give(pKeyValue);
            return {};
        });
    }

    HRESULT RemoveKey(LPCWSTR wszName, ULONG uFlags) noexcept override {
        return on_part("RemoveKey", [&](PathPart& part) -> Result<void> {
            if (uFlags != 0) return needs("the flags must be 0");
            const std::string name = com::from_wide(wszName);
            if (std::erase_if(part.keys, [&](const PathKey& key) { return base::same_name(key.name, name); }) == 0)
                return needs("the path has no such key");
            return {};
        });
    }

    HRESULT RemoveAllKeys(ULONG uFlags) noexcept override {
        return on_part("RemoveAllKeys", [&](PathPart& part) -> Result<void> {
            if (uFlags != 0) return needs("the flags must be 0");
            part.keys.clear();
            return {};
        });
    }

    HRESULT MakeSingleton(boolean bSet) noexcept override {
        return on_part("MakeSingleton", [&](PathPart& part) -> Result<void> {
            part.is_singleton = bSet != 0;  // the keys stay, for the way back
            return {};
        });
    }

    HRESULT GetInfo(ULONG /*uRequestedInfo*/, ULONGLONG* puResponse) noexcept override {
        return on_part("GetInfo", [&](const PathPart& part) -> Result<void> {
            if (puResponse == nullptr) return needs("a place for the answer is needed");
            *puResponse = info_of(part);
            return {};
        });
    }

    HRESULT GetText(LONG lFlags, ULONG* puBuffLength, LPWSTR pszText) noexcept override {
        return on_part("GetText", [&](const PathPart& part) -> Result<void> {
            if (lFlags < 0 || lFlags > WBEMPATH_QUOTEDTEXT) return needs("the flags are unknown");
            if (part.is_singleton) return give_text("@", puBuffLength, pszText);
            std::string text;
            for (const PathKey& key : part.keys) {
                if (!text.empty()) text += ',';
                if (!key.name.empty()) text += key.name + '=';
                text += text_of(key, lFlags == 0 ? long{WBEMPATH_QUOTEDTEXT} : lFlags);
            }
            return give_text(text, puBuffLength, pszText);
        });
    }

private:
    friend class com::Object<KeyList, IWbemPathKeyList>;
    ~KeyList() override = default;

    template <class Body>
    HRESULT on_part(std::string_view operation, Body&& body) noexcept {
        return answer_locally(operation, [&]() -> Result<void> {
            return owner_.holder->with_path([&](PathModel& path) -> Result<void> {
                if (part_ == kObjectPart && path.object) return body(*path.object);
                if (part_ < path.scopes.size()) return body(path.scopes[part_]);
                return Error(Status::NotAvailable, "the part that the keys belonged to is gone");
            });
        });
    }

    static Result<void> give_text_bytes(std::string_view text, ULONG* bytes, LPVOID to) {
        const std::wstring wide = base::to_wide(text);
        return give_bytes(wide.c_str(), (wide.size() + 1) * sizeof(wchar_t), bytes, to);
    }

    static Result<void> give_number(const PathKey& key, CimType type, ULONG* bytes, LPVOID to) {
        const cim::Value value = value_of(key, type);
        std::uint64_t bits = 0;
        if (const bool* flag = std::get_if<bool>(&value)) bits = *flag ? 0xFFFF : 0;
        if (const auto* number = std::get_if<std::int64_t>(&value)) bits = static_cast<std::uint64_t>(*number);
        if (const auto* number = std::get_if<std::uint64_t>(&value)) bits = *number;
        return give_bytes(&bits, cim::slot_size({type, false}), bytes, to);
    }

    static Result<void> give_bytes(const void* from, std::size_t size, ULONG* bytes, LPVOID to) {
        const ULONG room = *bytes;
        *bytes = size;
        if (to == nullptr && room == 0) return {};
        if (to == nullptr) return needs("a buffer is needed");
        if (room < size) return Error(Status::BufferTooSmall, "the buffer needs " + std::to_string(size) + " bytes");
        std::memcpy(to, from, size);
        return {};
    }

    KeyListOwner owner_;
    std::size_t part_;
};

}  // namespace

Result<void> give_text(std::string_view text, ULONG* length, LPWSTR buffer) {
    if (length == nullptr) return needs("a place for the length is needed");
    if (buffer == nullptr && *length > 0) return needs("a buffer is needed, or a length of 0");
    const std::wstring wide = base::to_wide(text);
    const ULONG room = std::exchange(*length, wide.size() + 1);
    if (buffer == nullptr) return {};
    if (room < wide.size() + 1) return Error(Status::BufferTooSmall, "the buffer needs " + std::to_string(wide.size() + 1) + " characters");
    std::memcpy(buffer, wide.c_str(), (wide.size() + 1) * sizeof(wchar_t));
    return {};
}

com::com_ptr<IWbemPathKeyList> make_key_list(KeyListOwner owner, std::size_t part) {
    return com::make<KeyList>(std::move(owner), part);
}

}  // namespace wmi::objects::internal
