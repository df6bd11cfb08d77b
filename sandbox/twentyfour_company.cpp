#include "sandbox/twentyfour_company.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::sandbox::twentyfour {
namespace {

/// FNV-1a: spreads a name over 64 bits, the same on every machine.
std::uint64_t spread(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 14'695'981'039'346'656'037ULL ^ seed;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1'099'511'628'211ULL;
  }
  return hash;
}

std::optional<std::int64_t> number_of_tax(const std::vector<TaxCode>& taxes, std::int64_t number) {
  for (const TaxCode& tax : taxes) {
    if (tax.number == number) return tax.id;
  }
  return std::nullopt;
}

}  // namespace

Company::Company(const Clock& clock, CompanySettings settings)
    : clock_(clock),
      settings_(std::move(settings)),
      taxes_(default_taxes()),
      types_(default_types()),
      dimensions_(default_dimensions()),
      elements_(default_elements()) {
  // Ids of two companies differ, so that a mixed-up cache shows itself.
  constexpr std::int64_t ids_per_company = 10'000;
  constexpr std::uint64_t company_ranges = 90'000;
  auto id = static_cast<std::int64_t>(10'000 + spread(settings_.key, 0) % company_ranges) *
            ids_per_company;
  for (Account account : default_chart()) {
    account.id = ++id;
    account.tax_id = number_of_tax(taxes_, account.tax_id).value_or(0);
    accounts_.emplace(account.number, std::move(account));
  }
  for (int year = settings_.first_year; year <= settings_.last_year; ++year)
    open_year(year);
}

std::string Company::guid(std::string_view kind, std::uint64_t sequence) const {
  const std::uint64_t high = spread(settings_.key, spread(kind, 0));
  const std::uint64_t low = spread(kind, spread(settings_.key, sequence * 2 + 1));
  return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU,
                     high & 0xfffU, (low >> 48U) & 0xfffU, low & 0xffffffffffffU);
}

Result<void> Company::add_account(std::int64_t number, std::string name, std::int64_t tax_number) {
  if (accounts_.contains(number)) {
    return Error{ErrorKind::conflict, fmt::format("account {} exists already", number)};
  }
  const std::optional<std::int64_t> tax_id = number_of_tax(taxes_, tax_number);
  if (!tax_id) {
    return Error{ErrorKind::not_found, fmt::format("no tax code has number {}", tax_number)};
  }
  std::int64_t id = 0;
  for (const auto& [_, account] : accounts_)
    id = std::max(id, account.id);
  accounts_.emplace(number, Account{id + 1, number, std::move(name), *tax_id, false});
  return {};
}

Result<std::int64_t> Company::add_customer(Customer customer) {
  if (customer.id == 0) {
    while (customers_.contains(next_customer_))
      ++next_customer_;
    customer.id = next_customer_;
  } else if (customers_.contains(customer.id)) {
    return Error{ErrorKind::conflict, fmt::format("customer {} exists already", customer.id)};
  }
  customer.created = clock_.now();
  customer.modified = customer.created;
  const std::int64_t id = customer.id;
  customers_.emplace(id, std::move(customer));
  return id;
}

void Company::open_year(int year) {
  years_.try_emplace(year, FiscalYear{year, {}});
}

void Company::set_period_closed(int year, unsigned month, bool closed) {
  open_year(year);
  years_.at(year).closed.at(month - 1) = closed;
}

Result<const Transaction*> Company::invoice(const SaleHead& head,
                                            const std::vector<SalesLine>& lines) {
  return sale(invoice_type, 1, head, lines);
}

Result<const Transaction*> Company::credit_note(const SaleHead& head,
                                                const std::vector<SalesLine>& lines) {
  return sale(credit_note_type, -1, head, lines);
}

Result<const Transaction*> Company::sale(std::int64_t type_number, int sign, const SaleHead& head,
                                         const std::vector<SalesLine>& lines) {
  TransactionDraft draft;
  draft.type_number = type_number;
  LineDraft debit;
  debit.account = customer_ledger_account;
  debit.customer = head.customer;
  debit.date = head.date;
  debit.due_date = head.due;
  debit.invoice_number = head.number;
  debit.ocr = head.ocr;
  debit.comment = head.comment;
  for (const SalesLine& line : lines)
    debit.amount += sign * line.gross;
  draft.lines.push_back(debit);
  for (const SalesLine& line : lines) {
    LineDraft credit;
    credit.account = line.account;
    credit.amount = -sign * line.gross;
    credit.date = head.date;
    credit.tax_number = line.tax_number;
    credit.invoice_number = head.number;
    credit.comment = head.comment;
    draft.lines.push_back(std::move(credit));
  }
  return post(std::move(draft));
}

