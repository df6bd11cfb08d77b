#include "accounting/twentyfour/reference_data.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::accounting::twentyfour {
namespace {

/// SAF-T writes "no treatment" as code 0; our lines leave the code out.
constexpr std::string_view no_treatment = "0";

std::string_view saft_code(std::string_view vat_code) {
  return vat_code.empty() ? no_treatment : vat_code;
}

/// `2026-01-01T00:00:00` as its date: whole days have no zone.
Result<Date> day_in(const XmlValue& parent, std::string_view name) {
  const std::string text = parent.text_of(name);
  auto date = Date::parse(std::string_view(text).substr(0, text.find('T')));
  if (date) return *date;
  return Error{ErrorKind::unavailable,
               fmt::format("element '{}' of the reply is no date: '{}'", name, text)};
}

Result<TaxCode> tax_of(const XmlValue& row) {
  TaxCode tax;
  tax.number = row.text_of("TaxNo");
  auto id = whole_in(row, "TaxId");
  if (!id) return id.error();
  tax.id = *id;
  // Percent with at most two decimals is the same digits as kroner and øre.
  auto rate = money_in(row, "TaxRate", Currency());
  if (!rate) return rate.error();
  tax.rate = VatRate{rate->minor()};
  if (!row.text_of("AccountNo").empty()) {
    auto account = whole_in(row, "AccountNo");
    if (!account) return account.error();
    tax.vat_account = *account;
  }
  return tax;
}

}  // namespace

Result<std::vector<FiscalYear>> read_fiscal_years(Soap& soap) {
  auto rows = soap.call(transaction_service, "GetFiscalYears");
  if (!rows) return rows.error();
  std::vector<FiscalYear> years;
  for (const XmlValue& row : rows->children()) {
    auto first = day_in(row, "StartingDate");
    if (!first) return first.error();
    auto end = day_in(row, "EndingDate");
    if (!end) return end.error();
    // The day it ends on is the first of the next one; some may write 31 December at 23:59.
    const bool is_exclusive = end->day() == 1;
    years.push_back(
        {*first, is_exclusive ? end->previous() : *end, row.text_of("IsLocked") == "true"});
  }
  return years;
}

Result<Chart> ReferenceData::load() {
  type_ = {};
  // The codes first: an account tells its own by the id.
  auto codes = read_taxes();
  if (!codes) return codes.error();
  auto accounts = read_accounts();
  if (!accounts) return accounts.error();
  auto years = read_fiscal_years(soap_);
  if (!years) return years.error();
  years_ = *std::move(years);
  if (auto read = read_type(); !read) return read.error();
  return Chart(*std::move(accounts), *std::move(codes));
}

Result<std::vector<ChartAccount>> ReferenceData::read_accounts() {
  std::vector<ChartAccount> accounts;
  const auto take = [&](const JsonValue& row) -> Result<void> {
    ChartAccount account;
    auto number = integer_field(row, "number");
    if (!number) return number.error();
    account.number = *number;
    account.name = text_or_empty(row, "name");
    if (row.member("taxId") != nullptr) {
      auto tax_id = integer_field(row, "taxId");
      if (!tax_id) return tax_id.error();
      for (const auto& [tax_number, tax] : taxes_) {
        if (tax.id == *tax_id) account.vat_code = vat_code_of(tax_number);
      }
    }
    accounts.push_back(std::move(account));
    return {};
  };
  auto read = rest_.read_list("/accounts", {}, "api.accounting.account:read", take);
  if (!read) return read.error();
  return accounts;
}

Result<std::vector<ChartVatCode>> ReferenceData::read_taxes() {
  taxes_.clear();
  auto rows = soap_.call(account_service, "GetTaxCodeList");
  if (!rows) return rows.error();
  std::vector<ChartVatCode> codes;
  for (const XmlValue& row : rows->children()) {
    auto tax = tax_of(row);
    if (!tax) return tax.error().in("GetTaxCodeList");
    codes.push_back({vat_code_of(tax->number), row.text_of("TaxName"), tax->rate, true, {}, {}});
    const std::string number = tax->number;
    taxes_[number] = *std::move(tax);
  }
  return codes;
}

Result<void> ReferenceData::read_type() {
  auto rows = soap_.call(account_service, "GetTypeList");
  if (!rows) return rows.error();
  std::vector<std::string> known;
  for (const XmlValue& row : rows->children()) {
    auto number = whole_in(row, "TypeNo");
    auto id = whole_in(row, "TypeId");
    auto series = whole_in(row, "EntrySeriesId");
    if (!number) return number.error().in("GetTypeList");
    if (!id) return id.error().in("GetTypeList");
    if (!series) return series.error().in("GetTypeList");
    // Those that are not above zero are the system's own.
    if (*number <= 0) continue;
    known.push_back(fmt::format("{} ({})", *number, row.text_of("Title")));
    if (*number == settings_.transaction_type) type_ = {*number, *id, *series};
  }
  if (is_loaded()) return {};
  return Error{
      ErrorKind::not_found,
      fmt::format("24SevenOffice has no transaction type {} that may be posted; choose one "
                  "of: {}",
                  settings_.transaction_type, fmt::join(known, ", "))};
}

std::string ReferenceData::vat_code_of(const std::string& tax_number) const {
  for (const auto& [code, number] : settings_.tax_numbers) {
    if (number == tax_number) return code;
  }
  // A SAF-T code that stands for another number here is not this one's.
  return settings_.tax_numbers.contains(tax_number) ? "tax " + tax_number : tax_number;
}

std::string ReferenceData::tax_number_of(std::string_view vat_code) const {
  const auto found = settings_.tax_numbers.find(saft_code(vat_code));
  return found == settings_.tax_numbers.end() ? std::string(saft_code(vat_code)) : found->second;
}

Result<TaxCode> ReferenceData::tax(std::string_view vat_code) const {
  const std::string number = tax_number_of(vat_code);
  const auto found = taxes_.find(number);
  if (found != taxes_.end()) return found->second;
  return Error{ErrorKind::invalid,
               fmt::format("24SevenOffice has no tax number {} (SAF-T code {}); name the client's "
                           "own in tax_numbers",
                           number, saft_code(vat_code))};
}

Result<int> ReferenceData::year_of(Date date) const {
  for (const FiscalYear& year : years_) {
    if (year.first <= date && date <= year.last) return year.first.year();
  }
  return Error{ErrorKind::invalid, fmt::format("no fiscal year of the client's in 24SevenOffice "
                                               "holds {}; open it there",
                                               date.to_string())};
}

}  // namespace avstem::accounting::twentyfour
