#include "services/settlement/feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/digest.hpp"

namespace avstem::services {
namespace {

constexpr std::array<books::Topic, 2> both_topics{books::Topic::funds, books::Topic::fees};

std::string place_of(const FeedKey& key) {
  return fmt::format("client '{}', ledger {}, feed of {}", key.client.text(), key.ledger.text(),
                     to_string(key.topic));
}

/// pspReference does not tell entries apart, so all they say is taken together.
std::string identity_of(const books::Entry& entry) {
  return sha256_hex(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", entry.psp_reference,
                                entry.time.time_since_epoch().count(),
                                entry.ledger_date.to_string(), entry.type_word, entry.reference,
                                entry.amount, entry.balance_before, entry.balance_after));
}

/// The first entry that has not been taken yet.
std::size_t first_new(const std::vector<books::Entry>& entries, const FeedState& state) {
  if (state.last_entry.empty()) return 0;
  for (std::size_t i = entries.size(); i > 0; --i) {
    // The balance is compared first: a digest of every entry would be most of the work.
    const books::Entry& entry = entries[i - 1];
    if (entry.balance_after == state.balance && identity_of(entry) == state.last_entry) return i;
  }
  return 0;
}

/// Whether the entries from `first` on go on where the feed stands, each where the one before
/// ended.
bool chains(const std::vector<books::Entry>& entries, std::size_t first, const FeedState& state) {
  std::optional<std::int64_t> balance;
  if (!state.last_entry.empty()) balance = state.balance;
  for (std::size_t i = first; i < entries.size(); ++i) {
    if (balance && entries[i].balance_before != *balance) return false;
    balance = entries[i].balance_after;
  }
  return true;
}

}  // namespace

Result<LiveBalance> Feed::read(const ClientId& client, const LedgerTerms& ledger) {
  bool asked = false;
  for (const books::Topic topic : both_topics) {
    const FeedKey key{client, ledger.id, topic};
    auto read = read_topic(key, ledger.currency);
    if (!read) return read.error().in(place_of(key));
    asked = asked || *read;
  }
  auto live = stored(client, ledger);
  if (live) live->from_store = !asked;
  return live;
}

/// False when it was asked too lately to be asked again.
Result<bool> Feed::read_topic(const FeedKey& key, Currency currency) {
  auto known = feeds_.state(key);
  if (!known) return known.error();
  FeedState state = known->value_or(FeedState());
  const Instant now = clock_.now();
  if (*known && now >= state.asked && now - state.asked < ask_interval) return false;
  // Noted before the request: one that fails has been asked too.
  state.asked = now;
  state.at_end = false;
  if (state.cursor.empty()) state.begun = now;
  auto noted = db_.transact([&] { return feeds_.keep_state(key, state); });
  if (!noted) return noted.error();
  if (auto read = ask(key, currency, state); !read) return read.error();
  return true;
}

/// Takes one batch after the other, to the end of the feed.
Result<void> Feed::ask(const FeedKey& key, Currency currency, FeedState& state) {
  for (int batch = 1; batch <= batches_max; ++batch) {
    const std::string asked_with = state.cursor;
    auto page = report_.feed(key.ledger, key.topic, asked_with);
    if (!page) {
      const bool cursor_refused = page.error().kind == ErrorKind::conflict;
      if (!cursor_refused || state.begun == state.asked) return page.error();
      if (auto anew = start_anew(key, state); !anew) return anew;
      continue;
    }
    auto taken = take(key, currency, state, *page);
    if (!taken) return taken.error();
    if (!*taken) {
      const auto since = state.asked - state.begun;
      if (since >= std::chrono::seconds(0) && since < begin_anew_interval) {
        return Error{ErrorKind::unavailable,
                     "its balances do not follow from one another, although it was read from its "
                     "beginning today; closed dates are not touched by it, ask Vipps if it stays "
                     "so"};
      }
      if (auto anew = start_anew(key, state); !anew) return anew;
      continue;
    }
    // The same cursor again has nothing new behind it, whatever tryLater says.
    if (page->try_later || page->cursor == asked_with) return {};
  }
  return Error{ErrorKind::unavailable,
               fmt::format("more than {} batches and no end; Vipps seems to repeat itself, try "
                           "later",
                           batches_max)};
}

