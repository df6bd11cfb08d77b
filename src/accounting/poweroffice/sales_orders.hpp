#pragma once

#include <optional>
#include <string>

#include "accounting/poweroffice/products.hpp"
#include "accounting/poweroffice/session.hpp"
#include "books/sale_document.hpp"

namespace avstem::accounting::poweroffice {

/// The body of POST /SalesOrders/Complete (SalesOrderCompletePostDto), and its products made.
/// Prices are without VAT and never negative: a discount, and each line of a credit note, has a
/// negative quantity. `invalid` as books::net_lines() and Products::ensure(), and when a credit
/// note names an invoice by something that is no number.
Result<std::string> sales_order_body(const books::SaleDocument& document, const Settings& settings,
                                     Products& products);

/// An order as Go lists it.
struct PlacedOrder {
  std::string id;
  std::optional<Money> total;  ///< with VAT; negative for a credit note
};

/// Reads the answer to it. A 400 or 409 that speaks of the external reference is `conflict`.
Result<PlacedOrder> read_placed(const books::SaleDocument& document, const Response& response);

/// Whether Go reckons the order to the document's total, øre; `invalid` names both if not. What it
/// does not say is not held against it.
Result<void> check_total(const books::SaleDocument& document, const PlacedOrder& order);

/// The order with this id that is no invoice yet.
Result<std::optional<PlacedOrder>> read_order(Session& session, const books::SaleDocument& document,
                                              const std::string& order_id);

/// The order among our own of the customer that carries the document's reference; `conflict` when
/// two do.
Result<std::optional<PlacedOrder>> find_order(Session& session,
                                              const books::SaleDocument& document);

}  // namespace avstem::accounting::poweroffice
