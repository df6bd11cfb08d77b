#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"

/// What a company's books in PowerOffice Go are made of, as API v2 shows them. Amounts are øre
/// (NOK), positive is debit. Dates are Europe/Oslo ledger dates, instants UTC.
namespace avstem::sandbox::poweroffice {

struct Account {
  std::int64_t id = 0;  ///< what a voucher line names; never equal to the number
  std::int64_t number = 0;
  std::string name;
  std::string vat_code = "0";  ///< proposed on lines; the only one allowed when locked
  bool is_active = true;
  bool is_vat_code_locked = false;
  bool is_department_required = false;
  bool is_project_required = false;
  bool is_control = false;  ///< takes lines only through a customer's subledger account
  Instant changed;          ///< when its settings last changed
};

/// A department or project; each kind has codes and ids of its own.
struct Dimension {
  std::int64_t id = 0;
  std::string code;
  std::string name;
  bool is_active = true;
  Instant created;
};

struct VatCode {
  std::int64_t id = 0;
  std::string code;
  std::string name;
  int rate_percent = 0;
  std::int64_t vat_account = 0;  ///< where the VAT share goes; 0 when the code carries none
  Date valid_from;
};

struct MailAddress {
  std::string line_1;
  std::string line_2;
  std::string zip_code;
  std::string city;
  std::string country_code = "NO";
};

struct Customer {
  std::int64_t id = 0;
  std::int64_t number = 0;  ///< from 10000; also the name of the subledger account
  std::int64_t subledger_account_id = 0;
  std::string name;  ///< a company's, or a person's first and last one
  std::string external_import_reference;
  bool is_person = false;
  std::string first_name;  ///< of a person
  std::string last_name;
  std::string organization_number;  ///< as it was written
  std::string email;
  std::string invoice_email;
  std::string phone;
  std::optional<MailAddress> mail_address;
  bool is_vat_free = false;  ///< sold to on the products' optional sales accounts
  bool is_archived = false;
  Instant created;
};

/// What is sold on an order line. Account and VAT of the sale follow from it.
struct Product {
  std::int64_t id = 0;
  std::string code;
  std::string name;
  std::string description;
  std::string type = "Product";
  std::string unit;
  std::int64_t unit_price = 0;                 ///< øre, without VAT
  std::int64_t standard_sales_account = 3000;  ///< number
  std::int64_t optional_sales_account = 3100;  ///< number, for customers that are VAT free
  Instant created;
};

enum class VoucherType {
  outgoing_invoice,
  outgoing_credit_note,
  manual_journal,
  bank_journal,
  reversal_voucher,
};

/// The name in the VoucherType enumeration of the API, e.g. `BankJournal`.
std::string_view to_string(VoucherType type);

/// A line as it was given, before VAT is split off.
struct VoucherLine {
  std::int64_t id = 0;          ///< given when posted; no relation to a transaction's id
  std::int64_t account_id = 0;  ///< a ledger account's id or a customer's subledger account id
  Date posting_date;
  std::int64_t vat_id = 0;
  std::int64_t amount = 0;  ///< gross øre, never 0
  std::string matching_reference;
  std::string invoice_number;  ///< the invoice that the line pays
  std::string cid;             ///< KID
  std::string description;
  std::string external_line_reference;
  std::string quantity;                  ///< the number's own text, empty when not given
  std::string vat_return_specification;  ///< empty when not given
  /// Of an invoice: the VAT in the amount, as it was reckoned on the sum of its lines.
  std::optional<std::int64_t> vat_share;
  std::optional<std::int64_t> department_id;
  std::optional<std::int64_t> project_id;
};

/// A voucher that is not posted yet.
struct VoucherDraft {
  VoucherType type = VoucherType::manual_journal;
  Date date;
  std::string description;
  std::string external_import_reference;
  std::optional<std::int64_t> imported_voucher_number;
  std::string saft_batch_id;
  std::string saft_source_id;
  std::string invoice_number;  ///< of an outgoing invoice or credit note
  std::string integration;     ///< the application key that posted it; empty for people
  std::string id;              ///< an invoice keeps that of its order; empty: a new one
  std::optional<Date> due_date;
  std::vector<VoucherLine> lines;
};

/// One row of the general ledger.
struct Transaction {
  std::int64_t id = 0;
  std::int64_t account_number = 0;  ///< the control account on a customer's line
  std::optional<std::int64_t> customer_number;
  std::int64_t amount = 0;  ///< øre without the VAT share
  std::int64_t vat_id = 0;
  std::int64_t vat_amount = 0;  ///< the share that was split off to the VAT account
  Date posting_date;
  std::string description;
  std::string quantity;
  std::string department_code;  ///< empty when it has none
  std::string project_code;
  std::int64_t subledger_entry_id = 0;  ///< 0 on rows that are not a customer's
};

struct Voucher {
  std::string id;  ///< uuid
  std::int64_t number = 0;
  VoucherDraft content;
  Instant created;
  std::optional<Instant> reversed_at;
  std::string reversed_voucher_id;  ///< of a reversal: the voucher it nullifies
  std::int64_t reversed_voucher_number = 0;
  std::vector<Transaction> transactions;
};

/// A PDF that an integration attached to a voucher.
struct VoucherDocument {
  std::string pdf;
  std::string integration;  ///< the application key that attached it
  Instant stored;
};

/// The specification says "30Mb"; read as the smaller of its two meanings.
inline constexpr std::size_t document_bytes_max = 30'000'000;

}  // namespace avstem::sandbox::poweroffice
