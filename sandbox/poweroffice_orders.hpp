#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/date.hpp"
#include "core/instant.hpp"

/// What a sales order is made of. Amounts are øre without VAT unless said otherwise.
namespace avstem::sandbox::poweroffice {

struct OrderLine {
  std::string id;
  std::int64_t product_id = 0;  ///< 0 on a line that is text only
  std::string description;
  std::int64_t quantity = 0;                  ///< hundredths; negative takes back
  std::int64_t unit_price = 0;                ///< without VAT
  std::int64_t allowance = 0;                 ///< hundredths of a percent off
  std::optional<bool> uses_standard_account;  ///< empty: as the customer is VAT free or not
  std::string external_import_reference;      ///< once an order
  std::string type = "Normal";
  std::optional<std::int64_t> department_id;
  std::optional<std::int64_t> project_id;

  bool is_text() const { return type == "Text"; }
  /// quantity × price less the allowance, half away from zero.
  std::int64_t net() const;
};

/// Where an order stands. An order that became an invoice is an order no more.
enum class OrderStage { ordered, queued, failed, invoiced, deleted };

/// A step of an order's life, so that late readers see where it stood.
struct OrderEvent {
  Instant at;
  OrderStage stage = OrderStage::ordered;
  std::string message;  ///< of a failure
};

/// What createAndSendInvoice was asked.
struct InvoiceRequest {
  std::string delivery_type = "Auto";
  std::string email;
  std::optional<Date> voucher_date;
  std::optional<Date> due_date;
};

struct SalesOrder {
  std::string id;  ///< uuid; the invoice's and its voucher's too
  std::int64_t number = 0;
  std::int64_t customer_id = 0;
  std::string status = "Draft";
  std::optional<Date> order_date;
  std::optional<Date> delivery_date;
  std::string external_import_reference;
  std::string matching_reference;
  std::string customer_reference;
  std::string purchase_order_reference;
  std::optional<std::int64_t> imported_order_number;
  std::optional<std::int64_t> related_invoice_number;
  std::string integration;  ///< the application key that placed it
  std::vector<OrderLine> lines;

  InvoiceRequest request;  ///< the last one
  Instant invoiced_from;   ///< when the queue gets to it
  std::vector<OrderEvent> events;

  const OrderEvent& now() const { return events.back(); }
  /// The last step that a reader knows of; null before the first.
  const OrderEvent* seen(Instant at) const;
};

/// A line of an invoice with its VAT: the VAT of each code is reckoned on the sum of its lines and
/// shared out, so that the shares add up.
struct ReckonedLine {
  const OrderLine* line = nullptr;
  std::int64_t account = 0;
  std::int64_t vat_id = 0;
  std::int64_t net = 0;
  std::int64_t vat = 0;
};

struct Reckoning {
  std::vector<ReckonedLine> lines;
  std::int64_t net = 0;
  std::int64_t total = 0;  ///< VAT included
};

}  // namespace avstem::sandbox::poweroffice
