// What Windows programs call of the system: handles, events and waits, threads, locks, time, errors, memory, libraries, names, text.
// docs/porting.md says of every name whether it works here. A function that has no meaning here fails with ERROR_CALL_NOT_IMPLEMENTED;
// none succeeds silently. Handles live in one table of the process: a closed or foreign one is answered with ERROR_INVALID_HANDLE.
// Named objects are known inside one process only. Text of the ...A functions is UTF-8. Unless said otherwise a function that fails
// gives 0, FALSE or NULL, and GetLastError on the same thread says why; every function may be called by any thread.
#pragma once

#include "minwinbase.h"
#include "openwmi.h"
#include "winnls.h"
#include "winnt.h"

#include <cstdarg>

#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00
#endif
#ifndef WINVER
#define WINVER _WIN32_WINNT
#endif

#define INFINITE 0xFFFFFFFF
#define WAIT_FAILED ((DWORD)0xFFFFFFFF)
#define WAIT_OBJECT_0 ((STATUS_WAIT_0) + 0)
#define WAIT_ABANDONED ((STATUS_ABANDONED_WAIT_0) + 0)
#define WAIT_ABANDONED_0 ((STATUS_ABANDONED_WAIT_0) + 0)
#define WAIT_IO_COMPLETION STATUS_USER_APC
#ifndef WAIT_TIMEOUT
#define WAIT_TIMEOUT 258L
#endif
#define STILL_ACTIVE STATUS_PENDING
#define MAXIMUM_WAIT_OBJECTS 64
#define CREATE_SUSPENDED 0x00000004
#define STACK_SIZE_PARAM_IS_A_RESERVATION 0x00010000
#define DUPLICATE_CLOSE_SOURCE 0x00000001
#define DUPLICATE_SAME_ACCESS 0x00000002
#define CREATE_EVENT_MANUAL_RESET 0x00000001
#define CREATE_EVENT_INITIAL_SET 0x00000002
#define MAX_COMPUTERNAME_LENGTH 15
#define LMEM_FIXED 0x0000
#define LMEM_MOVEABLE 0x0002
#define LMEM_ZEROINIT 0x0040
#define LPTR (LMEM_FIXED | LMEM_ZEROINIT)
#define GMEM_FIXED 0x0000
#define GMEM_MOVEABLE 0x0002
#define GMEM_ZEROINIT 0x0040
#define GPTR (GMEM_FIXED | GMEM_ZEROINIT)
#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x00000100
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x00000200
#define FORMAT_MESSAGE_FROM_STRING 0x00000400
#define FORMAT_MESSAGE_FROM_HMODULE 0x00000800
#define FORMAT_MESSAGE_FROM_SYSTEM 0x00001000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x00002000
#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0x000000FF
#define LOAD_LIBRARY_AS_DATAFILE 0x00000002
#define LOAD_WITH_ALTERED_SEARCH_PATH 0x00000008
#define GET_MODULE_HANDLE_EX_FLAG_PIN 0x1
#define GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT 0x2
#define GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS 0x4

typedef DWORD (*PTHREAD_START_ROUTINE)(LPVOID parameter);
typedef PTHREAD_START_ROUTINE LPTHREAD_START_ROUTINE;
typedef RTL_SRWLOCK SRWLOCK, *PSRWLOCK;
typedef RTL_CONDITION_VARIABLE CONDITION_VARIABLE, *PCONDITION_VARIABLE;
#define SRWLOCK_INIT RTL_SRWLOCK_INIT
#define CONDITION_VARIABLE_INIT RTL_CONDITION_VARIABLE_INIT
#define CONDITION_VARIABLE_LOCKMODE_SHARED 0x1

typedef enum _COMPUTER_NAME_FORMAT : int {
    ComputerNameNetBIOS,
    ComputerNameDnsHostname,
    ComputerNameDnsDomain,
    ComputerNameDnsFullyQualified,
    ComputerNamePhysicalNetBIOS,
    ComputerNamePhysicalDnsHostname,
    ComputerNamePhysicalDnsDomain,
    ComputerNamePhysicalDnsFullyQualified,
    ComputerNameMax
} COMPUTER_NAME_FORMAT;

