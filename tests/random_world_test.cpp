// Laws that hold in any world (rules § 2.1), each world made from a seed. One that fails is played
// again alone with AVSTEM_WORLD_SEED.

#include "tests/random_world.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "platform/oslo_zone.hpp"
#include "services/settlement/close.hpp"
#include "services/settlement/correct.hpp"
#include "services/settlement/schema.hpp"
#include "services/settlement/verify.hpp"
#include "store/migrations.hpp"
#include "vipps/report.hpp"

namespace avstem::tests {
namespace {

using books::AccountRole;
using books::Topic;

constexpr std::uint64_t worlds = 25;

/// The seeds to play: all, or the one that AVSTEM_WORLD_SEED names.
std::vector<std::uint64_t> seeds() {
  if (const char* one = std::getenv("AVSTEM_WORLD_SEED")) {
    return {std::strtoull(one, nullptr, 10)};
  }
  std::vector<std::uint64_t> all;
  for (std::uint64_t seed = 1; seed <= worlds; ++seed)
    all.push_back(seed);
  return all;
}

/// A firm that keeps the books of the one client of a world.
class Firm {
 public:
  explicit Firm(const RandomWorld& world)
      : report(world),
        system(world),
        database(store::Database::open(":memory:").value()),
        world_(world),
        clock_(Instant(world.last().plus_days(2).days() + std::chrono::hours(8))) {
    EXPECT_TRUE(store::migrate(database, services::settlement_migrations()));
    client.id = ClientId("cafe");
    services::LedgerTerms terms;
    terms.id = LedgerId("302321");
    terms.start = world.start;
    client.ledgers.push_back(terms);
  }

  services::CloseReport close(Date from, Date to) {
    vipps::TokenSource tokens(report, clock_, vipps::Endpoint{"http://vipps"},
                              vipps::AccountingKeys{"key", Secret("a:b")});
    vipps::ReportClient reports(report, tokens);
    services::Close line({database, &reports, system, clock_, oslo()});
    auto closed = line.run(client, {from, to});
    EXPECT_TRUE(closed) << closed.error().message;
    return closed ? *std::move(closed) : services::CloseReport{};
  }
  services::CloseReport close_all() { return close(world_.start, world_.last()); }

  services::Correct corrections() { return {database, system, clock_, oslo()}; }
  /// The rest of the line for a ledger date: what is planned is posted, and proven.
  void send(Date date) {
    services::Close line({database, nullptr, system, clock_, oslo()});
    const auto sent = line.run_stored(client, client.ledgers.front(), {date});
    EXPECT_TRUE(sent) << sent.error().message;
  }
  std::vector<services::StoredVoucher> stored() {
    services::VoucherStore store(database);
    return store.of_dates(client.id, world_.start, world_.last()).value();
  }

  /// The books: every account and open item by ledger date, whichever vouchers moved it.
  using Place = std::tuple<Date, books::AccountNumber, std::int64_t, std::string, std::string>;
  std::map<Place, std::int64_t> books() {
    services::VoucherStore store(database);
    const auto stored = store.of_dates(client.id, world_.start, world_.last());
    std::map<Place, std::int64_t> sums;
    for (const services::StoredVoucher& each : stored.value()) {
      EXPECT_EQ(each.state, services::VoucherState::posted) << each.problem;
      for (const books::Posting& line : each.voucher.postings()) {
        sums[{each.ledger_date, line.account, line.customer_number, line.matching_reference,
              line.vat_code}] += line.amount;
      }
    }
    std::erase_if(sums, [](const auto& sum) { return sum.second == 0; });
    return sums;
  }
  std::int64_t balance(AccountRole role, Date date) {
    std::int64_t sum = 0;
    for (const books::Voucher& voucher : system.vouchers) {
      if (voucher.head().date <= date) sum += voucher.movement(client.mapping.account(role));
    }
    return sum;
  }

  /// R15: fees of later dates that stand in the books already, in their captures' year.
  std::int64_t accrued_ahead(Date date) {
    services::VoucherStore store(database);
    const auto later = store.of_dates(client.id, date.next(), world_.last());
    std::int64_t sum = 0;
    for (const services::StoredVoucher& each : later.value()) {
      if (each.voucher.head().kind != books::VoucherKind::accrued_fees) continue;
      if (each.voucher.head().date > date) continue;
      sum += each.voucher.movement(client.mapping.account(AccountRole::accrued_fees));
    }
    return sum;
  }

  WorldReport report;
  MemoryBooks system;
  services::Client client;
  store::Database database;

