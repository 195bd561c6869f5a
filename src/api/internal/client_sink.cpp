#include "api/internal/client_sink.h"

#include "com/text.h"
#include "objects/answer.h"
#include "objects/class_object.h"

namespace wmi::api {
namespace {

com::com_ptr<IWbemClassObject> error_object(const calls::Final& final, std::string_view operation) {
    if (final.error) return objects::wrap(*final.error);
    if (base::succeeded(final.status) || final.status == base::Status::CallCancelled) return nullptr;  // CALL-34, CANCEL-05
    return objects::make_error_object(base::Error(final.status, final.sentence, final.about), {operation});
}

}  // namespace

const void* identity_of_sink(IWbemObjectSink* sink) {
    const void* identity = com::identity_of(sink);
    return identity ? identity : sink;
}

ClientSink::ClientSink(IWbemObjectSink* sink, std::string_view operation)
    : sink_(sink), identity_(identity_of_sink(sink)), operation_(operation) {}

calls::Status ClientSink::indicate(std::vector<cim::Object> objects) {
    std::vector<com::com_ptr<IWbemClassObject>> owners;
    std::vector<IWbemClassObject*> array;
    owners.reserve(objects.size());
    array.reserve(objects.size());
    for (cim::Object& object : objects) array.push_back(owners.emplace_back(objects::wrap(std::move(object))).get());
    return calls::call_out("a sink", [&] { return objects::to_status(sink_->Indicate(static_cast<long>(array.size()), array.data())); });
}

calls::Status ClientSink::progress(const calls::Progress& report) {
    const com::Bstr text = report.text ? com::Bstr(*report.text) : com::Bstr();
    const auto packed = static_cast<HRESULT>(std::uint32_t{report.total} << 16U | report.done);  // CALL-39
    return objects::to_status(sink_->SetStatus(WBEM_STATUS_PROGRESS, packed, text.get(), nullptr));
}

void ClientSink::finish(const calls::Final& final) {
    com::Bstr text;
    com::com_ptr<IWbemClassObject> error;
    try {
        if (final.text) text = com::Bstr(*final.text);
        error = error_object(final, operation_);
    } catch (const std::bad_alloc&) {  // the status must reach him all the same
    }
    sink_->SetStatus(WBEM_STATUS_COMPLETE, objects::to_hresult(final.status), text.get(), error.get());
}

}  // namespace wmi::api
