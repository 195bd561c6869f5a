#include "cim/system_classes.h"

#include "base/text.h"

#include <initializer_list>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace wmi::cim {
namespace {

constexpr Type kBoolean{CimType::Boolean, false};
constexpr Type kString{CimType::String, false};
constexpr Type kStrings{CimType::String, true};
constexpr Type kDatetime{CimType::Datetime, false};
constexpr Type kSint32{CimType::Sint32, false};
constexpr Type kSint64{CimType::Sint64, false};
constexpr Type kUint32{CimType::Uint32, false};
constexpr Type kUint64{CimType::Uint64, false};
constexpr Type kBytes{CimType::Uint8, true};
constexpr Type kReference{CimType::Reference, false};
constexpr Type kObject{CimType::Object, false};
constexpr Type kObjects{CimType::Object, true};

// What a property carries beside its type.
constexpr unsigned kPlain = 0, kIsKey = 1, kRead = 2, kWrite = 4, kNotNull = 8, kInterval = 16, kMilliseconds = 32;
// What a class carries.
constexpr unsigned kAbstract = 1, kAbstractForAll = 2, kSingleton = 4, kAssociation = 8;

constexpr std::uint8_t kPassedOn = flavor::kToInstance | flavor::kToSubClass;

struct Row {
    std::string_view name;
    Type type;
    unsigned traits = kPlain;
    Value default_value = {};
    std::string_view of = {};  // the class of a reference or an object
};

Value local_system() {
    Array bytes;
    for (const unsigned byte : {1U, 1U, 0U, 0U, 0U, 0U, 0U, 5U, 18U, 0U, 0U, 0U}) bytes.emplace_back(std::uint64_t{byte});  // S-1-5-18 (SYS-79)
    return bytes;
}

PropertyDeclaration declare(const Row& row) {
    PropertyDeclaration made;
    made.name = row.name;
    made.type = row.type;
    made.default_value = row.default_value;
    if (!row.of.empty()) made.cim_type = std::string(word_of(row.type.element)) + ":" + std::string(row.of);
    if ((row.traits & kIsKey) != 0) made.qualifiers.set(mark("key", flavor::kKey));
    if ((row.traits & kRead) != 0) made.qualifiers.set(mark("read", flavor::kKey));
    if ((row.traits & kWrite) != 0) made.qualifiers.set(mark("write", flavor::kKey));
    if ((row.traits & kNotNull) != 0) made.qualifiers.set(mark("not_null", flavor::kKey));
    if ((row.traits & kInterval) != 0) made.qualifiers.set(text_qualifier("SubType", "interval", kPassedOn));
    if ((row.traits & kMilliseconds) != 0) made.qualifiers.set(text_qualifier("Units", "milliseconds", kPassedOn));
    return made;
}

/// The tables speak only of what is in order, so a failure is a mistake in this file, and the test of the tables finds it.
ClassPtr finish(ClassBody body) {
    auto made = Class::make(std::move(body));
    return made ? std::move(made).value() : nullptr;
}

ClassPtr parameters(PropertyDeclaration parameter, std::string_view side, std::optional<std::int64_t> id) {
    ClassBody body;
    body.name = "__PARAMETERS";
    body.qualifiers.set(mark("abstract"));
    parameter.qualifiers.set(mark(std::string(side)));
    if (id) parameter.qualifiers.set({"ID", {kSint32, *id}, flavor::kToInstance | flavor::kNotOverridable});
    body.properties.push_back(std::move(parameter));
    return finish(std::move(body));
}

ClassPtr with_result(const ClassPtr& out) {
    ClassBody body;
    body.name = "__PARAMETERS";
    body.qualifiers.set(mark("abstract"));
    if (out) body.properties = out->body().properties;
    PropertyDeclaration result = declare({"ReturnValue", kUint32});
    result.qualifiers.set(mark("out"));
    body.properties.push_back(std::move(result));
    return finish(std::move(body));
}

/// A static method with one parameter that returns a status (SYS-13).
MethodDeclaration method(std::string_view name, std::string_view side, const Row& parameter) {
    const bool is_in = side == "in";
    const ClassPtr only = parameters(declare(parameter), side, 0);
    MethodDeclaration made{std::string(name), is_in ? only : nullptr, with_result(is_in ? nullptr : only), {}};
    made.qualifiers.set(mark("static"));
    made.qualifiers.set(mark("implemented"));
    return made;
}

class Table {
public:
    /// Layout numbers are places in the table, from 1: a new class is added at the end of its section's numbers, never between.
    void add(std::uint8_t layout, std::string_view name, std::string_view base, unsigned kind, std::initializer_list<Row> rows,
             SystemScope scope = SystemScope::All, std::vector<MethodDeclaration> methods = {}) {
        ClassBody body;
        body.name = name;
        body.parent = base.empty() ? nullptr : named_.find(base)->second;
        if ((kind & kAbstract) != 0) body.qualifiers.set(mark("abstract"));
        if ((kind & kAbstractForAll) != 0) body.qualifiers.set(mark("abstract", flavor::kKey));
        if ((kind & kSingleton) != 0) body.qualifiers.set(mark("singleton", flavor::kKey));
        if ((kind & kAssociation) != 0) body.qualifiers.set(mark("Association", flavor::kKey));
        for (const Row& row : rows) body.properties.push_back(declare(row));
        body.methods = std::move(methods);
        const ClassPtr made = finish(std::move(body));
        named_.emplace(made->name(), made);
        list_.push_back({made, scope, layout});
    }

