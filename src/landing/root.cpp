#include "landing/internal/root.h"

#include "base/clock.h"
#include "base/guarded.h"
#include "base/guid.h"
#include "base/log.h"
#include "calls/calls.h"
#include "calls/finisher.h"
#include "events/events.h"
#include "landing/internal/autorecover.h"
#include "landing/internal/mof_compiler.h"
#include "repository/repository.h"
#include "service/service.h"
#include "store/engine.h"
#include "store/folder.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <pthread.h>
#include <unistd.h>

namespace wmi::landing {
namespace {

using base::Error;
using base::Result;
using base::Status;

/// Grows in the child of a fork.
std::atomic<unsigned> generation{0};

std::string environment(const char* name) {
    const char* value = secure_getenv(name);
    return value ? value : "";
}

Result<std::filesystem::path> store_folder() {
    if (const std::string named = environment("OPENWMI_STORE"); !named.empty()) return std::filesystem::path(named);
    if (geteuid() == 0) return std::filesystem::path("/var/lib/openwmi");
    if (const std::string data = environment("XDG_DATA_HOME"); data.starts_with('/')) return std::filesystem::path(data) / "openwmi";
    if (const std::string home = environment("HOME"); home.starts_with('/'))
        return std::filesystem::path(home) / ".local" / "share" / "openwmi";
    return Error(Status::InvalidParameter, "there is no folder for the repository: set OPENWMI_STORE to one, or HOME");
}

/// The whole name of this machine; its __SERVER is what stands before the first dot.
std::string host_name() {
    std::string name(256, '\0');
    if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    name.resize(name.find('\0'));
    return name;
}

class Root final : public api::House {
public:
    static Result<std::unique_ptr<Root>> open() {
        auto root = std::make_unique<Root>();
        store::Options options;
        options.folder = TRY(store_folder());
        root->autorecover_ = std::make_unique<AutorecoverList>(options.folder);
        TRY(root->autorecover_->begin_rebuild([&options] { return !store::is_made(options.folder); }));
        std::shared_ptr<store::Engine> engine = TRY(store::open(options));
        const std::string host = host_name();
        const std::string computer = host.substr(0, host.find('.'));
        root->repository_ = TRY(repository::Repository::open(std::move(engine), root->clock_, root->chance_, {computer, host}));
        root->service_ = std::make_shared<service::Service>(*root->repository_, access::Principal::own_user(), computer, host);
        root->events_ = std::make_unique<events::Events>(root->service_, root->calls_, root->clock_);
        root->repository_->on_batch([finisher = &root->finisher_] { finisher->flush(); });
        return root;
    }

    ~Root() override {
        if (events_) events_->close();  // null when opening failed midway
        calls_.drain(base::Deadline::never());
        if (service_) service_->close();
        if (repository_) repository_->close();
        calls_.close(base::Deadline::in(std::chrono::seconds(1)));
    }

    const std::shared_ptr<service::Service>& service() override { return service_; }

    calls::Calls& calls() override { return calls_; }

    calls::Finisher& finisher() override { return finisher_; }

    events::Events& events() override { return *events_; }

    [[nodiscard]] bool is_ours() const override { return generation_ == generation.load(std::memory_order_relaxed); }

    Result<std::vector<std::string>> autorecover_files() override { return autorecover_->files(); }

    Result<void> list_autorecover(const std::string& file) override { return autorecover_->add(file); }

    AutorecoverList& autorecover() { return *autorecover_; }

    [[nodiscard]] bool is_quiet() const { return !calls::is_inside_callback() && calls_.counts().pending == 0; }

private:
    const unsigned generation_ = generation.load();
    base::SystemClock clock_;
    base::SystemChance chance_;
    calls::Calls calls_;
    calls::Finisher finisher_{calls_, repository::kMaxPending + repository::kMaxBatch};
    std::unique_ptr<AutorecoverList> autorecover_;
    std::unique_ptr<events::Events> events_;  // goes after the repository, which may have listened last
    std::unique_ptr<repository::Repository> repository_;
    std::shared_ptr<service::Service> service_;
};

/// What the last reference to a house does.
struct Retire {
    void operator()(Root* root) const noexcept {
        if (!root->is_ours()) return;  // the parent's: its threads and locks are not here
        std::unique_ptr<Root> owner(root);
        if (owner->is_quiet()) return owner.reset();
        try {
            std::thread([root] { std::unique_ptr<Root>(root).reset(); }).detach();
            (void)owner.release();
        } catch (const std::exception& failure) {  // better a repository that stays open than a sink that waits for itself
            (void)owner.release();
            base::log::error("the repository could not be closed: {}", failure.what());
        }
    }
};

struct Kept {
    std::weak_ptr<Root> root;
};

/// One of the three singletons that a process forces on us.
base::Guarded<Kept>*& kept() {
    static auto* only = new base::Guarded<Kept>();
    return only;
}

void watch_forks() {
    static const int done = pthread_atfork(nullptr, nullptr, [] {
        ++generation;
        kept() = new base::Guarded<Kept>();  // another thread may have held the old one's lock
    });
    (void)done;
}

/// A repository that was made anew gets the listed files (MOF-74); one that cannot be compiled keeps none of the others away.
Result<void> recover(const std::shared_ptr<Root>& root) {
    const api::OpenHouse open = [&root]() -> Result<api::HousePtr> { return api::HousePtr(root); };
    return root->autorecover().rebuild([&](const std::string& file) {
        if (const Result<void> done = compile_again(open, file); !done)
            base::log::error("the listed file {} could not be compiled into the new repository: {}", file, done.error().sentence());
    });
}

}  // namespace

Result<api::HousePtr> open_house() {
    watch_forks();
    return kept()->with([](Kept& now) -> Result<api::HousePtr> {
        if (std::shared_ptr<Root> open = now.root.lock()) return api::HousePtr(std::move(open));
        std::unique_ptr<Root> opened = TRY(Root::open());
        const std::shared_ptr<Root> root(opened.release(), Retire{});
        TRY(recover(root));
        now.root = root;
        return api::HousePtr(root);
    });
}

}  // namespace wmi::landing
