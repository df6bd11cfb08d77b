// The part of Company that checks transactions and writes them.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/check.hpp"
#include "core/money.hpp"
#include "sandbox/poweroffice_chart.hpp"
#include "sandbox/twentyfour_company.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

Error refuse(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

std::string in_kroner(std::int64_t amount) {
  return Money(amount, Currency()).to_decimal();
}

bool ignores(const TransactionDraft& draft, std::string_view warning) {
  return std::ranges::find(draft.ignored_warnings, warning) != draft.ignored_warnings.end();
}

}  // namespace

Result<const Transaction*> Company::post(TransactionDraft draft) {
  std::vector<TransactionDraft> drafts;
  drafts.push_back(std::move(draft));
  if (Result<void> posted = post_all(std::move(drafts)); !posted) return posted.error();
  return &transactions_.back();
}

Result<void> Company::post_all(std::vector<TransactionDraft> drafts) {
  std::set<std::tuple<std::int64_t, int, std::int64_t>> numbers;
  for (const TransactionDraft& draft : drafts) {
    if (Result<void> kept = check(draft); !kept) return kept;
    if (draft.number == 0) continue;
    const std::int64_t series = find_type(draft.type_number)->series_id;
    if (numbers.emplace(series, draft.lines.front().date.year(), draft.number).second) continue;
    return Error{ErrorKind::conflict,
                 fmt::format("transaction number {} comes twice", draft.number)};
  }
  const std::size_t first_line = lines_.size();
  for (TransactionDraft& draft : drafts)
    write(std::move(draft));
  link_lines_from(first_line);
  return {};
}

void Company::write(TransactionDraft draft) {
  const TransactionType& type = *find_type(draft.type_number);
  const int year = draft.lines.front().date.year();
  if (draft.number == 0) draft.number = *next_number(type.series_id, draft.lines.front().date);
  numbers_[{type.series_id, year}].insert(draft.number);
  const std::size_t position = transactions_.size();
  Transaction& transaction = transactions_.emplace_back();
  transaction.id = guid("transaction", position + 1);
  transaction.number = draft.number;
  transaction.type_number = draft.type_number;
  transaction.document_id = draft.document_id;
  transaction.fiscal_year = year;
  transaction.created = clock_.now();
  transactions_by_id_.emplace(transaction.id, position);
  for (LineDraft& line : draft.lines) {
    const TaxCode& tax = *find_tax(line.tax_number);
    const bool splits = draft.vat == VatPosting::split && tax.vat_account != 0;
    const std::int64_t share =
        splits ? line.vat_amount.value_or(poweroffice::vat_share(line.amount, tax.rate_percent))
               : 0;
    LineDraft net = std::move(line);
    net.amount -= share;
    LineDraft vat;
    vat.account = tax.vat_account;
    vat.amount = share;
    vat.date = net.date;
    vat.tax_number = net.tax_number;
    vat.comment = net.comment;
    vat.period_date = net.period_date;
    vat.invoice_number = net.invoice_number;
    write_line(transaction, std::move(net), tax.id);
    if (share != 0) write_line(transaction, std::move(vat), tax.id);
  }
}

void Company::write_line(Transaction& transaction, LineDraft content, std::int64_t tax_id) {
  const std::size_t position = lines_.size();
  Line& line = lines_.emplace_back();
  line.id = guid("line", position + 1);
  line.transaction = transactions_.size() - 1;
  line.sequence = static_cast<std::int64_t>(transaction.lines.size()) + 1;
  line.content = std::move(content);
  line.tax_id = tax_id;
  line.created = transaction.created;
  line.links.push_back({line.created, 0, is_on_customer_ledger(line)});
  transaction.lines.push_back(position);
  lines_by_id_.emplace(line.id, position);
}

Result<void> Company::check(const TransactionDraft& draft) const {
  if (draft.lines.empty()) return refuse("the transaction has no lines");
  if (find_type(draft.type_number) == nullptr) {
    return refuse(fmt::format("no transaction type has number {}", draft.type_number));
  }
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    if (Result<void> kept = check_line(draft.lines[i], i); !kept) return kept;
  }
  if (Result<void> kept = check_balance(draft); !kept) return kept;
  if (draft.vat == VatPosting::as_given) {
    if (Result<void> kept = check_given_vat(draft); !kept) return kept;
  }
  if (Result<void> kept = check_invoice_numbers(draft); !kept) return kept;
  if (draft.document_id != 0 && !has_document(draft.document_id)) {
    return refuse(fmt::format("no document has id {}", draft.document_id));
  }
  return check_number(draft);
}

