// GET /OutgoingInvoices.

#include <charconv>

#include "sandbox/poweroffice_endpoints.hpp"
#include "sandbox/poweroffice_filters.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_query.hpp"
#include "sandbox/poweroffice_voucher_body.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

constexpr Date last_day{9999, 12, 31};

struct InvoiceFilter {
  std::optional<NumberRanges> customers;
  std::optional<NumberRanges> invoices;
  std::optional<NumberRanges> vouchers;
  Texts references;
  Texts ids;
  std::optional<Date> from;
  std::optional<Date> to;
  bool only_unpaid = false;
  bool only_own = false;
  std::optional<Instant> sent_after;
  std::optional<Instant> balance_changed_after;
};

Result<std::optional<Date>> optional_date(const Query& query, std::string_view name) {
  if (!query.value(name)) return std::optional<Date>();
  const Result<Date> date = query.date(name);
  if (!date) return date.error();
  return std::optional<Date>(*date);
}

Result<void> read_numbers(const Query& query, InvoiceFilter& filter) {
  for (const auto& [name, target] :
       {std::pair("customerNos", &filter.customers), std::pair("invoiceNos", &filter.invoices),
        std::pair("voucherNos", &filter.vouchers)}) {
    const auto ranges = query.ranges(name);
    if (!ranges) return ranges.error();
    *target = *ranges;
  }
  return {};
}

Result<InvoiceFilter> read_filter(const Query& query) {
  InvoiceFilter filter;
  if (auto read = read_numbers(query, filter); !read) return read.error();
  filter.references = query.list("customMatchingReferences");
  filter.ids = query.list("invoiceIds");
  for (const auto& [name, target] :
       {std::pair("fromDate", &filter.from), std::pair("toDate", &filter.to)}) {
    const auto date = optional_date(query, name);
    if (!date) return date.error();
    *target = *date;
  }
  for (const auto& [name, target] :
       {std::pair("onlyUnpaidInvoices", &filter.only_unpaid),
        std::pair("onlyCreatedByCurrentIntegration", &filter.only_own)}) {
    const auto flag = query.flag(name);
    if (!flag) return flag.error();
    *target = flag->value_or(false);
  }
  for (const auto& [name, target] :
       {std::pair("sentDateTimeOffsetGreaterThan", &filter.sent_after),
        std::pair("balanceLastChangedDateTimeOffsetGreaterThan", &filter.balance_changed_after)}) {
    const auto instant = query.instant(name);
    if (!instant) return instant.error();
    *target = *instant;
  }
  if (const auto flag = query.flag("includeSubProject"); !flag) return flag.error();
  return filter;
}

/// The customer's entry of an invoice.
const LedgerEntry* entry_of(const Voucher& invoice, const Company& company) {
  for (const Transaction& row : invoice.transactions) {
    if (row.subledger_entry_id != 0) return company.subledger().find(row.subledger_entry_id);
  }
  return nullptr;
}

std::int64_t number_of(const std::string& invoice_number) {
  std::int64_t number = -1;
  std::from_chars(invoice_number.data(), invoice_number.data() + invoice_number.size(), number);
  return number;
}

bool passes(const InvoiceFilter& filter, const Voucher& invoice, const EntryView& seen,
            const Call& call) {
  const VoucherDraft& content = invoice.content;
  const auto holds = [](const std::optional<NumberRanges>& ranges, std::int64_t number) {
    return !ranges || ranges->contains(number);
  };
  if (!holds(filter.customers, seen.entry->customer_number)) return false;
  if (!holds(filter.invoices, number_of(content.invoice_number))) return false;
  if (!holds(filter.vouchers, invoice.number)) return false;
  if (!lists(filter.references, seen.entry->matching_reference)) return false;
  if (!lists(filter.ids, invoice.id)) return false;
  if (filter.from && content.date < *filter.from) return false;
  if (filter.to && content.date > *filter.to) return false;
  if (filter.only_unpaid && seen.balance == 0) return false;
  if (filter.only_own && content.integration != call.grant.access.application_key) return false;
  if (filter.sent_after && (content.id.empty() || invoice.created <= *filter.sent_after)) {
    return false;
  }
  return !filter.balance_changed_after || seen.changed > *filter.balance_changed_after;
}

