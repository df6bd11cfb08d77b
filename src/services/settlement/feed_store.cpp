#include "services/settlement/feed_store.hpp"

#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

constexpr std::string_view feed_1 = R"sql(
-- The feed: what comes in during the day, for a person to see. Nothing here is ever booked; a closed
-- date is read from its own report. asked_us: the last time Vipps was asked. begun_us: when it was
-- last read from its beginning. The other columns say how far the feed has been taken; a batch and
-- the cursor behind it come in one commit.
CREATE TABLE feeds (
  client_id TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  asked_us INTEGER NOT NULL,
  begun_us INTEGER NOT NULL,
  read_us INTEGER,
  cursor TEXT NOT NULL DEFAULT '',
  at_end INTEGER NOT NULL DEFAULT 0,
  balance INTEGER NOT NULL DEFAULT 0,
  last_entry TEXT NOT NULL DEFAULT '',
  last_time_us INTEGER,
  PRIMARY KEY (client_id, ledger_id, topic)
) WITHOUT ROWID;

CREATE TABLE feed_sums (
  client_id TEXT NOT NULL,
  ledger_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  ledger_date TEXT NOT NULL,
  type_word TEXT NOT NULL,
  entries INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (client_id, ledger_id, topic, ledger_date, type_word)
) WITHOUT ROWID;
)sql";

std::int64_t micros(Instant instant) {
  return instant.time_since_epoch().count();
}
std::optional<std::int64_t> micros(const std::optional<Instant>& instant) {
  if (!instant) return std::nullopt;
  return micros(*instant);
}
Instant instant(std::int64_t micros) {
  return Instant(std::chrono::microseconds(micros));
}

}  // namespace

std::vector<store::Migration> feed_migrations() {
  return {{"feed", 1, feed_1}};
}

Result<std::optional<FeedState>> FeedStore::state(const FeedKey& key) {
  auto query = db_.prepare(
      "SELECT cursor, asked_us, read_us, at_end, balance, last_entry, last_time_us, begun_us FROM"
      " feeds"
      " WHERE client_id = ?1 AND ledger_id = ?2 AND topic = ?3");
  auto row = query.bind(key.client.text(), key.ledger.text(), to_string(key.topic)).step();
  if (!row) return row.error();
  if (!*row) return std::optional<FeedState>();
  FeedState state;
  state.cursor = query.text(0);
  state.asked = instant(query.integer(1));
  if (!query.is_null(2)) state.read = instant(query.integer(2));
  state.at_end = query.integer(3) != 0;
  state.balance = query.integer(4);
  state.last_entry = query.text(5);
  if (!query.is_null(6)) state.last_time = instant(query.integer(6));
  state.begun = instant(query.integer(7));
  return std::optional(std::move(state));
}

Result<void> FeedStore::keep_state(const FeedKey& key, const FeedState& state) {
  auto insert = db_.prepare(
      "INSERT OR REPLACE INTO feeds (client_id, ledger_id, topic, cursor, asked_us, read_us, "
      "at_end,"
      " balance, last_entry, last_time_us, begun_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
      "?10, ?11)");
  return insert
      .bind(key.client.text(), key.ledger.text(), to_string(key.topic), state.cursor,
            micros(state.asked), micros(state.read), state.at_end ? 1 : 0, state.balance,
            state.last_entry, micros(state.last_time), micros(state.begun))
      .run();
}

Result<void> FeedStore::count(const FeedKey& key, const books::Entry& entry) {
  auto upsert = db_.prepare(
      "INSERT INTO feed_sums VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6) ON CONFLICT DO UPDATE SET"
      " entries = entries + 1, amount = amount + excluded.amount");
  return upsert.run_with(key.client.text(), key.ledger.text(), to_string(key.topic),
                         entry.ledger_date.to_string(), entry.type_word, entry.amount);
}

Result<void> FeedStore::forget_sums_before(const FeedKey& key, Date first) {
  auto remove = db_.prepare(
      "DELETE FROM feed_sums WHERE client_id = ?1 AND ledger_id = ?2 AND topic = ?3 AND"
      " ledger_date < ?4");
  return remove.bind(key.client.text(), key.ledger.text(), to_string(key.topic), first.to_string())
      .run();
}

Result<std::vector<FeedStore::Sum>> FeedStore::sums(const FeedKey& key, Date ledger_date) {
  auto query = db_.prepare(
      "SELECT type_word, entries, amount FROM feed_sums WHERE client_id = ?1 AND ledger_id = ?2 AND"
      " topic = ?3 AND ledger_date = ?4 ORDER BY type_word");
  query.bind(key.client.text(), key.ledger.text(), to_string(key.topic), ledger_date.to_string());
  return read_rows<Sum>(query, [&]() -> Result<Sum> {
    return Sum{std::string(query.text(0)), query.integer(1), query.integer(2)};
  });
}

}  // namespace avstem::services
