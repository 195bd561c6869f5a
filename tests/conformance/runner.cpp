// Runs the conformance files: each file in each mode is one test, in a namespace of its own of a memory repository.
// usage: conformance FOLDER [gtest options]
#include "door.h"
#include "story.h"
#include "watch.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include <comdef.h>
#include <wbemidl.h>
#include <windows.h>

namespace {

std::wstring wide(const std::string& text) { return std::wstring(_bstr_t(text.c_str())); }

std::string narrow(const std::wstring& text) {
    if (text.empty()) return {};
    return std::string(static_cast<const char*>(_bstr_t(text.c_str())));
}

const std::map<std::string, long>& names_of_codes() {
    static const std::map<std::string, long> kNames{
        {"NOT_FOUND", WBEM_E_NOT_FOUND},
        {"ALREADY_EXISTS", WBEM_E_ALREADY_EXISTS},
        {"INVALID_PARAMETER", WBEM_E_INVALID_PARAMETER},
        {"INVALID_CLASS", WBEM_E_INVALID_CLASS},
        {"INVALID_QUERY", WBEM_E_INVALID_QUERY},
        {"INVALID_OBJECT", WBEM_E_INVALID_OBJECT},
        {"INVALID_OBJECT_PATH", WBEM_E_INVALID_OBJECT_PATH},
        {"INVALID_OPERATION", WBEM_E_INVALID_OPERATION},
        {"INVALID_CONTEXT", WBEM_E_INVALID_CONTEXT},
        {"INVALID_NAMESPACE", WBEM_E_INVALID_NAMESPACE},
        {"ILLEGAL_NULL", WBEM_E_ILLEGAL_NULL},
        {"NO_KEY", WBEM_E_NO_KEY},
        {"TYPE_MISMATCH", WBEM_E_TYPE_MISMATCH},
        {"VALUE_OUT_OF_RANGE", WBEM_E_VALUE_OUT_OF_RANGE},
        {"CLASS_HAS_CHILDREN", WBEM_E_CLASS_HAS_CHILDREN},
        {"CLASS_HAS_INSTANCES", WBEM_E_CLASS_HAS_INSTANCES},
        {"CANNOT_BE_KEY", WBEM_E_CANNOT_BE_KEY},
        {"CANNOT_BE_ABSTRACT", WBEM_E_CANNOT_BE_ABSTRACT},
        {"CANNOT_BE_SINGLETON", WBEM_E_CANNOT_BE_SINGLETON},
        {"CANNOT_CHANGE_KEY_INHERITANCE", WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE},
        {"CIRCULAR_REFERENCE", WBEM_E_CIRCULAR_REFERENCE},
        {"INCOMPLETE_CLASS", WBEM_E_INCOMPLETE_CLASS},
        {"QUOTA_VIOLATION", WBEM_E_QUOTA_VIOLATION},
        {"UPDATE_TYPE_MISMATCH", WBEM_E_UPDATE_TYPE_MISMATCH},
        {"INVALID_SUPERCLASS", WBEM_E_INVALID_SUPERCLASS},
        {"PROVIDER_NOT_FOUND", WBEM_E_PROVIDER_NOT_FOUND},
        {"READ_ONLY", WBEM_E_READ_ONLY},
        {"ACCESS_DENIED", WBEM_E_ACCESS_DENIED},
        {"NOT_EVENT_CLASS", WBEM_E_NOT_EVENT_CLASS},
        {"PROPERTY_NOT_AN_OBJECT", WBEM_E_PROPERTY_NOT_AN_OBJECT},
        {"MISSING_GROUP_WITHIN", WBEM_E_MISSING_GROUP_WITHIN},
        {"MISSING_AGGREGATION_LIST", WBEM_E_MISSING_AGGREGATION_LIST},
        {"AGGREGATING_BY_OBJECT", WBEM_E_AGGREGATING_BY_OBJECT},
        {"REGISTRATION_TOO_PRECISE", WBEMESS_E_REGISTRATION_TOO_PRECISE},
    };
    return kNames;
}

HRESULT code_of(const std::string& text) {
    const auto found = names_of_codes().find(text);
    if (found != names_of_codes().end()) return static_cast<HRESULT>(found->second);
    return static_cast<HRESULT>(std::stoul(text, nullptr, 0));
}

std::string unquote(const std::string& text) {
    std::string plain;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && i + 2 < text.size()) ++i;
        plain += text[i];
    }
    return plain;
}

