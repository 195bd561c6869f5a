#include "asked.h"

#include <cstdio>
#include <cstdlib>
#include <cwchar>

#include <sqlite3.h>

namespace wmi::bench {
namespace {

/// A number that tells nothing of the one it comes from, another for each (a bijection).
std::uint64_t scattered(std::uint64_t number) {
    number += 0x9E3779B97F4A7C15ULL;
    number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    number = (number ^ (number >> 27U)) * 0x94D049BB133111EBULL;
    return number ^ (number >> 31U);
}

/// One object of Asked.
struct Row {
    Row(std::uint64_t number, KeyOrder order)
        : id(order == KeyOrder::InOrder ? number : scattered(number) >> 1U),  // SQLite's keys have 63 bits
          name("instance " + std::to_string(number)),
          count(scattered(number ^ 0x5555U) % 1'000),
          load(static_cast<double>(number) / 4) {
        const std::string other = "tool" + std::to_string(count);
        rare = count < 1 ? "libwmi" : other;
        tenth = count < 100 ? "libwmi" : other;
    }

    std::uint64_t id;
    std::string name, rare, tenth, every = "libwmi";
    std::uint64_t count;
    double load;
};

const std::string kText(120, 't');

/// Puts values of one object again and again: a put takes a copy.
class Filler {
public:
    explicit Filler(ComPtr<IWbemClassObject> object) : object_(std::move(object)) {}

    [[nodiscard]] IWbemClassObject* object() const { return object_.Get(); }

    void text(const wchar_t* name, const std::string& text) {
        const _bstr_t copy(text.c_str());
        VARIANT value;
        V_VT(&value) = VT_BSTR;
        V_BSTR(&value) = copy;
        must(object_->Put(name, 0, &value, 0), "Put");
    }

    void number(const wchar_t* name, std::uint64_t number) {
        VARIANT value;
        V_VT(&value) = VT_I4;
        V_I4(&value) = static_cast<LONG>(number);
        must(object_->Put(name, 0, &value, 0), "Put");
    }

