// The objects behind handles (events, mutexes, semaphores, threads, processes), the table of handles, and waits.
//
// 1 One lock guards the state of every object, so that a wait for all of several objects takes them at one moment.
// 2 A waiter stands in the list of each object that it waits for, from its first look to its last; whoever signals an object wakes all of
//   its waiters, and each looks again.
// 3 A handle holds a reference. A wait holds one too: closing the handle meanwhile does not end the object.
// 4 A handle's value is used again only after its slot's generation has changed, so a stale handle is found out.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

#include <openwmi/winbase.h>

#include "base/clock.h"

namespace wmi::win32 {

class Waiter;

/// What a wait found when it took an object.
enum class Taken { Whole, Abandoned };

class Object {
public:
    Object() = default;
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
    virtual ~Object() = default;

    /// The next three run under the lock.
    [[nodiscard]] virtual bool is_signalled(pid_t thread) const = 0;

    virtual Taken take(pid_t thread) {
        (void)thread;
        return Taken::Whole;
    }

    void wake();

    /// Runs before a wait, outside the lock.
    virtual void prepare_wait(const std::shared_ptr<Object>& self) { (void)self; }

private:
    friend class Waiter;
    std::vector<Waiter*> waiters_;
};

class Event : public Object {
public:
    Event(bool manual, bool set) : manual_(manual), set_(set) {}

    [[nodiscard]] bool is_signalled(pid_t) const override { return set_; }

    Taken take(pid_t) override;
    void set();
    void reset();

private:
    bool manual_;
    bool set_;
};

class Mutex : public Object {
public:
    /// owner 0: nobody.
    explicit Mutex(pid_t owner) : owner_(owner), depth_(owner == 0 ? 0 : 1) {}

    [[nodiscard]] bool is_signalled(pid_t thread) const override { return depth_ == 0 || owner_ == thread; }

    Taken take(pid_t thread) override;
    /// False: the thread does not hold it.
    bool release(pid_t thread);
    /// Runs under the lock when a thread ends.
    void abandon(pid_t thread);

private:
    pid_t owner_;
    std::uint32_t depth_;
    bool abandoned_ = false;
};

class Semaphore : public Object {
public:
    Semaphore(std::int32_t initial, std::int32_t maximum) : count_(initial), maximum_(maximum) {}

    [[nodiscard]] bool is_signalled(pid_t) const override { return count_ > 0; }

    Taken take(pid_t) override;
    /// The count before, or nothing when it would pass the maximum.
    std::optional<std::int32_t> release(std::int32_t units);

private:
    std::int32_t count_;
    std::int32_t maximum_;
};

class Thread : public Object {
public:
    explicit Thread(bool suspended) : suspended_(suspended) {}

    [[nodiscard]] bool is_signalled(pid_t) const override { return ended_; }

    /// Called on the thread itself: waits for resume(), and says who it is.
    void begin(pid_t id);
    void end();
    /// How often it was suspended before.
    DWORD resume();

    void set_exit_code(DWORD code);
    [[nodiscard]] DWORD exit_code() const;
    /// Waits until the thread has begun as far as having a number.
    pid_t id();
    void know(pid_t id) { id_ = id; }

private:
    mutable std::condition_variable changed_;
    pid_t id_ = 0;
    DWORD exit_code_ = 0;
    bool suspended_;
    bool ended_ = false;
};

class Process : public Object {
public:
    /// Nothing: no such process (errno says more).
    static std::shared_ptr<Process> open(pid_t id);
    ~Process() override;

    Process(pid_t id, int descriptor) : id_(id), descriptor_(descriptor) {}

    [[nodiscard]] bool is_signalled(pid_t) const override { return ended_; }

    void prepare_wait(const std::shared_ptr<Object>& self) override;

    [[nodiscard]] pid_t id() const { return id_; }

private:
    pid_t id_;
    int descriptor_;
    bool watched_ = false;
    bool ended_ = false;
};

/// This thread's number, and its object. The object says `ended` when the thread ends, whoever made it.
pid_t current_thread_id() noexcept;
std::shared_ptr<Thread> current_thread();
/// Makes `thread` the calling thread's object, before anybody asks for it.
void adopt_thread(std::shared_ptr<Thread> thread);

/// A new handle. Throws bad_alloc.
HANDLE open_handle(std::shared_ptr<Object> object);
/// The object, also behind the pseudo handles; nothing for a bad handle.
std::shared_ptr<Object> find_object(HANDLE handle);
bool close_handle(HANDLE handle);
bool is_pseudo_handle(HANDLE handle) noexcept;

template <class T>
std::shared_ptr<T> find(HANDLE handle) {
    return std::dynamic_pointer_cast<T>(find_object(handle));
}

/// Gives the object of a name in this process, making it when there is none; an empty name is never found.
struct Named {
    std::shared_ptr<Object> object;
    bool existed;
};

std::shared_ptr<Object> find_named(const std::string& name);
Named named(const std::string& name, std::shared_ptr<Object> made);

/// Waits as WaitForMultipleObjects does: WAIT_OBJECT_0 + n, WAIT_ABANDONED_0 + n or WAIT_TIMEOUT.
DWORD wait_for(std::span<const std::shared_ptr<Object>> objects, bool all, base::Deadline deadline);
base::Deadline deadline_of(DWORD milliseconds);

}  // namespace wmi::win32
