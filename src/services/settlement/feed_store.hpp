#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "books/entry.hpp"
#include "services/clients/client.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace avstem::services {

/// The feeds' tables; they are numbered by themselves.
std::vector<store::Migration> feed_migrations();

/// One feed, as the tables are keyed.
struct FeedKey {
  ClientId client;
  LedgerId ledger;
  books::Topic topic = books::Topic::funds;
};

/// How far a feed has been taken.
struct FeedState {
  std::string cursor;                ///< asks for what comes next; empty at the very beginning
  Instant asked;                     ///< when Vipps was last asked
  Instant begun;                     ///< when it was last read from its beginning
  std::optional<Instant> read;       ///< when a batch was last taken; empty when none ever was
  bool at_end = false;               ///< the last batch was the end of the feed
  std::int64_t balance = 0;          ///< øre, after the last entry; zero when there has been none
  std::string last_entry;            ///< tells the last entry from any other; empty when none was
  std::optional<Instant> last_time;  ///< of the last entry, by Vipps' clock
};

/// The feeds' cursors, balances and sums. These tables are nobody's business but the feed's:
/// booking and proof do not read them.
class FeedStore {
 public:
  explicit FeedStore(store::Database& database) : db_(database) {}

  Result<std::optional<FeedState>> state(const FeedKey& key);
  Result<void> keep_state(const FeedKey& key, const FeedState& state);
  /// Adds an entry to the sums of its ledger date.
  Result<void> count(const FeedKey& key, const books::Entry& entry);
  /// Forgets the sums of ledger dates before `first`.
  Result<void> forget_sums_before(const FeedKey& key, Date first);

  struct Sum {
    std::string type_word;
    std::int64_t entries = 0;
    std::int64_t amount = 0;  ///< øre
  };
  Result<std::vector<Sum>> sums(const FeedKey& key, Date ledger_date);

 private:
  store::Database& db_;
};

}  // namespace avstem::services
