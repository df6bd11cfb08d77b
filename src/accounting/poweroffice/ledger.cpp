#include "accounting/poweroffice/ledger.hpp"

#include <fmt/format.h>

namespace avstem::accounting::poweroffice {
namespace {

/// Reads the transactions of all accounts, as many requests as the filter needs.
Result<void> read_transactions(Session& session, const std::vector<books::AccountNumber>& accounts,
                               Date from, Date to, const Session::TakeRow& take) {
  // Without a filter PowerOffice gives every account; no account asked for is no row.
  for (const std::string& filter : number_filters(accounts)) {
    const QueryParameters query{
        {"fromDate", from.to_string()}, {"toDate", to.to_string()}, {"accountNos", filter}};
    auto read = session.read_list("/AccountTransactions", query, "AccountTransaction", take);
    if (!read) return read;
  }
  return {};
}

Result<PostedVoucher> voucher_of(const JsonValue& row) {
  auto id = text_field(row, "VoucherId");
  if (!id) return id.error();
  auto number = integer_field(row, "VoucherNo");
  if (!number) return number.error();
  return PostedVoucher{*id, *number};
}

Result<LedgerRow> ledger_row(const JsonValue& row, Currency currency) {
  auto date = date_field(row, "PostingDate");
  if (!date) return date.error();
  auto account = integer_field(row, "AccountNo");
  if (!account) return account.error();
  auto amount = money_field(row, "Amount", currency);
  if (!amount) return amount.error();
  auto voucher = voucher_of(row);
  if (!voucher) return voucher.error();
  return LedgerRow{*date,
                   *account,
                   amount->minor(),
                   text_or_empty(row, "ExternalImportReference"),
                   voucher->remote_id,
                   voucher->remote_number,
                   is_true(row, "IsReversed"),
                   text_or_empty(row, "Description")};
}

bool counts_as(const JsonValue& row, const std::string& reference) {
  return text_or_empty(row, "ExternalImportReference") == reference &&
         !is_true(row, "IsReversed") && row.member("ReversedVoucherNo") == nullptr;
}

/// A claim, or nothing when no payment could name the item or it is cleared already.
Result<std::optional<books::Claim>> claim_of(const JsonValue& row, Currency currency) {
  const std::string reference = text_or_empty(row, "CustomMatchingReference");
  std::string invoice = text_or_empty(row, "InvoiceNo");
  std::string kid = text_or_empty(row, "Cid");
  if (reference.empty() && invoice.empty() && kid.empty()) return std::optional<books::Claim>();
  auto balance = money_field(row, "Balance", currency);
  if (!balance) return balance.error();
  if (balance->is_zero()) return std::optional<books::Claim>();
  auto customer = integer_field(row, "CustomerAccountNo");
  if (!customer) return customer.error();
  auto date = date_field(row, "VoucherDate");
  if (!date) return date.error();
  return std::optional<books::Claim>(
      books::Claim{*customer, reference, std::move(invoice), std::move(kid), *balance, *date});
}

}  // namespace

Result<std::vector<LedgerRow>> read_rows(Session& session, const Settings& settings,
                                         const std::vector<books::AccountNumber>& accounts,
                                         Date from, Date to) {
  std::vector<LedgerRow> rows;
  const auto take = [&](const JsonValue& row) -> Result<void> {
    auto read = ledger_row(row, settings.currency);
    if (!read) return read.error();
    rows.push_back(std::move(*read));
    return {};
  };
  if (auto read = read_transactions(session, accounts, from, to, take); !read) return read.error();
  return rows;
}

Result<std::optional<PostedVoucher>> find_voucher(Session& session, const books::Voucher& voucher) {
  const books::Voucher::Head& head = voucher.head();
  std::vector<books::AccountNumber> accounts;
  for (const books::Posting& posting : voucher.postings())
    accounts.push_back(posting.account);
  std::optional<PostedVoucher> found;
  const auto take = [&](const JsonValue& row) -> Result<void> {
    if (!counts_as(row, head.reference)) return {};
    auto posted = voucher_of(row);
    if (!posted) return posted.error();
    if (found && found->remote_id != posted->remote_id) {
      return Error{ErrorKind::conflict,
                   fmt::format("vouchers {} and {} both carry the reference '{}'; reverse one",
                               found->remote_number, posted->remote_number, head.reference)};
    }
    found = std::move(*posted);
    return {};
  };
  auto read = read_transactions(session, accounts, head.date, head.date, take);
  if (!read) return read.error();
  return found;
}

Result<std::vector<books::Claim>> read_open_claims(Session& session, const Settings& settings,
                                                   Date date) {
  std::vector<books::Claim> claims;
  const auto take = [&](const JsonValue& row) -> Result<void> {
    auto claim = claim_of(row, settings.currency);
    if (!claim) return claim.error();
    if (*claim) claims.push_back(std::move(**claim));
    return {};
  };
  auto read = session.read_list("/Customerledger/OpenItems", {{"date", date.to_string()}},
                                "CustomerLedger", take);
  if (!read) return read.error();
  return claims;
}

}  // namespace avstem::accounting::poweroffice
