#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "books/deferral.hpp"
#include "books/sale.hpp"
#include "books/till.hpp"
#include "core/identifiers.hpp"
#include "services/clients/client.hpp"

namespace avstem::services {

/// When a sale that is paid in advance is earned (R11, R12, R27).
struct EarnedLater {
  Date from;               ///< the day; or a day of the first month, when `to` is given
  std::optional<Date> to;  ///< a day of the last month: the same part each month
  std::vector<books::SaleLine> income;  ///< one line when it is earned by month
};

/// What a module of ours, a shop or a person says was sold for a payment.
struct KnownSale {
  books::Sale sale;
  std::optional<EarnedLater> earned;
};

/// What a register says of a day on one of the client's ledgers.
struct KnownTill {
  LedgerId ledger;
  books::TillDay day;
};

/// The deferral of a sale that was paid on a day. A step that lay before the payment is earned on
/// its day.
Result<books::Deferral> deferral_of(const ClientId& client, std::int64_t sale_id,
                                    const KnownSale& known, Date deferred_on, Currency currency);

/// Whether a sale can be booked for the client at all, now and when it is earned; `invalid` names
/// the sale and what is wrong.
Result<void> check_sale(const Client& client, const KnownSale& known);
/// The same for a register's day.
Result<void> check_till(const Client& client, const KnownTill& known);

/// How a report is named in messages.
std::string name_of(const books::TillDay& day);

}  // namespace avstem::services
