#include "wql/internal/text_match.h"

#include "cim/record.h"

#include <algorithm>
#include <cstring>

namespace wmi::wql::internal {
namespace {

/// Text of values ends at its first NUL; so do constants.
std::u16string units_of(std::string_view utf8) { return base::to_utf16(utf8.substr(0, utf8.find('\0'))); }

template <class Left, class Right>
std::strong_ordering order_units(Left left, Right right) {
    for (std::size_t index = 0;; ++index) {
        const char16_t first = left[index], second = right[index];
        if (first != second) return first <=> second;
        if (first == 0) return std::strong_ordering::equal;
    }
}

/// Units that are folded already.
struct PlainUnits {
    const char16_t* at;

    char16_t operator[](std::size_t index) const { return at[index]; }
};

}  // namespace

std::size_t length_of(EncodedText text) {
    if (!text.is_utf16) return std::strlen(text.at);
    std::size_t length = 0;
    while (base::load<char16_t>(text.at + 2 * length) != 0) ++length;
    return length;
}

EncodedText encode(const std::string& utf8, std::string& space) {
    if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return {false, utf8.c_str()};
    space.clear();
    cim::append_encoded(space, utf8);
    return encoded_item(space.data());
}

std::string to_utf8(EncodedText text) {
    return cim::to_utf8({text.is_utf16, std::string_view(text.at, length_of(text) * (text.is_utf16 ? 2 : 1))});
}

FoldedText::FoldedText(std::string_view utf8) : units_(units_of(utf8)), fold_(base::fold_units()) {
    for (char16_t& unit : units_) unit = fold_[unit];
}

std::strong_ordering FoldedText::order(EncodedText text) const {
    const PlainUnits own{units_.c_str()};
    return text.is_utf16 ? order_units(Utf16Units{text.at, fold_}, own) : order_units(Latin1Units{text.at, fold_}, own);
}

std::strong_ordering order(EncodedText left, EncodedText right) {
    const char16_t* fold = base::fold_units();
    const Latin1Units narrow_left{left.at, fold}, narrow_right{right.at, fold};
    const Utf16Units wide_left{left.at, fold}, wide_right{right.at, fold};
    if (left.is_utf16) return right.is_utf16 ? order_units(wide_left, wide_right) : order_units(wide_left, narrow_right);
    return right.is_utf16 ? order_units(narrow_left, wide_right) : order_units(narrow_left, narrow_right);
}

// -- LIKE

bool Pattern::Set::has(char16_t unit) const {
    if (unit == 0) return false;
    const bool is_inside = unit < 0x100 ? low[unit] : std::any_of(ranges.begin(), ranges.end(), [unit](const auto& range) {
        return unit >= range.first && unit <= range.second;
    });
    return is_inside != is_negated;
}

void Pattern::Set::add(char16_t first, char16_t last) {
    ranges.emplace_back(first, last);
    for (unsigned unit = first; unit <= last && unit < 0x100; ++unit) low.set(unit);
}

class Pattern::Parser {
public:
    explicit Parser(std::string_view utf8) : text_(units_of(utf8)) { pattern_.fold_ = base::fold_units(); }

    Result<Pattern> parse() {
        pattern_.is_open_before_ = text_.starts_with(u'%');
        pattern_.is_open_behind_ = false;
        while (at_ < text_.size()) {
            const char16_t unit = text_[at_++];
            pattern_.is_open_behind_ = unit == u'%';
            if (unit == u'%') {
                end_segment();
                pattern_.has_percent_ = true;
            } else if (unit == u'_') {
                pattern_.elements_.push_back({Element::Kind::Any, 0, 0});
            } else if (unit == u'[') {
                TRY(read_set());
            } else {
                pattern_.elements_.push_back({Element::Kind::Literal, pattern_.fold_[unit], 0});
            }
        }
        end_segment();
        return std::move(pattern_);
    }

private:
    void end_segment() {
        const auto end = static_cast<std::uint32_t>(pattern_.elements_.size());
        if (end > begin_) pattern_.segments_.push_back({begin_, end});
        begin_ = end;
    }

