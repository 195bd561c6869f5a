// A small reader of XML, for texts of CIM: elements, attributes, character data, comments, CDATA. No document types, no entities but
// the five of XML itself and numbered characters; nothing is ever fetched. Trusts nothing: text, elements and depth have an end.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wmi::objects::internal {

inline constexpr std::size_t kMaxXmlLength = 16U << 20;   // bytes of UTF-8
inline constexpr std::size_t kMaxXmlElements = 500'000;
/// 64 objects in one another take four elements each, and a few stand around them (MOF-116).
inline constexpr std::size_t kMaxXmlDepth = 64 * 4 + 8;

struct Element {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes;
    std::string text;  // all character data that stands directly in it, as it is
    std::vector<Element> children;
    std::size_t line = 0, column = 0;  // of its '<', from 1

    [[nodiscard]] const std::string* find(std::string_view attribute) const;
    [[nodiscard]] const Element* child(std::string_view wanted) const;
    /// "<NAME> at line 3, column 7"
    [[nodiscard]] std::string place() const;
};

/// The root element.
/// errors   InvalidSyntax with line and column; QuotaViolation: one of the limits above
base::Result<Element> read_xml(std::string_view utf8);

/// Appends text so that it reads back the same, between tags and between double quotes. Characters that XML would change or refuse
/// (controls, lone surrogates) are written by number.
void append_xml(std::string& to, std::string_view utf8);

}  // namespace wmi::objects::internal
