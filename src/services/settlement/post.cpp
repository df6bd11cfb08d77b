#include "services/settlement/post.hpp"

#include <fmt/format.h>

#include "books/remap.hpp"
#include "services/settlement/chart_check.hpp"

namespace avstem::services {

Result<PostOutcome> Post::all(const Client& client) {
  PostOutcome outcome;
  auto waiting = vouchers_.unposted(client.id);
  if (!waiting) return waiting.error();
  const Date today = zone_.date_of(clock_.now());
  std::erase_if(*waiting, [&](const StoredVoucher& stored) {
    return refused_.contains(stored.id) ||
           (stored.voucher.head().date > today && stored.state != VoucherState::sending);
  });
  if (waiting->empty()) return outcome;
  auto lock = lock_date(client);
  if (!lock) return lock.error();
  for (StoredVoucher& stored : *waiting) {
    auto done = one(client, stored, *lock, outcome);
    if (!done) {
      return done.error().in(fmt::format("client '{}', voucher {} ({})", client.id.text(),
                                         stored.number, stored.voucher.head().reference));
    }
  }
  return outcome;
}

void Post::begin_run() {
  refused_.clear();
  lock_read_at_.reset();
  chart_.reset();
}

Result<const accounting::Chart*> Post::chart(const Client& client) {
  if (!chart_ || chart_of_ != client.id) {
    auto read = system_.chart();
    if (!read) return read.error();
    chart_ = *std::move(read);
    chart_of_ = client.id;
  }
  return &*chart_;
}

/// Tells what the chart lacks, or takes back what was told before.
Result<bool> Post::chart_takes(const Client& client, StoredVoucher& stored) {
  auto known = chart(client);
  if (!known) return known.error();
  const auto missing = [&] {
    books::Mapping mapping = client.mapping;
    for (const LedgerTerms& ledger : client.ledgers) {
      if (ledger.id == stored.ledger) mapping = client.mapping_of(ledger);
    }
    return missing_for(stored.voucher, stored.number, stored.ledger_date, **known, mapping);
  };
  auto told = missing();
  if (told) {
    auto changed = remap(client, stored);
    if (!changed) return changed.error();
    if (*changed) told = missing();
  }
  if (told) {
    if (auto kept = keep_waiting(client, stored, *told); !kept) return kept.error();
    return false;
  }
  if (stored.state == VoucherState::planned) return true;
  auto withdrawn = db_.transact([&] {
    return findings_.withdraw(client.id, stored.ledger, stored.ledger_date,
                              books::FindingKind::account_missing, stored.voucher.head().reference,
                              clock_.now());
  });
  if (!withdrawn) return withdrawn.error();
  return true;
}

/// Gives a voucher that waits the accounts of the client's present mapping.
Result<bool> Post::remap(const Client& client, StoredVoucher& stored) {
  if (stored.mapping_version == client.mapping_version) return false;
  // A mirror stands on the accounts of its original, and a decision moves money from where it is.
  const books::Voucher::Head& head = stored.voucher.head();
  if (!head.reverses.empty() || head.kind == books::VoucherKind::decision) return false;
  auto before = mappings_.version(client.id, stored.mapping_version);
  if (!before) return before.error();
  Client then = client;
  then.mapping = *std::move(before);
  for (const LedgerTerms& ledger : client.ledgers) {
    if (ledger.id != stored.ledger) continue;
    auto changed =
        books::remapped(stored.voucher, then.mapping_of(ledger), client.mapping_of(ledger));
    if (!changed) return false;
    auto kept =
        db_.transact([&] { return vouchers_.remap(stored.id, client.mapping_version, *changed); });
    if (!kept) return kept.error();
    stored.voucher = *std::move(changed);
    stored.mapping_version = client.mapping_version;
    return true;
  }
  return false;
}

/// The later of the accounting system's lock date and the client's own.
Result<std::optional<Date>> Post::lock_date(const Client& client) {
  auto ours = locks_.locked_until(client.id);
  if (!ours) return ours.error();
  auto there = lock_date_there(client);
  if (!there) return there.error();
  return later_lock(*ours, *there);
}

Result<std::optional<Date>> Post::lock_date_there(const Client& client) {
  const Instant now = clock_.now();
  if (lock_read_at_ && now >= *lock_read_at_ && now - *lock_read_at_ < lock_date_age_max) {
    return lock_;
  }
  auto lock = system_.lock_date();
  if (!lock) return lock.error().in(fmt::format("client '{}'", client.id.text()));
  lock_ = *lock;
  lock_read_at_ = now;
  return lock_;
}

Result<void> Post::one(const Client& client, StoredVoucher& stored, const std::optional<Date>& lock,
                       PostOutcome& outcome) {
  if (stored.state == VoucherState::sending) {
    auto there = confirm_if_there(client, stored);
    if (!there) return there.error();
    if (*there) {
      ++outcome.posted;
      return {};
    }
  }
  if (lock && stored.voucher.head().date <= *lock) {
    if (auto moved = leave_locked_period(client, stored, *lock); !moved) return moved;
  }
  auto takes = chart_takes(client, stored);
  if (!takes) return takes.error();
  if (!*takes) {
    ++outcome.refused;
    return {};
  }
  for (int send = 1;; ++send) {
    if (auto marked = vouchers_.set_sending(stored.id); !marked) return marked;
    auto remote = system_.post(stored.voucher);
    if (remote) {
      ++outcome.posted;
      return confirm(client, stored, *remote);
    }
    const Error& error = remote.error();
    if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::conflict ||
        error.kind == ErrorKind::refused) {
      // The effect is not known, or it may be there already, in whatever words the system says
      // so: its own rows decide.
      auto there = confirm_if_there(client, stored);
      if (!there) return there.error();
      if (*there) {
        ++outcome.posted;
        return {};
      }
      if (error.kind == ErrorKind::unavailable && send < sends_max) continue;
    }
    if (error.kind == ErrorKind::refused || error.kind == ErrorKind::conflict ||
        error.kind == ErrorKind::not_found || error.kind == ErrorKind::invalid) {
      ++outcome.refused;
      return refuse(client, stored, error);
    }
    return error;
  }
}

