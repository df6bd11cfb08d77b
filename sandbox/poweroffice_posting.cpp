// The part of Company that checks vouchers and writes them.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/check.hpp"
#include "core/money.hpp"
#include "sandbox/poweroffice_chart.hpp"
#include "sandbox/poweroffice_company.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

Error refuse(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

std::string in_kroner(std::int64_t amount) {
  return Money(amount, Currency()).to_decimal();
}

}  // namespace

Result<const Voucher*> Company::post(VoucherDraft draft) {
  finish_invoicing();
  if (Result<void> kept = check_draft(draft); !kept) return kept.error();
  return &write(std::move(draft), clock_.now());
}

Result<void> Company::check_open(Date date, std::string_view what) const {
  if (!lock_date_ || date > *lock_date_) return {};
  return refuse(fmt::format("{} {} is not after the lock date {}", what, date.to_string(),
                            lock_date_->to_string()));
}

Result<void> Company::check_draft(const VoucherDraft& draft) const {
  if (draft.lines.empty()) return refuse("the voucher has no lines");
  if (Result<void> open = check_open(draft.date, "VoucherDate"); !open) return open;
  std::map<Date, std::int64_t> sums;
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    const VoucherLine& line = draft.lines[i];
    if (Result<void> kept = check_line(line, i); !kept) return kept;
    sums[line.posting_date] = add_minor(sums[line.posting_date], line.amount);
  }
  for (const auto& [date, sum] : sums) {
    if (sum == 0) continue;
    return refuse(fmt::format("the lines posted on {} do not balance: they sum to {}",
                              date.to_string(), in_kroner(sum)));
  }
  return check_free(draft);
}

Result<void> Company::check_line(const VoucherLine& line, std::size_t index) const {
  const std::string name = fmt::format("VoucherLines[{}]", index);
  if (line.amount == 0) return refuse(name + ": CurrencyAmount is 0");
  const std::optional<Place> place = place_of(line.account_id);
  if (!place) return refuse(fmt::format("{}: no account has id {}", name, line.account_id));
  const Account& account = *place->account;
  if (!account.is_active) {
    return refuse(fmt::format("{}: account {} is not active", name, account.number));
  }
  if (account.is_control && place->customer == nullptr) {
    return refuse(
        fmt::format("{}: account {} is a control account; post to the subledger account "
                    "of a customer",
                    name, account.number));
  }
  if (place->customer == nullptr && !line.matching_reference.empty()) {
    return refuse(
        fmt::format("{}: CustomMatchingReference '{}' on account {}, which is no "
                    "subledger account",
                    name, line.matching_reference, account.number));
  }
  const VatCode* vat = find_vat_code(line.vat_id);
  if (vat == nullptr) return refuse(fmt::format("{}: no VAT code has id {}", name, line.vat_id));
  if (line.posting_date < vat->valid_from) {
    return refuse(fmt::format("{}: VAT code {} is not valid before {}", name, vat->code,
                              vat->valid_from.to_string()));
  }
  if (account.is_vat_code_locked && account.vat_code != vat->code) {
    return refuse(fmt::format("{}: account {} is locked to VAT code {}, the line has {}", name,
                              account.number, account.vat_code, vat->code));
  }
  if (place->customer != nullptr && vat->vat_account != 0) {
    return refuse(fmt::format("{}: VAT code {} on a subledger account", name, vat->code));
  }
  if (Result<void> kept = check_dimensions(line, account, name); !kept) return kept;
  return check_open(line.posting_date, name + ": PostingDate");
}

Result<void> Company::check_free(const VoucherDraft& draft) const {
  const std::string& reference = draft.external_import_reference;
  if (!reference.empty() && holders_of_reference_.contains(reference)) {
    const Voucher& holder = vouchers_[holders_of_reference_.at(reference)];
    return Error{ErrorKind::conflict,
                 fmt::format("ExternalImportReference '{}' is already used by voucher {}",
                             reference, holder.number)};
  }
  const std::string& invoice = draft.invoice_number;
  if (!invoice.empty() && holders_of_invoice_number_.contains(invoice)) {
    return Error{ErrorKind::conflict, fmt::format("InvoiceNo '{}' is already used", invoice)};
  }
  return {};
}

Voucher& Company::write(VoucherDraft draft, Instant created) {
  const std::size_t position = vouchers_.size();
  Voucher& voucher = vouchers_.emplace_back();
  voucher.number = static_cast<std::int64_t>(position) + 1;
  voucher.id = draft.id.empty() ? uuid(position + 1) : draft.id;
  voucher.created = created;
  voucher.content = std::move(draft);
  vouchers_by_id_.emplace(voucher.id, position);
  const std::string& reference = voucher.content.external_import_reference;
  if (!reference.empty()) holders_of_reference_.emplace(reference, position);
  const std::string& invoice = voucher.content.invoice_number;
  if (!invoice.empty()) holders_of_invoice_number_.emplace(invoice, position);
  for (VoucherLine& line : voucher.content.lines) {
    line.id = next_id();
    write_line(voucher, line);
  }
  return voucher;
}

