// The command wmi: reads what was typed, runs one verb, gives the exit code.
#include "alarm.h"
#include "failure.h"
#include "place.h"
#include "standard_io.h"
#include "text.h"
#include "verbs.h"

#include <algorithm>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>

#include <CLI/CLI.hpp>

#include <comdef.h>

#include <unistd.h>

namespace {

using namespace cli;

constexpr const char* kExamples = R"(
Examples:
  wmi mof classes.mof                                 compile MOF into root/cimv2
  wmi new Demo_Car Plate=AB-123 Color=red             create an instance, print its path
  wmi get Demo_Car                                    all instances of a class
  wmi get 'Demo_Car.Plate="AB-123"' --output json     one instance
  wmi set 'Demo_Car.Plate="AB-123"' Color=blue        change one property, touch nothing else
  wmi query "SELECT Plate FROM Demo_Car WHERE Color LIKE 'r%'"
  wmi watch Demo_Car                                  what happens to its instances, as it happens
  wmi put cars.jsonl --class Demo_Car                 store many, asynchronously
  wmi rm 'Demo_Car.Plate="AB-123"'
  wmi describe Demo_Car                               a class as MOF
  wmi backup /var/backups/wmi.backup                  while the repository is in use

The repository is the folder OPENWMI_STORE, else /var/lib/openwmi for root and $XDG_DATA_HOME/openwmi for others.
Exit codes: 0 done, 1 WBEM error, 2 usage, 3 not found, 4 access denied, 5 no server, 124 timeout,
130 watch was ended by Ctrl-C.)";

struct Everything {
    Options options;
    std::string subject, method;
    std::vector<std::string> words, subjects;
    SetArguments set;
    FollowArguments follow;
    WatchArguments watch;
    PutArguments put;
    ClassesArguments classes;
    MofArguments mof;
    ExportArguments export_to;
    bool recursive = false, force = false, explain = false;
    std::function<int()> run;
    std::function<std::string()> common_help;  // what every verb takes
};

OutputForm form_of(const std::string& name) {
    const std::pair<const char*, OutputForm> forms[] = {{"table", OutputForm::Table}, {"list", OutputForm::List}, {"json", OutputForm::Json},
                                                        {"csv", OutputForm::Csv},     {"mof", OutputForm::Mof}};
    for (const auto& [known, form] : forms)
        if (same_name(known, name)) return form;
    throw CLI::ValidationError("--output", "takes table, list, json, csv or mof, not '" + name + "'");
}

double seconds_of(const std::string& text) {
    constexpr double kMost = 1e8;  // three years
    char* end = nullptr;
    const double seconds = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !(seconds >= 0 && seconds <= kMost))
        throw CLI::ValidationError("--timeout", "takes seconds, like 2.5, not '" + text + "'");
    return seconds;
}

/// One of a few words, said so in a failure.
CLI::Validator one_of(const std::string& option, const std::vector<std::string>& words) {
    const auto check = [option, words](const std::string& text) {
        std::string list;
        for (const std::string& word : words) {
            if (same_name(word, text)) return std::string();
            list += (list.empty() ? "" : ", ") + word;
        }
        return "takes one of " + list + ", not '" + text + "'";
    };
    return {check, "", ""};
}

void add_common(CLI::App& app, Everything& all) {
    Options& options = all.options;
    app.add_option("-n,--namespace", options.namespace_path, "namespace to work in")->capture_default_str();
    app.add_option("--host", options.host, "machine to connect to (only this one so far)");
    app.add_option("--user", options.user, "for another machine; here you are who you are");
    app.add_option("--authority", options.authority, "for another machine");
    app.add_option("--auth", options.authentication, "level of authentication, for another machine")
        ->check(one_of("--auth", {"default", "none", "connect", "call", "pkt", "pktintegrity", "pktprivacy"}));
    app.add_option("--imp", options.impersonation, "level of impersonation, for another machine")
        ->check(one_of("--imp", {"anonymous", "identify", "impersonate", "delegate"}));
    app.add_option("--locale", options.locale, "locale of the connection, like MS_409");
    app.add_option_function<std::string>("-o,--output", [&options](const std::string& name) { options.form = form_of(name); }, "table, list, json, csv or mof");
    app.add_option("-p,--property", options.properties, "only these properties (comma between several); of classes: only those that have them")
        ->delimiter(',')
        ->allow_extra_args(false);
    app.add_flag("--key-only", options.key_only, "only the keys");
    app.add_flag("--amended", options.amended, "with localized qualifiers");
    app.add_flag("--shallow", options.shallow, "without subclasses");
    app.add_flag("--what-if", options.what_if, "say what would be done, do nothing");
    app.add_flag("--page", options.page, "show long output through $PAGER");
    app.add_option_function<std::string>("--timeout", [&options](const std::string& text) { options.timeout_seconds = seconds_of(text); }, "give up after so many seconds");
    app.fallthrough();
}

