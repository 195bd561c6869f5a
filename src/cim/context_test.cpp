#include "cim/context.h"

#include <gtest/gtest.h>

using namespace wmi::cim;

namespace {

TypedValue flag(bool value) { return {{CimType::Boolean, false}, value}; }

TypedValue number(std::int64_t value, CimType type = CimType::Sint32) { return {{type, false}, value}; }

TypedValue names(std::initializer_list<const char*> list) {
    Array array;
    for (const char* name : list) array.emplace_back(std::string(name));
    return {{CimType::String, true}, std::move(array)};
}

Context context_of(std::initializer_list<std::pair<const char*, TypedValue>> values) {
    Context context;
    for (const auto& [name, value] : values) context.values.insert_or_assign(name, value);
    return context;
}

TEST(Context, KeepsWhatMiClientsSayForTheProvider) {  // CTX-14
    Context given;
    for (const char* name : {"__MI_DESTINATIONOPTIONS_DATA_LOCALE", "__MI_DESTINATIONOPTIONS_UI_LOCALE", "__CorrelationId"})
        given.values[name] = {{CimType::String, false}, std::string("MS_409")};
    EXPECT_EQ(for_provider(given).values.size(), 3U);
}

}  // namespace

TEST(PutExtensions, AreAskedForByOneValueAlone) {  // PART-01
    EXPECT_FALSE(read_put_extensions({}, true)->has_value());
    EXPECT_FALSE(read_put_extensions(context_of({{"x", flag(true)}, {"__PUT_EXT_PROPERTIES", names({"a"})}}), false)->has_value());
    EXPECT_FALSE(read_put_extensions(context_of({{"__PUT_EXTENSIONS", flag(false)}}), false)->has_value());
}

TEST(PutExtensions, GiveListStrictNullsAndAtomicInAnyCombination) {  // PART-02, PART-04, PART-05
    const auto all = read_put_extensions(context_of({{"__PUT_EXT_ATOMIC", flag(true)},
                                                     {"__PUT_EXT_PROPERTIES", names({"a", "B"})},
                                                     {"__PUT_EXTENSIONS", flag(true)},
                                                     {"__PUT_EXT_CLIENT_REQUEST", flag(true)},
                                                     {"__PUT_EXT_STRICT_NULLS", flag(true)}}),
                                         true);
    ASSERT_TRUE(all && *all);
    EXPECT_EQ((*all)->properties, (std::vector<std::string>{"a", "B"}));
    EXPECT_TRUE((*all)->strict_nulls);
    EXPECT_TRUE((*all)->atomic);
    const auto one = read_put_extensions(context_of({{"__PUT_EXTENSIONS", flag(true)}, {"__PUT_EXT_ATOMIC", flag(true)}}), true);
    ASSERT_TRUE(one && *one);
    EXPECT_FALSE((*one)->properties);
    EXPECT_FALSE((*one)->strict_nulls);
}

TEST(PutExtensions, TakeNumbersForBooleansAndNoOtherType) {  // PART-03
    const auto read = [](TypedValue value) {
        return read_put_extensions(context_of({{"__put_extensions", std::move(value)}, {"__put_ext_Atomic", flag(true)}}), true);
    };
    EXPECT_TRUE(read(number(1))->has_value());
    EXPECT_TRUE(read(number(-1, CimType::Sint16))->has_value());
    EXPECT_FALSE(read(number(0))->has_value());
    EXPECT_EQ(read({{CimType::String, false}, std::string("TRUE")}).status(), Status::InvalidContext);
    EXPECT_EQ(read({{CimType::Real64, false}, 1.0}).status(), Status::InvalidContext);
    EXPECT_EQ(read({{CimType::Boolean, false}, {}}).status(), Status::InvalidContext);
    const auto list = [](TypedValue value) {
        return read_put_extensions(context_of({{"__PUT_EXTENSIONS", flag(true)}, {"__PUT_EXT_PROPERTIES", std::move(value)}}), true);
    };
    EXPECT_EQ(list({{CimType::String, false}, std::string("a")}).status(), Status::InvalidContext);
    EXPECT_EQ(list({{CimType::Sint32, true}, Array{std::int64_t{1}}}).status(), Status::InvalidContext);
}

