// The repository as a whole: IWbemBackupRestoreEx, and IOpenWmiRepository for checking and measuring it.
#include "api/house.h"
#include "api/internal/arguments.h"
#include "base/guarded.h"
#include "calls/sink.h"
#include "cim/class.h"
#include "com/object.h"
#include "com/text.h"
#include "events/events.h"
#include "objects/answer.h"
#include "objects/class_object.h"
#include "com/call_context.h"
#include "service/upkeep.h"

#include <openwmi/openwmi_repository.h>

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

namespace {

cim::Value to_value(const std::string& text) { return cim::Value(text); }

cim::Value to_value(std::uint64_t number) { return cim::Value(number); }

cim::Value to_value(const std::vector<std::string>& texts) {
    cim::Array array;
    for (const std::string& text : texts) array.emplace_back(text);
    return cim::Value(std::move(array));
}

/// A __PARAMETERS object with a property for each fact, as a method's results are.
Result<com::com_ptr<IWbemClassObject>> to_object(const std::vector<service::Fact>& facts) {
    cim::ClassBody body;
    body.name = "__PARAMETERS";
    for (const service::Fact& fact : facts) {
        cim::PropertyDeclaration property;
        property.name = fact.name;
        const bool is_number = std::holds_alternative<std::uint64_t>(fact.value);
        property.type = {is_number ? cim::CimType::Uint64 : cim::CimType::String, std::holds_alternative<std::vector<std::string>>(fact.value)};
        body.properties.push_back(std::move(property));
    }
    cim::ClassPtr of = TRY(cim::Class::make(std::move(body)));
    cim::Instance instance = cim::Instance::spawn(of);
    for (const service::Fact& fact : facts) {
        const cim::Value value = std::visit([](const auto& held) { return to_value(held); }, fact.value);
        TRY(instance.put(*of->find_property(fact.name), value));
    }
    return objects::wrap(cim::Object(std::move(instance)));
}

/// Tells a sink how far a long act is, as CALL-39 has it; a sink that refuses stops the act.
service::Progress progress_to(const com::com_ptr<IWbemObjectSink>& sink) {
    if (!sink) return [](std::uint64_t, std::uint64_t) { return true; };
    return [sink](std::uint64_t done, std::uint64_t total) {
        constexpr std::uint64_t kMost = 0xFFFF;
        const std::uint64_t divisor = total / kMost + 1;
        const auto packed = static_cast<HRESULT>(static_cast<std::uint32_t>(total / divisor) << 16U | static_cast<std::uint32_t>(done / divisor));
        return base::succeeded(calls::call_out(
            "a sink", [&] { return objects::to_status(sink->SetStatus(WBEM_STATUS_PROGRESS, packed, nullptr, nullptr)); }));
    };
}

class Maintenance final : public com::Object<Maintenance, IWbemBackupRestoreEx, IOpenWmiRepository> {
public:
    explicit Maintenance(OpenHouse open) : open_(std::move(open)) {}

    HRESULT Backup(LPCWSTR strBackupToFile, long lFlags) noexcept override {
        return objects::answer("Backup", [&]() -> Result<void> {
            const std::string file = TRY(read_file(strBackupToFile, lFlags, WBEM_FLAG_BACKUP_RESTORE_DEFAULT));
            const HousePtr house = TRY(open_());
            return upkeep_of(*house).backup(file, progress_to(nullptr));
        });
    }

    HRESULT Restore(LPCWSTR strRestoreFromFile, long lFlags) noexcept override {
        return objects::answer("Restore", [&]() -> Result<void> {
            const std::string file = TRY(read_file(strRestoreFromFile, lFlags, WBEM_FLAG_BACKUP_RESTORE_FORCE_SHUTDOWN));
            const HousePtr house = TRY(open_());
            return upkeep_of(*house).restore(file, progress_to(nullptr));
        });
    }

    HRESULT Pause() noexcept override {
        return objects::answer("Pause", [&]() -> Result<void> {
            HousePtr house = TRY(open_());
            TRY(upkeep_of(*house).allow());
            return paused_.with([&](HousePtr& paused) -> Result<void> {
                if (paused) return Error(Status::InvalidOperation, "this object paused the server before: resume it first");
                house->service()->pause().begin();
                paused = std::move(house);
                return {};
            });
        });
    }

    HRESULT Resume() noexcept override {
        return objects::answer("Resume", [&]() -> Result<void> {
            if (resume()) return {};
            return Error(Status::InvalidOperation, "the server was not paused through this object");
        });
    }

    HRESULT Check(IWbemObjectSink* pProgress, IWbemClassObject** ppReport, SAFEARRAY** ppFindings) noexcept override;
    HRESULT GetInfo(IWbemClassObject** ppInfo) noexcept override;
    HRESULT Explain(const BSTR strNamespace, const BSTR strQuery, IWbemClassObject** ppExplanation) noexcept override;

private:
    friend class com::Object<Maintenance, IWbemBackupRestoreEx, IOpenWmiRepository>;
    ~Maintenance() override { resume(); }  // nobody else could

