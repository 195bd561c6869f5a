// The verbs of the command. Each takes what was typed and gives the exit code; failures are thrown.
#pragma once

#include "options.h"

#include <string>
#include <vector>

namespace cli {

int run_get(const Options& options, const std::string& class_or_path);
int run_new(const Options& options, const std::string& class_name, const std::vector<std::string>& assignments);

struct SetArguments {
    std::string path;
    std::vector<std::string> assignments;
    std::vector<std::string> nulls;
    bool full = false;
};

int run_set(const Options& options, const SetArguments& arguments);
int run_rm(const Options& options, const std::vector<std::string>& paths);

/// explain: how the answer is found, in place of the answer.
int run_query(const Options& options, const std::string& query, bool explain);

struct FollowArguments {
    std::string path;
    std::string result_class, assoc_class, role, result_role, required_qualifier, required_assoc_qualifier;
    bool classes = false;  // class definitions in place of instances
    bool schema = false;   // the path is a class: what could be joined
    bool explain = false;
};

int run_assoc(const Options& options, const FollowArguments& arguments);
int run_refs(const Options& options, const FollowArguments& arguments);

struct WatchArguments {
    std::string subject;          // a query, or a class
    std::uint64_t count = 0;      // 0: without end
    bool is_announced = false;    // says on standard error when it has subscribed
};

/// Exit code 124 when the time is up, 128 and the signal's number after Ctrl-C (130) or a SIGTERM (143).
int run_watch(const Options& options, const WatchArguments& arguments);

struct PutArguments {
    std::vector<std::string> files;  // "-" is standard input
    std::string format;              // mof, jsonl, csv; empty: by the file's name
    std::string class_name;          // for rows without __CLASS
    bool create_only = false;
    bool update_only = false;
    bool partial = false;  // only the properties a row names
    std::size_t in_flight = 2048;
};

int run_put(const Options& options, const PutArguments& arguments);

struct ClassesArguments {
    std::string glob = "*";
    std::string method, property, qualifier;
    bool system = false;
};

int run_classes(const Options& options, const ClassesArguments& arguments);
int run_describe(const Options& options, const std::string& class_name);
int run_call(const Options& options, const std::string& path, const std::string& method, const std::vector<std::string>& assignments);

int run_ns_list(const Options& options, bool recursive);
int run_ns_create(const Options& options, const std::string& name);
int run_ns_rm(const Options& options, const std::string& name);

struct MofArguments {
    std::vector<std::string> files;
    bool check_only = false;
    std::string class_mode;     // createonly, updateonly, safeupdate, forceupdate
    std::string instance_mode;  // createonly, updateonly
};

int run_mof(const Options& options, const MofArguments& arguments);

struct ExportArguments {
    std::vector<std::string> classes;  // empty: all of the namespace
    std::string file;                  // empty: standard output
    bool definitions = true;
    bool instances = true;
};

int run_export(const Options& options, const ExportArguments& arguments);

int run_backup(const Options& options, const std::string& file);
int run_restore(const Options& options, const std::string& file, bool force);
int run_check(const Options& options);
int run_info(const Options& options);

}  // namespace cli
