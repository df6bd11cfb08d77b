// What stands at Vipps now, and what came in today.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/tables.hpp"
#include "services/settlement/feed.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::LiveBalance;

struct ClientBalance {
  ClientId client;
  LiveBalance live;
};

std::int64_t seconds_between(Instant earlier, Instant later) {
  return std::chrono::floor<std::chrono::seconds>(later - earlier).count();
}

/// `40 s`, `12 min`, `5 h` or `3 days`, rounded down.
std::string age_text(std::int64_t seconds) {
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;
  if (seconds < minute) return fmt::format("{} s", std::max<std::int64_t>(seconds, 0));
  if (seconds < hour) return fmt::format("{} min", seconds / minute);
  if (seconds < day) return fmt::format("{} h", seconds / hour);
  return fmt::format("{} day{}", seconds / day, seconds / day == 1 ? "" : "s");
}

std::string how_fresh(const LiveBalance& live, Instant now) {
  if (!live.funds && !live.fees) return "never read";
  std::string text = live.from_store
                         ? fmt::format("as of {} ago", age_text(seconds_between(live.as_of, now)))
                         : "now";
  if (!live.up_to_now) text += ", not read to its end";
  return text;
}

Json optional_json(const std::optional<std::int64_t>& amount) {
  return amount ? Json(*amount) : Json();
}

Json balance_json(const ClientBalance& balance, Instant now) {
  const LiveBalance& live = balance.live;
  const bool ever = live.funds || live.fees;
  return {{"client", balance.client.text()},
          {"ledger", live.ledger.text()},
          {"currency", live.currency.code()},
          {"funds", optional_json(live.funds)},
          {"fees", optional_json(live.fees)},
          {"last_entry", live.last_entry ? Json(to_string(*live.last_entry)) : Json()},
          {"last_entry_age_seconds",
           live.last_entry ? Json(seconds_between(*live.last_entry, now)) : Json()},
          {"today",
           {{"ledger_date", live.today.to_string()},
            {"captures", live.captures},
            {"refunds", live.refunds},
            {"fees", live.fees_charged},
            {"other", live.other}}},
          {"as_of", ever ? Json(to_string(live.as_of)) : Json()},
          {"from_store", live.from_store},
          {"up_to_now", live.up_to_now}};
}

void print_balances(Session& session, const std::vector<ClientBalance>& balances) {
  const Instant now = session.host.clock.now();
  Json list = Json::array();
  using enum Table::Align;
  Table table({{"client", left},
               {"ledger", left},
               {"funds", right},
               {"fees", right},
               {"captures today", right},
               {"refunds", right},
               {"fees", right},
               {"last entry", right},
               {"read", left}});
  for (const ClientBalance& balance : balances) {
    const LiveBalance& live = balance.live;
    const auto words = [&](std::int64_t minor) { return Money(minor, live.currency).to_decimal(); };
    list.push_back(balance_json(balance, now));
    table.add({balance.client.text(), live.ledger.text(), live.funds ? words(*live.funds) : "-",
               live.fees ? words(*live.fees) : "-", words(live.captures), words(live.refunds),
               words(live.fees_charged),
               live.last_entry ? age_text(seconds_between(*live.last_entry, now)) + " ago" : "-",
               how_fresh(live, now)});
  }
  session.host.output.result(session.options.json
                                 ? Json{{"balances", std::move(list)}}.dump(2) + "\n"
                                 : table.to_string());
}

/// Adds the client's ledgers; false when one of them could not be read and shows what was known.
Result<bool> read_client(Session& session, const services::Client& client,
                         std::vector<ClientBalance>& balances) {
  auto vipps = session.systems.vipps(session.installation.clients(), client.id);
  if (!vipps) return vipps.error();
  services::Feed feed(session.installation.database(), (*vipps)->report, session.host.clock,
                      session.host.zone);
  bool all_read = true;
  for (const services::LedgerTerms& ledger : client.ledgers) {
    auto live = feed.read(client.id, ledger);
    if (!live) {
      all_read = false;
      session.host.output.note(fmt::format("avstem: {}\n", live.error().message));
      live = feed.stored(client.id, ledger);
    }
    if (!live) return live.error();
    balances.push_back({client.id, *std::move(live)});
  }
  return all_read;
}

}  // namespace

/// A ledger that cannot be read keeps no other from being shown; the command fails in the end.
Result<int> balance_command(Session& session, const ClientOptions& options) {
  std::vector<services::Client> clients;
  if (options.id.empty()) {
    auto all = session.installation.clients().list();
    if (!all) return all.error();
    clients = *std::move(all);
  } else {
    auto one = session.installation.clients().get(ClientId(options.id));
    if (!one) return one.error();
    clients.push_back(*std::move(one));
  }
  std::vector<ClientBalance> balances;
  bool all_read = true;
  for (const services::Client& client : clients) {
    auto read = read_client(session, client, balances);
    if (!read) session.host.output.note(fmt::format("avstem: {}\n", read.error().message));
    all_read = all_read && read && *read;
  }
  print_balances(session, balances);
  return static_cast<int>(all_read ? done : failed);
}

}  // namespace avstem::app
