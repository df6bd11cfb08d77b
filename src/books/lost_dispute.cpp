#include "books/lost_dispute.hpp"

#include <fmt/format.h>

#include "books/booking.hpp"

namespace avstem::books {
namespace {

struct InputVat {
  AccountRole role;
  std::string_view code;  ///< SAF-T: input VAT, also «tap på krav» (rules § 1.2)
};

std::optional<InputVat> input_vat(VatRateClass rate_class) {
  switch (rate_class) {
    case VatRateClass::regular:
      return InputVat{AccountRole::input_vat_regular, "1"};
    case VatRateClass::middle:
      return InputVat{AccountRole::input_vat_middle, "11"};
    case VatRateClass::low:
      return InputVat{AccountRole::input_vat_low, "13"};
    case VatRateClass::fish:
      break;
  }
  return std::nullopt;
}

Error refuse(const LostDispute& dispute, std::string_view why) {
  return Error{ErrorKind::invalid,
               fmt::format("lost dispute of capture '{}' {}", dispute.psp_reference, why)};
}

}  // namespace

Result<Voucher> propose_loss(const LostDispute& dispute, const Mapping& mapping) {
  const std::string text = "Tap, bestridt betaling " + dispute.psp_reference;
  std::vector<Posting> lines;
  const auto add = [&](AccountRole role, std::int64_t amount, std::string_view vat_code) {
    if (amount == 0) return;
    Posting line;
    line.account = mapping.account(role);
    line.amount = amount;
    line.vat_code = vat_code;
    line.line_reference = dispute.psp_reference;
    line.text = text;
    line.rule = "R08";
    lines.push_back(std::move(line));
  };
  std::int64_t gross = 0;
  for (const LostPart& part : dispute.parts) {
    if (part.gross <= 0 || part.gross > Money::max_minor) {
      return refuse(dispute, fmt::format("has a part of {}; each part is a loss",
                                         Money(part.gross, dispute.currency).to_decimal()));
    }
    gross = add_minor(gross, part.gross);
    if (!part.vat) {
      add(AccountRole::losses, part.gross, mapping.vat_code(AccountRole::losses));
      continue;
    }
    const auto vat = input_vat(*part.vat);
    if (!vat) return refuse(dispute, "is of raw fish, whose VAT no account is kept for");
    const auto rate = vat_rate(*part.vat, dispute.supplied);
    if (!rate) return rate.error();
    const VatSplit split = split_gross(part.gross, *rate);
    add(AccountRole::losses, split.net, mapping.vat_code(AccountRole::losses));
    add(vat->role, split.vat, vat->code);
  }
  if (gross == 0) return refuse(dispute, "names nothing that was lost");
  add(AccountRole::disputed, -gross, mapping.vat_code(AccountRole::disputed));
  return Voucher::make({VoucherKind::decision,
                        voucher_reference(dispute.client, dispute.ledger, VoucherKind::decision,
                                          dispute.date, dispute.part),
                        dispute.date, dispute.currency, text},
                       std::move(lines));
}

}  // namespace avstem::books
