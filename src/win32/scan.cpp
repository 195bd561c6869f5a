// swscanf_s and sscanf_s: the formats of Microsoft's library, into targets whose types are known.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <cwctype>
#include <string>

#include <openwmi/openwmi_crt.h>

#include "base/text.h"
#include "win32/surface.h"

namespace wmi::win32 {
namespace {

bool is_space(wchar_t c) { return c == L' ' || (c >= L'\t' && c <= L'\r'); }

/// One run over a text. The format's grammar: blanks skip blanks; %[*][width][h|hh|l|ll|I64|I32|w|L]conversion; the rest must match.
class Scanner {
public:
    Scanner(std::wstring text, std::wstring format, const openwmi_target* targets, std::size_t count)
        : text_(std::move(text)), format_(std::move(format)), targets_(targets), count_(count) {}

    /// How many targets were written; -1 when the text ended before the first.
    int run() {
        for (std::size_t at = 0; at < format_.size();) {
            if (is_space(format_[at])) {
                skip_space();
                ++at;
            } else if (format_[at] != L'%' || at + 1 >= format_.size()) {
                if (!match(format_[at++])) return ended();
            } else if (!conversion(++at)) {
                return ended();
            }
        }
        return done_;
    }

private:
    int ended() const { return done_ == 0 && ran_out_ ? -1 : done_; }

    /// Remembers that the text was at its end when more was wanted.
    bool refuse() {
        ran_out_ = at_ >= text_.size();
        return false;
    }

    void skip_space() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    }

    bool match(wchar_t wanted) {
        if (at_ >= text_.size() || text_[at_] != wanted) return refuse();
        ++at_;
        return true;
    }

    bool conversion(std::size_t& at) {
        if (format_[at] == L'%') {
            ++at;
            skip_space();
            return match(L'%');
        }
        const bool drop = format_[at] == L'*';
        if (drop) ++at;
        std::size_t width = 0;
        for (; at < format_.size() && format_[at] >= L'0' && format_[at] <= L'9'; ++at)
            width = std::min<std::size_t>(width * 10 + static_cast<std::size_t>(format_[at] - L'0'), 1'000'000);
        // the targets know their own widths; the letters are read and left
        while (at < format_.size() && std::wcschr(L"hlwLI6432", format_[at]) != nullptr) ++at;
        if (at >= format_.size()) return false;
        const wchar_t what = format_[at++];
        if (width == 0) width = what == L'c' || what == L'C' ? 1 : text_.size() + 1;
        switch (what) {
            case L'd':
                return integer(10, true, width, drop);
            case L'i':
                return integer(0, true, width, drop);
            case L'u':
                return integer(10, false, width, drop);
            case L'o':
                return integer(8, false, width, drop);
            case L'x':
            case L'X':
            case L'p':
                return integer(16, false, width, drop);
            case L'e':
            case L'E':
            case L'f':
            case L'g':
            case L'G':
                return real(width, drop);
            case L's':
            case L'S':
                return word(width, drop);
            case L'c':
            case L'C':
                return characters(width, drop);
            case L'[':
                return set(at, width, drop);
            case L'n':
                return store(static_cast<long long>(at_), false);
            default:
                return false;
        }
    }

    bool integer(int radix, bool is_signed, std::size_t width, bool drop) {
        skip_space();
        const std::wstring part = text_.substr(at_, width);
        if (part.empty()) return refuse();
        wchar_t* end = nullptr;
        long long value = 0;
        if (is_signed) {
            value = std::wcstoll(part.c_str(), &end, radix);
        } else {
            value = static_cast<long long>(std::wcstoull(part.c_str(), &end, radix));
        }
        if (end == part.c_str()) return false;
        at_ += static_cast<std::size_t>(end - part.c_str());
        return drop || store(value, true);
    }

    bool real(std::size_t width, bool drop) {
        skip_space();
        const std::wstring part = text_.substr(at_, width);
        wchar_t* end = nullptr;
        const double value = std::wcstod(part.c_str(), &end);
        if (end == part.c_str()) return refuse();
        at_ += static_cast<std::size_t>(end - part.c_str());
        if (drop) return true;
        const openwmi_target* target = next_place();
        if (target == nullptr || target->kind != openwmi_real) return false;
        if (target->number == sizeof(float)) {
            const auto narrow = static_cast<float>(value);
            std::memcpy(target->place, &narrow, sizeof narrow);
        } else if (target->number == sizeof(double)) {
            std::memcpy(target->place, &value, sizeof value);
        } else {
            return false;
        }
        ++done_;
        return true;
    }

