// The invariants of the posting rules § 2.1, for any ledger date Vipps could report.

#include "books/booking.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

#include "books/chain.hpp"

namespace avstem::books {
namespace {

constexpr Date day{2026, 3, 2};

struct Collected final : BookingSink {
  std::vector<Voucher> vouchers;
  std::vector<Finding> findings;
  std::vector<Finding> withdrawn;
  std::vector<std::pair<VoucherKind, SourceRange>> sources;
  Result<void> voucher(const Voucher& voucher, const std::vector<SourceRange>& from) override {
    vouchers.push_back(voucher);
    for (const SourceRange& range : from)
      sources.emplace_back(voucher.head().kind, range);
    return {};
  }
  Result<void> finding(const Finding& finding) override {
    findings.push_back(finding);
    return {};
  }
  Result<void> withdraw(const Finding& finding) override {
    withdrawn.push_back(finding);
    return {};
  }
  std::int64_t movement(AccountRole role) const {
    std::int64_t sum = 0;
    for (const Voucher& voucher : vouchers) {
      sum += voucher.movement(Mapping::defaults(true).account(role));
    }
    return sum;
  }
};

Entry entry(Topic topic, EntryType type, std::int64_t amount, const std::string& reference,
            const std::string& psp) {
  Entry made;
  made.topic = topic;
  made.ledger_date = day;
  made.type = type;
  made.type_word = std::string(to_string(type));
  made.amount = amount;
  made.reference = reference;
  made.psp_reference = psp;
  return made;
}

/// Any entry, also ones no Vipps ledger should hold: wrong signs, types of the other topic.
rc::Gen<Entry> any_entry() {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::element(Topic::funds, Topic::fees), rc::gen::inRange(0, 14),
                     rc::gen::inRange<std::int64_t>(-500'000, 500'000), rc::gen::inRange(0, 8)),
      [](const std::tuple<Topic, int, std::int64_t, int>& parts) {
        const auto [topic, type, amount, number] = parts;
        return entry(topic, static_cast<EntryType>(type), amount, "ORD-" + std::to_string(number),
                     std::to_string(number));
      });
}

std::vector<Entry> numbered(std::vector<Entry> entries) {
  std::map<Topic, std::int64_t> sequence;
  for (Entry& each : entries)
    each.sequence = ++sequence[each.topic];
  return entries;
}

