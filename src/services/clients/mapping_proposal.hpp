#pragma once

#include <string>
#include <vector>

#include "accounting/chart.hpp"
#include "books/accounts.hpp"
#include "core/date.hpp"

namespace avstem::services {

/// How well the reasons for a proposal bear.
enum class Confidence {
  none,    ///< the chart has nothing that fits: a person must make or choose an account
  low,     ///< right kind of account, but nothing says that it is this one
  medium,  ///< the number or the name says so
  high,    ///< the number and the name say so, or the name and the VAT code
};

std::string_view to_string(Confidence confidence);

/// What a role could be in a client's chart.
struct ProposedPlace {
  books::AccountRole role = books::AccountRole::clearing;
  books::AccountNumber account = 0;  ///< 0: the chart has none
  std::string account_name;
  std::string vat_code;  ///< SAF-T standard code, or empty
  Confidence confidence = Confidence::none;
  std::string reason;
};

/// Reads roles out of a chart: accounts by their number, name and VAT code, and the code by the
/// rate that holds on `day`. `now` is the mapping in force, whose numbers count as the usual ones.
/// One proposal for each role, in the order of roles; nothing is decided here.
///
/// Clearing, in transit, accrued fees and suspense are never the same account, and none is one that
/// the mapping refuses.
std::vector<ProposedPlace> propose_mapping(const accounting::Chart& chart,
                                           const books::Mapping& now, bool vat_registered,
                                           Date day);

/// `now` with the places that have at least this confidence.
Result<books::Mapping> accept_proposal(const std::vector<ProposedPlace>& proposal,
                                       const books::Mapping& now, Confidence at_least);

}  // namespace avstem::services
