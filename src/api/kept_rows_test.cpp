// What a rewindable enumeration keeps, in memory and in the file behind it.
#include "api/internal/kept_rows.h"

#include "cim/class.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <sys/resource.h>
#include <unistd.h>

namespace wmi::api {
namespace {

cim::ClassPtr a_class(const char* name) {
    cim::ClassBody body;
    body.name = name;
    cim::PropertyDeclaration text;
    text.name = "Text";
    text.type = {cim::CimType::String, false};
    body.properties.push_back(std::move(text));
    return cim::Class::make(std::move(body)).value();
}

cim::Object row_of(const cim::ClassPtr& of, std::size_t number) {
    cim::Instance instance = cim::Instance::spawn(of);
    EXPECT_TRUE(instance.put(of->properties()[0], cim::Value("row " + std::to_string(number) + std::string(number % 97, 'x'))));
    return cim::Object(std::move(instance));
}

void expect_rows(const KeptRows& rows, std::size_t count, const cim::ClassPtr& odd, const cim::ClassPtr& even) {
    ASSERT_EQ(rows.size(), count);
    for (std::size_t i = count; i-- > 0;) {
        const auto got = rows.get(i);
        ASSERT_TRUE(got) << i;
        const cim::ClassPtr& of = i % 2 ? odd : even;
        EXPECT_EQ(got->class_pointer(), of) << i;
        EXPECT_EQ(got->find_instance()->record(), row_of(of, i).find_instance()->record()) << i;
    }
}

/// No file below the folder stays open or visible: how many entries it has.
std::size_t entries_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

class Kept : public testing::Test {
protected:
    void SetUp() override {
        folder = std::filesystem::temp_directory_path() / ("openwmi-kept-" + std::to_string(getpid()));
        std::filesystem::create_directory(folder);
        setenv("TMPDIR", folder.c_str(), 1);
    }

    void TearDown() override {
        unsetenv("TMPDIR");
        std::filesystem::remove_all(folder);
    }

    std::filesystem::path folder;
    const cim::ClassPtr odd = a_class("Odd"), even = a_class("Even");
};

TEST_F(Kept, RowsComeBackFromMemoryAndFromTheFile) {  // SVC-30, SVC-60
    constexpr std::size_t kRows = 500;
    for (const std::size_t limit : {std::size_t{1} << 20U, std::size_t{10'000}, std::size_t{1}, std::size_t{0}}) {
        KeptRows rows(limit);
        for (std::size_t i = 0; i < kRows; ++i) ASSERT_TRUE(rows.add(row_of(i % 2 ? odd : even, i)));
        ASSERT_TRUE(rows.add(cim::Object(odd)));
        ASSERT_EQ(rows.size(), kRows + 1);
        EXPECT_TRUE(rows.get(kRows)->is_class());
        EXPECT_EQ(rows.get(kRows)->class_pointer(), odd);
        for (std::size_t i = kRows; i-- > 0;) {
            const auto got = rows.get(i);
            ASSERT_TRUE(got) << limit << " " << i;
            EXPECT_EQ(got->class_pointer(), i % 2 ? odd : even);
            EXPECT_EQ(got->find_instance()->record(), row_of(i % 2 ? odd : even, i).find_instance()->record()) << limit << " " << i;
        }
        EXPECT_EQ(entries_in(folder), 0U) << "the file has no name";
    }
}

TEST_F(Kept, AFolderWithoutRoomIsAnAnswerAndAddsNothing) {
    KeptRows rows(2000);
    std::size_t count = 0;
    setenv("TMPDIR", (folder / "absent").c_str(), 1);
    base::Result<void> added;
    while (added) {
        added = rows.add(row_of(count % 2 ? odd : even, count));
        if (added) ++count;
        ASSERT_LT(count, 1000U);
    }
    EXPECT_EQ(added.status(), base::Status::OutOfDiskSpace);
    EXPECT_NE(added.error().sentence().find("TMPDIR"), std::string::npos);
    expect_rows(rows, count, odd, even);
    setenv("TMPDIR", folder.c_str(), 1);
    ASSERT_TRUE(rows.add(row_of(count % 2 ? odd : even, count)));
    expect_rows(rows, count + 1, odd, even);
}

TEST_F(Kept, AFullDiskIsAnAnswerAndAddsNothing) {
    KeptRows rows(0);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 10'000;
    const auto handler = signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    std::size_t count = 0;
    base::Result<void> added;
    while (added && count < 1000) {
        added = rows.add(row_of(count % 2 ? odd : even, count));
        if (added) ++count;
    }
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    EXPECT_EQ(added.status(), base::Status::OutOfDiskSpace);
    expect_rows(rows, count, odd, even);
    ASSERT_TRUE(rows.add(row_of(count % 2 ? odd : even, count)));
    expect_rows(rows, count + 1, odd, even);
}

}  // namespace
}  // namespace wmi::api
