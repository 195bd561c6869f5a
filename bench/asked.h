// What the rows of queries ask: the same objects on both sides, and the same questions, word for word.
#pragma once

#include "client.h"
#include "floor_sqlite.h"

#include <cstdint>
#include <string>

namespace wmi::bench {

enum class KeyOrder { InOrder, Random };

/// Puts objects as fast as the API can: asynchronously, with as many open as it takes.
class Loader {
public:
    explicit Loader(const Client& client) : client_(client) {}

    void put(IWbemClassObject* object);
    /// Waits until all are durable.
    void finish();

private:
    const Client& client_;
    CountingSink sink_;
    std::uint64_t started_ = 0;
};

/// A class and a table of nine columns. Three texts and a number fulfil a condition at one object in a thousand, in ten, at all.
struct Asked {
    /// "Bench_Ordered", "Bench_Scattered": by the order in which keys come.
    static std::string table(KeyOrder order);
    static void load(const Client& client, KeyOrder order, std::uint64_t count);
    static void load(const FloorSqlite& sqlite, KeyOrder order, std::uint64_t count);
};

/// A class and a table with an index on Code, a number that each object has for itself.
struct Indexed {
    static void load(const Client& client, std::uint64_t count);
    static void load(const FloorSqlite& sqlite, std::uint64_t count);
    static std::uint64_t code_of(std::uint64_t number);
};

/// What a reader has seen: both sides must have seen the same.
struct Seen {
    std::uint64_t rows = 0;
    std::uint64_t letters = 0;
    std::uint64_t counts = 0;
    double loads = 0;

    bool operator==(const Seen&) const = default;
};

enum class Reading {
    Get,      // IWbemClassObject::Get
    Handles,  // IWbemObjectAccess: handles that were looked up once
};

/// Runs a query that selects Name, Count and Load, and reads the three of each object, in the order of the answer.
Seen ask(const Client& client, const wchar_t* query, Reading reading);
Seen ask(FloorSqlite::Statement& statement);

}  // namespace wmi::bench
