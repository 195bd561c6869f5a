// Namespaces come and go with the instances of __Namespace that stand in the one above.
#include "base/text.h"
#include "cim/datetime.h"
#include "cim/path.h"
#include "repository/internal/record_place.h"

#include <algorithm>
#include <array>

namespace wmi::repository {

namespace {

using cim::Instance;
using cim::Value;

constexpr std::string_view kVersion = "0.10.000.0000";  // SYS-24

/// Puts an instance of a system class as a client would, with the values named.
class Placing {
public:
    Placing(Transaction& in, NamespacePtr into) : in_(in), into_(std::move(into)) {}

    Result<void> put(std::string_view class_name, std::initializer_list<std::pair<std::string_view, Value>> values) {
        const cim::ClassPtr of = TRY(into_->get_class(class_name));
        Instance instance = Instance::spawn(of);
        for (const auto& [name, value] : values) {
            const cim::Property* property = of->find_property(name);
            if (property) TRY(instance.put(*property, value));
        }
        Change::Content change;
        TRY(bind_put(in_.surroundings, into_, std::move(instance), change));
        TRY(apply_put(in_, change));
        return {};
    }

private:
    Transaction& in_;
    NamespacePtr into_;
};

Result<void> place_identity(const Transaction& in, Placing& place) {
    const std::string now = cim::to_datetime_text(in.surroundings.clock.now());
    return place.put("__CIMOMIdentification", {{"SetupDateTime", now},
                                               {"VersionCurrentlyRunning", std::string(kVersion)},
                                               {"VersionUsedToCreateDB", std::string(kVersion)},
                                               {"WorkingDirectory", in.surroundings.folder.string()}});
}

/// SYS-41..43, PROV-52
Result<void> place_settings(Placing& place) {
    for (const std::string_view name : {"__ObjectProviderCacheControl", "__PropertyProviderCacheControl", "__EventProviderCacheControl",
                                        "__EventConsumerProviderCacheControl"})
        TRY(place.put(name, {{"ClearAfter", std::string("00000000000500.000000:000")}}));
    TRY(place.put("__EventSinkCacheControl", {{"ClearAfter", std::string("00000000000015.000000:000")}}));
    TRY(place.put("__ProviderHostQuotaConfiguration", {{"ThreadsPerHost", std::uint64_t{256}},
                                                       {"HandlesPerHost", std::uint64_t{4096}},
                                                       {"ProcessLimitAllHosts", std::uint64_t{32}},
                                                       {"MemoryPerHost", std::uint64_t{536870912}},
                                                       {"MemoryAllHosts", std::uint64_t{1073741824}}}));
    return place.put("__ArbitratorConfiguration", {{"TemporarySubscriptionsTotal", std::uint64_t{10000}},
                                                   {"PermanentSubscriptionsTotal", std::uint64_t{10000}},
                                                   {"PollingInstructionsTotal", std::uint64_t{10000}},
                                                   {"TemporarySubscriptionsPerUser", std::uint64_t{1000}},
                                                   {"PermanentSubscriptionsPerUser", std::uint64_t{1000}},
                                                   {"PollingInstructionsPerUser", std::uint64_t{1000}},
                                                   {"PollingMemoryTotal", std::uint64_t{10'000'000}},
                                                   {"PollingMemoryPerUser", std::uint64_t{5'000'000}}});
}

/// The one instance that singletons of the system have everywhere (SYS-12, SYS-13, SYS-22, SYS-41..43).
Result<void> place_singletons(Transaction& in, const NamespacePtr& one) {
    Placing place(in, one);
    TRY(place.put("__thisNAMESPACE", {}));
    TRY(place.put("__SystemSecurity", {}));
    if (one->has_class("__CIMOMIdentification")) TRY(place_identity(in, place));
    if (one->has_class("__ArbitratorConfiguration")) TRY(place_settings(place));
    return {};
}

Result<NamespacePtr> make(Transaction& in, NamespaceId parent, const std::string& path, const std::string& name) {
    const NamespaceId id = in.new_namespace();
    auto one = std::make_shared<const Namespace>(id, parent, path, in.surroundings.system.entries_for(path));
    TRY(in.batch.put(ShortKey(Table::Namespaces, id), StoredNamespace{parent, name}.encode()));
    add_namespace(in.edit(), one);
    ChangeLog* const log = std::exchange(in.log, nullptr);  // what a namespace is born with raises no events
    const auto placed = place_singletons(in, one);
    in.log = log;
    TRY(placed);
    return NamespacePtr(std::move(one));
}

Result<void> erase_all(store::Batch& from, BytesView prefix) {
    const auto cursor = TRY(from.cursor());
    bool more = TRY(cursor->seek(prefix));
    while (more && cursor->key().starts_with(prefix)) {
        const Bytes key(cursor->key());
        TRY(from.erase(key));
        more = TRY(cursor->next());
    }
    return {};
}

void collect(const Catalogue& from, const Namespace& top, std::vector<NamespacePtr>& found) {
    for (const auto& [id, one] : from.namespaces) {
        NamespaceId at = id;
        while (at != 0 && at != top.id()) at = from.namespaces.at(at)->parent();
        if (at == top.id()) found.push_back(one);
    }
}

}  // namespace

Result<void> create_namespace(Transaction& in, const Namespace& parent, const std::string& name) {
    const std::string path = parent.path() + "\\" + name;
    if (in.catalogue().find_namespace(path)) return {};
    TRY(make(in, parent.id(), path, name));
    return {};
}

Result<NamespacePtr> put_namespace(Transaction& in, const NamespacePtr& parent, const std::string& name) {
    TRY(Placing(in, parent).put("__NAMESPACE", {{"Name", name}}));
    NamespacePtr made = in.catalogue().find_namespace(parent->path() + "\\" + name);
    if (!made) return Error(Status::Unexpected, "namespace " + name + " did not come with its instance", parent->path());
    return made;
}

Result<void> delete_namespace(Transaction& in, const Namespace& top) {
    std::vector<NamespacePtr> all;
    collect(in.catalogue(), top, all);
    for (const NamespacePtr& one : all) {
        TRY(in.batch.erase(ShortKey(Table::Namespaces, one->id())));
        TRY(erase_all(in.batch, ShortKey(Table::Classes, one->id())));
        TRY(erase_all(in.batch, ShortKey(Table::Counts, one->id())));
        TRY(in.add_sweep({Sweep::Kind::Namespace, one->id(), 0}));
        remove_namespace(in.edit(), *one);
    }
    return {};
}

Result<void> create_built_in(Transaction& in) {
    const NamespacePtr root = TRY(make(in, 0, "root", "root"));
    for (const std::string_view name : {"default", "cimv2", "subscription", "SECURITY", "interop", "WMI"})
        TRY(put_namespace(in, in.catalogue().find_namespace(root->id()), std::string(name)));
    return {};
}

}  // namespace wmi::repository
