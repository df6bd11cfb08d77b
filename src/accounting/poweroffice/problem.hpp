#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "platform/http.hpp"

namespace avstem::accounting::poweroffice {

/// What a request was, for messages: `POST /Vouchers/BankJournals`, and the privileges an
/// integration needs for it.
struct Call {
  std::string name;
  std::string privilege;
};

/// The error that an answer other than success stands for:
///   400, 404, other 4xx  refused, with the title and detail that PowerOffice gives (RFC 7807)
///   401, 403             unauthorised; 403 names the privilege that may be missing
///   429                  busy
///   anything else        unavailable
Error to_error(const Call& call, const Response& response);

/// The same for a request that creates something under our reference: a 400 or 409 that speaks of
/// the reference is `conflict`.
Error refusal_of(const Call& call, const Response& response);

/// Whether a refusal to post speaks of the external import reference, of which a client holds
/// each once. The wording for a double is not published, so every mention counts; whether the
/// voucher is really there must be looked up.
bool mentions_external_reference(std::string_view body);

}  // namespace avstem::accounting::poweroffice
