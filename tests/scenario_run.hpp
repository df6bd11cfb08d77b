#pragma once

#include <map>
#include <vector>

#include "books/finding.hpp"
#include "books/voucher.hpp"
#include "tests/scenario_file.hpp"

namespace avstem::scenario {

/// What came of a scenario: our vouchers and findings, and the movement of every account by date
/// over our vouchers and others' together.
struct Outcome {
  std::vector<books::Voucher> vouchers;
  std::vector<books::Finding> findings;
  std::vector<books::Finding> withdrawn;
  std::map<std::pair<Date, books::AccountNumber>, std::int64_t> movements;
  std::int64_t funds_balance = 0;  ///< Vipps' balance after the last date, øre
  std::int64_t fees_balance = 0;
};

/// Plays the happenings in order: others' vouchers open and close items, reported dates are
/// booked. Balances of entries are chained from the scenario's opening.
Result<Outcome> run(const Scenario& scenario);

}  // namespace avstem::scenario
