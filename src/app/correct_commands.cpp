// Corrections by a person: reverse, void, book again, and a client's period lock.

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/voucher_story.hpp"
#include "platform/user.hpp"
#include "services/settlement/close.hpp"
#include "services/settlement/correct.hpp"

namespace avstem::app {
namespace {

using services::Client;
using services::Correct;
using services::VoucherStory;

using Correction = Result<VoucherStory> (Correct::*)(const Client&, const Correct::Order&);

/// The rest of the line for the ledger date: post, document, prove.
Result<void> send(Session& session, accounting::AccountingSystem& system, const Client& client,
                  const services::StoredVoucher& corrected) {
  for (const services::LedgerTerms& ledger : client.ledgers) {
    if (ledger.id != corrected.ledger) continue;
    services::Close close(
        {session.installation.database(), nullptr, system, session.host.clock, session.host.zone});
    auto report = close.run_stored(client, ledger, {corrected.ledger_date});
    if (!report) {
      return report.error().in(fmt::format(
          "voucher {} is corrected in our books, and the next close sends that", corrected.number));
    }
  }
  return {};
}

Result<int> correct(Session& session, const CorrectOptions& options, Correction correction) {
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.client));
  if (!client) return client.error();
  Correct::Order order{options.voucher, {}, options.rebook, {current_user(), options.reason}};
  if (!options.date.empty()) {
    auto date = Date::parse(options.date);
    if (!date) return date.error();
    order.on = *date;
  }
  auto accounting = session.systems.accounting(clients, *client);
  if (!accounting) return accounting.error();
  services::Correct corrections(session.installation.database(), **accounting, session.host.clock,
                                session.host.zone);
  auto story = (corrections.*correction)(*client, order);
  if (!story) return story.error();
  const bool nothing_to_send =
      story->voucher.state == services::VoucherState::voided && story->replacements.empty();
  if (!nothing_to_send) {
    auto sent = send(session, **accounting, *client, story->voucher);
    if (!sent) return sent.error();
  }
  services::ActStore acts(session.installation.database());
  auto now = acts.story(client->id, story->voucher.number);
  if (!now) return now.error();
  session.host.output.result(session.options.json ? story_json(*now) : story_text(*now));
  return static_cast<int>(done);
}

}  // namespace

Result<int> reverse_command(Session& session, const CorrectOptions& options) {
  return correct(session, options, &Correct::reverse);
}

Result<int> vouchers_void_command(Session& session, const CorrectOptions& options) {
  return correct(session, options, &Correct::give_up);
}

Result<int> rebook_command(Session& session, const CorrectOptions& options) {
  return correct(session, options, &Correct::rebook);
}

Result<void> apply_period_lock(Session& session, const Client& client,
                               const ClientOptions& options) {
  if (options.locked_until.empty() && !options.unlock) return {};
  std::optional<Date> until;
  if (!options.locked_until.empty()) {
    auto date = Date::parse(options.locked_until);
    if (!date) return date.error();
    until = *date;
  }
  services::PeriodLocks locks(session.installation.database());
  const services::Because because{current_user(), options.reason};
  const Instant now = session.host.clock.now();
  return options.unlock ? locks.unlock(client.id, until, because, now)
                        : locks.lock(client.id, *until, because, now);
}

}  // namespace avstem::app
