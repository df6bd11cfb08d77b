#pragma once

#include <string>

#include "books/proof_document.hpp"
#include "core/oslo_time.hpp"
#include "core/result.hpp"

namespace avstem::documents {

/// Rows of one kind that the document prints; of more it says how many are left out. The canonical
/// document has them all.
inline constexpr std::size_t proof_rows_printed_max = 5'000;

/// A proof as a PDF in Norwegian, for the auditor's file: each account with Vipps' balance, our
/// books and the accounting system, every row behind a difference, payouts on their way and
/// arrived, and the checksums it stands on. `sha256` is that of the canonical document, which the
/// PDF only prints. The same proof makes the same bytes. Times are shown in `zone`, Europe/Oslo.
/// `storage` when there is no memory for it.
Result<std::string> proof_pdf(const books::ProofDocument& document, const std::string& sha256,
                              const TimeZone& zone);

}  // namespace avstem::documents
