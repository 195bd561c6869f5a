#include "api/internal/kept_rows.h"

#include "base/descriptor.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace wmi::api {
namespace {

using base::Error;
using base::Result;
using base::Status;

std::string temporary_folder() {
    const char* named = std::getenv("TMPDIR");
    return named && *named == '/' ? named : "/var/tmp";
}

Error no_space(const std::string& what) {
    return Error(Status::OutOfDiskSpace,
                 "the results of the enumeration do not fit: " + what + " (" + std::strerror(errno) +
                     "); name a folder with room in TMPDIR, or enumerate with WBEM_FLAG_FORWARD_ONLY",
                 temporary_folder());
}

Result<int> open_nameless() {
    const std::string folder = temporary_folder();
    const int file = base::above_standard(open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (file >= 0) return file;
    std::string name = folder + "/openwmi-rows-XXXXXX";  // file systems without O_TMPFILE
    const int named = base::above_standard(mkostemp(name.data(), O_CLOEXEC));
    if (named < 0) return no_space("no file could be made");
    unlink(name.c_str());
    return named;
}

}  // namespace

KeptRows::~KeptRows() {
    if (file_ >= 0) close(file_);
}

std::uint32_t KeptRows::kind_of(const cim::Object& object) {
    for (std::size_t i = kinds_.size(); i > 0 && i + 8 > kinds_.size(); --i)
        if (kinds_[i - 1].cls == object.class_pointer() && kinds_[i - 1].origin == object.origin())
            return static_cast<std::uint32_t>(i - 1);
    kinds_.push_back({object.class_pointer(), object.origin()});
    return static_cast<std::uint32_t>(kinds_.size() - 1);
}

Result<std::uint64_t> KeptRows::keep(const std::string& record) {
    if (file_ < 0 && memory_.size() + record.size() <= limit_) {
        memory_ += record;
        return memory_.size() - record.size();
    }
    if (file_ < 0) file_ = TRY(open_nameless());
    std::size_t written = 0;
    while (written < record.size()) {
        const ssize_t count =
            pwrite(file_, record.data() + written, record.size() - written, static_cast<off_t>(file_size_ + written));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return no_space("writing failed");
        written += static_cast<std::size_t>(count);
    }
    file_size_ += record.size();
    return limit_ + file_size_ - record.size();
}

Result<void> KeptRows::add(cim::Object object) {
    rows_.reserve(rows_.size() == rows_.capacity() ? rows_.size() * 2 + 64 : 0);  // no failure once the bytes are kept
    Row row;
    row.kind = kind_of(object);
    if (cim::Instance* instance = object.find_instance()) {
        const std::string& record = instance->canonical();  // what comes back is taken for that
        row.offset = TRY(keep(record));
        row.length = static_cast<std::uint32_t>(record.size());
    }
    rows_.push_back(row);
    return {};
}

Result<cim::Object> KeptRows::get(std::size_t at) const {
    const Row& row = rows_[at];
    const Kind& kind = kinds_[row.kind];
    if (row.length == 0) return cim::Object(kind.cls, kind.origin);
    std::string record;
    if (row.offset < limit_) {
        record = memory_.substr(row.offset, row.length);
    } else {
        record.resize(row.length);
        std::size_t done = 0;
        while (done < record.size()) {
            const ssize_t count =
                pread(file_, record.data() + done, record.size() - done, static_cast<off_t>(row.offset - limit_ + done));
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return Error(Status::CriticalError, "kept results could not be read back", temporary_folder());
            done += static_cast<std::size_t>(count);
        }
    }
    return cim::Object(cim::Instance::trusted(kind.cls, std::move(record)), kind.origin);
}

}  // namespace wmi::api
