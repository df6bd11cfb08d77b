#include "services/settlement/correct.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "books/reversal.hpp"

namespace avstem::services {
namespace {

/// A decision is told about in its finding, which must hear of it too.
Result<void> refuse_decision(const StoredVoucher& stored) {
  if (stored.voucher.head().kind != books::VoucherKind::decision) return {};
  return Error{ErrorKind::conflict,
               fmt::format("voucher {} is a decision about a finding; take it back with 'avstem "
                           "findings undo', so that the finding is open again",
                           stored.number)};
}

/// Money that a decision moved on would be missing where the mirror takes it from.
Result<void> refuse_decided(store::Database& database, const Client& client,
                            const StoredVoucher& original) {
  auto query = database.prepare(
      "SELECT d.number FROM vouchers d JOIN voucher_lines l ON l.voucher_id = d.voucher_id WHERE"
      " d.client_id = ?1 AND d.ledger_id = ?3 AND d.ledger_date = ?4 AND d.kind = 'dec' AND"
      " d.state <> 'void' AND l.line_reference <> '' AND l.line_reference IN (SELECT"
      " line_reference FROM voucher_lines WHERE voucher_id = ?2) AND NOT EXISTS (SELECT 1 FROM"
      " vouchers r WHERE r.client_id = ?1 AND r.reverses = d.reference AND r.state <> 'void')"
      " LIMIT 1");
  auto row = query
                 .bind(client.id.text(), original.id, original.ledger.text(),
                       original.ledger_date.to_string())
                 .step();
  if (!row) return row.error();
  if (!*row) return {};
  return Error{ErrorKind::conflict,
               fmt::format("money of voucher {} was moved on by decision {}; take that back first "
                           "with 'avstem findings undo'",
                           original.number, query.text(0))};
}

}  // namespace

Result<StoredVoucher> plan_reversal(store::Database& database, const Client& client,
                                    const StoredVoucher& original, Date on, const Because& because,
                                    Instant now) {
  if (auto said = check_reason(because, "--reason"); !said) return said.error();
  VoucherStore vouchers(database);
  ActStore acts(database);
  if (original.state != VoucherState::posted) {
    return Error{ErrorKind::conflict,
                 fmt::format("voucher {} is {}, not posted; one that was never sent is given up "
                             "with 'avstem vouchers void'",
                             original.number, to_string(original.state))};
  }
  if (auto free = refuse_decision(original); !free) return free.error();
  if (auto free = refuse_decided(database, client, original); !free) return free.error();
  auto earlier = acts.reversal_of(client.id, original);
  if (!earlier) return earlier.error();
  if (*earlier) {
    return Error{ErrorKind::conflict,
                 fmt::format("voucher {} is reversed already, by {}; 'avstem vouchers show {}' "
                             "shows both",
                             original.number, (*earlier)->number, original.number)};
  }
  auto parts = vouchers.parts_taken(client.id, original.ledger, original.ledger_date);
  if (!parts) return parts.error();
  const int part = (*parts)[static_cast<std::size_t>(books::VoucherKind::reversal)] + 1;
  auto mirror = books::reverse(
      original.voucher, on,
      books::voucher_reference(client.id, original.ledger, books::VoucherKind::reversal,
                               original.ledger_date, part));
  if (!mirror) return mirror.error();
  auto planned = vouchers.plan(client.id, original.ledger, original.ledger_date,
                               original.mapping_version, *mirror, {});
  if (!planned) return planned.error();
  auto told = acts.add(client.id, original.id, Act::reverse, because, now);
  if (!told) return told.error();
  return vouchers.find(client.id, mirror->head().reference);
}

/// The date of a reversal: open by the accounting system's lock and by the client's own.
Result<Date> Correct::date_of(const Client& client, const StoredVoucher& original,
                              std::optional<Date> wanted) {
  auto there = system_.lock_date();
  if (!there) return there.error();
  auto ours = locks_.locked_until(client.id);
  if (!ours) return ours.error();
  const std::optional<Date> lock = later_lock(*there, *ours);
  const Date own = original.voucher.head().date;
  if (!wanted) return lock ? std::max(own, lock->next()) : own;
  if (lock && *wanted <= *lock) {
    return Error{ErrorKind::invalid,
                 fmt::format("{} lies in a locked period (locked until {}); the first open date is "
                             "{}",
                             wanted->to_string(), lock->to_string(), lock->next().to_string())};
  }
  const Date today = zone_.date_of(clock_.now());
  if (*wanted > today) {
    return Error{ErrorKind::invalid, fmt::format("{} lies in the future; the last date that can be "
                                                 "given is {}",
                                                 wanted->to_string(), today.to_string())};
  }
  return *wanted;
}

Result<VoucherStory> Correct::reverse(const Client& client, const Order& order) {
  auto original = vouchers_.find(client.id, order.voucher);
  if (!original) return original.error();
  auto on = date_of(client, *original, order.on);
  if (!on) return on.error();
  std::vector<books::Claim> claims;
  if (order.rebook) {
    auto open = claims_.read(client);
    if (!open) return open.error();
    claims = *std::move(open);
  }
  auto done = db_.transact([&]() -> Result<void> {
    auto mirror = plan_reversal(db_, client, *original, *on, order.because, clock_.now());
    if (!mirror) return mirror.error();
    if (!order.rebook) return {};
    books::give_back_to_claims(claims, mirror->voucher);
    const bool elsewhere = *on != original->voucher.head().date;
    return book_again(client, *original, elsewhere ? on.value() : std::optional<Date>(),
                      order.because, claims);
  });
  if (!done) return done.error();
  return acts_.story(client.id, original->number);
}

Result<VoucherStory> Correct::give_up(const Client& client, const Order& order) {
  if (auto said = check_reason(order.because, "--reason"); !said) return said.error();
  auto voucher = vouchers_.find(client.id, order.voucher);
  if (!voucher) return voucher.error();
  if (auto free = refuse_decision(*voucher); !free) return free.error();
  if (auto free = refuse_decided(db_, client, *voucher); !free) return free.error();
  const std::string& original = voucher->voucher.head().reverses;
  if (!original.empty()) {
    // Its replacement stands, or will: both would count.
    auto story = acts_.story(client.id, original);
    if (!story) return story.error();
    if (auto free = refuse_decision(story->voucher); !free) return free.error();
    if (!story->replacements.empty()) {
      return Error{ErrorKind::conflict,
                   fmt::format("the entries of voucher {} are booked again, so its reversal {} "
                               "cannot be given up; put right why it is {}, and close",
                               story->voucher.number, voucher->number, to_string(voucher->state))};
    }
  }
  auto done = db_.transact([&]() -> Result<void> {
    if (auto set = vouchers_.set_void(*voucher); !set) return set;
    auto gone = findings_.withdraw(client.id, voucher->ledger, voucher->ledger_date,
                                   books::FindingKind::posting_refused,
                                   voucher->voucher.head().reference, clock_.now());
    if (!gone) return gone;
    return acts_.add(client.id, voucher->id, Act::void_, order.because, clock_.now());
  });
  if (!done) return done.error();
  // What it took from the open items is free only now.
  if (order.rebook) return rebook(client, order);
  return acts_.story(client.id, voucher->number);
}

Result<VoucherStory> Correct::rebook(const Client& client, const Order& order) {
  if (auto said = check_reason(order.because, "--reason"); !said) return said.error();
  auto voucher = vouchers_.find(client.id, order.voucher);
  if (!voucher) return voucher.error();
  std::optional<Date> on;
  if (voucher->state != VoucherState::voided) {
    auto reversal = acts_.reversal_of(client.id, *voucher);
    if (!reversal) return reversal.error();
    if (!*reversal) {
      return Error{ErrorKind::conflict,
                   fmt::format("voucher {} stands, so its entries are booked; 'avstem reverse {} "
                               "--rebook' takes it back first",
                               voucher->number, voucher->number)};
    }
    if ((*reversal)->state != VoucherState::posted) {
      return Error{
          ErrorKind::conflict,
          fmt::format("the reversal {} of voucher {} is {}; close first, or the open items "
                      "do not say yet what it gives back",
                      (*reversal)->number, voucher->number, to_string((*reversal)->state))};
    }
    const Date reversed_on = (*reversal)->voucher.head().date;
    if (reversed_on != voucher->voucher.head().date) on = reversed_on;
  }
  auto claims = claims_.read(client);
  if (!claims) return claims.error();
  auto done =
      db_.transact([&] { return book_again(client, *voucher, on, order.because, *claims); });
  if (!done) return done.error();
  return acts_.story(client.id, voucher->number);
}

/// `on`: the reversal stands on another date than the original, and so do the replacements, or
/// between the two the entries would count twice.
Result<void> Correct::book_again(const Client& client, const StoredVoucher& taken_back,
                                 std::optional<Date> on, const Because& because,
                                 std::vector<books::Claim> claims) {
  auto before = acts_.has(taken_back.id, Act::rebook);
  if (!before) return before.error();
  if (*before) {
    return Error{
        ErrorKind::conflict,
        fmt::format("the entries of voucher {} were booked again already; 'avstem vouchers "
                    "show {}' shows as what",
                    taken_back.number, taken_back.number)};
  }
  const auto ledger = std::ranges::find_if(
      client.ledgers, [&](const LedgerTerms& terms) { return terms.id == taken_back.ledger; });
  if (ledger == client.ledgers.end()) {
    return Error{ErrorKind::not_found, fmt::format("client '{}' has no ledger {} any more",
                                                   client.id.text(), taken_back.ledger.text())};
  }
  books::join_reopened_claims(claims, taken_back.voucher);
  books::OpenItems items(claims);
  auto made = book_.again(client, *ledger, taken_back, items);
  if (!made) return made.error();
  if (auto told = acts_.add(client.id, taken_back.id, Act::rebook, because, clock_.now()); !told) {
    return told;
  }
  for (const books::PlannedVoucher& planned : *made) {
    const bool moves = on && planned.voucher.head().date < *on;
    auto stored = vouchers_.plan(
        client.id, ledger->id, taken_back.ledger_date, client.mapping_version,
        moves ? planned.voucher.moved_to(*on, "booked again") : planned.voucher, planned.from);
    if (!stored) return stored;
    auto found = vouchers_.find(client.id, planned.voucher.head().reference);
    if (!found) return found.error();
    if (auto linked = acts_.add_replacement(taken_back.id, found->id); !linked) return linked;
  }
  return {};
}

}  // namespace avstem::services
