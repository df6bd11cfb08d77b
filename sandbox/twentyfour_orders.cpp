#include "sandbox/twentyfour_orders.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/oslo_zone.hpp"
#include "sandbox/twentyfour_company.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

/// a × b / divisor, half away from zero; nullopt when a × b is too large.
std::optional<std::int64_t> scaled(std::int64_t a, std::int64_t b, std::int64_t divisor) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  const std::int64_t rest = product % divisor;
  const std::int64_t whole = product / divisor;
  if (2 * (rest < 0 ? -rest : rest) < divisor) return whole;
  return product < 0 ? whole - 1 : whole + 1;
}

Date due_date_of(const Order& order) {
  Date from = order.invoice_date;
  if (order.terms == "OutMonthPlusDays") {
    while (from.next().month() == from.month())
      from = from.next();
  }
  return from.plus_days(static_cast<int>(order.terms_days));
}

}  // namespace

const std::vector<Product>& sample_products() {
  static const std::vector<Product> products = {{101, "JAKKE-1", "Jakke", 96'000, 3000},
                                                {102, "KAFFE-1", "Kaffe, 250 g", 8'900, 3030},
                                                {103, "KONT-1", "Medlemskontingent", 45'000, 3220}};
  return products;
}

const std::vector<PaymentMethod>& sample_payment_methods() {
  static const std::vector<PaymentMethod> methods = {{1, "Bank", 1920}, {2, "Vipps", 1903}};
  return methods;
}

Order& Orders::add(Order order, Instant now) {
  order.id = ++orders_given_;
  order.created = now;
  order.modified = now;
  return orders_.emplace_back(std::move(order));
}

Order* Orders::find(std::int64_t id) {
  const auto found = std::ranges::find(orders_, id, &Order::id);
  return found == orders_.end() ? nullptr : &*found;
}

bool Orders::remove(std::int64_t id) {
  return std::erase_if(orders_, [&](const Order& order) { return order.id == id; }) != 0;
}

Result<OrderSum> sum_of(const OrderLine& line, const Order& order, const Company& company) {
  if (line.is_text) return OrderSum{};
  constexpr std::int64_t hundredths = 100;
  constexpr std::int64_t whole_percents = 10'000;
  const TaxCode* tax = company.find_tax(line.tax_number);
  const std::int64_t rate = tax == nullptr || !order.with_vat ? 0 : tax->rate_percent;
  const auto full = scaled(line.quantity, line.price, hundredths);
  const auto net = full ? scaled(*full, whole_percents - line.discount, whole_percents) : full;
  const auto vat = net ? scaled(*net, rate, hundredths) : net;
  if (!vat) return Error{ErrorKind::invalid, fmt::format("line {} is too large", line.id)};
  return OrderSum{*net, line.vat.value_or(*vat)};
}

Result<OrderSum> sum_of(const Order& order, const Company& company) {
  OrderSum sum;
  for (const OrderLine& line : order.lines) {
    const Result<OrderSum> part = sum_of(line, order, company);
    if (!part) return part.error();
    sum.net += part->net;
    sum.tax += part->tax;
  }
  return sum;
}

Result<void> issue_invoice(Company& company, Order& order) {
  const Result<OrderSum> total = sum_of(order, company);
  if (!total) return total.error();
  if (company.find_customer(order.customer) == nullptr) {
    return Error{ErrorKind::invalid, fmt::format("no customer has id {}", order.customer)};
  }
  Order issued = order;
  if (issued.invoice_date == Date()) {
    issued.invoice_date =
        issued.date == Date() ? oslo().date_of(company.clock().now()) : issued.date;
  }
  issued.due_date = due_date_of(issued);
  issued.invoice_number = company.orders().next_invoice_number();
  const std::string number = fmt::to_string(issued.invoice_number);
  TransactionDraft draft;
  draft.type_number = total->gross() < 0 ? credit_note_type : invoice_type;
  LineDraft debit;
  debit.account = customer_ledger_account;
  debit.customer = issued.customer;
  debit.amount = total->gross();
  debit.date = issued.invoice_date;
  debit.due_date = issued.due_date;
  debit.invoice_number = number;
  debit.ocr = issued.remittance_reference;
  debit.comment = fmt::format("Faktura {}", number);
  draft.lines.push_back(debit);
  for (const OrderLine& line : issued.lines) {
    if (line.is_text) continue;
    const OrderSum part = *sum_of(line, issued, company);
    LineDraft credit;
    credit.account = line.account;
    credit.amount = -part.gross();
    credit.vat_amount = -part.tax;
    credit.tax_number = issued.with_vat ? line.tax_number : 0;
    credit.date = issued.invoice_date;
    credit.invoice_number = number;
    credit.comment = debit.comment;
    draft.lines.push_back(std::move(credit));
  }
  const Result<const Transaction*> posted = company.post(std::move(draft));
  if (!posted) return posted.error();
  issued.transaction_id = (*posted)->id;
  issued.status = "Invoice";
  issued.modified = company.clock().now();
  order = std::move(issued);
  return {};
}

}  // namespace avstem::sandbox::twentyfour
