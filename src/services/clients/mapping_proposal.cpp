#include "services/clients/mapping_proposal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "books/vat_codes.hpp"
#include "core/check.hpp"

namespace avstem::services {
namespace {

using enum books::AccountRole;

/// Where a role's account is found and what it is called there: words of Norwegian charts, lower
/// case. A word of `not_this` says that the account is another one.
struct Hint {
  books::AccountRole role;
  books::AccountNumber first;
  books::AccountNumber last;
  std::array<std::string_view, 4> words{};
  std::array<std::string_view, 3> not_this{};
};

constexpr std::array<Hint, books::account_role_count> hints{{
    {receivables, 1500, 1569, {"kundefordring"}, {"tap"}},
    {disputed, 1570, 1599, {"bestridt", "tvist", "kortsiktige fordringer"}, {}},
    {cash, 1900, 1909, {"kontant", "kasse"}, {"differanse"}},
    {clearing, 1500, 1999, {"vipps", "interim"}, {"underveis", "utbetaling", "skatt"}},
    {in_transit, 1900, 1999, {"underveis", "utbetaling", "transit"}, {"skatt"}},
    {bank, 1910, 1949, {"bankinnskudd", "drift", "bank"}, {"skatt", "vipps", "depositum"}},
    {supplier, 2400, 2499, {"leverandørgjeld"}, {}},
    {output_vat_regular, 2700, 2709, {"høy"}, {"inngående"}},
    {output_vat_middle, 2700, 2709, {"middels"}, {"inngående"}},
    {output_vat_low, 2700, 2709, {"lav"}, {"inngående"}},
    {input_vat_regular, 2710, 2719, {"høy"}, {"utgående"}},
    {input_vat_middle, 2710, 2719, {"middels"}, {"utgående"}},
    {input_vat_low, 2710, 2719, {"lav"}, {"utgående"}},
    {prepayments, 2900, 2909, {"forskudd"}, {"gavekort", "verdikort"}},
    {gift_cards, 2900, 2909, {"gavekort"}, {}},
    {tips, 2900, 2949, {"tips"}, {}},
    {accrued_fees, 2960, 2989, {"påløpt", "vippsgebyr"}, {"lønn", "rente", "ferie"}},
    {deferred_income, 2900, 2979, {"kontingent", "uopptjent", "forskuddsbetalt"}, {"kostnad"}},
    {suspense, 2900, 2999, {"uidentifisert", "uavklart", "observasjon"}, {}},
    {sales_regular, 3000, 3099, {"høy sats", "avgiftspliktig"}, {"fri", "unntatt"}},
    {sales_middle, 3000, 3099, {"middels"}, {"fri", "unntatt"}},
    {sales_low, 3000, 3099, {"lav"}, {"fri", "unntatt"}},
    {sales_zero_rated, 3100, 3199, {"fritatt", "avgiftsfri", "nullsats"}, {"unntatt"}},
    {sales_exempt_goods, 3200, 3299, {"varer", "unntatt", "utenfor"}, {"tjenester"}},
    {sales_exempt_services, 3200, 3299, {"kontingent", "tjenester", "unntatt"}, {"varer"}},
    {gifts, 3400, 3999, {"gave", "driftsrelatert"}, {"gavekort"}},
    {rounding, 7700, 7799, {"øreavrunding", "avrunding"}, {}},
    {payment_fees, 7700, 7799, {"vipps", "kortgebyr", "provisjon", "gebyr"}, {"purre"}},
    {losses, 7800, 7899, {"tap på fordring", "tap"}, {"inventar"}},
    {exchange_gain, 8000, 8099, {"valutagevinst", "agio"}, {"disagio"}},
    {exchange_loss, 8100, 8199, {"valutatap", "disagio"}, {}},
}};

/// Lower case of ASCII and of the letters that UTF-8 writes with C3: Æ, Ø and Å among them.
std::string lower(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    const bool after_c3 = i > 0 && static_cast<unsigned char>(out[i - 1]) == 0xC3;
    if ((byte >= 'A' && byte <= 'Z') || (after_c3 && byte >= 0x80 && byte <= 0x9E)) {
      out[i] = static_cast<char>(byte + 0x20);
    }
  }
  return out;
}

template <std::size_t Count>
std::string_view word_in(const std::string& name,
                         const std::array<std::string_view, Count>& words) {
  for (const std::string_view word : words) {
    if (!word.empty() && name.contains(word)) return word;
  }
  return "";
}

struct Candidate {
  const accounting::ChartAccount* account = nullptr;
  std::string_view word;  ///< of the hint, in the account's name
  bool usual = false;     ///< has the number of the mapping in force
  bool same_code = false;

