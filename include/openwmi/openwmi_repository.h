// What Windows has no interface for: checking and measuring the repository.
#pragma once

#include "openwmi.h"
#include "wbemcli.h"

/// Checks and measures the repository that this process uses: the folder that OPENWMI_STORE names, or the user's own. Made by
/// CoCreateInstance(CLSID_OpenWmiRepository, NULL, CLSCTX_INPROC_SERVER, IID_IOpenWmiRepository, ...). Methods may be called from any
/// thread, open the repository where it is not open, and leave an error object (GetErrorInfo) when they fail. The out objects
/// belong to the caller; on a failure they are NULL.
struct IOpenWmiRepository : public IUnknown {
    /// Reads every record, class and index and compares them. Others may go on working meanwhile.
    /// pProgress    NULL, or a sink whose SetStatus is called now and then on the calling thread with WBEM_STATUS_PROGRESS; hResult
    ///              holds total << 16 | done, in parts of the work. A failure it returns stops the check: WBEM_E_CALL_CANCELLED.
    /// ppReport     a __PARAMETERS object with uint64 Namespaces, Classes, Instances (system ones not counted), IndexEntries,
    ///              Forgotten (records of deleted classes that wait to be swept) and Findings (how many things are wrong)
    /// ppFindings   NULL, or gets a SAFEARRAY of BSTR: at most 1,000 sentences of what is wrong and where; SafeArrayDestroy it
    /// returns      WBEM_S_NO_ERROR: all is well; WBEM_S_FALSE: something is wrong; WBEM_E_INVALID_PARAMETER for a NULL ppReport,
    ///              WBEM_E_ACCESS_DENIED, WBEM_E_CRITICAL_ERROR where nothing could be read
    virtual HRESULT Check(IWbemObjectSink* pProgress, IWbemClassObject** ppReport, SAFEARRAY** ppFindings) = 0;

    /// A __PARAMETERS object with strings Version, Engine, Folder, Id and uint64 StoreFormat, Format, Revision, FileBytes, UsedBytes,
    /// LimitBytes, DiskFreeBytes, Namespaces, Classes, Instances, Pending (changes that wait to be written now), Subscriptions (of this
    /// process) and EventsLost (by them, because they were too slow), and string Autorecover[],
    /// the MOF files that are compiled again when the repository is made anew. Sizes in bytes.
    virtual HRESULT GetInfo(IWbemClassObject** ppInfo) = 0;

    /// Runs a query (not one for events) to its end and tells how its answer was found.
    /// strNamespace    as ConnectServer takes it;   strQuery   WQL, at most 16,384 characters
    /// ppExplanation   a __PARAMETERS object with string Way (a sentence: keys, index or scan, and between which values) and uint64
    ///                 Looked (records tested, or entries followed) and Found
    /// returns         as IWbemServices::ExecQuery and IWbemLocator::ConnectServer
    virtual HRESULT Explain(const BSTR strNamespace, const BSTR strQuery, IWbemClassObject** ppExplanation) = 0;
};

class OpenWmiRepository;

__CRT_UUID_DECL(IOpenWmiRepository, 0x6e1f3a52, 0x9c0b, 0x4d7e, 0xb1, 0x64, 0x2f, 0x5d, 0x8a, 0x90, 0xc7, 0x13)
__CRT_UUID_DECL(OpenWmiRepository, 0x6e1f3a53, 0x9c0b, 0x4d7e, 0xb1, 0x64, 0x2f, 0x5d, 0x8a, 0x90, 0xc7, 0x13)

EXTERN_C OPENWMI_API const IID IID_IOpenWmiRepository;
EXTERN_C OPENWMI_API const CLSID CLSID_OpenWmiRepository;