JsonObject invoice_dto(const Voucher& invoice, const EntryView& seen, const Call& call) {
  const VoucherDraft& content = invoice.content;
  const SalesOrder* order = call.company.find_order(invoice.id);
  std::int64_t vat = 0;
  for (const Transaction& row : invoice.transactions)
    vat -= row.vat_amount;
  JsonObject dto;
  dto.text("Id", invoice.id);
  dto.raw("InvoiceNo", number_of(content.invoice_number) < 0 ? "" : content.invoice_number);
  dto.number("VoucherNo", invoice.number);
  dto.text("VoucherType", to_string(content.type));
  dto.date("VoucherDate", content.date);
  dto.date("DueDate", seen.entry->due_date);
  dto.number("CustomerNo", seen.entry->customer_number);
  dto.number("CustomerId", call.company.find_customer(seen.entry->customer_number)->id);
  dto.text("CurrencyCode", company_currency);
  dto.number("CurrencyExchangeRate", 1);
  dto.amount("TotalAmount", seen.entry->amount);
  dto.amount("TotalPostedAmount", seen.entry->amount);
  dto.amount("NetAmount", seen.entry->amount - vat);
  dto.amount("NetPostedAmount", seen.entry->amount - vat);
  dto.amount("Balance", seen.balance);
  dto.number("MatchId", seen.match_id);
  dto.text("Cid", seen.entry->cid);
  dto.text("CustomMatchingReference", seen.entry->matching_reference);
  dto.text("ExternalImportReference", content.external_import_reference);
  dto.number("OrderNo", order == nullptr ? std::nullopt : std::optional(order->number));
  dto.number("RelatedInvoiceNo", order == nullptr ? std::nullopt : order->related_invoice_number);
  dto.number("ImportedOrderNo", order == nullptr ? std::nullopt : order->imported_order_number);
  dto.boolean("IsCreatedByCurrentIntegration",
              content.integration == call.grant.access.application_key);
  dto.boolean("IsReversed", invoice.reversed_at && *invoice.reversed_at <= call.seen_at);
  dto.instant("CreatedDateTimeOffset", invoice.created);
  dto.instant("BalanceLastChangedDateTimeOffset", seen.changed);
  dto.instant("LastChangedDateTimeOffset", seen.changed);
  if (order == nullptr) {
    dto.null("SentDateTimeOffset");
  } else {
    dto.instant("SentDateTimeOffset", invoice.created);
  }
  return dto;
}

}  // namespace

Result<Response> get_outgoing_invoices(const Call& call) {
  const auto query = Query::read(
      call.parameters,
      {"balanceLastChangedDateTimeOffsetGreaterThan", "customerNos", "customMatchingReferences",
       "departmentCodes", "fromDate", "includeSubProject", "invoiceIds", "invoiceNos",
       "onlyCreatedByCurrentIntegration", "onlyUnpaidInvoices", "projectCodes",
       "sentDateTimeOffsetGreaterThan", "toDate", "voucherNos"},
      call.mode);
  if (!query) return query.error();
  const Result<InvoiceFilter> filter = read_filter(*query);
  if (!filter) return filter.error();
  std::vector<JsonObject> rows;
  for (const Voucher& voucher : call.company.vouchers()) {
    if (voucher.content.invoice_number.empty() || voucher.created > call.seen_at) continue;
    const LedgerEntry* entry = entry_of(voucher, call.company);
    if (entry == nullptr || !passes_dimensions(*query)) continue;
    const EntryView seen = call.company.subledger().view(*entry, last_day, call.seen_at);
    if (passes(*filter, voucher, seen, call)) rows.push_back(invoice_dto(voucher, seen, call));
  }
  return list_response(std::move(rows), *query, call.limits);
}

}  // namespace avstem::sandbox::poweroffice
