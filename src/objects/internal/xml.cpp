#include "objects/internal/xml.h"

#include "base/text.h"

#include <algorithm>
#include <tuple>

namespace wmi::objects::internal {
namespace {

using base::Error;
using base::Result;
using base::Status;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_name(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '.' || byte == '-' || byte == '_' ||
           byte == ':' || byte >= 0x80;
}

class XmlReader {
public:
    explicit XmlReader(std::string_view text) : text_(text) {}

    Result<Element> read() {
        at_ = std::min(text_.find('\0'), text_.size());
        if (at_ != text_.size()) return wrong("a zero byte stands in the text");  // no XML can hold it, so it could not be written again
        at_ = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        TRY(skip_around());
        if (!left().starts_with('<')) return wrong("an element should stand here");
        Element root = TRY(element(1));
        TRY(skip_around());
        if (at_ != text_.size()) return wrong("nothing may follow the outermost element");
        return root;
    }

private:
    [[nodiscard]] std::string_view left() const { return text_.substr(at_); }

    bool take(std::string_view expected) {
        if (!left().starts_with(expected)) return false;
        at_ += expected.size();
        return true;
    }

    void skip_space() {
        while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    }

    [[nodiscard]] std::pair<std::size_t, std::size_t> position() {
        for (; counted_ < at_; ++counted_) {
            if (text_[counted_] != '\n') continue;
            ++line_;
            line_start_ = counted_ + 1;
        }
        return {line_, at_ - line_start_ + 1};
    }

