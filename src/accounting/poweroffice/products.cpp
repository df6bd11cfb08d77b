#include "accounting/poweroffice/products.hpp"

#include <fmt/format.h>

#include <set>

#include "accounting/json_writer.hpp"
#include "accounting/poweroffice/reference_data.hpp"

namespace avstem::accounting::poweroffice {
namespace {

/// "No treatment" has two codes in Go: 0 on purchases and 7 on income.
bool fits(const std::string& wanted, const std::string& of_account) {
  if (!wanted.empty()) return wanted == of_account;
  return of_account.empty() || of_account == "0" || of_account == "7";
}

/// Why a line cannot be sold on its account, or nothing.
std::string trouble_of(const JsonValue& row, const books::NetLine& line) {
  if (is_false(row, "IsActive")) return fmt::format("account {} is inactive", line.account);
  if (is_true(row, "IsDepartmentRequired") && line.department.empty()) {
    return fmt::format("account {} demands a department", line.account);
  }
  if (is_true(row, "IsProjectRequired") && line.project.empty()) {
    return fmt::format("account {} demands a project", line.account);
  }
  return "";
}

std::vector<std::string> code_filters(const std::vector<std::string>& codes) {
  std::vector<std::string> filters;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (i % product_codes_per_request_max == 0) {
      filters.push_back(codes[i]);
    } else {
      filters.back() += "," + codes[i];
    }
  }
  return filters;
}

}  // namespace

std::string product_code(books::AccountNumber account, std::string_view vat_code) {
  return fmt::format("AVS-{}-{}", account, saft_code(vat_code));
}

Result<void> Products::ensure(const std::vector<books::NetLine>& lines) {
  auto accounts = read_accounts(lines);
  if (!accounts) return accounts.error();
  std::map<std::string, books::AccountNumber> wanted;
  for (const books::NetLine& line : lines) {
    const std::string code = product_code(line.account, line.vat_code);
    if (!ids_.contains(code)) wanted.emplace(code, line.account);
  }
  if (wanted.empty()) return {};
  if (auto read = read_products(wanted); !read) return read;
  for (const auto& [code, account] : wanted) {
    if (ids_.contains(code)) continue;
    if (auto made = create(code, account, accounts->at(account).id); !made) return made;
  }
  return {};
}

Result<std::int64_t> Products::id_of(const books::NetLine& line) const {
  const auto found = ids_.find(product_code(line.account, line.vat_code));
  if (found != ids_.end()) return found->second;
  return Error{ErrorKind::internal, fmt::format("the product of account {} was not read before it "
                                                "was used",
                                                line.account)};
}

Result<std::map<books::AccountNumber, Products::Account>> Products::read_accounts(
    const std::vector<books::NetLine>& lines) {
  std::vector<books::AccountNumber> numbers;
  for (const books::NetLine& line : lines)
    numbers.push_back(line.account);
  std::map<books::AccountNumber, Account> accounts;
  std::set<std::string> troubles;
  const auto take = [&](const JsonValue& row) -> Result<void> {
    auto number = integer_field(row, "AccountNo");
    if (!number) return number.error();
    auto id = integer_field(row, "Id");
    if (!id) return id.error();
    accounts[*number] = Account{*id, text_or_empty(row, "VatCode")};
    for (const books::NetLine& line : lines) {
      if (line.account == *number) troubles.insert(trouble_of(row, line));
    }
    return {};
  };
  for (const std::string& filter : number_filters(numbers)) {
    auto read = session_.read_list("/GeneralLedgerAccounts", {{"accountNos", filter}},
                                   "GeneralLedgerAccount", take);
    if (!read) return read.error();
  }
  std::map<std::string, std::string> wrong_codes;
  for (const books::NetLine& line : lines) {
    const auto found = accounts.find(line.account);
    if (found == accounts.end()) {
      troubles.insert(fmt::format("account {} is missing", line.account));
      accounts.emplace(line.account, Account{0, line.vat_code});
    } else if (!fits(line.vat_code, found->second.vat_code)) {
      wrong_codes.emplace(
          product_code(line.account, line.vat_code),
          fmt::format("account {} has VAT code {} in Go and the line has {}", line.account,
                      saft_code(found->second.vat_code), saft_code(line.vat_code)));
    }
  }
  troubles.erase("");
  if (!troubles.empty()) {
    return Error{ErrorKind::not_found,
                 fmt::format("PowerOffice chart: {}; correct the chart in Go or the client's "
                             "mapping",
                             fmt::join(troubles, ", "))};
  }
  if (wrong_codes.empty()) return accounts;
  std::vector<std::string> words;
  for (const auto& [code, text] : wrong_codes)
    words.push_back(text);
  return Error{ErrorKind::invalid,
               fmt::format("{}; the VAT of an invoice in Go follows the account, so sell on an "
                           "account that has the code, or give the account the code in Go",
                           fmt::join(words, ", "))};
}

Result<void> Products::read_products(const std::map<std::string, books::AccountNumber>& wanted) {
  std::vector<std::string> codes;
  for (const auto& [code, account] : wanted)
    codes.push_back(code);
  read_lag_.wait_after_any_write();
  for (const std::string& filter : code_filters(codes)) {
    auto read = session_.read_list(
        "/Products", {{"codes", filter}}, "Product",
        [&](const JsonValue& row) -> Result<void> { return take_product(row, wanted); });
    if (!read) return read;
  }
  return {};
}

Result<void> Products::take_product(const JsonValue& row,
                                    const std::map<std::string, books::AccountNumber>& wanted) {
  const std::string code = text_or_empty(row, "Code");
  const auto found = wanted.find(code);
  if (found == wanted.end()) return {};
  if (is_true(row, "IsArchived")) {
    return Error{ErrorKind::refused,
                 fmt::format("product {} is archived in Go; make it active again", code)};
  }
  auto account = integer_field(row, "StandardSalesAccount");
  if (!account) return account.error();
  if (*account != found->second) {
    return Error{ErrorKind::invalid,
                 fmt::format("product {} has the sales account {} in Go; give it {} again, or "
                             "another code",
                             code, *account, found->second)};
  }
  auto id = integer_field(row, "Id");
  if (!id) return id.error();
  ids_.emplace(code, *id);
  return {};
}

Result<void> Products::create(const std::string& code, books::AccountNumber account,
                              std::int64_t account_id) {
  JsonWriter body;
  body.text("Code", code)
      .text("Name", fmt::format("Salg, konto {}", account))
      .text("ProductType", "Service")
      .integer("StandardSalesAccountId", account_id);
  const Call call{"POST /Products", "Product_Full"};
  auto response = session_.send("POST", "/Products", {}, {std::move(body).finish()});
  read_lag_.note_write();
  if (!response) return response.error().in(call.name);
  // The specification says 200, and 201 of everything else that is created.
  if (response->status != 200 && response->status != 201) return to_error(call, *response);
  auto document = JsonValue::parse(response->body);
  if (!document) return document.error().in(call.name);
  auto id = integer_field(*document, "Id");
  if (!id) return id.error().in(call.name);
  ids_.emplace(code, *id);
  return {};
}

}  // namespace avstem::accounting::poweroffice
