#include "repository/repository.h"

#include "base/log.h"
#include "base/text.h"
#include "cim/path.h"
#include "repository/internal/class_rules.h"
#include "repository/internal/kept_repository.h"
#include "repository/internal/record_place.h"

#include <algorithm>
#include <array>

namespace wmi::repository {

namespace {

/// How long a write waits for another process's writer before it looks whether it is still wanted (CALL-57: there is no limit to that), and
/// whether the repository is being closed.
constexpr std::chrono::seconds kWriteWait{10};

/// The store itself failed, or a change broke off in its middle: the batch as a whole is given up.
bool ends_batch(Status status) {
    switch (status) {
        case Status::CriticalError:
        case Status::OutOfDiskSpace:
        case Status::OutOfMemory:
        case Status::Failed:
        case Status::Unexpected:
        case Status::NotAvailable: return true;
        default: return false;
    }
}

/// What a value holds beside itself, about.
std::size_t size_of(const cim::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return text->size();
    const auto* array = std::get_if<cim::Array>(&value);
    if (!array) return 0;
    std::size_t size = array->size() * sizeof(cim::Scalar);
    for (const cim::Scalar& one : *array) {
        if (const auto* text = std::get_if<std::string>(&one)) size += text->size();
    }
    return size;
}

std::size_t size_of(const cim::QualifierSet& set) {
    std::size_t size = 0;
    for (const cim::Qualifier& one : set) size += sizeof one + one.name.size() + size_of(one.content.value);
    return size;
}

std::size_t size_of(const cim::ClassBody& body) {
    std::size_t size = body.name.size() + size_of(body.qualifiers);
    for (const cim::PropertyDeclaration& one : body.properties) size += sizeof one + one.name.size() + size_of(one.default_value) + size_of(one.qualifiers);
    for (const cim::MethodDeclaration& one : body.methods) size += sizeof one + one.name.size() + size_of(one.qualifiers);
    return size;
}

Error no_memory() { return Error(Status::OutOfMemory); }

/// PATH-36
bool is_built_in(const Namespace& in, const cim::Value& name) {
    const auto* text = std::get_if<std::string>(&name);
    constexpr std::array<std::string_view, 5> kBuiltIn{"default", "cimv2", "subscription", "SECURITY", "interop"};
    return in.is_root() && text && std::any_of(kBuiltIn.begin(), kBuiltIn.end(), [text](std::string_view one) { return base::same_name(one, *text); });
}

/// SYS-12, 13, 22: singletons that every namespace of their scope has one of.
bool is_always_there(const ClassEntry& of) {
    constexpr std::array<std::string_view, 3> kThere{"__thisNAMESPACE", "__SystemSecurity", "__CIMOMIdentification"};
    return of.is_system() && std::any_of(kThere.begin(), kThere.end(), [&of](std::string_view one) { return base::same_name(one, of.name()); });
}

Error class_gone(const Namespace& in, const std::string& name) {
    return Error(Status::InvalidClass, "there is no class " + name + " in namespace " + in.path(), name);
}

}  // namespace

// -- Change

void Sequence::fail(std::uint64_t number) noexcept {
    std::uint64_t known = first_failed_.load(std::memory_order_relaxed);
    while (number < known && !first_failed_.compare_exchange_weak(known, number, std::memory_order_acq_rel)) {}
}

void Change::follow(std::shared_ptr<Sequence> sequence, std::uint64_t number) {
    content_->sequence = std::move(sequence);
    content_->number = number;
}

Change::Change(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Change::Change(Change&&) noexcept = default;
Change& Change::operator=(Change&&) noexcept = default;
Change::~Change() = default;

const std::string& Change::path() const { return content_->path; }

std::string Change::take_path() {
    switch (content_->kind) {
        case Content::Kind::Delete:
        case Content::Kind::ClassDelete:
        case Content::Kind::Firing: return {};
        case Content::Kind::Together: return content_->parts.front().take_path();
        default: return std::move(content_->path);
    }
}

std::size_t Change::size_bytes() const {
    constexpr std::size_t kItself = sizeof(Content) + sizeof(Pending) + 64;
    constexpr std::size_t kClass = 1024;
    std::size_t parts = content_->of_class ? kClass + content_->of_class->size_bytes : 0;
    for (const Change& part : content_->parts) parts += part.size_bytes();
    for (const cim::Value& key : content_->keys) parts += sizeof key + size_of(key);
    return kItself + parts + content_->value.capacity() + content_->key.bytes.capacity() + content_->key.whole.capacity() + content_->path.capacity();
}

// -- opening

Result<std::unique_ptr<Repository>> Repository::open(std::shared_ptr<store::Engine> engine, const base::Clock& clock, base::Chance& chance, std::vector<std::string> names) {
    auto made = std::make_unique<KeptRepository>(std::move(engine), clock, chance, names.empty() ? Machine::names_now() : std::move(names));
    TRY(made->start());
    return std::unique_ptr<Repository>(std::move(made));
}

KeptRepository::KeptRepository(std::shared_ptr<store::Engine> engine, const base::Clock& clock, base::Chance& chance, std::vector<std::string> names)
    : engine_(std::move(engine)), surroundings_{clock, chance, Machine(std::move(names)), SystemEntries(), {}, {}}, feed_(*engine_, surroundings_.system, [this](store::View& view) { return catalogue_of(view); }) {}

KeptRepository::~KeptRepository() { close(); }

Result<void> KeptRepository::start() {
    const store::Limits limits = engine_->limits();
    if (limits.max_key_bytes < kCutKeySize) return Error(Status::NotSupported, "the store's keys are too short for a repository");
    surroundings_.folder = TRY(engine_->facts()).folder;
    TRY(make_if_empty());
    TRY(read_definitions());
    keep_names();
    TRY(make_references());
    committer_ = std::make_unique<Committer>([this](std::span<Pending> batch) { run(batch); }, [this](std::span<Pending> told) { spares_.keep(told); },
                                             [this] { return idle(); });
    return {};
}

Result<void> KeptRepository::read_definitions() {
    const auto view = TRY(engine_->read());
    const auto head = TRY(read_head(*view));
    if (!head) return Error(Status::CriticalError, "the store is not empty and holds no repository; choose another folder");
    surroundings_.secret.take(head->secret);
    TRY(catalogue_of(*view));
    return {};
}

Result<void> KeptRepository::make_if_empty() {
    {
        const auto view = TRY(engine_->read());
        if (TRY(read_head(*view))) return {};
    }
    const store::Work make = [this](store::Batch& to) { return fill(to); };
    TRY(engine_->write(base::Deadline::in(kWriteWait), make));
    return {};
}

Result<void> KeptRepository::fill(store::Batch& to) {
    if (TRY(read_head(to))) return {};  // another process was faster
    const auto cursor = TRY(to.cursor());
    if (TRY(cursor->seek({}))) return Error(Status::CriticalError, "the store is not empty and holds no repository; choose another folder");
    Head head;
    head.secret = {surroundings_.chance.next(), surroundings_.chance.next()};
    head.next_class = head.next_layout = kFirstNumber;
    surroundings_.secret.take(head.secret);
    Transaction transaction(to, surroundings_, head, std::make_shared<const Catalogue>());
    TRY(create_built_in(transaction));
    TRY(to.put(ShortKey(Table::Names), encode_names(surroundings_.machine.own())));
    return transaction.finish();
}

/// A store that opens under a new name keeps it beside the older ones. Where that cannot be written now, it is the next time.
void KeptRepository::keep_names() {
    const auto kept = [this]() -> Result<void> {
        std::vector<std::string> known;
        {
            const auto view = TRY(engine_->read());
            known = TRY(read_names(*view));
        }
        surroundings_.machine.take(known);
        if (!add_names(known, surroundings_.machine.own())) return {};
        const store::Work keep = [this](store::Batch& to) -> Result<void> {
            auto head = TRY(read_head(to));
            std::vector<std::string> names = TRY(read_names(to));
            if (!head || !add_names(names, surroundings_.machine.own())) return {};
            TRY(to.put(ShortKey(Table::Names), encode_names(names)));
            head->stamp = {to.revision(), surroundings_.chance.next()};  // other processes read the names with the definitions
            return to.put(ShortKey(Table::Head), head->encode());
        };
        TRY(engine_->write(base::Deadline::in(kWriteWait), keep));
        return {};
    }();
    if (!kept) base::log::warn("the repository could not keep this machine's name: {}", kept.error().sentence());
}

// -- definitions

Result<CataloguePtr> KeptRepository::catalogue() {
    if (engine_->stamp() == verified_.load(std::memory_order_acquire)) return definitions_.with([](const Definitions& known) { return known.current; });
    const auto view = TRY(engine_->read());
    return catalogue_of(*view);
}

Result<NamespacePtr> KeptRepository::find_namespace(NamespaceId id) {
    if (engine_->stamp() == verified_.load(std::memory_order_acquire))
        return definitions_.with([id](const Definitions& known) { return known.current->find_namespace(id); });
    const CataloguePtr now = TRY(catalogue());
    return now->find_namespace(id);
}

Result<CataloguePtr> KeptRepository::catalogue_of(store::View& view) {
    const std::uint64_t revision = view.revision();
    auto [known, is_verified] = definitions_.with([revision](const Definitions& now) { return std::pair(now.current, now.verified == revision); });
    if (is_verified) return known;
    const auto head = TRY(read_head(view));
    if (!head) return Error(Status::CriticalError, "the repository lost its head record; restore a backup");
    surroundings_.secret.take(head->secret);
    CataloguePtr found = definitions_.with([&](Definitions& now) -> CataloguePtr {
        if (now.coming && now.coming->stamp == head->stamp) return now.coming;
        if (!now.current || now.current->stamp != head->stamp) return nullptr;
        if (revision > now.verified) {
            now.verified = revision;
            verified_.store(revision, std::memory_order_release);
        }
        return now.current;
    });
    if (found) return found;
    std::vector<std::string> names = TRY(read_names(view));
    surroundings_.machine.take(std::move(names));
    found = TRY(load_catalogue(view, *head, surroundings_.system, known.get()));
    publish(found, revision);
    return found;
}

Result<CataloguePtr> KeptRepository::catalogue_in(store::Batch& batch, const Head& head) {
    surroundings_.secret.take(head.secret);
    CataloguePtr known = definitions_.with([](const Definitions& now) { return now.current; });
    if (known->stamp == head.stamp) return known;
    std::vector<std::string> names = TRY(read_names(batch));
    surroundings_.machine.take(std::move(names));
    return load_catalogue(batch, head, surroundings_.system, known.get());
}

void KeptRepository::publish(const CataloguePtr& after, std::uint64_t revision) {
    const bool is_new = definitions_.with([&](Definitions& now) {
        if (revision < now.verified) return false;
        const bool has_changed = !now.current || now.current->stamp != after->stamp;
        if (has_changed) replace(now, after);
        now.verified = revision;
        verified_.store(revision, std::memory_order_release);
        return has_changed;
    });
    if (is_new) spares_.clear();  // they hold on to the old ones
}

void KeptRepository::replace(Definitions& now, const CataloguePtr& after) {
    if (now.current) {
        for (const auto& [id, one] : now.current->namespaces) {
            const auto other = after->namespaces.find(id);
            if (other == after->namespaces.end() || other->second != one) one->current().set(false);
        }
    }
    for (const auto& [id, one] : after->namespaces) one->current().set(true);
    now.current = after;
}

Result<NamespacePtr> KeptRepository::current_namespace(const Catalogue& from, const NamespacePtr& in) const {
    NamespacePtr now = from.find_namespace(in->id());
    if (!now) return Error(Status::InvalidNamespace, "namespace " + in->path() + " was deleted; connect to one that exists", in->path());
    return now;
}

// -- reading

Result<std::optional<cim::Instance>> KeptRepository::find_instance(const NamespacePtr& in, const cim::Class& of, std::span<const cim::Value> keys, Depth depth) {
    return find(in, nullptr, of, keys, depth);
}

Result<std::optional<cim::Instance>> KeptRepository::find_instance(const NamespacePtr& in, const ClassPlace& of, std::span<const cim::Value> keys, Depth depth) {
    return find(in, of.entry->get(), **of.definition, keys, depth);
}

Result<std::optional<cim::Instance>> KeptRepository::find(const NamespacePtr& in, const ClassEntry* known, const cim::Class& of, std::span<const cim::Value> keys,
                                                          Depth depth) {
    const auto view = TRY(engine_->read());
    NamespacePtr newer;
    if (!is_current(*in, view->revision())) {
        const CataloguePtr catalogue = TRY(catalogue_of(*view));
        newer = TRY(current_namespace(*catalogue, in));
        known = nullptr;
    }
    const Namespace& now = newer ? *newer : *in;
    if (!known) known = now.find(of.name());
    if (!known) return class_gone(now, of.name());
    const ClassEntry& wanted = *known;
    TRY(wanted.make_sure());
    const cim::Class& definition = *wanted.made();
    if (&definition != &of && !has_same_keys(of, definition, keys))
        return Error(Status::InvalidObjectPath, "the keys of class " + of.name() + " were changed; name the instance by its new keys", of.name());
    if (wanted.extent() == 0) return std::optional<cim::Instance>();
    RecordKey key = record_key(surroundings_.secret, now.id(), wanted.extent(), keys, definition, here(surroundings_, now));
    const auto found = TRY(find_record(*view, surroundings_, now, key));
    if (!found) return std::optional<cim::Instance>();
    const ClassEntry& there = **found->of;
    if (depth == Depth::Exact ? there.id() != wanted.id() : !there.is_a(wanted.id())) return std::optional<cim::Instance>();
    TRY(there.make_sure());
    return std::optional<cim::Instance>(cim::Instance::trusted(there.made(), Bytes(record_in(found->value))));
}

// -- preparing

namespace {

Result<void> list_written(const cim::Class& of, const cim::PutExtensions& partial, Change::Content& change) {
    change.has_strict_nulls = partial.strict_nulls;
    if (!partial.properties) {
        change.is_all_written = true;
        for (const cim::Property& property : of.properties()) {
            if (!change.lacks(property.order)) change.written.push_back(property.order);
        }
        return {};
    }
    if (partial.properties->empty()) return Error(Status::InvalidContext, "__PUT_EXT_PROPERTIES is empty; name what shall be written, or leave it out", "__PUT_EXT_PROPERTIES");
    for (const std::string& name : *partial.properties) {
        const cim::Property* property = of.find_property(name);
        if (!property) return Error(Status::InvalidContext, "__PUT_EXT_PROPERTIES names " + name + ", which class " + of.name() + " does not have", of.name());
        if (!change.lacks(property->order)) change.written.push_back(property->order);
    }
    return {};
}

/// PART-15: a key that is listed must have a value.
Result<void> check_listed_keys(const cim::Instance& instance, const cim::PutExtensions& partial) {
    for (const std::uint16_t order : instance.cls().keys()) {
        const cim::Property& key = instance.cls().properties()[order];
        const auto is_key = [&](const std::string& name) { return base::same_name(name, key.name()); };
        const bool is_listed = !partial.properties || std::any_of(partial.properties->begin(), partial.properties->end(), is_key);
        if (is_listed && instance.is_null(key))
            return Error(Status::IllegalNull, "key " + key.name() + " is to be written and has no value; give it one", instance.cls().name());
    }
    return {};
}

/// OBJ-19
Result<void> check_written_objects(const Change::Content& change) {
    const cim::RecordView given(*change.definition, record_in(change.value));
    for (const std::uint16_t order : change.written) TRY(check_embedded(given, *change.definition, change.definition->properties()[order]));
    return {};
}

}  // namespace

Result<Change> KeptRepository::prepare_put(const NamespacePtr& in, cim::Instance instance, PutMode mode, const std::optional<cim::PutExtensions>& partial) {
    auto content = spares_.take();
    content->kind = partial ? Change::Content::Kind::Partial : Change::Content::Kind::Put;
    content->mode = mode;
    if (partial && mode != PutMode::UpdateOnly)
        return Error(Status::InvalidContext, "a partial update changes what exists; call it with WBEM_FLAG_UPDATE_ONLY", "__PUT_EXTENSIONS");
    if (partial && partial->strict_nulls) TRY(check_listed_keys(instance, *partial));
    TRY(bind_put(surroundings_, in, std::move(instance), *content));
    if (partial) TRY(list_written(*content->definition, *partial, *content));
    if (content->kind == Change::Content::Kind::Partial) TRY(check_written_objects(*content));
    return Change(std::move(content));
}

Result<Change> KeptRepository::prepare_delete(const NamespacePtr& in, const cim::Class& of, std::span<const cim::Value> keys) {
    auto content = std::make_unique<Change::Content>();
    content->kind = Change::Content::Kind::Delete;
    content->in = in;
    const ClassEntryPtr* entry = in->find_entry(of.name());
    if (!entry) return class_gone(*in, of.name());
    content->of = *entry;
    content->definition = TRY(content->of->definition());
    content->keys.assign(keys.begin(), keys.end());
    content->path = of.name();
    if (content->of->extent() == 0 || keys.size() != content->definition->keys().size())
        return Error(Status::NotFound, "class " + of.name() + " has no such instance in namespace " + in->path(), of.name());
    if (content->of->extent() == surroundings_.system.namespace_class() && is_built_in(*in, keys.front()))
        return Error(Status::AccessDenied, "this namespace belongs to the system and cannot be deleted", of.name());  // PATH-36
    if (is_always_there(*content->of))
        return Error(Status::AccessDenied, "the instance of " + of.name() + " belongs to the system and cannot be deleted", of.name());
    content->path = cim::print_instance_path(*content->definition, content->keys);
    content->key = record_key(surroundings_.secret, in->id(), content->of->extent(), keys, *content->definition, here(surroundings_, *in));
    return Change(std::move(content));
}

Result<Change> KeptRepository::prepare_class_put(const NamespacePtr& in, cim::ClassBody body, PutMode mode, UpdateMode update, const ClassOptions& options) {
    TRY(check_body(body));
    auto content = std::make_unique<Change::Content>();
    content->kind = Change::Content::Kind::ClassPut;
    content->mode = mode;
    content->in = in;
    content->path = body.name;
    const std::size_t size_bytes = size_of(body);
    content->of_class = std::make_unique<ClassContent>(ClassContent{std::move(body), {}, update, options, size_bytes});
    return Change(std::move(content));
}

Result<Change> KeptRepository::prepare_class_delete(const NamespacePtr& in, std::string_view name) {
    if (name.size() > cim::kMaxNameLength && base::to_utf16(name).size() > cim::kMaxNameLength)
        return Error(Status::QuotaViolation, "the name of the class is longer than 4096 characters");
    auto content = std::make_unique<Change::Content>();
    content->kind = Change::Content::Kind::ClassDelete;
    content->in = in;
    content->path = name;
    content->of_class = std::make_unique<ClassContent>();
    content->of_class->class_name = name;
    return Change(std::move(content));
}

Result<Change> KeptRepository::prepare_firing(const NamespacePtr& in, std::string_view timer_id, std::int64_t moment) {
    const cim::ClassPtr of = TRY(in->get_class("__TimerInstruction", Status::InvalidClass));
    const cim::Value id{std::string(timer_id)};
    Change firing = TRY(prepare_delete(in, *of, {&id, 1}));
    Change::Content& content = ChangeAccess::content(firing);
    content.kind = Change::Content::Kind::Firing;
    content.moment = moment;
    return firing;
}

Change KeptRepository::join(std::vector<Change> changes) {
    auto content = std::make_unique<Change::Content>();
    content->kind = Change::Content::Kind::Together;
    content->path = changes.front().path();
    content->parts = std::move(changes);
    return Change(std::move(content));
}

// -- committing

Result<void> KeptRepository::submit(Change change, std::unique_ptr<Completion> completion, base::Deadline room) {
    return committer_->submit(std::move(change), std::move(completion), room);
}

Result<Outcome> KeptRepository::commit(Change change) { return committer_->run_here(std::move(change)); }

void KeptRepository::on_batch(std::function<void()> hook) { committer_->on_batch(std::move(hook)); }

/// All in one transaction; when that is given up, each alone, so that a change which fails fails alone.
void KeptRepository::run(std::span<Pending> batch) {
    std::optional<Error> failure = attempt_patiently(batch);
    if (!failure) return;
    const bool is_worth_repeating = batch.size() > 1 && failure->status() != Status::ServerTooBusy && failure->status() != Status::NotAvailable;
    bool is_full = false;
    for (Pending& one : batch) {
        if (is_worth_repeating && !is_full) {
            failure = attempt_patiently({&one, 1});
            is_full = failure && failure->status() == Status::OutOfDiskSpace;
        }
        if (!failure) continue;
        if (!one.is_wanted) failure = Error(Status::CallCancelled);
        ChangeAccess::content(one.change).tell_failure();
        try {
            one.failure = *failure;
        } catch (const std::bad_alloc&) {
            one.failure = Error(failure->status());
        }
    }
}

namespace {

/// Does anybody still wait for one of them? Who does not is not asked again.
bool is_any_wanted(std::span<Pending> batch) {
    bool is_any = false;
    for (Pending& one : batch) {
        if (one.completion && !one.was_asked && !one.completion->is_wanted()) {
            one.was_asked = true;
            one.is_wanted = false;
        }
        is_any = is_any || one.is_wanted;
    }
    return is_any;
}

}  // namespace

/// As long as another process writes; close() waits for that no longer than two waits.
std::optional<Error> KeptRepository::attempt_patiently(std::span<Pending> batch) {
    std::optional<Error> failure = attempt(batch);
    while (failure && failure->status() == Status::ServerTooBusy && is_any_wanted(batch) && !committer_->is_closed()) {
        base::log::warn("another process has been writing to the repository for {} s: {} changes wait for it", kWriteWait.count(), batch.size());
        failure = attempt(batch);
    }
    return failure;
}

std::optional<Error> KeptRepository::attempt(std::span<Pending> batch) {
    std::optional<Error> failure;
    try {
        CataloguePtr after;
        ChangeLog log;
        auto revision = engine_->write(base::Deadline::in(kWriteWait), [&](store::Batch& to) { return write(to, batch, after, log); });
        if (revision) {
            publish(after, *revision);
            if (has_new_sweeps_.exchange(false)) committer_->wake();
            feed_.committed(log, *revision);
            if (log.audience().others.has_dead) committer_->wake();
        } else {
            failure = std::move(revision).error();
        }
    } catch (const std::bad_alloc&) {
        failure = no_memory();
    } catch (const std::exception& thrown) {  // whoever waits is answered; nothing of it was committed
        base::log::error("a change of the repository met what cannot be: {}", thrown.what());
        failure = Error(Status::Failed);
    }
    definitions_.with([](Definitions& now) { now.coming.reset(); });
    if (failure) feed_.gave_up();
    return failure;
}

namespace {

/// How many changes are asked for and brought into the cache at once: other processors made them, and each lies in several places.
constexpr std::size_t kAhead = 16;

void look_ahead(std::span<Pending> rest) {
    const auto next = rest.first(std::min(rest.size(), kAhead));
    for (const Pending& one : next) ChangeAccess::prefetch(one.change);
    for (Pending& one : next) {
        one.failure.reset();
        if (one.was_asked || !one.completion) continue;
        one.was_asked = true;
        one.is_wanted = one.completion->is_wanted();
    }
    for (const Pending& one : next) ChangeAccess::prefetch_bytes(one.change);
}

}  // namespace

Result<void> KeptRepository::write(store::Batch& to, std::span<Pending> batch, CataloguePtr& after, ChangeLog& log) {
    const auto head = TRY(read_head(to));
    if (!head) return Error(Status::CriticalError, "the repository lost its head record; restore a backup");
    CataloguePtr before = TRY(catalogue_in(to, *head));
    Transaction transaction(to, surroundings_, *head, std::move(before));
    feed_.begin(log);
    if (log.is_on()) transaction.log = &log;
    for (std::size_t at = 0; at < batch.size(); ++at) {
        Pending& one = batch[at];
        if (at % kAhead == 0) look_ahead(batch.subspan(at));
        Change::Content& change = ChangeAccess::content(one.change);
        if (!one.is_wanted || change.is_too_late()) {
            one.failure = Error(Status::CallCancelled);
            continue;
        }
        const std::size_t noted = log.size();
        auto did = apply(transaction, change);
        if (!did && (ends_batch(did.status()) || transaction.is_spoiled())) return std::move(did).error();
        if (did) {
            one.is_created = *did == Did::Create;
        } else {
            change.tell_failure();
            one.failure = std::move(did).error();
            log.shrink_to(noted);
        }
    }
    TRY(transaction.finish());
    if (log.is_on()) TRY(feed_.finish(log, to, surroundings_.clock.now()));
    after = transaction.catalogue_pointer();
    has_new_sweeps_ = transaction.has_added_sweeps();
    if (transaction.has_edited()) definitions_.with([&](Definitions& now) { now.coming = after; });
    return {};
}

bool KeptRepository::idle() {
    try {
        auto more = sweep();
        if (more && *more) return true;
        if (more) more = feed_.sweep();
        if (more && *more) return true;
        auto done = engine_->idle_work();
        if (!more || !done) base::log::warn("upkeep of the store failed: {}", (more ? done.error() : more.error()).sentence());
    } catch (const std::bad_alloc&) {
        return false;
    }
    return false;
}

Result<void> KeptRepository::listen(ChangeListener* listener, Kinds from_others) {
    TRY(feed_.listen(listener, from_others));
    committer_->wake();  // what was kept for us may go
    return {};
}

void KeptRepository::drain() { committer_->drain(); }

void KeptRepository::close() {
    if (committer_) committer_->close();
    feed_.close();
}

}  // namespace wmi::repository
