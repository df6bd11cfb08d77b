#pragma once

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "books/finding.hpp"
#include "books/voucher.hpp"
#include "tests/scenario_file.hpp"

namespace avstem::scenario {

/// Where money moved: the VAT code is part of it, since the VAT return adds up by code.
struct Place {
  Date date;
  books::AccountNumber account = 0;
  std::string vat_code;
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// What came of a scenario: our vouchers and findings, and the movements over our vouchers and
/// others' together, as the accounting system shows them: VAT split off.
struct Outcome {
  std::vector<books::Voucher> vouchers;
  std::vector<books::Finding> findings;
  std::vector<books::Finding> withdrawn;
  std::map<Place, std::int64_t> movements;
  std::int64_t funds_balance = 0;  ///< Vipps' balance after the last date, øre
  std::int64_t fees_balance = 0;
  books::Position foreign_clearing;  ///< of a foreign ledger
};

/// Plays the happenings in order: others' vouchers open and close items, reported dates are
/// booked. Balances of entries are chained from the scenario's opening.
Result<Outcome> run(const Scenario& scenario);

}  // namespace avstem::scenario
