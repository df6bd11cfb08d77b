#include "app/finding_words.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/tables.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::ordered_json;
using services::FindingAction;
using services::StoredFinding;

std::string amount(std::int64_t minor) {
  return Money(minor, Currency()).to_decimal();
}

books::Advice advice_of(const StoredFinding& stored) {
  return books::advise(stored.finding, stored.client, stored.id);
}

std::string age_text(std::int64_t days) {
  return fmt::format("{} {}", days, days == 1 ? "day" : "days");
}

}  // namespace

std::int64_t age_days(const StoredFinding& stored, Date today) {
  return (today.days() - stored.finding.ledger_date.days()).count();
}

std::string finding_table(const std::vector<StoredFinding>& findings, Date today) {
  Table table({{"no.", Table::Align::right},
               {"client"},
               {"ledger date"},
               {"age", Table::Align::right},
               {"kind"},
               {"at risk", Table::Align::right},
               {"what"},
               {"next"}});
  for (const StoredFinding& stored : findings) {
    table.add({std::to_string(stored.id), stored.client.text(),
               stored.finding.ledger_date.to_string(), age_text(age_days(stored, today)),
               std::string(to_string(stored.finding.kind)),
               amount(books::amount_at_risk(stored.finding)), stored.finding.message,
               stored.waits(today) ? "waits until " + stored.wait_until->to_string()
                                   : advice_of(stored).command});
  }
  return table.to_string();
}

std::string finding_words(const StoredFinding& stored, Date today) {
  const books::Finding& finding = stored.finding;
  std::string text = fmt::format(
      "finding {}: {}\nclient {}, ledger {}, ledger date {}, subject {}, amount {}\n{}\nraised {}, "
      "{} old",
      stored.id, to_string(finding.kind), stored.client.text(),
      stored.ledger.empty() ? "-" : stored.ledger.text(), finding.ledger_date.to_string(),
      finding.subject, amount(finding.amount), finding.message, to_string(stored.raised),
      age_text(age_days(stored, today)));
  if (stored.resolved) {
    return text + fmt::format("; resolved {}: {}\n", to_string(*stored.resolved), stored.note);
  }
  if (stored.waits(today)) {
    text += fmt::format("; waits until {}", stored.wait_until->to_string());
  }
  const books::Advice advice = advice_of(stored);
  return text + fmt::format("\nadvice: {}: {}\n", advice.words, advice.command);
}

std::string action_words(const FindingAction& action) {
  std::string text = fmt::format("action {} ({}, {} by {}): {}", action.id, to_string(action.verb),
                                 to_string(action.at), action.actor.who, action.words);
  if (!action.voucher.empty()) text += ", voucher " + action.voucher;
  if (!action.actor.note.empty()) text += fmt::format("; {}", action.actor.note);
  if (action.undone_by != 0) text += fmt::format("; taken back by action {}", action.undone_by);
  return text;
}

Json finding_json(const StoredFinding& stored, Date today) {
  const books::Suggestion& likely = stored.finding.suggestion;
  const books::Advice advice = advice_of(stored);
  return {
      {"id", stored.id},
      {"client", stored.client.text()},
      {"ledger", stored.ledger.text()},
      {"ledger_date", stored.finding.ledger_date.to_string()},
      {"kind", to_string(stored.finding.kind)},
      {"subject", stored.finding.subject},
      {"amount", stored.finding.amount},
      {"at_risk", books::amount_at_risk(stored.finding)},
      {"age_days", age_days(stored, today)},
      {"message", stored.finding.message},
      {"suggestion", likely.customer_number == 0 ? Json()
                                                 : Json{{"customer", likely.customer_number},
                                                        {"reference", likely.matching_reference},
                                                        {"invoice", likely.invoice_number}}},
      {"advice", {{"words", advice.words}, {"command", advice.command}}},
      {"raised", to_string(stored.raised)},
      {"wait_until", stored.wait_until ? Json(stored.wait_until->to_string()) : Json()},
      {"resolved", stored.resolved ? Json(to_string(*stored.resolved)) : Json()},
      {"note", stored.note}};
}

Json action_json(const FindingAction& action) {
  const auto number_or_null = [](std::int64_t number) {
    return number == 0 ? Json() : Json(number);
  };
  return {{"id", action.id},
          {"finding", action.finding_id},
          {"verb", to_string(action.verb)},
          {"who", action.actor.who},
          {"at", to_string(action.at)},
          {"words", action.words},
          {"note", action.actor.note},
          {"voucher", action.voucher.empty() ? Json() : Json(action.voucher)},
          {"wait_until", action.wait_until ? Json(action.wait_until->to_string()) : Json()},
          {"undoes", number_or_null(action.undoes)},
          {"undone_by", number_or_null(action.undone_by)}};
}

}  // namespace avstem::app
