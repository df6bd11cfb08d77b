#include "services/settlement/open_claims.hpp"

#include <fmt/format.h>

namespace avstem::services {

Result<std::vector<books::Claim>> OpenClaims::read(const Client& client) {
  auto claims = system_.open_claims(zone_.date_of(clock_.now()));
  if (!claims) return claims.error().in(fmt::format("client '{}'", client.id.text()));
  auto pending = vouchers_.pending_customer_lines(client.id);
  if (!pending) return pending.error();
  for (const books::Posting& line : *pending)
    books::take_from_claims(*claims, line);
  return claims;
}

Result<books::OpenItems*> OpenClaims::of(const Client& client) {
  const Instant now = clock_.now();
  const bool fresh = items_ && items_->foreseeable() && client_ == client.id && now >= read_at_ &&
                     now - read_at_ < age_max;
  if (fresh) return &*items_;
  items_.reset();
  auto claims = read(client);
  if (!claims) return claims.error();
  items_.emplace(*claims);
  client_ = client.id;
  read_at_ = now;
  return &*items_;
}

void OpenClaims::vouchers_are_posted() {
  if (items_) items_->forget_paid();
}

}  // namespace avstem::services
