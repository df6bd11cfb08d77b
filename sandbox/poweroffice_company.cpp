#include "sandbox/poweroffice_company.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sandbox/poweroffice_chart.hpp"

namespace avstem::sandbox::poweroffice {
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

Error not_found(std::string_view what, std::int64_t number, const CompanySettings& settings) {
  return Error{ErrorKind::not_found,
               fmt::format("{} {} is not in the books of {}", what, number, settings.client_id)};
}

}  // namespace

Company::Company(const Clock& clock, CompanySettings settings)
    : clock_(clock), settings_(std::move(settings)), subledger_(settings_.partial_matching) {
  // Ids of two companies seldom meet, so that a mixed-up cache shows itself.
  constexpr std::int64_t ids_per_company = 1'000'000;
  constexpr std::uint64_t company_ranges = 900;
  const std::uint64_t range = 100 + spread(settings_.client_id, 0) % company_ranges;
  id_base_ = static_cast<std::int64_t>(range) * ids_per_company;
  for (VatCode code : default_vat_codes()) {
    code.id = next_id();
    vat_codes_.push_back(std::move(code));
  }
  for (Account account : default_chart()) {
    account.id = next_id();
    account.changed = clock_.now();
    account_numbers_by_id_.emplace(account.id, account.number);
    accounts_.emplace(account.number, std::move(account));
  }
}

Result<std::int64_t> Company::add_account(std::int64_t number, std::string name,
                                          std::string vat_code) {
  if (accounts_.contains(number)) {
    return Error{ErrorKind::conflict, fmt::format("account {} exists already", number)};
  }
  const Result<std::int64_t> vat = vat_id(vat_code);
  if (!vat) return vat.error();
  Account account;
  account.id = next_id();
  account.changed = clock_.now();
  account.number = number;
  account.name = std::move(name);
  account.vat_code = std::move(vat_code);
  account_numbers_by_id_.emplace(account.id, number);
  accounts_.emplace(number, account);
  return account.id;
}

Result<void> Company::deactivate_account(std::int64_t number) {
  const auto found = accounts_.find(number);
  if (found == accounts_.end()) return not_found("account", number, settings_);
  found->second.is_active = false;
  found->second.changed = clock_.now();
  return {};
}

Result<void> Company::lock_vat_code(std::int64_t number, const std::string& code) {
  const auto found = accounts_.find(number);
  if (found == accounts_.end()) return not_found("account", number, settings_);
  const Result<std::int64_t> vat = vat_id(code);
  if (!vat) return vat.error();
  found->second.vat_code = code;
  found->second.is_vat_code_locked = true;
  found->second.changed = clock_.now();
  return {};
}

std::int64_t Company::add_customer(std::string name, std::string external_import_reference) {
  Customer customer;
  customer.name = std::move(name);
  customer.external_import_reference = std::move(external_import_reference);
  const Result<const Customer*> added = add_customer(std::move(customer));
  return (*added)->number;
}

Result<const Voucher*> Company::invoice(std::int64_t customer, const std::string& invoice_number,
                                        Date date, const std::string& matching_reference,
                                        const std::vector<SalesLine>& lines) {
  return sale(VoucherType::outgoing_invoice, customer, invoice_number, date, matching_reference,
              lines);
}

Result<const Voucher*> Company::credit_note(std::int64_t customer,
                                            const std::string& credit_note_number, Date date,
                                            const std::string& matching_reference,
                                            const std::vector<SalesLine>& lines) {
  return sale(VoucherType::outgoing_credit_note, customer, credit_note_number, date,
              matching_reference, lines);
}

Result<const Voucher*> Company::sale(VoucherType type, std::int64_t customer_number,
                                     const std::string& number, Date date,
                                     const std::string& matching_reference,
                                     const std::vector<SalesLine>& lines) {
  const Customer* customer = find_customer(customer_number);
  if (customer == nullptr) return not_found("customer", customer_number, settings_);
  const std::int64_t sign = type == VoucherType::outgoing_invoice ? 1 : -1;
  VoucherDraft draft;
  draft.type = type;
  draft.date = date;
  draft.invoice_number = number;
  draft.lines.resize(1);
  draft.lines[0].account_id = customer->subledger_account_id;
  draft.lines[0].posting_date = date;
  draft.lines[0].vat_id = find_vat_code("0")->id;
  draft.lines[0].matching_reference = matching_reference;
  for (const SalesLine& sold : lines) {
    const Result<std::int64_t> account = account_id(sold.account);
    if (!account) return account.error();
    const Result<std::int64_t> vat = vat_id(sold.vat_code);
    if (!vat) return vat.error();
    if (sold.gross <= 0) {
      return Error{ErrorKind::invalid,
                   fmt::format("{} {}: a line of {} øre; give it a positive amount",
                               to_string(type), number, sold.gross)};
    }
    VoucherLine line;
    line.account_id = *account;
    line.posting_date = date;
    line.vat_id = *vat;
    line.amount = -sign * sold.gross;
    draft.lines[0].amount += sign * sold.gross;
    draft.lines.push_back(line);
  }
  return post(std::move(draft));
}

