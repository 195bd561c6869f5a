// A conformance file as lines of verb and text. See README.md beside this.
#pragma once

#include <string>
#include <vector>

struct Line {
    int number = 0;
    std::string verb;
    std::string text;
};

/// Throws std::runtime_error for a file that can't be read.
std::vector<Line> read_story(const std::string& file);
/// Splits at commas outside quotes, braces and brackets; trims the parts.
std::vector<std::string> split_list(const std::string& text);
std::string trim(const std::string& text);
/// Takes the first blank-separated word off the text.
std::string take_word(std::string& text);
/// The same, but a blank inside double quotes does not end it.
std::string take_path(std::string& text);
/// Position of a word that stands outside double quotes, npos when there is none.
std::size_t find_outside_quotes(const std::string& text, const std::string& word);
