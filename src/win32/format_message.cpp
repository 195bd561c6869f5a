// FormatMessage: the texts of internal/messages.h, and format strings with inserts. The contract is in include/openwmi/winbase.h.
#include <algorithm>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <openwmi/winbase.h>

#include "base/text.h"
#include "win32/format.h"
#include "win32/internal/messages.h"
#include "win32/surface.h"

using namespace wmi::win32;

namespace {

std::optional<std::string_view> text_of_number(std::uint32_t number) {
    const auto* end = std::end(internal::kMessages);
    const auto* found = std::lower_bound(std::begin(internal::kMessages), end, number,
                                         [](const internal::Message& message, std::uint32_t wanted) { return message.number < wanted; });
    if (found != end && found->number == number) return found->text;
    if ((number & 0xFFFF0000) == 0x80070000) return text_of_number(number & 0xFFFF);
    return std::nullopt;
}

/// The arguments of the inserts: a list of pointer-wide values, read from an array or once, in order, from a va_list.
class Inserts {
public:
    Inserts(std::va_list* list, bool is_array) {
        if (is_array) {
            array_ = reinterpret_cast<const ULONG_PTR*>(list);
        } else {
            list_ = list;
        }
    }

    [[nodiscard]] bool present() const { return array_ != nullptr || list_ != nullptr; }

    ULONG_PTR at(std::size_t number) {
        if (array_ != nullptr) return array_[number];
        while (read_.size() <= number) read_.push_back(va_arg(*list_, ULONG_PTR));
        return read_[number];
    }

private:
    const ULONG_PTR* array_ = nullptr;
    std::va_list* list_ = nullptr;
    std::vector<ULONG_PTR> read_;
};

/// Gives a formatter one insert, as whatever the format wants.
class OneInsert : public Arguments {
public:
    OneInsert(Inserts& inserts, std::size_t number) : inserts_(inserts), number_(number) {}

    std::optional<openwmi_argument> next(Want want) override {
        const ULONG_PTR value = inserts_.at(number_++);
        if (want == Want::Narrow || want == Want::Wide || want == Want::Pointer)
            return openwmi::argument_of(reinterpret_cast<const void*>(value), want == Want::Wide     ? openwmi_wide
                                                                              : want == Want::Narrow ? openwmi_narrow
                                                                                                     : openwmi_pointer);
        openwmi_argument made{openwmi_signed, {}};
        made.number = static_cast<long long>(value);
        return made;
    }

private:
    Inserts& inserts_;
    std::size_t number_;
};

/// Writes a format with its inserts. False: an insert without arguments, or a format that does not print.
template <class Char>
class Filler {
    using Text = std::basic_string<Char>;

public:
    Filler(const Text& format, bool ignore, Inserts& inserts) : format_(format), ignore_(ignore), inserts_(inserts) {}

    bool run(Text& out) {
        while (at_ < format_.size()) {
            const Char c = format_[at_++];
            if (c != '%' || ignore_ || at_ == format_.size()) {
                out.push_back(c);
            } else if (format_[at_] == '0') {
                return true;
            } else if (!escape(out)) {
                return false;
            }
        }
        return true;
    }

private:
    bool escape(Text& out) {
        const Char c = format_[at_];
        if (c >= '1' && c <= '9') return insert(out);
        ++at_;
        if (c == 'n') {
            out.push_back('\r');
            out.push_back('\n');
        } else if (c == 'r') {
            out.push_back('\r');
        } else if (c == 't') {
            out.push_back('\t');
        } else if (c == 'b') {
            out.push_back(' ');
        } else {
            out.push_back(c);
        }
        return true;
    }

    bool insert(Text& out) {
        std::size_t number = 0;
        for (int digits = 0; digits < 2 && at_ < format_.size() && format_[at_] >= '0' && format_[at_] <= '9'; ++digits)
            number = number * 10 + static_cast<std::size_t>(format_[at_++] - '0');
        Text how{'%', 's'};
        if (at_ < format_.size() && format_[at_] == '!') {
            const std::size_t end = format_.find('!', at_ + 1);
            if (end == Text::npos) return false;
            how = Text(1, '%') + format_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
        }
        if (!inserts_.present()) return false;
        OneInsert value(inserts_, number - 1);
        return format_into(out, how.c_str(), value);
    }