std::vector<Claim> some_claims() {
  return {{10001, "ORD-1", "", "", Money(120'000, Currency()), day},
          {10002, "ORD-2", "", "", Money(45'000, Currency()), day},
          {10003, "ORD-3-R1", "", "", Money(-30'000, Currency()), day}};
}

BookingTerms terms() {
  BookingTerms made;
  made.client = ClientId("klient");
  made.ledger = LedgerId("302321");
  made.ledger_date = day;
  return made;
}

Collected book(const std::vector<Entry>& entries, BookingTerms with = terms()) {
  Collected collected;
  OpenItems items(some_claims());
  const Sales sales;
  DateBooking booking(std::move(with), items, sales, collected);
  for (const Entry& each : entries)
    EXPECT_TRUE(booking.add(each));
  EXPECT_TRUE(booking.finish());
  return collected;
}

TEST(Booking, ClearingFollowsFundsAndAccruedFeesFollowFeesForAnyEntries) {
  EXPECT_TRUE(rc::check([] {
    const auto entries = numbered(*rc::gen::container<std::vector<Entry>>(any_entry()));
    std::int64_t funds = 0;
    std::int64_t fees = 0;
    for (const Entry& each : entries)
      (each.topic == Topic::funds ? funds : fees) += each.amount;
    BookingTerms any_terms = terms();
    any_terms.fee_invoices = *rc::gen::element(FeeInvoices::ours, FeeInvoices::bookkeeper);
    any_terms.fee_captures.by_psp_reference = {{"1", Date(2025, 12, 31)}, {"2", day}};
    any_terms.fee_captures.by_reference = {{"ORD-3", Date(2025, 12, 31)}};
    any_terms.fee_captures.unknown = {"4"};
    const Collected collected = book(entries, any_terms);
    RC_ASSERT(collected.movement(AccountRole::clearing) == funds);
    RC_ASSERT(collected.movement(AccountRole::accrued_fees) == fees);
  }));
}

TEST(Booking, EveryVoucherBalancesAndHasNoZeroLine) {
  EXPECT_TRUE(rc::check([] {
    const auto entries = numbered(*rc::gen::container<std::vector<Entry>>(any_entry()));
    for (const Voucher& voucher : book(entries).vouchers) {
      std::int64_t sum = 0;
      RC_ASSERT(voucher.postings().size() >= 2U);
      for (const Posting& posting : voucher.postings()) {
        RC_ASSERT(posting.amount != 0);
        RC_ASSERT(!posting.rule.empty());
        sum += posting.amount;
      }
      RC_ASSERT(sum == 0);
    }
  }));
}

TEST(Booking, TheSameEntriesGiveTheSameVouchers) {
  EXPECT_TRUE(rc::check([] {
    const auto entries = numbered(*rc::gen::container<std::vector<Entry>>(any_entry()));
    const Collected first = book(entries);
    const Collected second = book(entries);
    RC_ASSERT(first.vouchers == second.vouchers);
    RC_ASSERT(first.findings == second.findings);
  }));
}

TEST(Booking, NoReferenceIsUsedTwiceAndNoneIsTooLong) {
  EXPECT_TRUE(rc::check([] {
    BookingTerms small = terms();
    small.voucher_lines_max = 4;
    const auto entries = numbered(*rc::gen::container<std::vector<Entry>>(any_entry()));
    std::set<std::string> references;
    for (const Voucher& voucher : book(entries, small).vouchers) {
      RC_ASSERT(references.insert(voucher.head().reference).second);
      RC_ASSERT(voucher.head().reference.size() <= Voucher::reference_length_max);
    }
  }));
}

TEST(Booking, AReceivableLineAlwaysNamesACustomer) {
  EXPECT_TRUE(rc::check([] {
    const auto entries = numbered(*rc::gen::container<std::vector<Entry>>(any_entry()));
    for (const Voucher& voucher : book(entries).vouchers) {
      for (const Posting& posting : voucher.postings()) {
        RC_ASSERT((posting.account == 1500) == (posting.customer_number != 0));
      }
    }
  }));
}

TEST(Booking, AnEntryThatComesLateMakesTheNextPartAndNothingElse) {
  EXPECT_TRUE(rc::check([] {
    auto entries = numbered(*rc::gen::container<std::vector<Entry>>(any_entry()));
    const auto cut = *rc::gen::inRange<std::size_t>(0, entries.size() + 1);
    std::vector<Entry> early(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(cut));
    std::vector<Entry> late(entries.begin() + static_cast<std::ptrdiff_t>(cut), entries.end());
    const Collected first = book(early);
    BookingTerms next = terms();
    for (const Voucher& voucher : first.vouchers) {
      ++next.parts_taken[static_cast<std::size_t>(voucher.head().kind)];
    }
    const Collected second = book(late, next);
    std::set<std::string> references;
    for (const Collected* half : {&first, &second}) {
      for (const Voucher& voucher : half->vouchers) {
        RC_ASSERT(references.insert(voucher.head().reference).second);
      }
    }
    const Collected whole = book(entries);
    RC_ASSERT(first.movement(AccountRole::clearing) + second.movement(AccountRole::clearing) ==
              whole.movement(AccountRole::clearing));
  }));
}

TEST(Booking, ALargeDayIsSplitIntoPartsThatEachBalance) {
  BookingTerms small = terms();
  small.voucher_lines_max = 5;
  std::vector<Entry> entries;
  for (int i = 0; i < 7; ++i) {
    entries.push_back(entry(Topic::funds, EntryType::capture, 100, "", std::to_string(i)));
  }
  const Collected collected = book(numbered(entries), small);
  ASSERT_EQ(collected.vouchers.size(), 3U);
  for (const Voucher& voucher : collected.vouchers)
    EXPECT_LE(voucher.postings().size(), 5U);
  EXPECT_EQ(collected.vouchers[0].head().reference, "klient:302321:pay:20260302:1");
  EXPECT_EQ(collected.vouchers[2].head().reference, "klient:302321:pay:20260302:3");
  EXPECT_EQ(collected.sources[0].second, (SourceRange{Topic::funds, 1, 3}));
  EXPECT_EQ(collected.sources[1].second, (SourceRange{Topic::funds, 4, 6}));
}

TEST(Voucher, OneThatDoesNotBalanceCannotBeMade) {
  const Voucher::Head head{VoucherKind::payments, "r", day, Currency(), ""};
  EXPECT_FALSE(Voucher::make(head, {{1903, 0, 100, "", "", "", "", "R01"}}));
  EXPECT_FALSE(Voucher::make(
      head, {{1903, 0, 100, "", "", "", "", "R01"}, {2998, 0, -99, "", "", "", "", "R01"}}));
  EXPECT_FALSE(Voucher::make(head, {{1903, 0, 100, "", "", "", "", "R01"},
                                    {2998, 0, -100, "", "", "", "", "R01"},
                                    {1904, 0, 0, "", "", "", "", "R01"}}));
  EXPECT_TRUE(Voucher::make(
      head, {{1903, 0, 100, "", "", "", "", "R01"}, {2998, 0, -100, "", "", "", "", "R01"}}));
}

TEST(Voucher, AReferenceIsAtMostFiftyCharactersForTheLongestIds) {
  const ClientId client(std::string(client_id_length_max, 'a'));
  const LedgerId ledger(std::string(ledger_id_length_max, '9'));
  EXPECT_LE(voucher_reference(client, ledger, VoucherKind::payments, day, 99'999).size(),
            Voucher::reference_length_max);
}

TEST(Mapping, AccountsKeptForOtherThingsAreRefusedForVippsMoney) {
  Mapping mapping = Mapping::defaults(true);
  EXPECT_FALSE(mapping.set_account(AccountRole::clearing, 1950));
  EXPECT_FALSE(mapping.set_account(AccountRole::clearing, 1909));
  EXPECT_FALSE(mapping.set_account(AccountRole::in_transit, 1909));
  EXPECT_FALSE(mapping.set_account(AccountRole::clearing, 190));
  EXPECT_TRUE(mapping.set_account(AccountRole::clearing, 1902));
  EXPECT_EQ(mapping.account(AccountRole::clearing), 1902);
}

TEST(Mapping, WithoutVatRegistrationNoLineCarriesACode) {
  const Mapping mapping = Mapping::defaults(false);
  EXPECT_EQ(mapping.settlement_vat_codes(), std::vector<std::string>{""});
  EXPECT_EQ(Mapping::defaults(true).vat_code(AccountRole::gifts), "7");
}

TEST(Chain, StopsAtAGapAtAWrongSumAndAtAnotherCurrency) {
  Entry good = entry(Topic::funds, EntryType::capture, 100, "", "1");
  good.balance_before = 50;
  good.balance_after = 150;
  BalanceChain chain(50, Currency());
  EXPECT_FALSE(chain.add(good));
  EXPECT_EQ(chain.balance(), 150);
  EXPECT_EQ(chain.add(good)->kind, FindingKind::chain_gap);
  Entry wrong = good;
  wrong.balance_before = 150;
  wrong.balance_after = 251;
  EXPECT_EQ(chain.add(wrong)->kind, FindingKind::chain_gap);
  Entry foreign = good;
  foreign.currency = Currency::parse("EUR").value();
  EXPECT_EQ(chain.add(foreign)->kind, FindingKind::currency_differs);
  EXPECT_EQ(chain.balance(), 150);
}

}  // namespace
}  // namespace avstem::books
