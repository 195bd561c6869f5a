#include "wql/query.h"

#include <array>
#include <charconv>

namespace wmi::wql {
namespace {

using Step = Expression::Step;

std::string_view word_of(Operator op) {
    switch (op) {
        case Operator::Equal: return " = ";
        case Operator::NotEqual: return " <> ";
        case Operator::GreaterOrEqual: return " >= ";
        case Operator::LessOrEqual: return " <= ";
        case Operator::Less: return " < ";
        case Operator::Greater: return " > ";
        case Operator::Like: return " LIKE ";
        case Operator::IsA: return " ISA ";
        case Operator::IsNull: return " IS NULL";
        case Operator::IsNotNull: return " IS NOT NULL";
    }
    return {};
}

void append_quoted(std::string& text, std::string_view content) {
    text += '"';
    for (const char c : content) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    text += '"';
}

/// The shortest spelling that reads back as the same number, and never as an integer.
void append_real(std::string& text, double number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const std::size_t before = text.size();
    text.append(digits.data(), end);
    if (text.find_first_of(".e", before) == std::string::npos) text += ".0";
}

/// Whole seconds as an integer, where they are few enough to be one.
void append_seconds(std::string& text, double seconds) {
    append_real(text, seconds);
    constexpr double kFew = 1e15;
    if (seconds < kFew && seconds > -kFew && text.ends_with(".0")) text.resize(text.size() - 2);
}

void append(std::string& text, const PropertyName& name) {
    for (std::size_t i = 0; i < name.parts.size(); ++i) {
        if (i > 0) text += '.';
        text += name.parts[i];
    }
}

void append(std::string& text, const Constant& constant) {
    struct Writer {
        std::string& text;

        void operator()(std::monostate /*null*/) const { text += "NULL"; }

        void operator()(bool value) const { text += value ? "TRUE" : "FALSE"; }

        void operator()(std::int64_t value) const { text += std::to_string(value); }

        void operator()(std::uint64_t value) const { text += std::to_string(value); }

        void operator()(double value) const { append_real(text, value); }

        void operator()(const std::string& value) const { append_quoted(text, value); }
    };

    std::visit(Writer{text}, constant.value);
}

void append(std::string& text, const std::vector<PropertyName>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += ", ";
        append(text, names[i]);
    }
}

void append(std::string& text, const Term& term) {
    append(text, term.left);
    text += word_of(term.op);
    if (term.op == Operator::IsNull || term.op == Operator::IsNotNull) return;
    std::visit([&](const auto& right) { append(text, right); }, term.right);
}

/// How tightly a step holds its operands together: OR least.
int strength(Step::Kind kind) {
    switch (kind) {
        case Step::Kind::Or: return 0;
        case Step::Kind::And: return 1;
        case Step::Kind::Not: return 2;
        case Step::Kind::Term: return 3;
    }
    return 3;
}

/// Prints a condition from its steps without recursion: what is left to write stands on a stack, the next on top.
class ExpressionPrinter {
public:
    ExpressionPrinter(std::string& text, const Expression& expression)
        : text_(text), expression_(expression), starts_(expression.steps.size()) {
        find_starts();
    }

    void print() {
        if (expression_.steps.empty()) return;
        work_.push_back({expression_.steps.size() - 1, {}});
        while (!work_.empty()) {
            const Work now = work_.back();
            work_.pop_back();
            if (now.word.empty()) {
                print_step(now.step);
            } else {
                text_ += now.word;
            }
        }
    }

private:
    struct Work {
        std::size_t step = 0;   // to be printed with its operands,
        std::string_view word;  // unless there is a word: that
    };

    /// Where the operands of each step begin: the left side of AND and OR ends where the right one begins.
    void find_starts() {
        std::vector<std::size_t> operands;
        for (std::size_t i = 0; i < starts_.size(); ++i) {
            const Step::Kind kind = expression_.steps[i].kind;
            if (kind == Step::Kind::Term) operands.push_back(i);
            if (kind == Step::Kind::And || kind == Step::Kind::Or) operands.pop_back();
            starts_[i] = operands.back();
        }
    }

    void print_step(std::size_t at) {
        const Step& step = expression_.steps[at];
        if (step.kind == Step::Kind::Term) return append(text_, expression_.terms[step.term]);
        if (step.kind == Step::Kind::Not) {
            text_ += "NOT ";
            return later(at - 1, strength(Step::Kind::Term));
        }
        const bool is_and = step.kind == Step::Kind::And;
        later(at - 1, strength(step.kind) + 1);  // a right side that joins as its parent does was in parentheses
        work_.push_back({0, is_and ? " AND " : " OR "});
        later(starts_[at - 1] - 1, strength(step.kind));
    }

    /// A step is to be printed next, in parentheses if it is weaker than its place wants.
    void later(std::size_t at, int wanted) {
        const bool in_parentheses = strength(expression_.steps[at].kind) < wanted;
        if (in_parentheses) work_.push_back({0, ")"});
        work_.push_back({at, {}});
        if (in_parentheses) work_.push_back({0, "("});
    }

    std::string& text_;
    const Expression& expression_;
    std::vector<std::size_t> starts_;
    std::vector<Work> work_;
};

void append(std::string& text, const Expression& expression) { ExpressionPrinter(text, expression).print(); }

void append(std::string& text, const Select& select) {
    text += "SELECT ";
    if (select.projection.empty()) text += '*';
    append(text, select.projection);
    text += " FROM " + select.class_name;
    if (select.within_seconds) {
        text += " WITHIN ";
        append_seconds(text, *select.within_seconds);
    }
    if (select.where) {
        text += " WHERE ";
        append(text, *select.where);
    }
    if (!select.group) return;
    text += " GROUP WITHIN ";
    append_seconds(text, select.group->within_seconds);
    if (!select.group->by.empty()) {
        text += " BY ";
        append(text, select.group->by);
    }
    if (select.group->having) {
        text += " HAVING ";
        append(text, *select.group->having);
    }
}

void append_item(std::string& text, std::string_view word, const std::string& value) {
    if (value.empty()) return;
    text.append(" ").append(word).append(" = ");
    append_quoted(text, value);
}

void append(std::string& text, const Follow& follow) {
    text += follow.is_references ? "REFERENCES OF {" : "ASSOCIATORS OF {";
    text += follow.path + "}";
    const std::size_t before = text.size();
    append_item(text, "AssocClass", follow.assoc_class);
    append_item(text, "ResultClass", follow.result_class);
    append_item(text, "Role", follow.role);
    append_item(text, "ResultRole", follow.result_role);
    append_item(text, "RequiredQualifier", follow.required_qualifier);
    append_item(text, "RequiredAssocQualifier", follow.required_assoc_qualifier);
    if (follow.class_defs_only) text += " ClassDefsOnly";
    if (follow.keys_only) text += " KeysOnly";
    if (follow.schema_only) text += " SchemaOnly";
    if (text.size() > before) text.insert(before, " WHERE");
}

}  // namespace

std::string print(const Query& query) {
    std::string text;
    std::visit([&](const auto& kind) { append(text, kind); }, query);
    return text;
}

std::string print(const Expression& expression) {
    std::string text;
    append(text, expression);
    return text;
}

}  // namespace wmi::wql