extern "C" {

// -- handles, waits (a time-out is milliseconds, INFINITE without end)

/// Closes one handle; the object goes with its last. The pseudo handles of process and thread may be closed without effect.
OPENWMI_API BOOL CloseHandle(HANDLE handle);
/// A second handle for the same object. Both processes must be this one; rights are not reduced.
OPENWMI_API BOOL DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process, HANDLE* target, DWORD access,
                                 BOOL inherit, DWORD options);
/// Waits until the object is signalled. WAIT_OBJECT_0, WAIT_ABANDONED (a mutex whose owner ended), WAIT_TIMEOUT or WAIT_FAILED.
OPENWMI_API DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds);
/// The same; there are no asynchronous procedure calls here, so alertable changes nothing.
OPENWMI_API DWORD WaitForSingleObjectEx(HANDLE handle, DWORD milliseconds, BOOL alertable);
/// Waits for one of 1 to MAXIMUM_WAIT_OBJECTS objects (the first signalled gives the answer), or for all of them at one moment.
/// ERROR_INVALID_PARAMETER: bad count, or one object twice in a wait for all.
OPENWMI_API DWORD WaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL wait_all, DWORD milliseconds);
OPENWMI_API DWORD WaitForMultipleObjectsEx(DWORD count, const HANDLE* handles, BOOL wait_all, DWORD milliseconds, BOOL alertable);
/// Signals the first and waits for the second.
OPENWMI_API DWORD SignalObjectAndWait(HANDLE to_signal, HANDLE to_wait, DWORD milliseconds, BOOL alertable);

/// Makes an event, or opens the one of that name (then the last error is ERROR_ALREADY_EXISTS; it is ERROR_INVALID_HANDLE, and the
/// answer NULL, when the name belongs to another kind of object). An auto-reset event frees one waiter and is reset by that.
OPENWMI_API HANDLE CreateEventA(LPSECURITY_ATTRIBUTES security, BOOL manual_reset, BOOL initial, LPCSTR name);
OPENWMI_API HANDLE CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual_reset, BOOL initial, LPCWSTR name);
/// Opens an event by name; ERROR_FILE_NOT_FOUND without one in this process.
OPENWMI_API HANDLE OpenEventA(DWORD access, BOOL inherit, LPCSTR name);
OPENWMI_API HANDLE OpenEventW(DWORD access, BOOL inherit, LPCWSTR name);
OPENWMI_API BOOL SetEvent(HANDLE event);
OPENWMI_API BOOL ResetEvent(HANDLE event);
/// Makes or opens a mutex. Its owner may take it again and releases it as often; a mutex whose owner ends is abandoned.
OPENWMI_API HANDLE CreateMutexA(LPSECURITY_ATTRIBUTES security, BOOL owned, LPCSTR name);
OPENWMI_API HANDLE CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL owned, LPCWSTR name);
OPENWMI_API HANDLE OpenMutexW(DWORD access, BOOL inherit, LPCWSTR name);
/// ERROR_NOT_OWNER: this thread does not hold it.
OPENWMI_API BOOL ReleaseMutex(HANDLE mutex);
/// Makes or opens a semaphore of 0 to `maximum` units. Counts use the low 32 bits of LONG.
OPENWMI_API HANDLE CreateSemaphoreA(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCSTR name);
OPENWMI_API HANDLE CreateSemaphoreW(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCWSTR name);
/// ERROR_TOO_MANY_POSTS (298): above the maximum; nothing changes then. `previous` may be NULL; all 8 bytes of it are written.
OPENWMI_API BOOL ReleaseSemaphore(HANDLE semaphore, LONG count, LONG* previous);

// -- threads

/// Starts a thread. stack_size 0 takes the system's. CREATE_SUSPENDED: it begins with ResumeThread.
OPENWMI_API HANDLE CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack_size, LPTHREAD_START_ROUTINE start, LPVOID parameter,
                                DWORD flags, LPDWORD thread_id);
