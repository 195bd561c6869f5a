// Properties, walks over them, and what makes objects from objects.
#include "objects/internal/class_object.h"

#include "base/text.h"
#include "cim/system_classes.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/internal/class_edit.h"
#include "objects/internal/compare.h"
#include "objects/internal/foreign.h"
#include "objects/internal/names.h"
#include "objects/internal/qualifier_set.h"
#include "objects/internal/system_properties.h"
#include "objects/internal/variant.h"

#include <utility>

namespace wmi::objects {
namespace internal {

const GUID kOwnObject{0x6E0B1F4C, 0x8D3A, 0x4B0E, {0x9C, 0x51, 0x7A, 0x1E, 0x24, 0xD0, 0xB3, 0x96}};

namespace {

using base::same_name;
using cim::Instance;
using cim::Property;

Error needs(std::string_view what) { return Error(Status::InvalidParameter, std::string(what)); }

/// The arguments that nearly every method has: a name, and flags that must be 0.
Result<void> check_name(LPCWSTR name, long flags = 0) {
    if (name == nullptr) return needs("a name is needed, it is NULL");
    if (flags != 0) return needs("the flags must be 0");
    return {};
}

Error not_found(LPCWSTR name) {
    std::string text = com::from_wide(name);
    std::string sentence = "the object has no property " + text;
    return Error(Status::NotFound, std::move(sentence), std::move(text));
}

long flavor_of(const cim::Class& cls, const Property& property) {
    return cls.introduces(property) ? WBEM_FLAVOR_ORIGIN_LOCAL : WBEM_FLAVOR_ORIGIN_PROPAGATED;
}

/// What Get and Next show of one property.
struct Shown {
    Variant value;
    CIMTYPE type = 0;
    long flavor = 0;

