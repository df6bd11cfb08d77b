#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "books/accounts.hpp"
#include "books/finding.hpp"
#include "books/voucher.hpp"
#include "core/identifiers.hpp"
#include "core/result.hpp"
#include "core/vat.hpp"

namespace avstem::books {

/// The account on which the money of such a finding stands until a person says where it belongs;
/// none for findings that hold no money. Retained fees without their twin hold money in suspense
/// too, but the twin takes it out by itself when it comes: nobody else may.
std::optional<AccountRole> place_of(FindingKind kind);

/// Whether a person can force it: accept what is proposed and is never done by itself. Only a lost
/// dispute is such a thing (R08). A chain that does not chain, a currency that is not the ledger's
/// and what the accounting system refuses cannot be forced: the books would be wrong.
bool can_be_forced(FindingKind kind);

/// Money that stands where a finding left it.
struct StandingMoney {
  ClientId client;
  LedgerId ledger;
  Date ledger_date;  ///< of the finding
  Currency currency;
  AccountNumber account = 0;   ///< where it stands
  std::string vat_code;        ///< of the lines there; suspense has none by default
  std::string line_reference;  ///< what it is known by: the pspReference of its entry
  /// Øre to move, as Vipps has it: + came in and stands as a credit, − went out.
  std::int64_t amount = 0;
};

/// A place that money goes to, by a person's word.
struct Destination {
  std::int64_t amount = 0;           ///< øre, with the sign of StandingMoney::amount
  AccountNumber account = 0;         ///< 0 for a customer
  std::int64_t customer_number = 0;  ///< 0 for an account
  std::string matching_reference{};  ///< the customer's open item, by this or by the number
  std::string invoice_number{};
  std::string kid{};
  std::string vat_code{};  ///< SAF-T standard code; of accounts only
  std::string department{};
  std::string project{};
};

/// What every decision of a client has in common.
struct DecisionTerms {
  Mapping mapping = Mapping::defaults(true);
  bool vat_registered = true;
  Date date;     ///< the day a person decides, Oslo; the voucher's date
  int part = 1;  ///< 1 more than the decisions its ledger date has already
};

/// More parts than this are no decision but a day's books.
inline constexpr std::size_t destinations_max = 50;

/// Moves all of the money to where it belongs (R18, M3). `invalid` names what is wrong: parts that
/// do not add up, an account that follows Vipps or the customers, the account it stands on already,
/// a VAT code that is unknown or that a client without VAT registration has not.
Result<Voucher> decide(const StandingMoney& money, const std::vector<Destination>& destinations,
                       const DecisionTerms& terms);

/// Takes all of a disputed capture as lost: what propose_loss (lost_dispute.hpp) proposes. With
/// `vat` the VAT of that rate on the day of `supplied` is taken back; whether it may be is what the
/// person says by it (mval. § 4-7).
Result<Voucher> accept_loss(const StandingMoney& money, std::optional<VatRateClass> vat,
                            Date supplied, const DecisionTerms& terms);

}  // namespace avstem::books
