#include "cim/path.h"

#include <gtest/gtest.h>

using namespace wmi::cim;

namespace {

PropertyDeclaration key(const char* name, CimType type) {
    PropertyDeclaration declaration{.name = name, .type = {type, false}, .cim_type = {}, .default_value = {}, .qualifiers = {}};
    declaration.qualifiers.set(mark("key"));
    return declaration;
}

ClassPtr class_of(std::vector<PropertyDeclaration> properties, bool is_singleton = false) {
    ClassBody body;
    body.name = "Thing";
    body.properties = std::move(properties);
    if (is_singleton) body.qualifiers.set(mark("singleton"));
    return Class::make(std::move(body)).value();
}

/// The normal form of a path, or the name of what refused it.
std::string normal(const ClassPtr& cls, std::string_view text) {
    const auto path = parse_path(text);
    if (!path) return "no path";
    const auto keys = bind_keys(*path, *cls);
    if (!keys) {
        EXPECT_EQ(keys.status(), Status::InvalidObjectPath) << text;
        return "refused";
    }
    return print_instance_path(*cls, *keys);
}

}  // namespace

TEST(PathKeys, AreBoundByNameInAnyOrderAndWrittenByName) {  // PATH-05, PATH-10, PATH-21, PATH-22, OBJ-62
    const ClassPtr cls = class_of({key("Zone", CimType::String), key("Area", CimType::Uint32)});
    EXPECT_EQ(normal(cls, "thing.ZONE='x',area=0x10"), "Thing.Area=16,Zone=\"x\"");
    EXPECT_EQ(normal(cls, "Thing.Area=16,Zone=\"x\""), "Thing.Area=16,Zone=\"x\"");
}

TEST(PathKeys, OfASingleKeyNeedNoName) {  // PATH-04, PATH-20, OBJ-63
    const ClassPtr cls = class_of({key("Id", CimType::String)});
    EXPECT_EQ(normal(cls, "Thing=\"e:\""), "Thing.Id=\"e:\"");
    EXPECT_EQ(normal(cls, "Thing.id=\"e:\""), "Thing.Id=\"e:\"");
}

TEST(PathKeys, MustBeThoseOfTheClass) {  // PATH-04, OBJ-65
    const ClassPtr two = class_of({key("A", CimType::Sint32), key("B", CimType::Sint32)});
    for (const char* text : {"Thing.A=1", "Thing.A=1,C=2", "Thing.A=1,B=2,C=3", "Thing=1", "Thing", "Thing=@"})
        EXPECT_EQ(normal(two, text), "refused") << text;
    EXPECT_EQ(normal(class_of({key("A", CimType::Sint32)}), "Thing.B=1"), "refused");
}

TEST(PathKeys, SingletonsHaveNone) {  // PATH-06
    const ClassPtr one = class_of({}, true);
    EXPECT_EQ(normal(one, "Thing=@"), "Thing=@");
    EXPECT_EQ(normal(one, "Thing.A=1"), "refused");
    EXPECT_EQ(normal(one, "Thing"), "refused");
    EXPECT_EQ(normal(class_of({key("A", CimType::Sint32)}), "Thing=@"), "refused");
}

TEST(PathKeys, HaveTheTypesOfTheClass) {  // PATH-09, PATH-11, OBJ-65
    struct Row {
        CimType type;
        const char *given, *written;
    };
    for (const Row& row : {Row{CimType::Sint8, "-128", "-128"}, Row{CimType::Sint8, "128", ""}, Row{CimType::Uint8, "-1", ""},
                           Row{CimType::Uint64, "18446744073709551615", "18446744073709551615"},
                           Row{CimType::Uint64, "\"18446744073709551615\"", "18446744073709551615"},
                           Row{CimType::Sint64, "18446744073709551615", ""}, Row{CimType::Sint64, "'-5'", "-5"},
                           Row{CimType::Sint32, "\"5\"", ""}, Row{CimType::Sint32, "TRUE", ""}, Row{CimType::Char16, "65", "65"},
                           Row{CimType::Boolean, "true", "TRUE"}, Row{CimType::Boolean, "1", ""}, Row{CimType::Boolean, "\"TRUE\"", ""},
                           Row{CimType::String, "5", ""}, Row{CimType::String, "TRUE", ""},
                           Row{CimType::Datetime, "'20260101000000.000000+000'", "\"20260101000000.000000+000\""},
                           Row{CimType::Datetime, "'yesterday'", ""},
                           Row{CimType::Reference, R"("C.K=\"a\\\\b\"")", R"("C.K=\"a\\\\b\"")"}}) {
        const std::string expected = *row.written ? std::string("Thing.K=") + row.written : "refused";
        EXPECT_EQ(normal(class_of({key("K", row.type)}), std::string("Thing.K=") + row.given), expected);
    }
}
