// The interfaces of COM's own objects: memory, streams, call security, marshaling, and monikers (names of objects).
#pragma once

#include "objidlbase.h"

struct IEnumMoniker;
struct IMoniker;
struct IBindCtx;
struct IRunningObjectTable;

/// Walks texts.
struct IEnumString : public IUnknown {
    /// Each text is freed with CoTaskMemFree; S_FALSE when fewer than asked came.
    virtual HRESULT Next(ULONG celt, LPOLESTR* rgelt, ULONG* pceltFetched) = 0;
    virtual HRESULT Skip(ULONG celt) = 0;
    virtual HRESULT Reset() = 0;
    virtual HRESULT Clone(IEnumString** ppenum) = 0;
};

/// An object that says its class.
struct IPersist : public IUnknown {
    virtual HRESULT GetClassID(CLSID* pClassID) = 0;
};

/// An object that writes itself to a stream and reads itself again.
struct IPersistStream : public IPersist {
    virtual HRESULT IsDirty() = 0;
    virtual HRESULT Load(IStream* pStm) = 0;
    virtual HRESULT Save(IStream* pStm, BOOL fClearDirty) = 0;
    virtual HRESULT GetSizeMax(ULARGE_INTEGER* pcbSize) = 0;
};

typedef struct tagBIND_OPTS {
    DWORD cbStruct;
    DWORD grfFlags;
    DWORD grfMode;
    DWORD dwTickCountDeadline;
} BIND_OPTS, *LPBIND_OPTS;

/// What goes along while a moniker is bound.
struct IBindCtx : public IUnknown {
    virtual HRESULT RegisterObjectBound(IUnknown* punk) = 0;
    virtual HRESULT RevokeObjectBound(IUnknown* punk) = 0;
    virtual HRESULT ReleaseBoundObjects() = 0;
    virtual HRESULT SetBindOptions(BIND_OPTS* pbindopts) = 0;
    virtual HRESULT GetBindOptions(BIND_OPTS* pbindopts) = 0;
    virtual HRESULT GetRunningObjectTable(IRunningObjectTable** pprot) = 0;
    virtual HRESULT RegisterObjectParam(LPOLESTR pszKey, IUnknown* punk) = 0;
    virtual HRESULT GetObjectParam(LPOLESTR pszKey, IUnknown** ppunk) = 0;
    virtual HRESULT EnumObjectParam(IEnumString** ppenum) = 0;
    virtual HRESULT RevokeObjectParam(LPOLESTR pszKey) = 0;
};
typedef IBindCtx* LPBC;

/// The name of an object, from which the object can be reached.
struct IMoniker : public IPersistStream {
    /// errors   MK_E_UNAVAILABLE, MK_E_NOOBJECT, E_NOINTERFACE
    virtual HRESULT BindToObject(IBindCtx* pbc, IMoniker* pmkToLeft, REFIID riidResult, void** ppvResult) = 0;
    virtual HRESULT BindToStorage(IBindCtx* pbc, IMoniker* pmkToLeft, REFIID riid, void** ppvObj) = 0;
    virtual HRESULT Reduce(IBindCtx* pbc, DWORD dwReduceHowFar, IMoniker** ppmkToLeft, IMoniker** ppmkReduced) = 0;
    virtual HRESULT ComposeWith(IMoniker* pmkRight, BOOL fOnlyIfNotGeneric, IMoniker** ppmkComposite) = 0;
    virtual HRESULT Enum(BOOL fForward, IEnumMoniker** ppenumMoniker) = 0;
    virtual HRESULT IsEqual(IMoniker* pmkOtherMoniker) = 0;
    virtual HRESULT Hash(DWORD* pdwHash) = 0;
    virtual HRESULT IsRunning(IBindCtx* pbc, IMoniker* pmkToLeft, IMoniker* pmkNewlyRunning) = 0;
    virtual HRESULT GetTimeOfLastChange(IBindCtx* pbc, IMoniker* pmkToLeft, FILETIME* pFileTime) = 0;
    virtual HRESULT Inverse(IMoniker** ppmk) = 0;
    virtual HRESULT CommonPrefixWith(IMoniker* pmkOther, IMoniker** ppmkPrefix) = 0;
    virtual HRESULT RelativePathTo(IMoniker* pmkOther, IMoniker** ppmkRelPath) = 0;
    virtual HRESULT GetDisplayName(IBindCtx* pbc, IMoniker* pmkToLeft, LPOLESTR* ppszDisplayName) = 0;
    virtual HRESULT ParseDisplayName(IBindCtx* pbc, IMoniker* pmkToLeft, LPOLESTR pszDisplayName, ULONG* pchEaten,
                                     IMoniker** ppmkOut) = 0;
    virtual HRESULT IsSystemMoniker(DWORD* pdwMksys) = 0;
};
typedef IMoniker* LPMONIKER;

/// Makes a moniker of a text; pchEaten counts the characters it took.
struct IParseDisplayName : public IUnknown {
    virtual HRESULT ParseDisplayName(IBindCtx* pbc, LPOLESTR pszDisplayName, ULONG* pchEaten, IMoniker** ppmkOut) = 0;
};

__CRT_UUID_DECL(IEnumString, 0x00000101, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46)
__CRT_UUID_DECL(IPersist, 0x0000010C, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46)
__CRT_UUID_DECL(IPersistStream, 0x00000109, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46)
__CRT_UUID_DECL(IBindCtx, 0x0000000E, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46)
__CRT_UUID_DECL(IMoniker, 0x0000000F, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46)
__CRT_UUID_DECL(IParseDisplayName, 0x0000011A, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46)
EXTERN_C OPENWMI_API const IID IID_IEnumString;
EXTERN_C OPENWMI_API const IID IID_IPersist;
EXTERN_C OPENWMI_API const IID IID_IPersistStream;
EXTERN_C OPENWMI_API const IID IID_IBindCtx;
EXTERN_C OPENWMI_API const IID IID_IMoniker;
EXTERN_C OPENWMI_API const IID IID_IParseDisplayName;