    Error wrong(std::string_view what) {
        const auto [line, column] = position();
        return Error(Status::InvalidSyntax, "XML, line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + std::string(what));
    }

    Error too_much(std::string_view what) {
        const auto [line, column] = position();
        return Error(Status::QuotaViolation, "XML, line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + std::string(what));
    }

    Result<void> skip_past(std::string_view end, std::string_view what) {
        const std::size_t found = text_.find(end, at_);
        if (found == std::string_view::npos) return wrong(std::string(what) + " does not end");
        at_ = found + end.size();
        return {};
    }

    /// Spaces, comments and processing instructions.
    Result<void> skip_around() {
        for (;;) {
            skip_space();
            if (take("<!--")) {
                TRY(skip_past("-->", "a comment"));
            } else if (take("<?")) {
                TRY(skip_past("?>", "a processing instruction"));
            } else if (left().starts_with("<!")) {
                return wrong("a document type is not taken; give the element alone");
            } else {
                return {};
            }
        }
    }

    Result<std::string> name() {
        const std::size_t start = at_;
        while (at_ < text_.size() && is_name(text_[at_])) ++at_;
        if (start == at_) return wrong("a name should stand here");
        return std::string(text_.substr(start, at_ - start));
    }

    /// What stands behind an ampersand.
    Result<void> entity(std::string& to) {
        for (const auto& [word, character] : {std::pair<std::string_view, char>{"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}}) {
            if (!take(word)) continue;
            to += character;
            return {};
        }
        if (!take("#")) return wrong("no such entity; &lt; &gt; &amp; &quot; &apos; and &#n; are known");
        const unsigned base = take("x") ? 16 : 10;
        std::uint32_t number = 0;
        const std::size_t start = at_;
        for (; at_ < text_.size() && text_[at_] != ';'; ++at_) {
            const char c = text_[at_];
            const unsigned digit = c >= '0' && c <= '9' ? static_cast<unsigned>(c - '0')
                                   : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10
                                   : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A') + 10
                                                          : 99;
            if (digit >= base) return wrong("a numbered character has digits and a semicolon");
            number = number * base + digit;
            if (number > 0x10FFFF) return wrong("there is no character of this number");
        }
        if (at_ == start || at_ == text_.size() || number == 0) return wrong("there is no character of this number");
        ++at_;
        base::append_utf8(to, number);
        return {};
    }

    Result<std::string> attribute_value() {
        skip_space();
        if (!take("=")) return wrong("an attribute needs = and its value");
        skip_space();
        const char quote = at_ < text_.size() ? text_[at_] : '\0';
        if (quote != '"' && quote != '\'') return wrong("an attribute's value stands in quotes");
        ++at_;
        std::string value;
        while (at_ < text_.size() && text_[at_] != quote) {
            const char c = text_[at_];
            if (c == '<') return wrong("< stands in an attribute's value; write &lt;");
            ++at_;
            if (c == '&') {
                TRY(entity(value));
            } else {
                value += is_space(c) ? ' ' : c;
            }
        }
        if (at_ == text_.size()) return wrong("an attribute's value does not end");
        ++at_;
        return value;
    }

    Result<Element> element(std::size_t depth) {
        if (depth > kMaxXmlDepth) return too_much("elements nest too deep");
        if (++count_ > kMaxXmlElements) return too_much("there are too many elements");
        Element made;
        std::tie(made.line, made.column) = position();
        ++at_;
        made.name = TRY(name());
        for (;;) {
            const std::size_t before = at_;
            skip_space();
            if (take("/>")) return made;
            if (take(">")) break;
            if (before == at_) return wrong("a space, > or /> should stand here");
            std::string attribute = TRY(name());
            if (made.find(attribute)) return wrong("attribute " + attribute + " stands twice");
            std::string value = TRY(attribute_value());
            made.attributes.emplace_back(std::move(attribute), std::move(value));
        }
        TRY(content(made, depth));
        return made;
    }

    /// What stands between the tags, and the end tag.
    Result<void> content(Element& in, std::size_t depth) {
        while (at_ < text_.size()) {
            const std::size_t end = std::min(text_.find_first_of("<&\r", at_), text_.size());
            in.text.append(text_.substr(at_, end - at_));
            at_ = end;
            if (at_ == text_.size()) break;
            if (take("\r")) {  // a line ends with \n, however it was written
                if (!left().starts_with('\n')) in.text += '\n';
            } else if (take("&")) {
                TRY(entity(in.text));
            } else if (take("<!--")) {
                TRY(skip_past("-->", "a comment"));
            } else if (take("<![CDATA[")) {
                const std::size_t start = at_;
                TRY(skip_past("]]>", "CDATA"));
                in.text.append(text_.substr(start, at_ - 3 - start));
            } else if (take("<?")) {
                TRY(skip_past("?>", "a processing instruction"));
            } else if (take("</")) {
                const std::string closed = TRY(name());
                if (closed != in.name) return wrong("</" + closed + "> stands where </" + in.name + "> should");
                skip_space();
                if (!take(">")) return wrong("an end tag needs >");
                return {};
            } else {
                Element child = TRY(element(depth + 1));
                in.children.push_back(std::move(child));
            }
        }
        return wrong("<" + in.name + "> does not end");
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t count_ = 0;
    std::size_t counted_ = 0, line_ = 1, line_start_ = 0;  // up to where lines were counted
};

}  // namespace

const std::string* Element::find(std::string_view attribute) const {
    for (const auto& [key, value] : attributes)
        if (key == attribute) return &value;
    return nullptr;
}

const Element* Element::child(std::string_view wanted) const {
    const auto found = std::find_if(children.begin(), children.end(), [&](const Element& one) { return one.name == wanted; });
    return found == children.end() ? nullptr : &*found;
}

std::string Element::place() const { return "<" + name + "> at line " + std::to_string(line) + ", column " + std::to_string(column); }

Result<Element> read_xml(std::string_view utf8) {
    if (utf8.size() > kMaxXmlLength) return Error(Status::QuotaViolation, "the XML has more than " + std::to_string(kMaxXmlLength) + " bytes");
    return XmlReader(utf8).read();
}

void append_xml(std::string& to, std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t start = at;
        const char32_t character = base::next_character(utf8, at);
        switch (character) {
            case '<': to += "&lt;"; break;
            case '>': to += "&gt;"; break;
            case '&': to += "&amp;"; break;
            case '"': to += "&quot;"; break;
            default:
                if (character < 0x20 || (character >= 0xD800 && character < 0xE000) || character == 0xFFFE || character == 0xFFFF) {
                    to += "&#" + std::to_string(static_cast<std::uint32_t>(character)) + ';';
                } else {
                    to.append(utf8.substr(start, at - start));
                }
        }
    }
}

}  // namespace wmi::objects::internal
