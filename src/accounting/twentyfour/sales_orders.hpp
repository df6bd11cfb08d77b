#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounting/invoicing.hpp"
#include "accounting/read_lag.hpp"
#include "accounting/twentyfour/reference_data.hpp"
#include "accounting/twentyfour/rest.hpp"
#include "books/sale_document.hpp"

namespace avstem::accounting::twentyfour {

/// Invoices and credit notes as sales orders of REST, and not as InvoiceService's: here alone a
/// line says its account and tax number beyond doubt, an order can be kept from being sent to the
/// customer (`manualdistribution`), and one that came out wrong can be deleted.
///
///     POST  /salesorders               a Draft; our reference stands in its internal memo, what a
///                                      payment names in its reference number
///     POST  /salesorders/{id}/lines    one by one
///     PATCH /salesorders/{id}          Confirmed: the order is complete
///     PATCH /salesorders/{id}          Invoice: it is issued
///
/// A Draft of ours is an order that broke off: nobody counts on it, and the next place() deletes
/// it. A credit note is an order of negative quantities; REST has no field for the invoice it
/// corrects, so its first line says it. Not for use from two threads at once.
class SalesOrders {
 public:
  /// The references must outlive the object.
  SalesOrders(Rest& rest, ReadLag& read_lag, const Settings& settings, const ReferenceData& data)
      : rest_(rest), read_lag_(read_lag), settings_(settings), data_(data) {}

  /// As Invoicing::find_document(). `conflict` when two complete orders carry the reference.
  Result<DocumentState> find(const books::SaleDocument& document, const std::string& order_id);
  /// As Invoicing::place_order(). Nothing there refuses a second order, so it looks first:
  /// `conflict` when one is there. `invalid` when the system reckons another total: the order is
  /// deleted again.
  Result<std::string> place(const books::SaleDocument& document);
  /// As Invoicing::issue(). `refused` when the order is not the document's, or issued already.
  Result<void> issue(const books::SaleDocument& document, const std::string& order_id);

 private:
  struct Order {
    std::string id;
    std::int64_t customer = 0;
    std::string status;
    std::string memo;
    std::optional<std::int64_t> total;  ///< øre, with VAT; negative for a credit note
    std::string invoice_number;
    std::optional<Date> due_date;
    std::string kid;
  };
  struct Found {
    std::optional<Order> complete;
    std::vector<std::string> drafts;
  };
  Result<Order> order_of(const JsonValue& row) const;
  Result<std::optional<Order>> read(const std::string& id);
  Result<Found> look(const books::SaleDocument& document);
  Result<void> check_credited(const books::SaleDocument& document);
  Result<std::string> read_customer(std::int64_t number);
  Result<void> fill(const books::SaleDocument& document, const std::string& id,
                    const std::vector<std::string>& lines);
  Result<void> add_line(const std::string& id, const std::string& body);
  Result<void> make_total_right(const books::SaleDocument& document, const std::string& id,
                                std::size_t lines);
  Result<Response> write(const std::string& method, const std::string& path,
                         const std::string& body = "");
  Result<void> remove(const std::string& id);

  Rest& rest_;
  ReadLag& read_lag_;
  const Settings& settings_;
  const ReferenceData& data_;
};

}  // namespace avstem::accounting::twentyfour
