#include "cim/system_classes.h"

#include "base/text.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace wmi::cim {
namespace {

// SYS-10 to SYS-76 as the rules print them: `*` key, `=v` default, [w] read and write, [r] read, [nn] not_null, [i] SubType
// "interval", ->C reference, <<C>> embedded object, obj any object. In front of a class: its base, A abstract for itself, AA
// abstract for all below, S singleton, X association; `root` and `default` where it is not in every namespace.
constexpr std::string_view kTables = R"(
__SystemClass A:
__NAMESPACE : __SystemClass: string Name*
__thisNAMESPACE : __SystemClass S: uint8 SECURITY_DESCRIPTOR[] [r]
__SystemSecurity : __SystemClass S:
__PARAMETERS A:
__NotifyStatus A: uint32 StatusCode
__ExtendedStatus : __NotifyStatus: string Description; string Operation; string ParameterInfo; string ProviderName
__SecurityRelatedClass A:
__NTLMUser9X : __SecurityRelatedClass: string Authority; sint32 Flags; sint32 Mask; string Name; sint32 Type
__Trustee : __SecurityRelatedClass A: string Domain; string Name; uint8 SID[]; uint32 SidLength; string SIDString; uint64 TIME_CREATED
__ACE : __SecurityRelatedClass A: uint32 AccessMask; uint32 AceFlags; uint32 AceType; string GuidInheritedObjectType; string GuidObjectType; uint64 TIME_CREATED; <<__Trustee>> Trustee
__SecurityDescriptor : __SecurityRelatedClass A: uint32 ControlFlags; <<__ACE>> DACL[]; <<__Trustee>> Group; <<__Trustee>> Owner; <<__ACE>> SACL[]; uint64 TIME_CREATED
__CIMOMIdentification : __SystemClass S default: string SetupDateTime; string VersionCurrentlyRunning; string VersionUsedToCreateDB; string WorkingDirectory
__Provider : __SystemClass A: string Name*
__Win32Provider : __Provider: string ClientLoadableCLSID; string CLSID; sint32 Concurrency; string DefaultMachineName; boolean Enabled; string HostingModel; sint32 ImpersonationLevel=0; sint32 InitializationReentrancy=0; datetime InitializationTimeoutInterval [i]; boolean InitializeAsAdminFirst; datetime OperationTimeoutInterval [i]; boolean PerLocaleInitialization=FALSE; boolean PerUserInitialization=FALSE; boolean Pure=TRUE; string SecurityDescriptor; boolean SupportsExplicitShutdown; boolean SupportsExtendedStatus; boolean SupportsQuotas; boolean SupportsSendStatus; boolean SupportsShutdown; boolean SupportsThrottling; datetime UnloadTimeout [i]; uint32 Version
__ProviderRegistration : __SystemClass A: ->__Provider provider*
__ObjectProviderRegistration : __ProviderRegistration A: sint32 InteractionType=0; string QuerySupportLevels[]; boolean SupportsBatching; boolean SupportsDelete=FALSE; boolean SupportsEnumeration=FALSE; boolean SupportsGet=FALSE; boolean SupportsPut=FALSE; boolean SupportsTransactions
__ClassProviderRegistration : __ObjectProviderRegistration: datetime CacheRefreshInterval [i]; boolean PerUserSchema; string ReferencedSetQueries[]; boolean ReSynchroniseOnNamespaceOpen; string ResultSetQueries[]; string UnsupportedQueries[]; uint32 Version
__InstanceProviderRegistration : __ObjectProviderRegistration: boolean SupportsEnumeration=TRUE
__PropertyProviderRegistration : __ProviderRegistration: boolean SupportsGet=FALSE; boolean SupportsPut=FALSE
__MethodProviderRegistration : __ProviderRegistration:
__EventProviderRegistration : __ProviderRegistration: string EventQueryList[]
__EventConsumerProviderRegistration : __ProviderRegistration: string ConsumerClassNames[]
__CacheControl : __SystemClass A root:
__ObjectProviderCacheControl : __CacheControl S root: datetime ClearAfter [i]
__PropertyProviderCacheControl : __CacheControl S root: datetime ClearAfter [i]
__EventProviderCacheControl : __CacheControl S root: datetime ClearAfter [i]
__EventConsumerProviderCacheControl : __CacheControl S root: datetime ClearAfter [i]
__EventSinkCacheControl : __CacheControl S root: datetime ClearAfter [i]
__ProviderHostQuotaConfiguration : __SystemClass S root: uint32 ThreadsPerHost; uint32 HandlesPerHost; uint32 ProcessLimitAllHosts; uint64 MemoryPerHost; uint64 MemoryAllHosts
__ArbitratorConfiguration : __SystemClass S root: uint32 OutstandingTasksTotal; uint32 OutstandingTasksPerUser; uint32 TaskThreadsTotal; uint32 TaskThreadsPerUser; uint32 QuotaRetryCount; uint32 QuotaRetryWaitInterval; uint32 TotalUsers; uint32 TotalCacheMemoryPerTask; uint32 TotalCacheMemoryPerUser; uint32 TotalCacheMemory; uint32 TotalCacheDiskPerTask; uint32 TotalCacheDiskPerUser; uint32 TotalCacheDisk; uint32 TemporarySubscriptionsPerUser; uint32 PermanentSubscriptionsPerUser; uint32 PollingInstructionsPerUser; uint32 PollingMemoryPerUser; uint32 TemporarySubscriptionsTotal; uint32 PermanentSubscriptionsTotal; uint32 PollingInstructionsTotal; uint32 PollingMemoryTotal
__IndicationRelated : __SystemClass A:
__Event : __IndicationRelated AA: uint8 SECURITY_DESCRIPTOR[]; uint64 TIME_CREATED
__ExtrinsicEvent : __Event:
__SystemEvent : __ExtrinsicEvent:
__EventDroppedEvent : __SystemEvent: <<__Event>> Event; ->__EventConsumer IntendedConsumer
__EventQueueOverflowEvent : __EventDroppedEvent: uint32 CurrentQueueSize
__ConsumerFailureEvent : __EventDroppedEvent: uint32 ErrorCode; string ErrorDescription; obj ErrorObject
__InstanceOperationEvent : __Event: obj TargetInstance
__InstanceCreationEvent : __InstanceOperationEvent:
__InstanceDeletionEvent : __InstanceOperationEvent:
__InstanceModificationEvent : __InstanceOperationEvent: obj PreviousInstance
__MethodInvocationEvent : __InstanceOperationEvent: string Method; <<__Parameters>> Parameters; boolean PreCall
__ClassOperationEvent : __Event: obj TargetClass
__ClassCreationEvent : __ClassOperationEvent:
__ClassDeletionEvent : __ClassOperationEvent:
__ClassModificationEvent : __ClassOperationEvent: obj PreviousClass
__NamespaceOperationEvent : __Event: <<__Namespace>> TargetNamespace
__NamespaceCreationEvent : __NamespaceOperationEvent:
__NamespaceDeletionEvent : __NamespaceOperationEvent:
__NamespaceModificationEvent : __NamespaceOperationEvent: <<__Namespace>> PreviousNamespace
__TimerEvent : __Event: uint32 NumFirings; string TimerId
__AggregateEvent : __IndicationRelated: uint32 NumberOfEvents; obj Representative
__EventGenerator : __IndicationRelated A:
__TimerInstruction : __EventGenerator A: boolean SkipIfPassed=FALSE; string TimerId*
__AbsoluteTimerInstruction : __TimerInstruction: datetime EventDateTime [nn]
__IntervalTimerInstruction : __TimerInstruction: uint32 IntervalBetweenEvents [nn] [ms]
__TimerNextFiring : __IndicationRelated: string TimerId*; sint64 NextEvent64BitTime
__EventFilter : __IndicationRelated: uint8 CreatorSID[]={1,1,0,0,0,0,0,5,18,0,0,0} [r]; string EventAccess [w]; string EventNamespace [w]; string Name*; string Query [nn]; string QueryLanguage [nn]
__EventConsumer : __IndicationRelated A: uint8 CreatorSID[]={1,1,0,0,0,0,0,5,18,0,0,0} [r]; string MachineName; uint32 MaximumQueueSize
__FilterToConsumerBinding : __IndicationRelated X: ->__EventConsumer Consumer*; uint8 CreatorSID[]={1,1,0,0,0,0,0,5,18,0,0,0} [r]; boolean DeliverSynchronously=FALSE; uint32 DeliveryQoS; ->__EventFilter Filter*; boolean MaintainSecurityContext=FALSE; boolean SlowDownProviders=FALSE
)";