/// Ends this thread. Destructors of its frames run.
[[noreturn]] OPENWMI_API void ExitThread(DWORD exit_code);
/// STILL_ACTIVE (259) while it runs.
OPENWMI_API BOOL GetExitCodeThread(HANDLE thread, LPDWORD exit_code);
/// Lets a thread made with CREATE_SUSPENDED begin. Gives how often it was suspended before, or 0xFFFFFFFF.
OPENWMI_API DWORD ResumeThread(HANDLE thread);
/// A running thread cannot be stopped here: 0xFFFFFFFF, ERROR_CALL_NOT_IMPLEMENTED.
OPENWMI_API DWORD SuspendThread(HANDLE thread);
/// Threads cannot be killed here: FALSE, ERROR_CALL_NOT_IMPLEMENTED.
OPENWMI_API BOOL TerminateThread(HANDLE thread, DWORD exit_code);
OPENWMI_API DWORD GetCurrentThreadId();
OPENWMI_API DWORD GetThreadId(HANDLE thread);
/// Pseudo handles: they mean the caller's own process or thread wherever they are used, and need not be closed.
OPENWMI_API HANDLE GetCurrentThread();
OPENWMI_API HANDLE GetCurrentProcess();
OPENWMI_API DWORD GetCurrentProcessId();
/// A handle to a running process, for GetProcessId and waits. ERROR_INVALID_PARAMETER: no such process.
OPENWMI_API HANDLE OpenProcess(DWORD access, BOOL inherit, DWORD process_id);
OPENWMI_API DWORD GetProcessId(HANDLE process);
[[noreturn]] OPENWMI_API void ExitProcess(UINT exit_code);
/// Waits at least so many milliseconds; 0 gives up the rest of the time slice.
OPENWMI_API void Sleep(DWORD milliseconds);
OPENWMI_API DWORD SleepEx(DWORD milliseconds, BOOL alertable);
OPENWMI_API BOOL SwitchToThread();
OPENWMI_API DWORD TlsAlloc();
OPENWMI_API LPVOID TlsGetValue(DWORD index);
OPENWMI_API BOOL TlsSetValue(DWORD index, LPVOID value);
OPENWMI_API BOOL TlsFree(DWORD index);

// -- locks inside a process

/// A critical section: one thread at a time, which may enter again. The Initialize functions give TRUE.
OPENWMI_API void InitializeCriticalSection(LPCRITICAL_SECTION section);
OPENWMI_API BOOL InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spins);
OPENWMI_API BOOL InitializeCriticalSectionEx(LPCRITICAL_SECTION section, DWORD spins, DWORD flags);
OPENWMI_API void EnterCriticalSection(LPCRITICAL_SECTION section);
OPENWMI_API BOOL TryEnterCriticalSection(LPCRITICAL_SECTION section);
OPENWMI_API void LeaveCriticalSection(LPCRITICAL_SECTION section);
OPENWMI_API void DeleteCriticalSection(LPCRITICAL_SECTION section);
/// Slim locks: many readers or one writer, not recursive. They need no deletion. Copying one that is in use is an error.
OPENWMI_API void InitializeSRWLock(PSRWLOCK lock);
OPENWMI_API void AcquireSRWLockExclusive(PSRWLOCK lock);
OPENWMI_API BOOLEAN TryAcquireSRWLockExclusive(PSRWLOCK lock);
OPENWMI_API void ReleaseSRWLockExclusive(PSRWLOCK lock);
OPENWMI_API void AcquireSRWLockShared(PSRWLOCK lock);
OPENWMI_API BOOLEAN TryAcquireSRWLockShared(PSRWLOCK lock);
OPENWMI_API void ReleaseSRWLockShared(PSRWLOCK lock);
/// Condition variables: leave the lock, sleep until woken, take the lock again. May wake without reason. ERROR_TIMEOUT after the time.
OPENWMI_API void InitializeConditionVariable(PCONDITION_VARIABLE variable);
OPENWMI_API BOOL SleepConditionVariableCS(PCONDITION_VARIABLE variable, LPCRITICAL_SECTION section, DWORD milliseconds);
OPENWMI_API BOOL SleepConditionVariableSRW(PCONDITION_VARIABLE variable, PSRWLOCK lock, DWORD milliseconds, ULONG flags);
OPENWMI_API void WakeConditionVariable(PCONDITION_VARIABLE variable);
OPENWMI_API void WakeAllConditionVariable(PCONDITION_VARIABLE variable);

