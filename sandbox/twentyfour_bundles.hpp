#pragma once

#include "sandbox/twentyfour_soap.hpp"

namespace avstem::sandbox::twentyfour {

/// The BundleList of the WSDL, in its order.
XmlElement bundle_list_element();

/// SaveBundleList: everything in it is saved, or nothing. The answer is 200 whatever happened;
/// its Type tells.
///
/// - SaveOption 1, the default, keeps the vouchers in the journal for review: they are in no
///   ledger. 0 posts them.
/// - With DirectLedger false an entry with a customer goes to the customer ledger, and one on its
///   control account takes DefaultCustomerId when it has no customer. With true each entry goes to
///   the account it names.
Result<void> save_bundle_list(SoapCall& call);

}  // namespace avstem::sandbox::twentyfour
