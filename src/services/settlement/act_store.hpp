#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/settlement/period_lock.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::services {

/// What a person did to a voucher after it was planned.
enum class Act {
  reverse,  ///< taken back by its mirror
  void_,    ///< given up before it was sent
  rebook,   ///< its entries were booked again
};
std::string_view to_string(Act act);  ///< `reverse`, `void`, `rebook`

struct VoucherAct {
  Act act = Act::reverse;
  Because because;
  Instant at;
};

/// A voucher and all that came of it.
struct VoucherStory {
  StoredVoucher voucher;
  std::optional<StoredVoucher> original;    ///< what it takes back, when it is a reversal
  std::optional<StoredVoucher> replaces;    ///< what it stands instead of
  std::optional<StoredVoucher> reversal;    ///< what takes it back
  std::vector<StoredVoucher> replacements;  ///< what stands instead of it
  std::vector<VoucherAct> acts;             ///< oldest first
};

/// Reversals, voids and bookings again: who, when and why, and what belongs together. Rows are
/// only added. Call the writing methods inside the transaction that does what they tell of.
class ActStore {
 public:
  explicit ActStore(store::Database& database) : db_(database), vouchers_(database) {}

  Result<void> add(const ClientId& client, std::int64_t voucher, Act act, const Because& because,
                   Instant now);
  Result<void> add_replacement(std::int64_t voucher, std::int64_t replacement);

  Result<std::vector<VoucherAct>> acts(std::int64_t voucher);
  Result<bool> has(std::int64_t voucher, Act act);
  /// The voucher that takes this one back; a voided reversal does not.
  Result<std::optional<StoredVoucher>> reversal_of(const ClientId& client,
                                                   const StoredVoucher& original);
  Result<VoucherStory> story(const ClientId& client, const std::string& voucher);

 private:
  Result<std::vector<StoredVoucher>> named_by(const ClientId& client, std::string_view sql,
                                              std::int64_t id);
  store::Database& db_;
  VoucherStore vouchers_;
};

}  // namespace avstem::services
