#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "books/accounts.hpp"
#include "books/voucher.hpp"
#include "core/identifiers.hpp"
#include "core/result.hpp"
#include "core/vat.hpp"

namespace avstem::books {

/// A part of a disputed capture that is lost, as it was sold.
struct LostPart {
  std::int64_t gross = 0;  ///< øre, VAT included; positive
  /// The VAT that was in it and may be taken back; empty: none was, or none may be. Whether a lost
  /// dispute is a confirmed loss (mval. § 4-7) is for a person to say, each time.
  std::optional<VatRateClass> vat{};
};

/// A dispute that is lost (R08b).
struct LostDispute {
  ClientId client;
  LedgerId ledger;
  Date date;      ///< of the loss: the day a person accepts it, Oslo
  Date supplied;  ///< when the sale was delivered: its VAT rate is the one that was charged
  Currency currency;
  std::string psp_reference;  ///< of the capture
  std::vector<LostPart> parts;
  int part = 1;  ///< 1 more than the decisions the date has already
};

/// The voucher that a person is offered to accept; nothing here posts it. Dr losses net and Dr
/// input VAT, with the code under which losses on claims are reported, Cr disputed. `invalid` names
/// the dispute and what is wrong: nothing lost, a part that is not positive, raw fish.
Result<Voucher> propose_loss(const LostDispute& dispute, const Mapping& mapping);

}  // namespace avstem::books
