#pragma once

#include <vector>

#include "books/accounts.hpp"
#include "books/voucher.hpp"
#include "core/result.hpp"

namespace avstem::scenario {

/// A line of ours as the accounting system books it: gross with a VAT code becomes net with the
/// code, and the VAT on its account at the rate of the day of supply. A line on a VAT account is
/// the VAT itself and stays as it is.
Result<std::vector<books::Posting>> rows_of(const books::Posting& line, Date supplied,
                                            const books::Mapping& mapping);

}  // namespace avstem::scenario
