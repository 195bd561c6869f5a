// The exported functions over handles: events, mutexes, semaphores, waits. The contract is in include/openwmi/winbase.h.
#include <set>
#include <unistd.h>

#include <openwmi/winbase.h>

#include "base/text.h"
#include "win32/kernel.h"
#include "win32/surface.h"

using namespace wmi::win32;

namespace {

std::string text_of(LPCSTR name) { return name == nullptr ? std::string() : std::string(name); }

std::string text_of(LPCWSTR name) { return name == nullptr ? std::string() : wmi::base::from_wide(name); }

/// Makes or opens a named object of one kind. The last error says which it was.
template <class Kind, class... Arguments>
HANDLE create(const std::string& name, Arguments... arguments) {
    auto [object, existed] = named(name, std::make_shared<Kind>(arguments...));
    if (std::dynamic_pointer_cast<Kind>(object) == nullptr) return failed(ERROR_INVALID_HANDLE, HANDLE{});
    const HANDLE handle = open_handle(std::move(object));
    last_error() = existed ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS;
    return handle;
}

template <class Kind>
HANDLE open(const std::string& name) {
    if (name.empty()) return failed(ERROR_INVALID_PARAMETER, HANDLE{});
    auto object = find_named(name);
    if (object == nullptr) return failed(ERROR_FILE_NOT_FOUND, HANDLE{});
    if (std::dynamic_pointer_cast<Kind>(object) == nullptr) return failed(ERROR_INVALID_HANDLE, HANDLE{});
    return open_handle(std::move(object));
}

template <class Text>
HANDLE create_semaphore(LONG initial, LONG maximum, Text name) {
    const auto first = static_cast<std::int32_t>(initial);
    const auto most = static_cast<std::int32_t>(maximum);
    if (most <= 0 || first < 0 || first > most) return failed(ERROR_INVALID_PARAMETER, HANDLE{});
    return answer(HANDLE{}, [&] { return create<Semaphore>(text_of(name), first, most); });
}

/// A mutex that begins owned must be taken by a wait, so that the thread's end abandons it.
HANDLE create_mutex(const std::string& name, bool owned) {
    const HANDLE handle = create<Mutex>(name, pid_t{0});
    if (handle == nullptr || !owned || last_error() == ERROR_ALREADY_EXISTS) return handle;
    const std::shared_ptr<Object> objects[] = {find_object(handle)};
    (void)wait_for(objects, false, wmi::base::Deadline::never());
    return handle;
}

}  // namespace

extern "C" {

BOOL CloseHandle(HANDLE handle) { return close_handle(handle) ? TRUE : failed(ERROR_INVALID_HANDLE, FALSE); }

BOOL DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process, HANDLE* target, DWORD, BOOL, DWORD options) {
    return answer(FALSE, [&] {
        const auto own = [](HANDLE process) {
            const auto found = find<Process>(process);
            return found != nullptr && found->id() == ::getpid();
        };
        if (!own(source_process) || !own(target_process)) return failed(ERROR_INVALID_HANDLE, FALSE);
        auto object = find_object(source);
        if (object == nullptr) return failed(ERROR_INVALID_HANDLE, FALSE);
        if (target != nullptr) *target = open_handle(std::move(object));
        if ((options & DUPLICATE_CLOSE_SOURCE) != 0) close_handle(source);
        return TRUE;
    });
}

DWORD WaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, BOOL wait_all, DWORD milliseconds, BOOL) {
    return answer(WAIT_FAILED, [&] {
        if (count == 0 || count > MAXIMUM_WAIT_OBJECTS || handles == nullptr) return failed(ERROR_INVALID_PARAMETER, WAIT_FAILED);
        std::vector<std::shared_ptr<Object>> objects;
        std::set<Object*> different;
        for (DWORD at = 0; at < count; ++at) {
            auto object = find_object(handles[at]);
            if (object == nullptr) return failed(ERROR_INVALID_HANDLE, WAIT_FAILED);
            different.insert(object.get());
            objects.push_back(std::move(object));
        }
        if (wait_all != FALSE && different.size() != count) return failed(ERROR_INVALID_PARAMETER, WAIT_FAILED);
        return wait_for(objects, wait_all != FALSE, deadline_of(milliseconds));
    });
}

DWORD WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL wait_all, DWORD milliseconds) {
    return WaitForMultipleObjectsEx(count, handles, wait_all, milliseconds, FALSE);
}

DWORD WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL) {
    return answer(WAIT_FAILED, [&] {
        const std::shared_ptr<Object> objects[] = {find_object(handle)};
        if (objects[0] == nullptr) return failed(ERROR_INVALID_HANDLE, WAIT_FAILED);
        return wait_for(objects, false, deadline_of(milliseconds));
    });
}

DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds) { return WaitForSingleObjectEx(handle, milliseconds, FALSE); }

DWORD SignalObjectAndWait(HANDLE to_signal, HANDLE to_wait, DWORD milliseconds, BOOL alertable) {
    return answer(WAIT_FAILED, [&] {
        const auto object = find_object(to_signal);
        if (const auto event = std::dynamic_pointer_cast<Event>(object)) {
            event->set();
        } else if (const auto mutex = std::dynamic_pointer_cast<Mutex>(object)) {
            if (!mutex->release(current_thread_id())) return failed(ERROR_NOT_OWNER, WAIT_FAILED);
        } else if (const auto semaphore = std::dynamic_pointer_cast<Semaphore>(object)) {
            if (!semaphore->release(1)) return failed(ERROR_TOO_MANY_POSTS, WAIT_FAILED);
        } else {
            return failed(ERROR_INVALID_HANDLE, WAIT_FAILED);
        }
        return WaitForSingleObjectEx(to_wait, milliseconds, alertable);
    });
}

HANDLE CreateEventA(LPSECURITY_ATTRIBUTES, BOOL manual_reset, BOOL initial, LPCSTR name) {
    return answer(HANDLE{}, [&] { return create<Event>(text_of(name), manual_reset != FALSE, initial != FALSE); });
}

HANDLE CreateEventW(LPSECURITY_ATTRIBUTES, BOOL manual_reset, BOOL initial, LPCWSTR name) {
    return answer(HANDLE{}, [&] { return create<Event>(text_of(name), manual_reset != FALSE, initial != FALSE); });
}

HANDLE OpenEventA(DWORD, BOOL, LPCSTR name) {
    return answer(HANDLE{}, [&] { return open<Event>(text_of(name)); });
}

HANDLE OpenEventW(DWORD, BOOL, LPCWSTR name) {
    return answer(HANDLE{}, [&] { return open<Event>(text_of(name)); });
}

BOOL SetEvent(HANDLE event) {
    return answer(FALSE, [&] {
        const auto found = find<Event>(event);
        if (found == nullptr) return failed(ERROR_INVALID_HANDLE, FALSE);
        found->set();
        return TRUE;
    });
}

BOOL ResetEvent(HANDLE event) {
    return answer(FALSE, [&] {
        const auto found = find<Event>(event);
        if (found == nullptr) return failed(ERROR_INVALID_HANDLE, FALSE);
        found->reset();
        return TRUE;
    });
}

HANDLE CreateMutexA(LPSECURITY_ATTRIBUTES, BOOL owned, LPCSTR name) {
    return answer(HANDLE{}, [&] { return create_mutex(text_of(name), owned != FALSE); });
}

HANDLE CreateMutexW(LPSECURITY_ATTRIBUTES, BOOL owned, LPCWSTR name) {
    return answer(HANDLE{}, [&] { return create_mutex(text_of(name), owned != FALSE); });
}

HANDLE OpenMutexW(DWORD, BOOL, LPCWSTR name) {
    return answer(HANDLE{}, [&] { return open<Mutex>(text_of(name)); });
}

BOOL ReleaseMutex(HANDLE mutex) {
    return answer(FALSE, [&] {
        const auto found = find<Mutex>(mutex);
        if (found == nullptr) return failed(ERROR_INVALID_HANDLE, FALSE);
        return found->release(current_thread_id()) ? TRUE : failed(ERROR_NOT_OWNER, FALSE);
    });
}

HANDLE CreateSemaphoreA(LPSECURITY_ATTRIBUTES, LONG initial, LONG maximum, LPCSTR name) {
    return create_semaphore(initial, maximum, name);
}

HANDLE CreateSemaphoreW(LPSECURITY_ATTRIBUTES, LONG initial, LONG maximum, LPCWSTR name) {
    return create_semaphore(initial, maximum, name);
}

BOOL ReleaseSemaphore(HANDLE semaphore, LONG count, LONG* previous) {
    return answer(FALSE, [&] {
        const auto found = find<Semaphore>(semaphore);
        if (found == nullptr) return failed(ERROR_INVALID_HANDLE, FALSE);
        const auto units = static_cast<std::int32_t>(count);
        if (units <= 0) return failed(ERROR_INVALID_PARAMETER, FALSE);
        const auto before = found->release(units);
        if (!before) return failed(ERROR_TOO_MANY_POSTS, FALSE);
        if (previous != nullptr) *previous = *before;
        return TRUE;
    });
}

}  // extern "C"
