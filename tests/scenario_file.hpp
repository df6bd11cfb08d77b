#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "books/booking.hpp"
#include "books/claim.hpp"
#include "books/deferral.hpp"
#include "books/entry.hpp"
#include "books/exchange.hpp"
#include "books/lost_dispute.hpp"
#include "core/result.hpp"

// A scenario file, as an accountant reads it:
//
//     # R01 The reference flow                     what follows # is a remark
//     ledger 302321 NOK claims                     or: gifts; bank-ours, no-vat, compact,
//                                                  invoice-theirs
//     opening funds 0.00 fees 0.00
//     tolerance 1.00                               written off when an invoice is paid too little
//     collective customer 90000                    for sales without a customer of their own
//     dimensions department 10                     of the sales unit
//     rule 7 unit NO:12345 account 3900 vat 7 recipe R10     or: prefix P, amount A, customer N
//     claim customer 10001 reference A-1 500.00    an item that was open before the scenario
//     sale reference A-2 recipe R10                what a module of ours sold, by which recipe
//         3900 vat 7  C 300.00
//     till unit NO:12345 date 2026-01-17 report 42 recipe R09    a register's day, paid with Vipps
//         3030 vat 31  C 1150.00
//     deferral 77 on 2026-12-01 account 2965 recipe R12 600.00   paid before it is earned
//         monthly 2027-01-01 2027-12-31  3220 vat 6
//         earned 2027-04-15  3220 vat 6  C 200.00                a line for each step
//     recognise 2027-01-31                         what is earned by then becomes income
//     loss 2026-05-04 psp 5001                     a person accepts that a dispute is lost
//         1250.00 regular                          with its VAT: regular, middle, low, none
//     decide 2026-02-13 psp 4501                   a person says where money in suspense belongs
//         1500 customer 10015 reference A-3 C 450.00
//     account in_transit 1903                      a role's account, other than the default
//     rate 2026-05-04 11.80                        NOK for one unit of the ledger's currency
//     arrived 2026-05-06 98.50 received 1157.38    a payout in the bank, in NOK
//     others 2026-01-05 Faktura 1001               a voucher somebody else posted
//         1500 customer 10001 reference ORD-1 D 1250.00
//         3000 vat 3                          C 1000.00
//         2700                                C  250.00
//     entries 2026-01-05                           what Vipps reports for a ledger date
//         funds capture 1250.00 psp 5001 reference ORD-1
//         funds fees-retained -21.88 at 2026-01-05T22:59:59Z
//     voucher pay 2026-01-05                       what we must post, in this order
//         1903 D 1250.00
//         1500 customer 10001 reference ORD-1 C 1250.00
//     finding payment-without-claim 450.00         what a person must be told
//     withdrawn fees-retained-unpaired -21.88      a finding that a later date takes back
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

/// Steps of deferred income are due by then.
struct Recognise {
  Date date;
};

/// A person accepts the loss of a disputed capture.
struct AcceptedLoss {
  Date date;
  std::string psp_reference;
  std::vector<books::LostPart> parts;
};

/// A person says where money belongs that stands in suspense, or is in dispute.
struct DecidedMoney {
  Date date;
  std::string psp_reference;
  std::vector<Line> lines;  ///< what it moves to
};

/// A payout of a foreign ledger is in the bank.
struct Arrived {
  Date date;
  std::int64_t foreign = 0;   ///< minor units
  std::int64_t received = 0;  ///< øre
};

struct PlannedDeferral {
  books::Deferral::Head head;
  std::vector<books::Recognition> steps;
};

using Happening =
    std::variant<OthersVoucher, ReportedDate, Recognise, AcceptedLoss, DecidedMoney, Arrived>;

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
  bool compact = false;
  books::FeeInvoices fee_invoices = books::FeeInvoices::ours;
  books::MatchSettings matching;
  std::string department;
  std::string project;
  std::int64_t opening_funds = 0;
  std::int64_t opening_fees = 0;
  std::vector<books::Claim> claims;
  books::Sales sales;
  std::vector<books::TillDay> tills;
  std::vector<PlannedDeferral> deferrals;
  std::vector<std::pair<books::AccountRole, books::AccountNumber>> accounts;
  std::map<Date, books::ExchangeRate> rates;  ///< of a foreign ledger
  std::vector<Happening> happenings;
  std::vector<ExpectedVoucher> vouchers;
  std::vector<ExpectedFinding> findings;
  std::vector<ExpectedFinding> withdrawn;
  std::vector<Balance> balances;
};

/// The client of every scenario.
inline const ClientId scenario_client{"klient"};

/// Reads a scenario; an error names the line.
Result<Scenario> read_scenario(const std::string& path);

}  // namespace avstem::scenario
