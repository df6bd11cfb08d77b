#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "accounting/accounting_system.hpp"
#include "books/entry.hpp"
#include "books/matching.hpp"
#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "services/clients/client.hpp"

namespace avstem::tests {

/// Small whole numbers from a seed; the same on every machine, which std's distributions are not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// From 0 to `count` − 1.
  std::int64_t below(std::int64_t count) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(count));
  }
  bool one_in(std::int64_t count) { return below(count) == 0; }

 private:
  std::mt19937_64 engine_;
};

/// What Vipps' ledgers of one sales unit hold for some days, and the invoices behind it, made from
/// a seed alone: payments that fit and that do not, twice paid and refunded, fees that come dates
/// later (also over a year's end), disputes, corrections, types nobody knows, payouts that come
/// back, negative days.
struct RandomWorld {
  explicit RandomWorld(std::uint64_t seed);

  Date start;
  int days = 0;
  std::vector<books::Claim> claims;
  std::map<std::pair<books::Topic, Date>, std::vector<books::Entry>> entries;

  Date last() const { return start.plus_days(days - 1); }
  std::int64_t balance(books::Topic topic, Date date) const;
};

/// Serves a world's report as the Report API does, and shows of each date only as much as it is
/// told to.
class WorldReport final : public HttpClient {
 public:
  explicit WorldReport(const RandomWorld& world) : world_(world) {}

  /// Of every date some of the entries, never fewer than before; page sizes, pages sent twice and
  /// dates that stay open as the dice fall.
  void show_more(Dice& dice);
  void show_all();

  Result<Response> send(const Request& request) override;

 private:
  struct Shown {
    std::size_t count = 0;
    bool try_later = false;
    std::size_t page_size = 1'000;
    bool repeats = false;  ///< each page begins with the last entry of the one before
  };
  Response page(books::Topic topic, Date date, std::size_t number) const;

  const RandomWorld& world_;
  std::map<std::pair<books::Topic, Date>, Shown> shown_;
};

/// An accounting system in memory: every account there can be, open items, a lock date, and rows
/// that are there at once.
class MemoryBooks final : public accounting::AccountingSystem {
 public:
  explicit MemoryBooks(const RandomWorld& world) : claims_(world.claims) {}

  Result<accounting::Chart> chart() override;
  Result<std::optional<Date>> lock_date() override { return lock; }
  Result<std::vector<books::Claim>> open_claims(Date) override { return claims_; }
  Result<accounting::PostedVoucher> post(const books::Voucher& voucher) override;
  Result<std::optional<accounting::PostedVoucher>> find(const books::Voucher& voucher) override;
  Result<std::vector<accounting::LedgerRow>> rows(const std::vector<books::AccountNumber>& accounts,
                                                  Date from, Date to) override;
  Result<void> attach(const accounting::PostedVoucher&, const std::string&,
                      const std::string&) override {
    return {};
  }

  // Invoices are there from the beginning; none is made.
  Result<std::optional<accounting::KnownCustomer>> find_customer(const books::Customer&) override {
    return no_sale_side;
  }
  Result<accounting::KnownCustomer> create_customer(const books::Customer&) override {
    return no_sale_side;
  }
  Result<accounting::DocumentState> find_document(const books::SaleDocument&,
                                                  const std::string&) override {
    return no_sale_side;
  }
  Result<std::string> place_order(const books::SaleDocument&) override { return no_sale_side; }
  Result<void> issue(const books::SaleDocument&, const std::string&) override {
    return no_sale_side;
  }

  std::optional<Date> lock;
  std::vector<books::Voucher> vouchers;  ///< as posted, oldest first

 private:
  inline static const Error no_sale_side{ErrorKind::refused, "these books sell nothing"};
  std::vector<books::Claim> claims_;
};

}  // namespace avstem::tests