  /// The name bears more than the number, since numbers are each client's own; a VAT code tells
  /// sales apart that share a name.
  int weight() const { return (word.empty() ? 0 : 4) + (usual ? 3 : 0) + (same_code ? 2 : 0); }
};

std::optional<Candidate> best(const accounting::Chart& chart, const Hint& hint,
                              const books::Mapping& now, bool vat_registered,
                              const std::set<books::AccountNumber>& taken) {
  std::optional<Candidate> found;
  const std::string& code = now.vat_code(hint.role);
  for (const accounting::ChartAccount& account : chart.accounts()) {
    const bool usual = account.number == now.account(hint.role);
    const bool in_range = account.number >= hint.first && account.number <= hint.last;
    if (!account.active || taken.contains(account.number) || (!in_range && !usual)) continue;
    if (books::Mapping trial = now; !trial.set_account(hint.role, account.number)) continue;
    const std::string name = lower(account.name);
    if (!usual && !word_in(name, hint.not_this).empty()) continue;
    const bool contradicts = !word_in(name, hint.not_this).empty();
    const Candidate candidate{&account, contradicts ? "" : word_in(name, hint.words), usual,
                              vat_registered && !code.empty() && account.vat_code == code};
    if (candidate.weight() < 4 && !usual) continue;
    if (!found || candidate.weight() > found->weight()) found = candidate;
  }
  return found;
}

Confidence confidence_of(const Candidate& candidate) {
  const bool named = !candidate.word.empty();
  if (named && (candidate.usual || candidate.same_code)) return Confidence::high;
  if (named || (candidate.usual && candidate.same_code)) return Confidence::medium;
  return Confidence::low;
}

std::string reason_of(const Candidate& candidate) {
  std::string reason;
  const auto add = [&](std::string words) {
    reason += (reason.empty() ? "" : ", ") + std::move(words);
  };
  if (candidate.usual) add("the number in use");
  if (!candidate.word.empty()) add(fmt::format("the name says '{}'", candidate.word));
  if (candidate.same_code) add(fmt::format("it has VAT code {}", candidate.account->vat_code));
  if (candidate.usual && candidate.word.empty()) add("but the name does not say so");
  return reason;
}

/// The code that lines on the account shall carry; a doubt lowers the confidence.
void propose_code(const accounting::Chart& chart, const std::string& usual,
                  const accounting::ChartAccount& account, Date day, ProposedPlace& place) {
  place.vat_code = usual;
  if (account.vat_code_locked && account.vat_code != usual) {
    place.vat_code = account.vat_code;
    place.confidence = Confidence::low;
    place.reason += fmt::format("; the account is locked to VAT code {}, where {} is usual",
                                account.vat_code, usual.empty() ? "none" : usual);
  }
  if (place.vat_code.empty() || place.vat_code == "0") return;
  const accounting::ChartVatCode* const known = chart.vat_code(place.vat_code, day);
  if (known == nullptr) {
    place.confidence = Confidence::none;
    place.reason += fmt::format("; VAT code {} is missing or inactive", place.vat_code);
    return;
  }
  const books::VatCode* const meaning = books::find_vat_code(place.vat_code);
  if (meaning == nullptr || !known->rate || meaning->side == books::VatCode::Side::none) return;
  const auto rate = vat_rate(meaning->rate_class, day);
  if (!rate || *rate == *known->rate) return;
  place.confidence = Confidence::low;
  place.reason += fmt::format("; VAT code {} has {} hundredths of a percent there, the law has {}",
                              place.vat_code, known->rate->basis_points, rate->basis_points);
}

/// Roles whose accounts are proven each by itself.
bool stands_alone(books::AccountRole role) {
  return role == clearing || role == in_transit || role == accrued_fees || role == suspense;
}

}  // namespace

std::string_view to_string(Confidence confidence) {
  switch (confidence) {
    case Confidence::none:
      return "none";
    case Confidence::low:
      return "low";
    case Confidence::medium:
      return "medium";
    case Confidence::high:
      return "high";
  }
  return "none";
}

std::vector<ProposedPlace> propose_mapping(const accounting::Chart& chart,
                                           const books::Mapping& now, bool vat_registered,
                                           Date day) {
  std::vector<ProposedPlace> places;
  std::set<books::AccountNumber> taken;
  for (std::size_t i = 0; i < hints.size(); ++i) {
    const Hint& hint = hints[i];
    check(hint.role == static_cast<books::AccountRole>(i), "hints stand in the order of roles");
    ProposedPlace place;
    place.role = hint.role;
    const auto found = best(chart, hint, now, vat_registered,
                            stands_alone(hint.role) ? taken : std::set<books::AccountNumber>());
    if (!found) {
      place.reason = fmt::format(
          "no active account between {} and {} fits, and {} is not there: "
          "make one in the accounting system",
          hint.first, hint.last, now.account(hint.role));
      places.push_back(std::move(place));
      continue;
    }
    place.account = found->account->number;
    place.account_name = found->account->name;
    place.confidence = confidence_of(*found);
    place.reason = reason_of(*found);
    if (vat_registered) {
      propose_code(chart, now.vat_code(hint.role), *found->account, day, place);
    }
    if (stands_alone(hint.role)) taken.insert(place.account);
    places.push_back(std::move(place));
  }
  return places;
}

Result<books::Mapping> accept_proposal(const std::vector<ProposedPlace>& proposal,
                                       const books::Mapping& now, Confidence at_least) {
  books::Mapping mapping = now;
  for (const ProposedPlace& place : proposal) {
    if (place.account == 0 || place.confidence < at_least) continue;
    auto set = mapping.set_account(place.role, place.account);
    if (!set) return set.error();
    mapping.set_vat_code(place.role, place.vat_code);
  }
  return mapping;
}

}  // namespace avstem::services
