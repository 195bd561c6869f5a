#include "rows.h"

#include <cerrno>
#include <vector>

namespace cli {
namespace {

constexpr std::size_t kLongestRow = 64U << 20;
constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

/// The end of what can be read: of the file, or of the disk.
void check_end(const std::istream& from, const std::string& file) {
    if (from.bad()) throw failure_to_read(file, errno);
}

void skip_line(std::istream& from) {
    for (int c = from.get(); c != EOF && c != '\n';) c = from.get();
}

void drop_mark(std::string& text) {
    if (text.starts_with(kByteOrderMark)) text.erase(0, 3);
}

class JsonLines : public RowReader {
public:
    JsonLines(std::istream& from, std::string file) : from_(from), file_(std::move(file)) {}

    std::optional<Row> next() override {
        std::string text;
        while (read_line(text)) {
            if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
            if (nesting_of(text) > kDeepestNesting) throw BadRow(file_, line_, "brackets stand more than 64 deep");
            Json values;
            try {
                values = Json::parse(text);
            } catch (const Json::exception& fault) {
                const auto* where = dynamic_cast<const Json::parse_error*>(&fault);
                throw BadRow(file_, line_, "not JSON" + (where ? ": column " + std::to_string(where->byte) : std::string(": a number out of range")));
            }
            if (!values.is_object()) throw BadRow(file_, line_, "a row is a JSON object like {\"Name\": \"x\"}");
            return Row{std::move(values), line_, Written::AsJson};
        }
        return std::nullopt;
    }

private:
    bool read_line(std::string& text) {
        text.clear();
        ++line_;
        errno = 0;
        for (int c = from_.get(); c != EOF; c = from_.get()) {
            if (c == '\n') break;
            if (text.size() >= kLongestRow) {
                skip_line(from_);
                throw BadRow(file_, line_, "the line is longer than 64 MiB");
            }
            text.push_back(static_cast<char>(c));
        }
        check_end(from_, file_);
        if (line_ == 1) drop_mark(text);
        return !text.empty() || !from_.eof();
    }

    std::istream& from_;
    std::string file_;
    std::uint64_t line_ = 0;
};

class Csv : public RowReader {
public:
    Csv(std::istream& from, std::string file) : from_(from), file_(std::move(file)) {}

    std::optional<Row> next() override {
        if (names_.empty() && !read_names()) return std::nullopt;
        const auto fields = read_record();
        if (!fields) return std::nullopt;
        if (fields->size() != names_.size())
            throw BadRow(file_, begun_, "the row has " + std::to_string(fields->size()) + " fields, the heading " + std::to_string(names_.size()));
        Row row;
        row.line = begun_;
        row.written = Written::AsText;
        row.values = Json::object();
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const Field& field = (*fields)[i];
            row.values[names_[i]] = field.text.empty() && !field.quoted ? Json() : Json(field.text);
        }
        return row;
    }

private:
    struct Field {
        std::string text;
        bool quoted = false;
    };

    bool read_names() {
        for (const char* mark = kByteOrderMark; *mark != '\0' && from_.peek() == static_cast<unsigned char>(*mark); ++mark) from_.get();
        const auto heads = read_record();
        if (!heads) return false;
        for (const Field& field : *heads) names_.push_back(field.text);
        return true;
    }

    /// A record may go over several lines inside quotes. Empty lines are skipped.
    std::optional<std::vector<Field>> read_record() {
        std::vector<Field> fields(1);
        std::size_t size = 0;
        bool inside = false, any = false;
        begun_ = line_;
        errno = 0;
        for (int c = from_.get(); c != EOF; c = from_.get()) {
            if (++size > kLongestRow) throw Failure(kWbemError, file_ + ":" + std::to_string(begun_) + ": the row is longer than 64 MiB");
            if (c == '\n') ++line_;
            if (inside) {
                if (c != '"') fields.back().text.push_back(static_cast<char>(c));
                else if (from_.peek() == '"') fields.back().text.push_back(static_cast<char>(from_.get()));
                else inside = false;
            } else if (c == '"' && fields.back().text.empty()) {
                inside = fields.back().quoted = any = true;
            } else if (c == ',') {
                fields.emplace_back();
                any = true;
            } else if (c == '\n') {
                if (any) return fields;
                begun_ = line_;
            } else if (c != '\r') {
                fields.back().text.push_back(static_cast<char>(c));
                any = true;
            }
        }
        check_end(from_, file_);
        if (inside) throw BadRow(file_, begun_, "a quote is not closed");
        if (!any) return std::nullopt;
        return fields;
    }

    std::istream& from_;
    std::string file_;
    std::vector<std::string> names_;
    std::uint64_t line_ = 1;
    std::uint64_t begun_ = 1;
};

}  // namespace

std::unique_ptr<RowReader> read_json_lines(std::istream& from, std::string file) {
    return std::make_unique<JsonLines>(from, std::move(file));
}

std::unique_ptr<RowReader> read_csv(std::istream& from, std::string file) { return std::make_unique<Csv>(from, std::move(file)); }

}  // namespace cli
