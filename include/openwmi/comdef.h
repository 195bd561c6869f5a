// Classes for C++ programs that use COM: _bstr_t, _variant_t, _com_ptr_t, and _com_error, which they throw.
#pragma once

#include "comip.h"
#include "comutil.h"
#include "ole2.h"

#include <cstdio>
#include <exception>

#define _COM_SMARTPTR _com_ptr_t
#define _COM_SMARTPTR_LEVEL2 _com_IIID
/// Names the smart pointer of an interface: _COM_SMARTPTR_TYPEDEF(IWbemLocator, IID_IWbemLocator) makes IWbemLocatorPtr.
#define _COM_SMARTPTR_TYPEDEF(Interface, iid) typedef _com_ptr_t<_com_IIID<Interface, &iid>> Interface##Ptr

_COM_SMARTPTR_TYPEDEF(IUnknown, __uuidof(IUnknown));
_COM_SMARTPTR_TYPEDEF(IDispatch, __uuidof(IDispatch));
_COM_SMARTPTR_TYPEDEF(IErrorInfo, __uuidof(IErrorInfo));
_COM_SMARTPTR_TYPEDEF(IEnumVARIANT, __uuidof(IEnumVARIANT));
_COM_SMARTPTR_TYPEDEF(IClassFactory, __uuidof(IClassFactory));
_COM_SMARTPTR_TYPEDEF(IStream, __uuidof(IStream));
_COM_SMARTPTR_TYPEDEF(IClientSecurity, __uuidof(IClientSecurity));

/// A failed HRESULT on its way, with the error object that belongs to it, if there is one.
class _com_error : public std::exception {
public:
    _com_error(HRESULT hr, IErrorInfo* perrinfo = nullptr, bool fAddRef = false) noexcept : hr_(hr), info_(perrinfo, fAddRef) {
        if (!find_message()) {
            if (WCode() != 0) {
                std::snprintf(narrow_, sizeof narrow_, "IDispatch error #%d", WCode());
            } else {
                std::snprintf(narrow_, sizeof narrow_, "Unknown error 0x%08X", static_cast<unsigned int>(hr));
            }
        }
        for (std::size_t i = 0; i < sizeof narrow_; ++i) message_[i] = static_cast<TCHAR>(narrow_[i]);
    }

    HRESULT Error() const noexcept { return hr_; }

    /// The number of an error that was made with WCodeToHRESULT, else 0.
    WORD WCode() const noexcept { return hr_ >= kFirst && hr_ <= kLast ? static_cast<WORD>(hr_ - kFirst) : WORD{0}; }

    /// The error object, with a reference that the caller releases; or NULL.
    IErrorInfo* ErrorInfo() const noexcept {
        IErrorInfoPtr copy(info_);
        return copy.Detach();
    }

    _bstr_t Description() const { return text(&IErrorInfo::GetDescription); }

    _bstr_t Source() const { return text(&IErrorInfo::GetSource); }

    _bstr_t HelpFile() const { return text(&IErrorInfo::GetHelpFile); }

    DWORD HelpContext() const noexcept {
        DWORD context = 0;
        return info_ && SUCCEEDED(info_.GetInterfacePtr()->GetHelpContext(&context)) ? context : 0;
    }

    ::GUID GUID() const noexcept {
        ::GUID guid = GUID_NULL;
        if (info_) info_.GetInterfacePtr()->GetGUID(&guid);
        return guid;
    }

    /// The HRESULT in FormatMessage's words, which has some for WMI's codes too, else "IDispatch error #" with WCode, else
    /// "Unknown error 0x..."; lives as long as this error.
    const TCHAR* ErrorMessage() const noexcept { return message_; }

    const char* what() const noexcept override { return narrow_; }

    static HRESULT WCodeToHRESULT(WORD wCode) noexcept { return wCode >= 0xFE00 ? kLast : static_cast<HRESULT>(kFirst + wCode); }

    static WORD HRESULTToWCode(HRESULT hr) noexcept { return hr >= kFirst && hr <= kLast ? static_cast<WORD>(hr - kFirst) : WORD{0}; }

private:
    static constexpr HRESULT kFirst = static_cast<HRESULT>(0x80040200);
    static constexpr HRESULT kLast = static_cast<HRESULT>(0x80040200 + 0xFDFF);

    _bstr_t text(HRESULT (IErrorInfo::*get)(BSTR*)) const {
        BSTR found = nullptr;
        if (!info_ || FAILED((info_.GetInterfacePtr()->*get)(&found))) return _bstr_t();
        return _bstr_t(found, false);
    }

    bool find_message() noexcept {
#if defined(COM_NO_WINDOWS_H)
        return false;
#else
        DWORD length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr, static_cast<DWORD>(hr_), 0, narrow_,
                                      sizeof narrow_, nullptr);
        while (length > 0 && (narrow_[length - 1] == '\n' || narrow_[length - 1] == '\r')) narrow_[--length] = 0;
        return length > 0;
#endif
    }

    HRESULT hr_;
    IErrorInfoPtr info_;
    char narrow_[128] = {};
    TCHAR message_[128] = {};
};

/// Throws a failure.
[[noreturn]] inline void _com_issue_error(HRESULT hr) {
    throw _com_error(hr);
}

/// Throws a failure with its error object, whose reference it takes over.
[[noreturn]] inline void _com_raise_error(HRESULT hr, IErrorInfo* perrinfo = nullptr) {
    throw _com_error(hr, perrinfo);
}

/// Throws a failure with the error object that the failed object left on this thread.
[[noreturn]] inline void _com_issue_errorex(HRESULT hr, IUnknown* object, REFIID iid) {
    ISupportErrorInfo* support = nullptr;
    IErrorInfo* info = nullptr;
    if (object != nullptr && SUCCEEDED(object->QueryInterface(__uuidof(ISupportErrorInfo), reinterpret_cast<void**>(&support)))) {
        if (support->InterfaceSupportsErrorInfo(iid) == S_OK) GetErrorInfo(0, &info);
        support->Release();
    }
    throw _com_error(hr, info);
}
