#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "books/finding.hpp"
#include "books/sale.hpp"
#include "books/till.hpp"
#include "services/clients/client.hpp"
#include "services/settlement/known_sale.hpp"
#include "store/database.hpp"

namespace avstem::services {

struct AddedSales {
  std::int64_t added = 0;
  std::int64_t there = 0;  ///< the same was stored before
};

/// Sales and registers' days, and the deferred income that comes of them. What is stored is
/// immutable; the close of a ledger date reads it.
class SaleStore {
 public:
  explicit SaleStore(store::Database& database) : db_(database) {}

  /// Adds all of them or none, in a transaction. What is there already, just the same, is counted.
  /// `conflict`: another sale with a reference, another report for a register's day, or a payment
  /// or day that is booked already. `invalid`: lines that may not be booked, or a deferral that
  /// does not add up. Whether the chart has the accounts is for the caller to ask first.
  Result<AddedSales> add(const Client& client, const std::vector<KnownSale>& sales,
                         const std::vector<KnownTill>& tills);

  /// Sales that payments of the date name.
  Result<books::Sales> of_date(const ClientId& client, const LedgerId& ledger, Date date);
  /// Registers' days of the date: those that have not been booked, or those that have.
  enum class TillsThat { wait, are_booked };
  Result<std::vector<books::TillDay>> tills(const ClientId& client, const LedgerId& ledger,
                                            Date date, TillsThat which = TillsThat::wait);
  /// Accounts and VAT codes of all that is stored: a refund may need them at any time.
  Result<accounting::Requirements> needed(const ClientId& client);

  /// After a date is booked, in its transaction: registers whose payments came are used up, sales
  /// that were paid in advance are deferred from that day, and those refunded no longer are.
  Result<void> date_booked(const ClientId& client, const LedgerId& ledger, Date date);

  /// Refunds of the date of sales that are income already, wholly or in part: the refund stands
  /// against the account that held the prepayment, and a person moves the income back.
  Result<std::vector<books::Finding>> refunded_income(const ClientId& client,
                                                      const LedgerId& ledger, Date date,
                                                      Currency currency);

  /// Whether a date has something to book that no entry tells: income that is due by then, or a
  /// register's day whose payments have not come.
  Result<bool> has_work(const ClientId& client, const LedgerId& ledger, Date date);
  /// Vouchers of the income that is due.
  Result<std::vector<books::Voucher>> due(const ClientId& client, const LedgerId& ledger,
                                          Date through, Currency currency);
  /// What is due by then has its vouchers.
  Result<void> recognised(const ClientId& client, const LedgerId& ledger, Date through,
                          Currency currency);

 private:
  enum class Added { now, before };

  struct Deferred {
    std::int64_t sale_id = 0;
    Date deferred_on;
    std::optional<Date> done_through;  ///< steps up to it have their vouchers
  };
  Result<Added> add_one(const Client& client, const KnownSale& known);
  Result<Added> add_one(const Client& client, const KnownTill& known);
  Result<void> check_not_booked(const ClientId& client);
  Result<std::optional<std::int64_t>> find_sale(const ClientId& client,
                                                const std::string& reference);
  Result<KnownSale> read_sale(std::int64_t sale_id);
  Result<std::vector<books::SaleLine>> lines(std::string_view owner, std::int64_t id);
  Result<void> insert_lines(const ClientId& client, std::string_view owner, std::int64_t id,
                            const std::vector<books::SaleLine>& lines);
  Result<std::vector<Deferred>> deferred(const ClientId& client, const LedgerId& ledger,
                                         Date through);
  Result<books::Deferral> deferral(const ClientId& client, const Deferred& deferred,
                                   Currency currency);
  /// Most clients have none, and their dates may hold a million payments.
  Result<bool> has_any(const ClientId& client);
  static Result<bool> exists(store::Statement& query) { return query.step(); }

  store::Database& db_;
};

}  // namespace avstem::services
