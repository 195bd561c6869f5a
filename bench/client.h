// The client's side of the measurements: the public API alone, used the way a program in a hurry would.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include <comdef.h>
#include <wbemidl.h>
#include <wrl/client.h>

namespace wmi::bench {

using Microsoft::WRL::ComPtr;

/// Ends the program with a sentence when a call failed: a figure of a failing program is none.
void must(HRESULT status, const char* what);

/// Counts final statuses; lives on the stack and is shared by all calls of a run.
class CountingSink final : public IWbemObjectSink {
public:
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override;
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override;
    HRESULT STDMETHODCALLTYPE Indicate(LONG lObjectCount, IWbemClassObject** apObjArray) override;
    HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject* pObjParam) override;

    /// Waits until so many calls have ended and every reference is back.
    void wait_for(std::uint64_t finals);
    /// Waits until at most so many of those started have not ended.
    void wait_below(std::uint64_t started, std::uint64_t in_flight);

    [[nodiscard]] std::uint64_t objects() const { return objects_; }
    [[nodiscard]] std::uint64_t failures() const { return failures_; }
    [[nodiscard]] HRESULT last_failure() const { return last_failure_; }

private:
    std::atomic<ULONG> references_{1};
    std::atomic<std::uint64_t> finals_{0}, objects_{0}, failures_{0};
    std::atomic<HRESULT> last_failure_{0};
};

/// A connection to root\cimv2 of a repository in a folder of its own; closing it closes the repository.
class Client {
public:
    explicit Client(const std::filesystem::path& folder);
    ~Client();

    IWbemServices* operator->() const { return services_.Get(); }
    void compile(const std::string& mof) const;
    [[nodiscard]] ComPtr<IWbemClassObject> get(const wchar_t* path) const;
    /// How many batches were committed so far.
    [[nodiscard]] std::uint64_t revision() const;

private:
    ComPtr<IWbemServices> services_;
};

/// `names` as __PUT_EXT_PROPERTIES of a partial update.
ComPtr<IWbemContext> partial_context(const std::vector<std::wstring>& names);

/// The eight-property class of the table, its instances, and the bytes the repository keeps for one.
struct Eight {
    static const char* mof();
    /// number is the key; text fills the record up to the wanted size; round changes Count and Offset.
    static ComPtr<IWbemClassObject> make(IWbemClassObject* definition, std::uint64_t number, const _bstr_t& text, std::uint64_t round = 0);
    /// What a partial update of Count needs: the key and Count, of the same value as in make.
    static ComPtr<IWbemClassObject> make_part(IWbemClassObject* definition, std::uint64_t number, std::uint64_t round);
    static std::string key_bytes(std::uint64_t number);
    static std::string record_bytes(std::uint64_t number, const std::wstring& text);
};

/// Anonymous resident memory of this process, bytes (RssAnon).
std::size_t anonymous_memory();

}  // namespace wmi::bench
