#include "services/settlement/act_store.hpp"

#include <array>

#include "services/settlement/rows.hpp"

namespace avstem::services {
namespace {

constexpr std::array<std::string_view, 3> act_words{"reverse", "void", "rebook"};

}  // namespace

std::string_view to_string(Act act) {
  return act_words[static_cast<std::size_t>(act)];
}

Result<void> ActStore::add(const ClientId& client, std::int64_t voucher, Act act,
                           const Because& because, Instant now) {
  auto insert = db_.prepare(
      "INSERT INTO voucher_acts (client_id, voucher_id, act, person, reason, at_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  return insert
      .bind(client.text(), voucher, to_string(act), because.person, because.reason,
            now.time_since_epoch().count())
      .run();
}

Result<void> ActStore::add_replacement(std::int64_t voucher, std::int64_t replacement) {
  auto insert =
      db_.prepare("INSERT INTO voucher_replacements (voucher_id, replacement_id) VALUES (?1, ?2)");
  return insert.bind(voucher, replacement).run();
}

Result<std::vector<VoucherAct>> ActStore::acts(std::int64_t voucher) {
  std::vector<VoucherAct> acts;
  auto query = db_.prepare(
      "SELECT act, person, reason, at_us FROM voucher_acts WHERE voucher_id = ?1 ORDER BY act_id");
  query.bind(voucher);
  auto read = for_each_row(query, [&]() -> Result<void> {
    Act act = Act::reverse;
    for (std::size_t i = 0; i < act_words.size(); ++i) {
      if (act_words[i] == query.text(0)) act = static_cast<Act>(i);
    }
    acts.push_back({act,
                    {std::string(query.text(1)), std::string(query.text(2))},
                    Instant(std::chrono::microseconds(query.integer(3)))});
    return {};
  });
  if (!read) return read.error();
  return acts;
}

Result<bool> ActStore::has(std::int64_t voucher, Act act) {
  auto query = db_.prepare("SELECT 1 FROM voucher_acts WHERE voucher_id = ?1 AND act = ?2 LIMIT 1");
  return query.bind(voucher, to_string(act)).step();
}

Result<std::optional<StoredVoucher>> ActStore::reversal_of(const ClientId& client,
                                                           const StoredVoucher& original) {
  auto found = named_by(client,
                        "SELECT reference FROM vouchers WHERE client_id = ?1 AND reverses ="
                        " (SELECT reference FROM vouchers WHERE voucher_id = ?2) AND state <> "
                        "'void'",
                        original.id);
  if (!found) return found.error();
  if (found->empty()) return std::optional<StoredVoucher>();
  return std::optional(std::move(found->front()));
}

Result<std::vector<StoredVoucher>> ActStore::named_by(const ClientId& client, std::string_view sql,
                                                      std::int64_t id) {
  std::vector<std::string> references;
  {
    auto query = db_.prepare(sql);
    query.bind(client.text(), id);
    auto read = for_each_row(query, [&]() -> Result<void> {
      references.emplace_back(query.text(0));
      return {};
    });
    if (!read) return read.error();
  }
  std::vector<StoredVoucher> found;
  for (const std::string& reference : references) {
    auto voucher = vouchers_.find(client, reference);
    if (!voucher) return voucher.error();
    found.push_back(*std::move(voucher));
  }
  return found;
}

Result<VoucherStory> ActStore::story(const ClientId& client, const std::string& voucher) {
  auto stored = vouchers_.find(client, voucher);
  if (!stored) return stored.error();
  const std::int64_t id = stored->id;
  VoucherStory story{*std::move(stored), {}, {}, {}, {}, {}};
  const std::string& original = story.voucher.voucher.head().reverses;
  if (!original.empty()) {
    auto found = vouchers_.find(client, original);
    if (!found) return found.error();
    story.original = *std::move(found);
  }
  auto reversal = reversal_of(client, story.voucher);
  if (!reversal) return reversal.error();
  story.reversal = *std::move(reversal);
  auto replacements = named_by(client,
                               "SELECT v.reference FROM vouchers v JOIN voucher_replacements r ON"
                               " r.replacement_id = v.voucher_id WHERE v.client_id = ?1 AND"
                               " r.voucher_id = ?2 ORDER BY v.voucher_id",
                               id);
  if (!replacements) return replacements.error();
  story.replacements = *std::move(replacements);
  auto replaced = named_by(client,
                           "SELECT v.reference FROM vouchers v JOIN voucher_replacements r ON"
                           " r.voucher_id = v.voucher_id WHERE v.client_id = ?1 AND"
                           " r.replacement_id = ?2",
                           id);
  if (!replaced) return replaced.error();
  if (!replaced->empty()) story.replaces = std::move(replaced->front());
  auto acts_of = acts(id);
  if (!acts_of) return acts_of.error();
  story.acts = *std::move(acts_of);
  return story;
}

}  // namespace avstem::services
