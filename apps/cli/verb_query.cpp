// query, assoc, refs: questions in WQL.
#include "failure.h"
#include "output.h"
#include "session.h"
#include "text.h"
#include "verbs.h"

#include <comdef.h>
#include <openwmi_repository.h>

namespace cli {
namespace {

int explain(const Options& options, const std::string& query) {
    ComPtr<IOpenWmiRepository> repository;
    check(CoCreateInstance(CLSID_OpenWmiRepository, nullptr, CLSCTX_INPROC_SERVER, IID_IOpenWmiRepository, reinterpret_cast<void**>(repository.GetAddressOf())),
          "opening the repository");
    ComPtr<IWbemClassObject> explanation;
    const _bstr_t place(wide(options.namespace_path).c_str());
    const _bstr_t text(wide(query).c_str());
    check(repository->Explain(place, text, explanation.GetAddressOf()), "explaining '" + query + "'");
    Printer printer(options, false);
    printer.print(to_json(explanation.Get(), SystemProperties::Omit));
    return kDone;
}

int answer(const Options& options, const std::string& query, bool wants_explanation) {
    const Session session(options);
    if (wants_explanation) return explain(options, query);
    Printer printer(options, true);
    session.for_each_row(query, [&](IWbemClassObject* object) {
        printer.print(object);
        return true;
    });
    return kDone;
}

std::string follow(const char* form, const Options& options, const FollowArguments& arguments) {
    std::string conditions;
    const auto add = [&](const char* word, const std::string& value) {
        if (!value.empty()) conditions += std::string(" ") + word + " = " + value;
    };
    add("ResultClass", arguments.result_class);
    add("AssocClass", arguments.assoc_class);
    add("Role", arguments.role);
    add("ResultRole", arguments.result_role);
    add("RequiredQualifier", arguments.required_qualifier);
    add("RequiredAssocQualifier", arguments.required_assoc_qualifier);
    if (arguments.classes) conditions += " ClassDefsOnly";
    if (options.key_only) conditions += " KeysOnly";
    if (arguments.schema) conditions += " SchemaOnly";
    return std::string(form) + " OF {" + arguments.path + "}" + (conditions.empty() ? "" : " WHERE" + conditions);
}

}  // namespace

int run_query(const Options& options, const std::string& query, bool wants_explanation) { return answer(options, query, wants_explanation); }

int run_assoc(const Options& options, const FollowArguments& arguments) { return answer(options, follow("ASSOCIATORS", options, arguments), arguments.explain); }

int run_refs(const Options& options, const FollowArguments& arguments) { return answer(options, follow("REFERENCES", options, arguments), arguments.explain); }

}  // namespace cli
