// The part of Company that sells: customers, products, orders, and the queue that makes invoices.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "core/check.hpp"
#include "core/kid.hpp"
#include "sandbox/poweroffice_chart.hpp"
#include "sandbox/poweroffice_company.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

constexpr std::int64_t first_invoice_number = 50'001;
/// Orders are named by numbers that no voucher comes to.
constexpr std::size_t first_order_sequence = 1'000'000'000;

Error refuse(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

Error taken(std::string_view reference, std::string_view holder, std::int64_t number) {
  return Error{ErrorKind::conflict,
               fmt::format("ExternalImportReference '{}' is already used by {} {}", reference,
                           holder, number)};
}

std::int64_t divided(std::int64_t number, std::int64_t by) {
  return (number < 0 ? number - by / 2 : number + by / 2) / by;
}

/// An order, or what it became, keeps its reference; one that was deleted sets it free.
bool holds_reference(const SalesOrder& order) {
  return order.now().stage != OrderStage::deleted;
}

}  // namespace

std::int64_t OrderLine::net() const {
  constexpr std::int64_t whole = 10'000;
  return divided(divided(quantity * unit_price, 100) * (whole - allowance), whole);
}

const OrderEvent* SalesOrder::seen(Instant at) const {
  const OrderEvent* last = nullptr;
  for (const OrderEvent& event : events) {
    if (event.at <= at) last = &event;
  }
  return last;
}

Result<const Customer*> Company::add_customer(Customer customer) {
  const std::string& reference = customer.external_import_reference;
  for (const Customer& other : customers_) {
    if (reference.empty()) break;
    if (other.external_import_reference != reference) continue;
    return taken(reference, "customer", other.number);
  }
  customer.id = next_id();
  customer.subledger_account_id = next_id();
  customer.number = first_customer_number + static_cast<std::int64_t>(customers_.size());
  customer.created = clock_.now();
  customers_by_subledger_id_.emplace(customer.subledger_account_id, customers_.size());
  return &customers_.emplace_back(std::move(customer));
}

const Customer* Company::find_customer_by_id(std::int64_t id) const {
  const auto found = std::ranges::find(customers_, id, &Customer::id);
  return found == customers_.end() ? nullptr : &*found;
}

Result<const Product*> Company::add_product(Product product) {
  if (!product.code.empty() && find_product(product.code) != nullptr) {
    return Error{ErrorKind::conflict, fmt::format("Code '{}' is already used", product.code)};
  }
  for (const std::int64_t account :
       {product.standard_sales_account, product.optional_sales_account}) {
    if (auto id = account_id(account); !id) return refuse(id.error().message);
  }
  product.id = next_id();
  product.created = clock_.now();
  return &products_.emplace_back(std::move(product));
}

const Product* Company::find_product(std::string_view code) const {
  const auto found = std::ranges::find(products_, code, &Product::code);
  return found == products_.end() ? nullptr : &*found;
}

const Product* Company::find_product(std::int64_t id) const {
  const auto found = std::ranges::find(products_, id, &Product::id);
  return found == products_.end() ? nullptr : &*found;
}