Result<const Transaction*> Company::manual_voucher(Date date, const std::string& text,
                                                   const std::vector<ManualLine>& lines,
                                                   std::int64_t type_number) {
  TransactionDraft draft;
  draft.type_number = type_number;
  for (const ManualLine& line : lines) {
    LineDraft content;
    content.account = line.account;
    content.amount = line.amount;
    content.tax_number = line.tax_number;
    content.date = date;
    content.comment = text.substr(0, comment_length_max);
    draft.lines.push_back(std::move(content));
  }
  return post(std::move(draft));
}

std::optional<std::int64_t> Company::next_number(std::int64_t series_id, Date date) const {
  const bool is_series = std::ranges::any_of(
      types_, [&](const TransactionType& type) { return type.series_id == series_id; });
  if (!is_series || find_year(date.year()) == nullptr) return std::nullopt;
  // Each series counts in a range of its own, so that a number of the wrong one is seen.
  constexpr std::int64_t numbers_per_series = 100'000;
  const auto used = numbers_.find({series_id, date.year()});
  if (used == numbers_.end() || used->second.empty()) return series_id * numbers_per_series + 1;
  return *used->second.rbegin() + 1;
}

std::int64_t Company::balance(std::int64_t account_number, Date up_to) const {
  std::int64_t sum = 0;
  for (const Line& line : lines_) {
    if (line.content.account == account_number && line.content.date <= up_to) {
      sum += line.content.amount;
    }
  }
  return sum;
}

std::int64_t Company::customer_balance(std::int64_t customer) const {
  std::int64_t sum = 0;
  for (const Line& line : lines_) {
    if (is_on_customer_ledger(line) && line.content.customer == customer)
      sum += line.content.amount;
  }
  return sum;
}

std::int64_t Company::ledger_difference() const {
  std::int64_t difference = 0;
  for (const Line& line : lines_) {
    if (line.content.account == customer_ledger_account && line.content.customer == 0) {
      difference += line.content.amount;
    }
  }
  return difference;
}

const Account* Company::find_account(std::int64_t number) const {
  const auto found = accounts_.find(number);
  return found == accounts_.end() ? nullptr : &found->second;
}

const TaxCode* Company::find_tax(std::int64_t number) const {
  const auto found = std::ranges::find(taxes_, number, &TaxCode::number);
  return found == taxes_.end() ? nullptr : &*found;
}

const TaxCode* Company::find_tax_by_id(std::int64_t id) const {
  const auto found = std::ranges::find(taxes_, id, &TaxCode::id);
  return found == taxes_.end() ? nullptr : &*found;
}

const TransactionType* Company::find_type(std::int64_t number) const {
  const auto found = std::ranges::find(types_, number, &TransactionType::number);
  return found == types_.end() ? nullptr : &*found;
}

const Customer* Company::find_customer(std::int64_t id) const {
  const auto found = customers_.find(id);
  return found == customers_.end() || found->second.is_deleted ? nullptr : &found->second;
}

Customer* Company::change_customer(std::int64_t id) {
  if (find_customer(id) == nullptr) return nullptr;
  Customer& customer = customers_.at(id);
  customer.modified = clock_.now();
  return &customer;
}

const Line* Company::find_line(const std::string& id) const {
  const auto found = lines_by_id_.find(id);
  return found == lines_by_id_.end() ? nullptr : &lines_[found->second];
}

const Transaction* Company::find_transaction(const std::string& id) const {
  const auto found = transactions_by_id_.find(id);
  return found == transactions_by_id_.end() ? nullptr : &transactions_[found->second];
}

const FiscalYear* Company::find_year(int year) const {
  const auto found = years_.find(year);
  return found == years_.end() ? nullptr : &found->second;
}

bool Company::is_open(Date date) const {
  const FiscalYear* year = find_year(date.year());
  return year != nullptr && !year->closed.at(date.month() - 1);
}

bool Company::has_document(std::int64_t id) const {
  return std::ranges::any_of(files_, [&](const auto& named) {
    const UploadedFile& file = named.second;
    return file.document_id == id && file.ready && *file.ready <= clock_.now();
  });
}

bool Company::is_on_customer_ledger(const Line& line) const {
  return line.content.customer != 0 && line.content.account == customer_ledger_account;
}

}  // namespace avstem::sandbox::twentyfour
