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

/// Everything that waits to be posted goes along, so all of it must be in the chart.
Result<void> Decide::check_chart(const Client& client, const std::vector<books::Posting>& lines) {
  accounting::Requirements needed;
  const auto need = [&](const std::vector<books::Posting>& postings) {
    for (const books::Posting& line : postings) {
      if (line.customer_number == 0) needed.accounts.push_back(line.account);
      needed.vat_codes.push_back(line.vat_code);
    }
  };
  need(lines);
  auto waiting = vouchers_.unposted(client.id);
  if (!waiting) return waiting.error();
  for (const StoredVoucher& stored : *waiting)
    need(stored.voucher.postings());
  return world_.system.load_reference_data(needed).in(fmt::format("client '{}'", client.id.text()));
}

Result<Decided> Decide::undo(const Client& client, const FindingAction& action,
                             const Actor& actor) {
  auto original = vouchers_.find(client.id, action.voucher);
  if (!original) return original.error();
  const auto place = fmt::format("action {}", action.id);
  if (auto there = check_chart(client, original->voucher.postings()); !there) {
    return there.error().in(place);
  }
  if (original->state != VoucherState::posted) {
    post_.begin_run();
    auto posted = post_.all(client);
    if (!posted) return posted.error().in(place + ", its voucher is not posted yet");
    original = vouchers_.find(client.id, action.voucher);
    if (!original) return original.error();
  }
  if (original->state != VoucherState::posted) {
    return Error{ErrorKind::refused,
                 fmt::format("{}: voucher {} was refused: {}; put it right there and undo it then",
                             place, original->number, original->problem)};
  }
  auto parts = vouchers_.parts_taken(client.id, original->ledger, original->ledger_date);
  if (!parts) return parts.error();
  const int part = (*parts)[static_cast<std::size_t>(books::VoucherKind::reversal)] + 1;
  auto mirrored = books::reverse(
      original->voucher, std::max(today(), original->voucher.head().date),
      books::voucher_reference(client.id, original->ledger, books::VoucherKind::reversal,
                               original->ledger_date, part));
  if (!mirrored) return mirrored.error().in(place);
  auto finding = findings_.get(action.finding_id);
  if (!finding) return finding.error();
  FindingAction undo;
  undo.finding_id = action.finding_id;
  undo.verb = ActionVerb::undo;
  undo.actor = actor;
  undo.at = world_.clock.now();
  undo.words = fmt::format("takes back action {}: {}", action.id, action.words);
  undo.undoes = action.id;
  return plan(client, original->ledger, original->ledger_date, *mirrored, std::move(undo),
              [&](const FindingAction& made) -> Result<std::int64_t> {
                for (const auto kind :
                     {books::FindingKind::overpayment, books::FindingKind::underpayment}) {
                  auto gone = findings_.withdraw(client.id, original->ledger, original->ledger_date,
                                                 kind, finding->finding.subject, made.at);
                  if (!gone) return gone.error();
                }
                return actions_.take_back(action, made);
              });
}

}  // namespace avstem::services
