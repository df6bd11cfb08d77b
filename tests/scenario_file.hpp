#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "books/booking.hpp"
#include "books/claim.hpp"
#include "books/entry.hpp"
#include "core/result.hpp"

// A scenario file, as an accountant reads it:
//
//     # R01 The reference flow                     what follows # is a remark
//     ledger 302321 NOK claims                     or: gifts; add `bank-ours` to post the bank line
//     opening funds 0.00 fees 0.00
//     tolerance 1.00                               written off when an invoice is paid too little
//     collective customer 90000                    for sales without a customer of their own
//     dimensions department 10                     of the sales unit
//     rule 7 unit NO:12345 account 3900 vat 7 recipe R10     or: prefix P, amount A, customer N
//     claim customer 10001 reference A-1 500.00    an item that was open before the scenario
//     sale reference A-2 recipe R10                what a module of ours sold, by which recipe
//         3900 vat 7  C 300.00
//     others 2026-01-05 Faktura 1001               a voucher somebody else posted
//         1500 customer 10001 reference ORD-1 D 1250.00
//         3000 vat 3                          C 1000.00
//         2700                                C  250.00
//     entries 2026-01-05                           what Vipps reports for a ledger date
//         funds capture 1250.00 psp 5001 reference ORD-1
//     voucher pay 2026-01-05                       what we must post, in this order
//         1903 D 1250.00
//         1500 customer 10001 reference ORD-1 C 1250.00
//     finding payment-without-claim 450.00         what a person must be told
//     balances                                     Σ of all vouchers above, by account
//         1903 0.00
//
// Amounts are kroner with a decimal point. Order of blocks is order in time. Lines of others are
// as the accounting system shows them, VAT on its own account; lines of ours are gross, and the
// balances are those after the system has split the VAT off.
namespace avstem::scenario {

struct Line {
  books::AccountNumber account = 0;
  std::int64_t customer = 0;
  std::string reference;
  std::string invoice;
  std::string kid;
  std::string vat_code;
  std::string department;
  std::string project;
  std::int64_t amount = 0;  ///< øre, + debit
  friend bool operator==(const Line&, const Line&) = default;
};

struct OthersVoucher {
  Date date;
  std::string text;
  std::vector<Line> lines;
};

struct ReportedDate {
  Date date;
  std::vector<books::Entry> entries;  ///< balances are filled in by the runner
};

struct ExpectedVoucher {
  std::string kind;
  Date date;
  std::vector<Line> lines;
};

struct ExpectedFinding {
  std::string kind;
  std::int64_t amount = 0;
  friend bool operator==(const ExpectedFinding&, const ExpectedFinding&) = default;
};

struct Balance {
  books::AccountNumber account = 0;
  std::int64_t amount = 0;
  friend bool operator==(const Balance&, const Balance&) = default;
};

struct Scenario {
  std::string name;
  LedgerId ledger;
  Currency currency;
  books::CaptureUse captures = books::CaptureUse::claims;
  bool post_bank_line = false;
  bool vat_registered = true;
  books::MatchSettings matching;
  std::string department;
  std::string project;
  std::int64_t opening_funds = 0;
  std::int64_t opening_fees = 0;
  std::vector<books::Claim> claims;
  books::Sales sales;
  std::vector<std::variant<OthersVoucher, ReportedDate>> happenings;
  std::vector<ExpectedVoucher> vouchers;
  std::vector<ExpectedFinding> findings;
  std::vector<Balance> balances;
};

/// Reads a scenario; an error names the line.
Result<Scenario> read_scenario(const std::string& path);

}  // namespace avstem::scenario