/// What would otherwise be passed over in silence: options that only some verbs have a use for.
void check_use(const CLI::App& app, const std::string& verb) {
    const std::pair<const char*, std::vector<std::string>> uses[] = {
        {"--property", {"get", "query", "assoc", "refs", "classes", "watch"}}, {"--key-only", {"get", "assoc", "refs"}}, {"--shallow", {"get", "classes", "export"}}};
    for (const auto& [option, verbs] : uses)
        if (app.count(option) != 0 && std::find(verbs.begin(), verbs.end(), verb) == verbs.end())
            throw UsageFailure("wmi " + verb + " has no use for " + option);
}

void check_machine(const Options& options) {
    check_host(options.host);
    if (!options.user.empty() || !options.authority.empty())
        throw failure_of(static_cast<HRESULT>(WBEM_E_LOCAL_CREDENTIALS), nullptr, "--user and --authority are for another machine");
}

CLI::App* add_verb(CLI::App& app, const std::string& name, const std::string& what, Everything& all, std::function<int()> run) {
    CLI::App* verb = app.add_subcommand(name, what);
    verb->footer([&all] { return all.common_help(); });
    verb->callback([&all, run = std::move(run)] { all.run = run; });
    return verb;
}

void add_instance_verbs(CLI::App& app, Everything& all) {
    auto* get = add_verb(app, "get", "read an instance, or all instances of a class", all, [&] { return run_get(all.options, all.subject); });
    get->add_option("CLASS|PATH", all.subject)->required();
    get->add_option("-f,--filter", all.options.filter, "of a class: only instances for which this WQL condition holds");
    auto* create = add_verb(app, "new", "create an instance", all, [&] { return run_new(all.options, all.subject, all.words); });
    create->add_option("CLASS", all.subject)->required();
    create->add_option("NAME=VALUE", all.words);
    auto* set = add_verb(app, "set", "change properties of an instance; others keep their values", all, [&] { return run_set(all.options, all.set); });
    set->add_option("PATH", all.set.path)->required();
    set->add_option("NAME=VALUE", all.set.assignments);
    set->add_option("--null", all.set.nulls, "set a property to NULL (comma between several)")->delimiter(',')->allow_extra_args(false);
    set->add_flag("--full", all.set.full, "write the whole instance back");
    auto* rm = add_verb(app, "rm", "delete instances, or classes with their subclasses and instances", all, [&] { return run_rm(all.options, all.subjects); });
    rm->add_option("PATH", all.subjects)->required();
    auto* call = add_verb(app, "call", "call a method", all, [&] { return run_call(all.options, all.subject, all.method, all.words); });
    call->add_option("PATH|CLASS", all.subject)->required();
    call->add_option("METHOD", all.method)->required();
    call->add_option("NAME=VALUE", all.words);
    auto* put = add_verb(app, "put", "store many instances from MOF, JSON lines or CSV", all, [&] { return run_put(all.options, all.put); });
    put->add_option("FILE", all.put.files, "- is standard input")->required();
    put->add_option("--format", all.put.format, "mof, jsonl or csv; else by the file's name")->check(CLI::IsMember({"mof", "jsonl", "csv"}));
    put->add_option("--class", all.put.class_name, "class of rows without __CLASS");
    put->add_flag("--create-only", all.put.create_only, "an instance that exists is a failure");
    put->add_flag("--update-only", all.put.update_only, "an instance that does not exist is a failure");
    put->add_flag("--partial", all.put.partial, "write only the properties that a row names");
    put->add_option("--in-flight", all.put.in_flight, "puts on their way at once")->capture_default_str()->check(CLI::Range(1, 65536));
}

