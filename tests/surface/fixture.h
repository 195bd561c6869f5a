// What the tests of the surface share: a connection to a fresh namespace of a memory repository, and short words for long calls.
// They see include/ alone, as any client does.
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <comdef.h>
#include <wbemidl.h>
#include <wrl/client.h>

namespace tried {

using Microsoft::WRL::ComPtr;

/// A status for EXPECT_EQ: prints as the hexadecimal number one looks up.
struct Code {
    HRESULT value;

    Code(HRESULT status) : value(status) {}
    Code(WBEMSTATUS status) : value(static_cast<HRESULT>(status)) {}

    bool operator==(const Code& other) const { return value == other.value; }
};

inline std::ostream& operator<<(std::ostream& to, Code code) {
    return to << "0x" << std::hex << static_cast<unsigned>(code.value) << std::dec;
}

class Surface : public testing::Test {
protected:
    void SetUp() override {
        setenv("OPENWMI_STORE", "memory:", 0);
        CoInitializeEx(nullptr, COINIT_MULTITHREADED);
        services = connect(L"root\\cimv2");
    }

    void TearDown() override {
        services.Reset();
        CoUninitialize();
    }

    static HRESULT try_connect(const wchar_t* resource, ComPtr<IWbemServices>& to, const wchar_t* locale = nullptr) {
        ComPtr<IWbemLocator> locator;
        const HRESULT made = CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf()));
        if (FAILED(made)) return made;
        const _bstr_t where(resource), which(locale ? locale : L"");
        return locator->ConnectServer(where, nullptr, nullptr, locale ? static_cast<BSTR>(which) : nullptr, 0, nullptr, nullptr, to.GetAddressOf());
    }

    static ComPtr<IWbemServices> connect(const wchar_t* resource, const wchar_t* locale = nullptr) {
        ComPtr<IWbemServices> made;
        EXPECT_EQ(Code(try_connect(resource, made, locale)), Code(S_OK)) << "connecting";
        return made;
    }

    static HRESULT try_compile(const std::string& text, WBEM_COMPILE_STATUS_INFO& info, const wchar_t* ns = L"root\\cimv2", long class_flags = 0,
                               long instance_flags = 0, long options = 0) {
        ComPtr<IMofCompiler> compiler;
        const HRESULT made = CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf()));
        if (FAILED(made)) return made;
        std::string bytes = text;
        std::wstring where = ns;
        return compiler->CompileBuffer(static_cast<LONG>(bytes.size()), reinterpret_cast<BYTE*>(bytes.data()), where.data(), nullptr, nullptr, nullptr,
                                       options, class_flags, instance_flags, &info);
    }

    /// The status that the compilation ended with.
    static Code compile(const std::string& text, const wchar_t* ns = L"root\\cimv2", long class_flags = 0) {
        WBEM_COMPILE_STATUS_INFO info{};
        const HRESULT status = try_compile(text, info, ns, class_flags);
        return FAILED(info.hRes) ? info.hRes : FAILED(status) ? status : S_OK;
    }

    Code try_get(const wchar_t* path, ComPtr<IWbemClassObject>& to, long flags = 0) const {
        return services->GetObject(path ? static_cast<BSTR>(_bstr_t(path)) : nullptr, flags, nullptr, to.ReleaseAndGetAddressOf(), nullptr);
    }

    ComPtr<IWbemClassObject> get(const wchar_t* path, long flags = 0) const {
        ComPtr<IWbemClassObject> object;
        EXPECT_EQ(try_get(path, object, flags), Code(S_OK)) << "reading";
        return object;
    }

    ComPtr<IWbemClassObject> spawn(const wchar_t* class_name) const {
        ComPtr<IWbemClassObject> made;
        const auto definition = get(class_name);
        if (definition) {
            EXPECT_EQ(Code(definition->SpawnInstance(0, made.GetAddressOf())), Code(S_OK)) << "spawning";
        }
        return made;
    }

    static Code set(const ComPtr<IWbemClassObject>& object, const wchar_t* name, _variant_t value, CIMTYPE type = 0) {
        return object->Put(name, 0, &value, type);
    }

    static Code add(const ComPtr<IWbemClassObject>& definition, const wchar_t* name, CIMTYPE type) { return definition->Put(name, 0, nullptr, type); }

    static Code mark(const ComPtr<IWbemClassObject>& definition, const wchar_t* property, const wchar_t* qualifier, _variant_t value = _variant_t(true),
                     long flavor = 0) {
        ComPtr<IWbemQualifierSet> set;
        const HRESULT found = property ? definition->GetPropertyQualifierSet(property, set.GetAddressOf()) : definition->GetQualifierSet(set.GetAddressOf());
        return FAILED(found) ? found : set->Put(qualifier, &value, flavor);
    }

    Code put_class(const ComPtr<IWbemClassObject>& definition, long flags = 0) const { return services->PutClass(definition.Get(), flags, nullptr, nullptr); }

    Code put(const ComPtr<IWbemClassObject>& instance, long flags = 0, IWbemContext* context = nullptr) const {
        return services->PutInstance(instance.Get(), flags, context, nullptr);
    }

    /// A new class below another one, or a new base class.
    ComPtr<IWbemClassObject> new_class(const wchar_t* name, const wchar_t* parent = nullptr) const {
        ComPtr<IWbemClassObject> made = get(parent);
        if (parent && made) {
            ComPtr<IWbemClassObject> derived;
            EXPECT_EQ(Code(made->SpawnDerivedClass(0, derived.GetAddressOf())), Code(S_OK));
            made = derived;
        }
        EXPECT_EQ(set(made, L"__CLASS", name), Code(S_OK));
        return made;
    }

    static _variant_t value(const ComPtr<IWbemClassObject>& object, const wchar_t* name) {
        _variant_t read;
        if (object) {
            EXPECT_EQ(Code(object->Get(name, 0, &read, nullptr, nullptr)), Code(S_OK)) << "reading a property";
        }
        return read;
    }

    static std::wstring text(const ComPtr<IWbemClassObject>& object, const wchar_t* name) {
        const _variant_t read = value(object, name);
        return V_VT(&read) == VT_BSTR ? V_BSTR(&read) : V_VT(&read) == VT_NULL ? L"(NULL)" : L"(no text)";
    }

    /// A qualifier as text, with its flavor; L"(absent)" when there is none.
    static std::wstring qualifier(const ComPtr<IWbemClassObject>& object, const wchar_t* property, const wchar_t* name, long* flavor = nullptr) {
        ComPtr<IWbemQualifierSet> set;
        const HRESULT found = property ? object->GetPropertyQualifierSet(property, set.GetAddressOf()) : object->GetQualifierSet(set.GetAddressOf());
        _variant_t read;
        long bits = 0;
        if (FAILED(found) || FAILED(set->Get(name, 0, &read, &bits))) return L"(absent)";
        if (flavor) *flavor = bits;
        if (V_VT(&read) == VT_BSTR) return V_BSTR(&read);
        if (V_VT(&read) == VT_BOOL) return V_BOOL(&read) ? L"TRUE" : L"FALSE";
        return V_VT(&read) == VT_I4 ? std::to_wstring(V_I4(&read)) : L"(other)";
    }

    static std::vector<ComPtr<IWbemClassObject>> all(const ComPtr<IEnumWbemClassObject>& objects) {
        std::vector<ComPtr<IWbemClassObject>> list;
        for (;;) {
            ComPtr<IWbemClassObject> one;
            ULONG count = 0;
            const HRESULT status = objects->Next(WBEM_INFINITE, 1, one.GetAddressOf(), &count);
            EXPECT_TRUE(SUCCEEDED(status)) << Code(status);
            if (count == 0) return list;
            list.push_back(one);
        }
    }

    ComPtr<IWbemServices> services;
};

}  // namespace tried