Result<void> Company::check_line(const LineDraft& line, std::size_t index) const {
  const std::string name = fmt::format("lines[{}]", index);
  if (find_account(line.account) == nullptr) {
    return refuse(fmt::format("{}: no account has number {}", name, line.account));
  }
  if (find_tax(line.tax_number) == nullptr) {
    return refuse(fmt::format("{}: no tax code has number {}", name, line.tax_number));
  }
  if (line.customer != 0 && find_customer(line.customer) == nullptr) {
    return refuse(fmt::format("{}: no customer has id {}", name, line.customer));
  }
  for (const Date date : {line.date, line.period_date.value_or(line.date)}) {
    if (is_open(date)) continue;
    return refuse(fmt::format("{}: no open financial period holds {}", name, date.to_string()));
  }
  for (const std::string& id : line.linked_lines) {
    if (find_line(id) == nullptr) return refuse(fmt::format("{}: no line has id {}", name, id));
  }
  return check_dimensions(line, index);
}

Result<void> Company::check_dimensions(const LineDraft& line, std::size_t index) const {
  for (const auto& [type, value] : line.dimensions) {
    const bool is_known = std::ranges::any_of(elements_, [&](const DimensionElement& element) {
      return element.type == type && element.value == value;
    });
    if (!is_known) {
      return refuse(fmt::format("lines[{}]: dimension {} has no value '{}'", index, type, value));
    }
  }
  return {};
}

Result<void> Company::check_balance(const TransactionDraft& draft) const {
  std::map<Date, std::int64_t> sums;
  for (const LineDraft& line : draft.lines)
    sums[line.date] = add_minor(sums[line.date], line.amount);
  for (const auto& [date, sum] : sums) {
    if (sum == 0) continue;
    return refuse(fmt::format("the lines of {} do not balance: they sum to {}", date.to_string(),
                              in_kroner(sum)));
  }
  if (sums.begin()->first.year() != sums.rbegin()->first.year()) {
    return refuse("the lines lie in two fiscal years");
  }
  return {};
}

// A save to the ledger calculates nothing: a line with a VAT code wants its VAT line beside it.
// The warnings and their names are published, the arithmetic behind them is not: one øre a line
// is let through for rounding.
Result<void> Company::check_given_vat(const TransactionDraft& draft) const {
  struct Vat {
    std::int64_t wanted = 0;
    std::int64_t given = 0;
    std::int64_t foundations = 0;
  };
  std::map<std::int64_t, Vat> accounts;
  for (const TaxCode& tax : taxes_) {
    if (tax.vat_account != 0) accounts.emplace(tax.vat_account, Vat());
  }
  for (const LineDraft& line : draft.lines) {
    if (const auto vat = accounts.find(line.account); vat != accounts.end()) {
      vat->second.given += line.amount;
      continue;
    }
    const TaxCode& tax = *find_tax(line.tax_number);
    if (tax.vat_account == 0) continue;
    Vat& vat = accounts.at(tax.vat_account);
    ++vat.foundations;
    vat.wanted += line.vat_amount.value_or(line.amount * tax.rate_percent / 100);
  }
  for (const auto& [account, vat] : accounts) {
    if (vat.foundations == 0 && vat.given != 0 && !ignores(draft, "vatismissingfoundation")) {
      return refuse(
          fmt::format("vatismissingfoundation: {} on account {} has no line with a tax "
                      "code beside it",
                      in_kroner(vat.given), account));
    }
    const std::int64_t difference = vat.wanted - vat.given;
    if (vat.foundations == 0 || std::max(difference, -difference) <= vat.foundations) continue;
    if (ignores(draft, "vatisnotinbalance")) continue;
    return refuse(fmt::format("vatisnotinbalance: account {} gets {}, the tax codes make {}",
                              account, in_kroner(vat.given), in_kroner(vat.wanted)));
  }
  return {};
}

Result<void> Company::check_invoice_numbers(const TransactionDraft& draft) const {
  if (ignores(draft, "invoicealreadyexists")) return {};
  for (const LineDraft& line : draft.lines) {
    // What has a due date is an invoice; what pays it has none.
    if (line.customer == 0 || line.invoice_number.empty() || !line.due_date) continue;
    const auto known = by_invoice_.find({line.customer, line.invoice_number});
    if (known == by_invoice_.end()) continue;
    const bool is_twin = std::ranges::any_of(known->second, [&](std::size_t position) {
      return lines_[position].content.due_date.has_value();
    });
    if (!is_twin) continue;
    return refuse(
        fmt::format("invoicealreadyexists: invoice {} is in the ledger", line.invoice_number));
  }
  return {};
}

Result<void> Company::check_number(const TransactionDraft& draft) const {
  if (draft.number == 0) return {};
  if (draft.number < 0) {
    return refuse(fmt::format("transaction number {} is not above zero", draft.number));
  }
  const std::int64_t series = find_type(draft.type_number)->series_id;
  const auto used = numbers_.find({series, draft.lines.front().date.year()});
  if (used == numbers_.end() || !used->second.contains(draft.number)) return {};
  return Error{ErrorKind::conflict,
               fmt::format("transaction number {} is used in series {} of {}", draft.number, series,
                           draft.lines.front().date.year())};
}

}  // namespace avstem::sandbox::twentyfour
