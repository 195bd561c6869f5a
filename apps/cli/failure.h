// How the command ends: exit codes, and failures that carry one.
#pragma once

#include <stdexcept>
#include <string>

#include <wbemidl.h>

namespace cli {

enum ExitCode : int {
    kDone = 0,
    kWbemError = 1,
    kUsage = 2,
    kNotFound = 3,
    kAccessDenied = 4,
    kNoServer = 5,
    kTimeout = 124,
};

class Failure : public std::runtime_error {
public:
    Failure(ExitCode code, const std::string& sentence) : std::runtime_error(sentence), code_(code) {}

    [[nodiscard]] ExitCode code() const { return code_; }

private:
    ExitCode code_;
};

class UsageFailure : public Failure {
public:
    explicit UsageFailure(const std::string& sentence) : Failure(kUsage, sentence) {}
};

/// The exit code of a WBEM status.
ExitCode exit_code_of(HRESULT status);
/// `WBEM_E_NOT_FOUND (0x80041002): Not found`.
std::string describe_status(HRESULT status);
/// Throws when the status is a failure: its name, number and text, what the error object of this thread adds, and what we did.
void check(HRESULT status, const std::string& doing);
/// The failure of an asynchronous call, with the error object that came with it.
Failure failure_of(HRESULT status, IWbemClassObject* details, const std::string& doing);
/// A file that can't be read; error is its errno (0: not known).
Failure failure_to_read(const std::string& file, int error);

}  // namespace cli