    void give(VARIANT* to_value, CIMTYPE* to_type, long* to_flavor) {
        if (to_type != nullptr) *to_type = type;
        if (to_flavor != nullptr) *to_flavor = flavor;
        value.give(to_value);
    }
};

void show_system(const cim::Object& object, SystemProperty property, bool with_value, Shown& to) {
    to.type = type_of(property).code();
    to.flavor = WBEM_FLAVOR_ORIGIN_SYSTEM;
    if (with_value) fill(to.value, type_of(property), value_of(property, object));
}

void show(const cim::Object& object, const Property& property, bool with_value, Shown& to) {
    to.type = property.type().code();
    to.flavor = flavor_of(object.cls(), property);
    if (!with_value) return;
    const Instance* instance = object.find_instance();
    if (instance && !property.type().is_array && cim::is_text(property.type().element) && !instance->is_null(property)) {
        fill(to.value, instance->view().text(property));
    } else if (instance) {
        fill(to.value, property.type(), instance->get(property));
    } else {
        fill(to.value, property.type(), property.default_value());
    }
}

bool came_from_wmi(const cim::Object& object) {
    return object.origin() || cim::find_system_class(object.cls().name()) != nullptr;
}

Error incomplete() {
    return Error(Status::IncompleteClass, "the class was never stored: put it, and get it again");
}

}  // namespace

com::com_ptr<ClassObject> ClassObject::find(IUnknown* object) {
    com::com_ptr<ClassObject> found;
    if (object != nullptr) object->QueryInterface(kOwnObject, found.out_void());
    return found;
}

void* ClassObject::query_more(REFIID riid) { return riid == kOwnObject ? this : nullptr; }

// -- reading and writing properties

HRESULT ClassObject::Get(LPCWSTR wszName, long lFlags, VARIANT* pVal, CIMTYPE* pType, long* plFlavor) noexcept {
    return answer_locally("Get", [&]() -> Result<void> {
        TRY(check_name(wszName, lFlags));
        Shown shown;
        const std::lock_guard lock(mutex_);
        if (const Property* property = find_property(content_.cls(), wszName)) {
            show(content_, *property, pVal != nullptr, shown);
        } else if (const auto system = find_system_property(Name(wszName).view())) {
            show_system(content_, *system, pVal != nullptr, shown);
        } else {
            return not_found(wszName);
        }
        shown.give(pVal, pType, plFlavor);
        return {};
    });
}

HRESULT ClassObject::Put(LPCWSTR wszName, long lFlags, VARIANT* pVal, CIMTYPE Type) noexcept {
    return answer_locally("Put", [&]() -> Result<void> {
        TRY(check_name(wszName, lFlags));
        const bool may_call_out = pVal != nullptr && (pVal->vt & VT_TYPEMASK) > VT_BSTR;
        if (!may_call_out) {
            const std::lock_guard lock(mutex_);
            return content_.is_class() ? put_on_class(wszName, pVal, Type) : put_on_instance(wszName, pVal, Type);
        }
        // Reading an embedded object may call a client's code: the change is made on a copy, and taken if nothing was lost.
        com::com_ptr<ClassObject> copy = com::make<ClassObject>(content());
        TRY(copy->content_.is_class() ? copy->put_on_class(wszName, pVal, Type) : copy->put_on_instance(wszName, pVal, Type));
        const std::lock_guard lock(mutex_);
        if (content_.is_class()) {
            change_class(copy->content_.class_pointer());
            return {};
        }
        const Property* property = find_property(content_.cls(), wszName);
        if (!property) return not_found(wszName);
        return content_.find_instance()->put(*property, copy->content_.find_instance()->get(*property));
    });
}

Result<void> ClassObject::put_on_instance(LPCWSTR name, const VARIANT* value, CIMTYPE type) {
    const Property* property = find_property(content_.cls(), name);
    if (!property) {
        if (find_system_property(Name(name).view()))
            return Error(Status::ReadOnly, "system properties of an instance cannot be written", com::from_wide(name));
        return not_found(name);
    }
    if (type != 0 && type != property->type().code())
        return Error(Status::TypeMismatch, "the property has another type than the one given", property->name());
    Instance& instance = *content_.find_instance();
    if (value == nullptr) {
        instance.put_null(*property);
        return {};
    }
    Result<void> done = put(instance, *property, *value);
    if (done) return {};
    return std::move(done).error().concerning(property->name());
}

Result<void> ClassObject::put_on_class(LPCWSTR name, const VARIANT* value, CIMTYPE type) {
    const Name wanted(name);
    const cim::ClassPtr& cls = content_.class_pointer();
    if (const auto system = find_system_property(wanted.view())) {
        if (*system != SystemProperty::Class) return Error(Status::ReadOnly, "of the system properties only __CLASS can be written", wanted.text());
        if (value == nullptr || value->vt != VT_BSTR) return Error(Status::TypeMismatch, "__CLASS is a text (VT_BSTR)");
        const Name new_name(value->bstrVal ? value->bstrVal : L"");
        if (new_name.view().empty()) return needs("the name of a class cannot be empty");
        const bool is_same = same_name(cls->name(), new_name.view());
        auto renamed = TRY(rename(cls, new_name.view()));
        change_class(std::move(renamed));
        if (is_same) return {};
        content_.set_origin(nullptr);  // a class of this name was never read: it has no path, and nothing is made from it (OBJ-39, OBJ-41)
        stored_ = nullptr;
        return {};
    }
    auto changed = put_property(cls, wanted.view(), value, type);
    if (!changed) return std::move(changed).error().concerning(wanted.view());
    change_class(std::move(changed).value());
    return {};
}

void ClassObject::change_class(cim::ClassPtr to) {
    const bool keeps_places = to->properties().size() == content_.cls().properties().size();
    content_ = cim::Object(std::move(to), content_.origin());
    if (walk_ && !keeps_places) walk_->is_stale = true;
    if (method_walk_) method_walk_->is_stale = method_walk_->is_stale || content_.cls().methods().size() < method_walk_->items.size();
}

HRESULT ClassObject::Delete(LPCWSTR wszName) noexcept {
    return answer_locally("Delete", [&]() -> Result<Status> {
        TRY(check_name(wszName));
        const std::lock_guard lock(mutex_);
        const Property* property = find_property(content_.cls(), wszName);
        if (!property) {
            if (find_system_property(Name(wszName).view()))
                return Error(Status::SystemProperty, "system properties cannot be deleted", com::from_wide(wszName));
            return not_found(wszName);
        }
        if (Instance* instance = content_.find_instance()) {
            instance->reset(*property);
            return Status::SResetToDefault;
        }
        Removal removal = TRY(remove_property(content_.class_pointer(), property->name()));
        change_class(std::move(removal.left));
        return removal.status;
    });
}

// -- names and walks

HRESULT ClassObject::GetNames(LPCWSTR wszQualifierName, long lFlags, VARIANT* pQualifierVal, SAFEARRAY** pNames) noexcept {
    return answer_locally("GetNames", [&]() -> Result<void> {
        if (pNames == nullptr) return needs("a place for the names is needed");
        Selection wanted = TRY(selection_of_names(lFlags));
        if (wanted.qualified != Selection::Qualified::Any) {
            TRY(check_name(wszQualifierName));
            wanted.qualifier = com::from_wide(wszQualifierName);
        }
        if (wanted.qualified == Selection::Qualified::WithValue) {
            if (pQualifierVal == nullptr) return needs("a qualifier's value is needed to compare with");
            wanted.qualifier_value = TRY(read(*pQualifierVal));
        }
        std::vector<std::string> names;
        {
            const std::lock_guard lock(mutex_);
            for (const Item item : select(content_, wanted)) names.emplace_back(name_of(content_, item));
        }
        *pNames = to_safe_array(names);
        return {};
    });
}

HRESULT ClassObject::BeginEnumeration(long lEnumFlags) noexcept {
    return answer_locally("BeginEnumeration", [&]() -> Result<void> {
        const std::lock_guard lock(mutex_);
        const Selection wanted = TRY(selection_of_enumeration(lEnumFlags, content_.is_class()));
        if (walk_ && walk_->is_running())
            return Error(Status::Unexpected, "an enumeration is running: call EndEnumeration first");
        Walk<Item> walk;
        walk.items = select(content_, wanted);
        walk_ = std::move(walk);
        return {};
    });
}

HRESULT ClassObject::Next(long lFlags, BSTR* strName, VARIANT* pVal, CIMTYPE* pType, long* plFlavor) noexcept {
    return answer_locally("Next", [&]() -> Result<Status> {
        if (lFlags != 0) return needs("the flags must be 0");
        const std::lock_guard lock(mutex_);
        if (!walk_) return Error(Status::Unexpected, "no enumeration was begun");
        if (walk_->is_stale) return Error(Status::Unexpected, "properties were added or deleted since the enumeration began");
        if (walk_->is_at_end()) {
            walk_->has_told_end = true;
            if (strName != nullptr) *strName = nullptr;
            return Status::SNoMoreData;
        }
        const Item item = walk_->items[walk_->next];
        Shown shown;
        if (item.is_system) {
            show_system(content_, static_cast<SystemProperty>(item.index), pVal != nullptr, shown);
        } else {
            show(content_, content_.cls().properties()[item.index], pVal != nullptr, shown);
        }
        if (strName != nullptr) *strName = com::to_bstr(name_of(content_, item));
        shown.give(pVal, pType, plFlavor);
        ++walk_->next;
        return Status::Ok;
    });
}

HRESULT ClassObject::EndEnumeration() noexcept {
    const std::lock_guard lock(mutex_);
    walk_.reset();
    return WBEM_S_NO_ERROR;
}

// -- qualifier sets

HRESULT ClassObject::GetQualifierSet(IWbemQualifierSet** ppQualSet) noexcept {
    return answer_locally("GetQualifierSet", [&]() -> Result<void> {
        if (ppQualSet == nullptr) return needs("a place for the qualifier set is needed");
        *ppQualSet = nullptr;
        *ppQualSet = make_qualifier_set(com::com_ptr<ClassObject>(this), {}).detach();
        return {};
    });
}

HRESULT ClassObject::GetPropertyQualifierSet(LPCWSTR wszProperty, IWbemQualifierSet** ppQualSet) noexcept {
    return answer_locally("GetPropertyQualifierSet", [&]() -> Result<void> {
        if (ppQualSet == nullptr) return needs("a place for the qualifier set is needed");
        *ppQualSet = nullptr;
        TRY(check_name(wszProperty));
        Target target{Carrier::Property, {}};
        {
            const std::lock_guard lock(mutex_);
            const Property* property = find_property(content_.cls(), wszProperty);
            if (!property && find_system_property(Name(wszProperty).view()))
                return Error(Status::SystemProperty, "system properties have no qualifiers", com::from_wide(wszProperty));
            if (!property) return not_found(wszProperty);
            target.name = property->name();
        }
        *ppQualSet = make_qualifier_set(com::com_ptr<ClassObject>(this), std::move(target)).detach();
        return {};
    });
}

// -- objects from objects

HRESULT ClassObject::Clone(IWbemClassObject** ppCopy) noexcept {
    return answer_locally("Clone", [&]() -> Result<void> {
        if (ppCopy == nullptr) return needs("a place for the copy is needed");
        com::com_ptr<ClassObject> copy;
        {
            const std::lock_guard lock(mutex_);
            copy = com::make<ClassObject>(content_, stored_);
        }
        *ppCopy = copy.detach();
        return {};
    });
}

HRESULT ClassObject::SpawnInstance(long lFlags, IWbemClassObject** ppNewInstance) noexcept {
    return answer_locally("SpawnInstance", [&]() -> Result<void> {
        if (ppNewInstance == nullptr) return needs("a place for the instance is needed");
        if (lFlags != 0) return needs("the flags must be 0");
        cim::ClassPtr of;
        {
            const std::lock_guard lock(mutex_);
            if (content_.is_class() && !came_from_wmi(content_)) return incomplete();
            of = content_.class_pointer();
        }
        *ppNewInstance = com::make<ClassObject>(cim::Object(Instance::spawn(std::move(of)))).detach();
        return {};
    });
}

HRESULT ClassObject::SpawnDerivedClass(long lFlags, IWbemClassObject** ppNewClass) noexcept {
    return answer_locally("SpawnDerivedClass", [&]() -> Result<void> {
        if (ppNewClass == nullptr) return needs("a place for the class is needed");
        if (lFlags != 0) return needs("the flags must be 0");
        const cim::Object from = content();
        if (!from.is_class()) return Error(Status::InvalidOperation, "a class is derived from a class, not from an instance");
        if (!came_from_wmi(from)) return incomplete();
        auto derived = TRY(derive(from.class_pointer()));
        *ppNewClass = com::make<ClassObject>(cim::Object(std::move(derived))).detach();
        return {};
    });
}

HRESULT ClassObject::CompareTo(long lFlags, IWbemClassObject* pCompareTo) noexcept {
    return answer_locally("CompareTo", [&]() -> Result<Status> {
        constexpr long kFlags = WBEM_FLAG_IGNORE_QUALIFIERS | WBEM_FLAG_IGNORE_OBJECT_SOURCE | WBEM_FLAG_IGNORE_DEFAULT_VALUES |
                                WBEM_FLAG_IGNORE_CLASS | WBEM_FLAG_IGNORE_CASE | WBEM_FLAG_IGNORE_FLAVOR;
        if (pCompareTo == nullptr) return needs("an object to compare with is needed");
        if ((lFlags & ~kFlags) != 0) return needs("these are no flags of a comparison");
        const cim::Object other = TRY(snapshot(pCompareTo));
        return same_objects(content(), other, lFlags) ? Status::Ok : Status::SDifferent;
    });
}

HRESULT ClassObject::GetPropertyOrigin(LPCWSTR wszName, BSTR* pstrClassName) noexcept {
    return answer_locally("GetPropertyOrigin", [&]() -> Result<void> {
        TRY(check_name(wszName));
        if (pstrClassName == nullptr) return needs("a place for the class name is needed");
        const std::lock_guard lock(mutex_);
        if (const Property* property = find_property(content_.cls(), wszName)) {
            *pstrClassName = com::to_bstr(content_.cls().at_depth(property->origin).name());
        } else if (find_system_property(Name(wszName).view())) {
            *pstrClassName = com::to_bstr("___SYSTEM");
        } else {
            return not_found(wszName);
        }
        return {};
    });
}

HRESULT ClassObject::InheritsFrom(LPCWSTR strAncestor) noexcept {
    return answer_locally("InheritsFrom", [&]() -> Result<Status> {
        TRY(check_name(strAncestor));
        const Name name(strAncestor);
        const std::lock_guard lock(mutex_);
        return content_.cls().is_a(name.view()) ? Status::Ok : Status::False;
    });
}

}  // namespace internal

com::com_ptr<IWbemClassObject> wrap(cim::Object object) {
    return com::make<internal::ClassObject>(std::move(object));
}

base::Result<cim::Object> snapshot(IWbemClassObject* object) {
    if (object == nullptr) return base::Error(base::Status::InvalidParameter, "an object is needed, it is NULL");
    if (const auto own = internal::ClassObject::find(object)) return own->content();
    return internal::read_foreign(*object);
}

}  // namespace wmi::objects
