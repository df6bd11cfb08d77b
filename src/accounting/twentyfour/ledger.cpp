#include "accounting/twentyfour/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accounting/twentyfour/bundles.hpp"
#include "accounting/twentyfour/comment.hpp"

namespace avstem::accounting::twentyfour {
namespace {

const JsonValue& member_or_null(const JsonValue& row, std::string_view name) {
  static const JsonValue null;
  const JsonValue* const found = row.member(name);
  return found == nullptr ? null : *found;
}

Result<void> check_currency(const JsonValue& row, Currency ours) {
  const std::string code = text_or_empty(member_or_null(row, "currency"), "code");
  if (code.empty() || code == "LOCAL" || code == ours.code()) return {};
  return Error{ErrorKind::invalid,
               fmt::format("a line of voucher {} is in {}; the books that are proven are in {}",
                           member_or_null(member_or_null(row, "transaction"), "number").text(),
                           code, ours.code())};
}

Result<LedgerRow> ledger_row(const JsonValue& row, Currency currency) {
  LedgerRow read;
  auto date = date_field(row, "date");
  if (!date) return date.error();
  auto account = integer_field(member_or_null(row, "account"), "number");
  if (!account) return account.error().in("account");
  if (auto checked = check_currency(row, currency); !checked) return checked.error();
  auto amount = money_field(row, "amount", currency);
  if (!amount) return amount.error();
  auto number = integer_field(member_or_null(row, "transaction"), "number");
  if (!number) return number.error().in("transaction");
  auto type = integer_field(member_or_null(row, "transactionType"), "id");
  if (!type) return type.error().in("transactionType");
  read.posting_date = *date;
  read.account = *account;
  read.amount = amount->minor();
  read.text = text_or_empty(row, "comment");
  read.external_reference = reference_in(read.text);
  read.remote_id = remote_id_of(date->year(), *type, *number);
  read.remote_number = *number;
  return read;
}

}  // namespace

Result<std::vector<LedgerRow>> read_rows(Rest& rest, const Settings& settings,
                                         const std::vector<books::AccountNumber>& accounts,
                                         Date from, Date to) {
  std::vector<books::AccountNumber> numbers = accounts;
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::vector<LedgerRow> rows;
  for (const books::AccountNumber number : numbers) {
    // dateTo is the first day that is NOT in the list.
    const QueryParameters query{{"dateFrom", from.to_string()},
                                {"dateTo", to.next().to_string()},
                                {"accountNumber", fmt::to_string(number)},
                                {"limit", fmt::to_string(settings.page_size)}};
    const auto take = [&](const JsonValue& row) -> Result<void> {
      auto read = ledger_row(row, settings.currency);
      if (!read) return read.error();
      rows.push_back(*std::move(read));
      return {};
    };
    auto read = rest.read_list("/transactionlines", query, "api.accounting.transaction:read", take);
    if (!read) return read.error();
  }
  return rows;
}

Result<std::optional<PostedVoucher>> find_voucher(Rest& rest, const Settings& settings,
                                                  const books::Voucher& voucher) {
  const books::Voucher::Head& head = voucher.head();
  auto rows = read_rows(rest, settings, {voucher.postings().front().account}, head.date, head.date);
  if (!rows) return rows.error();
  std::optional<PostedVoucher> found;
  for (const LedgerRow& row : *rows) {
    if (row.external_reference != head.reference) continue;
    if (found && found->remote_id != row.remote_id) {
      return Error{ErrorKind::conflict,
                   fmt::format("vouchers {} and {} both carry the reference '{}'; reverse one and "
                               "change its comment",
                               found->remote_number, row.remote_number, head.reference)};
    }
    found = PostedVoucher{row.remote_id, row.remote_number};
  }
  return found;
}

}  // namespace avstem::accounting::twentyfour
