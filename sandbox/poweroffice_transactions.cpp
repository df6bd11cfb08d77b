// GET /AccountTransactions.

#include "sandbox/poweroffice_endpoints.hpp"
#include "sandbox/poweroffice_filters.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_query.hpp"
#include "sandbox/poweroffice_voucher_body.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

struct TransactionFilter {
  Date from;
  Date to;
  std::optional<NumberRanges> accounts;
  std::optional<NumberRanges> vouchers;
  Texts vat_codes;
  Texts types;
  std::optional<Instant> created_after;
  std::optional<Instant> changed_after;
};

Result<TransactionFilter> read_transaction_filter(const Query& query) {
  TransactionFilter filter;
  const Result<Date> from = query.date("fromDate");
  if (!from) return from.error();
  filter.from = *from;
  const Result<Date> to = query.date("toDate");
  if (!to) return to.error();
  filter.to = *to;
  const auto accounts = query.ranges("accountNos");
  if (!accounts) return accounts.error();
  filter.accounts = *accounts;
  const auto vouchers = query.ranges("voucherNos");
  if (!vouchers) return vouchers.error();
  filter.vouchers = *vouchers;
  filter.vat_codes = query.list("vatCodes");
  const auto types = read_voucher_types(query);
  if (!types) return types.error();
  filter.types = *types;
  const auto created_after = query.instant("createdDateTimeOffsetGreaterThan");
  if (!created_after) return created_after.error();
  filter.created_after = *created_after;
  const auto changed_after = query.instant("lastChangedDateTimeOffsetGreaterThan");
  if (!changed_after) return changed_after.error();
  filter.changed_after = *changed_after;
  if (const auto flag = query.flag("includeSubProject"); !flag) return flag.error();
  return filter;
}

bool passes(const TransactionFilter& filter, const Voucher& voucher, Instant changed) {
  if (filter.vouchers && !filter.vouchers->contains(voucher.number)) return false;
  if (!lists(filter.types, to_string(voucher.content.type))) return false;
  if (filter.created_after && voucher.created <= *filter.created_after) return false;
  return !filter.changed_after || changed > *filter.changed_after;
}

JsonObject transaction_dto(const Transaction& row, const Voucher& voucher, bool is_reversed,
                           Instant changed, const Company& company) {
  const VoucherDraft& content = voucher.content;
  const VatCode* vat = company.find_vat_code(row.vat_id);
  const Customer* customer =
      row.customer_number ? company.find_customer(*row.customer_number) : nullptr;
  const auto known = [](std::int64_t number) {
    return number == 0 ? std::nullopt : std::optional(number);
  };
  JsonObject dto;
  dto.number("Id", row.id);
  dto.number("AccountId", company.accounts().at(row.account_number).id);
  dto.number("AccountNo", row.account_number);
  dto.amount("Amount", row.amount);
  dto.amount("CurrencyAmount", row.amount);
  dto.text("CurrencyCode", company_currency);
  dto.number("CustomerAccountNo", row.customer_number);
  dto.number("ContactId", customer == nullptr ? std::nullopt : std::optional(customer->id));
  dto.number("SubLedgerEntryId", known(row.subledger_entry_id));
  dto.date("PostingDate", row.posting_date);
  dto.text("Description", row.description);
  dto.raw("Quantity", row.quantity);
  dto.number("VatId", row.vat_id);
  dto.text("VatCode", vat->code);
  dto.amount("VatRate", vat->rate_percent);  // a hundredth of the percentage
  dto.amount("VatAmount", row.vat_amount);
  dto.text("VoucherId", voucher.id);
  dto.number("VoucherNo", voucher.number);
  dto.text("VoucherType", to_string(content.type));
  dto.date("VoucherDate", content.date);
  dto.text("VoucherDescription", content.description);
  dto.text("ExternalImportReference", content.external_import_reference);
  dto.number("ImportedVoucherNo", content.imported_voucher_number);
  dto.boolean("IsReversed", is_reversed);
  dto.text("ReversedVoucherId", voucher.reversed_voucher_id);
  dto.number("ReversedVoucherNo", known(voucher.reversed_voucher_number));
  dto.instant("CreatedDateTimeOffset", voucher.created);
  dto.instant("LastChangedDateTimeOffset", changed);
  dto.text("DepartmentCode", row.department_code);
  dto.text("ProjectCode", row.project_code);
  for (const char* absent :
       {"ProductCode", "LocationCode", "SupplierAccountNo", "EmployeeAccountNo"}) {
    dto.null(absent);
  }
  return dto;
}

}  // namespace

Result<Response> get_account_transactions(const Call& call) {
  const auto query =
      Query::read(call.parameters,
                  {"fromDate", "toDate", "accountNos", "agricultureDepartments",
                   "createdDateTimeOffsetGreaterThan", "departmentCodes", "includeSubProject",
                   "lastChangedDateTimeOffsetGreaterThan", "productCodes", "projectCodes",
                   "vatCodes", "voucherNos", "voucherTypes"},
                  call.mode);
  if (!query) return query.error();
  const Result<TransactionFilter> filter = read_transaction_filter(*query);
  if (!filter) return filter.error();
  std::vector<JsonObject> rows;
  const bool any = passes_dimensions(*query) && !query->value("agricultureDepartments");
  for (const Voucher& voucher : call.company.vouchers()) {
    if (!any || voucher.created > call.seen_at) continue;
    const bool is_reversed = voucher.reversed_at && *voucher.reversed_at <= call.seen_at;
    const Instant changed = is_reversed ? *voucher.reversed_at : voucher.created;
    if (!passes(*filter, voucher, changed)) continue;
    for (const Transaction& row : voucher.transactions) {
      if (row.posting_date < filter->from || row.posting_date > filter->to) continue;
      if (filter->accounts && !filter->accounts->contains(row.account_number)) continue;
      if (!lists(filter->vat_codes, call.company.find_vat_code(row.vat_id)->code)) continue;
      rows.push_back(transaction_dto(row, voucher, is_reversed, changed, call.company));
    }
  }
  return list_response(std::move(rows), *query, call.limits);
}

}  // namespace avstem::sandbox::poweroffice
