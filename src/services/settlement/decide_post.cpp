// A decision on its way out: kept with its voucher, posted, and taken back.

#include <fmt/format.h>

#include <algorithm>

#include "books/booking.hpp"
#include "books/reversal.hpp"
#include "services/settlement/decide.hpp"

namespace avstem::services {

/// Voucher, action and what becomes of the finding are one commit; posting comes after it.
Result<Decided> Decide::plan(
    const Client& client, const LedgerId& ledger, Date ledger_date, const books::Voucher& voucher,
    FindingAction action, const std::function<Result<std::int64_t>(const FindingAction&)>& keep) {
  if (auto there = check_chart(client, voucher.postings()); !there) return there.error();
  const auto planned = world_.database.transact([&]() -> Result<void> {
    auto stored =
        vouchers_.plan(client.id, ledger, ledger_date, client.mapping_version, voucher, {});
    if (!stored) return stored;
    auto made = vouchers_.find(client.id, voucher.head().reference);
    if (!made) return made.error();
    action.voucher_id = made->id;
    action.voucher = made->number;
    auto id = keep(action);
    if (!id) return id.error();
    action.id = *id;
    return {};
  });
  if (!planned) return planned.error();
  return send(client, std::move(action));
}

/// The accounting system may be out of reach: what was decided stays, and is sent with the next
/// close.
Result<Decided> Decide::send(const Client& client, FindingAction action) {
  post_.begin_run();
  auto posted = post_.all(client);
  auto voucher = vouchers_.find(client.id, action.voucher);
  if (!voucher) return voucher.error();
  Decided decided{std::move(action), *std::move(voucher), ""};
  if (decided.voucher.state == VoucherState::posted) return decided;
  if (!posted) {
    decided.not_posted = posted.error().message;
  } else if (decided.voucher.state == VoucherState::refused) {
    decided.not_posted = decided.voucher.problem;
  } else {
    decided.not_posted = fmt::format("it is dated {}, and no voucher is posted before its day",
                                     decided.voucher.voucher.head().date.to_string());
  }
  return decided;
}

/// A person is told at once, rather than by a voucher that waits.
Result<void> Decide::check_chart(const Client& client, const std::vector<books::Posting>& lines) {
  accounting::Requirements needed;
  for (const books::Posting& line : lines) {
    if (line.customer_number == 0) needed.accounts.push_back(line.account);
    needed.vat_codes.push_back(line.vat_code);
  }
  const std::string place = fmt::format("client '{}'", client.id.text());
  auto chart = world_.system.chart();
  if (!chart) return chart.error().in(place);
  return chart->require(needed).in(place);
}

Result<Decided> Decide::undo(const Client& client, const FindingAction& action,
                             const Actor& actor) {
  auto original = vouchers_.find(client.id, action.voucher);
  if (!original) return original.error();
  const auto place = fmt::format("action {}", action.id);
  if (original->state == VoucherState::sending) {
    // Only the accounting system knows whether it is there.
    post_.begin_run();
    auto posted = post_.all(client);
    if (!posted) return posted.error().in(place + ", its voucher is not posted yet");
    original = vouchers_.find(client.id, action.voucher);
    if (!original) return original.error();
  }
  FindingAction undo;
  undo.finding_id = action.finding_id;
  undo.verb = ActionVerb::undo;
  undo.actor = actor;
  undo.at = world_.clock.now();
  undo.words = fmt::format("takes back action {}: {}", action.id, action.words);
  undo.undoes = action.id;
  if (original->state != VoucherState::posted) {
    return undo_unposted(client, action, *original, std::move(undo)).in(place);
  }
  return undo_posted(client, action, *original, std::move(undo)).in(place);
}

/// What never reached the accounting system is given up; its number is kept.
Result<Decided> Decide::undo_unposted(const Client& client, const FindingAction& action,
                                      const StoredVoucher& original, FindingAction undo) {
  undo.voucher_id = original.id;
  undo.voucher = original.number;
  const auto done = world_.database.transact([&]() -> Result<void> {
    if (auto set = vouchers_.set_void(original); !set) return set;
    for (const auto kind :
         {books::FindingKind::posting_refused, books::FindingKind::account_missing}) {
      auto gone = findings_.withdraw(client.id, original.ledger, original.ledger_date, kind,
                                     original.voucher.head().reference, undo.at);
      if (!gone) return gone;
    }
    auto id = take_back(client, action, original, undo);
    if (!id) return id.error();
    undo.id = *id;
    return {};
  });
  if (!done) return done.error();
  auto voided = vouchers_.find(client.id, original.number);
  if (!voided) return voided.error();
  return Decided{std::move(undo), *std::move(voided), ""};
}

Result<Decided> Decide::undo_posted(const Client& client, const FindingAction& action,
                                    const StoredVoucher& original, FindingAction undo) {
  auto parts = vouchers_.parts_taken(client.id, original.ledger, original.ledger_date);
  if (!parts) return parts.error();
  const int part = (*parts)[static_cast<std::size_t>(books::VoucherKind::reversal)] + 1;
  auto mirrored = books::reverse(
      original.voucher, std::max(today(), original.voucher.head().date),
      books::voucher_reference(client.id, original.ledger, books::VoucherKind::reversal,
                               original.ledger_date, part));
  if (!mirrored) return mirrored.error();
  return plan(client, original.ledger, original.ledger_date, *mirrored, std::move(undo),
              [&](const FindingAction& made) { return take_back(client, action, original, made); });
}

/// The finding stands again as before the action. Within a transaction.
Result<std::int64_t> Decide::take_back(const Client& client, const FindingAction& action,
                                       const StoredVoucher& original, const FindingAction& undo) {
  auto finding = findings_.get(action.finding_id);
  if (!finding) return finding.error();
  for (const auto kind : {books::FindingKind::overpayment, books::FindingKind::underpayment}) {
    auto gone = findings_.withdraw(client.id, original.ledger, original.ledger_date, kind,
                                   finding->finding.subject, undo.at);
    if (!gone) return gone.error();
  }
  return actions_.take_back(action, undo);
}

}  // namespace avstem::services