// -- time (FILETIME is UTC)

/// Milliseconds since the machine started; the first turns over after 49.7 days.
OPENWMI_API DWORD GetTickCount();
OPENWMI_API ULONGLONG GetTickCount64();
/// A counter of nanoseconds: the frequency is 1,000,000,000.
OPENWMI_API BOOL QueryPerformanceCounter(LARGE_INTEGER* count);
OPENWMI_API BOOL QueryPerformanceFrequency(LARGE_INTEGER* frequency);
OPENWMI_API void GetSystemTime(LPSYSTEMTIME time);
OPENWMI_API void GetLocalTime(LPSYSTEMTIME time);
OPENWMI_API void GetSystemTimeAsFileTime(LPFILETIME time);
OPENWMI_API void GetSystemTimePreciseAsFileTime(LPFILETIME time);
/// Years 1601 to 30827 (30828 when read). ERROR_INVALID_PARAMETER beyond them or for a date that is none; the day of the week is not read.
OPENWMI_API BOOL FileTimeToSystemTime(const FILETIME* file_time, LPSYSTEMTIME time);
OPENWMI_API BOOL SystemTimeToFileTime(const SYSTEMTIME* time, LPFILETIME file_time);
/// By the offset from UTC that holds now, as on Windows.
OPENWMI_API BOOL FileTimeToLocalFileTime(const FILETIME* file_time, LPFILETIME local);
OPENWMI_API BOOL LocalFileTimeToFileTime(const FILETIME* local, LPFILETIME file_time);
/// -1, 0 or 1. A LONG.
OPENWMI_API LONG CompareFileTime(const FILETIME* left, const FILETIME* right);

// -- errors

/// The number of this thread's last failure. Functions that succeed leave it, except those that say otherwise.
OPENWMI_API DWORD GetLastError();
OPENWMI_API void SetLastError(DWORD error);
/// The text of an error number or HRESULT (system errors, COM and WMI codes; English), or of a format string with inserts %1 to %99
/// (%1!s! and %1!d! forms; %0, %n, %%, %r, %b, %t as documented). Gives the length without the NUL. ALLOCATE_BUFFER: free with LocalFree.
/// ERROR_MR_MID_NOT_FOUND: no text for the number. ERROR_INSUFFICIENT_BUFFER: it does not fit. Tables of modules are not read.
OPENWMI_API DWORD FormatMessageA(DWORD flags, LPCVOID source, DWORD message, DWORD language, LPSTR buffer, DWORD size,
                                 std::va_list* arguments);
OPENWMI_API DWORD FormatMessageW(DWORD flags, LPCVOID source, DWORD message, DWORD language, LPWSTR buffer, DWORD size,
                                 std::va_list* arguments);
OPENWMI_API void OutputDebugStringA(LPCSTR text);
OPENWMI_API void OutputDebugStringW(LPCWSTR text);

// -- memory (all of one heap: that of malloc)

OPENWMI_API HLOCAL LocalAlloc(UINT flags, SIZE_T bytes);
OPENWMI_API HLOCAL LocalReAlloc(HLOCAL memory, SIZE_T bytes, UINT flags);
/// Gives NULL.
OPENWMI_API HLOCAL LocalFree(HLOCAL memory);
OPENWMI_API HGLOBAL GlobalAlloc(UINT flags, SIZE_T bytes);
OPENWMI_API HGLOBAL GlobalFree(HGLOBAL memory);
OPENWMI_API LPVOID GlobalLock(HGLOBAL memory);
OPENWMI_API BOOL GlobalUnlock(HGLOBAL memory);
OPENWMI_API HANDLE GetProcessHeap();
OPENWMI_API LPVOID HeapAlloc(HANDLE heap, DWORD flags, SIZE_T bytes);
OPENWMI_API LPVOID HeapReAlloc(HANDLE heap, DWORD flags, LPVOID memory, SIZE_T bytes);
OPENWMI_API BOOL HeapFree(HANDLE heap, DWORD flags, LPVOID memory);

