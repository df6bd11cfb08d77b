// What another version of a client's mapping would change in a past period: nothing is posted.

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/tables.hpp"
#include "books/remap.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::StoredVoucher;

std::string place_of(const books::Posting& line) {
  return fmt::format("{}{}", line.account, line.vat_code.empty() ? "" : "/" + line.vat_code);
}

/// The differences of one voucher, as rows of a table and as JSON.
class Comparison {
 public:
  Comparison()
      : table_({{"voucher"},
                {"date"},
                {"line", Table::Align::right},
                {"posted on"},
                {"would be on"},
                {"amount", Table::Align::right}}) {}

  void add(const StoredVoucher& stored, const books::Mapping& then, const books::Mapping& other) {
    ++vouchers_;
    if (books::roles_part_ways(stored.voucher, then, other)) {
      table_.add({stored.number, stored.ledger_date.to_string(), "", "one account, several roles",
                  "cannot be told", ""});
      list_.push_back({{"voucher", stored.number}, {"told", false}});
      ++changed_;
      return;
    }
    const auto changed = books::remapped(stored.voucher, then, other);
    if (!changed) return;
    ++changed_;
    const auto& before = stored.voucher.postings();
    for (std::size_t i = 0; i < before.size(); ++i) {
      const books::Posting& after = changed->postings()[i];
      if (before[i] == after) continue;
      table_.add({stored.number, stored.ledger_date.to_string(), std::to_string(i + 1),
                  place_of(before[i]), place_of(after),
                  Money(after.amount, stored.voucher.head().currency).to_decimal()});
      list_.push_back({{"voucher", stored.number},
                       {"line", i + 1},
                       {"account", before[i].account},
                       {"vat_code", before[i].vat_code},
                       {"new_account", after.account},
                       {"new_vat_code", after.vat_code},
                       {"amount", after.amount}});
    }
  }

  std::string text() const {
    return fmt::format("{}{} of {} vouchers would differ; nothing is posted\n",
                       list_.empty() ? "" : table_.to_string(), changed_, vouchers_);
  }
  std::string json() const {
    return Json{{"vouchers", vouchers_}, {"differing", changed_}, {"lines", list_}}.dump(2) + "\n";
  }

 private:
  Table table_;
  Json list_ = Json::array();
  int vouchers_ = 0;
  int changed_ = 0;
};

/// The mapping with the clearing account of the voucher's own ledger.
books::Mapping of_ledger(services::Client client, const books::Mapping& mapping,
                         const StoredVoucher& stored) {
  client.mapping = mapping;
  for (const services::LedgerTerms& ledger : client.ledgers) {
    if (ledger.id == stored.ledger) return client.mapping_of(ledger);
  }
  return mapping;
}

}  // namespace

Result<int> mapping_compare_command(Session& session, const CloseOptions& options) {
  if (options.client.empty() || options.from.empty() || options.to.empty()) {
    return Error{ErrorKind::invalid,
                 "--mapping compares one client's past period: give --client, --from and --to"};
  }
  services::ClientStore& clients = session.installation.clients();
  auto client = clients.get(ClientId(options.client));
  if (!client) return client.error();
  auto other = clients.mapping(client->id, options.mapping);
  if (!other) return other.error();
  auto from = Date::parse(options.from);
  auto to = Date::parse(options.to);
  if (!from) return from.error();
  if (!to) return to.error();
  services::VoucherStore vouchers(session.installation.database());
  auto stored = vouchers.of_dates(client->id, *from, *to);
  if (!stored) return stored.error();
  std::map<int, books::Mapping> versions;
  Comparison comparison;
  for (const StoredVoucher& each : *stored) {
    if (each.state != services::VoucherState::posted) continue;
    auto then = versions.find(each.mapping_version);
    if (then == versions.end()) {
      auto read = clients.mapping(client->id, each.mapping_version);
      if (!read) return read.error();
      then = versions.emplace(each.mapping_version, *std::move(read)).first;
    }
    comparison.add(each, of_ledger(*client, then->second, each), of_ledger(*client, *other, each));
  }
  session.host.output.result(session.options.json ? comparison.json() : comparison.text());
  return static_cast<int>(done);
}

}  // namespace avstem::app
