#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/date.hpp"
#include "platform/clock.hpp"
#include "platform/handler_client.hpp"
#include "sandbox/poweroffice.hpp"
#include "sandbox/vipps.hpp"
#include "sandbox/world_client.hpp"

namespace avstem::crash {

/// A café with two Vipps ledgers and three ledger dates, small but with every kind of voucher and
/// commit in it: payments, a refund, one payment without a reference, an entry of a type nobody
/// knows, fees, payouts, the bank feed's lines, a locked first date and a stranger's two postings
/// on the clearing account that cancel out. An invoice that nobody has paid is of the amount of the
/// payment without a reference. The same object every time.
///
/// Its clock follows the time that a request carries; a request without one moves it by `wall`.
class CrashWorld final : public Handler {
 public:
  enum class Span {
    three_dates,  ///< up to last_date
    year,         ///< year_dates of them, up to last_date, with less in each
  };
  CrashWorld(const Clock& wall, sandbox::PowerOfficeLimits limits, Span span = Span::three_dates);

  Response handle(const Request& request) override;

  Instant now() const { return clock_.now(); }
  sandbox::SampleClient client() const;
  static constexpr Date first_date{2025, 3, 4};
  static constexpr Date last_date{2025, 3, 6};
  static constexpr int year_dates = 365;
  /// Øre of the payment without a reference on the first date.
  static constexpr std::int64_t unknown_payment = 7'700;

  /// The vouchers posted over the API, one text each with reference, date, lines and the checksum
  /// of the attached document, sorted by reference.
  std::vector<std::string> journal() const;
  /// `reference id number` of the same vouchers, sorted.
  std::vector<std::string> receipts() const;
  /// Every request to post a voucher, and how many of them were refused.
  int posts() const { return posts_; }
  int refused_posts() const { return refused_posts_; }
  /// Øre on an account after the last voucher.
  std::int64_t balance(std::int64_t account) const;
  /// The customer whose invoice nobody has paid, and what it owes.
  std::int64_t debtor() const { return debtor_; }
  std::int64_t owed() const { return company_.customer_balance(debtor_); }
  /// Every request to attach a document.
  int uploads() const { return uploads_; }

 private:
  void play();
  void play_year();
  void sell(sandbox::VippsLedger& ledger, const std::string& order, std::int64_t amount, Date date);
  void post_bank_lines(const sandbox::VippsLedger& ledger);
  sandbox::VippsLedger& add_ledger(const std::string& id, std::int64_t first_payout_number);

  const Clock& wall_;
  const Date start_;
  ManualClock clock_;
  sandbox::Vipps vipps_;
  sandbox::PowerOffice poweroffice_;
  sandbox::Company& company_;
  Mounts mounts_;
  std::int64_t invoices_ = 0;
  std::int64_t debtor_ = 0;
  int posts_ = 0;
  int refused_posts_ = 0;
  int uploads_ = 0;
};

/// What stands between the server and the world: the world can be exchanged for a fresh one, and a
/// test can do something before each request. One request at a time.
class Stage final : public Handler {
 public:
  /// Runs before a request; false loses the request, and the answer is a 503.
  using Hook = std::function<bool()>;

  Response handle(const Request& request) override;

  /// Runs `work` while no request is handled.
  template <class Work>
  auto quietly(Work&& work) {
    const std::scoped_lock lock(mutex_);
    return work(*this);
  }

  std::unique_ptr<CrashWorld> world;
  Hook before_request;

 private:
  std::mutex mutex_;
};

}  // namespace avstem::crash
