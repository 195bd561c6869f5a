// Notification queries.
#include "api/internal/arguments.h"
#include "api/internal/client_sink.h"
#include "api/internal/event_enumerator.h"
#include "api/internal/services.h"
#include "objects/answer.h"

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

Result<events::Question> Services::read_notification_query(const BSTR language, const BSTR query, IWbemContext* context) {
    const std::string name = TRY(needed(language, "strQueryLanguage"));
    const std::string text = TRY(needed(query, "strQuery"));
    events::Question question = TRY(events::Question::read(name, text));
    (void)TRY(read_context(context));
    return question;
}

events::Options Services::subscription(long flags) {
    has_subscribed_ = true;
    return {this, (flags & WBEM_FLAG_USE_AMENDED_QUALIFIERS) != 0};
}

HRESULT Services::ExecNotificationQuery(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                                        IEnumWbemClassObject** ppEnum) noexcept {
    if (ppEnum) *ppEnum = nullptr;
    return objects::answer(name_of(Method::ExecNotificationQuery), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::ExecNotificationQuery, Mode::Here, lFlags));
        TRY(needed_pointer(ppEnum, "ppEnum"));
        const events::Question question = TRY(read_notification_query(strQueryLanguage, strQuery, pCtx));
        std::shared_ptr<events::Stream> stream = TRY(house_->events().subscribe(session_, admission, question, subscription(lFlags)));
        *ppEnum = com::make<EventEnumerator>(house_, std::move(stream)).detach();
        return {};
    });
}

HRESULT Services::ExecNotificationQueryAsync(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                                             IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::ExecNotificationQuery), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::ExecNotificationQuery, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        const events::Question question = TRY(read_notification_query(strQueryLanguage, strQuery, pCtx));
        auto sink = std::make_unique<ClientSink>(pResponseHandler, name_of(Method::ExecNotificationQuery));
        return house_->events().subscribe(session_, admission, question, subscription(lFlags), std::move(sink));
    });
}

}  // namespace wmi::api
