// What a parsed query makes use of: the bits of WMIQ_RPNF_FEATURE and WMIQ_ASSOCQ_FLAGS, and the numbers of WMIQ_LANGUAGE_FEATURES.
#pragma once

#include "wql/query.h"

#include <wmiutils.h>

#include <vector>

namespace wmi::objects::internal {

/// Bits of WMIQ_RPNF_FEATURE (WQL-133).
unsigned __int64 rpn_features(const wql::Select& select);

/// Bits of WMIQ_ASSOCQ_FLAGS (WQL-138).
ULONG follow_features(const wql::Follow& follow);

/// Numbers of WMIQ_LANGUAGE_FEATURES, ascending (WQL-139).
std::vector<ULONG> language_features(const wql::Query& query);

/// WMIQ_RPN_TOKEN_..., WMIQ_RPN_OP_... and the shape of a step of the condition (WQL-134).
ULONG token_type(wql::Expression::Step::Kind kind);
ULONG token_operator(wql::Operator op);
ULONG token_shape(const wql::Term& term);

}  // namespace wmi::objects::internal