TEST(PutExtensions, NeedUpdateOnly) {  // PART-06
    const Context context = context_of({{"__PUT_EXTENSIONS", flag(true)}, {"__PUT_EXT_ATOMIC", flag(true)}});
    EXPECT_EQ(read_put_extensions(context, false).status(), Status::InvalidContext);
    EXPECT_TRUE(read_put_extensions(context, true));
}

TEST(PutExtensions, NeedOneOfTheThree) {  // PART-07
    const Context bare = context_of({{"__PUT_EXTENSIONS", flag(true)}, {"__PUT_EXT_CLIENT_REQUEST", flag(true)}});
    EXPECT_EQ(read_put_extensions(bare, true).status(), Status::InvalidContext);
}

TEST(PutExtensions, RefuseAnEmptyListAndBearDoubles) {  // PART-08
    const auto read = [](TypedValue list) {
        return read_put_extensions(context_of({{"__PUT_EXTENSIONS", flag(true)}, {"__PUT_EXT_PROPERTIES", std::move(list)}}), true);
    };
    EXPECT_EQ(read(names({})).status(), Status::InvalidContext);
    EXPECT_EQ(read(names({"a", "A"})).status(), Status::Ok);
}

TEST(GetExtensions, AskForKeysOrForAList) {  // PART-30
    EXPECT_FALSE(read_get_extensions({})->has_value());
    EXPECT_FALSE(read_get_extensions(context_of({{"__GET_EXT_KEYS_ONLY", flag(true)}}))->has_value());
    const auto keys = read_get_extensions(context_of({{"__GET_EXTENSIONS", flag(true)}, {"__GET_EXT_KEYS_ONLY", flag(true)}}));
    EXPECT_TRUE((*keys)->keys_only);
    const auto list = read_get_extensions(context_of({{"__GET_EXTENSIONS", flag(true)}, {"__GET_EXT_PROPERTIES", names({"a"})}}));
    EXPECT_EQ((*list)->properties, std::vector<std::string>{"a"});
}

TEST(GetExtensions, KeysWinOverTheListAndTheListMustName) {  // PART-32
    const auto both = read_get_extensions(
        context_of({{"__GET_EXTENSIONS", flag(true)}, {"__GET_EXT_KEYS_ONLY", flag(true)}, {"__GET_EXT_PROPERTIES", names({"a"})}}));
    EXPECT_TRUE((*both)->keys_only);
    for (const TypedValue& list : {names({}), names({"*"}), names({"a", "*"}), flag(true)})
        EXPECT_EQ(read_get_extensions(context_of({{"__GET_EXTENSIONS", flag(true)}, {"__GET_EXT_PROPERTIES", list}})).status(),
                  Status::InvalidContext);
}

TEST(ContextForProviders, LosesTheClientsRequestAndNothingElse) {  // PART-20, PART-35
    const Context context = context_of({{"__PUT_EXTENSIONS", flag(true)},
                                        {"__put_ext_client_request", flag(true)},
                                        {"__GET_EXT_CLIENT_REQUEST", flag(true)},
                                        {"__GET_EXTENSIONS", flag(true)},
                                        {"mine", number(1)}});
    const Context sent = for_provider(context);
    EXPECT_EQ(sent.values.size(), 3U);
    EXPECT_TRUE(sent.values.contains("__PUT_EXTENSIONS") && sent.values.contains("__GET_EXTENSIONS") && sent.values.contains("MINE"));
    EXPECT_EQ(context.values.size(), 5U);
}

TEST(ContextForProviders, LosesAllPutExtensionsThatAreSwitchedOff) {  // PART-38
    const Context sent = for_provider(context_of(
        {{"__PUT_EXTENSIONS", flag(false)}, {"__PUT_EXT_PROPERTIES", names({"a"})}, {"__put_ext_atomic", flag(true)}, {"mine", number(1)}}));
    EXPECT_EQ(sent.values.size(), 1U);
    EXPECT_TRUE(sent.values.contains("mine"));
}