Result<void> Feed::start_anew(const FeedKey& key, FeedState& state) {
  FeedState fresh;
  fresh.asked = state.asked;
  fresh.begun = state.asked;
  state = fresh;
  return db_.transact([&]() -> Result<void> {
    if (auto forgotten = feeds_.forget_sums_before(key, Date(9999, 12, 31)); !forgotten) {
      return forgotten;
    }
    return feeds_.keep_state(key, state);
  });
}

/// Stores a batch and the cursor behind it. False, and nothing stored, when the batch does not go
/// on where the feed stands.
Result<bool> Feed::take(const FeedKey& key, Currency currency, FeedState& state,
                        const vipps::FeedPage& page) {
  const std::size_t first = first_new(page.entries, state);
  if (!chains(page.entries, first, state)) return false;
  FeedState next = state;
  const Date oldest = zone_.date_of(clock_.now()).plus_days(-days_kept);
  auto stored = db_.transact([&]() -> Result<void> {
    for (std::size_t i = first; i < page.entries.size(); ++i) {
      const books::Entry& entry = page.entries[i];
      if (entry.currency != currency) {
        return Error{
            ErrorKind::invalid,
            fmt::format("entry {} is in {}, the ledger in {}; set the client's ledger right",
                        entry.psp_reference, entry.currency.code(), currency.code())};
      }
      next.balance = entry.balance_after;
      next.last_time = entry.time;
      if (entry.ledger_date < oldest) continue;
      if (auto counted = feeds_.count(key, entry); !counted) return counted;
    }
    if (first < page.entries.size()) next.last_entry = identity_of(page.entries.back());
    next.cursor = page.cursor;
    next.read = clock_.now();
    next.at_end = page.try_later;
    if (auto forgotten = feeds_.forget_sums_before(key, oldest); !forgotten) return forgotten;
    return feeds_.keep_state(key, next);
  });
  if (!stored) return stored.error();
  state = std::move(next);
  return true;
}

Result<LiveBalance> Feed::stored(const ClientId& client, const LedgerTerms& ledger) {
  LiveBalance live;
  live.ledger = ledger.id;
  live.currency = ledger.currency;
  live.today = zone_.date_of(clock_.now());
  live.as_of = Instant::max();
  live.from_store = true;
  live.up_to_now = true;
  for (const books::Topic topic : both_topics) {
    const FeedKey key{client, ledger.id, topic};
    auto state = feeds_.state(key);
    if (!state) return state.error();
    live.up_to_now = live.up_to_now && *state && (*state)->at_end;
    if (!*state || !(*state)->read) continue;
    live.as_of = std::min(live.as_of, *(*state)->read);
    (topic == books::Topic::funds ? live.funds : live.fees) = (*state)->balance;
    live.last_entry = std::max(live.last_entry, (*state)->last_time);
    auto sums = feeds_.sums(key, live.today);
    if (!sums) return sums.error();
    for (const FeedStore::Sum& sum : *sums) {
      const auto type = books::parse_entry_type(sum.type_word);
      const bool settled =
          type == books::EntryType::fees_retained || type == books::EntryType::fees_invoiced;
      std::int64_t& into = topic == books::Topic::funds
                               ? (type == books::EntryType::capture  ? live.captures
                                  : type == books::EntryType::refund ? live.refunds
                                                                     : live.other)
                               : live.fees_charged;
      if (topic == books::Topic::funds || !settled) into = add_minor(into, sum.amount);
    }
  }
  if (live.as_of == Instant::max()) live.as_of = Instant();
  return live;
}

}  // namespace avstem::services
