#include "landing/internal/autorecover.h"

#include "base/descriptor.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wmi::landing {

using base::Error;
using base::Result;
using base::Status;

namespace {

constexpr std::string_view kFirstLine = "OpenWMI autorecover list";
constexpr std::string_view kWaiting = "rebuild";  // the second line while the files wait; names of files begin with '/'

Error failed(const char* doing, const std::filesystem::path& what) {
    const Status status = errno == ENOSPC ? Status::OutOfDiskSpace : errno == EACCES ? Status::AccessDenied : Status::Failed;
    return Error(status, std::string("the autorecover list could not be ") + doing + ": " + std::strerror(errno), what.string());
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(base::above_standard(number)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }

    explicit operator bool() const { return number_ >= 0; }

    [[nodiscard]] int get() const { return number_; }

private:
    const int number_;
};

/// One process, and one of its threads, at a time; until it is destroyed.
class FolderLock {
public:
    explicit FolderLock(const std::filesystem::path& folder) : folder_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        is_held_ = folder_ && lock();
    }

    explicit operator bool() const { return is_held_; }

    [[nodiscard]] Result<void> flush(const std::filesystem::path& name) const {
        if (fsync(folder_.get()) != 0) return failed("written", name);
        return {};
    }

private:
    [[nodiscard]] bool lock() const {
        int locked = 0;
        do locked = flock(folder_.get(), LOCK_EX);
        while (locked != 0 && errno == EINTR);
        return locked == 0;
    }

    const Descriptor folder_;
    bool is_held_ = false;
};

/// A name may hold a line's end.
std::string escaped(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (c == '\n') text += "\\n";
        else if (c == '\\') text += "\\\\";
        else text += c;
    }
    return text;
}

std::string unescaped(std::string_view line) {
    std::string name;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\' || i + 1 == line.size()) name += line[i];
        else name += line[++i] == 'n' ? '\n' : line[i];
    }
    return name;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

Result<std::string> read_all(int file, const std::filesystem::path& name) {
    std::string text;
    char buffer[65536];
    for (;;) {
        const ssize_t got = ::read(file, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed("read", name);
        if (got == 0) return text;
        text.append(buffer, static_cast<std::size_t>(got));
        if (text.size() > kMaxAutorecoverBytes) return Error(Status::QuotaViolation, "the autorecover list is longer than 16 MiB", name.string());
    }
}

Result<void> write_all(int file, std::string_view text, const std::filesystem::path& name) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed("written", name);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fsync(file) != 0) return failed("written", name);
    return {};
}

bool insert(std::vector<std::string>& files, const std::string& file) {
    if (std::find(files.begin(), files.end(), file) != files.end()) return false;
    files.push_back(file);
    return true;
}

}  // namespace

AutorecoverList::AutorecoverList(std::filesystem::path folder) : folder_(folder == "memory:" ? std::filesystem::path() : std::move(folder)) {}

Result<AutorecoverList::Content> AutorecoverList::read() const {
    const std::filesystem::path name = folder_ / kAutorecoverFile;
    const Descriptor file(open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file && errno == ENOENT) return Content();
    if (!file) return failed("read", name);
    const std::string text = TRY(read_all(file.get(), name));
    const std::vector<std::string_view> lines = lines_of(text);
    if (lines.empty() || lines.front() != kFirstLine)
        return Error(Status::CriticalError, "the autorecover list is not what OpenWMI wrote there; remove or restore the file", name.string());
    Content content;
    content.is_waiting = lines.size() > 1 && lines[1] == kWaiting;
    for (std::size_t i = content.is_waiting ? 2 : 1; i < lines.size(); ++i) {
        if (!lines[i].empty()) content.files.push_back(unescaped(lines[i]));
    }
    return content;
}

Result<void> AutorecoverList::write(const Content& content) const {
    const std::filesystem::path name = folder_ / kAutorecoverFile;
    std::filesystem::path beside = name;
    beside += ".new";
    std::string text = std::string(kFirstLine) + "\n";
    if (content.is_waiting) text += std::string(kWaiting) + "\n";
    for (const std::string& file : content.files) text += escaped(file) + "\n";
    if (text.size() > kMaxAutorecoverBytes) return Error(Status::QuotaViolation, "the autorecover list would be longer than 16 MiB", name.string());
    {
        const Descriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!file) return failed("written", beside);
        TRY(write_all(file.get(), text, beside));
    }
    if (rename(beside.c_str(), name.c_str()) != 0) return failed("written", name);
    return {};
}

Result<std::vector<std::string>> AutorecoverList::files() {
    if (folder_.empty()) return in_memory_.with([](const std::vector<std::string>& files) { return files; });
    Content content = TRY(read());
    return std::move(content.files);
}

Result<void> AutorecoverList::add(const std::string& file) {
    if (folder_.empty()) {
        in_memory_.with([&](std::vector<std::string>& files) { insert(files, file); });
        return {};
    }
    const FolderLock lock(folder_);
    if (!lock) return failed("locked", folder_);
    Content content = TRY(read());
    if (!insert(content.files, file)) return {};
    TRY(write(content));
    return lock.flush(folder_ / kAutorecoverFile);
}

Result<void> AutorecoverList::begin_rebuild(const std::function<bool()>& is_made_anew) {
    std::error_code ignored;
    if (folder_.empty() || !is_made_anew() || !std::filesystem::exists(folder_ / kAutorecoverFile, ignored)) return {};
    const FolderLock lock(folder_);
    if (!lock) return failed("locked", folder_);
    if (!is_made_anew()) return {};
    Content content = TRY(read());
    if (content.is_waiting || content.files.empty()) return {};
    content.is_waiting = true;
    TRY(write(content));
    return lock.flush(folder_ / kAutorecoverFile);
}

Result<void> AutorecoverList::rebuild(const std::function<void(const std::string& file)>& compile) {
    if (folder_.empty()) return {};
    const Content seen = TRY(read());
    if (!seen.is_waiting) return {};
    const FolderLock lock(folder_);
    if (!lock) return failed("locked", folder_);
    Content content = TRY(read());
    if (!content.is_waiting) return {};  // another process did it
    for (const std::string& file : content.files) compile(file);
    content.is_waiting = false;
    TRY(write(content));
    return lock.flush(folder_ / kAutorecoverFile);
}

}  // namespace wmi::landing
