// IWbemServices: the face of a service::Session. Each method asks in the order of CALL-20: admission, its own arguments and flags,
// lengths, the context; what comes after these is the operation's status, however that is delivered.
#pragma once

#include "api/house.h"
#include "api/internal/call_result.h"
#include "api/internal/flags.h"
#include "calls/call.h"
#include "com/blanket.h"
#include "events/events.h"
#include "service/service.h"

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wmi::api {

class Services final : public com::Proxy<Services, IWbemServices> {
public:
    Services(HousePtr house, service::SessionPtr session) : house_(std::move(house)), session_(std::move(session)) {}

    HRESULT OpenNamespace(const BSTR strNamespace, long lFlags, IWbemContext* pCtx, IWbemServices** ppWorkingNamespace,
                          IWbemCallResult** ppResult) noexcept override;
    HRESULT CancelAsyncCall(IWbemObjectSink* pSink) noexcept override;
    HRESULT QueryObjectSink(long lFlags, IWbemObjectSink** ppResponseHandler) noexcept override;
    HRESULT GetObject(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx, IWbemClassObject** ppObject,
                      IWbemCallResult** ppCallResult) noexcept override;
    HRESULT GetObjectAsync(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx, IWbemObjectSink* pResponseHandler) noexcept override;
    HRESULT PutClass(IWbemClassObject* pObject, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) noexcept override;
    HRESULT PutClassAsync(IWbemClassObject* pObject, long lFlags, IWbemContext* pCtx, IWbemObjectSink* pResponseHandler) noexcept override;
    HRESULT DeleteClass(const BSTR strClass, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) noexcept override;
    HRESULT DeleteClassAsync(const BSTR strClass, long lFlags, IWbemContext* pCtx, IWbemObjectSink* pResponseHandler) noexcept override;
    HRESULT CreateClassEnum(const BSTR strSuperclass, long lFlags, IWbemContext* pCtx, IEnumWbemClassObject** ppEnum) noexcept override;
    HRESULT CreateClassEnumAsync(const BSTR strSuperclass, long lFlags, IWbemContext* pCtx,
                                 IWbemObjectSink* pResponseHandler) noexcept override;
    HRESULT PutInstance(IWbemClassObject* pInst, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) noexcept override;
    HRESULT PutInstanceAsync(IWbemClassObject* pInst, long lFlags, IWbemContext* pCtx, IWbemObjectSink* pResponseHandler) noexcept override;
    HRESULT DeleteInstance(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) noexcept override;
    HRESULT DeleteInstanceAsync(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx,
                                IWbemObjectSink* pResponseHandler) noexcept override;
    HRESULT CreateInstanceEnum(const BSTR strFilter, long lFlags, IWbemContext* pCtx, IEnumWbemClassObject** ppEnum) noexcept override;
    HRESULT CreateInstanceEnumAsync(const BSTR strFilter, long lFlags, IWbemContext* pCtx,
                                    IWbemObjectSink* pResponseHandler) noexcept override;
    HRESULT ExecQuery(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                      IEnumWbemClassObject** ppEnum) noexcept override;
    HRESULT ExecQueryAsync(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                           IWbemObjectSink* pResponseHandler) noexcept override;
    HRESULT ExecNotificationQuery(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                                  IEnumWbemClassObject** ppEnum) noexcept override;
    HRESULT ExecNotificationQueryAsync(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                                       IWbemObjectSink* pResponseHandler) noexcept override;
    HRESULT ExecMethod(const BSTR strObjectPath, const BSTR strMethodName, long lFlags, IWbemContext* pCtx, IWbemClassObject* pInParams,
                       IWbemClassObject** ppOutParams, IWbemCallResult** ppCallResult) noexcept override;
    HRESULT ExecMethodAsync(const BSTR strObjectPath, const BSTR strMethodName, long lFlags, IWbemContext* pCtx,
                            IWbemClassObject* pInParams, IWbemObjectSink* pResponseHandler) noexcept override;

private:
    friend class com::Object<Services, IWbemServices, IClientSecurity>;
    ~Services() override;

    using Admission = service::Admission;
    /// An operation after its start: everything it fails with is its status.
    using Prepare = std::function<base::Result<service::Write>(const Admission&)>;
    using Read = std::function<base::Result<std::optional<cim::Object>>(const Admission&)>;
    using Late = std::function<base::Result<void>(const Admission&)>;
    using Fail = std::function<void(base::Error&&)>;
    using Enumerate = std::function<base::Result<std::unique_ptr<calls::Source>>(const Admission&)>;

    /// CALL-20's first three, and that we did not fork.
    [[nodiscard]] base::Result<Admission> admit() const;
    [[nodiscard]] base::Result<Admission> admit(Method method, Mode mode, long flags) const;
    /// False: nothing is paused, go on. What was put off keeps these services.
    base::Result<bool> put_off(Late begin, Fail fail);
    base::Result<bool> put_off_call(Method method, long flags, IWbemObjectSink* sink,
                                    const std::function<base::Result<void>(const calls::CallPtr&, const Admission&)>& begin);

    /// The rare write that finds the server paused; the operation is copied for later.
    base::Result<bool> put_off_write(Method method, long flags, IWbemObjectSink* sink, const Prepare& prepare);
    /// What was prepared goes to the committer, or its failure to the sink.
    base::Result<void> submit(Method method, long flags, IWbemObjectSink* sink, base::Result<service::Write>&& ready, base::Deadline room);

    base::Result<void> write(Method method, long flags, IWbemCallResult** result, const Admission& admission, const Prepare& prepare);
    template <class Operation>
    base::Result<void> write_async(Method method, long flags, IWbemObjectSink* sink, const Admission& admission, Operation prepare);
    base::Result<void> read_async(Method method, long flags, IWbemObjectSink* sink, const Admission& admission, const Read& read);
    /// What a call result waits for: now, or when the pause ends; a failure becomes the outcome.
    base::Result<void> begin_or_put_off(const Admission& admission, const std::shared_ptr<calls::Outcome>& outcome, const Late& begin);
    /// A semisynchronous read: now, or when the pause ends.
    base::Result<void> read(Method method, IWbemCallResult** result, const Admission& admission, const Read& read);
    base::Result<void> open(IWbemCallResult** result, const Admission& admission, const std::string& name);
    base::Result<void> enumerate(Method method, long flags, IEnumWbemClassObject** result, const Admission& admission,
                                 const Enumerate& begin);
    base::Result<void> enumerate_async(Method method, long flags, IWbemObjectSink* sink, const Admission& admission,
                                       const Enumerate& begin);
    /// Makes a call and begins it. What begin fails with or throws is the start's answer, and the sink is not called; unless the call
    /// was cancelled meanwhile: then its end is on the way, and the start succeeds (CALL-18). begin gives false for a call that shall not be.
    template <class Begin>
    base::Result<bool> start(Method method, long flags, IWbemObjectSink* sink, std::size_t size_bytes, Begin&& begin);
    com::com_ptr<IWbemCallResult> finished_result(Method method, base::Result<std::optional<cim::Object>> outcome) const;
    static base::Result<events::Question> read_notification_query(const BSTR language, const BSTR query, IWbemContext* context);
    /// What our subscriptions are made with: they end with us (EVT-07).
    events::Options subscription(long flags);
    static base::Result<query::Question> read_query(const BSTR language, const BSTR query, IWbemContext* pCtx);

    [[nodiscard]] bool is_paused() const { return session_->service()->pause().is_on(); }

    const HousePtr house_;
    const service::SessionPtr session_;
    std::atomic<bool> has_subscribed_{false};
};

/// How long a submission waits for room (CALL-17).
base::Deadline room();

/// prepare runs once, here and now, unless the server is paused.
template <class Operation>
base::Result<void> Services::write_async(Method method, long flags, IWbemObjectSink* sink, const Admission& admission, Operation prepare) {
    if (is_paused()) {
        const bool later = TRY(put_off_write(method, flags, sink, prepare));
        if (later) return {};
    }
    const base::Deadline deadline = room();
    return submit(method, flags, sink, prepare(admission), deadline);
}

}  // namespace wmi::api
