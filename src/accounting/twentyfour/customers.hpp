#pragma once

#include <optional>

#include "accounting/invoicing.hpp"
#include "accounting/twentyfour/soap.hpp"
#include "books/customer.hpp"

namespace avstem::accounting::twentyfour {

/// CompanyService, and not REST: it alone finds a customer by an outside id (ExternalId) and by
/// e-mail address. Made there too, since nobody says that the externalReference of REST is the same
/// field.
///
/// As Invoicing::find_customer(): by our reference, by organisation number, by a person's e-mail
/// address. What comes back is compared with what was asked for.
Result<std::optional<KnownCustomer>> find_customer(Soap& soap, const books::Customer& customer);

/// SaveCompanies. `conflict` when a customer has the reference already, which nothing there
/// refuses; `refused` with the words of the answer.
Result<KnownCustomer> create_customer(Soap& soap, const books::Customer& customer);

}  // namespace avstem::accounting::twentyfour
