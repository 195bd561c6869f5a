#include "query/query.h"

#include "base/text.h"
#include "query/internal/forms.h"

namespace wmi::query {

namespace internal {

Error invalid_at(std::size_t position, const std::string& what) {
    return Error(Status::InvalidQuery, "at character " + std::to_string(position + 1) + " of the query: " + what);
}

}  // namespace internal

struct Question::Content {
    wql::Query query;
};

Result<Question> Question::read(std::string_view text) {
    wql::Query query = TRY(wql::parse(text));
    const auto* select = std::get_if<wql::Select>(&query);
    if (select && select->is_event_form())  // WQL-30
        return Error(Status::InvalidQuery, "WITHIN and GROUP belong to queries for events; give the query to ExecNotificationQuery");
    return Question(std::make_shared<const Content>(Content{std::move(query)}));
}

Result<void> Question::check(const Options& options) const {
    if (!options.prototype) return {};
    const auto* select = std::get_if<wql::Select>(&content_->query);
    if (!select)
        return Error(Status::InvalidParameter, "ASSOCIATORS OF and REFERENCES OF have no prototype; leave WBEM_FLAG_PROTOTYPE out");
    if (base::same_name(select->class_name, "meta_class"))
        return Error(Status::InvalidParameter, "a query for classes has no prototype; leave WBEM_FLAG_PROTOTYPE out");
    return {};
}

Result<std::unique_ptr<Rows>> open(const Ground& ground, const Question& question, const Options& options) {
    TRY(question.check(options));
    const wql::Query& query = question.content().query;
    if (const auto* follow = std::get_if<wql::Follow>(&query)) return internal::open_follow(ground, *follow);
    const auto& select = std::get<wql::Select>(query);
    if (base::same_name(select.class_name, "meta_class")) return internal::open_schema(ground, select);  // WQL-96
    return internal::open_select(ground, select, options);
}

}  // namespace wmi::query
