// A repository on trial, on each engine, and short ways to say classes and instances. Only tests include this.
#pragma once

#include "repository/repository.h"
#include "store/engine.h"
#include "store/memory_engine.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wmi::repository::testing {

using base::Status;
using cim::CimType;
using cim::ClassBody;
using cim::ClassPtr;
using cim::Instance;
using cim::Value;

class TestFolder {
public:
    TestFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "openwmi-repository-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }

    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    ~TestFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline std::shared_ptr<store::Engine> open_engine(const std::filesystem::path& folder) {
    store::Options options;
    options.folder = folder;
    options.reserve_bytes = std::uint64_t{1} << 30U;
    auto engine = store::open(options);
    EXPECT_TRUE(engine) << (engine ? "" : engine.error().sentence());
    return engine ? *engine : nullptr;
}

template <class T>
T must(base::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().sentence());
    return std::move(result).value();
}

inline void must(base::Result<void> result) {
    if (!result) throw std::runtime_error(result.error().sentence());
}

/// A class said in a line: key("Name"), text("Text"), number("Size") ...
class Saying {
public:
    explicit Saying(std::string name, ClassPtr parent = nullptr) {
        body_.name = std::move(name);
        body_.parent = std::move(parent);
    }

    Saying& property(std::string name, CimType type, std::initializer_list<cim::Qualifier> qualifiers = {}, Value value = {}, bool is_array = false) {
        cim::PropertyDeclaration one{.name = std::move(name), .type = {type, is_array}, .cim_type = {}, .inherits_default = false, .default_value = std::move(value), .qualifiers = {}};
        for (const cim::Qualifier& qualifier : qualifiers) one.qualifiers.set(qualifier);
        body_.properties.push_back(std::move(one));
        return *this;
    }

    Saying& key(std::string name, CimType type = CimType::String) { return property(std::move(name), type, {cim::mark("key", cim::flavor::kKey)}); }

    Saying& text(std::string name) { return property(std::move(name), CimType::String); }

    Saying& number(std::string name) { return property(std::move(name), CimType::Uint32); }

    Saying& indexed(std::string name, CimType type = CimType::Uint32) { return property(std::move(name), type, {cim::mark("indexed")}); }

    Saying& with(cim::Qualifier qualifier) {
        body_.qualifiers.set(std::move(qualifier));
        return *this;
    }

    Saying& mark(std::string name, std::uint8_t flavor = 0) { return with(cim::mark(std::move(name), flavor)); }

    operator ClassBody() const { return body_; }  // NOLINT(google-explicit-constructor)

    ClassBody body_;
};

enum class Kind { Memory, Lmdb };

/// One repository in one store; can be closed and opened again.
class Trial {
public:
    explicit Trial(Kind kind) : kind_(kind) { open(); }

    explicit Trial(std::shared_ptr<store::Engine> engine) : kind_(Kind::Memory), engine_(std::move(engine)) { open(); }

    void open() {
        if (!engine_) engine_ = kind_ == Kind::Memory ? store::make_memory_engine() : open_engine(folder_.path());
        repository_ = must(Repository::open(engine_, clock_, chance_, names_));
    }

    void close() {
        repository_.reset();
        if (kind_ == Kind::Lmdb) engine_.reset();
    }

    void reopen() {
        close();
        open();
    }

    /// The machine gets other names.
    void rename(std::vector<std::string> names) {
        names_ = std::move(names);
        reopen();
    }

    Repository& operator*() { return *repository_; }

    Repository* operator->() { return repository_.get(); }

    store::Engine& engine() { return *engine_; }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    base::ManualClock& clock() { return clock_; }

    NamespacePtr at(std::string_view path = "root\\cimv2") {
        const CataloguePtr now = must(repository_->catalogue());
        return now->find_namespace(path);
    }

    ClassPtr cls(std::string_view name, std::string_view path = "root\\cimv2") { return must(at(path)->get_class(name)); }

    // -- acts, by their status

