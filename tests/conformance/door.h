// One way to make calls: the same operation synchronously, semisynchronously or asynchronously, with the same outcome.
#pragma once

#include <string>
#include <vector>

#include <wbemidl.h>
#include <wrl/client.h>

using Microsoft::WRL::ComPtr;

enum class Mode { Synchronous, Semisynchronous, Asynchronous };

struct Answer {
    HRESULT status = S_OK;
    std::wstring path;                                // result string of a put
    std::vector<ComPtr<IWbemClassObject>> objects;    // what was read
};

class Door {
public:
    Door(ComPtr<IWbemServices> services, Mode mode) : services_(std::move(services)), mode_(mode) {}

    Answer get(const std::wstring& path, IWbemContext* context);
    Answer put(IWbemClassObject* instance, long flags, IWbemContext* context);
    Answer put_class(IWbemClassObject* definition, long flags);
    Answer remove(const std::wstring& path);
    Answer remove_class(const std::wstring& name);
    Answer instances(const std::wstring& of, long flags, IWbemContext* context);
    Answer classes(const std::wstring& below, long flags);
    Answer query(const std::wstring& text, long flags);

    [[nodiscard]] IWbemServices* services() const { return services_.Get(); }

private:
    ComPtr<IWbemServices> services_;
    Mode mode_;
};
