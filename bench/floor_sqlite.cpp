#include "floor_sqlite.h"

#include <cstdio>
#include <cstdlib>

#include <sqlite3.h>

namespace wmi::bench {

FloorSqlite::FloorSqlite(const std::filesystem::path& file) {
    check(sqlite3_open_v2(file.c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr), "opening");
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA cache_size = -2097152");     // KiB
    execute("PRAGMA mmap_size = 2147418112");    // the most that SQLite takes
}

FloorSqlite::~FloorSqlite() { sqlite3_close(database_); }

void FloorSqlite::check(int code, const std::string& what) const {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    std::fprintf(stderr, "bench: SQLite failed: %s: %s\n", what.c_str(), sqlite3_errmsg(database_));
    std::exit(1);
}

void FloorSqlite::execute(const std::string& sql) const { check(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr), sql); }

std::string FloorSqlite::settings() const {
    std::string said = std::string("SQLite ") + sqlite3_libversion();
    for (const char* name : {"page_size", "cache_size", "mmap_size", "journal_mode", "synchronous"}) {
        Statement asked(*this, std::string("PRAGMA ") + name);
        if (asked.step()) said += std::string(", ") + name + " " + reinterpret_cast<const char*>(sqlite3_column_text(asked.handle(), 0));
    }
    return said;
}

FloorSqlite::Statement::Statement(const FloorSqlite& in, const std::string& sql) : in_(in) {
    in_.check(sqlite3_prepare_v2(in_.database_, sql.c_str(), static_cast<int>(sql.size()) + 1, &statement_, nullptr), sql);
}

FloorSqlite::Statement::~Statement() { sqlite3_finalize(statement_); }

void FloorSqlite::Statement::bind(int at, std::uint64_t number) { in_.check(sqlite3_bind_int64(statement_, at, static_cast<sqlite3_int64>(number)), "binding"); }

void FloorSqlite::Statement::bind(int at, double number) { in_.check(sqlite3_bind_double(statement_, at, number), "binding"); }

void FloorSqlite::Statement::bind(int at, const std::string& text) {
    in_.check(sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC), "binding");
}

bool FloorSqlite::Statement::step() {
    const int code = sqlite3_step(statement_);
    in_.check(code, "a step");
    return code == SQLITE_ROW;
}

void FloorSqlite::Statement::reset() { in_.check(sqlite3_reset(statement_), "resetting"); }

}  // namespace wmi::bench
