#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/date.hpp"
#include "core/identifiers.hpp"
#include "core/instant.hpp"
#include "core/money.hpp"

namespace avstem::books {

/// The two ledgers Vipps keeps for a sales unit.
enum class Topic {
  funds,  ///< what Vipps owes the merchant; normally zero or positive
  fees,   ///< what the merchant owes Vipps; zero or negative
};

std::string_view to_string(Topic topic);  ///< `funds`, `fees`
Result<Topic> parse_topic(std::string_view text);

/// What an entry is (Report API § 10.4). New types come without notice: `unknown` is booked by
/// sign to suspense (R26) and never stops a run.
enum class EntryType {
  capture,
  refund,
  fees_retained,
  payout_scheduled,
  payout_aborted,
  retained_disputed_capture,
  returned_disputed_capture,
  correction,
  top_up,
  credit_note,
  capture_fee,
  service_fee,
  fees_invoiced,
  unknown,
};

/// Reads Vipps' own word. `scheduled-for-payout` is the 2023 name of `payout-scheduled`.
EntryType parse_entry_type(std::string_view word);
/// Today's word of a type; `unknown` for unknown.
std::string_view to_string(EntryType type);

/// One line of a Vipps ledger, as the report states it. The sign of `amount` is its effect on
/// the ledger's balance; balanceAfter = balanceBefore + amount.
struct Entry {
  Topic topic = Topic::funds;
  Date ledger_date;  ///< the accounting date Vipps gave it (Oslo); never computed from `time`
  EntryType type = EntryType::unknown;
  std::string type_word;      ///< Vipps' word, kept for unknown types
  std::string psp_reference;  ///< not unique: several fees on one capture share it
  std::string reference;      ///< the merchant's own order id; may be empty
  Instant time;
  Currency currency;
  std::int64_t amount = 0;          ///< minor units (øre)
  std::int64_t balance_before = 0;  ///< minor units (øre)
  std::int64_t balance_after = 0;   ///< minor units (øre)
  std::string recipient_handle;     ///< `api:123456`, `NO:12345`, or empty
  /// Place in the ledger date, from 1, in the order Vipps reported it.
  std::int64_t sequence = 0;

  Money money() const { return {amount, currency}; }
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// The payout number of a payout entry: the part of pspReference after the ledger id,
/// `302321-2000023` → `2000023`. When it does not have that shape, the whole reference.
std::string payout_number(const Entry& entry, const LedgerId& ledger);

}  // namespace avstem::books
