#include "win32/kernel.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <mutex>
#include <poll.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

#include "base/guarded.h"
#include "win32/lasting.h"

namespace wmi::win32 {
namespace {

std::mutex& kernel_lock() {
    static Lasting<std::mutex> lock;
    return *lock;
}

struct Slot {
    std::shared_ptr<Object> object;
    std::uint32_t generation = 0;
};

struct Table {
    std::vector<Slot> slots;
    std::vector<std::uint32_t> free;
};

base::Guarded<Table>& table() {
    static Lasting<base::Guarded<Table>> made;
    return *made;
}

using Names = std::map<std::string, std::weak_ptr<Object>>;

base::Guarded<Names>& names() {
    static Lasting<base::Guarded<Names>> made;
    return *made;
}

/// A handle's value: generation (30 bits above 32), slot number from 1 (30 bits), two zero bits. INVALID_HANDLE_VALUE and the pseudo
/// handles have their low bits set, or are above every slot.
constexpr std::uint32_t kMaxSlots = 1U << 24;

HANDLE handle_of(std::uint32_t slot, std::uint32_t generation) {
    const std::uint64_t value = (std::uint64_t{generation & 0x3FFFFFFF} << 32) | (std::uint64_t{slot + 1} << 2);
    return reinterpret_cast<HANDLE>(static_cast<std::uintptr_t>(value));
}

std::optional<std::uint32_t> slot_of(const Table& all, HANDLE handle) {
    const auto value = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(handle));
    const std::uint64_t number = (value & 0xFFFFFFFF) >> 2;
    if ((value & 3) != 0 || number == 0 || number > all.slots.size()) return std::nullopt;
    const auto slot = static_cast<std::uint32_t>(number - 1);
    if (all.slots[slot].object == nullptr || (all.slots[slot].generation & 0x3FFFFFFF) != value >> 32) return std::nullopt;
    return slot;
}

const HANDLE kCurrentProcess = reinterpret_cast<HANDLE>(std::intptr_t{-1});
const HANDLE kCurrentThread = reinterpret_cast<HANDLE>(std::intptr_t{-2});

/// The thread's own record. Its end is the thread's end: the object is signalled and what the thread still holds is abandoned.
struct ThisThread {
    std::shared_ptr<Thread> object;
    std::vector<std::weak_ptr<Mutex>> held;

    ~ThisThread() {
        for (const auto& weak : held)
            if (const auto mutex = weak.lock()) {
                const std::lock_guard lock(kernel_lock());
                mutex->abandon(current_thread_id());
            }
        if (object != nullptr) object->end();
    }
};

ThisThread& this_thread() {
    thread_local ThisThread made;
    return made;
}

/// Remembers a mutex that this thread may hold, for the case that the thread ends with it.
void remember_held(const std::shared_ptr<Object>& object) {
    auto mutex = std::dynamic_pointer_cast<Mutex>(object);
    if (mutex == nullptr) return;
    auto& held = this_thread().held;
    std::erase_if(held, [&](const auto& weak) { return weak.expired() || weak.lock() == mutex; });
    held.push_back(mutex);
}

}  // namespace

class Waiter {
public:
    explicit Waiter(std::span<const std::shared_ptr<Object>> objects) : objects_(objects) {
        try_join();
    }

    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    ~Waiter() {
        for (const auto& object : objects_) std::erase(object->waiters_, this);
    }

    void wake() { changed_.notify_one(); }

    /// False when the deadline passed.
    bool sleep(std::unique_lock<std::mutex>& lock, base::Deadline deadline) {
        if (deadline.is_never()) {
            changed_.wait(lock);
            return true;
        }
        return changed_.wait_until(lock, deadline.when()) == std::cv_status::no_timeout;
    }

private:
    /// All lists get their room first: no memory leaves none of them touched.
    void try_join() {
        for (const auto& object : objects_) object->waiters_.reserve(object->waiters_.size() + objects_.size());
        for (const auto& object : objects_) object->waiters_.push_back(this);
    }

    std::span<const std::shared_ptr<Object>> objects_;
    std::condition_variable changed_;
};

void Object::wake() {
    for (Waiter* waiter : waiters_) waiter->wake();
}

Taken Event::take(pid_t) {
    if (!manual_) set_ = false;
    return Taken::Whole;
}

void Event::set() {
    const std::lock_guard lock(kernel_lock());
    set_ = true;
    wake();
}

void Event::reset() {
    const std::lock_guard lock(kernel_lock());
    set_ = false;
}

Taken Mutex::take(pid_t thread) {
    owner_ = thread;
    ++depth_;
    return std::exchange(abandoned_, false) ? Taken::Abandoned : Taken::Whole;
}

bool Mutex::release(pid_t thread) {
    const std::lock_guard lock(kernel_lock());
    if (depth_ == 0 || owner_ != thread) return false;
    if (--depth_ == 0) {
        owner_ = 0;
        wake();
    }
    return true;
}

void Mutex::abandon(pid_t thread) {
    if (depth_ == 0 || owner_ != thread) return;
    depth_ = 0;
    owner_ = 0;
    abandoned_ = true;
    wake();
}

Taken Semaphore::take(pid_t) {
    --count_;
    return Taken::Whole;
}

std::optional<std::int32_t> Semaphore::release(std::int32_t units) {
    const std::lock_guard lock(kernel_lock());
    if (units > maximum_ - count_) return std::nullopt;
    const std::int32_t before = count_;
    count_ += units;
    wake();
    return before;
}

void Thread::begin(pid_t id) {
    std::unique_lock lock(kernel_lock());
    id_ = id;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !suspended_; });
}