std::string print(const Scalar& scalar) {
    if (const bool* set = std::get_if<bool>(&scalar)) return *set ? "TRUE" : "FALSE";
    if (const auto* number = std::get_if<std::int64_t>(&scalar)) return std::to_string(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&scalar)) return std::to_string(*number);
    return "?";
}

std::string print_default(const Value& value) {
    if (is_null(value)) return "";
    const Array* array = std::get_if<Array>(&value);
    if (!array) return "=" + print(to_scalar(value));
    std::string list = "={";
    for (const Scalar& element : *array) list += (list.size() > 2 ? "," : "") + print(element);
    return list + "}";
}

/// The flavor of key, read, write, singleton, not_null: DisableOverride ToInstance ToSubClass (SYS-06).
std::string marks_of(const QualifierSet& set) {
    std::string marks;
    const auto has = [&](std::string_view name) {
        const Qualifier* found = set.find(name);
        return found && found->is_true() && found->flavor == flavor::kKey;
    };
    if (has("write")) {
        marks += has("read") ? " [w]" : " [?]";
    } else if (has("read")) {
        marks += " [r]";
    }
    if (has("not_null")) marks += " [nn]";
    const Qualifier* interval = set.find("SubType");
    if (interval && same_value(interval->content.value, std::string("interval"))) marks += " [i]";
    const Qualifier* units = set.find("Units");
    if (units && same_value(units->content.value, std::string("milliseconds"))) marks += " [ms]";
    return marks;
}

