#include "switches.h"

#include "text.h"

#include <functional>
#include <map>

#include <wbemidl.h>

#include <strings.h>
#include <unistd.h>

namespace mofcomp {

const char* const kUsage = R"(usage: mofcomp [-check] [-N:<Path>]
               [-class:<createonly|forceupdate|safeupdate|updateonly>]
               [-instance:<createonly|updateonly>]
               [-B:<filename>] [-P:<Password>] [-U:<UserName>]
               [-A:<Authority>] [-autorecover]
               [-MOF:<path>] [-MFL:<path>] [-AMENDMENT:<Locale>]
               <MOF filename>

-check        parse only: connect to nothing, store nothing; no other switch may go with it
-N:           namespace to store in until the file says #pragma namespace (root\default)
-class:       createonly: a class that exists ends the compile; updateonly: one that does not;
              safeupdate: also with subclasses, when nothing conflicts; forceupdate: conflicts are resolved
-instance:    createonly, updateonly: the same for instances
-B:           write a binary MOF, store nothing
-MOF: -MFL:   files for the neutral and the localized part, with -AMENDMENT: or #pragma amendment; store nothing
-AMENDMENT:   locale of the localized part, like MS_409
-autorecover  compile the file again when the repository is made anew, as #pragma autorecover does
-U: -P: -A:   user, password and authority, for another machine

A slash may stand for the dash. Exit codes: 0 done, 1 no connection or an error while storing, 2 bad switch, 3 syntax error;
where a switch such as -class:createonly has the file refused, the low byte of the WBEM code.
)";

namespace {

using Take = std::function<void(Switches&, const std::string& value)>;

struct Switch {
    enum class Value { None, Needed };

    Value value;
    Take take;
};

long class_flags(const std::string& mode) {
    if (cli::same_name(mode, "createonly")) return WBEM_FLAG_CREATE_ONLY;
    if (cli::same_name(mode, "updateonly")) return WBEM_FLAG_UPDATE_ONLY;
    if (cli::same_name(mode, "safeupdate")) return WBEM_FLAG_UPDATE_SAFE_MODE;
    if (cli::same_name(mode, "forceupdate")) return WBEM_FLAG_UPDATE_FORCE_MODE;
    throw BadSwitch("-class: takes createonly, updateonly, safeupdate or forceupdate, not '" + mode + "'");
}

long instance_flags(const std::string& mode) {
    if (cli::same_name(mode, "createonly")) return WBEM_FLAG_CREATE_ONLY;
    if (cli::same_name(mode, "updateonly")) return WBEM_FLAG_UPDATE_ONLY;
    throw BadSwitch("-instance: takes createonly or updateonly, not '" + mode + "'");
}

Take into(std::optional<std::string> Switches::*member) {
    return [member](Switches& to, const std::string& value) { to.*member = value; };
}

Take refuse(const char* why) {
    return [why](Switches&, const std::string&) { throw BadSwitch(why); };
}

struct NameLess {
    bool operator()(const std::string& left, const std::string& right) const { return strcasecmp(left.c_str(), right.c_str()) < 0; }
};

const std::map<std::string, Switch, NameLess>& known() {
    using enum Switch::Value;
    static const std::map<std::string, Switch, NameLess> table{
        {"?", {None, [](Switches& to, const std::string&) { to.wants_usage = true; }}},
        {"check", {None, [](Switches& to, const std::string&) { to.check = true; }}},
        {"autorecover", {None, [](Switches& to, const std::string&) { to.autorecover = true; }}},
        {"class", {Needed, [](Switches& to, const std::string& value) { to.class_flags = class_flags(value); }}},
        {"instance", {Needed, [](Switches& to, const std::string& value) { to.instance_flags = instance_flags(value); }}},
        {"N", {Needed, into(&Switches::ns)}},
        {"B", {Needed, into(&Switches::binary)}},
        {"U", {Needed, into(&Switches::user)}},
        {"P", {Needed, into(&Switches::password)}},
        {"A", {Needed, into(&Switches::authority)}},
        {"MOF", {Needed, into(&Switches::neutral)}},
        {"MFL", {Needed, into(&Switches::localized)}},
        {"AMENDMENT", {Needed, into(&Switches::amendment)}},
        {"WMI", {None, refuse("-WMI is not supported: the check is one for Windows' drivers")}},
        {"ER", {None, refuse("-ER is not supported: there are no resources in programs here")}},
        {"L", {Needed, refuse("-L is not supported: it belongs to -ER")}}};
    return table;
}

struct Word {
    std::string name, value;
    bool has_value = false;
};

Word split(const std::string& word) {
    const std::size_t colon = word.find(':');
    if (colon == std::string::npos) return {word.substr(1), {}, false};
    return {word.substr(1, colon - 1), word.substr(colon + 1), true};
}

bool is_switch(const std::string& word) {
    if (word.size() < 2 || (word[0] != '-' && word[0] != '/')) return false;
    if (word[0] == '-') return true;
    const std::string name = split(word).name;
    if (known().contains(name)) return true;
    return name.find('/') == std::string::npos && access(word.c_str(), F_OK) != 0;
}

void take(Switches& to, const std::string& text) {
    const Word word = split(text);
    const auto found = known().find(word.name);
    if (found == known().end()) throw BadSwitch("there is no switch '" + text + "'");
    const auto& [name, known_switch] = *found;
    if (known_switch.value == Switch::Value::Needed && word.value.empty()) throw BadSwitch("-" + name + ": needs a value");
    if (known_switch.value == Switch::Value::None && word.has_value && name != "ER") throw BadSwitch("-" + name + " takes no value");
    known_switch.take(to, word.value);
}

void check_together(const Switches& given, std::size_t count) {
    if (given.file.empty()) throw BadSwitch("no MOF file is named");
    if (given.check && count > 1) throw BadSwitch("no other switch may go with -check");  // MOF-83
    if (given.neutral.has_value() != given.localized.has_value()) throw BadSwitch("-MOF: and -MFL: go together");
    if (given.binary && given.splits()) throw BadSwitch("-B: does not go with -MOF:, -MFL: and -AMENDMENT:");
}

}  // namespace

Switches read_switches(const std::vector<std::string>& words) {
    Switches given;
    std::size_t count = 0;
    for (const std::string& word : words) {
        if (is_switch(word)) {
            take(given, word);
            ++count;
        } else if (given.file.empty()) {
            given.file = word;
        } else {
            throw BadSwitch("one MOF file at a time, not '" + given.file + "' and '" + word + "'");
        }
    }
    given.wants_usage = given.wants_usage || words.empty();
    if (!given.wants_usage) check_together(given, count);
    return given;
}

}  // namespace mofcomp