// -- libraries (shared objects; a module handle is dlopen's, or an address in the module such as &__ImageBase)

/// NULL means the program. The system's own names (kernel32, ntdll, advapi32, user32, ole32, oleaut32, with or without .dll) mean this
/// library. Anything else is a shared object that is loaded already. ERROR_MOD_NOT_FOUND.
OPENWMI_API HMODULE GetModuleHandleA(LPCSTR name);
OPENWMI_API HMODULE GetModuleHandleW(LPCWSTR name);
OPENWMI_API BOOL GetModuleHandleExA(DWORD flags, LPCSTR name, HMODULE* module);
OPENWMI_API BOOL GetModuleHandleExW(DWORD flags, LPCWSTR name, HMODULE* module);
/// The path of a module, NULL for the program. Cut and ended when it does not fit: then the answer is `size` and the last error
/// ERROR_INSUFFICIENT_BUFFER.
OPENWMI_API DWORD GetModuleFileNameA(HMODULE module, LPSTR path, DWORD size);
OPENWMI_API DWORD GetModuleFileNameW(HMODULE module, LPWSTR path, DWORD size);
/// dlopen. The system's own names are accepted as in GetModuleHandle.
OPENWMI_API HMODULE LoadLibraryA(LPCSTR path);
OPENWMI_API HMODULE LoadLibraryW(LPCWSTR path);
OPENWMI_API HMODULE LoadLibraryExA(LPCSTR path, HANDLE reserved, DWORD flags);
OPENWMI_API HMODULE LoadLibraryExW(LPCWSTR path, HANDLE reserved, DWORD flags);
OPENWMI_API BOOL FreeLibrary(HMODULE module);
/// ERROR_PROC_NOT_FOUND: no such function; functions cannot be asked for by ordinal.
OPENWMI_API FARPROC GetProcAddress(HMODULE module, LPCSTR name);
/// Nobody is told of threads here, so nothing has to be switched off: TRUE for a module.
OPENWMI_API BOOL DisableThreadLibraryCalls(HMODULE module);

// -- names and versions