void add_follow_options(CLI::App& verb, FollowArguments& follow) {
    verb.add_option("PATH", follow.path)->required();
    verb.add_option("--result-class", follow.result_class, "only results of this class and its subclasses");
    verb.add_option("--role", follow.role, "property of the association that names the instance");
    verb.add_option("--required-qualifier", follow.required_qualifier, "only results that carry this qualifier");
    verb.add_flag("--classes", follow.classes, "classes of the results");
    verb.add_flag("--schema", follow.schema, "PATH is a class: what associations may join with it");
    verb.add_flag("--explain", follow.explain, "how the answer is found, in place of it");
}

void add_query_verbs(CLI::App& app, Everything& all) {
    auto* query = add_verb(app, "query", "ask in WQL", all, [&] { return run_query(all.options, all.subject, all.explain); });
    query->add_option("WQL", all.subject)->required();
    query->add_flag("--explain", all.explain, "how the answer is found, in place of it");
    auto* assoc = add_verb(app, "assoc", "instances that associations join with an instance", all, [&] { return run_assoc(all.options, all.follow); });
    add_follow_options(*assoc, all.follow);
    assoc->add_option("--assoc-class", all.follow.assoc_class, "only over associations of this class and its subclasses");
    assoc->add_option("--result-role", all.follow.result_role, "property of the association that names the result");
    assoc->add_option("--required-assoc-qualifier", all.follow.required_assoc_qualifier, "only over associations that carry this qualifier");
    auto* refs = add_verb(app, "refs", "associations that refer to an instance", all, [&] { return run_refs(all.options, all.follow); });
    add_follow_options(*refs, all.follow);
    auto* watch = add_verb(app, "watch", "show events as they happen, until --count, --timeout or Ctrl-C", all, [&] { return run_watch(all.options, all.watch); });
    watch->add_option("WQL|CLASS", all.watch.subject, "a notification query; a class: what happens to its instances")->required();
    watch->add_option("--count", all.watch.count, "end after so many events")->check(CLI::PositiveNumber);
    watch->add_flag("--announce", all.watch.is_announced, "say on standard error when the subscription stands");
}

void add_class_verbs(CLI::App& app, Everything& all) {
    auto* classes = add_verb(app, "classes", "list classes", all, [&] { return run_classes(all.options, all.classes); });
    classes->add_option("GLOB", all.classes.glob, "like 'Demo_*'");
    classes->add_option("--method", all.classes.method, "that have a method like this");
    classes->add_option("--with-property", all.classes.property, "that have a property like this");
    classes->add_option("--qualifier", all.classes.qualifier, "that have a class qualifier like this");
    classes->add_flag("--system", all.classes.system, "system classes, too");
    auto* describe = add_verb(app, "describe", "show a class as MOF", all, [&] { return run_describe(all.options, all.subject); });
    describe->add_option("CLASS", all.subject)->required();
    CLI::App* ns = app.add_subcommand("ns", "namespaces");
    ns->require_subcommand(1);
    auto* list = add_verb(*ns, "list", "namespaces below --namespace", all, [&] { return run_ns_list(all.options, all.recursive); });
    list->add_flag("-r,--recursive", all.recursive, "and those below them");
    auto* create = add_verb(*ns, "create", "create a namespace", all, [&] { return run_ns_create(all.options, all.subject); });
    create->add_option("NAMESPACE", all.subject, "like root/cimv2/mine")->required();
    auto* rm = add_verb(*ns, "rm", "delete a namespace with everything in it", all, [&] { return run_ns_rm(all.options, all.subject); });
    rm->add_option("NAMESPACE", all.subject)->required();
    auto* mof = add_verb(app, "mof", "compile MOF", all, [&] { return run_mof(all.options, all.mof); });
    mof->add_option("FILE", all.mof.files, "- is standard input")->required();
    mof->add_flag("--check", all.mof.check_only, "read only, store nothing");
    mof->add_option("--class-mode", all.mof.class_mode, "createonly, updateonly, safeupdate or forceupdate");
    mof->add_option("--instance-mode", all.mof.instance_mode, "createonly or updateonly");
    auto* out = add_verb(app, "export", "write classes and instances as MOF (or JSON lines)", all, [&] { return run_export(all.options, all.export_to); });
    out->add_option("CLASS", all.export_to.classes, "all of the namespace when none is given");
    out->add_option("--file", all.export_to.file, "instead of standard output");
    out->add_flag("!--no-classes", all.export_to.definitions, "instances only");
    out->add_flag("!--no-instances", all.export_to.instances, "classes only");
}