    bool word(std::size_t width, bool drop) {
        skip_space();
        std::size_t end = at_;
        while (end < text_.size() && end - at_ < width && !is_space(text_[end])) ++end;
        return take_text(end, drop, true);
    }

    bool characters(std::size_t width, bool drop) {
        if (at_ + width > text_.size()) {
            at_ = text_.size();
            return refuse();
        }
        return take_text(at_ + width, drop, false);
    }

    bool set(std::size_t& at, std::size_t width, bool drop) {
        const bool inverted = at < format_.size() && format_[at] == L'^';
        if (inverted) ++at;
        std::wstring members;
        for (bool first = true; at < format_.size() && (first || format_[at] != L']'); first = false, ++at) {
            if (!first && format_[at] == L'-' && at + 1 < format_.size() && format_[at + 1] != L']') {
                const wchar_t last = format_[++at];
                for (wchar_t c = members.back(); c < last && members.size() < 70'000;) members.push_back(++c);
            } else {
                members.push_back(format_[at]);
            }
        }
        if (at < format_.size()) ++at;
        std::size_t end = at_;
        while (end < text_.size() && end - at_ < width && (members.find(text_[end]) != std::wstring::npos) != inverted) ++end;
        return take_text(end, drop, true);
    }

    bool take_text(std::size_t end, bool drop, bool terminated) {
        if (end == at_) return refuse();
        const std::wstring part = text_.substr(at_, end - at_);
        at_ = end;
        if (drop) return true;
        const openwmi_target* target = next_place();
        if (target == nullptr || at_target_ >= count_ || targets_[at_target_].place != nullptr) return false;
        const std::size_t size = targets_[at_target_++].number;
        if (target->kind == openwmi_wide) return put(static_cast<wchar_t*>(target->place), size, part, terminated);
        if (target->kind != openwmi_narrow) return false;
        return put(static_cast<char*>(target->place), size, base::from_wide(part), terminated);
    }

    /// What does not fit leaves an empty target and ends the scan, as the _s functions do.
    template <class Char>
    bool put(Char* target, std::size_t size, const std::basic_string<Char>& text, bool terminated) {
        if (text.size() + (terminated ? 1 : 0) > size) {
            if (size != 0) target[0] = 0;
            return false;
        }
        std::copy(text.begin(), text.end(), target);
        if (terminated) target[text.size()] = 0;
        ++done_;
        return true;
    }

    const openwmi_target* next_place() {
        if (at_target_ >= count_ || targets_[at_target_].place == nullptr) return nullptr;
        return &targets_[at_target_++];
    }

    bool store(long long value, bool counts) {
        const openwmi_target* target = next_place();
        if (target == nullptr || (target->kind == openwmi_real) || (target->kind == openwmi_pointer)) return false;
        if (target->number > sizeof value) return false;
        std::memcpy(target->place, &value, target->number);
        if (counts) ++done_;
        return true;
    }

    std::wstring text_;
    std::wstring format_;
    const openwmi_target* targets_;
    std::size_t count_;
    std::size_t at_ = 0;
    std::size_t at_target_ = 0;
    int done_ = 0;
    bool ran_out_ = false;
};

}  // namespace
}  // namespace wmi::win32

using namespace wmi::win32;

extern "C" int wmi_scan_wide(const wchar_t* text, const wchar_t* format, const openwmi_target* targets, std::size_t count) noexcept {
    if (text == nullptr || format == nullptr) return -1;
    return answer(-1, [&] { return Scanner(text, format, targets, count).run(); });
}

extern "C" int wmi_scan_narrow(const char* text, const char* format, const openwmi_target* targets, std::size_t count) noexcept {
    if (text == nullptr || format == nullptr) return -1;
    return answer(-1, [&] { return Scanner(wmi::base::to_wide(text), wmi::base::to_wide(format), targets, count).run(); });
}
