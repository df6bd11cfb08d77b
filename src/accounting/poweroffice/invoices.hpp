#pragma once

#include <string>

#include "accounting/invoicing.hpp"
#include "accounting/poweroffice/session.hpp"

namespace avstem::accounting::poweroffice {

/// The body of POST /SalesOrders/{id}/createAndSendInvoice (SendInvoiceRequestPostDto): posts the
/// invoice and makes its PDF, and sends it to nobody.
std::string invoice_request_body(const books::SaleDocument& document);

/// Reads the answer to it: 202 is success, and says only that it is queued.
Result<void> read_queued(const Response& response);

/// Where the document stands. By the order's id when it is given; if that is unknown to Go, or
/// empty, by the document's reference among our own orders and the customer's invoices. `invalid`
/// when the order has come to another total than the document's.
Result<DocumentState> document_state(Session& session, const books::SaleDocument& document,
                                     const std::string& order_id);

}  // namespace avstem::accounting::poweroffice