/// Text in quotes, numbers, TRUE, FALSE, NULL, {lists}: what Put takes for it.
_variant_t literal(const std::string& text) {
    _variant_t value;
    if (text == "NULL") {
        V_VT(&value) = VT_NULL;
    } else if (text == "TRUE" || text == "FALSE") {
        value = _variant_t(text == "TRUE");
    } else if (!text.empty() && text[0] == '"') {
        value = _variant_t(wide(unquote(text)).c_str());
    } else if (!text.empty() && text[0] == '{') {
        const auto parts = split_list(text.substr(1, text.size() - 2));
        SAFEARRAY* array = SafeArrayCreateVector(VT_VARIANT, 0, static_cast<ULONG>(parts.size()));
        for (LONG i = 0; i < static_cast<LONG>(parts.size()); ++i) {
            _variant_t item = literal(parts[static_cast<std::size_t>(i)]);
            SafeArrayPutElement(array, &i, &item);
        }
        V_VT(&value) = VT_ARRAY | VT_VARIANT;
        V_ARRAY(&value) = array;
    } else if (text.find('.') != std::string::npos) {
        value = _variant_t(std::stod(text));
    } else if (text.size() > 10) {
        value = _variant_t(wide(text).c_str());  // 64-bit integers travel as text
    } else {
        V_VT(&value) = VT_I4;
        V_I4(&value) = static_cast<LONG>(std::stoll(text));
    }
    return value;
}

std::string shown(const VARIANT& value, CIMTYPE type) {
    const VARTYPE kind = V_VT(&value);
    if (kind == VT_NULL) return "NULL";
    if (kind & VT_ARRAY) {
        LONG low = 0, high = -1;
        SafeArrayGetLBound(V_ARRAY(&value), 1, &low);
        SafeArrayGetUBound(V_ARRAY(&value), 1, &high);
        std::string list = "{";
        for (LONG i = low; i <= high; ++i) {
            _variant_t item;
            SafeArrayGetElement(V_ARRAY(&value), &i, &item.lVal);
            V_VT(&item) = static_cast<VARTYPE>(kind & ~VT_ARRAY);
            list += (i == low ? "" : ", ") + shown(item, type & ~static_cast<CIMTYPE>(CIM_FLAG_ARRAY));
        }
        return list + "}";
    }
    switch (kind) {
        case VT_BOOL: return V_BOOL(&value) ? "TRUE" : "FALSE";
        case VT_BSTR: {
            const std::string text = narrow(V_BSTR(&value) ? V_BSTR(&value) : L"");
            if (type == CIM_SINT64 || type == CIM_UINT64) return text;
            std::string quoted = "\"";
            for (const char c : text) quoted += (c == '"' || c == '\\' ? std::string("\\") : std::string()) + c;
            return quoted + "\"";
        }
        case VT_I2: return std::to_string(V_I2(&value));
        case VT_I4: return type == CIM_UINT32 ? std::to_string(static_cast<unsigned>(V_I4(&value))) : std::to_string(static_cast<int>(V_I4(&value)));
        case VT_UI1: return std::to_string(V_UI1(&value));
        case VT_R4: return std::to_string(V_R4(&value));
        case VT_R8: return std::to_string(V_R8(&value));
        default: return "(kind " + std::to_string(kind) + ")";
    }
}

class Story {
public:
    Story(std::string file, Mode mode) : file_(std::move(file)), mode_(mode) {}