/// A posting in a locked period is impossible (rules § 2.1): it goes to the first open date and
/// keeps its own date in the text. Only a voucher that no request is on its way for may move.
Result<void> Post::leave_locked_period(const Client& client, StoredVoucher& stored, Date lock) {
  const Date original = stored.voucher.head().date;
  stored.voucher = stored.voucher.moved_to(lock.next());
  return db_.transact([&]() -> Result<void> {
    if (auto moved = vouchers_.move_to_date(stored.id, stored.voucher); !moved) return moved;
    return findings_.raise(
        client.id, stored.ledger,
        {books::FindingKind::voucher_moved, stored.ledger_date, stored.voucher.head().reference, 0,
         fmt::format("voucher {} of {} lies in a locked period (lock date {}); it is posted on {}: "
                     "see that the VAT term and the year are right",
                     stored.number, original.to_string(), lock.to_string(),
                     lock.next().to_string())},
        clock_.now());
  });
}

Result<bool> Post::confirm_if_there(const Client& client, const StoredVoucher& stored) {
  auto remote = system_.find(stored.voucher);
  if (!remote) return remote.error();
  if (!*remote) return false;
  auto confirmed = confirm(client, stored, **remote);
  if (!confirmed) return confirmed.error();
  return true;
}

Result<void> Post::confirm(const Client& client, const StoredVoucher& stored,
                           const accounting::PostedVoucher& remote) {
  return db_.transact([&]() -> Result<void> {
    if (auto posted = vouchers_.set_posted(stored.id, remote); !posted) return posted;
    return findings_.withdraw(client.id, stored.ledger, stored.ledger_date,
                              books::FindingKind::posting_refused, stored.voucher.head().reference,
                              clock_.now());
  });
}

Result<void> Post::keep_waiting(const Client& client, const StoredVoucher& stored,
                                const books::Finding& told) {
  refused_.insert(stored.id);
  return db_.transact([&]() -> Result<void> {
    if (auto kept = vouchers_.set_refused(stored.id, told.message); !kept) return kept;
    auto other =
        findings_.withdraw(client.id, stored.ledger, stored.ledger_date,
                           books::FindingKind::posting_refused, told.subject, clock_.now());
    if (!other) return other;
    return findings_.raise(client.id, stored.ledger, told, clock_.now());
  });
}

Result<void> Post::refuse(const Client& client, const StoredVoucher& stored, const Error& error) {
  refused_.insert(stored.id);
  lock_read_at_.reset();  // a period that was locked meanwhile is a reason to be refused
  return db_.transact([&]() -> Result<void> {
    if (auto kept = vouchers_.set_refused(stored.id, error.message); !kept) return kept;
    return findings_.raise(
        client.id, stored.ledger,
        {books::FindingKind::posting_refused, stored.ledger_date, stored.voucher.head().reference,
         0,
         fmt::format("voucher {} was refused: {}; put it right there and close again: it is sent "
                     "anew",
                     stored.number, error.message)},
        clock_.now());
  });
}

}  // namespace avstem::services
