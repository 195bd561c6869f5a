// Our encoding against a decoder written apart from it: what it read of the published and captured objects must be what we
// read, and what we write it must read as what was meant.
#include "cim/system_classes.h"
#include "cim/wmio.h"
#include "plain.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace wmi::wmio_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kTests = OPENWMI_TESTS;

std::string read_text(const fs::path& file) {
    std::ifstream in(file);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

base::Bytes read_hex(const fs::path& file) {
    std::istringstream lines(read_text(file));
    std::string digits;
    for (std::string line; std::getline(lines, line);)
        for (const char c : line.substr(0, line.find('#')))
            if (std::isxdigit(static_cast<unsigned char>(c)) != 0) digits.push_back(c);
    base::Bytes bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) bytes.push_back(static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16)));
    return bytes;
}

void write_hex(const fs::path& file, const base::Bytes& bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::ofstream out(file);
    for (const char c : bytes) out << kDigits[static_cast<unsigned char>(c) >> 4] << kDigits[static_cast<unsigned char>(c) & 15];
}

std::vector<fs::path> vectors() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(kTests / "vectors/wmio"))
        if (entry.path().extension() == ".hex") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

TEST(Reference, IsReadAsTheVectorsSay) {
    ASSERT_GE(vectors().size(), 20U);
    for (const fs::path& file : vectors()) {
        const auto object = cim::decode_unit(read_hex(file));
        ASSERT_TRUE(object) << file << ": " << object.error().sentence();
        const json reference = json::parse(read_text(fs::path(file).replace_extension(".json")));
        const json wanted = plain_of_reference(reference);
        const json got = plain(*object);
        EXPECT_EQ(got, wanted) << file << "\n" << json::diff(wanted, got).dump(1);
        if (!reference.contains("server")) {
            EXPECT_EQ(object->origin(), nullptr) << file;
        } else {
            ASSERT_NE(object->origin(), nullptr) << file;
            EXPECT_EQ(object->origin()->server, reference["server"]);
            EXPECT_EQ(object->origin()->namespace_path, reference["namespace"]);
        }
    }
}

cim::PropertyDeclaration property(std::string name, cim::CimType type, bool is_array, cim::Value value) {
    cim::PropertyDeclaration made;
    made.name = std::move(name);
    made.type = {type, is_array};
    made.default_value = std::move(value);
    return made;
}

cim::ClassPtr make(cim::ClassBody body) { return std::move(cim::Class::make(std::move(body))).value(); }

/// A chain of three with overrides, UTF-16 text, objects in objects, and a method that is inherited and one that is overridden.
cim::ClassPtr rich_class() {
    cim::ClassBody top;
    top.name = "Top_Th\xC3\xA9";
    top.qualifiers.set(cim::text_qualifier("Version", "\xE2\x82\xAC 1", cim::flavor::kToSubClass));
    top.properties = {property("Key", cim::CimType::String, false, {}), property("N", cim::CimType::Sint64, false, std::int64_t{-5}),
                      property("Texts", cim::CimType::String, true, cim::Array{std::string("a"), std::string("\xE2\x82\xAC")})};
    top.properties[0].qualifiers.set(cim::mark("key", cim::flavor::kKey));
    top.methods = cim::find_system_class("__SystemSecurity")->body().methods;
    cim::ClassBody middle;
    middle.name = "Middle";
    middle.parent = make(top);
    middle.properties = {property("n", cim::CimType::Sint64, false, std::int64_t{6}), property("Flag", cim::CimType::Boolean, false, true)};
    middle.methods = {top.methods[1]};
    middle.methods[0].qualifiers.set(cim::text_qualifier("Description", "again"));
    cim::ClassBody leaf;
    leaf.name = "Leaf";
    leaf.parent = make(middle);
    leaf.properties = {property("Inner", cim::CimType::Object, false, std::make_shared<const cim::Object>(cim::Object(leaf.parent))),
                       property("Inners", cim::CimType::Object, true, {}), property("R", cim::CimType::Real32, false, 1.5)};
    leaf.properties[0].cim_type = "object:Middle";
    return make(leaf);
}

std::vector<cim::Object> objects_of_ours() {
    std::vector<cim::Object> objects;
    const auto origin = std::make_shared<const cim::Origin>(cim::Origin{"HOST", "ROOT\\CIMV2"});
    for (const cim::SystemClass& system : cim::system_classes()) {
        objects.emplace_back(system.definition, origin);
        objects.emplace_back(cim::Instance::spawn(system.definition));
    }
    const cim::ClassPtr rich = rich_class();
    objects.emplace_back(rich);
    cim::Instance instance = cim::Instance::spawn(rich);
    instance.put_text(*rich->find_property("Key"), "k\xC3\xA9y");
    const auto inner = std::make_shared<const cim::Object>(cim::Object(cim::Instance::spawn(rich)));
    EXPECT_TRUE(instance.put(*rich->find_property("Inners"), cim::Array{inner, std::make_shared<const cim::Object>(cim::Object(rich))}));
    cim::QualifierSet own;
    own.set(cim::text_qualifier("Note", "of the instance"));
    objects.emplace_back(instance, origin);
    instance.set_own_qualifiers(own);
    instance.set_own_qualifiers_of(*rich->find_property("N"), own);
    objects.emplace_back(instance);
    objects.emplace_back(make(cim::ClassBody()));
    return objects;
}

TEST(Reference, ReadsWhatWeWrite) {
    std::vector<cim::Object> objects = objects_of_ours();
    for (const fs::path& file : vectors()) objects.push_back(std::move(cim::decode_unit(read_hex(file))).value());
    const fs::path folder = fs::temp_directory_path() / ("openwmi-reference-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const base::Bytes bytes = cim::encode_unit(objects[i]);
        write_hex(folder / (std::to_string(i) + ".hex"), bytes);
        const auto again = cim::decode_unit(bytes);
        ASSERT_TRUE(again) << again.error().sentence();
        EXPECT_EQ(plain(*again), plain(objects[i]));
        EXPECT_EQ(cim::encode_unit(*again), bytes) << objects[i].cls().name();
    }
    const std::string command = "python3 '" + (kTests / "tools/wmio_decode_all.py").string() + "' '" + folder.string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const json reference = json::parse(read_text(folder / (std::to_string(i) + ".json")));
        const json wanted = plain(objects[i]);
        const json got = plain_of_reference(reference);
        EXPECT_EQ(got, wanted) << objects[i].cls().name() << "\n" << json::diff(wanted, got).dump(1);
        for (const json& warning : reference["warnings"])  // it sorts by lower case, where '_' stands before letters, we by upper
            EXPECT_NE(warning.get<std::string>().find("lookup table not sorted"), std::string::npos) << warning;
        EXPECT_TRUE(reference["unreferenced"].empty()) << objects[i].cls().name() << reference["unreferenced"];
        EXPECT_EQ(reference["parsed"], reference["total"]);
    }
    fs::remove_all(folder);
}

}  // namespace
}  // namespace wmi::wmio_test