std::string print(const PropertyDeclaration& property) {
    std::string type(word_of(property.type.element));
    if (property.cim_type.starts_with("ref:")) type = "->" + property.cim_type.substr(4);
    if (property.type.element == CimType::Object) type = property.cim_type.empty() ? "obj" : "<<" + property.cim_type.substr(7) + ">>";
    const Qualifier* key = property.qualifiers.find("key");
    return type + " " + property.name + (property.type.is_array ? "[]" : "") + (key && key->flavor == flavor::kKey ? "*" : "") +
           print_default(property.default_value) + marks_of(property.qualifiers);
}

std::string print(const SystemClass& row) {
    const ClassBody& body = row.definition->body();
    std::string line = body.name + (body.parent ? " : " + body.parent->name() : "");
    if (const Qualifier* abstract = body.qualifiers.find("abstract")) line += abstract->flavor == flavor::kKey ? " AA" : abstract->flavor == 0 ? " A" : " A?";
    if (const Qualifier* singleton = body.qualifiers.find("singleton")) line += singleton->flavor == flavor::kKey ? " S" : " S?";
    if (body.qualifiers.is_true("association")) line += " X";
    if (row.scope == SystemScope::Root) line += " root";
    if (row.scope == SystemScope::RootAndDefault) line += " default";
    line += ":";
    for (const PropertyDeclaration& property : body.properties) line += (&property == body.properties.data() ? " " : "; ") + print(property);
    return line;
}

