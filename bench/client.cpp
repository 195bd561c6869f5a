#include "client.h"

#include <openwmi/openwmi_repository.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/text.h"
#include "cim/instance.h"

namespace wmi::bench {

void must(HRESULT status, const char* what) {
    if (SUCCEEDED(status)) return;
    std::fprintf(stderr, "openwmi-bench: %s failed with 0x%08X\n", what, static_cast<unsigned>(status));
    std::exit(1);
}

ULONG STDMETHODCALLTYPE CountingSink::Release() {
    const ULONG left = --references_;
    if (left == 1) references_.notify_all();
    return left;
}

HRESULT STDMETHODCALLTYPE CountingSink::QueryInterface(REFIID riid, void** ppv) {
    *ppv = nullptr;
    if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
    *ppv = static_cast<IWbemObjectSink*>(this);
    AddRef();
    return S_OK;
}

HRESULT STDMETHODCALLTYPE CountingSink::Indicate(LONG lObjectCount, IWbemClassObject**) {
    objects_ += static_cast<std::uint64_t>(lObjectCount);
    return WBEM_S_NO_ERROR;
}

HRESULT STDMETHODCALLTYPE CountingSink::SetStatus(LONG lFlags, HRESULT hResult, BSTR, IWbemClassObject*) {
    if (lFlags != WBEM_STATUS_COMPLETE) return WBEM_S_NO_ERROR;
    if (FAILED(hResult)) {
        last_failure_ = hResult;
        ++failures_;
    }
    ++finals_;
    finals_.notify_all();
    return WBEM_S_NO_ERROR;
}

void CountingSink::wait_for(std::uint64_t finals) {
    for (std::uint64_t now = finals_; now < finals; now = finals_) finals_.wait(now);
    for (ULONG now = references_; now != 1; now = references_) references_.wait(now);
}

void CountingSink::wait_below(std::uint64_t started, std::uint64_t in_flight) {
    for (std::uint64_t now = finals_; started - now >= in_flight; now = finals_) finals_.wait(now);
}

Client::Client(const std::filesystem::path& folder) {
    setenv("OPENWMI_STORE", folder.c_str(), 1);
    must(CoInitializeEx(nullptr, COINIT_MULTITHREADED), "CoInitializeEx");
    ComPtr<IWbemLocator> locator;
    must(CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf())), "making a locator");
    must(locator->ConnectServer(_bstr_t(L"root\\cimv2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, services_.GetAddressOf()),
         "ConnectServer");
}

Client::~Client() {
    services_.Reset();
    CoUninitialize();
}

void Client::compile(const std::string& mof) const {
    ComPtr<IMofCompiler> compiler;
    must(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf())), "making a compiler");
    std::string copy = mof;
    wchar_t ns[] = L"root\\cimv2";
    WBEM_COMPILE_STATUS_INFO info{};
    must(compiler->CompileBuffer(static_cast<LONG>(copy.size()), reinterpret_cast<BYTE*>(copy.data()), ns, nullptr, nullptr, nullptr, 0, 0, 0, &info),
         "compiling");
    must(info.hRes, "compiling");
}

ComPtr<IWbemClassObject> Client::get(const wchar_t* path) const {
    ComPtr<IWbemClassObject> object;
    must(services_->GetObject(_bstr_t(path), 0, nullptr, object.GetAddressOf(), nullptr), "GetObject");
    return object;
}

std::uint64_t Client::revision() const {
    ComPtr<IOpenWmiRepository> repository;
    ComPtr<IWbemClassObject> facts;
    must(CoCreateInstance(CLSID_OpenWmiRepository, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(repository.GetAddressOf())), "the repository");
    must(repository->GetInfo(facts.GetAddressOf()), "GetInfo");
    _variant_t revision;
    must(facts->Get(L"Revision", 0, &revision, nullptr, nullptr), "Revision");
    return std::wcstoull(V_BSTR(&revision), nullptr, 10);
}

ComPtr<IWbemContext> partial_context(const std::vector<std::wstring>& names) {
    ComPtr<IWbemContext> context;
    must(CoCreateInstance(CLSID_WbemContext, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(context.GetAddressOf())), "making a context");
    SAFEARRAY* list = SafeArrayCreateVector(VT_BSTR, 0, static_cast<ULONG>(names.size()));
    for (LONG i = 0; i < static_cast<LONG>(names.size()); ++i)
        must(SafeArrayPutElement(list, &i, static_cast<BSTR>(_bstr_t(names[static_cast<std::size_t>(i)].c_str()))), "listing names");
    _variant_t yes(true), value;
    V_VT(&value) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&value) = list;
    must(context->SetValue(L"__PUT_EXTENSIONS", 0, &yes), "a context value");
    must(context->SetValue(L"__PUT_EXT_CLIENT_REQUEST", 0, &yes), "a context value");
    must(context->SetValue(L"__PUT_EXT_PROPERTIES", 0, &value), "a context value");
    return context;
}

const char* Eight::mof() {
    return "class Bench_Eight { [key] uint64 Id; string Name; string Text; uint32 Count; sint32 Offset; boolean Enabled; datetime Changed; "
           "real64 Load; };";
}

