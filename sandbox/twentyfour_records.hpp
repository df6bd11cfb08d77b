#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"

/// What a company's books in 24SevenOffice are made of. Amounts are øre (NOK), positive is debit.
/// Dates are Europe/Oslo ledger dates, instants UTC.
namespace avstem::sandbox::twentyfour {

struct Account {
  std::int64_t id = 0;  ///< never equal to the number
  std::int64_t number = 0;
  std::string name;
  std::int64_t tax_id = 0;          ///< proposed on lines
  bool is_customer_ledger = false;  ///< the control account of the customer ledger
};

/// The number is what a line names and what users see; the id is another number.
struct TaxCode {
  std::int64_t id = 0;
  std::int64_t number = 0;
  std::string name;
  int rate_percent = 0;
  std::int64_t vat_account = 0;  ///< 0 when the code carries no VAT
};

/// Three numbers that are easily mixed up: `Sort` wants the number, GetEntryId the series, and
/// a ledger line shows the id.
struct TransactionType {
  std::int64_t id = 0;
  std::int64_t number = 0;  ///< only those above zero may be posted from outside
  std::string title;
  std::int64_t series_id = 0;
  std::string system_type;  ///< TransactionSystemType, e.g. `Payment`
};

struct FiscalYear {
  int year = 0;
  std::array<bool, 12> closed{};
};

struct DimensionElement {
  std::int64_t type = 0;
  std::string value;
  std::string name;
};

struct Customer {
  std::int64_t id = 0;  ///< the customer number that everybody uses
  bool is_company = true;
  bool is_supplier = false;
  std::string name;
  std::string first_name;  ///< of a person
  std::string last_name;
  std::string organisation_number;
  std::string external_reference;
  std::string email;
  std::string billing_email;
  std::string phone;
  std::string mobile_phone;
  /// `visit`, `postal`, `billing` and `delivery`, each with the fields that are set.
  std::map<std::string, std::map<std::string, std::string>> addresses;
  Instant created;
  Instant modified;
  bool is_deleted = false;
};

/// A line that is to be posted.
struct LineDraft {
  std::int64_t account = 0;
  std::int64_t amount = 0;  ///< øre
  Date date;
  std::int64_t tax_number = 0;
  /// The VAT inside or beside the amount; nullopt lets the tax code tell.
  std::optional<std::int64_t> vat_amount;
  std::int64_t customer = 0;  ///< 0 on a line that is nobody's
  std::string comment;
  std::optional<Date> due_date;
  std::optional<Date> period_date;
  std::string invoice_number;
  std::string ocr;  ///< remittance reference, KID
  std::string currency = "NOK";
  std::string currency_rate = "1";
  std::vector<std::pair<std::int64_t, std::string>> dimensions;  ///< type and value
  std::int64_t stamp_number = 0;
  /// Lines of one save that share a guid are linked, with the posted lines in `linked_lines`.
  std::string link_guid;
  std::vector<std::string> linked_lines;
};

/// What happens to the VAT of a line.
enum class VatPosting {
  split,     ///< amounts are gross; the system books the share on the tax code's account
  as_given,  ///< amounts are what each account gets; the VAT lines must be there
};

struct TransactionDraft {
  std::int64_t type_number = 0;
  std::int64_t number = 0;  ///< 0 takes the next of the series
  std::int64_t document_id = 0;
  VatPosting vat = VatPosting::split;
  std::vector<LineDraft> lines;
  std::vector<std::string> ignored_warnings;  ///< as in IgnoreWarnings
};

/// How a line was linked from a moment on.
struct LinkState {
  Instant at;
  std::int64_t link_id = 0;  ///< 0 when it is not linked
  bool is_open = false;
};

/// One row of the general ledger.
struct Line {
  std::string id;               ///< guid
  std::size_t transaction = 0;  ///< position among the transactions
  std::int64_t sequence = 0;    ///< from 1 within its transaction
  LineDraft content;            ///< the amount is what this account got
  std::int64_t tax_id = 0;
  Instant created;
  std::vector<LinkState> links;  ///< the oldest first, at least one
};

struct Transaction {
  std::string id;  ///< guid
  std::int64_t number = 0;
  std::int64_t type_number = 0;
  std::int64_t document_id = 0;
  int fiscal_year = 0;
  Instant created;
  std::vector<std::size_t> lines;  ///< positions among the lines
};

/// A file that was uploaded for vouchers.
struct UploadedFile {
  std::string id;
  std::string content_type;
  std::string signature;
  std::string bytes;
  std::optional<Instant> ready;  ///< set by the upload: when it will have been processed
  std::int64_t document_id = 0;  ///< 0 until the upload, and when the bytes are not of the type
};

}  // namespace avstem::sandbox::twentyfour