void Thread::end() {
    const std::lock_guard lock(kernel_lock());
    ended_ = true;
    wake();
}

DWORD Thread::resume() {
    const std::lock_guard lock(kernel_lock());
    const bool was = std::exchange(suspended_, false);
    changed_.notify_all();
    return was ? 1 : 0;
}

void Thread::set_exit_code(DWORD code) {
    const std::lock_guard lock(kernel_lock());
    exit_code_ = code;
}

DWORD Thread::exit_code() const {
    const std::lock_guard lock(kernel_lock());
    return ended_ ? exit_code_ : STILL_ACTIVE;
}

pid_t Thread::id() {
    std::unique_lock lock(kernel_lock());
    changed_.wait(lock, [&] { return id_ != 0; });
    return id_;
}

std::shared_ptr<Process> Process::open(pid_t id) {
    const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, id, 0));
    if (descriptor < 0) return nullptr;
    return std::make_shared<Process>(id, descriptor);
}

Process::~Process() { ::close(descriptor_); }

/// The first wait starts a thread that sleeps until the process ends; it holds the object as long.
void Process::prepare_wait(const std::shared_ptr<Object>& self) {
    {
        const std::lock_guard lock(kernel_lock());
        if (std::exchange(watched_, true)) return;
    }
    std::thread([process = std::static_pointer_cast<Process>(self)] {
        pollfd watched{process->descriptor_, POLLIN, 0};
        while (::poll(&watched, 1, -1) < 0 && errno == EINTR) {
        }
        const std::lock_guard lock(kernel_lock());
        process->ended_ = true;
        process->wake();
    }).detach();
}

pid_t current_thread_id() noexcept {
    thread_local const auto id = static_cast<pid_t>(::syscall(SYS_gettid));
    return id;
}

std::shared_ptr<Thread> current_thread() {
    auto& own = this_thread().object;
    if (own == nullptr) {
        own = std::make_shared<Thread>(false);
        own->know(current_thread_id());
    }
    return own;
}

void adopt_thread(std::shared_ptr<Thread> thread) { this_thread().object = std::move(thread); }

HANDLE open_handle(std::shared_ptr<Object> object) {
    return table().with([&](Table& all) {
        if (all.free.empty()) {
            if (all.slots.size() >= kMaxSlots) throw std::bad_alloc();
            all.free.reserve(all.slots.size() + 1);  // so that closing never needs memory
            all.slots.emplace_back();
            all.free.push_back(static_cast<std::uint32_t>(all.slots.size() - 1));
        }
        const std::uint32_t slot = all.free.back();
        all.free.pop_back();
        all.slots[slot].object = std::move(object);
        return handle_of(slot, ++all.slots[slot].generation);
    });
}

bool is_pseudo_handle(HANDLE handle) noexcept { return handle == kCurrentProcess || handle == kCurrentThread; }

std::shared_ptr<Object> find_object(HANDLE handle) {
    if (handle == kCurrentThread) return current_thread();
    if (handle == kCurrentProcess) return Process::open(::getpid());
    return table().with([&](Table& all) -> std::shared_ptr<Object> {
        const auto slot = slot_of(all, handle);
        return slot ? all.slots[*slot].object : nullptr;
    });
}

bool close_handle(HANDLE handle) {
    if (is_pseudo_handle(handle)) return true;
    std::shared_ptr<Object> last;  // goes outside the lock
    return table().with([&](Table& all) {
        const auto slot = slot_of(all, handle);
        if (!slot) return false;
        last = std::move(all.slots[*slot].object);
        all.slots[*slot].object = nullptr;
        all.free.push_back(*slot);
        return true;
    });
}

std::shared_ptr<Object> find_named(const std::string& name) {
    return names().with([&](Names& all) -> std::shared_ptr<Object> {
        const auto found = all.find(name);
        return found == all.end() ? nullptr : found->second.lock();
    });
}

Named named(const std::string& name, std::shared_ptr<Object> made) {
    if (name.empty()) return {std::move(made), false};
    return names().with([&](Names& all) -> Named {
        auto& known = all[name];
        if (auto existing = known.lock()) return {std::move(existing), true};
        known = made;
        std::erase_if(all, [](const auto& entry) { return entry.second.expired(); });
        return {std::move(made), false};
    });
}

DWORD wait_for(std::span<const std::shared_ptr<Object>> objects, bool all, base::Deadline deadline) {
    const pid_t thread = current_thread_id();
    for (const auto& object : objects) {
        object->prepare_wait(object);
        remember_held(object);
    }
    std::unique_lock lock(kernel_lock());
    Waiter waiter(objects);
    for (;;) {
        const auto ready = [&](const auto& object) { return object->is_signalled(thread); };
        if (all && std::all_of(objects.begin(), objects.end(), ready)) {
            bool abandoned = false;
            for (const auto& object : objects) abandoned |= object->take(thread) == Taken::Abandoned;
            return abandoned ? WAIT_ABANDONED_0 : WAIT_OBJECT_0;
        }
        const auto first = all ? objects.end() : std::find_if(objects.begin(), objects.end(), ready);
        if (first != objects.end()) {
            const auto number = static_cast<DWORD>(first - objects.begin());
            return ((*first)->take(thread) == Taken::Abandoned ? WAIT_ABANDONED_0 : WAIT_OBJECT_0) + number;
        }
        if (deadline.passed()) return WAIT_TIMEOUT;
        waiter.sleep(lock, deadline);
    }
}

base::Deadline deadline_of(DWORD milliseconds) {
    return milliseconds == INFINITE ? base::Deadline::never() : base::Deadline::in(std::chrono::milliseconds(milliseconds));
}

}  // namespace wmi::win32
