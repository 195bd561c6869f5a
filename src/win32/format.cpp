#include "win32/format.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <cwchar>
#include <string_view>
#include <type_traits>

#include "base/text.h"

namespace wmi::win32 {
namespace {

enum class Length { Default, Tiny, Short, Long, Word64, WideText, LongReal };

struct Spec {
    bool left = false;
    bool plus = false;
    bool space = false;
    bool alternate = false;
    bool zero = false;
    int width = 0;
    int precision = -1;
    Length length = Length::Default;
};

std::uint64_t bits_of(Length length) {
    switch (length) {
        case Length::Tiny:
            return 0xFF;
        case Length::Short:
            return 0xFFFF;
        case Length::Word64:
            return ~0ULL;
        default:
            return 0xFFFFFFFF;
    }
}

std::int64_t number_of(const openwmi_argument& value) {
    switch (value.kind) {
        case openwmi_signed:
        case openwmi_unsigned:
            return value.number;
        case openwmi_real:
            if (!(value.real > -9.2e18 && value.real < 9.2e18)) return 0;
            return static_cast<std::int64_t>(value.real);
        default:
            return static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(value.pointer));
    }
}

double real_of(const openwmi_argument& value) {
    if (value.kind == openwmi_real) return value.real;
    if (value.kind == openwmi_unsigned) return static_cast<double>(static_cast<std::uint64_t>(value.number));
    return static_cast<double>(number_of(value));
}

std::string digits_of(std::uint64_t value, unsigned base, bool upper) {
    const char* symbols = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string digits;
    do {
        digits.push_back(symbols[value % base]);
        value /= base;
    } while (value != 0);
    std::reverse(digits.begin(), digits.end());
    return digits;
}

std::wstring widened(std::string_view text) { return base::to_wide(text); }

/// One run over a format. Every put_x appends one specification's text; false from run() is explained at format_into.
template <class Char>
class Formatter {
    using Text = std::basic_string<Char>;
    static constexpr bool kWide = std::is_same_v<Char, wchar_t>;

public:
    Formatter(Text& out, const Char* format, Arguments& arguments) : out_(out), at_(format), arguments_(arguments) {}

    bool run() {
        while (*at_ != 0) {
            const Char* end = at_;
            while (*end != 0 && *end != '%') ++end;
            out_.append(at_, end);
            at_ = end;
            if (*at_ == 0) break;
            ++at_;
            if (!specification()) return false;
        }
        return out_.size() <= static_cast<std::size_t>(INT_MAX);
    }

private:
    bool specification() {
        const Char* start = at_;
        Spec spec;
        read_flags(spec);
        if (!read_size(spec)) return false;
        read_length(spec);
        const Char conversion = *at_;
        if (conversion == 0) return true;
        ++at_;
        const auto given = [&](Want want) { return take(want, start); };
        switch (conversion) {
            case '%':
                out_.push_back('%');
                return true;
            case 'd':
            case 'i':
                put_signed(spec, given(want_integer(spec)));
                return true;
            case 'u':
            case 'o':
            case 'x':
            case 'X':
                put_unsigned(spec, given(want_integer(spec)), conversion);
                return true;
            case 'e':
            case 'E':
            case 'f':
            case 'F':
            case 'g':
            case 'G':
            case 'a':
            case 'A':
                put_real(spec, given(spec.length == Length::LongReal ? Want::LongReal : Want::Real), static_cast<char>(conversion));
                return true;
            case 's':
            case 'S':
                put_text(spec, given(wants_wide(spec, conversion == 'S') ? Want::Wide : Want::Narrow),
                         wants_wide(spec, conversion == 'S'));
                return true;
            case 'c':
            case 'C':
                put_character(spec, given(Want::Integer32), wants_wide(spec, conversion == 'C'));
                return true;
            case 'p':
                put_pointer(spec, given(Want::Pointer));
                return true;
            case 'n':
                errno = EINVAL;
                return false;
            default:
                out_.push_back(conversion);
                return true;
        }
    }

