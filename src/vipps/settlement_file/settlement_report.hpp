#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/money.hpp"

/// Vipps' settlement report as a file: XML 2.0 and 3.0, and three kinds of CSV that are read into
/// the same shape (any_report.hpp). Format, in the order of the XML schemas:
///
///     SettlementReport = SettlementDetailsInfo+ VippsInfo       one SettlementDetailsInfo a sales
///     unit PaymentsInfo     = period, currency, account, SettlementInfo+, FeeDetailsInfo?
///     SettlementInfo   = date, id, TransactionInfo+, control sums     one SettlementInfo a payout
///     TransactionInfo  = time, capture, refund, gross, net, fee, id, order id
///
/// Amounts stand in kroner with two decimals in the file and in øre here. Signs are those of the
/// file: capture and fee are zero or positive, a refund is zero or negative.
namespace avstem::vipps::settlement_file {

/// Which of Vipps' formats a file has.
enum class SchemaVersion {
  v2,             ///< `http://vipps.dnb.no/XMLSchema/SettlementReport.xsd`, until 2018
  v3,             ///< `http://vipps.no/xmlschema/SettlementReport-3.0.xsd`
  sectioned_csv,  ///< rows that begin with SettlementInfo and TransactionInfo, until 2024
  norwegian_csv,  ///< one row a transaction, `Salgsdato` to `Melding`, until 2024
  portal_csv,     ///< one row a ledger entry, as the portal exports it today
};

std::string_view to_string(SchemaVersion version);  ///< `2.0`, `3.0`, `sectioned CSV`, …

/// How Vipps takes its fees.
enum class SettlementType {
  net,    ///< fees are kept back from the payout; the default
  gross,  ///< all is paid out and fees are invoiced; rare
};

std::string_view to_string(SettlementType type);  ///< `Net`, `Gross`

/// One capture or refund. All amounts in øre of the settlement's currency.
struct Transaction {
  Instant time;
  std::int64_t capture = 0;  ///< ≥ 0
  std::int64_t refund = 0;   ///< ≤ 0
  std::int64_t gross = 0;    ///< capture + refund
  std::int64_t net = 0;      ///< gross − fee
  std::int64_t fee = 0;      ///< what Vipps takes, positive; zero on a refund
  std::string id;            ///< digits; unique for a capture or a refund
  std::string order_id;      ///< the merchant's own; empty for Vipps numbers

  friend bool operator==(const Transaction&, const Transaction&) = default;
};

/// What the file claims a settlement adds up to; øre. Version 2.0 has no capture, refund and
/// settled sum, and each kind of CSV has some of these only.
struct StatedSums {
  std::optional<std::int64_t> transactions;  ///< a count, not øre
  std::optional<std::int64_t> capture;
  std::optional<std::int64_t> refund;
  std::optional<std::int64_t> gross;
  std::optional<std::int64_t> net;
  std::optional<std::int64_t> fee;
  std::optional<std::int64_t> settled;  ///< net or gross, as the type says

  friend bool operator==(const StatedSums&, const StatedSums&) = default;
};

/// One payout and the transactions in it.
struct Settlement {
  Date date;       ///< Oslo; on or after the date of its last transaction, before the bank's date
  std::string id;  ///< the payout number, e.g. `2000001`
  Currency currency;
  SettlementType type = SettlementType::net;
  /// Only version 3.0 states the type; else it is the caller's word, or inferred by the reader.
  bool type_is_stated = false;
  std::vector<Transaction> transactions;
  StatedSums stated;

  /// What Vipps owes for this settlement, øre: the stated amount, else the stated net or gross
  /// sum, else the sum of the transactions. Zero or negative pays out nothing.
  std::int64_t settled_amount() const;

  friend bool operator==(const Settlement&, const Settlement&) = default;
};

/// Fees that Vipps invoiced; only in old reports of gross settlement.
struct FeeInvoice {
  Date date;                ///< Oslo
  std::string id;           ///< digits
  std::int64_t amount = 0;  ///< øre; + invoiced, − credited
  std::string account;
  std::string type;

  friend bool operator==(const FeeInvoice&, const FeeInvoice&) = default;
};

/// The control sums of version 2.0 over all settlements of a sales unit; øre.
struct StatedTotals {
  std::int64_t gross = 0;
  std::int64_t net = 0;
  std::int64_t fee = 0;
  std::int64_t refund = 0;  ///< sign as in the file; no source says which it is

  friend bool operator==(const StatedTotals&, const StatedTotals&) = default;
};

/// One sales unit's settlements of a period.
struct SalesUnit {
  std::string name;
  std::string serial_number;  ///< MSN, e.g. `123456`
  std::string organization_name;
  std::string organization_number;
  std::string address;
  std::string zip_code;
  std::string city;
  std::string country_code;
  Date from;  ///< Oslo, inclusive
  Date to;    ///< Oslo, inclusive
  Currency currency;
  std::string reference_number;  ///< empty when the file has none
  std::string account_number;    ///< the bank account that is paid
  std::vector<Settlement> settlements;
  std::optional<std::int64_t> stated_settlements;  ///< XML only
  std::optional<StatedTotals> stated_totals;       ///< version 2.0 only
  std::vector<FeeInvoice> fee_invoices;

  friend bool operator==(const SalesUnit&, const SalesUnit&) = default;
};

struct SettlementReport {
  SchemaVersion version = SchemaVersion::v3;
  std::vector<SalesUnit> sales_units;

  friend bool operator==(const SettlementReport&, const SettlementReport&) = default;
};

}  // namespace avstem::vipps::settlement_file