Result<const SalesOrder*> Company::place_order(SalesOrder order) {
  const std::string& reference = order.external_import_reference;
  for (const SalesOrder& other : orders_) {
    const bool is_same = !reference.empty() && other.external_import_reference == reference;
    if (is_same && holds_reference(other)) return taken(reference, "sales order", other.number);
  }
  const Result<Reckoning> reckoned = reckon(order);
  if (!reckoned) return reckoned.error();
  if (order.related_invoice_number) {
    if (reckoned->total >= 0) return refuse("RelatedInvoiceNo is for credit note drafts only");
    if (!holders_of_invoice_number_.contains(fmt::to_string(*order.related_invoice_number))) {
      return refuse(
          fmt::format("RelatedInvoiceNo {} is no invoice", *order.related_invoice_number));
    }
  }
  order.number = static_cast<std::int64_t>(orders_.size()) + 1;
  order.id = uuid(first_order_sequence + orders_.size());
  std::size_t line_sequence = 0;
  for (OrderLine& line : order.lines) {
    line.id = uuid(first_order_sequence * 2 + orders_.size() * 10'000 + line_sequence++);
  }
  order.events = {{clock_.now(), OrderStage::ordered, ""}};
  return &orders_.emplace_back(std::move(order));
}

const SalesOrder* Company::find_order(std::string_view id) const {
  const auto found = std::ranges::find(orders_, id, &SalesOrder::id);
  return found == orders_.end() ? nullptr : &*found;
}

Result<SalesOrder*> Company::standing_order(std::string_view id) {
  finish_invoicing();
  const auto found = std::ranges::find(orders_, id, &SalesOrder::id);
  const bool is_gone = found == orders_.end() || found->now().stage == OrderStage::deleted ||
                       found->now().stage == OrderStage::invoiced;
  if (is_gone) {
    return Error{ErrorKind::not_found, fmt::format("Sales order with id = {} not found.", id)};
  }
  if (found->now().stage == OrderStage::queued) {
    return Error{ErrorKind::conflict,
                 fmt::format("Sales order {} is being invoiced.", found->number)};
  }
  return &*found;
}

Result<void> Company::delete_order(std::string_view id) {
  Result<SalesOrder*> order = standing_order(id);
  if (!order) return order.error();
  (*order)->events.push_back({clock_.now(), OrderStage::deleted, ""});
  return {};
}

Result<void> Company::request_invoice(std::string_view id, InvoiceRequest request) {
  Result<SalesOrder*> order = standing_order(id);
  if (!order) return order.error();
  (*order)->request = std::move(request);
  (*order)->invoiced_from = clock_.now() + settings_.invoicing_time;
  (*order)->events.push_back({clock_.now(), OrderStage::queued, ""});
  return {};
}

void Company::finish_invoicing() {
  for (SalesOrder& order : orders_) {
    if (order.now().stage != OrderStage::queued || order.invoiced_from > clock_.now()) continue;
    Result<VoucherDraft> draft = invoice_draft(order);
    Result<void> kept = draft ? check_draft(*draft) : Result<void>(draft.error());
    if (kept && !coming_failures_.empty()) {
      kept = refuse(coming_failures_.front());
      coming_failures_.pop_front();
    }
    if (!kept) {
      order.events.push_back({order.invoiced_from, OrderStage::failed, kept.error().message});
      continue;
    }
    write(std::move(*draft), order.invoiced_from);
    order.events.push_back({order.invoiced_from, OrderStage::invoiced, ""});
  }
}

Result<VoucherDraft> Company::invoice_draft(const SalesOrder& order) {
  const Result<Reckoning> reckoned = reckon(order);
  if (!reckoned) return reckoned.error();
  if (reckoned->total == 0) return refuse("The sales order has no amount.");
  const Customer* customer = find_customer_by_id(order.customer_id);
  const InvoiceRequest& request = order.request;
  const bool is_printed = request.delivery_type == "PdfPrintForDownload";
  if (!is_printed && request.email.empty() && customer->email.empty() &&
      customer->invoice_email.empty()) {
    return refuse("The customer has no e-mail address.");
  }
  VoucherDraft draft;
  draft.id = order.id;
  draft.type =
      reckoned->total > 0 ? VoucherType::outgoing_invoice : VoucherType::outgoing_credit_note;
  draft.date = request.voucher_date.value_or(
      Date(std::chrono::floor<std::chrono::days>(order.invoiced_from)));
  draft.due_date = request.due_date.value_or(draft.date.plus_days(days_until_due));
  draft.external_import_reference = order.external_import_reference;
  draft.integration = order.integration;
  draft.invoice_number = next_invoice_number();
  VoucherLine& first = draft.lines.emplace_back();
  first.account_id = customer->subledger_account_id;
  first.posting_date = draft.date;
  first.vat_id = find_vat_code("0")->id;
  first.amount = reckoned->total;
  first.matching_reference = order.matching_reference;
  if (settings_.gives_kid) first.cid = *make_kid(draft.invoice_number, KidScheme::mod10);
  for (const ReckonedLine& sold : reckoned->lines) {
    if (sold.net + sold.vat == 0) continue;
    VoucherLine line;
    line.account_id = accounts_.at(sold.account).id;
    line.posting_date = draft.date;
    line.vat_id = sold.vat_id;
    line.amount = -(sold.net + sold.vat);
    line.vat_share = -sold.vat;
    line.description = sold.line->description;
    line.department_id = sold.line->department_id;
    line.project_id = sold.line->project_id;
    draft.lines.push_back(std::move(line));
  }
  return draft;
}

std::string Company::next_invoice_number() const {
  std::int64_t number = first_invoice_number;
  while (holders_of_invoice_number_.contains(fmt::to_string(number)))
    ++number;
  return fmt::to_string(number);
}

Result<Reckoning> Company::reckon(const SalesOrder& order) const {
  const Customer* customer = find_customer_by_id(order.customer_id);
  if (customer == nullptr) {
    return refuse(fmt::format("Customer {} is not found on the client", order.customer_id));
  }
  Reckoning result;
  struct Group {
    std::int64_t net = 0;
    std::int64_t vat = 0;
  };
  std::map<std::string, Group> groups;
  for (const OrderLine& line : order.lines) {
    if (line.is_text()) continue;
    const Product* product = find_product(line.product_id);
    if (product == nullptr) return refuse("a line that is no text needs a product");
    const bool uses_standard = line.uses_standard_account.value_or(!customer->is_vat_free);
    const Account& account = accounts_.at(uses_standard ? product->standard_sales_account
                                                        : product->optional_sales_account);
    const VatCode* vat = find_vat_code(std::string_view(account.vat_code));
    Group& group = groups[vat->code];
    group.net += line.net();
    // What the sum of the code's lines so far has come to, less what was shared out already.
    const std::int64_t whole =
        vat->vat_account == 0 ? 0 : divided(group.net * vat->rate_percent, 100);
    result.lines.push_back({&line, account.number, vat->id, line.net(), whole - group.vat});
    group.vat = whole;
    result.net += line.net();
    result.total += line.net() + result.lines.back().vat;
  }
  return result;
}

}  // namespace avstem::sandbox::poweroffice
