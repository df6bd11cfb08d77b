// GET /Customerledger/OpenItems.

#include "sandbox/poweroffice_endpoints.hpp"
#include "sandbox/poweroffice_filters.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_query.hpp"
#include "sandbox/poweroffice_voucher_body.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

JsonObject entry_dto(const EntryView& seen, const Call& call) {
  const LedgerEntry& entry = *seen.entry;
  const Voucher& voucher = call.company.vouchers()[entry.voucher];
  const Customer* customer = call.company.find_customer(entry.customer_number);
  const std::string& integration = voucher.content.integration;
  JsonObject dto;
  dto.number("Id", entry.id);
  dto.amount("Amount", entry.amount);
  dto.amount("Balance", seen.balance);
  dto.amount("CurrencyAmount", entry.amount);
  dto.text("CurrencyCode", company_currency);
  dto.number("CustomerAccountNo", entry.customer_number);
  dto.number("CustomerId", customer->id);
  dto.text("CustomerName", customer->name);
  dto.null("CustomerExternalNo");
  dto.text("CustomMatchingReference", entry.matching_reference);
  dto.text("ExternalImportReference", voucher.content.external_import_reference);
  dto.text("InvoiceNo", entry.invoice_number);
  dto.text("Cid", entry.cid);
  dto.date("DueDate", entry.due_date);
  dto.number("MatchId", seen.match_id);
  dto.boolean("IsCreatedByCurrentIntegration", integration == call.grant.access.application_key);
  dto.boolean("IsWriteOff", false);
  dto.date("PostingDate", entry.posting_date);
  dto.date("VoucherDate", voucher.content.date);
  dto.text("VoucherId", voucher.id);
  dto.number("VoucherNo", voucher.number);
  dto.text("VoucherType", to_string(voucher.content.type));
  dto.instant("CreatedDateTimeOffset", entry.created);
  dto.instant("LastChangedDateTimeOffset", seen.changed);
  return dto;
}

struct EntryFilter {
  Date date;
  std::optional<NumberRanges> customers;
  Texts references;
  Texts invoices;
  Texts types;
  std::optional<Instant> created_after;
  std::optional<Instant> changed_after;
  bool only_own = false;
  bool only_partly_paid = false;
};

Result<EntryFilter> read_entry_filter(const Query& query) {
  EntryFilter filter;
  const Result<Date> date = query.date("date");
  if (!date) return date.error();
  filter.date = *date;
  const auto customers = query.ranges("customerNos");
  if (!customers) return customers.error();
  filter.customers = *customers;
  filter.references = query.list("customMatchingReferences");
  filter.invoices = query.list("invoiceNos");
  const auto types = read_voucher_types(query);
  if (!types) return types.error();
  filter.types = *types;
  const auto created_after = query.instant("createdDateTimeOffsetGreaterThan");
  if (!created_after) return created_after.error();
  filter.created_after = *created_after;
  const auto changed_after = query.instant("lastChangedDateTimeOffsetGreaterThan");
  if (!changed_after) return changed_after.error();
  filter.changed_after = *changed_after;
  const auto only_own = query.flag("onlyCreatedByCurrentIntegration");
  if (!only_own) return only_own.error();
  filter.only_own = only_own->value_or(false);
  const auto only_partly = query.flag("onlyBalancesLessThanAmount");
  if (!only_partly) return only_partly.error();
  filter.only_partly_paid = only_partly->value_or(false);
  if (const auto flag = query.flag("includeSubProject"); !flag) return flag.error();
  return filter;
}

bool passes(const EntryFilter& filter, const EntryView& seen, const Call& call) {
  const LedgerEntry& entry = *seen.entry;
  const VoucherDraft& content = call.company.vouchers()[entry.voucher].content;
  if (filter.customers && !filter.customers->contains(entry.customer_number)) return false;
  if (!lists(filter.references, entry.matching_reference)) return false;
  if (!lists(filter.invoices, entry.invoice_number)) return false;
  if (!lists(filter.types, to_string(content.type))) return false;
  if (filter.created_after && entry.created <= *filter.created_after) return false;
  if (filter.changed_after && seen.changed <= *filter.changed_after) return false;
  if (filter.only_own && content.integration != call.grant.access.application_key) return false;
  return !filter.only_partly_paid || seen.balance != entry.amount;
}

}  // namespace

Result<Response> get_open_items(const Call& call) {
  const auto query =
      Query::read(call.parameters,
                  {"date", "contactGroupIds", "createdDateTimeOffsetGreaterThan", "customerNos",
                   "customMatchingReferences", "departmentCodes", "externalNos",
                   "includeSubProject", "invoiceNos", "lastChangedDateTimeOffsetGreaterThan",
                   "onlyBalancesLessThanAmount", "onlyCreatedByCurrentIntegration", "projectCodes",
                   "subLedgerNumberSeriesIds", "voucherTypes"},
                  call.mode);
  if (!query) return query.error();
  const Result<EntryFilter> filter = read_entry_filter(*query);
  if (!filter) return filter.error();
  // No customer has an external number, a contact group or a number series of its own.
  const bool any = passes_dimensions(*query) && !query->value("contactGroupIds") &&
                   !query->value("externalNos") && !query->value("subLedgerNumberSeriesIds");
  std::vector<JsonObject> rows;
  for (const EntryView& seen : call.company.subledger().open_items(filter->date, call.seen_at)) {
    if (any && passes(*filter, seen, call)) rows.push_back(entry_dto(seen, call));
  }
  return list_response(std::move(rows), *query, call.limits);
}

}  // namespace avstem::sandbox::poweroffice
