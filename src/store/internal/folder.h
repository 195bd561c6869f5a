// The folder of a repository: its files' names, whose it is, and its making. docs/formats/repository.md describes it.
#pragma once

#include <filesystem>
#include <string_view>

#include "store/engine.h"

namespace wmi::store::internal {

inline constexpr std::uint32_t kFormat = 1;
inline constexpr const char* kIdentityFile = "openwmi.store";
inline constexpr const char* kDataFile = "data.mdb";
inline constexpr const char* kLockFile = "store.lock";

/// What the data file says of itself, under a key of its own; so a backup, which is that file alone, can be told too.
struct Birth {
    base::Guid id;
    /// The revision of a state is this plus LMDB's transaction number, which begins anew in a compacted copy.
    std::uint64_t revision_base = 0;
};

inline constexpr BytesView kBirthKey{"\0openwmi", 8};

Bytes encode(const Birth& birth);
/// errors    InvalidStream: not ours or damaged; NotSupported: a newer format
Result<Birth> decode_birth(BytesView bytes, const std::filesystem::path& file);

/// By the number that statfs gives a file system.
bool is_network_file_system(std::uint32_t type) noexcept;

/// Makes the folder if it is not there, refuses network file systems and folders of other files.
Result<void> prepare_folder(const Options& options);

enum class FolderState { Empty, Ours };

/// Ours: identity and data are there, or the data alone (its birth record is the proof). A missing part, a foreign identity
/// or a newer format is an error.
Result<FolderState> inspect_folder(const std::filesystem::path& folder);

/// Writes a small file whole or not at all: beside, flushed, renamed, the folder flushed.
Result<void> write_identity(const std::filesystem::path& folder, const base::Guid& id);

/// Makes a renaming in this folder durable.
Result<void> flush_folder(const std::filesystem::path& folder);

}  // namespace wmi::store::internal
