#include "accounting/poweroffice/vouchers.hpp"

#include <fmt/format.h>

#include "accounting/json_writer.hpp"

namespace avstem::accounting::poweroffice {
namespace {

Result<void> check_control_account(const books::Posting& posting, books::AccountNumber control) {
  const bool has_customer = posting.customer_number != 0;
  if (has_customer == (posting.account == control)) return {};
  if (has_customer) {
    return Error{ErrorKind::invalid,
                 fmt::format("the line of customer {} is on account {}, not on "
                             "the customer ledger's control account {}",
                             posting.customer_number, posting.account, control)};
  }
  return Error{ErrorKind::invalid,
               fmt::format("a line is on the customer ledger's control account {} and names no "
                           "customer",
                           control)};
}

Result<std::int64_t> id_of_account(const books::Posting& posting, const ReferenceData& data) {
  if (posting.customer_number != 0) return data.subledger_account_id(posting.customer_number);
  return data.account_id(posting.account, posting.vat_code);
}

Result<std::string> line_body(const books::Posting& posting, const books::Voucher::Head& head,
                              const ReferenceData& data) {
  auto account_id = id_of_account(posting, data);
  if (!account_id) return account_id.error();
  auto vat_id = data.vat_id(posting.vat_code, head.date);
  if (!vat_id) return vat_id.error();
  JsonWriter line;
  line.integer("AccountId", *account_id)
      .text("PostingDate", head.date.to_string())
      .integer("VatId", *vat_id)
      .amount("CurrencyAmount", Money(posting.amount, head.currency));
  if (!posting.department.empty()) {
    auto id = data.department_id(posting.department);
    if (!id) return id.error();
    line.integer("DepartmentId", *id);
  }
  if (!posting.project.empty()) {
    auto id = data.project_id(posting.project);
    if (!id) return id.error();
    line.integer("ProjectId", *id);
  }
  // These match entries of the customer ledger; elsewhere they have no meaning.
  if (posting.customer_number != 0) {
    line.text_unless_empty("CustomMatchingReference", posting.matching_reference)
        .text_unless_empty("InvoiceNo", posting.invoice_number)
        .text_unless_empty("Cid", posting.kid);
  }
  line.text_unless_empty("ExternalLineReference", posting.line_reference)
      .text_unless_empty("Description", posting.text);
  return std::move(line).finish();
}

Result<std::string> body_of(const books::Voucher& voucher, const Settings& settings,
                            ReferenceData& reference_data) {
  std::vector<std::int64_t> customers;
  for (const books::Posting& posting : voucher.postings()) {
    auto checked = check_control_account(posting, settings.control_account);
    if (!checked) return checked.error();
    if (posting.customer_number != 0) customers.push_back(posting.customer_number);
  }
  if (auto read = reference_data.load_customers(customers); !read) return read.error();
  if (auto read = reference_data.load_dimensions(voucher); !read) return read.error();
  std::vector<std::string> lines;
  lines.reserve(voucher.postings().size());
  for (const books::Posting& posting : voucher.postings()) {
    auto line = line_body(posting, voucher.head(), reference_data);
    if (!line) return line.error();
    lines.push_back(std::move(*line));
  }
  JsonWriter body;
  body.text("VoucherDate", voucher.head().date.to_string())
      .text("CurrencyCode", voucher.head().currency.code())
      .text_unless_empty("Description", voucher.head().text)
      .text("ExternalImportReference", voucher.head().reference)
      .text("SaftSourceId", saft_source_id)
      .list("VoucherLines", lines);
  return std::move(body).finish();
}

Result<PostedVoucher> posted_from(const Response& response) {
  auto document = JsonValue::parse(response.body);
  if (!document) return document.error();
  auto id = text_field(*document, "Id");
  if (!id) return id.error();
  auto number = integer_field(*document, "VoucherNo");
  if (!number) return number.error();
  return PostedVoucher{*id, *number};
}

std::string place_of(const books::Voucher& voucher) {
  return fmt::format("voucher '{}'", voucher.head().reference);
}

}  // namespace

Result<std::string> bank_journal_body(const books::Voucher& voucher, const Settings& settings,
                                      ReferenceData& reference_data) {
  return body_of(voucher, settings, reference_data).in(place_of(voucher));
}

Result<PostedVoucher> read_posted(const books::Voucher& voucher, const Response& response) {
  if (response.status == 201) return posted_from(response).in(place_of(voucher));
  return refusal_of({"POST /Vouchers/BankJournals", "BankVoucher_Full"}, response)
      .in(place_of(voucher));
}

}  // namespace avstem::accounting::poweroffice
