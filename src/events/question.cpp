#include "events/internal/question.h"

#include "base/text.h"
#include "events/events.h"

namespace wmi::events {

Result<Question> Question::read(std::string_view language, std::string_view text) {
    if (text.empty()) return Error(Status::InvalidParameter, "a query needs its text");
    if (!base::same_name(language, "WQL")) return Error(Status::InvalidQueryType, "the only query language is WQL", std::string(language));
    wql::Query query = TRY(wql::parse(text));
    auto* select = std::get_if<wql::Select>(&query);
    if (!select)
        return Error(Status::InvalidQuery, "ASSOCIATORS OF and REFERENCES OF ask for objects, not for events; give the query to ExecQuery");
    if (base::same_name(select->class_name, "meta_class"))
        return Error(Status::NotEventClass, "meta_class holds classes; SELECT * FROM __ClassOperationEvent tells of their changes", select->class_name);
    return Question(std::make_shared<const internal::QuestionContent>(internal::QuestionContent{std::move(*select)}));
}

}  // namespace wmi::events