    void read_flags(Spec& spec) {
        for (;; ++at_) {
            if (*at_ == '-') {
                spec.left = true;
            } else if (*at_ == '+') {
                spec.plus = true;
            } else if (*at_ == ' ') {
                spec.space = true;
            } else if (*at_ == '#') {
                spec.alternate = true;
            } else if (*at_ == '0') {
                spec.zero = true;
            } else {
                return;
            }
        }
    }

    bool read_size(Spec& spec) {
        if (!read_number(spec.width)) return false;
        if (spec.width < 0) {
            spec.left = true;
            spec.width = -spec.width;
        }
        if (*at_ != '.') return true;
        ++at_;
        spec.precision = 0;
        return read_number(spec.precision);
    }

    /// A number in the format, or from the arguments for '*'. False when it is beyond the limit.
    bool read_number(int& number) {
        std::int64_t read = 0;
        if (*at_ == '*') {
            ++at_;
            const auto given = arguments_.next(Want::Integer32);
            read = given ? static_cast<std::int32_t>(number_of(*given)) : 0;
        } else {
            for (; *at_ >= '0' && *at_ <= '9'; ++at_)
                if (read <= kMaxFormatWidth) read = read * 10 + (*at_ - '0');
        }
        if (read > kMaxFormatWidth || read < -kMaxFormatWidth) {
            errno = ERANGE;
            return false;
        }
        number = static_cast<int>(read);
        return true;
    }

    void read_length(Spec& spec) {
        for (;;) {
            if (*at_ == 'h') {
                spec.length = spec.length == Length::Short ? Length::Tiny : Length::Short;
            } else if (*at_ == 'l') {
                spec.length = spec.length == Length::Long ? Length::Word64 : Length::Long;
            } else if (*at_ == 'w') {
                spec.length = Length::WideText;
            } else if (*at_ == 'L') {
                spec.length = Length::LongReal;
            } else if (*at_ == 'j' || *at_ == 'z' || *at_ == 't') {
                spec.length = Length::Word64;
            } else if (*at_ == 'I' && at_[1] == '6' && at_[2] == '4') {
                spec.length = Length::Word64;
                at_ += 2;
            } else if (*at_ == 'I' && at_[1] == '3' && at_[2] == '2') {
                spec.length = Length::Long;
                at_ += 2;
            } else if (*at_ == 'I' && at_[1] != 0 && std::strchr("diouxX", static_cast<int>(at_[1])) != nullptr) {
                spec.length = Length::Word64;
            } else {
                return;
            }
            ++at_;
        }
    }

    static Want want_integer(const Spec& spec) { return spec.length == Length::Word64 ? Want::Integer64 : Want::Integer32; }

    static bool wants_wide(const Spec& spec, bool other) {
        if (spec.length == Length::Long || spec.length == Length::WideText) return true;
        if (spec.length == Length::Short) return false;
        return kWide != other;
    }

    /// The argument; when there is none the specification itself is printed and nothing is given.
    std::optional<openwmi_argument> take(Want want, const Char* start) {
        auto given = arguments_.next(want);
        if (!given) {
            out_.push_back('%');
            out_.append(start, at_);
        }
        return given;
    }

    void put_signed(const Spec& spec, const std::optional<openwmi_argument>& given) {
        if (!given) return;
        const std::uint64_t mask = bits_of(spec.length);
        std::uint64_t bits = static_cast<std::uint64_t>(number_of(*given)) & mask;
        const bool negative = (bits & ~(mask >> 1)) != 0;
        if (negative) bits = (0 - bits) & mask;
        put_number(spec, negative ? "-" : spec.plus ? "+" : spec.space ? " " : "", digits_of(bits, 10, false), bits == 0);
    }

