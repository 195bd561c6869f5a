#include "story.h"

#include <fstream>
#include <stdexcept>

std::string trim(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string take_word(std::string& text) {
    text = trim(text);
    const std::size_t end = text.find_first_of(" \t\n");
    const std::string word = text.substr(0, end);
    text = end == std::string::npos ? "" : trim(text.substr(end));
    return word;
}

std::size_t find_outside_quotes(const std::string& text, const std::string& word) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && text.compare(i, word.size(), word) == 0) {
            return i;
        }
    }
    return std::string::npos;
}

std::string take_path(std::string& text) {
    text = trim(text);
    const std::size_t end = find_outside_quotes(text, " ");
    const std::string path = text.substr(0, end);
    text = end == std::string::npos ? "" : trim(text.substr(end));
    return path;
}

std::vector<Line> read_story(const std::string& file) {
    std::ifstream from(file);
    if (!from) throw std::runtime_error("can't read " + file);
    std::vector<Line> lines;
    int number = 0;
    for (std::string text; std::getline(from, text);) {
        ++number;
        if (trim(text).empty() || text[0] == '#') continue;
        if (text[0] == ' ' || text[0] == '\t') {
            if (lines.empty()) throw std::runtime_error(file + ": the first line goes on with nothing");
            lines.back().text += "\n" + trim(text);
            continue;
        }
        Line line{number, "", text};
        line.verb = take_word(line.text);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<std::string> split_list(const std::string& text) {
    std::vector<std::string> parts;
    std::string part;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\' && i + 1 < text.size()) {
            part += c;
            part += text[++i];
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '{' || c == '[')) ++depth;
        if (!quoted && (c == '}' || c == ']')) --depth;
        if (c == ',' && !quoted && depth == 0) {
            parts.push_back(trim(part));
            part.clear();
        } else {
            part += c;
        }
    }
    if (!trim(part).empty()) parts.push_back(trim(part));
    return parts;
}