void add_repository_verbs(CLI::App& app, Everything& all) {
    auto* backup = add_verb(app, "backup", "copy the repository to a file while it is in use", all, [&] { return run_backup(all.options, all.subject); });
    backup->add_option("FILE", all.subject)->required();
    auto* restore = add_verb(app, "restore", "replace the repository by a backup", all, [&] { return run_restore(all.options, all.subject, all.force); });
    restore->add_option("FILE", all.subject)->required();
    restore->add_flag("--force", all.force, "also while others are connected");
    add_verb(app, "check", "verify every record and index", all, [&] { return run_check(all.options); });
    add_verb(app, "info", "sizes, counts, versions", all, [&] { return run_info(all.options); });
}

/// Sends standard output through $PAGER; the process becomes the writer, the pager the one who is waited for.
class Pager {
public:
    explicit Pager(bool wanted) {
        if (!wanted || isatty(STDOUT_FILENO) == 0) return;
        const char* command = std::getenv("PAGER");
        pipe_ = popen(command ? command : "less -R", "w");
        if (!pipe_) return;
        std::fflush(stdout);
        dup2(fileno(pipe_), STDOUT_FILENO);
    }

    Pager(const Pager&) = delete;
    Pager& operator=(const Pager&) = delete;

    ~Pager() {
        if (!pipe_) return;
        std::cout.flush();
        std::fflush(stdout);
        close(STDOUT_FILENO);
        pclose(pipe_);
    }

private:
    FILE* pipe_ = nullptr;
};

int run(Everything& all, const CLI::App& app) {
    try {
        check_use(app, app.get_subcommands().front()->get_name());
        check_machine(all.options);
        const Alarm alarm(all.options.timeout_seconds);
        const Pager pager(all.options.page);
        const int code = all.run();
        check_output();
        return code;
    } catch (const Failure& failure) {
        std::cerr << "wmi: " << printable(failure.what()) << "\n";
        return failure.code();
    } catch (const _com_error& error) {
        std::cerr << "wmi: " << describe_status(error.Error()) << "\n";
        return exit_code_of(error.Error());
    } catch (const std::exception& failure) {
        std::cerr << "wmi: " << printable(failure.what()) << "\n";
        return kWbemError;
    }
}

int refuse(const CLI::App& app, const CLI::ParseError& fault) {
    if (app.get_subcommands().empty() && !app.remaining().empty() && app.remaining().front() != "--")
        std::cerr << "wmi: there is no verb '" << printable(app.remaining().front()) << "'\n";
    else
        std::cerr << "wmi: " << printable(fault.what()) << "\n";
    std::cerr << "wmi --help tells the verbs, wmi VERB --help what a verb takes\n";
    return kUsage;
}

}  // namespace

int main(int argc, char** argv) {
    hold_standard_places();
    std::setlocale(LC_ALL, "");
    std::signal(SIGPIPE, SIG_DFL);
    Everything all;
    CLI::App app("WMI on Linux: read and change what the repository holds.", "wmi");
    app.require_subcommand(1);
    app.set_version_flag("--version", "wmi " OPENWMI_VERSION);
    add_common(app, all);
    all.common_help = [common = CLI::Formatter().make_groups(&app, CLI::AppFormatMode::Normal)] { return "\nOf the verbs that have a use for them:" + common; };
    add_instance_verbs(app, all);
    add_query_verbs(app, all);
    add_class_verbs(app, all);
    add_repository_verbs(app, all);
    app.footer(kExamples);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& fault) {
        return fault.get_exit_code() == 0 ? app.exit(fault) : refuse(app, fault);
    }
    return run(all, app);
}