 private:
  const RandomWorld& world_;
  ManualClock clock_;
};

/// The places where two books differ, a line each.
std::string differences(const std::map<Firm::Place, std::int64_t>& found,
                        const std::map<Firm::Place, std::int64_t>& expected) {
  std::string text;
  auto all = found;
  all.insert(expected.begin(), expected.end());
  for (const auto& [place, ignored] : all) {
    const auto at = [&](const std::map<Firm::Place, std::int64_t>& books) {
      const auto sum = books.find(place);
      return sum == books.end() ? 0 : sum->second;
    };
    if (at(found) == at(expected)) continue;
    const auto& [date, account, customer, reference, vat] = place;
    text += fmt::format("{} account {} customer {} {} {}: {}, expected {}\n", date.to_string(),
                        account, customer, reference, vat, at(found), at(expected));
  }
  return text;
}

/// Every proof that says it is proven holds, offline.
void verify_all(Firm& firm) {
  services::ProofStore proofs(firm.database);
  services::Verify verify(firm.database);
  const auto chain = proofs.chain(firm.client.id, 1'000);
  ASSERT_TRUE(chain);
  for (const services::StoredProof& stored : *chain) {
    // One that was made while something was missing says so itself: it is not proven.
    const auto document = services::parse_proof(stored.bytes);
    ASSERT_TRUE(document) << document.error().message;
    if (!document->is_proven()) continue;
    const auto verified = verify.proof(firm.client.id, stored, {});
    ASSERT_TRUE(verified) << verified.error().message;
    for (const services::VerifyCheck& check : verified->checks) {
      EXPECT_TRUE(check.holds) << stored.number << ": " << check.words << '\n'
                               << ::testing::PrintToString(verified->notes);
    }
  }
}

/// The firm that reads everything at once: what the others are held against.
void close_at_once(Firm& firm) {
  firm.report.show_all();
  firm.close_all();
}

TEST(RandomWorld, AccountsFollowVippsOnEveryDate) {
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE(seed);
    const RandomWorld world(seed);
    Firm firm(world);
    firm.report.show_all();
    const auto report = firm.close_all();
    EXPECT_TRUE(report.proof.is_proven());
    for (Date date = world.start; date <= world.last(); date = date.next()) {
      EXPECT_EQ(firm.balance(AccountRole::clearing, date), world.balance(Topic::funds, date));
      EXPECT_EQ(firm.balance(AccountRole::accrued_fees, date) - firm.accrued_ahead(date),
                world.balance(Topic::fees, date));
    }
    std::int64_t in_transit = 0;
    for (const auto& [place, entries] : world.entries) {
      for (const books::Entry& entry : entries) {
        const bool moves = entry.type == books::EntryType::payout_scheduled ||
                           entry.type == books::EntryType::payout_aborted ||
                           entry.type == books::EntryType::top_up;
        if (moves) in_transit -= entry.amount;
      }
    }
    EXPECT_EQ(firm.balance(AccountRole::in_transit, world.last()), in_transit);
  }
}

TEST(RandomWorld, VouchersBalanceAndEachLineHasItsRecipe) {
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE(seed);
    const RandomWorld world(seed);
    Firm firm(world);
    close_at_once(firm);
    std::set<std::string> references;
    for (const books::Voucher& voucher : firm.system.vouchers) {
      EXPECT_TRUE(references.insert(voucher.head().reference).second);
      EXPECT_GE(voucher.postings().size(), 2U);
      std::int64_t sum = 0;
      for (const books::Posting& line : voucher.postings()) {
        EXPECT_NE(line.amount, 0);
        EXPECT_FALSE(line.rule.empty());
        sum += line.amount;
      }
      EXPECT_EQ(sum, 0) << voucher.head().reference;
    }
  }
}

/// What a customer owes never goes below nothing without a finding that says so.
TEST(RandomWorld, NoCustomerIsPaidTooMuchUnnoticed) {
  std::int64_t ever = 0;
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE(seed);
    const RandomWorld world(seed);
    Firm firm(world);
    close_at_once(firm);
    std::map<std::int64_t, std::int64_t> owed;
    for (const books::Claim& claim : world.claims) {
      if (claim.open.minor() > 0) owed[claim.customer_number] += claim.open.minor();
    }
    for (const books::Voucher& voucher : firm.system.vouchers) {
      for (const books::Posting& line : voucher.postings()) {
        if (owed.contains(line.customer_number)) owed[line.customer_number] += line.amount;
      }
    }
    const auto overpaid = std::ranges::count_if(owed, [](const auto& it) { return it.second < 0; });
    services::FindingStore store(firm.database);
    const auto open = store.open(firm.client.id);
    const auto told = std::ranges::count_if(open.value(), [](const auto& stored) {
      return stored.finding.kind == books::FindingKind::overpayment;
    });
    EXPECT_GE(told, overpaid);
    ever += overpaid;
  }
  if (seeds().size() > 1) {
    EXPECT_GT(ever, 0);
  }
}

TEST(RandomWorld, ReplayingAnyRangePostsNothing) {
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE(seed);
    const RandomWorld world(seed);
    Firm firm(world);
    close_at_once(firm);
    const auto posted = firm.system.vouchers;
    Dice dice(seed);
    for (int replay = 0; replay < 3; ++replay) {
      const int from = static_cast<int>(dice.below(world.days));
      const int to = from + static_cast<int>(dice.below(world.days - from));
      firm.close(world.start.plus_days(from), world.start.plus_days(to));
      EXPECT_EQ(firm.system.vouchers, posted);
    }
  }
}