/// The machine's name up to its first dot, upper case, at most MAX_COMPUTERNAME_LENGTH characters. `size`: characters, in with the NUL, out without.
/// ERROR_BUFFER_OVERFLOW (111): too small; then `size` says what is needed, with the NUL.
OPENWMI_API BOOL GetComputerNameA(LPSTR name, LPDWORD size);
OPENWMI_API BOOL GetComputerNameW(LPWSTR name, LPDWORD size);
/// The other forms of the name. ERROR_MORE_DATA: too small; then `size` says what is needed, with the NUL.
OPENWMI_API BOOL GetComputerNameExA(COMPUTER_NAME_FORMAT form, LPSTR name, LPDWORD size);
OPENWMI_API BOOL GetComputerNameExW(COMPUTER_NAME_FORMAT form, LPWSTR name, LPDWORD size);
/// The name of the effective user. `size`: characters with the NUL, in and out. ERROR_INSUFFICIENT_BUFFER.
OPENWMI_API BOOL GetUserNameA(LPSTR name, LPDWORD size);
OPENWMI_API BOOL GetUserNameW(LPWSTR name, LPDWORD size);
/// Answers as the version of Windows whose WMI this is: 10.0.17763, platform VER_PLATFORM_WIN32_NT, a server. dwOSVersionInfoSize must be that of
/// OSVERSIONINFO or OSVERSIONINFOEX.
OPENWMI_API BOOL GetVersionExA(LPOSVERSIONINFOA version);
OPENWMI_API BOOL GetVersionExW(LPOSVERSIONINFOW version);
OPENWMI_API DWORD GetVersion();
/// "/usr": where the system's programs are. "/usr/lib": its libraries. "/tmp/" or TMPDIR, with the last slash. Give the length, or, when
/// the buffer is too small, the size that is needed with the NUL.
OPENWMI_API UINT GetWindowsDirectoryA(LPSTR path, UINT size);
OPENWMI_API UINT GetWindowsDirectoryW(LPWSTR path, UINT size);
OPENWMI_API UINT GetSystemDirectoryA(LPSTR path, UINT size);
OPENWMI_API UINT GetSystemDirectoryW(LPWSTR path, UINT size);
OPENWMI_API DWORD GetTempPathA(DWORD size, LPSTR path);
OPENWMI_API DWORD GetTempPathW(DWORD size, LPWSTR path);
/// ERROR_ENVVAR_NOT_FOUND. Lengths as above.
OPENWMI_API DWORD GetEnvironmentVariableA(LPCSTR name, LPSTR value, DWORD size);
OPENWMI_API DWORD GetEnvironmentVariableW(LPCWSTR name, LPWSTR value, DWORD size);
/// The command line that this process was started with, its words quoted where they need it. The library's own; valid until the end.
OPENWMI_API LPSTR GetCommandLineA();
OPENWMI_API LPWSTR GetCommandLineW();

// -- text

OPENWMI_API int lstrlenA(LPCSTR text);
/// Characters before the NUL; 0 for NULL.
OPENWMI_API int lstrlenW(LPCWSTR text);
/// NULL for a NULL argument. As on Windows nothing bounds the copy: prefer StringCchCopy.
OPENWMI_API LPSTR lstrcpyA(LPSTR target, LPCSTR source);
OPENWMI_API LPWSTR lstrcpyW(LPWSTR target, LPCWSTR source);
/// At most `size` - 1 characters and a NUL.
OPENWMI_API LPSTR lstrcpynA(LPSTR target, LPCSTR source, int size);
OPENWMI_API LPWSTR lstrcpynW(LPWSTR target, LPCWSTR source, int size);
OPENWMI_API LPSTR lstrcatA(LPSTR target, LPCSTR source);
OPENWMI_API LPWSTR lstrcatW(LPWSTR target, LPCWSTR source);
/// -1, 0 or 1 by code point; a NULL is before everything. lstrcmpi compares simple upper case.
OPENWMI_API int lstrcmpA(LPCSTR left, LPCSTR right);
OPENWMI_API int lstrcmpW(LPCWSTR left, LPCWSTR right);
OPENWMI_API int lstrcmpiA(LPCSTR left, LPCSTR right);
OPENWMI_API int lstrcmpiW(LPCWSTR left, LPCWSTR right);

// -- tokens, accounts, descriptors: declared, and answered as docs/porting.md says

OPENWMI_API BOOL OpenProcessToken(HANDLE process, DWORD access, PHANDLE token);
/// ERROR_NO_TOKEN: this thread impersonates nobody.
OPENWMI_API BOOL OpenThreadToken(HANDLE thread, DWORD access, BOOL as_self, PHANDLE token);
OPENWMI_API BOOL SetThreadToken(PHANDLE thread, HANDLE token);
OPENWMI_API BOOL GetTokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS kind, LPVOID information, DWORD size, PDWORD needed);
OPENWMI_API BOOL AdjustTokenPrivileges(HANDLE token, BOOL disable_all, PTOKEN_PRIVILEGES wanted, DWORD size, PTOKEN_PRIVILEGES previous,
                                       PDWORD needed);
