#pragma once

#include "sandbox/twentyfour_xml.hpp"

namespace avstem::sandbox::twentyfour {

/// The InvoiceSearchParameters and InvoiceOrder of the WSDL, in their order.
XmlElement invoice_search_element();
XmlElement invoice_order_element();

}  // namespace avstem::sandbox::twentyfour
