#include "objects/text_source.h"

#include "cim/wmio.h"
#include "objects/context_object.h"
#include "objects/internal/object_xml.h"
#include "objects/internal/testing.h"

#include <gtest/gtest.h>

#include <random>

namespace wmi::objects {
namespace {

using namespace testing;
using com::com_ptr;

com_ptr<IWbemContext> options(bool qualifiers, bool local_only = false, bool no_system = false, long level = 0) {
    auto made = wrap_context();
    made->SetValue(L"IncludeQualifiers", 0, Var::boolean(qualifiers));
    made->SetValue(L"LocalOnly", 0, Var::boolean(local_only));
    made->SetValue(L"ExcludeSystemProperties", 0, Var::boolean(no_system));
    made->SetValue(L"PathLevel", 0, Var::i4(level));
    return made;
}

std::string text_of(IWbemClassObject* object, ULONG form, IWbemContext* context = nullptr) {
    com::Bstr text;
    const HRESULT got = make_text_source()->GetText(0, object, form, context, text.out());
    return FAILED(got) ? "failed " + std::to_string(static_cast<std::uint32_t>(got)) : text.text();
}

HRESULT read(std::string_view text, com_ptr<IWbemClassObject>& to, ULONG form = WMI_OBJ_TEXT_WMI_DTD_2_0) {
    const com::Bstr given(text);
    return make_text_source()->CreateFromText(0, given.get(), form, nullptr, to.out());
}

std::string why(std::string_view text) {
    const auto made = internal::from_xml(text);
    return made ? "read" : made.error().sentence();
}

/// Whether an object's text in the WMI form, with qualifiers, gives an equal object; with system properties also of the same source.
void expect_law(const cim::Object& object, ULONG form = WMI_OBJ_TEXT_WMI_DTD_2_0) {
    const auto given = wrap(object);
    for (const bool no_system : {false, true}) {
        const std::string text = text_of(given.get(), form, options(true, false, no_system).get());
        com_ptr<IWbemClassObject> again;
        ASSERT_EQ(read(text, again, form), S_OK) << why(text) << '\n' << text;
        EXPECT_EQ(given->CompareTo(no_system ? WBEM_FLAG_IGNORE_OBJECT_SOURCE : 0, again.get()), WBEM_S_SAME) << text << '\n'
                                                                                                               << text_of(again.get(), form, options(true).get());
    }
}

cim::ClassPtr side(const char* name, cim::CimType type, const char* direction, std::int64_t id, cim::Value value = {}) {
    cim::ClassBody body;
    body.name = "__PARAMETERS";
    body.properties.push_back(declare(name, type, false, std::move(value)));
    body.properties.back().qualifiers.set(cim::mark(direction));
    body.properties.back().qualifiers.set({"ID", {{cim::CimType::Sint32, false}, id}, 0x11});
    return cim::Class::make(std::move(body)).value();
}

/// Third : Derived, with an override, a method and qualifiers of several kinds.
cim::ClassPtr rich_class() {
    cim::ClassBody body;
    body.name = "Third";
    body.parent = derived_class();
    body.qualifiers.set(cim::text_qualifier("Description", "a <rich> & \"quoted\" one\n\twith\x01 controls and \xED\xA0\x80", 0x80));
    body.qualifiers.set({"Numbers", {{cim::CimType::Sint32, true}, cim::Array{std::int64_t{1}, std::int64_t{-2}}}, 0x12});
    body.qualifiers.set({"Weight", {{cim::CimType::Real64, false}, 2.5}, 0x3});
    body.properties.push_back(declare("Own", cim::CimType::Reference, false, std::string("A.K=\"x\"")));
    body.properties.back().cim_type = "ref:A";
    body.properties.push_back(declare("U8s", cim::CimType::Uint8, true, cim::Array{std::uint64_t{1}, std::uint64_t{2}}));
    body.properties.back().qualifiers.set(cim::text_qualifier("Units", "Bytes", 0x2));
    cim::ClassBody out;
    out.name = "__PARAMETERS";
    out.properties.push_back(declare("ReturnValue", cim::CimType::Uint32));
    out.properties.back().qualifiers.set(cim::mark("out"));
    cim::MethodDeclaration method{"Run", side("Force", cim::CimType::Boolean, "in", 0, true), cim::Class::make(std::move(out)).value(), {}};
    method.qualifiers.set(cim::mark("static", 0x2));
    body.methods.push_back(std::move(method));
    return cim::Class::make(std::move(body)).value();
}

/// Derived with a value in every property.
cim::Instance full_instance() {
    const cim::ClassPtr of = derived_class();
    cim::Instance made = cim::Instance::spawn(of);
    const auto set = [&](const char* name, const cim::Value& value) { EXPECT_TRUE(made.put(*of->find_property(name), value)) << name; };
    set("Id", std::uint64_t{7});
    set("Name", std::string(" kept <spaces>\r\n & \xE2\x82\xAC \xF0\x9F\x98\x80 "));
    set("Flag", true);
    set("S8", std::int64_t{-128});
    set("U64", std::uint64_t{18446744073709551615U});
    set("S64", std::int64_t{INT64_MIN});
    set("R32", 0.1F);
    set("R64", 0.1);
    set("Time", std::string("20260102030405.000000+060"));
    set("Char", std::uint64_t{0xD800});
    set("Chars", cim::Array{std::uint64_t{0}, std::uint64_t{'<'}, std::uint64_t{0x20AC}});
    set("Strs", cim::Array{std::string(), std::string("x")});
    set("Times", cim::Array{});
    set("Ref", std::string("\\\\HOST\\root\\test:A.B=-1,C=\"it's\",D=TRUE"));
    set("Refs", cim::Array{std::string("A=@"), std::string("no path at all"), std::string("root\\x:A"), std::string("A=18446744073709551615"), std::string("A")});
    const cim::ObjectPtr inner = std::make_shared<const cim::Object>(cim::Instance::spawn(base_class()));
    set("Obj", inner);
    set("Objs", cim::Array{inner, std::make_shared<const cim::Object>(base_class())});
    return made;
}

TEST(TextSource, TakesTwoFormatsAndNoFlags) {  // MOF-116
    const auto object = stored(base_class());
    const auto source = make_text_source();
    com::Bstr text;
    for (const ULONG form : {0U, 3U, 12U, 13U, 99U}) {
        EXPECT_EQ(source->GetText(0, object.get(), form, nullptr, text.out()), WBEM_E_INVALID_PARAMETER) << form;
        com_ptr<IWbemClassObject> made;
        const com::Bstr given("<CLASS NAME=\"A\"/>");
        EXPECT_EQ(source->CreateFromText(0, given.get(), form, nullptr, made.out()), WBEM_E_INVALID_PARAMETER) << form;
        EXPECT_EQ(source->CreateFromText(1, given.get(), 1, nullptr, made.out()), WBEM_E_INVALID_PARAMETER);
        EXPECT_EQ(source->CreateFromText(0, nullptr, 1, nullptr, made.out()), WBEM_E_INVALID_PARAMETER);
        EXPECT_EQ(source->CreateFromText(0, given.get(), 1, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    }
    EXPECT_EQ(source->GetText(1, object.get(), 1, nullptr, text.out()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(source->GetText(0, nullptr, 1, nullptr, text.out()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(source->GetText(0, object.get(), 1, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(source->GetText(0, object.get(), 2, nullptr, text.out()), S_OK);
}

TEST(TextSource, WritesTheElementsOfCim) {  // MOF-116
    cim::ClassBody body;
    body.name = "Small";
    body.parent = base_class();
    body.properties.push_back(declare("Tags", cim::CimType::String, true, cim::Array{std::string("a"), std::string("b")}));
    const auto of = cim::Class::make(std::move(body)).value();
    EXPECT_EQ(text_of(wrap(cim::Object(of)).get(), 1, options(true, true, true).get()),
              "<CLASS NAME=\"Small\" SUPERCLASS=\"Base\"><PROPERTY.ARRAY NAME=\"Tags\" CLASSORIGIN=\"Small\" TYPE=\"string\"><VALUE.ARRAY>"
              "<VALUE>a</VALUE><VALUE>b</VALUE></VALUE.ARRAY></PROPERTY.ARRAY></CLASS>");
    const std::string all = text_of(wrap(cim::Object(of)).get(), 1, options(true, false, true).get());
    EXPECT_NE(all.find("<PROPERTY NAME=\"Id\" CLASSORIGIN=\"Base\" PROPAGATED=\"true\" TYPE=\"uint32\">"
                       "<QUALIFIER NAME=\"key\" TYPE=\"boolean\" PROPAGATED=\"true\" TOSUBCLASS=\"false\"><VALUE>TRUE</VALUE></QUALIFIER></PROPERTY>"),
              std::string::npos)
        << all;
    EXPECT_NE(all.find("<QUALIFIER NAME=\"Fixed\" TYPE=\"string\" PROPAGATED=\"true\" OVERRIDABLE=\"false\" TOINSTANCE=\"true\">"), std::string::npos) << all;
    EXPECT_EQ(all.find("__CLASS"), std::string::npos);
    EXPECT_EQ(text_of(wrap(cim::Object(of)).get(), 1).find("QUALIFIER"), std::string::npos);  // not asked for
}

TEST(TextSource, WritesInstancesWithSystemProperties) {  // MOF-116
    cim::Instance instance = cim::Instance::spawn(base_class());
    ASSERT_TRUE(instance.put(instance.cls().properties()[0], std::uint64_t{7}));
    const auto object = wrap(cim::Object(instance, here()));
    EXPECT_EQ(text_of(object.get(), 1),
              "<INSTANCE CLASSNAME=\"Base\">"
              "<PROPERTY NAME=\"__PATH\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"string\"><VALUE>\\\\HOST\\root\\test:Base.Id=7</VALUE></PROPERTY>"
              "<PROPERTY NAME=\"__NAMESPACE\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"string\"><VALUE>root\\test</VALUE></PROPERTY>"
              "<PROPERTY NAME=\"__SERVER\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"string\"><VALUE>HOST</VALUE></PROPERTY>"
              "<PROPERTY.ARRAY NAME=\"__DERIVATION\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"string\"><VALUE.ARRAY></VALUE.ARRAY></PROPERTY.ARRAY>"
              "<PROPERTY NAME=\"__PROPERTY_COUNT\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"sint32\"><VALUE>3</VALUE></PROPERTY>"
              "<PROPERTY NAME=\"__RELPATH\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"string\"><VALUE>Base.Id=7</VALUE></PROPERTY>"
              "<PROPERTY NAME=\"__DYNASTY\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"string\"><VALUE>Base</VALUE></PROPERTY>"
              "<PROPERTY NAME=\"__SUPERCLASS\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"string\"></PROPERTY>"
              "<PROPERTY NAME=\"__CLASS\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"string\"><VALUE>Base</VALUE></PROPERTY>"
              "<PROPERTY NAME=\"__GENUS\" CLASSORIGIN=\"___SYSTEM\" TYPE=\"sint32\"><VALUE>2</VALUE></PROPERTY>"
              "<PROPERTY NAME=\"Id\" CLASSORIGIN=\"Base\" TYPE=\"uint32\"><VALUE>7</VALUE></PROPERTY>"
              "<PROPERTY NAME=\"Name\" CLASSORIGIN=\"Base\" TYPE=\"string\"><VALUE>nobody</VALUE></PROPERTY>"
              "<PROPERTY NAME=\"Flag\" CLASSORIGIN=\"Base\" TYPE=\"boolean\"></PROPERTY></INSTANCE>");
}

TEST(TextSource, LevelsOfPathsStandAround) {  // MOF-116
    cim::Instance instance = cim::Instance::spawn(base_class());
    const auto unnamed = wrap(cim::Object(instance, here()));
    EXPECT_EQ(text_of(unnamed.get(), 1, options(false, false, true, 1).get()), "failed " + std::to_string(0x8004100F));
    ASSERT_TRUE(instance.put(instance.cls().properties()[0], std::uint64_t{7}));
    const auto object = wrap(cim::Object(instance, here()));
    const std::string name = "<INSTANCENAME CLASSNAME=\"Base\"><KEYBINDING NAME=\"Id\"><KEYVALUE VALUETYPE=\"numeric\">7</KEYVALUE></KEYBINDING></INSTANCENAME>";
    const std::string local = "<LOCALNAMESPACEPATH><NAMESPACE NAME=\"root\"/><NAMESPACE NAME=\"test\"/></LOCALNAMESPACEPATH>";
    const auto begins = [&](long level, const std::string& with) {
        const std::string text = text_of(object.get(), 1, options(false, false, true, level).get());
        EXPECT_EQ(text.substr(0, with.size()), with);
        com_ptr<IWbemClassObject> again;
        EXPECT_EQ(read(text, again), S_OK) << why(text);
    };
    begins(1, "<VALUE.NAMEDOBJECT>" + name + "<INSTANCE ");
    begins(2, "<VALUE.OBJECTWITHLOCALPATH><LOCALINSTANCEPATH>" + local + name + "</LOCALINSTANCEPATH><INSTANCE ");
    begins(3, "<VALUE.OBJECTWITHPATH><INSTANCEPATH><NAMESPACEPATH><HOST>HOST</HOST>" + local + "</NAMESPACEPATH>" + name + "</INSTANCEPATH><INSTANCE ");
    const auto bad = wrap_context();
    bad->SetValue(L"PathLevel", 0, Var::i4(4));
    EXPECT_EQ(text_of(object.get(), 1, bad.get()), "failed " + std::to_string(0x80041008));
}

TEST(TextSource, LawReadingUndoesWriting) {  // MOF-116
    for (const cim::ClassPtr& of : {base_class(), derived_class(), rich_class()}) {
        SCOPED_TRACE(of->name());
        expect_law(cim::Object(of, here()));
        expect_law(cim::Object(cim::Instance::spawn(of)));
    }
    expect_law(cim::Object(full_instance(), here()));
    cim::Instance marked = full_instance();
    cim::QualifierSet own;
    own.set(cim::text_qualifier("Note", "mine"));
    marked.set_own_qualifiers(own);
    marked.set_own_qualifiers_of(marked.cls().properties()[1], own);
    expect_law(cim::Object(marked, here()));
    expect_law(cim::Object(base_class(), here()), WMI_OBJ_TEXT_CIM_DTD_2_0);
}

TEST(TextSource, TheCimFormLeavesOutWhatItCannotSay) {  // MOF-116
    const auto object = wrap(cim::Object(full_instance()));
    const std::string text = text_of(object.get(), 1);
    EXPECT_EQ(text.find("OBJECT"), std::string::npos);
    EXPECT_EQ(text.find("REFARRAY"), std::string::npos);
    EXPECT_NE(text.find("<PROPERTY.REFERENCE NAME=\"Ref\" "), std::string::npos);
    EXPECT_NE(text_of(object.get(), 2).find("<PROPERTY.OBJECT NAME=\"Obj\" CLASSORIGIN=\"Derived\"><VALUE.OBJECT><INSTANCE "), std::string::npos);
}

TEST(TextSource, KeepsTheNamesOfAncestors) {  // MOF-116, OBJ-42
    com_ptr<IWbemClassObject> again;
    ASSERT_EQ(read(text_of(wrap(cim::Object(rich_class())).get(), 2, options(true).get()), again), S_OK);
    EXPECT_EQ(again->InheritsFrom(L"Base"), WBEM_S_NO_ERROR);
    com::Bstr origin;
    EXPECT_EQ(again->GetPropertyOrigin(L"Id", origin.out()), S_OK);
    EXPECT_EQ(origin.text(), "Base");
    ASSERT_EQ(read(text_of(wrap(cim::Object(rich_class())).get(), 2, options(true, false, true).get()), again), S_OK);
    EXPECT_EQ(again->InheritsFrom(L"Derived"), WBEM_S_NO_ERROR);
    EXPECT_EQ(again->InheritsFrom(L"Base"), WBEM_S_FALSE);  // only its SUPERCLASS is told
}

TEST(TextSource, NestsSixtyFourObjectsAndNoMore) {  // MOF-116, PUT-27
    cim::ClassBody body;
    body.name = "H";
    body.properties.push_back(declare("Many", cim::CimType::Object, true));
    const auto holder = cim::Class::make(std::move(body)).value();
    cim::Object nested(cim::Instance::spawn(holder));
    for (std::size_t level = 1; level < cim::kMaxNesting; ++level) {
        cim::Instance outer = cim::Instance::spawn(holder);
        ASSERT_TRUE(outer.put(holder->properties()[0], cim::Array{cim::ObjectPtr(std::make_shared<const cim::Object>(nested))}));
        nested = cim::Object(std::move(outer));
    }
    const std::string deepest = internal::to_xml(nested, {internal::XmlForm::Wmi, false, false, false}).value();
    ASSERT_TRUE(internal::from_xml(deepest)) << why(deepest);
    const std::string one_more = "<INSTANCE CLASSNAME=\"H\"><PROPERTY.OBJECTARRAY NAME=\"Many\"><VALUE.OBJECTARRAY><VALUE.OBJECT>" + deepest +
                                 "</VALUE.OBJECT></VALUE.OBJECTARRAY></PROPERTY.OBJECTARRAY></INSTANCE>";
    EXPECT_EQ(internal::from_xml(one_more).status(), base::Status::QuotaViolation);
    std::string brackets;
    while (brackets.size() < 0x10000) brackets += "<A>";
    EXPECT_EQ(internal::from_xml(brackets).status(), base::Status::QuotaViolation);
}

TEST(TextSource, SaysWhereATextIsWrong) {
    EXPECT_EQ(why("<CLASS NAME=\"A\">\n  <PROPERTY NAME=\"P\" TYPE=\"what\"/></CLASS>"), "<PROPERTY> at line 2, column 3 has the unknown type what");
    EXPECT_EQ(why("<CLASS NAME=\"A\">\n  <"), "XML, line 2, column 4: a name should stand here");
    for (const char* text : {"", "x", "<", "<A", "<A b", "<A b=", "<A b='", "<A b='1' b='2'/>", "<A>", "<A></B>", "<A/><B/>", "<A>&x;</A>", "<A>&#0;</A>",
                             "<A>&#x110000;</A>", "<A>&#;</A>", "<!DOCTYPE a [<!ENTITY x \"y\">]><A/>", "<A><![CDATA[</A>", "<A><!-- </A>", "<A b='<'/>"})
        EXPECT_EQ(internal::from_xml(text).status(), base::Status::InvalidSyntax) << text;
    EXPECT_EQ(internal::from_xml(std::string_view("<CLASS NAME=\"A\">\0</CLASS>", 25)).status(), base::Status::InvalidSyntax);  // it could not be written
    for (const char* text : {"<A/>", "<CLASS/>", "<CLASS NAME='A'><X/></CLASS>", "<CLASS NAME='A'><PROPERTY NAME='P'/></CLASS>",
                             "<CLASS NAME='A'><PROPERTY NAME='P' TYPE='string'/><PROPERTY NAME='p' TYPE='string'/></CLASS>",
                             "<INSTANCE CLASSNAME='A'><METHOD NAME='M'/></INSTANCE>", "<VALUE.NAMEDOBJECT/>",
                             "<CLASS NAME='A'><PROPERTY NAME='P' TYPE='string'><VALUE.ARRAY/></PROPERTY></CLASS>"})
        EXPECT_EQ(internal::from_xml(text).status(), base::Status::InvalidObject) << text;
    EXPECT_EQ(internal::from_xml("<CLASS NAME='A'><PROPERTY NAME='P' TYPE='uint8'><VALUE>256</VALUE></PROPERTY></CLASS>").status(),
              base::Status::ValueOutOfRange);
    EXPECT_EQ(internal::from_xml(std::string(internal::kMaxXmlLength + 1, ' ')).status(), base::Status::QuotaViolation);
}

TEST(TextSource, SurvivesTextsTurnedAtRandom) {
    const std::string whole = internal::to_xml(cim::Object(rich_class(), here()), {internal::XmlForm::Wmi, false, true, true}).value();
    std::mt19937 chance(116);
    std::size_t read_count = 0;
    for (int round = 0; round < 400; ++round) {
        std::string text = whole;
        for (int i = 0; i < 1 + round % 2; ++i) {
            const std::size_t at = chance() % text.size();
            const std::size_t from = chance() % text.size();
            if (round % 4 == 0) text[at] = static_cast<char>(chance() % 256);
            if (round % 4 != 0) text.replace(at, chance() % 8, text.substr(from, chance() % 8));
        }
        const auto made = internal::from_xml(text);
        if (!made) continue;
        ++read_count;
        const auto again = internal::to_xml(*made, {internal::XmlForm::Wmi, false, true, true});
        ASSERT_TRUE(again);
        EXPECT_TRUE(internal::from_xml(*again)) << why(*again) << '\n' << text;
    }
    EXPECT_GT(read_count, 20U);
}

TEST(TextSource, ReadsWhatOthersWrite) {
    com_ptr<IWbemClassObject> made;
    ASSERT_EQ(read("<?xml version=\"1.0\"?>\r\n<!-- by hand -->\r\n<INSTANCE CLASSNAME='A'>\r\n"
                   "<PROPERTY NAME='N' TYPE='uint32'>\r\n<VALUE> 0x10 </VALUE></PROPERTY>"
                   "<PROPERTY NAME='T' TYPE='string'><VALUE><![CDATA[<&>]]>&#x20AC;</VALUE></PROPERTY>"
                   "<PROPERTY.REFERENCE NAME='R' REFERENCECLASS='B'><VALUE.REFERENCE>B.K=1</VALUE.REFERENCE></PROPERTY.REFERENCE></INSTANCE>",
                   made),
              S_OK);
    Var number, text, path;
    made->Get(L"N", 0, number, nullptr, nullptr);
    made->Get(L"T", 0, text, nullptr, nullptr);
    made->Get(L"R", 0, path, nullptr, nullptr);
    EXPECT_EQ(number->lVal, 16);
    EXPECT_EQ(text.str(), "<&>\xE2\x82\xAC");
    EXPECT_EQ(path.str(), "B.K=1");
}

}  // namespace
}  // namespace wmi::objects
