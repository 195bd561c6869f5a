// Rows of a file: JSON lines or CSV, one after another, with the line each began on.
#pragma once

#include "failure.h"
#include "values.h"

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>

namespace cli {

/// How the values of a row are to be read.
enum class Written { AsJson, AsText };  // AsText: a cell of CSV, read by the property's type (from_typed)

struct Row {
    Json values;  // an object: property -> value
    std::uint64_t line = 0;
    Written written = Written::AsJson;
};

/// Text that is no row, with its file and line; the next row can be asked for.
class BadRow : public Failure {
public:
    BadRow(const std::string& file, std::uint64_t line, const std::string& why) : Failure(kWbemError, file + ":" + std::to_string(line) + ": " + why) {}
};

class RowReader {
public:
    virtual ~RowReader() = default;
    /// Nothing at the end. Throws BadRow, and Failure when reading can't go on.
    virtual std::optional<Row> next() = 0;
};

/// A line may be at most 64 MiB.
std::unique_ptr<RowReader> read_json_lines(std::istream& from, std::string file);
/// The first row names the properties; an empty field is NULL, "" (quoted) an empty text.
std::unique_ptr<RowReader> read_csv(std::istream& from, std::string file);

}  // namespace cli
