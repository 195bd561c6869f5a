#include "floor_lmdb.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <lmdb.h>

namespace wmi::bench {

namespace {

void check(int code) {
    if (code == 0) return;
    std::fprintf(stderr, "bench: LMDB failed: %s\n", mdb_strerror(code));
    std::exit(1);
}

MDB_val to_lmdb(std::string_view bytes) {
    return {bytes.size(), const_cast<char*>(bytes.data())};  // NOLINT: LMDB only reads what it is given
}

template <class Body>
double seconds_of(Body body) {
    const auto start = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

volatile char sink;  // what was read, so that reading is not left out

}  // namespace

struct FloorLmdb::Handles {
    MDB_env* environment = nullptr;
    MDB_dbi records = 0;

    MDB_txn* begin(unsigned flags) const {
        MDB_txn* transaction = nullptr;
        check(mdb_txn_begin(environment, nullptr, flags, &transaction));
        return transaction;
    }
};

FloorLmdb::FloorLmdb(const std::filesystem::path& folder) : handles_(std::make_unique<Handles>()) {
    check(mdb_env_create(&handles_->environment));
    check(mdb_env_set_mapsize(handles_->environment, std::size_t{1} << 36U));
    check(mdb_env_open(handles_->environment, folder.c_str(), 0, 0600));
    MDB_txn* const transaction = handles_->begin(0);
    check(mdb_dbi_open(transaction, nullptr, 0, &handles_->records));
    check(mdb_txn_commit(transaction));
}

FloorLmdb::~FloorLmdb() { mdb_env_close(handles_->environment); }

double FloorLmdb::put(std::span<const Record> records, std::size_t batch) {
    return seconds_of([&] {
        for (; !records.empty(); records = records.subspan(std::min(batch, records.size()))) {
            MDB_txn* const transaction = handles_->begin(0);
            for (const Record& record : records.first(std::min(batch, records.size()))) {
                MDB_val key = to_lmdb(record.key);
                MDB_val value = to_lmdb(record.value);
                check(mdb_put(transaction, handles_->records, &key, &value, 0));
            }
            check(mdb_txn_commit(transaction));
        }
    });
}

double FloorLmdb::update(std::span<const Record> records, std::size_t batch) {
    return seconds_of([&] {
        std::string changed;
        for (; !records.empty(); records = records.subspan(std::min(batch, records.size()))) {
            MDB_txn* const transaction = handles_->begin(0);
            for (const Record& record : records.first(std::min(batch, records.size()))) {
                MDB_val key = to_lmdb(record.key);
                MDB_val value{};
                check(mdb_get(transaction, handles_->records, &key, &value));
                changed.assign(static_cast<const char*>(value.mv_data), value.mv_size);
                if (!changed.empty()) ++changed.back();
                value = to_lmdb(changed);
                check(mdb_put(transaction, handles_->records, &key, &value, 0));
            }
            check(mdb_txn_commit(transaction));
        }
    });
}

double FloorLmdb::get(std::span<const Record> records, Reading reading) {
    return seconds_of([&] {
        MDB_txn* const transaction = handles_->begin(MDB_RDONLY);
        for (const Record& record : records) {
            if (reading == Reading::InOneEach) {
                mdb_txn_reset(transaction);
                check(mdb_txn_renew(transaction));
            }
            MDB_val key = to_lmdb(record.key);
            MDB_val value{};
            check(mdb_get(transaction, handles_->records, &key, &value));
            if (value.mv_size) sink = *static_cast<const char*>(value.mv_data);
        }
        mdb_txn_abort(transaction);
    });
}

double FloorLmdb::scan(std::size_t& bytes) {
    return seconds_of([&] {
        MDB_txn* const transaction = handles_->begin(MDB_RDONLY);
        MDB_cursor* cursor = nullptr;
        check(mdb_cursor_open(transaction, handles_->records, &cursor));
        MDB_val key{};
        MDB_val value{};
        bytes = 0;
        while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
            bytes += key.mv_size + value.mv_size;
            if (value.mv_size) sink = *static_cast<const char*>(value.mv_data);
        }
        mdb_cursor_close(cursor);
        mdb_txn_abort(transaction);
    });
}

}  // namespace wmi::bench
