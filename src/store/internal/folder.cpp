#include "store/internal/folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <fmt/format.h>

#include "store/crc32c.h"
#include "store/internal/file_handle.h"
#include "store/internal/lmdb.h"

namespace wmi::store::internal {

namespace {

using base::Error;
using base::Status;
namespace fs = std::filesystem;

constexpr std::string_view kFirstLine = "OpenWMI repository\n";
constexpr BytesView kBirthMagic{"OpenWMI\0", 8};
constexpr std::size_t kBirthBytes = 8 + 4 + 4 + 16 + 8 + 4;  // magic, format, 0, id, revision base, check sum

Error newer_format(std::uint64_t format, const fs::path& file) {
    return Error(Status::NotSupported,
                 fmt::format("{} has format {}, this program knows {}; open it with a newer OpenWMI", file.string(),
                             format, kFormat),
                 file.string());
}

// Numbers of statfs; those that Linux' headers name differently from release to release are written out.
constexpr std::array<std::uint32_t, 11> kNetworkFileSystems{
    0x6969, 0x517B, 0xFF534D42, 0xFE534D42, 0x00C36400, 0x5346414F, 0x01021997, 0x65735546, 0x0BD00BD0, 0x73757245,
    0x7461636F};  // nfs, smb, cifs, smb2, ceph, afs, 9p, fuse, lustre, coda, ocfs2

Result<void> check_file_system(const fs::path& folder) {
    struct statfs what {};
    if (statfs(folder.c_str(), &what) != 0) return lmdb_error(errno, "look at the repository's folder", folder);
    if (!is_network_file_system(static_cast<std::uint32_t>(what.f_type))) return {};
    return Error(Status::NotSupported,
                 fmt::format("{} lies on a network file system, whose locks a repository cannot trust; choose a local "
                             "folder, or insist if this machine alone uses it",
                             folder.string()),
                 folder.string());
}

Result<void> make_folder(const fs::path& folder) {
    std::error_code failed;
    if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), failed);
    if (!failed && (mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST)) return {};
    return lmdb_error(failed ? failed.value() : errno, "make the repository's folder", folder);
}

// Also the files of a whole one: another process may finish it between two looks. And the list that a lost repository is made anew from.
bool is_of_a_new_repository(std::string_view name) {
    const auto begins = [name](const char* with, const char* end) { return name.starts_with(std::string(with) + end); };
    return begins(kLockFile, "") || begins(kDataFile, ".new") || begins(kDataFile, "-lock") ||
           begins(kIdentityFile, ".new") || name == kDataFile || name == kIdentityFile || name.starts_with("autorecover.list") || name == "." || name == ".." || name == "lost+found";
}

struct CloseFolder {
    void operator()(DIR* folder) const { closedir(folder); }
};

// The system's own calls: directory_iterator ends the program when memory fails.
Result<std::optional<std::string>> find_other_file(const fs::path& folder) {
    const std::unique_ptr<DIR, CloseFolder> open(opendir(folder.c_str()));
    if (!open) return lmdb_error(errno, "read the repository's folder", folder);
    for (;;) {
        errno = 0;
        const dirent* const file = readdir(open.get());  // NOLINT(concurrency-mt-unsafe): a stream of this call alone
        if (!file && errno) return lmdb_error(errno, "read the repository's folder", folder);
        if (!file) return std::optional<std::string>();
        if (!is_of_a_new_repository(file->d_name)) return std::optional<std::string>(file->d_name);
    }
}

Result<void> check_identity(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::array<char, 4096> buffer{};
    stream.read(buffer.data(), buffer.size());
    std::string_view text(buffer.data(), static_cast<std::size_t>(stream.gcount()));
    constexpr std::string_view kFormatWord = "format ";
    if (!text.starts_with(kFirstLine) || !text.substr(kFirstLine.size()).starts_with(kFormatWord))
        return Error(Status::CriticalError,
                     fmt::format("{} is not what OpenWMI wrote there; if the folder is a repository, restore that file "
                                 "or a backup",
                                 file.string()),
                     file.string());
    text.remove_prefix(kFirstLine.size() + kFormatWord.size());
    std::uint64_t format = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), format);
    if (end.ec != std::errc() || format == 0)
        return Error(Status::CriticalError, fmt::format("{} names no format", file.string()), file.string());
    if (format > kFormat) return newer_format(format, file);
    return {};
}