    Result<void> read_set() {
        const std::size_t close = text_.find(u']', at_);
        if (close == std::u16string::npos) return Error(Status::InvalidQuery, "the pattern has a '[' without its ']'");
        Set set;
        if (text_[at_] == u'^' && close > at_ + 1) {
            set.is_negated = true;
            ++at_;
        }
        while (at_ < close) {
            const bool is_range = at_ + 2 < close && (text_[at_ + 1] == u'-' || text_[at_ + 1] == u'=');
            set.add(folded(at_), folded(is_range ? at_ + 2 : at_));
            at_ += is_range ? 3 : 1;
        }
        at_ = close + 1;
        pattern_.elements_.push_back({Element::Kind::Set, 0, static_cast<std::uint32_t>(pattern_.sets_.size())});
        pattern_.sets_.push_back(std::move(set));
        return {};
    }

    [[nodiscard]] char16_t folded(std::size_t at) const { return pattern_.fold_[text_[at]]; }

    std::u16string text_;
    std::size_t at_ = 0;
    std::uint32_t begin_ = 0;  // element where the segment begins
    Pattern pattern_;
};

Result<Pattern> Pattern::make(std::string_view utf8) { return Parser(utf8).parse(); }

/// An element never matches the NUL, so this stays inside the text when `place` does.
template <class Units>
bool Pattern::matches_at(Segment segment, Units units, std::size_t place) const {
    for (std::uint32_t i = segment.begin; i < segment.end; ++i, ++place) {
        const Element& element = elements_[i];
        const char16_t unit = units[place];
        const bool fits = element.kind == Element::Kind::Literal ? unit == element.unit
                          : element.kind == Element::Kind::Any   ? unit != 0
                                                                 : sets_[element.set].has(unit);
        if (!fits) return false;
    }
    return true;
}

/// The leftmost place from `place` on; moves behind it.
template <class Units>
bool Pattern::find(Segment segment, Units units, std::size_t& place) const {
    const Element& first = elements_[segment.begin];
    for (;; ++place) {
        const char16_t unit = units[place];
        if (unit == 0) return false;
        if (first.kind == Element::Kind::Literal && unit != first.unit) continue;
        if (!matches_at(segment, units, place)) continue;
        place += segment.end - segment.begin;
        return true;
    }
}

/// Each segment is taken as far left as it goes, only the last one must stand at the end: no choice is ever taken back.
template <class Units>
bool Pattern::matches(Units units, EncodedText text) const {
    auto segment = segments_.begin();
    auto end = segments_.end();
    std::size_t place = 0;
    if (!is_open_before_ && segment != end) {
        if (!matches_at(*segment, units, 0)) return false;
        place = segment->end - segment->begin;
        ++segment;
        if (!has_percent_) return units[place] == 0;
    }
    const bool is_anchored = !is_open_behind_ && segment != end;
    if (is_anchored) --end;
    for (; segment != end; ++segment)
        if (!find(*segment, units, place)) return false;
    if (!is_anchored) return has_percent_ || units[place] == 0;
    const std::size_t length = length_of(text), wanted = end->end - end->begin;
    return length >= place + wanted && matches_at(*end, units, length - wanted);
}

template bool Pattern::matches(Latin1Units units, EncodedText text) const;
template bool Pattern::matches(Utf16Units units, EncodedText text) const;

std::u16string Pattern::prefix() const {
    std::u16string units;
    if (is_open_before_) return units;
    const std::uint32_t end = segments_.empty() ? 0 : segments_.front().end;
    for (std::uint32_t i = 0; i < end && elements_[i].kind == Element::Kind::Literal; ++i) units.push_back(elements_[i].unit);
    return units;
}

bool Pattern::is_prefix() const { return segments_.size() == 1 && is_open_behind_ && prefix().size() == elements_.size(); }

}  // namespace wmi::wql::internal