    void put_unsigned(const Spec& spec, const std::optional<openwmi_argument>& given, Char conversion) {
        if (!given) return;
        const std::uint64_t bits = static_cast<std::uint64_t>(number_of(*given)) & bits_of(spec.length);
        const bool upper = conversion == 'X';
        const unsigned base = conversion == 'u' ? 10 : conversion == 'o' ? 8 : 16;
        std::string digits = digits_of(bits, base, upper);
        if (spec.alternate && base == 8 && bits != 0) digits.insert(0, 1, '0');
        const char* prefix = spec.alternate && base == 16 && bits != 0 ? (upper ? "0X" : "0x") : "";
        put_number(spec, prefix, std::move(digits), bits == 0);
    }

    void put_number(const Spec& spec, std::string prefix, std::string digits, bool is_zero) {
        if (spec.precision == 0 && is_zero) digits.clear();
        if (spec.precision > static_cast<int>(digits.size()))
            digits.insert(0, static_cast<std::size_t>(spec.precision) - digits.size(), '0');
        const std::size_t length = prefix.size() + digits.size();
        if (spec.zero && !spec.left && spec.precision < 0 && static_cast<std::size_t>(spec.width) > length)
            digits.insert(0, static_cast<std::size_t>(spec.width) - length, '0');
        prefix += digits;
        put_padded(spec, Text(prefix.begin(), prefix.end()));
    }

    void put_real(const Spec& spec, const std::optional<openwmi_argument>& given, char conversion) {
        if (!given) return;
        std::string format = "%";
        if (spec.left) format += '-';
        if (spec.plus) format += '+';
        if (spec.space) format += ' ';
        if (spec.alternate) format += '#';
        if (spec.zero) format += '0';
        format += "*.*";
        format += conversion;
        const double value = real_of(*given);
        const int length = std::snprintf(nullptr, 0, format.c_str(), spec.width, spec.precision, value);
        std::string text(static_cast<std::size_t>(length) + 1, '\0');
        (void)std::snprintf(text.data(), text.size(), format.c_str(), spec.width, spec.precision, value);
        text.pop_back();
        out_.append(text.begin(), text.end());
    }

    void put_pointer(const Spec& spec, const std::optional<openwmi_argument>& given) {
        if (!given) return;
        std::string digits = digits_of(static_cast<std::uint64_t>(number_of(*given)), 16, true);
        digits.insert(0, 16 - digits.size(), '0');
        put_padded(spec, Text(digits.begin(), digits.end()));
    }

    void put_text(const Spec& spec, const std::optional<openwmi_argument>& given, bool wide) {
        if (!given) return;
        openwmi_argument value = *given;
        if (value.kind == openwmi_signed || value.kind == openwmi_unsigned) {
            if (value.number != 0) return put_number(Spec{}, "", std::to_string(value.number), false);
            value = openwmi::argument_of(nullptr, openwmi_pointer);
        }
        if (value.kind == openwmi_real) return put_real(Spec{}, given, 'g');
        if (value.kind == openwmi_pointer) value.kind = wide ? openwmi_wide : openwmi_narrow;
        if (value.pointer == nullptr) return put_padded(spec, cut(spec, converted(std::string_view("(null)"))));
        if (value.kind == openwmi_wide) return put_padded(spec, cut(spec, text_of(spec, static_cast<const wchar_t*>(value.pointer))));
        put_padded(spec, cut(spec, text_of(spec, static_cast<const char*>(value.pointer))));
    }

    /// Reads no further than the precision allows: text with a precision need not end in NUL.
    template <class From>
    static Text text_of(const Spec& spec, const From* text) {
        const std::size_t limit = spec.precision < 0 ? SIZE_MAX : static_cast<std::size_t>(spec.precision) * (sizeof(From) == 1 ? (kWide ? 4 : 1) : 1);
        std::size_t length = 0;
        // A narrow text cut by characters: stop at whole characters, each begins with a byte that is no continuation.
        std::size_t characters = 0;
        for (; length < limit && text[length] != 0; ++length) {
            if constexpr (sizeof(From) == 1 && kWide) {
                const bool begins = (static_cast<unsigned char>(text[length]) & 0xC0) != 0x80;
                if (begins && spec.precision >= 0 && characters == static_cast<std::size_t>(spec.precision)) break;
                characters += begins ? 1 : 0;
            }
        }
        return converted(std::basic_string_view<From>(text, length));
    }

