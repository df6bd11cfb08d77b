#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"
#include "core/result.hpp"

namespace avstem::sandbox::twentyfour {

class Company;

/// What is sold: the same few products in every company.
struct Product {
  std::int64_t id = 0;
  std::string number;
  std::string name;
  std::int64_t price = 0;  ///< øre, without VAT
  std::int64_t account = 0;
};
const std::vector<Product>& sample_products();

struct PaymentMethod {
  std::int64_t id = 0;
  std::string name;
  std::int64_t account = 0;
};
const std::vector<PaymentMethod>& sample_payment_methods();

/// A line of a sales order. The price is without VAT, as is usual in such systems; nobody has
/// published it (unconfirmed).
struct OrderLine {
  std::int64_t id = 0;
  bool is_text = false;
  std::int64_t product = 0;  ///< 0 when it is none
  std::string description;
  std::int64_t quantity = 100;  ///< hundredths; negative credits
  std::int64_t price = 0;       ///< øre for one
  std::int64_t discount = 0;    ///< hundredths of a percent
  std::int64_t tax_number = 0;
  std::int64_t account = 0;
  std::optional<std::int64_t> vat;  ///< øre, of an invoice that came with a gross price
};

struct Order {
  std::int64_t id = 0;
  std::int64_t customer = 0;
  std::string customer_name;
  std::string status = "Draft";  ///< of the REST enumeration
  Date date;
  std::optional<Date> delivery_date;
  std::string reference_number;
  std::string internal_memo;
  std::string memo;
  std::string your_reference;
  std::int64_t payment_method = 0;
  std::string distribution_method;
  std::string terms = "NumberOfDays";  ///< or OutMonthPlusDays
  std::int64_t terms_days = 14;
  std::string remittance_reference;
  std::int64_t external_status = 0;
  std::int64_t reference_invoice = 0;  ///< the invoice that a credit note is about
  bool with_vat = true;
  std::vector<OrderLine> lines;
  // Once it is invoiced:
  std::int64_t invoice_number = 0;
  Date invoice_date;
  Date due_date;
  std::string transaction_id;
  Instant created;
  Instant modified;

  bool is_invoiced() const { return invoice_number != 0; }
};

/// What a line or an order comes to, in øre.
struct OrderSum {
  std::int64_t net = 0;
  std::int64_t tax = 0;
  std::int64_t gross() const { return net + tax; }
};

/// A company's sales orders.
class Orders {
 public:
  Order& add(Order order, Instant now);
  Order* find(std::int64_t id);
  bool remove(std::int64_t id);
  const std::deque<Order>& all() const { return orders_; }
  std::int64_t next_line_id() { return ++lines_given_; }
  std::int64_t next_invoice_number() { return ++invoices_given_; }

 private:
  std::deque<Order> orders_;
  std::int64_t orders_given_ = 7'000;
  std::int64_t lines_given_ = 70'000;
  std::int64_t invoices_given_ = 500'000;
};

/// Quantity × price less the discount, and its VAT; each rounded to a whole øre, half away from
/// zero. An error when it is too large.
Result<OrderSum> sum_of(const OrderLine& line, const Order& order, const Company& company);
Result<OrderSum> sum_of(const Order& order, const Company& company);

/// Issues the invoice of an order that has lines and a customer: it is in the ledger then, and the
/// order no longer changes. An order that comes to less than nothing becomes a credit note.
Result<void> issue_invoice(Company& company, Order& order);

}  // namespace avstem::sandbox::twentyfour