    base::Result<Outcome> put_class(const ClassBody& body, PutMode mode = PutMode::CreateOrUpdate, UpdateMode update = UpdateMode::Compatible,
                                    std::string_view path = "root\\cimv2") {
        auto change = repository_->prepare_class_put(at(path), body, mode, update, {});
        if (!change) return std::move(change).error();
        return repository_->commit(std::move(*change));
    }

    base::Result<Outcome> delete_class(std::string_view name, std::string_view path = "root\\cimv2") {
        auto change = repository_->prepare_class_delete(at(path), name);
        if (!change) return std::move(change).error();
        return repository_->commit(std::move(*change));
    }

    base::Result<Outcome> put(Instance instance, PutMode mode = PutMode::CreateOrUpdate, const std::optional<cim::PutExtensions>& partial = {},
                              std::string_view path = "root\\cimv2") {
        auto change = repository_->prepare_put(at(path), std::move(instance), mode, partial);
        if (!change) return std::move(change).error();
        return repository_->commit(std::move(*change));
    }

    base::Result<Outcome> put_into(std::string_view path, Instance instance, PutMode mode = PutMode::CreateOrUpdate) { return put(std::move(instance), mode, {}, path); }

    base::Result<Outcome> put_part(Instance instance, std::vector<std::string> names, bool strict = false) {
        return put(std::move(instance), PutMode::UpdateOnly, cim::PutExtensions{.properties = std::move(names), .strict_nulls = strict});
    }

    base::Result<Outcome> remove(std::string_view class_name, const std::vector<Value>& keys, std::string_view path = "root\\cimv2") {
        auto change = repository_->prepare_delete(at(path), *cls(class_name, path), keys);
        if (!change) return std::move(change).error();
        return repository_->commit(std::move(*change));
    }

    std::optional<Instance> find(std::string_view class_name, const std::vector<Value>& keys, Depth depth = Depth::Deep, std::string_view path = "root\\cimv2") {
        const NamespacePtr in = at(path);
        return must(repository_->find_instance(in, *must(in->get_class(class_name)), keys, depth));
    }

    std::vector<Instance> all(std::string_view class_name, Depth depth = Depth::Deep, std::string_view path = "root\\cimv2", std::size_t piece = 100) {
        const NamespacePtr in = at(path);
        const auto scan = must(repository_->scan(in, *must(in->get_class(class_name)), depth));
        std::vector<Instance> all;
        while (true) {
            auto some = must(scan->next(piece));
            if (some.empty()) return all;
            for (Instance& one : some) all.push_back(std::move(one));
        }
    }

    /// Instance of a class of cimv2 with values by name.
    Instance make(std::string_view class_name, std::initializer_list<std::pair<std::string_view, Value>> values, std::string_view path = "root\\cimv2") {
        Instance instance = Instance::spawn(cls(class_name, path));
        for (const auto& [name, value] : values) must(instance.put(*instance.cls().find_property(name), value));
        return instance;
    }

    void expect_sound() {
        const CheckReport report = must(repository_->check({}));
        for (const Finding& finding : report.findings) ADD_FAILURE() << finding.about << ": " << finding.sentence;
    }

private:
    TestFolder folder_;
    Kind kind_;
    std::vector<std::string> names_;
    base::ManualClock clock_;
    base::SystemChance chance_;
    std::shared_ptr<store::Engine> engine_;
    std::unique_ptr<Repository> repository_;
};

inline Value get(const Instance& instance, std::string_view name) { return instance.get(*instance.cls().find_property(name)); }

inline Value text(std::string value) { return value; }

inline Value number(std::uint64_t value) { return value; }

/// Every test of these runs on each engine.
class RepositoryOn : public ::testing::TestWithParam<Kind> {
protected:
    Trial trial{GetParam()};
};

inline std::string name_of(const ::testing::TestParamInfo<Kind>& info) { return info.param == Kind::Memory ? "Memory" : "Lmdb"; }

#define ON_BOTH_ENGINES(Suite) \
    INSTANTIATE_TEST_SUITE_P(Engines, Suite, ::testing::Values(::wmi::repository::testing::Kind::Memory, ::wmi::repository::testing::Kind::Lmdb), ::wmi::repository::testing::name_of)

}  // namespace wmi::repository::testing
