#pragma once

#include "sandbox/twentyfour_xml.hpp"

namespace avstem::sandbox::twentyfour {

/// The CompanySearchParameters and Company of the WSDL, in their order.
XmlElement company_search_element();
XmlElement company_element();

/// ArrayOfString, as the lists of properties are.
XmlElement property_list(std::string_view name);

/// Post, Delivery, Visit and Invoice.
XmlElement addresses_element();

/// What a service says of an object that it could not save.
XmlElement api_exception_element();

}  // namespace avstem::sandbox::twentyfour
