// The floor of queries: SQLite through its C API, as a program in a hurry would use it. One connection, one thread, no mutex, a
// cache and a map that hold the whole file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace wmi::bench {

class FloorSqlite {
public:
    /// A prepared statement; its text and its values are the caller's as long as it runs.
    class Statement {
    public:
        Statement(const FloorSqlite& in, const std::string& sql);
        ~Statement();
        Statement(const Statement&) = delete;
        Statement& operator=(const Statement&) = delete;

        /// Columns count from 1 here, from 0 in what is read, as in SQLite.
        void bind(int at, std::uint64_t number);
        void bind(int at, double number);
        void bind(int at, const std::string& text);
        /// True: there is a row to read.
        bool step();
        void reset();

        [[nodiscard]] sqlite3_stmt* handle() const { return statement_; }

    private:
        const FloorSqlite& in_;
        sqlite3_stmt* statement_ = nullptr;
    };

    /// Makes a database in a file that is not there yet.
    explicit FloorSqlite(const std::filesystem::path& file);
    ~FloorSqlite();
    FloorSqlite(const FloorSqlite&) = delete;
    FloorSqlite& operator=(const FloorSqlite&) = delete;

    void execute(const std::string& sql) const;
    /// Version and settings as SQLite itself tells them.
    [[nodiscard]] std::string settings() const;

private:
    void check(int code, const std::string& what) const;

    sqlite3* database_ = nullptr;
};

}  // namespace wmi::bench
