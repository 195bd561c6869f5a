// Where MOF text comes from: files or a buffer, in one of the encodings that MOF-01 names. The compiler
// itself opens nothing; it asks a FileReader.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "mof/failure.h"

namespace wmi::mof {

inline constexpr std::size_t kMaxFileSize = std::size_t{64} << 20;  // bytes of one file; QuotaViolation above
inline constexpr std::size_t kMaxIncludeDepth = 64;                 // MOF-77
inline constexpr std::size_t kMaxTotalSize = std::size_t{256}
                                             << 20;  // bytes of one compilation, each inclusion counted again
inline constexpr std::size_t kMaxFiles = 65536;  // inclusions of one compilation; QuotaViolation above both

/// Gives the bytes of files. Names are those of #include, after resolution; '/' parts folders.
class FileReader {
public:
    virtual ~FileReader() = default;
    /// errors   NotFound; any other for a file that is there and cannot be read
    virtual Result<std::string> read(const std::string& name) = 0;
};

/// Reads nothing: for buffers (MOF-99) and fuzzing.
class NoFiles : public FileReader {
public:
    Result<std::string> read(const std::string& name) override;
};

/// The file system. Files above kMaxFileSize are refused before they are read.
class DiskFiles : public FileReader {
public:
    Result<std::string> read(const std::string& name) override;
};

/// The bytes of a source as UTF-8 without a mark: UTF-16 with a mark, UTF-8, else Windows-1252 (MOF-01).
/// errors   MofInvalidFile for what is no text (it holds a NUL), MOF-02; QuotaViolation above kMaxFileSize
Result<std::string> decode_source(std::string bytes);

/// True for the signature of a binary MOF (MOF-91).
bool is_binary_mof(std::string_view bytes);

/// The name of an included file as seen from the file that includes it: relative to that file's folder. `\`
/// counts as '/'.
std::string beside(std::string_view including, std::string_view name);

}  // namespace wmi::mof