    bool resume() {
        const HousePtr house = paused_.with([](HousePtr& paused) { return std::exchange(paused, nullptr); });
        if (house) house->service()->pause().end();
        return house != nullptr;
    }

    static service::Upkeep upkeep_of(House& house) { return {*house.service(), com::context_of_caller().principal}; }

    static Result<std::string> read_file(LPCWSTR file, long flags, long allowed) {
        std::string name = TRY(needed(file, "the name of the file"));
        if (name.empty() || (flags & ~allowed) != 0)
            return Error(Status::InvalidParameter, "a file must be named, and lFlags may be only what this method takes", name);
        return name;
    }

    const OpenHouse open_;
    base::Guarded<HousePtr> paused_;  // set while this object holds the server paused
};

SAFEARRAY* to_array(const std::vector<std::string>& findings) {
    SAFEARRAY* array = SafeArrayCreateVector(VT_BSTR, 0, static_cast<ULONG>(findings.size()));
    if (!array) throw std::bad_alloc();
    long index = 0;
    for (const std::string& finding : findings) {
        const com::Bstr line(finding);
        if (FAILED(SafeArrayPutElement(array, &index, line.get()))) {
            SafeArrayDestroy(array);
            throw std::bad_alloc();
        }
        ++index;
    }
    return array;
}

HRESULT Maintenance::Check(IWbemObjectSink* pProgress, IWbemClassObject** ppReport, SAFEARRAY** ppFindings) noexcept {
    if (ppReport) *ppReport = nullptr;
    if (ppFindings) *ppFindings = nullptr;
    return objects::answer("Check", [&]() -> Result<Status> {
        TRY(needed_pointer(ppReport, "ppReport"));
        const HousePtr house = TRY(open_());
        const service::Checked found = TRY(upkeep_of(*house).check(progress_to(com::com_ptr<IWbemObjectSink>(pProgress))));
        com::com_ptr<IWbemClassObject> made = TRY(to_object(found.counts));
        if (ppFindings) *ppFindings = to_array(found.findings);
        *ppReport = made.detach();
        return found.findings.empty() ? Status::Ok : Status::False;
    });
}

HRESULT Maintenance::GetInfo(IWbemClassObject** ppInfo) noexcept {
    if (ppInfo) *ppInfo = nullptr;
    return objects::answer("GetInfo", [&]() -> Result<void> {
        TRY(needed_pointer(ppInfo, "ppInfo"));
        const HousePtr house = TRY(open_());
        std::vector<service::Fact> facts = TRY(upkeep_of(*house).facts());
        const events::Events::Counts counts = house->events().counts();
        facts.push_back({"Subscriptions", std::uint64_t{counts.subscriptions}});
        facts.push_back({"EventsLost", counts.lost});
        std::vector<std::string> listed = TRY(house->autorecover_files());
        facts.push_back({"Autorecover", std::move(listed)});
        facts.push_back({"Version", std::to_string(OPENWMI_VERSION_MAJOR) + "." + std::to_string(OPENWMI_VERSION_MINOR) + "." +
                                        std::to_string(OPENWMI_VERSION_PATCH)});
        com::com_ptr<IWbemClassObject> made = TRY(to_object(facts));
        *ppInfo = made.detach();
        return {};
    });
}

HRESULT Maintenance::Explain(const BSTR strNamespace, const BSTR strQuery, IWbemClassObject** ppExplanation) noexcept {
    if (ppExplanation) *ppExplanation = nullptr;
    return objects::answer("Explain", [&]() -> Result<void> {
        TRY(needed_pointer(ppExplanation, "ppExplanation"));
        const std::string place = TRY(needed(strNamespace, "strNamespace"));
        const std::string text = TRY(needed(strQuery, "strQuery"));
        const query::Question question = TRY(service::Session::check_query("WQL", text));
        const HousePtr house = TRY(open_());
        const service::SessionPtr session = TRY(house->service()->connect(com::context_of_caller().principal, place, ""));
        const service::Admission admission = TRY(session->admit());
        const query::Explanation said = TRY(session->explain(admission, question));
        com::com_ptr<IWbemClassObject> made = TRY(to_object({{"Way", said.way}, {"Looked", said.looked}, {"Found", said.found}}));
        *ppExplanation = made.detach();
        return {};
    });
}

}  // namespace

com::com_ptr<IWbemBackupRestoreEx> make_backup_restore(OpenHouse open) { return com::make<Maintenance>(std::move(open)); }

com::com_ptr<IUnknown> make_maintenance(OpenHouse open) {
    return com::com_ptr<IUnknown>(make_backup_restore(std::move(open)));
}

}  // namespace wmi::api
