// A computer account of a directory as a way to its WMI objects.
#pragma once

#include "wbemdisp.h"

/// From an object of a directory to WMI.
struct IWMIExtension : public IDispatch {
    virtual HRESULT get_WMIObjectPath(BSTR* strWMIObjectPath) = 0;
    virtual HRESULT GetWMIObject(ISWbemObject** objWMIObject) = 0;
    virtual HRESULT GetWMIServices(ISWbemServices** objWMIServices) = 0;
};

class WMIExtension;

__CRT_UUID_DECL(IWMIExtension, 0xadc1f06e, 0x5c7e, 0x11d2, 0x8b, 0x74, 0x00, 0x10, 0x4b, 0x2a, 0xfb, 0x41)
__CRT_UUID_DECL(WMIExtension, 0xf0975afe, 0x5c7f, 0x11d2, 0x8b, 0x74, 0x00, 0x10, 0x4b, 0x2a, 0xfb, 0x41)

EXTERN_C OPENWMI_API const IID IID_IWMIExtension;
EXTERN_C OPENWMI_API const CLSID CLSID_WMIExtension;
