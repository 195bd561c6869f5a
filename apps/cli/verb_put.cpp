// put: many instances from JSON lines or CSV, asynchronously; MOF goes to the compiler.
#include "assignments.h"
#include "bulk_put.h"
#include "failure.h"
#include "progress.h"
#include "rows.h"
#include "session.h"
#include "text.h"
#include "values.h"
#include "verbs.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <utility>

#include <sys/stat.h>

namespace cli {
namespace {

constexpr std::size_t kFailuresShown = 10;

std::string format_of(const PutArguments& arguments, const std::string& file) {
    if (!arguments.format.empty()) return arguments.format;
    const std::size_t dot = file.find_last_of('.');
    const std::string ending = dot == std::string::npos ? "" : file.substr(dot + 1);
    if (same_name(ending, "mof")) return "mof";
    if (same_name(ending, "csv")) return "csv";
    if (same_name(ending, "jsonl") || same_name(ending, "json") || same_name(ending, "ndjson")) return "jsonl";
    throw UsageFailure("'" + file + "': say what it holds with --format mof, jsonl or csv");
}

/// What rows come from: a file, or standard input.
class Input {
public:
    explicit Input(const std::string& file) : is_standard_(file == "-") {
        if (is_standard_) return;
        errno = 0;
        opened_.open(file, std::ios::binary);
        struct stat facts{};
        if (!opened_ || stat(file.c_str(), &facts) != 0) throw failure_to_read(file, errno);
        if (S_ISDIR(facts.st_mode)) throw failure_to_read(file, EISDIR);
        size_ = static_cast<std::uint64_t>(facts.st_size);
    }

    std::istream& stream() { return is_standard_ ? std::cin : opened_; }

    [[nodiscard]] std::uint64_t size() const { return size_; }

    /// How many bytes were read; 0 where nobody knows.
    std::uint64_t place() { return is_standard_ ? 0 : static_cast<std::uint64_t>(std::max<std::streamoff>(0, opened_.tellg())); }

private:
    const bool is_standard_;
    std::ifstream opened_;
    std::uint64_t size_ = 0;
};

class Importer {
public:
    Importer(const Session& session, const Options& options, const PutArguments& arguments)
        : options_(options), arguments_(arguments), spawner_(session), embed_(embed_with(spawner_)), puts_(session.get(), flags(arguments), arguments.in_flight,
          [this](const std::string& what, const std::string& why) { tell(what + ": " + why); }) {}

    /// A row that is none is counted and passed over; a file that can't be read on is left.
    void run(const std::string& file, const std::string& format) {
        try {
            Input input(file);
            Progress progress("putting " + file, input.size());
            const auto reader = format == "csv" ? read_csv(input.stream(), file) : read_json_lines(input.stream(), file);
            while (put_next(*reader, file)) progress.set(input.place());
        } catch (const Failure& failure) {
            ended_with_ = failure.code();
            std::cerr << "wmi: " << printable(failure.what()) << "\n";
        }
    }

    int finish() {
        const auto totals = puts_.wait();
        const std::uint64_t failed = totals.failed + refused_;
        std::cerr << "wmi: " << totals.stored << " stored, " << failed << " failed"
                  << (options_.what_if ? " (nothing was stored: --what-if)" : "") << "\n";
        return ended_with_ != kDone ? ended_with_ : failed == 0 ? kDone : kWbemError;
    }

private:
    static long flags(const PutArguments& arguments) {
        if (arguments.create_only && (arguments.update_only || arguments.partial))
            throw UsageFailure("--create-only goes with neither --update-only nor --partial");
        if (arguments.create_only) return WBEM_FLAG_CREATE_ONLY;
        return arguments.update_only || arguments.partial ? WBEM_FLAG_UPDATE_ONLY : WBEM_FLAG_CREATE_OR_UPDATE;
    }

    /// False at the end.
    bool put_next(RowReader& reader, const std::string& file) {
        try {
            const auto row = reader.next();
            if (row) put(*row, file);
            return row.has_value();
        } catch (const BadRow& bad) {
            refuse(bad.what());
            return true;
        }
    }

    void put(const Row& row, const std::string& file) {
        const std::string place = file + ":" + std::to_string(row.line);
        try {
            std::vector<std::string> names;
            const auto instance = build(row, names);
            if (options_.what_if) return;
            puts_.put(instance.Get(), place, arguments_.partial ? context_for_partial_put(names).Get() : nullptr);
        } catch (const Failure& failure) {
            refuse(place + ": " + failure.what());
        }
    }

    ComPtr<IWbemClassObject> build(const Row& row, std::vector<std::string>& names) {
        const auto named = row.values.find("__CLASS");
        const std::string class_name = named != row.values.end() && named->is_string() ? named->get<std::string>() : arguments_.class_name;
        if (class_name.empty()) throw UsageFailure("the row has no \"__CLASS\" and --class was not given");
        auto instance = spawner_.spawn(class_name);
        for (const auto& [name, value] : row.values.items()) {
            if (name.starts_with("__") || is_of_another_class(instance.Get(), row, name)) continue;
            const CIMTYPE type = type_of(instance.Get(), name);
            const bool is_text = row.written == Written::AsText && value.is_string();
            _variant_t converted = is_text ? from_typed(value.get<std::string>(), type, name, embed_) : from_json(value, type, name, embed_);
            check(instance->Put(wide(name).c_str(), 0, &converted, 0), "setting '" + name + "'");
            names.push_back(name);
        }
        return instance;
    }

    /// Rows of several classes share a heading: an empty cell under a property that this class lacks says nothing.
    static bool is_of_another_class(IWbemClassObject* instance, const Row& row, const std::string& name) {
        return row.written == Written::AsText && row.values[name].is_null() &&
               instance->Get(wide(name).c_str(), 0, nullptr, nullptr, nullptr) == static_cast<HRESULT>(WBEM_E_NOT_FOUND);
    }

    void refuse(const std::string& sentence) {
        ++refused_;
        tell(sentence);
    }

    void tell(const std::string& sentence) {
        const std::uint64_t number = ++told_;
        if (number <= kFailuresShown) std::cerr << "wmi: " << printable(sentence) << "\n";
        if (number == kFailuresShown) std::cerr << "wmi: further failures are only counted\n";
    }

    Options options_;
    const PutArguments& arguments_;
    Spawner spawner_;
    Embed embed_;
    std::atomic<std::uint64_t> told_ = 0;
    std::uint64_t refused_ = 0;
    int ended_with_ = kDone;
    BulkPut puts_;
};

}  // namespace

int run_put(const Options& options, const PutArguments& arguments) {
    MofArguments compile;
    std::vector<std::pair<std::string, std::string>> rows;  // file, format
    for (const std::string& file : arguments.files) {
        const std::string format = format_of(arguments, file);
        if (format == "mof") compile.files.push_back(file);
        else rows.emplace_back(file, format);
    }
    if (!compile.files.empty() && (arguments.partial || !arguments.class_name.empty()))
        throw UsageFailure("--partial and --class are for rows, not for MOF, which names classes and is stored whole");
    int code = kDone;
    if (!rows.empty()) {
        const Session session(options);
        Importer importer(session, options, arguments);
        for (const auto& [file, format] : rows) importer.run(file, format);
        code = importer.finish();
    }
    if (compile.files.empty()) return code;
    compile.instance_mode = arguments.create_only ? "createonly" : arguments.update_only ? "updateonly" : "";
    const int compiled = run_mof(options, compile);
    return code != kDone ? code : compiled;
}

}  // namespace cli