TEST(SystemClasses, AreThoseOfTheTables) {
    // SYS-10 SYS-11 SYS-12 SYS-13 SYS-14 SYS-15 SYS-16 SYS-17 SYS-18 SYS-19 SYS-20 SYS-21 SYS-22 SYS-23 SYS-30 SYS-31 SYS-32 SYS-33
    // SYS-34 SYS-35 SYS-36 SYS-37 SYS-38 SYS-39 SYS-40 SYS-41 SYS-42 SYS-43 SYS-44 SYS-50 SYS-51 SYS-52 SYS-53 SYS-54 SYS-55 SYS-56
    // SYS-57 SYS-58 SYS-59 SYS-60 SYS-61 SYS-62 SYS-63 SYS-64 SYS-65 SYS-66 SYS-67 SYS-68 SYS-69 SYS-70 SYS-71 SYS-72 SYS-73 SYS-74
    // SYS-75 SYS-76 SYS-79
    std::istringstream table{std::string(kTables)};
    std::string line;
    std::getline(table, line);
    for (const SystemClass& row : system_classes()) {
        ASSERT_TRUE(std::getline(table, line));
        EXPECT_EQ(print(row), line);
    }
    EXPECT_FALSE(std::getline(table, line));
}

TEST(SystemClasses, AreFoundWithoutCase) {  // CLASS-09
    EXPECT_EQ(find_system_class("__namespace")->name(), "__NAMESPACE");
    EXPECT_EQ(find_system_class("__Nothing"), nullptr);
    EXPECT_EQ(find_system_class("Win32_Process"), nullptr);
}

TEST(SystemClasses, HaveLayoutNumbersOfTheirOwn) {
    std::set<int> seen;
    for (const SystemClass& row : system_classes()) EXPECT_TRUE(row.layout != 0 && seen.insert(row.layout).second) << row.definition->name();
    EXPECT_EQ(seen.size(), 61U);
}

TEST(SystemClasses, MakeEveryEventAbstract) {  // SYS-06, SYS-52, SYS-77
    int events = 0;
    for (const SystemClass& row : system_classes())
        if (row.definition->is_a("__Event")) {
            ++events;
            EXPECT_TRUE(row.definition->is_abstract()) << row.definition->name();
        }
    EXPECT_EQ(events, 20);
    EXPECT_FALSE(find_system_class("__AggregateEvent")->is_abstract());
    EXPECT_FALSE(find_system_class("__NAMESPACE")->is_abstract());
}

std::string print_side(const ClassPtr& side) {
    std::string text;
    if (!side) return text;
    EXPECT_EQ(side->name(), "__PARAMETERS");
    EXPECT_TRUE(side->is_abstract());
    for (const PropertyDeclaration& parameter : side->body().properties) {
        text += parameter.qualifiers.is_true("in") ? " in" : parameter.qualifiers.is_true("out") ? " out" : " ?";
        if (const Qualifier* id = parameter.qualifiers.find("id")) text += "(" + print(to_scalar(id->content.value)) + ")";
        text += " " + print(parameter);
    }
    return text;
}

TEST(SystemClasses, GiveSystemSecurityItsMethods) {  // SYS-13, SYS-25, OBJ-47
    std::string printed;
    for (const MethodDeclaration& method : find_system_class("__SystemSecurity")->body().methods) {
        EXPECT_TRUE(method.qualifiers.is_true("static") && method.qualifiers.is_true("implemented"));
        printed += method.name + ":" + print_side(method.in) + print_side(method.out) + "\n";
    }
    EXPECT_EQ(printed,
              "GetSD: out(0) uint8 SD[] out uint32 ReturnValue\n"
              "SetSD: in(0) uint8 SD[] out uint32 ReturnValue\n"
              "GetSecurityDescriptor: out(0) <<__SecurityDescriptor>> Descriptor out uint32 ReturnValue\n"
              "SetSecurityDescriptor: in(0) <<__SecurityDescriptor>> Descriptor out uint32 ReturnValue\n"
              "GetCallerAccessRights: out(0) sint32 rights out uint32 ReturnValue\n"
              "Get9XUserList: out(0) <<__NTLMUser9X>> ul[] out uint32 ReturnValue\n"
              "Set9XUserList: in(0) <<__NTLMUser9X>> ul[] out uint32 ReturnValue\n");
}

}  // namespace
}  // namespace wmi::cim