    static Text converted(std::string_view text) {
        if constexpr (kWide) {
            return widened(text);
        } else {
            return Text(text);
        }
    }

    static Text converted(std::wstring_view text) {
        if constexpr (kWide) {
            return Text(text);
        } else {
            return base::from_wide(text);
        }
    }

    /// Cuts to the precision; in narrow output never inside a character.
    static Text cut(const Spec& spec, Text text) {
        if (spec.precision < 0 || text.size() < static_cast<std::size_t>(spec.precision)) return text;
        text.resize(static_cast<std::size_t>(spec.precision));
        if constexpr (!kWide) text.resize(whole_characters(text));
        return text;
    }

    /// The length of the text without a last character that lacks bytes.
    static std::size_t whole_characters(std::string_view text) {
        std::size_t lead = text.size();
        while (lead > 0 && text.size() - lead < 3 && (static_cast<unsigned char>(text[lead - 1]) & 0xC0) == 0x80) --lead;
        if (lead == 0) return text.size();
        const auto first = static_cast<unsigned char>(text[--lead]);
        const std::size_t needed = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
        return needed > text.size() - lead ? lead : text.size();
    }

    void put_character(const Spec& spec, const std::optional<openwmi_argument>& given, bool wide) {
        if (!given) return;
        const auto code = static_cast<std::uint32_t>(number_of(*given));
        if (kWide) return put_padded(spec, Text(1, static_cast<Char>(wide ? code : code & 0xFF)));
        if (!wide) return put_padded(spec, Text(1, static_cast<Char>(code & 0xFF)));
        const auto character = static_cast<wchar_t>(code);
        put_padded(spec, converted(std::wstring_view(&character, 1)));
    }

    void put_padded(const Spec& spec, const Text& text) {
        const auto width = static_cast<std::size_t>(spec.width);
        const std::size_t fill = width > text.size() ? width - text.size() : 0;
        if (!spec.left) out_.append(fill, ' ');
        out_ += text;
        if (spec.left) out_.append(fill, ' ');
    }

    Text& out_;
    const Char* at_;
    Arguments& arguments_;
};

}  // namespace

std::optional<openwmi_argument> TypedArguments::next(Want) {
    if (at_ == count_) return std::nullopt;
    return first_[at_++];
}

std::optional<openwmi_argument> ListedArguments::next(Want want) {
    openwmi_argument made{openwmi_signed, {}};
    switch (want) {
        case Want::Integer32:  // whatever an integer's width, it takes a whole slot: its low half is what is wanted
            made.number = va_arg(list_, int);
            return made;
        case Want::Integer64:
            made.number = va_arg(list_, long long);
            return made;
        case Want::Real:
            made.kind = openwmi_real;
            made.real = va_arg(list_, double);
            return made;
        case Want::LongReal:
            made.kind = openwmi_real;
            made.real = static_cast<double>(va_arg(list_, long double));
            return made;
        default:
            made.kind = want == Want::Wide ? openwmi_wide : want == Want::Narrow ? openwmi_narrow : openwmi_pointer;
            made.pointer = va_arg(list_, const void*);
            return made;
    }
}

bool format_into(std::string& out, const char* format, Arguments& arguments) {
    return Formatter<char>(out, format, arguments).run();
}

bool format_into(std::wstring& out, const wchar_t* format, Arguments& arguments) {
    return Formatter<wchar_t>(out, format, arguments).run();
}

}  // namespace wmi::win32