OPENWMI_API BOOL DuplicateToken(HANDLE token, SECURITY_IMPERSONATION_LEVEL level, PHANDLE made);
OPENWMI_API BOOL ImpersonateLoggedOnUser(HANDLE token);
OPENWMI_API BOOL ImpersonateSelf(SECURITY_IMPERSONATION_LEVEL level);
OPENWMI_API BOOL RevertToSelf();
OPENWMI_API BOOL LogonUserA(LPCSTR user, LPCSTR domain, LPCSTR password, DWORD type, DWORD provider, PHANDLE token);
OPENWMI_API BOOL LogonUserW(LPCWSTR user, LPCWSTR domain, LPCWSTR password, DWORD type, DWORD provider, PHANDLE token);
OPENWMI_API BOOL LookupPrivilegeValueA(LPCSTR system, LPCSTR name, PLUID privilege);
OPENWMI_API BOOL LookupPrivilegeValueW(LPCWSTR system, LPCWSTR name, PLUID privilege);
OPENWMI_API BOOL LookupAccountNameA(LPCSTR system, LPCSTR account, PSID sid, LPDWORD sid_size, LPSTR domain, LPDWORD domain_size,
                                    PSID_NAME_USE use);
OPENWMI_API BOOL LookupAccountNameW(LPCWSTR system, LPCWSTR account, PSID sid, LPDWORD sid_size, LPWSTR domain, LPDWORD domain_size,
                                    PSID_NAME_USE use);
OPENWMI_API BOOL LookupAccountSidA(LPCSTR system, PSID sid, LPSTR name, LPDWORD name_size, LPSTR domain, LPDWORD domain_size,
                                   PSID_NAME_USE use);
OPENWMI_API BOOL LookupAccountSidW(LPCWSTR system, PSID sid, LPWSTR name, LPDWORD name_size, LPWSTR domain, LPDWORD domain_size,
                                   PSID_NAME_USE use);
OPENWMI_API BOOL CreateWellKnownSid(WELL_KNOWN_SID_TYPE kind, PSID domain, PSID sid, DWORD* size);
OPENWMI_API BOOL CheckTokenMembership(HANDLE token, PSID sid, PBOOL member);
OPENWMI_API BOOL AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY authority, BYTE count, DWORD a0, DWORD a1, DWORD a2, DWORD a3, DWORD a4,
                                          DWORD a5, DWORD a6, DWORD a7, PSID* sid);
OPENWMI_API PVOID FreeSid(PSID sid);
OPENWMI_API BOOL AccessCheck(PSECURITY_DESCRIPTOR descriptor, HANDLE token, DWORD wanted, PGENERIC_MAPPING mapping,
                             PPRIVILEGE_SET privileges, LPDWORD privileges_size, LPDWORD granted, LPBOOL allowed);
OPENWMI_API BOOL GetAce(PACL acl, DWORD index, LPVOID* ace);
OPENWMI_API BOOL GetAclInformation(PACL acl, LPVOID information, DWORD size, ACL_INFORMATION_CLASS kind);
OPENWMI_API BOOL InitializeAcl(PACL acl, DWORD size, DWORD revision);
OPENWMI_API BOOL AddAccessAllowedAce(PACL acl, DWORD revision, DWORD mask, PSID sid);
OPENWMI_API BOOL InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR descriptor, DWORD revision);
OPENWMI_API BOOL SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR descriptor, BOOL present, PACL dacl, BOOL defaulted);
OPENWMI_API BOOL SetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR descriptor, PSID owner, BOOL defaulted);
OPENWMI_API BOOL SetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR descriptor, PSID group, BOOL defaulted);
OPENWMI_API BOOL GetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR descriptor, LPBOOL present, PACL* dacl, LPBOOL defaulted);
OPENWMI_API BOOL GetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR descriptor, PSID* owner, LPBOOL defaulted);
OPENWMI_API BOOL GetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR descriptor, PSID* group, LPBOOL defaulted);
OPENWMI_API DWORD GetSecurityDescriptorLength(PSECURITY_DESCRIPTOR descriptor);
OPENWMI_API BOOL IsValidSecurityDescriptor(PSECURITY_DESCRIPTOR descriptor);
/// These four are arithmetic on bytes and work: replaces generic rights by specific ones; compares; checks the form; 8 + 4 * count.
OPENWMI_API void MapGenericMask(PDWORD mask, PGENERIC_MAPPING mapping);
OPENWMI_API BOOL EqualSid(PSID left, PSID right);
OPENWMI_API BOOL IsValidSid(PSID sid);
OPENWMI_API DWORD GetLengthSid(PSID sid);

