#include "services/settlement/open_claims.hpp"

#include <fmt/format.h>

namespace avstem::services {

Result<books::OpenItems*> OpenClaims::of(const Client& client) {
  const Instant now = clock_.now();
  const bool fresh = items_ && client_ == client.id && now >= read_at_ && now - read_at_ < age_max;
  if (fresh) return &*items_;
  items_.reset();
  auto claims = system_.open_claims(zone_.date_of(now));
  if (!claims) return claims.error().in(fmt::format("client '{}'", client.id.text()));
  auto pending = vouchers_.pending_customer_lines(client.id);
  if (!pending) return pending.error();
  for (const auto& line : *pending)
    books::take_from_claims(*claims, line.customer_number, line.matching_reference, line.amount);
  items_.emplace(*claims);
  client_ = client.id;
  read_at_ = now;
  return &*items_;
}

}  // namespace avstem::services
