#include "session.h"

#include "failure.h"
#include "text.h"

#include <array>
#include <chrono>

#include <comdef.h>

namespace cli {
namespace {

using Steady = std::chrono::steady_clock;

/// What is left of the time limit, in the milliseconds that Next takes.
class TimeLimit {
public:
    explicit TimeLimit(double seconds)
        : seconds_(seconds), end_(Steady::now() + std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000))) {}

    [[nodiscard]] long left() const {
        if (seconds_ <= 0) return static_cast<long>(WBEM_INFINITE);
        const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Steady::now()).count();
        return rest > 0 ? static_cast<long>(rest) : 0;
    }

    [[noreturn]] void expire() const {
        throw Failure(kTimeout, "gave up after " + std::to_string(seconds_) + " seconds (--timeout)");
    }

private:
    double seconds_;
    Steady::time_point end_;
};

_variant_t names_variant(const std::vector<std::string>& names) {
    SAFEARRAY* array = SafeArrayCreateVector(VT_BSTR, 0, static_cast<ULONG>(names.size()));
    if (!array) throw std::bad_alloc();
    _variant_t value;
    V_VT(&value) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&value) = array;
    for (LONG i = 0; i < static_cast<LONG>(names.size()); ++i) {
        const _bstr_t name(wide(names[static_cast<std::size_t>(i)]).c_str());
        check(SafeArrayPutElement(array, &i, static_cast<BSTR>(name)), "listing properties");
    }
    return value;
}

}  // namespace

Session::Session(const Options& options) : options_(options) {
    check(CoInitializeEx(nullptr, COINIT_MULTITHREADED), "starting COM");
    check(CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator_.GetAddressOf())),
          "making a locator");
    services_ = open(options.namespace_path);
}

ComPtr<IWbemServices> Session::open(const std::string& namespace_path) const {
    ComPtr<IWbemServices> services;
    const _bstr_t resource(wide(namespace_path).c_str());
    const std::wstring locale = wide(options_.locale);
    const _bstr_t wanted(locale.c_str());
    check(locator_->ConnectServer(resource, nullptr, nullptr, options_.locale.empty() ? nullptr : static_cast<BSTR>(wanted), 0, nullptr,
                                  nullptr, services.GetAddressOf()),
          "connecting to '" + namespace_path + "'");
    return services;
}

ComPtr<IWbemClassObject> Session::get_object(const std::string& path, long flags, IWbemContext* context) const {
    ComPtr<IWbemClassObject> object;
    const _bstr_t text(wide(path).c_str());
    check(services_->GetObject(text, flags | amended_flag(), context, object.GetAddressOf(), nullptr), "reading '" + path + "'");
    return object;
}

void Session::for_each(IEnumWbemClassObject* objects, const std::string& doing, const std::function<bool(IWbemClassObject*)>& visit) const {
    const TimeLimit limit(options_.timeout_seconds);
    constexpr ULONG kPiece = 64;
    for (;;) {
        std::array<IWbemClassObject*, kPiece> piece{};
        ULONG count = 0;
        const HRESULT status = objects->Next(limit.left(), kPiece, piece.data(), &count);
        bool go_on = true;
        for (ULONG i = 0; i < count; ++i) {
            ComPtr<IWbemClassObject> object;
            object.Attach(piece[i]);
            if (go_on) go_on = visit(object.Get());
        }
        if (!go_on) return;
        check(status, doing);
        if (status == WBEM_S_TIMEDOUT && limit.left() == 0) limit.expire();  // else more, or a failure, comes next
        if (status == WBEM_S_FALSE) return;
    }
}

void Session::for_each_instance(const std::string& class_name, long flags, IWbemContext* context,
                                const std::function<bool(IWbemClassObject*)>& visit) const {
    ComPtr<IEnumWbemClassObject> objects;
    const _bstr_t name(wide(class_name).c_str());
    const long wanted = flags | amended_flag() | WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY;
    const std::string doing = "enumerating '" + class_name + "'";
    check(services_->CreateInstanceEnum(name, wanted, context, objects.GetAddressOf()), doing);
    for_each(objects.Get(), doing, visit);
}

void Session::for_each_row(const std::string& query, const std::function<bool(IWbemClassObject*)>& visit) const {
    ComPtr<IEnumWbemClassObject> objects;
    const _bstr_t language(L"WQL");
    const _bstr_t text(wide(query).c_str());
    const long flags = amended_flag() | WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY;
    const std::string doing = "asking '" + query + "'";
    check(services_->ExecQuery(language, text, flags, nullptr, objects.GetAddressOf()), doing);
    for_each(objects.Get(), doing, visit);
}

void Session::for_each_class(const std::string& superclass, long flags, const std::function<bool(IWbemClassObject*)>& visit) const {
    ComPtr<IEnumWbemClassObject> objects;
    const _bstr_t name(wide(superclass).c_str());
    const long wanted = flags | amended_flag() | WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY;
    check(services_->CreateClassEnum(superclass.empty() ? nullptr : static_cast<BSTR>(name), wanted, nullptr, objects.GetAddressOf()),
          "enumerating classes");
    for_each(objects.Get(), "enumerating classes", visit);
}

void set_context(ComPtr<IWbemContext>& context, const wchar_t* name, const VARIANT& value) {
    if (!context)
        check(CoCreateInstance(CLSID_WbemContext, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(context.GetAddressOf())),
              "making a context");
    VARIANT copy = value;
    check(context->SetValue(name, 0, &copy), "setting " + narrow(name));
}

ComPtr<IWbemContext> context_for_get(const Options& options) {
    ComPtr<IWbemContext> context;
    if (!options.key_only && options.properties.empty()) return context;
    set_context(context, L"__GET_EXTENSIONS", _variant_t(true));
    set_context(context, L"__GET_EXT_CLIENT_REQUEST", _variant_t(true));
    if (options.key_only)
        set_context(context, L"__GET_EXT_KEYS_ONLY", _variant_t(true));
    else
        set_context(context, L"__GET_EXT_PROPERTIES", names_variant(options.properties));
    return context;
}

ComPtr<IWbemContext> context_for_partial_put(const std::vector<std::string>& properties) {
    ComPtr<IWbemContext> context;
    set_context(context, L"__PUT_EXTENSIONS", _variant_t(true));
    set_context(context, L"__PUT_EXT_CLIENT_REQUEST", _variant_t(true));
    set_context(context, L"__PUT_EXT_STRICT_NULLS", _variant_t(true));
    set_context(context, L"__PUT_EXT_PROPERTIES", names_variant(properties));
    return context;
}

}  // namespace cli
