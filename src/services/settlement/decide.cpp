#include "services/settlement/decide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "services/settlement/standing.hpp"

namespace avstem::services {
namespace {

std::string decimal(std::int64_t minor, Currency currency) {
  return Money(minor, currency).to_decimal();
}

std::string item_words(const std::string& matching_reference, const std::string& invoice_number) {
  if (!invoice_number.empty()) return "invoice " + invoice_number;
  return matching_reference.empty() ? "" : fmt::format("open item '{}'", matching_reference);
}

/// Where a decision puts the money, for the history.
std::string words_of(const books::Voucher& voucher, const books::StandingMoney& money) {
  std::string words = fmt::format("{} from account {} to",
                                  decimal(std::abs(money.amount), money.currency), money.account);
  bool first = true;
  for (const books::Posting& line : voucher.postings()) {
    if (line.account == money.account) continue;
    words +=
        fmt::format("{} {}", first ? "" : ",",
                    line.customer_number == 0 ? fmt::format("account {}", line.account)
                                              : fmt::format("customer {}", line.customer_number));
    const std::string item = item_words(line.matching_reference, line.invoice_number);
    if (!item.empty()) words += fmt::format(" ({})", item);
    if (!line.vat_code.empty()) words += fmt::format(" (VAT code {})", line.vat_code);
    if (voucher.postings().size() > 2)
      words += " " + decimal(std::abs(line.amount), money.currency);
    first = false;
  }
  return words;
}

}  // namespace

/// An open finding, the money it is about, and what a decision of today needs.
struct Decide::Matter {
  StoredFinding finding;
  books::StandingMoney money;
  books::DecisionTerms terms;
};

Decide::Decide(World world)
    : world_(std::move(world)),
      vouchers_(world_.database),
      findings_(world_.database),
      actions_(world_.database),
      claims_(world_.database, world_.system, world_.clock, world_.zone),
      post_(world_.database, world_.system, world_.clock, world_.zone) {}

Result<Decide::Matter> Decide::matter(const Client& client, std::int64_t finding_id) {
  auto finding = actions_.open_finding(finding_id);
  if (!finding) return finding.error();
  auto money = standing(client, *finding);
  if (!money) return money.error().in(fmt::format("finding {}", finding_id));
  auto parts = vouchers_.parts_taken(client.id, finding->ledger, finding->finding.ledger_date);
  if (!parts) return parts.error();
  books::DecisionTerms terms;
  terms.mapping = client.mapping;
  for (const LedgerTerms& ledger : client.ledgers) {
    if (ledger.id == finding->ledger) terms.mapping = client.mapping_of(ledger);
  }
  terms.vat_registered = client.vat_registered;
  terms.date = today();
  terms.part = (*parts)[static_cast<std::size_t>(books::VoucherKind::decision)] + 1;
  return Matter{*std::move(finding), *std::move(money), std::move(terms)};
}

/// What stands there by our own journal. A line that another decision or a reversal has moved does
/// not stand there any more, so nothing is moved twice.
Result<books::StandingMoney> Decide::standing(const Client& client, const StoredFinding& finding) {
  const books::Finding& told = finding.finding;
  const auto role = books::place_of(told.kind);
  if (!role) {
    return Error{ErrorKind::invalid,
                 fmt::format("{} holds no money that could be moved; 'avstem findings list' says "
                             "what can be done",
                             to_string(told.kind))};
  }
  books::StandingMoney money;
  money.client = client.id;
  money.ledger = finding.ledger;
  money.ledger_date = told.ledger_date;
  money.line_reference = line_reference_of(told);
  money.amount = told.amount;
  for (const LedgerTerms& ledger : client.ledgers) {
    if (ledger.id == finding.ledger) money.currency = ledger.currency;
  }
  auto version = mapping_version_of(world_.database, client.id, finding.ledger, told.ledger_date,
                                    money.line_reference);
  if (!version) return version.error();
  if (!*version) {
    return Error{ErrorKind::not_found,
                 fmt::format("no voucher of {} has a line of '{}'", told.ledger_date.to_string(),
                             money.line_reference)};
  }
  auto mapping = world_.mapping(**version);
  if (!mapping) return mapping.error();
  money.account = mapping->account(*role);
  auto there = standing_on(world_.database, client.id, finding.ledger, told.ledger_date,
                           money.line_reference, money.account);
  if (!there) return there.error();
  money.vat_code = there->vat_code;
  // Income stands as a credit. Two entries may have one pspReference, and stand there together.
  const bool stands = (there->balance < 0) == (money.amount > 0) &&
                      std::abs(there->balance) >= std::abs(money.amount);
  if (money.amount == 0 || !stands) {
    return Error{ErrorKind::conflict,
                 fmt::format("{} of '{}' should stand on account {}, but {} does: it was moved "
                             "already; 'avstem findings show {}' tells what was done",
                             decimal(-money.amount, money.currency), money.line_reference,
                             money.account, decimal(there->balance, money.currency), finding.id)};
  }
  return money;
}

Result<Decided> Decide::link(const Client& client, std::int64_t finding_id, const LinkTo& to,
                             const Actor& actor) {
  auto known = matter(client, finding_id);
  if (!known) return known.error();
  std::optional<books::Finding> told;
  auto place = destination(client, *known, to, told);
  if (!place) return place.error().in(fmt::format("finding {}", finding_id));
  auto voucher = books::decide(known->money, {*place}, known->terms);
  if (!voucher) return voucher.error().in(fmt::format("finding {}", finding_id));
  return carry_out(client, *known, ActionVerb::link, *voucher, told, actor);
}

/// The customer and its open item, as the accounting system has it now.
Result<books::Destination> Decide::destination(const Client& client, const Matter& matter,
                                               const LinkTo& to,
                                               std::optional<books::Finding>& told) {
  LinkTo wanted = to;
  if (wanted.customer_number == 0) {
    const books::Suggestion& likely = matter.finding.finding.suggestion;
    if (likely.customer_number == 0) {
      return Error{ErrorKind::invalid,
                   "nothing is suggested; give --customer NUMBER, and "
                   "--reference or --invoice for an open item"};
    }
    wanted = {likely.customer_number, likely.matching_reference, likely.invoice_number};
  }
  const books::StandingMoney& money = matter.money;
  books::Destination place;
  place.amount = money.amount;
  place.customer_number = wanted.customer_number;
  if (wanted.matching_reference.empty() && wanted.invoice_number.empty()) return place;

  auto claims = claims_.read(client);
  if (!claims) return claims.error();
  const books::Claim* item = nullptr;
  for (const books::Claim& claim : *claims) {
    const bool named =
        claim.customer_number == wanted.customer_number &&
        (wanted.matching_reference.empty() ? claim.invoice_number == wanted.invoice_number
                                           : claim.matching_reference == wanted.matching_reference);
    const bool open = claim.open.minor() != 0 && claim.open.currency() == money.currency &&
                      (claim.open.minor() > 0) == (money.amount > 0);
    if (!named || !open) continue;
    if (item == nullptr || claim.open.minor() == money.amount) item = &claim;
  }
  if (item == nullptr) {
    return Error{ErrorKind::not_found,
                 fmt::format("customer {} has no open {} that is {}; leave it out to put the money "
                             "on the customer",
                             wanted.customer_number, money.amount > 0 ? "invoice" : "credit note",
                             item_words(wanted.matching_reference, wanted.invoice_number))};
  }
  place.matching_reference = item->matching_reference;
  if (item->matching_reference.empty()) {
    place.invoice_number = item->invoice_number;
    place.kid = item->kid;
  }
  const std::int64_t rest = add_minor(item->open.minor(), -money.amount);
  if (rest != 0) {
    const bool over = std::abs(money.amount) > std::abs(item->open.minor());
    told = books::Finding{
        over ? books::FindingKind::overpayment : books::FindingKind::underpayment,
        money.ledger_date, matter.finding.finding.subject, rest,
        fmt::format("{} was linked to {} of customer {}, of which {} was open; the rest, {}, stays "
                    "on the customer",
                    decimal(money.amount, money.currency),
                    item_words(item->matching_reference, item->invoice_number),
                    item->customer_number, item->open.to_decimal(), decimal(rest, money.currency))};
  }
  return place;
}

Result<Decided> Decide::split(const Client& client, std::int64_t finding_id,
                              std::vector<books::Destination> parts, const Actor& actor) {
  auto known = matter(client, finding_id);
  if (!known) return known.error();
  if (known->money.amount < 0) {
    for (books::Destination& part : parts)
      part.amount = -part.amount;
  }
  auto voucher = books::decide(known->money, parts, known->terms);
  if (!voucher) return voucher.error().in(fmt::format("finding {}", finding_id));
  return carry_out(client, *known, ActionVerb::split, *voucher, {}, actor);
}

Result<Decided> Decide::post(const Client& client, std::int64_t finding_id, books::Destination to,
                             const Actor& actor) {
  auto known = matter(client, finding_id);
  if (!known) return known.error();
  to.amount = known->money.amount;
  auto voucher = books::decide(known->money, {std::move(to)}, known->terms);
  if (!voucher) return voucher.error().in(fmt::format("finding {}", finding_id));
  return carry_out(client, *known, ActionVerb::post, *voucher, {}, actor);
}

Result<Decided> Decide::force(const Client& client, std::int64_t finding_id,
                              std::optional<VatRateClass> vat, const Actor& actor) {
  auto finding = actions_.open_finding(finding_id);
  if (!finding) return finding.error();
  const books::FindingKind kind = finding->finding.kind;
  if (!books::can_be_forced(kind)) {
    return Error{ErrorKind::invalid,
                 fmt::format("finding {} is {}, and cannot be forced: only a disputed capture can, "
                             "by which its loss is accepted",
                             finding_id, to_string(kind))};
  }
  auto known = matter(client, finding_id);
  if (!known) return known.error();
  Date supplied = known->terms.date;
  if (vat) {
    auto captured = captured_on(client, known->money);
    if (!captured) return captured.error().in(fmt::format("finding {}", finding_id));
    supplied = *captured;
  }
  auto voucher = books::accept_loss(known->money, vat, supplied, known->terms);
  if (!voucher) return voucher.error().in(fmt::format("finding {}", finding_id));
  return carry_out(client, *known, ActionVerb::force, *voucher, {}, actor);
}

/// The rate that may be taken back is the one that was charged, never today's.
Result<Date> Decide::captured_on(const Client& client, const books::StandingMoney& money) {
  auto date = capture_date(world_.database, client.id, money.ledger, money.line_reference);
  if (!date) return date.error();
  if (*date) return **date;
  return Error{ErrorKind::not_found,
               fmt::format("capture '{}' is not among the dates we have, so its VAT rate is not "
                           "known; split the loss and its VAT by hand: 'avstem findings split'",
                           money.line_reference)};
}

Result<Decided> Decide::carry_out(const Client& client, const Matter& matter, ActionVerb verb,
                                  const books::Voucher& voucher,
                                  const std::optional<books::Finding>& told, const Actor& actor) {
  FindingAction action;
  action.finding_id = matter.finding.id;
  action.verb = verb;
  action.actor = actor;
  action.at = world_.clock.now();
  action.words = words_of(voucher, matter.money);
  return plan(client, matter.finding.ledger, matter.money.ledger_date, voucher, std::move(action),
              [&](const FindingAction& made) -> Result<std::int64_t> {
                auto id = actions_.add(made, client.id);
                if (!id) return id;
                if (told) {
                  auto raised = findings_.raise(client.id, matter.finding.ledger, *told, made.at);
                  if (!raised) return raised.error();
                }
                auto closed = findings_.resolve(
                    made.finding_id,
                    fmt::format("action {}: {} {}", *id, to_string(verb), made.words), made.at);
                if (!closed) return closed.error();
                return id;
              });
}

}  // namespace avstem::services