    const Text& format_;
    bool ignore_;
    Inserts& inserts_;
    std::size_t at_ = 0;
};

void as(std::string_view text, std::string& made) { made = text; }

void as(std::string_view text, std::wstring& made) { made = wmi::base::to_wide(text); }

/// Where the text comes from. 0 or the error.
template <class Char>
long find_text(DWORD flags, LPCVOID source, DWORD message, std::basic_string<Char>& text) {
    if ((flags & FORMAT_MESSAGE_FROM_STRING) != 0) {
        if (source == nullptr) return ERROR_INVALID_PARAMETER;
        text = static_cast<const Char*>(source);
        return 0;
    }
    if ((flags & (FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_FROM_HMODULE)) == 0) return ERROR_INVALID_PARAMETER;
    const auto known = text_of_number(message);
    if (!known) return ERROR_MR_MID_NOT_FOUND;
    as(std::string(*known) + ".\r\n", text);
    return 0;
}

template <class Char>
DWORD deliver(DWORD flags, const std::basic_string<Char>& text, Char* buffer, DWORD size) {
    if ((flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) != 0) {
        const std::size_t room = std::max<std::size_t>(text.size() + 1, size);
        auto* made = static_cast<Char*>(std::calloc(room, sizeof(Char)));
        if (made == nullptr) return failed(ERROR_NOT_ENOUGH_MEMORY, DWORD{0});
        std::copy(text.begin(), text.end(), made);
        *reinterpret_cast<Char**>(buffer) = made;
        return static_cast<DWORD>(text.size());
    }
    if (text.size() + 1 > size) return failed(ERROR_INSUFFICIENT_BUFFER, DWORD{0});
    std::copy_n(text.c_str(), text.size() + 1, buffer);
    return static_cast<DWORD>(text.size());
}

template <class Char>
DWORD format_message(DWORD flags, LPCVOID source, DWORD message, Char* buffer, DWORD size, std::va_list* arguments) {
    return answer(DWORD{0}, [&] {
        if (buffer == nullptr) return failed(ERROR_INVALID_PARAMETER, DWORD{0});
        std::basic_string<Char> format;
        std::basic_string<Char> text;
        if (const long refused = find_text(flags, source, message, format); refused != 0) return failed(refused, DWORD{0});
        Inserts inserts(arguments, (flags & FORMAT_MESSAGE_ARGUMENT_ARRAY) != 0);
        // the system's own texts have no inserts
        const bool plain = (flags & (FORMAT_MESSAGE_IGNORE_INSERTS)) != 0 || (flags & FORMAT_MESSAGE_FROM_STRING) == 0;
        if (!Filler<Char>(format, plain, inserts).run(text)) return failed(ERROR_INVALID_PARAMETER, DWORD{0});
        if ((flags & FORMAT_MESSAGE_MAX_WIDTH_MASK) == FORMAT_MESSAGE_MAX_WIDTH_MASK) {
            std::erase(text, static_cast<Char>('\r'));
            std::replace(text.begin(), text.end(), static_cast<Char>('\n'), static_cast<Char>(' '));
        }
        if (text.empty()) return failed(ERROR_MR_MID_NOT_FOUND, DWORD{0});
        return deliver(flags, text, buffer, size);
    });
}

}  // namespace

extern "C" {

DWORD FormatMessageA(DWORD flags, LPCVOID source, DWORD message, DWORD, LPSTR buffer, DWORD size, std::va_list* arguments) {
    return format_message(flags, source, message, buffer, size, arguments);
}

DWORD FormatMessageW(DWORD flags, LPCVOID source, DWORD message, DWORD, LPWSTR buffer, DWORD size, std::va_list* arguments) {
    return format_message(flags, source, message, buffer, size, arguments);
}

/// For the debugger's reader: the process's standard error, when OPENWMI_DEBUG_OUTPUT is set in the environment.
void OutputDebugStringA(LPCSTR text) {
    if (text != nullptr && std::getenv("OPENWMI_DEBUG_OUTPUT") != nullptr) std::fputs(text, stderr);
}

void OutputDebugStringW(LPCWSTR text) {
    if (text == nullptr) return;
    (void)answer(0, [&] {
        OutputDebugStringA(wmi::base::from_wide(text).c_str());
        return 0;
    });
}

}  // extern "C"
