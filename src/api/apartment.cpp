// IUnsecuredApartment: stubs that stand for sinks (CALL-59..62, CANCEL-19). In one process nothing has to be lowered, so that a stub
// passes calls on; but it is an object of its own, with an identity of its own.
#include "api/house.h"
#include "api/internal/arguments.h"
#include "com/object.h"
#include "objects/answer.h"

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

namespace {

class Stub final : public com::Object<Stub, IWbemObjectSink> {
public:
    explicit Stub(com::com_ptr<IWbemObjectSink> sink) : sink_(std::move(sink)) {}

    HRESULT Indicate(long lObjectCount, IWbemClassObject** apObjArray) override { return sink_->Indicate(lObjectCount, apObjArray); }

    HRESULT SetStatus(long lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject* pObjParam) override {
        return sink_->SetStatus(lFlags, hResult, strParam, pObjParam);
    }

private:
    friend class com::Object<Stub, IWbemObjectSink>;
    ~Stub() override = default;

    const com::com_ptr<IWbemObjectSink> sink_;
};

class Apartment final : public com::Object<Apartment, IWbemUnsecuredApartment> {
public:
    HRESULT CreateObjectStub(IUnknown* pObject, IUnknown** ppStub) noexcept override {
        if (ppStub) *ppStub = nullptr;
        return objects::answer("CreateObjectStub", [&]() -> Result<void> {
            TRY(needed_pointer(pObject, "pObject"));
            TRY(needed_pointer(ppStub, "ppStub"));
            auto sink = com::com_ptr<IUnknown>(pObject).query<IWbemObjectSink>();
            if (!sink) return Error(objects::to_status(E_NOINTERFACE), "the object is no IWbemObjectSink");
            *ppStub = com::make<Stub>(std::move(sink)).detach();
            return {};
        });
    }

    HRESULT CreateSinkStub(IWbemObjectSink* pSink, DWORD dwFlags, LPCWSTR wszReserved, IWbemObjectSink** ppStub) noexcept override {
        if (ppStub) *ppStub = nullptr;
        return objects::answer("CreateSinkStub", [&]() -> Result<void> {
            TRY(needed_pointer(pSink, "pSink"));
            TRY(needed_pointer(ppStub, "ppStub"));
            if (wszReserved) return Error(Status::InvalidParameter, "wszReserved must be NULL");
            if (dwFlags > WBEM_FLAG_UNSECAPP_DONT_CHECK_ACCESS)
                return Error(Status::InvalidParameter, "dwFlags is one of WBEM_FLAG_UNSECAPP_...");
            *ppStub = com::make<Stub>(com::com_ptr<IWbemObjectSink>(pSink)).detach();
            return {};
        });
    }

private:
    friend class com::Object<Apartment, IWbemUnsecuredApartment>;
    ~Apartment() override = default;
};

}  // namespace

com::com_ptr<IUnsecuredApartment> make_unsecured_apartment() { return com::make<Apartment>(); }

}  // namespace wmi::api
