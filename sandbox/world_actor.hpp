#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sandbox/poweroffice.hpp"
#include "sandbox/twentyfour.hpp"
#include "sandbox/vipps.hpp"
#include "sandbox/world_books.hpp"
#include "sandbox/world_client.hpp"
#include "sandbox/world_day.hpp"

namespace avstem::sandbox {

/// What the world gives a sample client to live in.
struct ActorPlace {
  Vipps& vipps;
  PowerOffice& poweroffice;
  TwentyFour& twentyfour;
  std::uint64_t seed = 0;
  Date start;  ///< the first date that books are kept for
  ReferenceClosing reference_closing = ReferenceClosing::when_equal;
};

/// A sample client that lives its days in the stand-ins. The world ends its ledger dates and
/// posts its bank lines.
class Actor {
 public:
  virtual ~Actor() = default;
  /// Adds the day's payments at Vipps and its invoices in the books.
  virtual void play(WorldDay& day) = 0;

  const SampleClient& client() const { return client_; }
  Company& company() const { return company_; }
  twentyfour::Company& twentyfour_company() const { return twentyfour_company_; }
  /// Both of them at once.
  WorldBooks books() const { return {company_, twentyfour_company_}; }
  const std::vector<VippsLedger*>& ledgers() const { return ledgers_; }

 protected:
  /// Opens the client's books in both accounting systems.
  Actor(ActorPlace place, SampleClient client);

  /// A new ledger at Vipps, owned by this client and shown to the accounting partner.
  VippsLedger& add_ledger(LedgerTerms terms, bool gifts);

  ActorPlace place_;
  SampleClient client_;
  Company& company_;
  twentyfour::Company& twentyfour_company_;
  std::vector<VippsLedger*> ledgers_;
};

/// Adds the keys that all sample clients share to the stand-ins; before any client.
void add_shared_keys(Vipps& vipps, PowerOffice& poweroffice, TwentyFour& twentyfour);

/// The accountant who logs in to the books of all of them in 24SevenOffice.
TwentyFourUser sample_user(const std::vector<std::unique_ptr<Actor>>& actors);

}  // namespace avstem::sandbox
