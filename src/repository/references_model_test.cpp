// Random associations of random spellings between random instances, classes that come and go: what the index finds is what reading
// every association finds.
#include "base/text.h"
#include "repository/internal/testing_repository.h"

#include <random>
#include <set>

namespace wmi::repository {
namespace {

using namespace testing;

class Play {
public:
    Play(Kind kind, unsigned seed) : trial_(kind), random_(seed) {
        must(trial_.put_into("root", trial_.make("__NAMESPACE", {{"Name", text("far")}}, "root")));
        for (const char* in : kPlaces) {
            must(trial_.put_class(Saying("Base").key("K"), PutMode::CreateOrUpdate, UpdateMode::Compatible, in));
            put_heir(in);
            put_link("Link", in);
            put_link("Tie", in);
        }
    }

    void act() {
        const char* in = place();
        switch (below(16)) {
            case 0: case 1: return put_target(in);
            case 2: return remove("Base", some_key(), in);
            case 3: return remove("Link", std::to_string(below(12)), in);
            case 4: return part(in);
            case 5: return delete_class(below(2) == 0 ? "Heir" : "Base", in);
            case 6: return delete_class(below(2) == 0 ? "Tie" : "Link", in);
            case 7: return put_heir(in);
            case 8: return put_link(below(2) == 0 ? "Tie" : "Link", in);
            case 9: return trial_.reopen();
            default: return put_association(in);
        }
    }

    void compare(unsigned seed) {
        for (const char* in : kPlaces) {
            for (const char* to : kPlaces) {
                for (const Instance& target : trial_.at(to)->has_class("Base") ? trial_.all("Base", Depth::Deep, to) : std::vector<Instance>()) compare(in, to, target, seed);
            }
        }
        trial_.expect_sound();
    }

private:
    static constexpr const char* kPlaces[] = {"root\\cimv2", "root\\far"};
    using Found = std::multiset<std::pair<std::string, std::uint16_t>>;

    unsigned below(unsigned end) { return std::uniform_int_distribution<unsigned>(0, end - 1)(random_); }

    const char* place() { return kPlaces[below(2)]; }

    std::string some_key() { return below(8) == 0 ? std::string(500, 'k') + std::to_string(below(3)) : std::to_string(below(5)); }

    /// A path in one of many spellings, most of them of something that may exist.
    std::string some_path() {
        std::string key = some_key(), cls = below(2) == 0 ? "Base" : "Heir";
        if (below(3) == 0) cls = base::fold(cls);
        if (below(6) == 0) key[0] = 'K';
        const char* const starts[] = {"", "", "", "root\\cimv2:", "//./ROOT/far:", "\\\\localhost\\root\\cimv2:", "root\\none:", "\\\\else\\root\\cimv2:"};
        const std::string start = starts[below(8)];
        switch (below(6)) {
            case 0: return start + cls + "=\"" + key + "\"";
            case 1: return start + cls + ".k='" + key + "'";
            case 2: return below(4) == 0 ? "not a path" : start + "Other.K=\"" + key + "\"";
            default: return start + cls + ".K=\"" + key + "\"";
        }
    }

    void put_heir(const char* in) {
        if (!trial_.at(in)->has_class("Base")) (void)trial_.put_class(Saying("Base").key("K"), PutMode::CreateOrUpdate, UpdateMode::Compatible, in);
        const bool stands_alone = below(3) == 0;
        Saying heir = stands_alone ? Saying("Heir").key("K") : Saying("Heir", trial_.cls("Base", in));
        (void)trial_.put_class(heir, PutMode::CreateOrUpdate, UpdateMode::Compatible, in);  // may have instances, and another parent
    }

    void put_link(const std::string& name, const char* in) {
        Saying one(name);
        one.key("Id").property("From", CimType::Reference).property("To", CimType::Reference).text("Note");
        if (below(3) == 0) one.number("More");
        (void)trial_.put_class(one, PutMode::CreateOrUpdate, below(2) == 0 ? UpdateMode::Force : UpdateMode::Compatible, in);
    }

    void put_target(const char* in) {
        const std::string cls = below(2) == 0 ? "Base" : "Heir";
        if (!trial_.at(in)->has_class(cls)) return;
        (void)trial_.put(trial_.make(cls, {{"K", text(some_key())}}, in), PutMode::CreateOrUpdate, {}, in);
    }

