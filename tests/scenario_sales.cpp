// The headings of a scenario that say what was sold, and what becomes of it later: also by a
// person's word.

#include <fmt/format.h>

#include "tests/scenario_words.hpp"

namespace avstem::scenario {
namespace {

/// For a heading with nothing indented under it.
Block no_lines() {
  return [](const Words&) -> Result<void> { return bad("this heading has no indented lines"); };
}

/// Credited lines, as `3000 vat 3 C 100.00`.
Block sale_lines(Currency currency, std::vector<books::SaleLine>& into) {
  return [currency, &into](Words words) -> Result<void> {
    auto line = read_line(std::move(words), currency);
    if (!line) return line.error();
    into.push_back({line->account, line->vat_code, -line->amount});
    return {};
  };
}

Result<Block> sale(const Words& words, Scenario& scenario) {
  if (words.size() != 5 || words[1] != "reference" || words[3] != "recipe") {
    return bad("sale reference R recipe R10");
  }
  books::Sale& made = scenario.sales[words[2]];
  made = {words[2], {}, words[4]};
  return sale_lines(scenario.currency, made.lines);
}

Result<Block> till(Words words, Scenario& scenario) {
  auto pairs = take_pairs(words, 1, {"unit", "date", "report", "recipe"});
  auto date = Date::parse(pairs["date"]);
  if (!date) return date.error();
  if (words.size() != 1) return bad("till [unit U] date D report N recipe R09");
  scenario.tills.push_back({pairs["unit"], *date, pairs["report"], {}, pairs["recipe"]});
  return [&scenario](Words line_words) -> Result<void> {
    return sale_lines(scenario.currency, scenario.tills.back().lines)(std::move(line_words));
  };
}

/// `monthly FIRST LAST account [vat C]` or `earned DATE account [vat C] C amount`
Result<void> deferral_line(Words words, Currency currency, PlannedDeferral& into) {
  if (words.size() >= 5 && words[0] == "earned") {
    auto date = Date::parse(words[1]);
    if (!date) return date.error();
    auto line = read_line(Words(words.begin() + 2, words.end()), currency);
    if (!line) return line.error();
    into.steps.push_back({*date, {{line->account, line->vat_code, -line->amount}}, "Inntekt"});
    return {};
  }
  auto pairs = take_pairs(words, 4, {"vat"});
  if (words.size() != 4 || words[0] != "monthly") {
    return bad("monthly FIRST LAST ACCOUNT [vat C], or earned DATE ACCOUNT [vat C] C AMOUNT");
  }
  auto first = Date::parse(words[1]);
  auto last = Date::parse(words[2]);
  auto account = number(words[3]);
  if (!first) return first.error();
  if (!last) return last.error();
  if (!account) return account.error();
  auto made = books::Deferral::by_month(into.head, *first, *last, {*account, pairs["vat"], 0});
  if (!made) return made.error();
  into.steps = made->steps();
  return {};
}

Result<Block> deferral(Words words, Scenario& scenario) {
  auto pairs = take_pairs(words, 2, {"on", "account", "recipe"});
  if (words.size() != 3) return bad("deferral ID on DATE account A recipe R AMOUNT");
  auto date = Date::parse(pairs["on"]);
  auto account = number(pairs["account"]);
  auto held = amount(words[2], scenario.currency);
  if (!date) return date.error();
  if (!account) return account.error();
  if (!held) return held.error();
  scenario.deferrals.push_back(
      {{scenario_client, words[1], *date, *account, *held, scenario.currency, pairs["recipe"]},
       {}});
  return [&scenario](Words line_words) -> Result<void> {
    return deferral_line(std::move(line_words), scenario.currency, scenario.deferrals.back());
  };
}

Result<Block> recognise(const Words& words, Scenario& scenario) {
  if (words.size() != 2) return bad("recognise DATE");
  auto date = Date::parse(words[1]);
  if (!date) return date.error();
  scenario.happenings.emplace_back(Recognise{*date});
  return no_lines();
}

Result<Block> loss(const Words& words, Scenario& scenario) {
  if (words.size() != 4 || words[2] != "psp") return bad("loss DATE psp P");
  auto date = Date::parse(words[1]);
  if (!date) return date.error();
  scenario.happenings.emplace_back(AcceptedLoss{*date, words[3], {}});
  return [&scenario](const Words& part) -> Result<void> {
    if (part.size() != 2) return bad("AMOUNT regular|middle|low|none");
    auto gross = amount(part[0], scenario.currency);
    if (!gross) return gross.error();
    books::LostPart lost{*gross, {}};
    for (const auto rate : {VatRateClass::regular, VatRateClass::middle, VatRateClass::low}) {
      if (part[1] == to_string(rate)) lost.vat = rate;
    }
    if (!lost.vat && part[1] != "none") return bad("AMOUNT regular|middle|low|none");
    std::get<AcceptedLoss>(scenario.happenings.back()).parts.push_back(lost);
    return {};
  };
}

Result<Block> decision(const Words& words, Scenario& scenario) {
  if (words.size() != 4 || words[2] != "psp") return bad("decide DATE psp P");
  auto date = Date::parse(words[1]);
  if (!date) return date.error();
  scenario.happenings.emplace_back(DecidedMoney{*date, words[3], {}});
  return [&scenario](Words line_words) -> Result<void> {
    auto line = read_line(std::move(line_words), scenario.currency);
    if (!line) return line.error();
    std::get<DecidedMoney>(scenario.happenings.back()).lines.push_back(*std::move(line));
    return {};
  };
}

Result<Block> account(const Words& words, Scenario& scenario) {
  if (words.size() != 3) return bad("account ROLE NUMBER");
  auto role = books::parse_account_role(words[1]);
  auto account_number = number(words[2]);
  if (!role) return role.error();
  if (!account_number) return account_number.error();
  scenario.accounts.emplace_back(*role, *account_number);
  return no_lines();
}

Result<Block> rate(const Words& words, Scenario& scenario) {
  if (words.size() != 3) return bad("rate DATE NOK");
  auto date = Date::parse(words[1]);
  if (!date) return date.error();
  auto read = books::ExchangeRate::parse(scenario.currency, *date, words[2], "scenario");
  if (!read) return read.error();
  scenario.rates[*date] = *read;
  return no_lines();
}

Result<Block> arrived(const Words& words, Scenario& scenario) {
  if (words.size() != 5 || words[3] != "received") return bad("arrived DATE AMOUNT received NOK");
  auto date = Date::parse(words[1]);
  auto foreign = amount(words[2], scenario.currency);
  auto received = amount(words[4], Currency());
  if (!date) return date.error();
  if (!foreign) return foreign.error();
  if (!received) return received.error();
  scenario.happenings.emplace_back(Arrived{*date, *foreign, *received});
  return no_lines();
}

}  // namespace

Result<Block> read_sale_heading(Words words, Scenario& scenario) {
  const std::string head = words[0];
  if (head == "sale") return sale(words, scenario);
  if (head == "till") return till(std::move(words), scenario);
  if (head == "deferral") return deferral(std::move(words), scenario);
  if (head == "recognise") return recognise(words, scenario);
  if (head == "loss") return loss(words, scenario);
  if (head == "decide") return decision(words, scenario);
  if (head == "account") return account(words, scenario);
  if (head == "rate") return rate(words, scenario);
  if (head == "arrived") return arrived(words, scenario);
  return Error{ErrorKind::not_found, fmt::format("heading '{}' is unknown", head)};
}

}  // namespace avstem::scenario
