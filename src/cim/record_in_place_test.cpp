#include "cim/record_in_place.h"

#include "cim/instance.h"
#include "cim/path.h"

#include <gtest/gtest.h>

#include <limits>

namespace wmi::cim {
namespace {

ClassPtr sample() {
    const auto property = [](std::string name, Type type, bool is_key) {
        PropertyDeclaration made;
        made.name = std::move(name);
        made.type = type;
        if (is_key) made.qualifiers.set(mark("key", flavor::kKey));
        return made;
    };
    ClassBody body;
    body.name = "Sample";
    body.properties = {property("Id", {CimType::Sint64, false}, true),     property("Name", {CimType::String, false}, true),
                       property("Small", {CimType::Uint8, true}, false),   property("Size", {CimType::Uint32, false}, false),
                       property("Text", {CimType::String, false}, false),  property("Ready", {CimType::Boolean, false}, false),
                       property("When", {CimType::Datetime, false}, false), property("Load", {CimType::Real32, false}, false)};
    return Class::make(std::move(body)).value();
}

Instance filled(const ClassPtr& of, std::int64_t id, const std::string& name, const std::string& text, bool ready) {
    Instance made = Instance::spawn(of);
    const auto put = [&](std::string_view property, Value value) { EXPECT_TRUE(made.put(*of->find_property(property), value)); };
    put("Id", id);
    put("Name", name);
    put("Size", std::uint64_t{42} + static_cast<std::uint64_t>(ready));
    put("Text", text);
    put("Ready", ready);
    put("Load", ready ? 1.5 : 2.5);
    (void)made.canonical();
    return made;
}

TEST(RecordInPlace, TakesWhatFitsAndLeavesTheRestOfTheRecordAlone) {  // PART-09
    const ClassPtr of = sample();
    const Instance old = filled(of, -5, "n", "four", false);
    Instance given = filled(of, -5, "n", "FOUR", true);
    given.put_null(*of->find_property("Load"));
    for (const char* name : {"Size", "Text", "Ready", "Load"}) {
        const Property& property = *of->find_property(name);
        Bytes bytes = "before" + old.record();
        ASSERT_TRUE(take_in_place(*of, bytes, 6, property, given.view())) << name;
        Instance expected = old;
        if (given.is_null(property)) expected.put_null(property);
        else ASSERT_TRUE(expected.put(property, given.get(property)));
        EXPECT_EQ(bytes, "before" + expected.canonical()) << name;
    }
}

TEST(RecordInPlace, RefusesWhatNeedsOtherRoomAndChangesNothing) {
    const ClassPtr of = sample();
    const Instance old = filled(of, 1, "n", "four", false);
    Instance longer = filled(of, 1, "n", "five!", false), wide = filled(of, 1, "n", "f\u0416ur", false);
    Instance null = filled(of, 1, "n", "four", false);
    null.put_null(*of->find_property("Text"));
    const Property& text = *of->find_property("Text");
    for (const Instance* from : {&longer, &wide, &null}) {
        Bytes bytes = old.record();
        EXPECT_FALSE(take_in_place(*of, bytes, 0, text, from->view()));
        EXPECT_EQ(bytes, old.record());
    }
    Bytes bytes = old.record();
    EXPECT_TRUE(take_in_place(*of, bytes, 0, *of->find_property("When"), longer.view()));  // NULL in both
    ASSERT_TRUE(longer.put(*of->find_property("Small"), Array{std::uint64_t{1}}));
    EXPECT_FALSE(take_in_place(*of, bytes, 0, *of->find_property("Small"), longer.view()));
    EXPECT_EQ(bytes, old.record());
}

TEST(RecordInPlace, PrintsThePathThatItsKeysPrint) {  // PATH-20, PATH-21
    const ClassPtr of = sample();
    for (const std::int64_t id : {std::int64_t{0}, std::int64_t{-1}, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
        for (const char* name : {"", "plain", "with \"quotes\" and \\", "\u00e4\u0416"}) {
            const Instance one = filled(of, id, name, "t", true);
            const std::vector<Value> keys{one.get(of->properties()[of->keys()[0]]), one.get(of->properties()[of->keys()[1]])};
            EXPECT_EQ(print_instance_path(*of, one.view()), print_instance_path(*of, keys));
        }
    }
}

TEST(Law, NarrowTextIsEncodedAlikeFromUtf8AndFromWideCharacters) {
    for (std::size_t length = 0; length < 70; ++length) {
        for (const wchar_t odd : {L'x', L'\u00ff', L'\u0100', L'\U0001F600'}) {
            for (std::size_t at = 0; at <= length; at += 7) {
                std::wstring wide(length, L'a');
                std::string utf8(length, 'a');
                if (at < length) {
                    wide[at] = odd;
                    const Bytes one = odd == L'x' ? "x" : odd == L'\u00ff' ? "\u00ff" : odd == L'\u0100' ? "\u0100" : "\U0001F600";
                    utf8.replace(at, 1, one);
                }
                Bytes from_wide = "kept", from_utf8 = "kept";
                append_encoded(from_wide, wide);
                append_encoded(from_utf8, utf8);
                ASSERT_EQ(from_wide, from_utf8) << length << ' ' << at;
            }
        }
    }
}

}  // namespace
}  // namespace wmi::cim
