#pragma once

#include <string>

#include "accounting/accounting_system.hpp"
#include "accounting/poweroffice/session.hpp"

namespace avstem::accounting::poweroffice {

/// PUT /VoucherDocumentation: a PDF of document_bytes_max at most, in the field `file` of a form.
/// The last one replaces those before. 202 and 204 are success; `invalid` when it is too large,
/// and nothing is sent.
Result<void> attach_document(Session& session, const PostedVoucher& voucher,
                             const std::string& name, const std::string& pdf);

}  // namespace avstem::accounting::poweroffice