void Company::write_line(Voucher& voucher, const VoucherLine& line) {
  const std::optional<Place> place = place_of(line.account_id);
  const VatCode* vat = find_vat_code(line.vat_id);
  check(place && vat != nullptr, "a line was checked before it is written");
  Transaction row;
  row.id = next_id();
  row.account_number = place->account->number;
  row.vat_id = line.vat_id;
  row.posting_date = line.posting_date;
  row.description = line.description;
  row.quantity = line.quantity;
  if (vat->vat_account != 0) {
    row.vat_amount = line.vat_share.value_or(vat_share(line.amount, vat->rate_percent));
  }
  row.amount = line.amount - row.vat_amount;
  if (place->customer != nullptr) {
    row.customer_number = place->customer->number;
    write_subledger_entry(voucher, line, row);
  }
  const auto code_of = [](const std::optional<std::int64_t>& id,
                          const std::vector<Dimension>& kind) -> std::string {
    return id ? std::ranges::find(kind, *id, &Dimension::id)->code : "";
  };
  row.department_code = code_of(line.department_id, departments_);
  row.project_code = code_of(line.project_id, projects_);
  voucher.transactions.push_back(row);
  if (row.vat_amount == 0) return;
  Transaction share;
  share.id = next_id();
  share.account_number = vat->vat_account;
  share.vat_id = line.vat_id;
  share.amount = row.vat_amount;
  share.posting_date = line.posting_date;
  share.description = line.description;
  voucher.transactions.push_back(share);
}

void Company::write_subledger_entry(const Voucher& voucher, const VoucherLine& line,
                                    Transaction& row) {
  LedgerEntry entry;
  entry.id = next_id();
  entry.customer_number = *row.customer_number;
  entry.voucher = vouchers_.size() - 1;
  entry.amount = row.amount;
  entry.posting_date = line.posting_date;
  entry.created = voucher.created;
  entry.matching_reference = line.matching_reference;
  entry.invoice_number = voucher.content.invoice_number;
  entry.paid_invoice_number = line.invoice_number;
  entry.cid = line.cid;
  if (!entry.invoice_number.empty()) {
    entry.due_date = voucher.content.due_date.value_or(line.posting_date.plus_days(days_until_due));
  }
  row.subledger_entry_id = entry.id;
  if (subledger_.add(std::move(entry), matches_given_ + 1)) ++matches_given_;
}

Result<const Voucher*> Company::reverse(const std::string& voucher_id) {
  const auto found = vouchers_by_id_.find(voucher_id);
  if (found == vouchers_by_id_.end()) {
    return Error{ErrorKind::not_found, fmt::format("voucher with id = {} not found", voucher_id)};
  }
  Voucher& original = vouchers_[found->second];
  if (original.reversed_at) {
    return Error{ErrorKind::conflict,
                 fmt::format("voucher {} is already reversed", original.number)};
  }
  if (!original.reversed_voucher_id.empty()) {
    return refuse(fmt::format("voucher {} is itself a reversal", original.number));
  }
  if (Result<void> open = check_open(original.content.date, "VoucherDate"); !open) {
    return open.error();
  }
  for (const VoucherLine& line : original.content.lines) {
    if (Result<void> open = check_open(line.posting_date, "PostingDate"); !open) {
      return open.error();
    }
  }
  Voucher reversal;
  reversal.number = static_cast<std::int64_t>(vouchers_.size()) + 1;
  reversal.id = uuid(vouchers_.size() + 1);
  reversal.created = clock_.now();
  reversal.content.type = VoucherType::reversal_voucher;
  reversal.content.date = original.content.date;
  reversal.content.description = fmt::format("Reversering av bilag {}", original.number);
  reversal.content.integration = original.content.integration;
  reversal.reversed_voucher_id = original.id;
  reversal.reversed_voucher_number = original.number;
  for (const Transaction& row : original.transactions) {
    Transaction opposite = row;
    opposite.id = next_id();
    opposite.amount = -row.amount;
    opposite.vat_amount = -row.vat_amount;
    if (row.subledger_entry_id != 0) {
      LedgerEntry entry;
      entry.id = next_id();
      entry.customer_number = *row.customer_number;
      entry.voucher = vouchers_.size();
      entry.amount = opposite.amount;
      entry.posting_date = row.posting_date;
      entry.created = reversal.created;
      opposite.subledger_entry_id = entry.id;
      subledger_.reverse(row.subledger_entry_id, std::move(entry), ++matches_given_);
    }
    reversal.transactions.push_back(std::move(opposite));
  }
  original.reversed_at = reversal.created;
  holders_of_reference_.erase(original.content.external_import_reference);
  holders_of_invoice_number_.erase(original.content.invoice_number);
  vouchers_by_id_.emplace(reversal.id, vouchers_.size());
  return &vouchers_.emplace_back(std::move(reversal));
}

}  // namespace avstem::sandbox::poweroffice
