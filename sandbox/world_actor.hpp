#pragma once

#include <cstdint>
#include <vector>

#include "sandbox/poweroffice.hpp"
#include "sandbox/vipps.hpp"
#include "sandbox/world_client.hpp"
#include "sandbox/world_day.hpp"

namespace avstem::sandbox {

/// What the world gives a sample client to live in.
struct ActorPlace {
  Vipps& vipps;
  PowerOffice& poweroffice;
  std::uint64_t seed = 0;
  Date start;  ///< the first date that books are kept for
};

/// A sample client that lives its days in both stand-ins. The world ends its ledger dates and
/// posts its bank lines.
class Actor {
 public:
  virtual ~Actor() = default;
  /// Adds the day's payments at Vipps and its invoices in PowerOffice.
  virtual void play(WorldDay& day) = 0;

  const SampleClient& client() const { return client_; }
  Company& company() const { return company_; }
  const std::vector<VippsLedger*>& ledgers() const { return ledgers_; }

 protected:
  /// Opens the client's books in PowerOffice.
  Actor(ActorPlace place, SampleClient client);

  /// A new ledger at Vipps, owned by this client and shown to the accounting partner.
  VippsLedger& add_ledger(LedgerTerms terms, bool gifts);

  ActorPlace place_;
  SampleClient client_;
  Company& company_;
  std::vector<VippsLedger*> ledgers_;
};

/// Adds the keys that all sample clients share to both stand-ins; before any client.
void add_shared_keys(Vipps& vipps, PowerOffice& poweroffice);

}  // namespace avstem::sandbox
