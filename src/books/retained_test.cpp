// Retained fees over several ledger dates: whatever date and order the two sides come in, the books
// end the same and nobody is left with a finding about a pair that is complete.

#include "books/retained.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "books/booking.hpp"

namespace avstem::books {
namespace {

constexpr Date first_date{2026, 3, 2};

/// Books dates one after the other, and keeps what is open between them as the store does.
class Books final : public BookingSink {
 public:
  void book(Date date, const std::vector<Entry>& entries) {
    BookingTerms terms;
    terms.client = ClientId("klient");
    terms.ledger = LedgerId("302321");
    terms.ledger_date = date;
    terms.parts_taken = parts_[date];
    terms.open_retained = booked_.alone_booked();
    OpenItems items({});
    const Sales sales;
    DateBooking booking(std::move(terms), items, sales, *this);
    for (const Entry& entry : entries) {
      ASSERT_TRUE(booking.add(entry));
      booked_.add_booked(retained_side(entry));
      ledger_[entry.topic] += entry.amount;
    }
    ASSERT_TRUE(booking.finish());
  }
  Result<void> voucher(const Voucher& voucher, const std::vector<SourceRange>&) override {
    ++parts_[voucher.head().date][static_cast<std::size_t>(voucher.head().kind)];
    for (const Posting& posting : voucher.postings())
      balances_[posting.account] += posting.amount;
    return {};
  }
  Result<void> finding(const Finding& finding) override {
    EXPECT_TRUE(open_.insert({finding.ledger_date, finding.subject}).second) << finding.subject;
    return {};
  }
  Result<void> withdraw(const Finding& finding) override {
    EXPECT_EQ(open_.erase({finding.ledger_date, finding.subject}), 1U) << finding.subject;
    return {};
  }
  std::int64_t balance(AccountRole role) {
    return balances_[Mapping::defaults(true).account(role)];
  }
  std::int64_t ledger(Topic topic) { return ledger_[topic]; }
  std::size_t open_findings() const { return open_.size(); }