    void real(const wchar_t* name, double number) {
        VARIANT value;
        V_VT(&value) = VT_R8;
        V_R8(&value) = number;
        must(object_->Put(name, 0, &value, 0), "Put");
    }

private:
    ComPtr<IWbemClassObject> object_;
};

Filler filler(const Client& client, const std::string& class_name) {
    const auto definition = client.get(_bstr_t(class_name.c_str()));
    ComPtr<IWbemClassObject> object;
    must(definition->SpawnInstance(0, object.GetAddressOf()), "SpawnInstance");
    return Filler(std::move(object));
}

constexpr std::uint64_t kTransaction = 10'000;

/// Inserts in transactions of a size that SQLite likes. Loading is not measured: it need not wait for the device.
template <class Bind>
void insert(const FloorSqlite& sqlite, const std::string& sql, std::uint64_t count, Bind bind) {
    sqlite.execute("PRAGMA synchronous = OFF");
    FloorSqlite::Statement statement(sqlite, sql);
    for (std::uint64_t number = 0; number < count; ++number) {
        if (number % kTransaction == 0) sqlite.execute("BEGIN");
        bind(statement, number);
        if ((number + 1) % kTransaction == 0 || number + 1 == count) sqlite.execute("COMMIT");
    }
    sqlite.execute("PRAGMA synchronous = FULL");
    sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

void add(Seen& seen, std::uint64_t letters, std::uint64_t count, double load) {
    ++seen.rows;
    seen.letters += letters;
    seen.counts += count;
    seen.loads += load;
}

void read_by_get(IWbemClassObject* object, Seen& seen) {
    VARIANT name, count, load;
    VariantInit(&name);
    must(object->Get(L"Name", 0, &name, nullptr, nullptr), "Get");
    must(object->Get(L"Count", 0, &count, nullptr, nullptr), "Get");
    must(object->Get(L"Load", 0, &load, nullptr, nullptr), "Get");
    add(seen, SysStringLen(V_BSTR(&name)), static_cast<std::uint64_t>(V_I4(&count)), V_R8(&load));
    VariantClear(&name);
}

class HandleReader {
public:
    void read(IWbemClassObject* object, Seen& seen) {
        ComPtr<IWbemObjectAccess> access;
        must(object->QueryInterface(IID_PPV_ARGS(access.GetAddressOf())), "IWbemObjectAccess");
        if (name_ < 0) {
            must(access->GetPropertyHandle(L"Name", nullptr, &name_), "GetPropertyHandle");
            must(access->GetPropertyHandle(L"Count", nullptr, &count_), "GetPropertyHandle");
            must(access->GetPropertyHandle(L"Load", nullptr, &load_), "GetPropertyHandle");
        }
        wchar_t name[64];
        long size = 0;
        DWORD count = 0;
        double load = 0;
        must(access->ReadPropertyValue(name_, sizeof name, &size, reinterpret_cast<byte*>(name)), "ReadPropertyValue");
        must(access->ReadDWORD(count_, &count), "ReadDWORD");
        long load_size = 0;
        must(access->ReadPropertyValue(load_, sizeof load, &load_size, reinterpret_cast<byte*>(&load)), "ReadPropertyValue");
        add(seen, static_cast<std::uint64_t>(size) / sizeof(wchar_t) - 1, count, load);
    }

private:
    long name_ = -1, count_ = -1, load_ = -1;
};

}  // namespace

void Loader::put(IWbemClassObject* object) {
    HRESULT status = WBEM_S_NO_ERROR;
    do {
        status = client_->PutInstanceAsync(object, 0, nullptr, &sink_);
    } while (status == static_cast<HRESULT>(WBEM_E_SERVER_TOO_BUSY));
    must(status, "PutInstanceAsync");
    ++started_;
}

void Loader::finish() {
    sink_.wait_for(started_);
    if (sink_.failures() != 0) must(sink_.last_failure(), "a put");
}

std::string Asked::table(KeyOrder order) { return order == KeyOrder::InOrder ? "Bench_Ordered" : "Bench_Scattered"; }

void Asked::load(const Client& client, KeyOrder order, std::uint64_t count) {
    client.compile("class " + table(order) +
                   " { [key] uint64 Id; string Name; string Rare; string Tenth; string Every; uint32 Count; real64 Load; sint32 Offset; string Text; };");
    Filler filled = filler(client, table(order));
    filled.text(L"Text", kText);
    Loader loader(client);
    for (std::uint64_t number = 0; number < count; ++number) {
        const Row row(number, order);
        filled.text(L"Id", std::to_string(row.id));
        filled.text(L"Name", row.name);
        filled.text(L"Rare", row.rare);
        filled.text(L"Tenth", row.tenth);
        filled.text(L"Every", row.every);
        filled.number(L"Count", row.count);
        filled.real(L"Load", row.load);
        filled.number(L"Offset", number & 0xFFFFU);
        loader.put(filled.object());
    }
    loader.finish();
}

void Asked::load(const FloorSqlite& sqlite, KeyOrder order, std::uint64_t count) {
    sqlite.execute("CREATE TABLE " + table(order) +
                   " (Id INTEGER PRIMARY KEY, Name TEXT, Rare TEXT, Tenth TEXT, Every TEXT, Count INTEGER, Load REAL, Offset INTEGER, Text TEXT)");
    insert(sqlite, "INSERT INTO " + table(order) + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", count, [&](FloorSqlite::Statement& statement, std::uint64_t number) {
        const Row row(number, order);
        statement.bind(1, row.id);
        statement.bind(2, row.name);
        statement.bind(3, row.rare);
        statement.bind(4, row.tenth);
        statement.bind(5, row.every);
        statement.bind(6, row.count);
        statement.bind(7, row.load);
        statement.bind(8, number & 0xFFFFU);
        statement.bind(9, kText);
        statement.step();
        statement.reset();
    });
}

std::uint64_t Indexed::code_of(std::uint64_t number) { return 3 * number + 1; }

void Indexed::load(const Client& client, std::uint64_t count) {
    client.compile("class Bench_Indexed { [key] uint32 Id; [indexed] uint32 Code; string Name; uint32 Count; real64 Load; };");
    Filler filled = filler(client, "Bench_Indexed");
    Loader loader(client);
    for (std::uint64_t number = 0; number < count; ++number) {
        const Row row(number, KeyOrder::InOrder);
        filled.number(L"Id", number);
        filled.number(L"Code", code_of(number));
        filled.text(L"Name", row.name);
        filled.number(L"Count", row.count);
        filled.real(L"Load", row.load);
        loader.put(filled.object());
    }
    loader.finish();
}

void Indexed::load(const FloorSqlite& sqlite, std::uint64_t count) {
    sqlite.execute("CREATE TABLE Bench_Indexed (Id INTEGER PRIMARY KEY, Code INTEGER, Name TEXT, Count INTEGER, Load REAL)");
    sqlite.execute("CREATE INDEX Bench_Code ON Bench_Indexed (Code)");
    insert(sqlite, "INSERT INTO Bench_Indexed VALUES (?, ?, ?, ?, ?)", count, [](FloorSqlite::Statement& statement, std::uint64_t number) {
        const Row row(number, KeyOrder::InOrder);
        statement.bind(1, number);
        statement.bind(2, code_of(number));
        statement.bind(3, row.name);
        statement.bind(4, row.count);
        statement.bind(5, row.load);
        statement.step();
        statement.reset();
    });
}

Seen ask(const Client& client, const wchar_t* query, Reading reading) {
    constexpr ULONG kAtOnce = 256;
    static const _bstr_t language(L"WQL");
    Seen seen;
    HandleReader handles;
    ComPtr<IEnumWbemClassObject> rows;
    must(client->ExecQuery(language, _bstr_t(query), WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, rows.GetAddressOf()), "ExecQuery");
    IWbemClassObject* objects[kAtOnce];
    for (HRESULT status = WBEM_S_NO_ERROR; status == WBEM_S_NO_ERROR;) {
        ULONG count = 0;
        status = rows->Next(WBEM_INFINITE, kAtOnce, objects, &count);
        must(status, "Next");
        for (ULONG i = 0; i < count; ++i) {
            if (reading == Reading::Get) read_by_get(objects[i], seen);
            else handles.read(objects[i], seen);
            objects[i]->Release();
        }
    }
    return seen;
}

Seen ask(FloorSqlite::Statement& statement) {
    Seen seen;
    while (statement.step()) {
        const unsigned char* name = sqlite3_column_text(statement.handle(), 0);
        const int letters = sqlite3_column_bytes(statement.handle(), 0);
        if (!name) std::abort();
        add(seen, static_cast<std::uint64_t>(letters), static_cast<std::uint64_t>(sqlite3_column_int64(statement.handle(), 1)), sqlite3_column_double(statement.handle(), 2));
    }
    statement.reset();
    return seen;
}

}  // namespace wmi::bench