Result<const Voucher*> Company::manual_voucher(Date date, const std::string& text,
                                               const std::vector<ManualLine>& lines) {
  VoucherDraft draft;
  draft.type = VoucherType::manual_journal;
  draft.date = date;
  draft.description = text;
  for (const ManualLine& given : lines) {
    const Result<std::int64_t> account = account_id(given.account);
    if (!account) return account.error();
    const Result<std::int64_t> vat = vat_id(given.vat_code);
    if (!vat) return vat.error();
    VoucherLine line;
    line.account_id = *account;
    line.posting_date = date;
    line.vat_id = *vat;
    line.amount = given.amount;
    line.description = text;
    draft.lines.push_back(line);
  }
  return post(std::move(draft));
}

std::int64_t Company::balance(std::int64_t account_number, Date up_to) const {
  std::int64_t sum = 0;
  for (const Voucher& voucher : vouchers_) {
    for (const Transaction& row : voucher.transactions) {
      if (row.account_number == account_number && row.posting_date <= up_to) sum += row.amount;
    }
  }
  return sum;
}

std::int64_t Company::customer_balance(std::int64_t customer_number) const {
  std::int64_t sum = 0;
  for (const LedgerEntry& entry : subledger_.entries()) {
    if (entry.customer_number == customer_number) sum += entry.amount;
  }
  return sum;
}

const Voucher* Company::find_voucher(const std::string& id) const {
  const auto found = vouchers_by_id_.find(id);
  return found == vouchers_by_id_.end() ? nullptr : &vouchers_[found->second];
}

const Customer* Company::find_customer(std::int64_t number) const {
  const std::int64_t index = number - first_customer_number;
  if (index < 0 || index >= static_cast<std::int64_t>(customers_.size())) return nullptr;
  return &customers_[static_cast<std::size_t>(index)];
}

const VatCode* Company::find_vat_code(std::string_view code) const {
  const auto found = std::ranges::find(vat_codes_, code, &VatCode::code);
  return found == vat_codes_.end() ? nullptr : &*found;
}

const VatCode* Company::find_vat_code(std::int64_t id) const {
  const auto found = std::ranges::find(vat_codes_, id, &VatCode::id);
  return found == vat_codes_.end() ? nullptr : &*found;
}

Result<void> Company::attach(const std::string& voucher_id, std::string pdf,
                             const std::string& integration) {
  const Voucher* voucher = find_voucher(voucher_id);
  if (voucher == nullptr) {
    return Error{ErrorKind::not_found, fmt::format("Voucher with id = {} not found.", voucher_id)};
  }
  if (voucher->content.integration.empty()) {
    return Error{ErrorKind::invalid,
                 fmt::format("Voucher {} was not imported by the API.", voucher->number)};
  }
  const auto before = documents_.find(voucher_id);
  if (before != documents_.end() && before->second.integration != integration) {
    return Error{ErrorKind::invalid,
                 fmt::format("The documentation of voucher {} was imported by another integration.",
                             voucher->number)};
  }
  documents_.insert_or_assign(voucher_id,
                              VoucherDocument{std::move(pdf), integration, clock_.now()});
  return {};
}

const VoucherDocument* Company::find_document(const std::string& voucher_id) const {
  const auto found = documents_.find(voucher_id);
  return found == documents_.end() ? nullptr : &found->second;
}

std::string Company::uuid(std::size_t sequence) const {
  const std::string name = fmt::format("{}/{}", settings_.client_id, sequence);
  const std::uint64_t high = spread(name, 1);
  const std::uint64_t low = spread(name, 2);
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU,
                     high & 0xfffU, 0x8000U | ((low >> 48U) & 0x3fffU), low & 0xffffffffffffU);
}

std::optional<Company::Place> Company::place_of(std::int64_t account_id) const {
  const auto account = account_numbers_by_id_.find(account_id);
  if (account != account_numbers_by_id_.end()) {
    return Place{&accounts_.at(account->second), nullptr};
  }
  const auto customer = customers_by_subledger_id_.find(account_id);
  if (customer == customers_by_subledger_id_.end()) return std::nullopt;
  return Place{&accounts_.at(customer_control_account), &customers_[customer->second]};
}

Result<std::int64_t> Company::account_id(std::int64_t number) const {
  const auto found = accounts_.find(number);
  if (found == accounts_.end()) return not_found("account", number, settings_);
  return found->second.id;
}

Result<std::int64_t> Company::vat_id(const std::string& code) const {
  const VatCode* found = find_vat_code(std::string_view(code));
  if (found == nullptr) {
    return Error{ErrorKind::not_found, fmt::format("VAT code '{}' is not in use", code)};
  }
  return found->id;
}

}  // namespace avstem::sandbox::poweroffice
