#pragma once

#include <memory>
#include <string>

#include "accounting/accounting_system.hpp"
#include "platform/clock.hpp"
#include "tests/disturbed_http.hpp"

namespace avstem::tests {

/// An adapter over the stand-in of its system, for the contract that every adapter keeps. Today is
/// 2026-03-02; the chart has 1500, 1903, 1904, 3000 (code 3) and no account 9999.
class AccountingBench {
 public:
  virtual ~AccountingBench() = default;

  /// A client's books, as a process that has just begun sees them.
  virtual std::unique_ptr<accounting::AccountingSystem> connect() = 0;
  /// An unpaid invoice of a customer, that payments name by `reference`; the amount in øre.
  virtual void invoice(const std::string& reference, std::int64_t amount, Date date) = 0;
  /// The way out of connect()'s adapters.
  virtual DisturbedHttp& http() = 0;
  virtual ManualClock& clock() = 0;
  /// What the request that posts a voucher contains, as DisturbedHttp matches it.
  virtual std::string posting_request() const = 0;
};

std::unique_ptr<AccountingBench> poweroffice_bench();
std::unique_ptr<AccountingBench> twentyfour_bench();

}  // namespace avstem::tests