    void run() {
        begin();
        for (const Line& line : read_story(file_)) {
            SCOPED_TRACE(file_ + ":" + std::to_string(line.number) + ": " + line.verb + " " + line.text);
            step(line);
            if (testing::Test::HasFatalFailure()) return;
        }
        settle();
    }

private:
    void begin() {
        static int number = 0;
        CoInitializeEx(nullptr, COINIT_MULTITHREADED);
        CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator_.GetAddressOf()));
        namespaces_ = {L"root"};
        open();
        enter_namespace("story" + std::to_string(++number));
    }

    void open() {
        std::wstring path;
        for (const std::wstring& name : namespaces_) path += (path.empty() ? L"" : L"\\") + name;
        ComPtr<IWbemServices> services;
        ASSERT_EQ(locator_->ConnectServer(_bstr_t(path.c_str()), nullptr, nullptr, nullptr, 0, nullptr, nullptr, services.GetAddressOf()), S_OK);
        door_ = std::make_unique<Door>(services, mode_);
        path_ = path;
    }

    void enter_namespace(const std::string& name) {
        if (name == "..") {
            namespaces_.pop_back();
        } else {
            ComPtr<IWbemClassObject> definition, instance;
            ASSERT_EQ(door_->services()->GetObject(_bstr_t(L"__NAMESPACE"), 0, nullptr, definition.GetAddressOf(), nullptr), S_OK);
            ASSERT_EQ(definition->SpawnInstance(0, instance.GetAddressOf()), S_OK);
            _variant_t value(wide(name).c_str());
            ASSERT_EQ(instance->Put(L"Name", 0, &value, 0), S_OK);
            ASSERT_EQ(door_->services()->PutInstance(instance.Get(), 0, nullptr, nullptr), S_OK);
            namespaces_.push_back(wide(name));
        }
        open();
    }

    void step(const Line& line) {
        const auto action = actions().find(line.verb);
        if (action != actions().end()) {
            settle();
            last_ = {};
            action->second(*this, line.text);
            pending_ = file_ + ":" + std::to_string(line.number) + ": " + line.verb + " " + line.text;
            return;
        }
        const auto expectation = expectations().find(line.verb);
        ASSERT_NE(expectation, expectations().end()) << "no such verb: " << line.verb;
        if (line.verb != "error") settle();
        expectation->second(*this, line.text);
    }

    /// An action whose failure nobody expected is a failure of the test.
    void settle() {
        if (!pending_.empty()) {
            EXPECT_TRUE(SUCCEEDED(last_.status)) << pending_ << "\n  ended with 0x" << std::hex << static_cast<unsigned>(last_.status);
        }
        pending_.clear();
    }

    // -- actions

    void compile(const std::string& text) {
        ComPtr<IMofCompiler> compiler;
        ASSERT_EQ(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf())), S_OK);
        std::string copy = text;
        std::wstring ns = path_;
        WBEM_COMPILE_STATUS_INFO info{};
        const HRESULT status = compiler->CompileBuffer(static_cast<LONG>(copy.size()), reinterpret_cast<BYTE*>(copy.data()), ns.data(), nullptr, nullptr,
                                                       nullptr, 0, 0, 0, &info);
        last_.status = FAILED(info.hRes) ? info.hRes : FAILED(status) ? status : S_OK;
    }

    static ComPtr<IWbemContext> context() {
        ComPtr<IWbemContext> made;
        EXPECT_EQ(CoCreateInstance(CLSID_WbemContext, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(made.GetAddressOf())), S_OK);
        return made;
    }

    static void set(ComPtr<IWbemContext>& to, const wchar_t* name, _variant_t value) {
        if (!to) to = context();
        EXPECT_EQ(to->SetValue(name, 0, &value), S_OK);
    }

    static _variant_t names(const std::string& list) {
        const auto parts = list == "(none)" ? std::vector<std::string>() : split_list(list);
        SAFEARRAY* array = SafeArrayCreateVector(VT_BSTR, 0, static_cast<ULONG>(parts.size()));
        for (LONG i = 0; i < static_cast<LONG>(parts.size()); ++i)
            SafeArrayPutElement(array, &i, static_cast<BSTR>(_bstr_t(parts[static_cast<std::size_t>(i)].c_str())));
        _variant_t value;
        V_VT(&value) = VT_ARRAY | VT_BSTR;
        V_ARRAY(&value) = array;
        return value;
    }

    HRESULT assign(IWbemClassObject* object, const std::string& list) {
        for (const std::string& part : split_list(list)) {
            const std::size_t equals = part.find('=');
            _variant_t value = literal(trim(part.substr(equals + 1)));
            const HRESULT status = object->Put(wide(trim(part.substr(0, equals))).c_str(), 0, &value, 0);
            if (FAILED(status)) return status;
        }
        return S_OK;
    }

    void put(std::string text) {
        long flags = 0;
        ComPtr<IWbemContext> with;
        std::string word = take_word(text);
        for (;; word = take_word(text)) {
            if (word == "create-only") flags |= WBEM_FLAG_CREATE_ONLY;
            else if (word == "update-only") flags |= WBEM_FLAG_UPDATE_ONLY;
            else if (word == "partial") {
                set(with, L"__PUT_EXTENSIONS", _variant_t(true));
                set(with, L"__PUT_EXT_PROPERTIES", names(take_word(text)));
            } else if (word == "strict") {
                set(with, L"__PUT_EXTENSIONS", _variant_t(true));
                set(with, L"__PUT_EXT_STRICT_NULLS", _variant_t(true));
            } else if (word == "extensions") {
                set(with, L"__PUT_EXTENSIONS", _variant_t(true));
            } else {
                break;
            }
        }
        ComPtr<IWbemClassObject> definition, instance;
        last_.status = door_->services()->GetObject(_bstr_t(word.c_str()), 0, nullptr, definition.GetAddressOf(), nullptr);
        if (SUCCEEDED(last_.status)) last_.status = definition->SpawnInstance(0, instance.GetAddressOf());
        if (SUCCEEDED(last_.status)) last_.status = assign(instance.Get(), text);
        if (SUCCEEDED(last_.status)) last_ = door_->put(instance.Get(), flags, with.Get());
    }

    void change(std::string text) {
        const std::string path = take_path(text);
        last_ = door_->get(wide(path), nullptr);
        if (FAILED(last_.status)) return;
        const auto object = last_.objects.front();
        last_.status = assign(object.Get(), text);
        if (SUCCEEDED(last_.status)) last_ = door_->put(object.Get(), 0, nullptr);
    }

    void get(std::string text) {
        const std::size_t options = std::min(find_outside_quotes(text, " only "), find_outside_quotes(text, " keys-only"));
        const std::string path = trim(text.substr(0, options));
        text = options == std::string::npos ? "" : trim(text.substr(options));
        ComPtr<IWbemContext> with;
        while (!text.empty()) {
            set(with, L"__GET_EXTENSIONS", _variant_t(true));
            if (take_word(text) == "keys-only") set(with, L"__GET_EXT_KEYS_ONLY", _variant_t(true));
            else set(with, L"__GET_EXT_PROPERTIES", names(take_word(text)));
        }
        last_ = door_->get(wide(path), with.Get());
    }

    void enumerate(std::string text, bool of_classes) {
        long flags = WBEM_FLAG_DEEP;
        if (text.rfind("shallow", 0) == 0) {
            flags = WBEM_FLAG_SHALLOW;
            take_word(text);
        }
        last_ = of_classes ? door_->classes(wide(text), flags) : door_->instances(wide(text), flags, nullptr);
    }

    /// Flags in front, then the text as it is.
    void query(std::string text) {
        static const std::map<std::string, long> kFlags{
            {"locatable", WBEM_FLAG_ENSURE_LOCATABLE}, {"direct", WBEM_FLAG_DIRECT_READ}, {"prototype", WBEM_FLAG_PROTOTYPE}};
        long flags = 0;
        for (std::string rest = text, word = take_word(rest); kFlags.contains(word); word = take_word(rest)) {
            flags |= kFlags.at(word);
            text = rest;
        }
        last_ = door_->query(wide(text), flags);
    }

    /// A name for it, then the query as it is.
    void begin_watch(std::string text) {
        const std::string name = take_word(text);
        std::unique_ptr<Watch> begun = watch(door_->services(), wide(text), mode_, last_.status);
        if (begun) watches_[name] = std::move(begun);
    }

    /// An event of a client: its class, then values.
    void raise(std::string text) {
        ComPtr<IWbemClassObject> definition, event;
        ComPtr<IWbemObjectSink> sink;
        last_.status = door_->services()->GetObject(_bstr_t(take_word(text).c_str()), 0, nullptr, definition.GetAddressOf(), nullptr);
        if (SUCCEEDED(last_.status)) last_.status = definition->SpawnInstance(0, event.GetAddressOf());
        if (SUCCEEDED(last_.status)) last_.status = assign(event.Get(), text);
        if (SUCCEEDED(last_.status)) last_.status = door_->services()->QueryObjectSink(0, sink.GetAddressOf());
        IWbemClassObject* given = event.Get();
        if (SUCCEEDED(last_.status)) last_.status = sink->Indicate(1, &given);
    }

    HRESULT add_feature(IWbemClassObject* definition, std::string feature) {
        std::vector<std::string> marks;
        if (feature[0] == '[') {
            marks = split_list(feature.substr(1, feature.find(']') - 1));
            feature = trim(feature.substr(feature.find(']') + 1));
        }
        static const std::map<std::string, CIMTYPE> kTypes{{"string", CIM_STRING},     {"uint32", CIM_UINT32},   {"sint32", CIM_SINT32},
                                                           {"uint64", CIM_UINT64},     {"boolean", CIM_BOOLEAN}, {"real64", CIM_REAL64},
                                                           {"datetime", CIM_DATETIME}, {"uint8", CIM_UINT8},     {"char16", CIM_CHAR16}};
        const CIMTYPE type = kTypes.at(take_word(feature));
        const bool is_array = feature.size() > 2 && feature.substr(feature.size() - 2) == "[]";
        const std::wstring name = wide(is_array ? feature.substr(0, feature.size() - 2) : feature);
        HRESULT status = definition->Put(name.c_str(), 0, nullptr, is_array ? type | CIM_FLAG_ARRAY : type);
        for (const std::string& mark : marks) {
            ComPtr<IWbemQualifierSet> qualifiers;
            _variant_t yes(true);
            if (SUCCEEDED(status)) status = definition->GetPropertyQualifierSet(name.c_str(), qualifiers.GetAddressOf());
            if (SUCCEEDED(status)) status = qualifiers->Put(wide(mark).c_str(), &yes, 0);
        }
        return status;
    }

    void put_class(std::string text) {
        static const std::map<std::string, long> kFlags{{"create-only", WBEM_FLAG_CREATE_ONLY},
                                                        {"update-only", WBEM_FLAG_UPDATE_ONLY},
                                                        {"safe", WBEM_FLAG_UPDATE_SAFE_MODE},
                                                        {"force", WBEM_FLAG_UPDATE_FORCE_MODE}};
        long flags = 0;
        std::string word = take_word(text);
        for (; kFlags.contains(word); word = take_word(text)) flags |= kFlags.at(word);
        std::vector<std::string> marks;
        if (word[0] == '[') {
            marks = split_list(word.substr(1, word.size() - 2));
            word = take_word(text);
        }
        const std::string body = trim(text.substr(text.find('{') + 1, text.rfind('}') - text.find('{') - 1));
        std::string head = trim(text.substr(0, text.find('{')));
        if (!head.empty()) take_word(head);  // the colon
        ComPtr<IWbemClassObject> parent, definition;
        last_.status = door_->services()->GetObject(head.empty() ? nullptr : static_cast<BSTR>(_bstr_t(head.c_str())), 0, nullptr, parent.GetAddressOf(), nullptr);
        if (SUCCEEDED(last_.status)) {
            if (head.empty()) definition = parent;
            else last_.status = parent->SpawnDerivedClass(0, definition.GetAddressOf());
        }
        _variant_t name(wide(word).c_str());
        if (SUCCEEDED(last_.status)) last_.status = definition->Put(L"__CLASS", 0, &name, 0);
        std::size_t at = 0;
        while (SUCCEEDED(last_.status) && body.find(';', at) != std::string::npos) {
            const std::size_t end = body.find(';', at);
            last_.status = add_feature(definition.Get(), trim(body.substr(at, end - at)));
            at = end + 1;
        }
        for (const std::string& mark : marks) {
            ComPtr<IWbemQualifierSet> qualifiers;
            _variant_t yes(true);
            if (SUCCEEDED(last_.status)) last_.status = definition->GetQualifierSet(qualifiers.GetAddressOf());
            if (SUCCEEDED(last_.status)) last_.status = qualifiers->Put(wide(mark).c_str(), &yes, 0);
        }
        if (SUCCEEDED(last_.status)) last_ = door_->put_class(definition.Get(), flags);
    }

    // -- expectations

    void expect_error(const std::string& text) {
        EXPECT_EQ(static_cast<unsigned>(last_.status), static_cast<unsigned>(code_of(text)))
            << "wanted " << text << ", got 0x" << std::hex << static_cast<unsigned>(last_.status);
        pending_.clear();
    }

    void expect_value(std::string text) {
        ASSERT_EQ(last_.objects.size(), 1U) << "there is no object to look at";
        const std::string name = take_word(text);
        _variant_t value;
        CIMTYPE type = 0;
        ASSERT_EQ(last_.objects[0]->Get(wide(name).c_str(), 0, &value, &type, nullptr), S_OK) << name;
        EXPECT_EQ(shown(value, type), text) << name;
    }

    void expect_path(const std::string& text) {
        const std::string got = narrow(last_.path);
        const std::size_t star = text.find('*');
        if (star == std::string::npos) {
            EXPECT_EQ(got, text);
            return;
        }
        EXPECT_EQ(got.substr(0, star), text.substr(0, star));
        const std::string tail = text.substr(star + 1);
        EXPECT_TRUE(got.size() >= tail.size() && got.substr(got.size() - tail.size()) == tail) << got;
    }

    void expect_rows(const std::string& text) {
        const auto wanted = split_list(text);
        std::multiset<std::string> got;
        for (const auto& object : last_.objects) {
            _variant_t path;
            ASSERT_EQ(object->Get(L"__RELPATH", 0, &path, nullptr, nullptr), S_OK);
            got.insert(V_VT(&path) == VT_BSTR ? narrow(V_BSTR(&path)) : "NULL");
        }
        EXPECT_EQ(got, std::multiset<std::string>(wanted.begin(), wanted.end()));
    }

    /// What each object shows of some properties: `shows A="x" B=1; A="y" B=NULL`, in any order.
    void expect_shows(const std::string& text) {
        std::multiset<std::string> wanted, got;
        std::vector<std::string> names;
        std::size_t at = 0;
        while (at < text.size()) {
            std::string one = text.substr(at);
            const std::size_t end = find_outside_quotes(one, ";");
            at = end == std::string::npos ? text.size() : at + end + 1;
            one = trim(one.substr(0, end));
            wanted.insert(one);
            for (names.clear(); !one.empty();) {
                const std::string part = take_path(one);
                names.push_back(part.substr(0, part.find('=')));
            }
        }
        for (const auto& object : last_.objects) {
            std::string line;
            for (const std::string& name : names) {
                _variant_t value;
                CIMTYPE type = 0;
                const HRESULT status = object->Get(wide(name).c_str(), 0, &value, &type, nullptr);
                line += (line.empty() ? "" : " ") + name + "=" + (FAILED(status) ? "(none)" : shown(value, type));
            }
            got.insert(line);
        }
        EXPECT_EQ(got, wanted);
    }

    /// What stands behind dots: into embedded objects.
    static std::string value_in(ComPtr<IWbemClassObject> object, std::string name) {
        for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.')) {
            _variant_t part;
            if (FAILED(object->Get(wide(name.substr(0, dot)).c_str(), 0, &part, nullptr, nullptr))) return "(none)";
            if (V_VT(&part) != VT_UNKNOWN) return "(no object)";
            object.Reset();
            V_UNKNOWN(&part)->QueryInterface(IID_PPV_ARGS(object.GetAddressOf()));
            name = name.substr(dot + 1);
        }
        _variant_t value;
        CIMTYPE type = 0;
        if (FAILED(object->Get(wide(name).c_str(), 0, &value, &type, nullptr))) return "(none)";
        return V_VT(&value) == VT_UNKNOWN ? "(object)" : shown(value, type);
    }

    void expect_event(std::string text) {
        const auto found = watches_.find(take_word(text));
        ASSERT_NE(found, watches_.end()) << "there is no such watch";
        const auto event = found->second->next();
        ASSERT_TRUE(event) << "no event came";
        EXPECT_EQ(value_in(event, "__CLASS"), '"' + take_word(text) + '"');
        for (const std::string& part : split_list(text)) {
            const std::size_t equals = part.find('=');
            EXPECT_EQ(value_in(event, trim(part.substr(0, equals))), trim(part.substr(equals + 1))) << part;
        }
    }

    void expect_no_event(const std::string& name) {
        ASSERT_TRUE(watches_.contains(name)) << "there is no such watch";
        ASSERT_TRUE(let_all_be_told());
        EXPECT_TRUE(watches_[name]->is_empty()) << "an event came";
    }

    void expect_count(const std::string& text) { EXPECT_EQ(last_.objects.size(), std::stoul(text)); }

    using Verbs = std::map<std::string, std::function<void(Story&, const std::string&)>>;

    static const Verbs& actions() {
        static const Verbs kActions{
            {"mof", [](Story& s, const std::string& t) { s.compile(t); }},
            {"put", [](Story& s, const std::string& t) { s.put(t); }},
            {"change", [](Story& s, const std::string& t) { s.change(t); }},
            {"get", [](Story& s, const std::string& t) { s.get(t); }},
            {"delete", [](Story& s, const std::string& t) { s.last_ = s.door_->remove(wide(t)); }},
            {"delete-class", [](Story& s, const std::string& t) { s.last_ = s.door_->remove_class(wide(t)); }},
            {"enum", [](Story& s, const std::string& t) { s.enumerate(t, false); }},
            {"classes", [](Story& s, const std::string& t) { s.enumerate(t, true); }},
            {"query", [](Story& s, const std::string& t) { s.query(t); }},
            {"put-class", [](Story& s, const std::string& t) { s.put_class(t); }},
            {"watch", [](Story& s, const std::string& t) { s.begin_watch(t); }},
            {"raise", [](Story& s, const std::string& t) { s.raise(t); }},
            {"namespace", [](Story& s, const std::string& t) { s.enter_namespace(t); }},
        };
        return kActions;
    }

    static const Verbs& expectations() {
        static const Verbs kExpectations{
            {"error", [](Story& s, const std::string& t) { s.expect_error(t); }},
            {"value", [](Story& s, const std::string& t) { s.expect_value(t); }},
            {"path", [](Story& s, const std::string& t) { s.expect_path(t); }},
            {"rows", [](Story& s, const std::string& t) { s.expect_rows(t); }},
            {"shows", [](Story& s, const std::string& t) { s.expect_shows(t); }},
            {"event", [](Story& s, const std::string& t) { s.expect_event(t); }},
            {"no-event", [](Story& s, const std::string& t) { s.expect_no_event(t); }},
            {"count", [](Story& s, const std::string& t) { s.expect_count(t); }},
        };
        return kExpectations;
    }

    std::string file_;
    Mode mode_;
    ComPtr<IWbemLocator> locator_;
    std::unique_ptr<Door> door_;
    std::vector<std::wstring> namespaces_;
    std::wstring path_;
    std::map<std::string, std::unique_ptr<Watch>> watches_;
    Answer last_;
    std::string pending_;
};

class StoryTest : public testing::Test {
public:
    StoryTest(std::string file, Mode mode) : file_(std::move(file)), mode_(mode) {}

    void TestBody() override { Story(file_, mode_).run(); }

private:
    std::string file_;
    Mode mode_;
};

void register_file(const std::filesystem::path& file) {
    static const std::map<std::string, Mode> kModes{{"Synchronous", Mode::Synchronous},
                                                    {"Semisynchronous", Mode::Semisynchronous},
                                                    {"Asynchronous", Mode::Asynchronous}};
    std::string name = file.parent_path().filename().string() + "_" + file.stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    for (const auto& [mode_name, mode] : kModes)
        testing::RegisterTest(name.c_str(), mode_name.c_str(), nullptr, nullptr, file.c_str(), 1,
                              [file = file.string(), mode = mode]() -> testing::Test* { return new StoryTest(file, mode); });
}

}  // namespace

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc < 2) {
        std::fputs("usage: conformance FOLDER [gtest options]\n", stderr);
        return 2;
    }
    setenv("OPENWMI_STORE", "memory:", 1);
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1]))
        if (entry.path().extension() == ".wmi") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) register_file(file);
    return RUN_ALL_TESTS();
}
