#include "mof/source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

namespace wmi::mof {
namespace {

// Windows-1252 from 0x80 to 0x9F; the rest is Latin-1. The five places that have no character keep their
// number.
constexpr std::array<char16_t, 32> k1252 = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                            0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

std::string from_1252(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool special = byte >= 0x80 && byte < 0xA0;
        base::append_utf8(text, special ? k1252[byte - 0x80U] : byte);
    }
    return text;
}

enum class ByteOrder { Little, Big };

std::string from_utf16(std::string_view bytes, ByteOrder order) {
    std::u16string units(bytes.size() / 2, u'\0');
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto first = static_cast<unsigned char>(bytes[2 * i]);
        const auto second = static_cast<unsigned char>(bytes[2 * i + 1]);
        units[i] =
            static_cast<char16_t>(order == ByteOrder::Little ? first | second << 8 : first << 8 | second);
    }
    return base::to_utf8(units);
}

Error no_text() {
    return Error(Status::MofInvalidFile,
                 "The file is neither text nor a binary MOF: it holds a NUL. Give MOF source as UTF-8, "
                 "UTF-16 with a byte-order mark, or Windows-1252.");
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

Result<std::string> NoFiles::read(const std::string& name) {
    return Error(Status::NotFound,
                 "A buffer has no files beside it: nothing can be included. Compile a file instead.", name);
}

Result<std::string> DiskFiles::read(const std::string& name) {
    const int opened = open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);  // a pipe that nobody writes keeps nobody waiting
    const std::unique_ptr<std::FILE, CloseFile> file(opened < 0 ? nullptr : fdopen(opened, "rb"));
    if (opened >= 0 && !file) close(opened);
    if (!file) {
        const bool missing = errno == ENOENT || errno == ENOTDIR;
        const Status status = missing           ? Status::NotFound
                              : errno == EACCES ? Status::AccessDenied
                                                : Status::Failed;
        return Error(status, "The file " + name + " cannot be opened: " + std::strerror(errno) + ".", name);
    }

    struct stat about {};

    if (fstat(fileno(file.get()), &about) != 0 || !S_ISREG(about.st_mode)) {
        return Error(Status::MofInvalidFile, name + " is no regular file.", name);
    }
    const auto size = static_cast<std::size_t>(about.st_size);
    if (size > kMaxFileSize)
        return Error(Status::QuotaViolation, name + " is larger than 64 MiB; part it into several files.",
                     name);
    std::string bytes(size, '\0');
    bytes.resize(std::fread(bytes.data(), 1, size, file.get()));
    if (std::ferror(file.get())) return Error(Status::Failed, "The file " + name + " cannot be read.", name);
    return bytes;
}

Result<std::string> decode_source(std::string bytes) {
    if (bytes.size() > kMaxFileSize)
        return Error(Status::QuotaViolation, "The source is larger than 64 MiB; part it.");
    const std::string_view all = bytes;
    std::string text;
    if (all.starts_with("\xFF\xFE") || all.starts_with("\xFE\xFF")) {
        if (all.size() % 2 != 0)
            return Error(Status::MofInvalidFile, "The UTF-16 text ends within a character.");
        text = from_utf16(all.substr(2), all[0] == '\xFF' ? ByteOrder::Little : ByteOrder::Big);
    } else if (all.starts_with("\xEF\xBB\xBF") && base::is_utf8(all)) {
        text = all.substr(3);
    } else {
        text = base::is_utf8(all) ? std::move(bytes) : from_1252(all);
    }
    if (text.find('\0') != std::string::npos) return no_text();
    return text;
}

bool is_binary_mof(std::string_view bytes) {
    return bytes.starts_with("FOMB");
}

std::string beside(std::string_view including, std::string_view name) {
    std::string path(name);
    std::replace(path.begin(), path.end(), '\\', '/');
    const std::size_t slash = including.find_last_of('/');
    if (path.starts_with('/') || slash == std::string_view::npos) return path;
    return std::string(including.substr(0, slash + 1)) + path;
}

}  // namespace wmi::mof
