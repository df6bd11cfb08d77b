#pragma once

#include <string>

#include "core/result.hpp"

namespace avstem::scenario {

/// docs/bookkeeping.md as the rules give it: every scenario file in `folder` is run through the
/// fold, and each line of the vouchers that come of it says which account it stands on, and by
/// which recipe. Nothing is written by hand but the introduction.
Result<std::string> bookkeeping_page(const std::string& folder);

}  // namespace avstem::scenario
