// What a client looks up before it posts: accounts, VAT codes, customers, lock date, itself.

#include <algorithm>

#include "sandbox/poweroffice_endpoints.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_query.hpp"
#include "sandbox/poweroffice_voucher_body.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

JsonObject account_dto(const Account& account, const Company& company) {
  JsonObject dto;
  dto.number("Id", account.id);
  dto.number("AccountNo", account.number);
  dto.text("Name", account.name);
  dto.text("CurrencyCode", company_currency);
  dto.boolean("IsActive", account.is_active);
  dto.boolean("IsVatCodeLocked", account.is_vat_code_locked);
  dto.boolean("IsDepartmentRequired", account.is_department_required);
  dto.boolean("IsProjectRequired", account.is_project_required);
  dto.text("VatCode", account.vat_code);
  dto.number("VatCodeId", company.find_vat_code(std::string_view(account.vat_code))->id);
  dto.instant("LastChangedDateTimeOffset", account.changed);
  for (const char* absent : {"DepartmentCode", "DepartmentId", "VatReturnSpecification"}) {
    dto.null(absent);
  }
  return dto;
}

JsonObject vat_code_dto(const VatCode& code) {
  JsonObject dto;
  dto.number("Id", code.id);
  dto.text("Code", code.code);
  dto.text("Name", code.name);
  dto.text("Description", code.name);
  dto.boolean("IsActive", true);
  dto.boolean("IsCustom", false);
  dto.null("BaseVatCodeId");
  dto.amount("Rate", code.rate_percent);  // a hundredth of the percentage, from 0 to 1
  dto.date("ValidFrom", code.valid_from);
  dto.null("ValidTo");
  return dto;
}

JsonObject dimension_dto(const Dimension& dimension) {
  JsonObject dto;
  dto.number("Id", dimension.id);
  dto.text("Code", dimension.code);
  dto.text("Name", dimension.name);
  dto.boolean("IsActive", dimension.is_active);
  dto.instant("CreatedDateTimeOffset", dimension.created);
  dto.instant("LastChangedDateTimeOffset", dimension.created);
  return dto;
}

}  // namespace

const std::vector<std::string>& all_privileges() {
  static const std::vector<std::string> names = {
      "AccountTransaction",
      "AccountTransaction_Full",
      "BankVoucher_Full",
      "CommonServices",
      "CommonServices_Full",
      "Customer",
      "CustomerLedger",
      "CustomerLedger_Full",
      "Customer_Full",
      "Department",
      "Department_Full",
      "GeneralLedgerAccount",
      "GeneralLedgerAccount_Full",
      "OutgoingInvoice",
      "OutgoingInvoice_Full",
      "Product",
      "Product_Full",
      "Project",
      "Project_Full",
      "SalesOrders",
      "SalesOrders_Full",
      "VoucherDocumentation",
      "VoucherDocumentation_Full",
      "YearEndVoucher_Full",
  };
  return names;
}

Result<Response> get_client_integration_information(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  std::vector<std::string> valid;
  for (const std::string& name : all_privileges()) {
    if (call.grant.allows(name)) valid.push_back(name);
  }
  JsonObject dto;
  dto.text("ClientId", call.company.settings().client_id);
  dto.text("ClientName", call.company.settings().name);
  dto.raw("ActiveClientSubscriptions", "[]");
  dto.raw("ValidPrivileges", json_texts(valid));
  dto.raw("InvalidPrivileges", "[]");
  return json_response(200, dto.to_text());
}

Result<Response> get_general_ledger_accounts(const Call& call) {
  const auto query = Query::read(
      call.parameters,
      {"accountNos", "agricultureDepartments", "lastChangedDateTimeOffsetGreaterThan"}, call.mode);
  if (!query) return query.error();
  const auto numbers = query->ranges("accountNos");
  if (!numbers) return numbers.error();
  const auto changed_after = query->instant("lastChangedDateTimeOffsetGreaterThan");
  if (!changed_after) return changed_after.error();
  std::vector<JsonObject> rows;
  for (const auto& [number, account] : call.company.accounts()) {
    if (*numbers && !(*numbers)->contains(number)) continue;
    if (query->value("agricultureDepartments")) continue;  // no account belongs to a farm
    if (*changed_after && account.changed <= **changed_after) continue;
    rows.push_back(account_dto(account, call.company));
  }
  return list_response(std::move(rows), *query, call.limits);
}

Result<Response> get_vat_codes(const Call& call) {
  const auto query = Query::read(call.parameters, {"includeExpired", "isActive"}, call.mode);
  if (!query) return query.error();
  const auto is_active = query->flag("isActive");
  if (!is_active) return is_active.error();
  if (const auto expired = query->flag("includeExpired"); !expired) return expired.error();
  std::vector<JsonObject> rows;
  for (const VatCode& code : call.company.vat_codes()) {
    // Every code is active, so asking for the inactive ones gives none.
    if (is_active->value_or(true)) rows.push_back(vat_code_dto(code));
  }
  return list_response(std::move(rows), *query, call.limits);
}

Result<Response> get_departments(const Call& call) {
  const auto query = Query::read(call.parameters, {"isActive"}, call.mode);
  if (!query) return query.error();
  const auto is_active = query->flag("isActive");
  if (!is_active) return is_active.error();
  std::vector<JsonObject> rows;
  for (const Dimension& department : call.company.departments()) {
    if (is_active->value_or(department.is_active) != department.is_active) continue;
    rows.push_back(dimension_dto(department));
  }
  return list_response(std::move(rows), *query, call.limits);
}

Result<Response> get_projects(const Call& call) {
  const auto query = Query::read(call.parameters, {}, call.mode);
  if (!query) return query.error();
  std::vector<JsonObject> rows;
  for (const Dimension& project : call.company.projects())
    rows.push_back(dimension_dto(project));
  return list_response(std::move(rows), *query, call.limits);
}

Result<Response> get_lock_date_settings(const Call& call) {
  if (Result<void> none = refuse_parameters(call.parameters); !none) return none.error();
  JsonObject dto;
  dto.date("LockDate", call.company.lock_date());
  return json_response(200, dto.to_text());
}

}  // namespace avstem::sandbox::poweroffice
