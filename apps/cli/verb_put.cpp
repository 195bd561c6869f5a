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

#include <fstream>
#include <iostream>
#include <map>

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

/// Classes by name, each asked for once.
class Spawner {
public:
    explicit Spawner(const Session& session) : session_(session) {}

    ComPtr<IWbemClassObject> spawn(const std::string& class_name) {
        auto& definition = classes_[class_name];
        if (!definition) definition = session_.get_object(class_name);
        ComPtr<IWbemClassObject> instance;
        check(definition->SpawnInstance(0, instance.GetAddressOf()), "making an instance of '" + class_name + "'");
        return instance;
    }

private:
    const Session& session_;
    std::map<std::string, ComPtr<IWbemClassObject>> classes_;
};

class Importer {
public:
    Importer(const Session& session, const Options& options, const PutArguments& arguments)
        : options_(options), arguments_(arguments), spawner_(session), puts_(session.get(), flags(arguments), arguments.in_flight,
          [this](const std::string& what, const std::string& why) { tell(what, why); }) {}

    void run(const std::string& file, const std::string& format) {
        std::ifstream opened;
        if (file != "-") {
            opened.open(file, std::ios::binary);
            if (!opened) throw Failure(kWbemError, "'" + file + "' can't be opened for reading");
        }
        std::istream& from = file == "-" ? std::cin : opened;
        struct stat facts{};
        Progress progress("putting " + file, file != "-" && stat(file.c_str(), &facts) == 0 ? static_cast<std::uint64_t>(facts.st_size) : 0);
        const auto reader = format == "csv" ? read_csv(from, file) : read_json_lines(from, file);
        while (const auto row = reader->next()) {
            put(*row, file);
            if (file != "-") progress.set(static_cast<std::uint64_t>(std::max<std::streamoff>(0, from.tellg())));
        }
    }

    int finish() {
        const auto totals = puts_.wait();
        const std::uint64_t failed = totals.failed + refused_;
        std::cerr << "wmi: " << totals.stored << " stored, " << failed << " failed"
                  << (options_.what_if ? " (nothing was stored: --what-if)" : "") << "\n";
        return failed == 0 ? kDone : kWbemError;
    }

private:
    static long flags(const PutArguments& arguments) {
        if (arguments.create_only && (arguments.update_only || arguments.partial))
            throw UsageFailure("--create-only goes with neither --update-only nor --partial");
        if (arguments.create_only) return WBEM_FLAG_CREATE_ONLY;
        return arguments.update_only || arguments.partial ? WBEM_FLAG_UPDATE_ONLY : WBEM_FLAG_CREATE_OR_UPDATE;
    }

    void put(const Row& row, const std::string& file) {
        const std::string place = file + ":" + std::to_string(row.line);
        try {
            std::vector<std::string> names;
            const auto instance = build(row, names);
            if (options_.what_if) return;
            puts_.put(instance.Get(), place, arguments_.partial ? context_for_partial_put(names).Get() : nullptr);
        } catch (const Failure& failure) {
            ++refused_;
            tell(place, failure.what());
        }
    }

    ComPtr<IWbemClassObject> build(const Row& row, std::vector<std::string>& names) {
        const auto named = row.values.find("__CLASS");
        const std::string class_name = named != row.values.end() && named->is_string() ? named->get<std::string>() : arguments_.class_name;
        if (class_name.empty()) throw UsageFailure("the row has no \"__CLASS\" and --class was not given");
        auto instance = spawner_.spawn(class_name);
        for (const auto& [name, value] : row.values.items()) {
            if (name.rfind("__", 0) == 0) continue;
            _variant_t converted = from_json(value, type_of(instance.Get(), name), name);
            check(instance->Put(wide(name).c_str(), 0, &converted, 0), "setting '" + name + "'");
            names.push_back(name);
        }
        return instance;
    }

    void tell(const std::string& what, const std::string& why) {
        const std::uint64_t number = ++told_;
        if (number <= kFailuresShown) std::cerr << "wmi: " << what << ": " << why << "\n";
        if (number == kFailuresShown) std::cerr << "wmi: further failures are only counted\n";
    }

    Options options_;
    const PutArguments& arguments_;
    Spawner spawner_;
    std::atomic<std::uint64_t> told_ = 0;
    std::uint64_t refused_ = 0;
    BulkPut puts_;
};

}  // namespace

int run_put(const Options& options, const PutArguments& arguments) {
    std::vector<std::string> mof;
    const Session session(options);
    Importer importer(session, options, arguments);
    bool any_rows = false;
    for (const std::string& file : arguments.files) {
        const std::string format = format_of(arguments, file);
        if (format == "mof") {
            mof.push_back(file);
        } else {
            any_rows = true;
            importer.run(file, format);
        }
    }
    const int rows = any_rows ? importer.finish() : static_cast<int>(kDone);
    if (mof.empty()) return rows;
    MofArguments compile;
    compile.files = mof;
    compile.check_only = options.what_if;
    compile.instance_mode = arguments.create_only ? "createonly" : arguments.update_only ? "updateonly" : "";
    const int compiled = run_mof(options, compile);
    return rows != kDone ? rows : compiled;
}

}  // namespace cli