    Instance association(const std::string& cls, const char* in) {
        Instance one = trial_.make(cls, {{"Id", text(std::to_string(below(12)))}}, in);
        if (below(5) != 0) must(one.put(*one.cls().find_property("From"), text(some_path())));
        if (below(5) != 0) must(one.put(*one.cls().find_property("To"), text(some_path())));
        return one;
    }

    void put_association(const char* in) {
        const std::string cls = below(2) == 0 ? "Link" : "Tie";
        if (trial_.at(in)->has_class(cls)) must(trial_.put(association(cls, in), PutMode::CreateOrUpdate, {}, in));
    }

    void part(const char* in) {
        if (!trial_.at(in)->has_class("Link")) return;
        const std::vector<std::string> names = below(2) == 0 ? std::vector<std::string>{"To"} : std::vector<std::string>{"Note"};
        (void)trial_.put(association("Link", in), PutMode::UpdateOnly, cim::PutExtensions{.properties = names, .strict_nulls = below(2) == 0}, in);
    }

    void remove(std::string_view cls, const std::string& key, const char* in) {
        if (trial_.at(in)->has_class(cls)) (void)trial_.remove(cls, {text(key)}, in);
    }

    void delete_class(std::string_view name, const char* in) { (void)trial_.delete_class(name, in); }

    // -- comparing

    /// The plain way: is this what a GetObject of the reference's text would give?
    bool leads_to(std::string_view reference, const char* in, const char* to, const Instance& target) {
        auto path = cim::parse_path(reference);
        if (!path || (path->server && *path->server != "." && *path->server != "localhost")) return false;
        const std::string where = path->namespaces.empty() ? in : cim::print_namespace(*path);
        const NamespacePtr there = trial_.at(where);
        if (!there || there != trial_.at(to) || !there->has_class(path->class_name)) return false;
        const ClassPtr of = must(there->get_class(path->class_name));
        const auto keys = cim::bind_keys(*path, *of);
        if (!keys) return false;
        const auto found = must(trial_->find_instance(there, *of, *keys, Depth::Deep));
        return found && found->class_pointer() == target.class_pointer() && found->record() == target.record();
    }

    void compare(const char* in, const char* to, const Instance& target, unsigned seed) {
        Found expected;
        for (const char* cls : {"Link", "Tie"}) {
            if (!trial_.at(in)->has_class(cls)) continue;
            for (const Instance& one : trial_.all(cls, Depth::Deep, in)) {
                for (const char* name : {"From", "To"}) {
                    const Value value = get(one, name);
                    const auto* reference = std::get_if<std::string>(&value);
                    if (reference && leads_to(*reference, in, to, target)) expected.emplace(std::string(one.record()), one.cls().find_property(name)->order);
                }
            }
        }
        cim::ObjectPath path = must(cim::parse_path(*target.relative_path()));
        path.namespaces = {"root", std::string(to).substr(5)};
        const auto scan = must(trial_->references(trial_.at(in), path));
        Found found;
        for (auto some = must(scan->next(3)); !some.empty(); some = must(scan->next(3))) {
            for (const Reference& one : some) found.emplace(std::string(one.association.record()), one.property);
        }
        EXPECT_EQ(found, expected) << "seed " << seed << ", " << cim::print_path(path) << " from " << in;
    }

    Trial trial_;
    std::mt19937 random_;
};

void play(Kind kind, unsigned first_seed, unsigned games, int acts) {
    for (unsigned seed = first_seed; seed < first_seed + games && !::testing::Test::HasFailure(); ++seed) {
        Play play(kind, seed);
        for (int i = 0; i < acts; ++i) {
            play.act();
            if (i % 10 == 9) play.compare(seed);
        }
        play.compare(seed);
    }
}

TEST(LawReferences, AreWhatReadingEveryAssociationFindsInMemory) { play(Kind::Memory, 1, 20, 80); }  // WQL-114, 115

TEST(LawReferences, AreWhatReadingEveryAssociationFindsOnLmdb) { play(Kind::Lmdb, 1000, 2, 60); }

TEST(LawReferences, AreWhatReadingEveryAssociationFinds_slow) { play(Kind::Memory, 5000, 300, 120); }

}  // namespace
}  // namespace wmi::repository