// -- what a ported program may define

int WinMain(HINSTANCE instance, HINSTANCE previous, LPSTR command_line, int show);
int wWinMain(HINSTANCE instance, HINSTANCE previous, LPWSTR command_line, int show);
BOOL DllMain(HINSTANCE module, DWORD reason, LPVOID reserved);

}  // extern "C"

/// Samples write the reason as ULONG too, which is another type here; both definitions are found under one name.
BOOL DllMain(HINSTANCE module, ULONG reason, LPVOID reserved) __asm__("DllMain");

#ifndef ERROR_BUFFER_OVERFLOW
#define ERROR_BUFFER_OVERFLOW 111L  // the name does not fit
#endif
#ifndef ERROR_TOO_MANY_POSTS
#define ERROR_TOO_MANY_POSTS 298L  // above the semaphore's maximum
#endif

#ifdef UNICODE
#define CreateEvent CreateEventW
#define OpenEvent OpenEventW
#define CreateMutex CreateMutexW
#define OpenMutex OpenMutexW
#define CreateSemaphore CreateSemaphoreW
#define FormatMessage FormatMessageW
#define OutputDebugString OutputDebugStringW
#define GetModuleHandle GetModuleHandleW
#define GetModuleHandleEx GetModuleHandleExW
#define GetModuleFileName GetModuleFileNameW
#define LoadLibrary LoadLibraryW
#define LoadLibraryEx LoadLibraryExW
#define GetComputerName GetComputerNameW
#define GetComputerNameEx GetComputerNameExW
#define GetUserName GetUserNameW
#define GetVersionEx GetVersionExW
#define GetWindowsDirectory GetWindowsDirectoryW
#define GetSystemDirectory GetSystemDirectoryW
#define GetTempPath GetTempPathW
#define GetEnvironmentVariable GetEnvironmentVariableW
#define GetCommandLine GetCommandLineW
#define lstrlen lstrlenW
#define lstrcpy lstrcpyW
#define lstrcpyn lstrcpynW
#define lstrcat lstrcatW
#define lstrcmp lstrcmpW
#define lstrcmpi lstrcmpiW
#define LogonUser LogonUserW
#define LookupPrivilegeValue LookupPrivilegeValueW
#define LookupAccountName LookupAccountNameW
#define LookupAccountSid LookupAccountSidW
#else
#define CreateEvent CreateEventA
#define OpenEvent OpenEventA
#define CreateMutex CreateMutexA
#define CreateSemaphore CreateSemaphoreA
#define FormatMessage FormatMessageA
#define OutputDebugString OutputDebugStringA
#define GetModuleHandle GetModuleHandleA
#define GetModuleHandleEx GetModuleHandleExA
#define GetModuleFileName GetModuleFileNameA
#define LoadLibrary LoadLibraryA
#define LoadLibraryEx LoadLibraryExA
#define GetComputerName GetComputerNameA
#define GetComputerNameEx GetComputerNameExA
#define GetUserName GetUserNameA
#define GetVersionEx GetVersionExA
#define GetWindowsDirectory GetWindowsDirectoryA
#define GetSystemDirectory GetSystemDirectoryA
#define GetTempPath GetTempPathA
#define GetEnvironmentVariable GetEnvironmentVariableA
#define GetCommandLine GetCommandLineA
#define lstrlen lstrlenA
#define lstrcpy lstrcpyA
#define lstrcpyn lstrcpynA
#define lstrcat lstrcatA
#define lstrcmp lstrcmpA
#define lstrcmpi lstrcmpiA
#define LogonUser LogonUserA
#define LookupPrivilegeValue LookupPrivilegeValueA
#define LookupAccountName LookupAccountNameA
#define LookupAccountSid LookupAccountSidA
#endif
