#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "accounting/json_value.hpp"
#include "accounting/twentyfour/reference_data.hpp"
#include "accounting/twentyfour/settings.hpp"
#include "books/sale_document.hpp"

namespace avstem::accounting::twentyfour {

bool is_credit_note(const books::SaleDocument& document);

/// What 24SevenOffice's total of the document must be, øre: negative for a credit note.
std::int64_t wanted_total(const books::SaleDocument& document);

/// What a sales order cannot say is `invalid`: another currency than the books', a reference that
/// is too long, or an invoice to correct whose number is none.
Result<void> check_order(const books::SaleDocument& document, const Settings& settings);

/// The body of POST /salesorders: a Draft that is sent to nobody. `customer` is what
/// order_customer_body() gave.
std::string order_body(const books::SaleDocument& document, const std::string& customer);

/// The customer as an order wants them: the name and address that the invoice is to show, out of
/// the reply of GET /customers/{id}.
std::string order_customer_body(std::int64_t number, const JsonValue& customer);

/// The bodies of POST /salesorders/{id}/lines, without the øre that prices without VAT cannot say.
/// A credit note begins by naming the invoice it corrects. `invalid` as books::net_lines() and
/// ReferenceData::tax().
Result<std::vector<std::string>> order_line_bodies(const books::SaleDocument& document,
                                                   const Settings& settings,
                                                   const ReferenceData& data);

/// One of them. Prices are without VAT and never negative: a discount, and each line of a credit
/// note, has a negative quantity.
Result<std::string> order_line_body(const books::SaleDocument& document, const books::NetLine& line,
                                    const ReferenceData& data);

}  // namespace avstem::accounting::twentyfour