/// Pages that come late, in pieces, twice; dates that look closed and are not; runs over any range
/// in between.
TEST(RandomWorld, AnyOrderOfArrivalGivesTheSameBooks) {
  std::size_t further_parts = 0;
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE(seed);
    const RandomWorld world(seed);
    Firm at_once(world);
    close_at_once(at_once);
    Firm piecemeal(world);
    Dice dice(seed * 7919);
    for (std::int64_t night = 2 + dice.below(4); night > 0; --night) {
      piecemeal.report.show_more(dice);
      const int from = static_cast<int>(dice.below(world.days));
      piecemeal.close(world.start.plus_days(from), world.last());
    }
    piecemeal.report.show_all();
    const auto report = piecemeal.close_all();
    EXPECT_TRUE(report.proof.is_proven());
    EXPECT_EQ(differences(piecemeal.books(), at_once.books()), "");
    further_parts += piecemeal.system.vouchers.size() - at_once.system.vouchers.size();
  }
  if (seeds().size() > 1) {
    EXPECT_GT(further_parts, worlds / 4) << "the dice hardly hold anything back";
  }
}

TEST(RandomWorld, NothingIsPostedInALockedPeriodAndEveryDateIsProven) {
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE(seed);
    const RandomWorld world(seed);
    Firm firm(world);
    Dice dice(seed + 1);
    firm.system.lock = world.start.plus_days(static_cast<int>(dice.below(world.days)));
    firm.report.show_all();
    const auto report = firm.close_all();
    EXPECT_EQ(report.posting.refused, 0);
    EXPECT_TRUE(report.proof.is_proven());
    for (const books::Voucher& voucher : firm.system.vouchers)
      EXPECT_GT(voucher.head().date, *firm.system.lock) << voucher.head().reference;
  }
}

TEST(RandomWorld, EveryProofHoldsHoweverItsPagesCame) {
  for (const std::uint64_t seed : seeds()) {
    SCOPED_TRACE(seed);
    const RandomWorld world(seed);
    Firm firm(world);
    Dice dice(seed * 104'729);
    for (int night = 0; night < 3; ++night) {
      firm.report.show_more(dice);
      firm.close_all();
    }
    firm.report.show_all();
    firm.close_all();
    services::ProofStore proofs(firm.database);
    EXPECT_GE(proofs.chain(firm.client.id, 1'000)->size(), static_cast<std::size_t>(world.days));
    verify_all(firm);
  }
}

/// What a client is set up with in the end.
void set_right(services::Client& client) {
  client.mapping_version = 2;
  EXPECT_TRUE(client.mapping.set_account(AccountRole::payment_fees, 7775));
  EXPECT_TRUE(client.mapping.set_account(AccountRole::suspense, 2990));
  client.matching.tolerance = 100;
}

/// A firm that booked everything with the wrong accounts, as gifts, and takes it back: voucher by
/// voucher, at once or with a night in between, into a period that may be locked.
TEST(RandomWorld, ReversalThenBookingAgainGivesTheBooksOfOneRightBooking) {
  for (const std::uint64_t seed : seeds()) {
    if (seed % 2 == 0 && seeds().size() > 1) continue;  // each is three closes and more
    SCOPED_TRACE(seed);
    const RandomWorld world(seed);
    Firm right(world);
    set_right(right.client);
    close_at_once(right);
    Firm firm(world);
    firm.client.ledgers.front().captures = books::CaptureUse::gifts;
    close_at_once(firm);
    EXPECT_NE(differences(firm.books(), right.books()), "");

    firm.client.ledgers.front().captures = books::CaptureUse::claims;
    set_right(firm.client);
    Dice dice(seed * 31);
    const bool locks = dice.one_in(2);
    if (locks) firm.system.lock = world.start.plus_days(static_cast<int>(dice.below(world.days)));
    services::Correct corrections = firm.corrections();
    for (const services::StoredVoucher& wrong : firm.stored()) {
      const bool at_once = !dice.one_in(4);
      services::Correct::Order order{wrong.number, {}, at_once, {"kari", "wrong accounts"}};
      const auto reversed = corrections.reverse(firm.client, order);
      ASSERT_TRUE(reversed) << reversed.error().message;
      if (!at_once) {
        firm.send(wrong.ledger_date);
        const auto again = corrections.rebook(firm.client, order);
        ASSERT_TRUE(again) << again.error().message;
      }
      if (dice.one_in(8)) firm.send(wrong.ledger_date);
    }
    const auto report = firm.close_all();
    EXPECT_TRUE(report.proof.is_proven());
    EXPECT_EQ(differences(firm.books(), right.books()), "");
    for (Date date = world.start; date <= world.last() && !locks; date = date.next())
      EXPECT_EQ(firm.balance(AccountRole::clearing, date), world.balance(Topic::funds, date));
    verify_all(firm);
  }
}

}  // namespace
}  // namespace avstem::tests
