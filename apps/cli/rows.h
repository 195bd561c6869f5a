// Rows of a file: JSON lines or CSV, one after another, with the line each began on.
#pragma once

#include "values.h"

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>

namespace cli {

struct Row {
    Json values;  // an object: property -> value
    std::uint64_t line = 0;
};

class RowReader {
public:
    virtual ~RowReader() = default;
    /// Nothing at the end. Throws Failure, with the line, for text that is no row.
    virtual std::optional<Row> next() = 0;
};

/// A line may be at most 64 MiB.
std::unique_ptr<RowReader> read_json_lines(std::istream& from, std::string file);
/// The first row names the properties; an empty field is NULL, "" (quoted) an empty text.
std::unique_ptr<RowReader> read_csv(std::istream& from, std::string file);

}  // namespace cli
