// The engine over LMDB: one folder, one data file, one table with every key.
#pragma once

#include "store/internal/environment.h"
#include "store/internal/writer_lock.h"

namespace wmi::store::internal {

class LmdbEngine : public Engine {
public:
    /// Opens what is there or makes it. The caller has looked that this process has the folder open only once.
    static Result<std::unique_ptr<LmdbEngine>> open(const Options& options);

    LmdbEngine(const Options& options, std::unique_ptr<WriterLock> lock, std::unique_ptr<Environment> environment);

    [[nodiscard]] Limits limits() const override;
    Result<std::unique_ptr<View>> read() override;
    Result<std::uint64_t> write(Deadline deadline, const Work& work) override;
    [[nodiscard]] std::uint64_t stamp() const override;
    Result<void> backup(const std::filesystem::path& file, const Progress& progress) override;
    Result<std::uint64_t> restore(Deadline deadline, const std::filesystem::path& file, const Progress& progress, const Work& then) override;
    Result<Facts> facts() override;
    Result<void> idle_work() override;
    [[nodiscard]] Bell* bell() override { return &bell_; }

    [[nodiscard]] bool is_inherited() const { return environment_->is_inherited(); }

private:
    const Options options_;
    const std::unique_ptr<WriterLock> lock_;
    const std::unique_ptr<Environment> environment_;
    Bell bell_;
};

}  // namespace wmi::store::internal