    [[nodiscard]] std::span<const SystemClass> list() const { return list_; }

    [[nodiscard]] ClassPtr find(std::string_view name) const {
        const auto found = named_.find(name);
        return found == named_.end() ? nullptr : found->second;
    }

private:
    std::vector<SystemClass> list_;
    std::unordered_map<std::string, ClassPtr, base::NameHash, base::NameEqual> named_;
};

void add_roots(Table& table) {
    table.add(1, "__SystemClass", "", kAbstract, {});
    table.add(2, "__NAMESPACE", "__SystemClass", kPlain, {{"Name", kString, kIsKey}});
    table.add(3, "__thisNAMESPACE", "__SystemClass", kSingleton, {{"SECURITY_DESCRIPTOR", kBytes, kRead}});
    std::vector<MethodDeclaration> methods;
    methods.push_back(method("GetSD", "out", {"SD", kBytes}));
    methods.push_back(method("SetSD", "in", {"SD", kBytes}));
    methods.push_back(method("GetSecurityDescriptor", "out", {"Descriptor", kObject, kPlain, {}, "__SecurityDescriptor"}));
    methods.push_back(method("SetSecurityDescriptor", "in", {"Descriptor", kObject, kPlain, {}, "__SecurityDescriptor"}));
    methods.push_back(method("GetCallerAccessRights", "out", {"rights", kSint32}));
    methods.push_back(method("Get9XUserList", "out", {"ul", kObjects, kPlain, {}, "__NTLMUser9X"}));
    methods.push_back(method("Set9XUserList", "in", {"ul", kObjects, kPlain, {}, "__NTLMUser9X"}));
    table.add(4, "__SystemSecurity", "__SystemClass", kSingleton, {}, SystemScope::All, std::move(methods));
    table.add(5, "__PARAMETERS", "", kAbstract, {});
    table.add(6, "__NotifyStatus", "", kAbstract, {{"StatusCode", kUint32}});
    table.add(7, "__ExtendedStatus", "__NotifyStatus", kPlain,
              {{"Description", kString}, {"Operation", kString}, {"ParameterInfo", kString}, {"ProviderName", kString}});
}

void add_security(Table& table) {
    table.add(8, "__SecurityRelatedClass", "", kAbstract, {});
    table.add(9, "__NTLMUser9X", "__SecurityRelatedClass", kPlain,
              {{"Authority", kString}, {"Flags", kSint32}, {"Mask", kSint32}, {"Name", kString}, {"Type", kSint32}});
    table.add(10, "__Trustee", "__SecurityRelatedClass", kAbstract,
              {{"Domain", kString}, {"Name", kString}, {"SID", kBytes}, {"SidLength", kUint32}, {"SIDString", kString}, {"TIME_CREATED", kUint64}});
    table.add(11, "__ACE", "__SecurityRelatedClass", kAbstract,
              {{"AccessMask", kUint32},
               {"AceFlags", kUint32},
               {"AceType", kUint32},
               {"GuidInheritedObjectType", kString},
               {"GuidObjectType", kString},
               {"TIME_CREATED", kUint64},
               {"Trustee", kObject, kPlain, {}, "__Trustee"}});
    table.add(12, "__SecurityDescriptor", "__SecurityRelatedClass", kAbstract,
              {{"ControlFlags", kUint32},
               {"DACL", kObjects, kPlain, {}, "__ACE"},
               {"Group", kObject, kPlain, {}, "__Trustee"},
               {"Owner", kObject, kPlain, {}, "__Trustee"},
               {"SACL", kObjects, kPlain, {}, "__ACE"},
               {"TIME_CREATED", kUint64}});
    table.add(13, "__CIMOMIdentification", "__SystemClass", kSingleton,
              {{"SetupDateTime", kString}, {"VersionCurrentlyRunning", kString}, {"VersionUsedToCreateDB", kString}, {"WorkingDirectory", kString}},
              SystemScope::RootAndDefault);
}

void add_providers(Table& table) {
    table.add(14, "__Provider", "__SystemClass", kAbstract, {{"Name", kString, kIsKey}});
    table.add(15, "__Win32Provider", "__Provider", kPlain,
              {{"ClientLoadableCLSID", kString},
               {"CLSID", kString},
               {"Concurrency", kSint32},
               {"DefaultMachineName", kString},
               {"Enabled", kBoolean},
               {"HostingModel", kString},
               {"ImpersonationLevel", kSint32, kPlain, std::int64_t{0}},
               {"InitializationReentrancy", kSint32, kPlain, std::int64_t{0}},
               {"InitializationTimeoutInterval", kDatetime, kInterval},
               {"InitializeAsAdminFirst", kBoolean},
               {"OperationTimeoutInterval", kDatetime, kInterval},
               {"PerLocaleInitialization", kBoolean, kPlain, false},
               {"PerUserInitialization", kBoolean, kPlain, false},
               {"Pure", kBoolean, kPlain, true},
               {"SecurityDescriptor", kString},
               {"SupportsExplicitShutdown", kBoolean},
               {"SupportsExtendedStatus", kBoolean},
               {"SupportsQuotas", kBoolean},
               {"SupportsSendStatus", kBoolean},
               {"SupportsShutdown", kBoolean},
               {"SupportsThrottling", kBoolean},
               {"UnloadTimeout", kDatetime, kInterval},
               {"Version", kUint32}});
}

void add_registrations(Table& table) {
    table.add(16, "__ProviderRegistration", "__SystemClass", kAbstract, {{"provider", kReference, kIsKey, {}, "__Provider"}});
    table.add(17, "__ObjectProviderRegistration", "__ProviderRegistration", kAbstract,
              {{"InteractionType", kSint32, kPlain, std::int64_t{0}},
               {"QuerySupportLevels", kStrings},
               {"SupportsBatching", kBoolean},
               {"SupportsDelete", kBoolean, kPlain, false},
               {"SupportsEnumeration", kBoolean, kPlain, false},
               {"SupportsGet", kBoolean, kPlain, false},
               {"SupportsPut", kBoolean, kPlain, false},
               {"SupportsTransactions", kBoolean}});
    table.add(18, "__ClassProviderRegistration", "__ObjectProviderRegistration", kPlain,
              {{"CacheRefreshInterval", kDatetime, kInterval},
               {"PerUserSchema", kBoolean},
               {"ReferencedSetQueries", kStrings},
               {"ReSynchroniseOnNamespaceOpen", kBoolean},
               {"ResultSetQueries", kStrings},
               {"UnsupportedQueries", kStrings},
               {"Version", kUint32}});
    table.add(19, "__InstanceProviderRegistration", "__ObjectProviderRegistration", kPlain,
              {{"SupportsEnumeration", kBoolean, kPlain, true}});
    table.add(20, "__PropertyProviderRegistration", "__ProviderRegistration", kPlain,
              {{"SupportsGet", kBoolean, kPlain, false}, {"SupportsPut", kBoolean, kPlain, false}});
    table.add(21, "__MethodProviderRegistration", "__ProviderRegistration", kPlain, {});
    table.add(22, "__EventProviderRegistration", "__ProviderRegistration", kPlain, {{"EventQueryList", kStrings}});
    table.add(23, "__EventConsumerProviderRegistration", "__ProviderRegistration", kPlain, {{"ConsumerClassNames", kStrings}});
}

void add_configuration(Table& table) {
    table.add(24, "__CacheControl", "__SystemClass", kAbstract, {}, SystemScope::Root);
    std::uint8_t layout = 25;
    for (const std::string_view name : {"__ObjectProviderCacheControl", "__PropertyProviderCacheControl", "__EventProviderCacheControl",
                                        "__EventConsumerProviderCacheControl", "__EventSinkCacheControl"})
        table.add(layout++, name, "__CacheControl", kSingleton, {{"ClearAfter", kDatetime, kInterval}}, SystemScope::Root);
    table.add(30, "__ProviderHostQuotaConfiguration", "__SystemClass", kSingleton,
              {{"ThreadsPerHost", kUint32}, {"HandlesPerHost", kUint32}, {"ProcessLimitAllHosts", kUint32}, {"MemoryPerHost", kUint64}, {"MemoryAllHosts", kUint64}},
              SystemScope::Root);
    table.add(31, "__ArbitratorConfiguration", "__SystemClass", kSingleton,
              {{"OutstandingTasksTotal", kUint32},         {"OutstandingTasksPerUser", kUint32},
               {"TaskThreadsTotal", kUint32},              {"TaskThreadsPerUser", kUint32},
               {"QuotaRetryCount", kUint32},               {"QuotaRetryWaitInterval", kUint32},
               {"TotalUsers", kUint32},                    {"TotalCacheMemoryPerTask", kUint32},
               {"TotalCacheMemoryPerUser", kUint32},       {"TotalCacheMemory", kUint32},
               {"TotalCacheDiskPerTask", kUint32},         {"TotalCacheDiskPerUser", kUint32},
               {"TotalCacheDisk", kUint32},                {"TemporarySubscriptionsPerUser", kUint32},
               {"PermanentSubscriptionsPerUser", kUint32}, {"PollingInstructionsPerUser", kUint32},
               {"PollingMemoryPerUser", kUint32},          {"TemporarySubscriptionsTotal", kUint32},
               {"PermanentSubscriptionsTotal", kUint32},   {"PollingInstructionsTotal", kUint32},
               {"PollingMemoryTotal", kUint32}},
              SystemScope::Root);
}

void add_events(Table& table) {
    table.add(32, "__IndicationRelated", "__SystemClass", kAbstract, {});
    table.add(33, "__Event", "__IndicationRelated", kAbstractForAll, {{"SECURITY_DESCRIPTOR", kBytes}, {"TIME_CREATED", kUint64}});
    table.add(34, "__ExtrinsicEvent", "__Event", kPlain, {});
    table.add(35, "__SystemEvent", "__ExtrinsicEvent", kPlain, {});
    table.add(36, "__EventDroppedEvent", "__SystemEvent", kPlain,
              {{"Event", kObject, kPlain, {}, "__Event"}, {"IntendedConsumer", kReference, kPlain, {}, "__EventConsumer"}});
    table.add(37, "__EventQueueOverflowEvent", "__EventDroppedEvent", kPlain, {{"CurrentQueueSize", kUint32}});
    table.add(38, "__ConsumerFailureEvent", "__EventDroppedEvent", kPlain,
              {{"ErrorCode", kUint32}, {"ErrorDescription", kString}, {"ErrorObject", kObject}});
    table.add(39, "__InstanceOperationEvent", "__Event", kPlain, {{"TargetInstance", kObject}});
    table.add(40, "__InstanceCreationEvent", "__InstanceOperationEvent", kPlain, {});
    table.add(41, "__InstanceDeletionEvent", "__InstanceOperationEvent", kPlain, {});
    table.add(42, "__InstanceModificationEvent", "__InstanceOperationEvent", kPlain, {{"PreviousInstance", kObject}});
    table.add(43, "__MethodInvocationEvent", "__InstanceOperationEvent", kPlain,
              {{"Method", kString}, {"Parameters", kObject, kPlain, {}, "__Parameters"}, {"PreCall", kBoolean}});
    table.add(44, "__ClassOperationEvent", "__Event", kPlain, {{"TargetClass", kObject}});
    table.add(45, "__ClassCreationEvent", "__ClassOperationEvent", kPlain, {});
    table.add(46, "__ClassDeletionEvent", "__ClassOperationEvent", kPlain, {});
    table.add(47, "__ClassModificationEvent", "__ClassOperationEvent", kPlain, {{"PreviousClass", kObject}});
    table.add(48, "__NamespaceOperationEvent", "__Event", kPlain, {{"TargetNamespace", kObject, kPlain, {}, "__Namespace"}});
    table.add(49, "__NamespaceCreationEvent", "__NamespaceOperationEvent", kPlain, {});
    table.add(50, "__NamespaceDeletionEvent", "__NamespaceOperationEvent", kPlain, {});
    table.add(51, "__NamespaceModificationEvent", "__NamespaceOperationEvent", kPlain, {{"PreviousNamespace", kObject, kPlain, {}, "__Namespace"}});
    table.add(52, "__TimerEvent", "__Event", kPlain, {{"NumFirings", kUint32}, {"TimerId", kString}});
    table.add(53, "__AggregateEvent", "__IndicationRelated", kPlain, {{"NumberOfEvents", kUint32}, {"Representative", kObject}});
}

void add_subscriptions(Table& table) {
    table.add(54, "__EventGenerator", "__IndicationRelated", kAbstract, {});
    table.add(55, "__TimerInstruction", "__EventGenerator", kAbstract, {{"SkipIfPassed", kBoolean, kPlain, false}, {"TimerId", kString, kIsKey}});
    table.add(56, "__AbsoluteTimerInstruction", "__TimerInstruction", kPlain, {{"EventDateTime", kDatetime, kNotNull}});
    table.add(57, "__IntervalTimerInstruction", "__TimerInstruction", kPlain, {{"IntervalBetweenEvents", kUint32, kNotNull | kMilliseconds}});
    table.add(58, "__TimerNextFiring", "__IndicationRelated", kPlain, {{"TimerId", kString, kIsKey}, {"NextEvent64BitTime", kSint64}});
    table.add(59, "__EventFilter", "__IndicationRelated", kPlain,
              {{"CreatorSID", kBytes, kRead, local_system()},
               {"EventAccess", kString, kRead | kWrite},
               {"EventNamespace", kString, kRead | kWrite},
               {"Name", kString, kIsKey},
               {"Query", kString, kNotNull},
               {"QueryLanguage", kString, kNotNull}});
    table.add(60, "__EventConsumer", "__IndicationRelated", kAbstract,
              {{"CreatorSID", kBytes, kRead, local_system()}, {"MachineName", kString}, {"MaximumQueueSize", kUint32}});
    table.add(61, "__FilterToConsumerBinding", "__IndicationRelated", kAssociation,
              {{"Consumer", kReference, kIsKey, {}, "__EventConsumer"},
               {"CreatorSID", kBytes, kRead, local_system()},
               {"DeliverSynchronously", kBoolean, kPlain, false},
               {"DeliveryQoS", kUint32},
               {"Filter", kReference, kIsKey, {}, "__EventFilter"},
               {"MaintainSecurityContext", kBoolean, kPlain, false},
               {"SlowDownProviders", kBoolean, kPlain, false}});
}

std::unique_ptr<Table> make_table() {
    auto table = std::make_unique<Table>();
    add_roots(*table);
    add_security(*table);
    add_providers(*table);
    add_registrations(*table);
    add_configuration(*table);
    add_events(*table);
    add_subscriptions(*table);
    return table;
}

const Table& table() {
    // Released on purpose: classes of the system outlive everything that may still hold an object at the end.
    static const Table* const made = make_table().release();
    return *made;
}

}  // namespace

std::span<const SystemClass> system_classes() { return table().list(); }

ClassPtr find_system_class(std::string_view name) { return name.starts_with("__") ? table().find(name) : nullptr; }

}  // namespace wmi::cim
