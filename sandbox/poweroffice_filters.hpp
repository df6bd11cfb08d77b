#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "sandbox/poweroffice_query.hpp"

// Filters that the ledger lists share.
namespace avstem::sandbox::poweroffice {

using Texts = std::optional<std::vector<std::string>>;

/// Whether a comma list holds a text; a list that was not given holds everything.
bool lists(const Texts& wanted, std::string_view text);

/// The voucherTypes parameter; a name outside the VoucherType enumeration is an error.
Result<Texts> read_voucher_types(const Query& query);

/// Whether rows without departments, projects and products pass these filters; -1 asks for them.
bool passes_dimensions(const Query& query);

}  // namespace avstem::sandbox::poweroffice