Result<void> write_and_flush(int file, BytesView bytes, const fs::path& name) {
    while (!bytes.empty()) {
        const ssize_t written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return lmdb_error(errno, "write the repository's identity", name);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fsync(file) != 0) return lmdb_error(errno, "write the repository's identity", name);
    return {};
}

}  // namespace

bool is_network_file_system(std::uint32_t type) noexcept {
    return std::find(kNetworkFileSystems.begin(), kNetworkFileSystems.end(), type) != kNetworkFileSystems.end();
}

Bytes encode(const Birth& birth) {
    base::ByteWriter writer;
    writer.append(kBirthMagic);
    writer.write(kFormat);
    writer.write(std::uint32_t{0});
    writer.write(birth.id);
    writer.write(birth.revision_base);
    writer.write(crc32c(writer.view()));
    return writer.release();
}

Result<Birth> decode_birth(BytesView bytes, const fs::path& file) {
    base::ByteReader reader(bytes);
    const bool ours = reader.take(kBirthMagic.size()) == kBirthMagic;
    const auto format = reader.read<std::uint32_t>();
    if (!ours || format == 0)
        return Error(Status::InvalidStream, fmt::format("{} is no repository of OpenWMI", file.string()), file.string());
    if (format > kFormat) return newer_format(format, file);
    reader.skip(4);
    Birth birth;
    birth.id = reader.read<base::Guid>();
    birth.revision_base = reader.read<std::uint64_t>();
    const auto sum = reader.read<std::uint32_t>();
    if (!reader.ok() || bytes.size() != kBirthBytes || sum != crc32c(bytes.substr(0, kBirthBytes - 4)))
        return Error(Status::InvalidStream,
                     fmt::format("the first record of {} is damaged; restore a backup", file.string()), file.string());
    return birth;
}

Result<void> prepare_folder(const Options& options) {
    if (options.folder.empty())
        return Error(Status::InvalidParameter, "the repository's folder has no name; set OPENWMI_STORE to one");
    TRY(make_folder(options.folder));
    std::error_code failed;
    if (!fs::is_directory(options.folder, failed))
        return Error(Status::InvalidParameter,
                     fmt::format("{} is not a folder; name one for the repository", options.folder.string()),
                     options.folder.string());
    if (options.network == Network::Refuse) TRY(check_file_system(options.folder));
    TRY(inspect_folder(options.folder));
    return {};
}

Result<FolderState> inspect_folder(const fs::path& folder) {
    std::error_code failed;
    const bool identity = fs::exists(folder / kIdentityFile, failed);
    if (identity) TRY(check_identity(folder / kIdentityFile));
    if (fs::exists(folder / kDataFile, failed)) return FolderState::Ours;
    if (identity)
        return Error(Status::CriticalError,
                     fmt::format("the repository in {} has lost its file {}; restore a backup", folder.string(), kDataFile),
                     folder.string());
    const auto other = TRY(find_other_file(folder));
    if (other)
        return Error(Status::InvalidParameter,
                     fmt::format("{} holds other files ({}) and no repository; name an empty folder", folder.string(), *other),
                     folder.string());
    return fs::exists(folder / kDataFile, failed) ? FolderState::Ours : FolderState::Empty;
}

Result<void> write_identity(const fs::path& folder, const base::Guid& id) {
    const fs::path file = folder / kIdentityFile;
    fs::path beside = file;
    beside += ".new";
    const FileHandle handle(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!handle) return lmdb_error(errno, "write the repository's identity", beside);
    TRY(write_and_flush(handle.get(), fmt::format("{}format {}\nid {}\n", kFirstLine, kFormat, to_text(id)), beside));
    if (rename(beside.c_str(), file.c_str()) != 0) return lmdb_error(errno, "write the repository's identity", file);
    return flush_folder(folder);
}

Result<void> flush_folder(const fs::path& folder) {
    const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!handle || fsync(handle.get()) != 0) return lmdb_error(errno, "flush the repository's folder", folder);
    return {};
}

}  // namespace wmi::store::internal
