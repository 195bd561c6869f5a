// A Document as text again: as a whole (includes are in it, so it stands alone), split into its neutral and
// its localized part (MOF-76, 100..102), or as a binary MOF (MOF-90, 91; docs/formats/binary-mof.md).
#pragma once

#include <string>
#include <string_view>

#include "mof/print.h"
#include "mof/syntax_tree.h"

namespace wmi::mof {

/// One text that compiles into the same as the Document; with Flavors::Omit qualifiers have the flavors they have by nature.
std::string print_document(const Document& document, Flavors flavors = Flavors::Write);

struct Split {
    std::string neutral;    // all of it without the qualifiers of flavor Amended
    std::string localized;  // the .mfl: classes of the child namespace MS_xxx with their amended qualifiers
};

/// locale              MS_409: of #pragma amendment or of the command line
/// default_namespace   where objects before the first #pragma namespace stand
Split split_amendment(const Document& document, std::string_view locale, std::string_view default_namespace);

/// Only default flavors of qualifiers survive (MOF-90).
std::string encode_binary(const Document& document);

/// The text within a binary MOF.
/// errors   NotSupported for one that another compiler made, MofInvalidFile for one that is damaged
Result<std::string> decode_binary(std::string_view bytes);

}  // namespace wmi::mof
