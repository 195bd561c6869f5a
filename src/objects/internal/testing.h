// What the tests of this room share: VARIANTs in a word, and a small family of classes as a namespace would give them.
#pragma once

#include "base/text.h"
#include "cim/object.h"
#include "com/text.h"
#include "objects/class_object.h"

#include <oleauto.h>

#include <cstring>
#include <initializer_list>
#include <string>
#include <vector>

namespace wmi::objects::testing {

/// A VARIANT that clears itself; converts to the pointer that methods take.
class Var {
public:
    Var() = default;

    Var(const Var&) = delete;
    Var& operator=(const Var&) = delete;

    Var(Var&& other) noexcept : held_(other.held_) { other.held_ = VARIANT{}; }

    ~Var() { VariantClear(&held_); }

    operator VARIANT*() { return &held_; }  // NOLINT(google-explicit-constructor)

    VARIANT* operator->() { return &held_; }

    static Var of(VARTYPE kind) {
        Var made;
        made->vt = kind;
        return made;
    }

    static Var i4(long number) {
        Var made = of(VT_I4);
        made->lVal = number;
        return made;
    }

    static Var i2(short number) {
        Var made = of(VT_I2);
        made->iVal = number;
        return made;
    }

    static Var r8(double number) {
        Var made = of(VT_R8);
        made->dblVal = number;
        return made;
    }

    static Var boolean(bool flag) {
        Var made = of(VT_BOOL);
        made->boolVal = flag ? VARIANT_TRUE : VARIANT_FALSE;
        return made;
    }

    static Var text(const char* text) {
        Var made = of(VT_BSTR);
        made->bstrVal = com::to_bstr(text);
        return made;
    }

    static Var null() { return of(VT_NULL); }

    static Var object(IUnknown* object) {
        Var made = of(VT_UNKNOWN);
        made->punkVal = object;
        if (object != nullptr) object->AddRef();
        return made;
    }

    /// An array; elements are copied as the kind keeps them.
    template <class T>
    static Var array(VARTYPE kind, std::initializer_list<T> elements) {
        Var made = of(static_cast<VARTYPE>(VT_ARRAY | kind));
        made->parray = SafeArrayCreateVector(kind, 0, elements.size());
        if (elements.size() != 0) std::memcpy(made->parray->pvData, elements.begin(), elements.size() * sizeof(T));
        return made;
    }

    static Var texts(std::initializer_list<const char*> elements) {
        Var made = of(VT_ARRAY | VT_BSTR);
        made->parray = SafeArrayCreateVector(VT_BSTR, 0, elements.size());
        auto* place = static_cast<BSTR*>(made->parray->pvData);
        for (const char* element : elements) *place++ = com::to_bstr(element);
        return made;
    }

    [[nodiscard]] std::string str() const {
        return held_.vt == VT_BSTR ? com::from_wide(held_.bstrVal) : "type " + std::to_string(held_.vt);
    }

private:
    VARIANT held_{};
};

/// The texts of an array of BSTR, which is destroyed.
inline std::vector<std::string> take_names(SAFEARRAY* array) {
    std::vector<std::string> names;
    if (array == nullptr) return {"no array"};
    for (ULONG i = 0; i < array->rgsabound[0].cElements; ++i)
        names.push_back(com::from_wide(static_cast<BSTR*>(array->pvData)[i]));
    SafeArrayDestroy(array);
    return names;
}

inline cim::PropertyDeclaration declare(const char* name, cim::CimType type, bool is_array = false, cim::Value value = {}) {
    cim::PropertyDeclaration made;
    made.name = name;
    made.type = {type, is_array};
    made.default_value = std::move(value);
    return made;
}

/// Base { [key] uint32 Id; [Description("what it is called", 0x3)] string Name = "nobody"; boolean Flag; }
inline cim::ClassPtr base_class() {
    cim::ClassBody body;
    body.name = "Base";
    body.properties.push_back(declare("Id", cim::CimType::Uint32));
    body.properties.back().qualifiers.set(cim::mark("key"));
    body.properties.push_back(declare("Name", cim::CimType::String, false, std::string("nobody")));
    body.properties.back().qualifiers.set(cim::text_qualifier("Description", "what it is called", 0x3));
    body.properties.push_back(declare("Flag", cim::CimType::Boolean));
    body.qualifiers.set(cim::text_qualifier("Fixed", "from Base", 0x13));
    body.qualifiers.set(cim::text_qualifier("Loose", "from Base", 0x3));
    body.qualifiers.set(cim::text_qualifier("Mine", "stays", 0));
    return cim::Class::make(std::move(body)).value();
}

/// Derived : Base { one property of every type, named after it; arrays named after their element with "s"; string Name = "somebody" }
inline cim::ClassPtr derived_class() {
    cim::ClassBody body;
    body.name = "Derived";
    body.parent = base_class();
    using cim::CimType;
    for (const auto& [name, type] : std::initializer_list<std::pair<const char*, CimType>>{
             {"S8", CimType::Sint8},
             {"U8", CimType::Uint8},
             {"S16", CimType::Sint16},
             {"U16", CimType::Uint16},
             {"S32", CimType::Sint32},
             {"U32", CimType::Uint32},
             {"S64", CimType::Sint64},
             {"U64", CimType::Uint64},
             {"R32", CimType::Real32},
             {"R64", CimType::Real64},
             {"Bool", CimType::Boolean},
             {"Str", CimType::String},
             {"Time", CimType::Datetime},
             {"Ref", CimType::Reference},
             {"Char", CimType::Char16},
             {"Obj", CimType::Object},
         }) {
        body.properties.push_back(declare(name, type));
        body.properties.push_back(declare((std::string(name) + "s").c_str(), type, true));
    }
    body.properties.push_back(declare("Name", CimType::String, false, std::string("somebody")));
    return cim::Class::make(std::move(body)).value();
}

inline cim::OriginPtr here() {
    static const cim::OriginPtr kHere = std::make_shared<const cim::Origin>(cim::Origin{"HOST", "root\\test"});
    return kHere;
}

/// As GetObject gives it.
inline com::com_ptr<IWbemClassObject> stored(cim::ClassPtr cls) { return wrap(cim::Object(std::move(cls), here())); }

inline com::com_ptr<IWbemClassObject> spawned(const cim::ClassPtr& cls) { return wrap(cim::Object(cim::Instance::spawn(cls))); }

inline com::com_ptr<IWbemQualifierSet> qualifiers_of(IWbemClassObject& object, LPCWSTR property = nullptr) {
    com::com_ptr<IWbemQualifierSet> set;
    if (property != nullptr) {
        object.GetPropertyQualifierSet(property, set.out());
    } else {
        object.GetQualifierSet(set.out());
    }
    return set;
}

}  // namespace wmi::objects::testing