namespace {

constexpr const wchar_t* kChanged = L"20260102030405.000006+060";

std::wstring name_of(std::uint64_t number) { return L"instance " + std::to_wstring(number); }

/// "instance 123" without the C library's formatting, which costs more than all that WMI does with it.
class Numbered {
public:
    explicit Numbered(std::uint64_t number) {
        text_[kRoom - 1] = L'\0';
        do {
            text_[--digits_] = static_cast<wchar_t>(L'0' + number % 10);
            number /= 10;
        } while (number != 0);
        begin_ = digits_ - kWord.size();
        kWord.copy(text_ + begin_, kWord.size());
    }

    [[nodiscard]] const wchar_t* digits() const { return text_ + digits_; }

    [[nodiscard]] const wchar_t* name() const { return text_ + begin_; }

private:
    static constexpr std::wstring_view kWord = L"instance ";
    static constexpr std::size_t kRoom = 40;

    wchar_t text_[kRoom];
    std::size_t digits_ = kRoom - 1;
    std::size_t begin_ = 0;
};

cim::ClassPtr eight_class() {
    const auto property = [](const char* name, cim::CimType type) {
        cim::PropertyDeclaration made;
        made.name = name;
        made.type = {type, false};
        return made;
    };
    cim::ClassBody body;
    body.name = "Bench_Eight";
    body.properties = {property("Id", cim::CimType::Uint64),       property("Name", cim::CimType::String),
                       property("Text", cim::CimType::String),     property("Count", cim::CimType::Uint32),
                       property("Offset", cim::CimType::Sint32),   property("Enabled", cim::CimType::Boolean),
                       property("Changed", cim::CimType::Datetime), property("Load", cim::CimType::Real64)};
    body.properties[0].qualifiers.set(cim::mark("key", cim::flavor::kKey));
    return cim::Class::make(std::move(body)).value();
}

}  // namespace

ComPtr<IWbemClassObject> Eight::make_part(IWbemClassObject* definition, std::uint64_t number, std::uint64_t round) {
    ComPtr<IWbemClassObject> made;
    must(definition->SpawnInstance(0, made.GetAddressOf()), "SpawnInstance");
    const Numbered numbered(number);
    const _bstr_t key(numbered.digits());
    VARIANT value;
    VariantInit(&value);
    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = key;
    must(made->Put(L"Id", 0, &value, 0), "Put");
    V_VT(&value) = VT_I4;
    V_I4(&value) = static_cast<LONG>((number + round) & 0xFFFF);
    must(made->Put(L"Count", 0, &value, 0), "Put");
    return made;
}

ComPtr<IWbemClassObject> Eight::make(IWbemClassObject* definition, std::uint64_t number, const _bstr_t& text, std::uint64_t round) {
    ComPtr<IWbemClassObject> made;
    must(definition->SpawnInstance(0, made.GetAddressOf()), "SpawnInstance");
    const Numbered numbered(number);
    const _bstr_t key(numbered.digits()), name(numbered.name());
    static const _bstr_t changed(kChanged);
    VARIANT value;
    VariantInit(&value);
    const auto put = [&](const wchar_t* property) { must(made->Put(property, 0, &value, 0), "Put"); };
    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = key;
    put(L"Id");
    V_BSTR(&value) = name;
    put(L"Name");
    V_BSTR(&value) = text;
    put(L"Text");
    V_BSTR(&value) = changed;
    put(L"Changed");
    V_VT(&value) = VT_I4;
    V_I4(&value) = static_cast<LONG>((number + round) & 0xFFFF);
    put(L"Count");
    put(L"Offset");
    V_VT(&value) = VT_BOOL;
    V_BOOL(&value) = number % 2 == 0 ? VARIANT_TRUE : VARIANT_FALSE;
    put(L"Enabled");
    V_VT(&value) = VT_R8;
    V_R8(&value) = static_cast<double>(number) / 3;
    put(L"Load");
    return made;
}

std::string Eight::key_bytes(std::uint64_t number) {
    std::string key = "\x10";
    key.append("\0\0\0\x01", 4);
    for (int shift = 56; shift >= 0; shift -= 8) key.push_back(static_cast<char>(number >> shift));
    return key;
}

std::string Eight::record_bytes(std::uint64_t number, const std::wstring& text) {
    static const cim::ClassPtr kClass = eight_class();
    cim::Instance instance = cim::Instance::spawn(kClass);
    const auto properties = kClass->properties();
    instance.put_number(properties[0], number);
    instance.put_text(properties[1], name_of(number));
    instance.put_text(properties[2], text);
    instance.put_number(properties[3], number & 0xFFFF);
    instance.put_number(properties[4], number & 0xFFFF);
    instance.put_number(properties[5], number % 2 == 0 ? 0xFFFF : 0);
    instance.put_text(properties[6], std::wstring(kChanged));
    instance.put_number(properties[7], 0x4059000000000000ULL);
    return std::string(8, '\0') + instance.canonical();  // the header holds the layout and the checksum
}

std::size_t anonymous_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("RssAnon:", 0) == 0) return std::strtoull(line.c_str() + 8, nullptr, 10) * 1024;
    return 0;
}

}  // namespace wmi::bench
