// Numbers of vouchers: none is missing, none is there twice, whatever happens in between.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>

#include "platform/random.hpp"
#include "platform/test_directory.hpp"
#include "services/settlement/schema.hpp"
#include "services/settlement/voucher_store.hpp"
#include "store/migrations.hpp"

namespace avstem::services {
namespace {

using books::VoucherKind;

books::Voucher voucher_of(VoucherKind kind, const std::string& reference, Date date) {
  books::Posting in;
  in.account = 1903;
  in.amount = 100;
  books::Posting out;
  out.account = 2998;
  out.amount = -100;
  return *books::Voucher::make({kind, reference, date, Currency(), "Vipps"}, {in, out});
}

/// A journal in a file, opened anew after each crash.
class Journal {
 public:
  Journal() { reopen(); }

  void reopen() {
    database_.reset();
    auto opened = store::Database::open((directory_.path() / "journal.db").string());
    ASSERT_TRUE(opened) << opened.error().message;
    database_ = std::make_unique<store::Database>(*std::move(opened));
    ASSERT_TRUE(store::migrate(*database_, settlement_migrations()));
  }
  /// Plans some vouchers in one transaction, which may fail in the end.
  void plan(SeededRandom& random, bool fails) {
    const auto done = database_->transact([&]() -> Result<void> {
      VoucherStore store(*database_);
      for (std::uint64_t count = 1 + random.next() % 3; count > 0; --count) {
        const ClientId client(random.next() % 2 == 0 ? "cafe" : "klubb");
        const Date date(random.next() % 2 == 0 ? 2026 : 2027, 1, 5);
        const auto kind = static_cast<VoucherKind>(random.next() % books::voucher_kind_count);
        auto planned = store.plan(client, LedgerId("302321"), date, 1,
                                  voucher_of(kind, fmt::format("r:{}", ++references_), date), {});
        if (!planned) return planned;
      }
      return fails ? Result<void>(Error{ErrorKind::storage, "the disk is full"}) : Result<void>();
    });
    EXPECT_EQ(done.has_value(), !fails);
  }
  void give_up_one(SeededRandom& random) {
    const ClientId client(random.next() % 2 == 0 ? "cafe" : "klubb");
    VoucherStore store(*database_);
    const auto waiting = store.unposted(client);
    if (!waiting->empty()) {
      EXPECT_TRUE(store.set_void((*waiting)[random.next() % waiting->size()]));
    }
  }
  /// Every number of the journal, by client, series and year.
  std::map<std::string, std::set<std::string>> numbers() {
    std::map<std::string, std::set<std::string>> all;
    auto query = database_->prepare("SELECT client_id, number FROM vouchers");
    for (;;) {
      const auto row = query.step();
      EXPECT_TRUE(row);
      if (!row || !*row) return all;
      const std::string number(query.text(1));
      const bool fresh =
          all[fmt::format("{} {}", query.text(0), number.substr(0, 6))].insert(number).second;
      EXPECT_TRUE(fresh) << number;
    }
  }

 private:
  TestDirectory directory_;
  std::unique_ptr<store::Database> database_;
  int references_ = 0;
};

TEST(VoucherSeries, HasNoGapAndNoDoubleUnderAnyInterleavingAndCrash) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    SeededRandom random(seed);
    Journal journal;
    for (int step = 0; step < 40; ++step) {
      switch (random.next() % 5) {
        case 0:
          journal.plan(random, true);
          break;
        case 1:
          journal.give_up_one(random);
          break;
        case 2:
          journal.reopen();
          break;
        default:
          journal.plan(random, false);
      }
    }
    std::size_t found = 0;
    for (const auto& [series, numbers] : journal.numbers()) {
      int expected = 0;
      for (const std::string& number : numbers) {
        ++expected;
        EXPECT_EQ(number.substr(7), fmt::format("{:05}", expected)) << series;
      }
      found += numbers.size();
    }
    EXPECT_GT(found, 10U);
  }
}

TEST(VoucherSeries, CorrectionsByPeopleHaveOneOfTheirOwn) {
  for (std::size_t i = 0; i < books::voucher_kind_count; ++i) {
    const auto kind = static_cast<VoucherKind>(i);
    const bool correction = kind == VoucherKind::reversal || kind == VoucherKind::decision;
    EXPECT_EQ(series_of(kind), correction ? 'K' : 'V') << to_string(kind);
  }
}

TEST(VoucherSeries, AVoidedVoucherIsNeitherSentNorCounted) {
  auto database = store::Database::open(":memory:").value();
  ASSERT_TRUE(store::migrate(database, settlement_migrations()));
  VoucherStore store(database);
  const ClientId client("cafe");
  const Date date(2026, 1, 5);
  for (const char* reference : {"r:1", "r:2"}) {
    ASSERT_TRUE(store.plan(client, LedgerId("302321"), date, 1,
                           voucher_of(VoucherKind::payments, reference, date), {}));
  }
  const auto first = store.find(client, "V-2026-00001").value();
  ASSERT_TRUE(store.set_void(first));
  EXPECT_FALSE(store.set_void(first));
  const auto sent = store.set_sending(first.id);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, ErrorKind::conflict);
  EXPECT_EQ(store.unposted(client)->size(), 1U);
  EXPECT_EQ(store.movements(client, 1903)->size(), 1U);
  EXPECT_EQ(store.movements(client, 1903, VoucherStore::Voided::included)->size(), 2U);
  // Its reference is taken for good: the next part is the third.
  EXPECT_EQ(store.find(client, "V-2026-00001")->state, VoucherState::voided);
  ASSERT_TRUE(store.plan(client, LedgerId("302321"), date, 1,
                         voucher_of(VoucherKind::payments, "r:3", date), {}));
  EXPECT_EQ(store.find(client, "r:3")->number, "V-2026-00003");
}

TEST(VoucherSeries, ASecondReversalIsRefusedByTheDatabaseItself) {
  auto database = store::Database::open(":memory:").value();
  ASSERT_TRUE(store::migrate(database, settlement_migrations()));
  VoucherStore store(database);
  const Date date(2026, 1, 5);
  const auto reversal = [&](const std::string& reference) {
    const auto plain = voucher_of(VoucherKind::reversal, reference, date);
    books::Voucher::Head head = plain.head();
    head.reverses = "cafe:302321:pay:20260105:1";
    return store.plan(ClientId("cafe"), LedgerId("302321"), date, 1,
                      *books::Voucher::make(head, plain.postings()), {});
  };
  EXPECT_TRUE(reversal("r:1"));
  EXPECT_FALSE(reversal("r:2"));
}

}  // namespace
}  // namespace avstem::services
