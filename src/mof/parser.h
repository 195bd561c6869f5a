// MOF text to a Document (sections 1, 2, 6 and 7 of the rules). Everything that can be told from the text
// alone is checked here, so that nothing is stored of a file with such an error (MOF-84); what needs the
// classes is checked by compile. Limits: kMaxFileSize and kMaxIncludeDepth (source.h), kMaxNameBytes
// (lexer.h), objects in objects 64 (cim::kMaxNesting).
#pragma once

#include <string>

#include "mof/source.h"
#include "mof/syntax_tree.h"

namespace wmi::mof {

struct ParseOptions {
    std::string server_name;  // this machine's name, which #pragma namespace may say beside "."
};

/// Parses the text of a file or a buffer. `name` stands in messages; included files are sought beside it.
/// errors   the WBEMMOF codes of section 10 of the rules, QuotaViolation for a limit; always of Phase::Parse
Outcome<Document> parse(std::string bytes, const std::string& name, FileReader& files,
                        const ParseOptions& options = {});

/// The same for a file that `files` reads.
/// errors   those of the FileReader too
Outcome<Document> parse_file(const std::string& name, FileReader& files, const ParseOptions& options = {});

}  // namespace wmi::mof