 private:
  RetainedTwins booked_;
  std::map<Date, std::array<int, voucher_kind_count>> parts_;
  std::map<AccountNumber, std::int64_t> balances_;
  std::map<Topic, std::int64_t> ledger_;
  std::set<std::pair<Date, std::string>> open_;
};

Entry side(Topic topic, Date date, int hour, std::int64_t amount, std::int64_t sequence) {
  Entry entry;
  entry.topic = topic;
  entry.ledger_date = date;
  entry.type = EntryType::fees_retained;
  entry.time = Instant(first_date.days()) + std::chrono::hours(hour);
  entry.amount = amount;
  entry.sequence = sequence;
  return entry;
}

/// Twins, each side on a date of its own, a few of equal time and amount among them.
struct Twins {
  int hour = 0;
  std::int64_t amount = 0;
  int funds_day = 0;
  int fees_day = 0;
};

rc::Gen<std::vector<Twins>> some_twins() {
  return rc::gen::container<std::vector<Twins>>(rc::gen::build<Twins>(
      rc::gen::set(&Twins::hour, rc::gen::inRange(0, 4)),
      rc::gen::set(&Twins::amount, rc::gen::element<std::int64_t>(-700, 1, 700, 1'000, 70'000)),
      rc::gen::set(&Twins::funds_day, rc::gen::inRange(0, 4)),
      rc::gen::set(&Twins::fees_day, rc::gen::inRange(0, 4))));
}

/// The entries of each date, in a random order between the topics.
std::map<Date, std::vector<Entry>> by_date(const std::vector<Twins>& twins) {
  std::map<Date, std::vector<Entry>> dates;
  std::map<std::pair<Date, Topic>, std::int64_t> sequences;
  for (const Twins& pair : twins) {
    const Date funds = first_date.plus_days(pair.funds_day);
    const Date fees = first_date.plus_days(pair.fees_day);
    dates[funds].push_back(
        side(Topic::funds, funds, pair.hour, -pair.amount, ++sequences[{funds, Topic::funds}]));
    dates[fees].push_back(
        side(Topic::fees, fees, pair.hour, pair.amount, ++sequences[{fees, Topic::fees}]));
  }
  return dates;
}

TEST(RetainedTwins, AnyDatesOfTheSidesEndWithTheSameBalancesAndNoFinding) {
  EXPECT_TRUE(rc::check([] {
    const auto twins = *some_twins();
    Books books;
    for (const auto& [date, entries] : by_date(twins)) {
      books.book(date, entries);
      RC_ASSERT(books.balance(AccountRole::clearing) == books.ledger(Topic::funds));
      RC_ASSERT(books.balance(AccountRole::accrued_fees) == books.ledger(Topic::fees));
    }
    std::int64_t amount = 0;
    for (const Twins& pair : twins)
      amount += pair.amount;
    RC_ASSERT(books.balance(AccountRole::clearing) == -amount);
    RC_ASSERT(books.balance(AccountRole::accrued_fees) == amount);
    RC_ASSERT(books.balance(AccountRole::suspense) == 0);
    RC_ASSERT(books.open_findings() == 0U);
  }));
}

TEST(RetainedTwins, TheOrderInWhichDatesAreBookedDoesNotMatterEither) {
  EXPECT_TRUE(rc::check([] {
    // Of twins alike in time and amount, only dates that rise tell which side is which one's.
    auto twins = *some_twins();
    for (std::size_t i = 0; i < twins.size(); ++i)
      twins[i].hour = static_cast<int>(i);
    const auto dates = by_date(twins);
    Books books;
    for (auto date = dates.rbegin(); date != dates.rend(); ++date) {
      // Late entries make a second part: one topic first, then the other.
      for (const Topic topic : {Topic::fees, Topic::funds}) {
        std::vector<Entry> of_topic;
        std::copy_if(date->second.begin(), date->second.end(), std::back_inserter(of_topic),
                     [&](const Entry& entry) { return entry.topic == topic; });
        books.book(date->first, of_topic);
      }
    }
    RC_ASSERT(books.balance(AccountRole::suspense) == 0);
    RC_ASSERT(books.open_findings() == 0U);
  }));
}

TEST(RetainedTwins, ASideWithoutATwinStandsInSuspenseWithAFindingUntilTheEnd) {
  EXPECT_TRUE(rc::check([] {
    auto dates = by_date(*some_twins());
    // No twin has this time.
    const int hour = 9;
    const Topic topic = *rc::gen::element(Topic::funds, Topic::fees);
    const Date date = first_date.plus_days(*rc::gen::inRange(0, 4));
    dates[date].push_back(side(topic, date, hour, 700, 1'000));
    Books books;
    for (const auto& [each, entries] : dates)
      books.book(each, entries);
    RC_ASSERT(books.balance(AccountRole::suspense) == -700);
    RC_ASSERT(books.open_findings() == 1U);
  }));
}

TEST(RetainedTwins, EqualAmountsOfDifferentMomentsAreNoTwins) {
  Books books;
  books.book(first_date, {side(Topic::funds, first_date, 1, -700, 1),
                          side(Topic::fees, first_date, 2, 700, 1)});
  EXPECT_EQ(books.open_findings(), 2U);
  EXPECT_EQ(books.balance(AccountRole::suspense), 0);
}

TEST(RetainedTwins, TwoEntriesOfOneLedgerAreNoTwins) {
  RetainedTwins twins;
  twins.add(retained_side(side(Topic::funds, first_date, 1, -700, 1)));
  twins.add(retained_side(side(Topic::funds, first_date, 1, 700, 2)));
  EXPECT_EQ(twins.alone().size(), 2U);
  EXPECT_EQ(twins.paired(), 0);
}

}  // namespace
}  // namespace avstem::books
