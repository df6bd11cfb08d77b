#include "books/exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/check.hpp"

namespace avstem::books {
namespace {

// An amount times a rate needs more than 64 bits.
__extension__ using Wide = __int128;

constexpr std::int64_t millionths_in_one = 1'000'000;
constexpr std::string_view recipe = "R16";

/// a × b / c, half away from zero; c is positive.
std::int64_t multiply_divide(std::int64_t a, std::int64_t b, std::int64_t c) {
  const Wide product = static_cast<Wide>(a) * b;
  const Wide half = c / 2;
  return static_cast<std::int64_t>((product < 0 ? product - half : product + half) / c);
}

bool is_transfer(VoucherKind kind) {
  return kind == VoucherKind::payout || kind == VoucherKind::payout_aborted;
}

}  // namespace

Result<ExchangeRate> ExchangeRate::parse(Currency currency, Date date, std::string_view text,
                                         std::string source) {
  constexpr std::size_t decimals_max = 6;
  const Error bad{ErrorKind::invalid,
                  fmt::format("rate '{}' of {} on {} is not the NOK of one unit: it is above 0 and "
                              "below {}, with at most {} decimals after a point, such as 11.7425",
                              text, currency.code(), date.to_string(), rate_max_nok, decimals_max)};
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point < text.size() ? text.substr(point + 1) : std::string_view();
  const auto digits = [](std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  constexpr std::size_t whole_digits_max = 3;  // below rate_max_nok
  if (whole.empty() || whole.size() > whole_digits_max || part.size() > decimals_max ||
      (point < text.size() && part.empty()) || !digits(whole) || !digits(part)) {
    return bad;
  }
  std::int64_t millionths = 0;
  for (const char c : whole)
    millionths = millionths * 10 + (c - '0');
  for (std::size_t i = 0; i < decimals_max; ++i)
    millionths = millionths * 10 + (i < part.size() ? part[i] - '0' : 0);
  if (millionths == 0 || currency == Currency()) return bad;
  return ExchangeRate{currency, date, millionths, std::move(source)};
}

std::int64_t to_nok(std::int64_t minor, const ExchangeRate& rate) {
  return multiply_divide(minor, rate.millionths, millionths_in_one);
}

ForeignBooks::ForeignBooks(Currency currency, Mapping mapping,
                           std::map<AccountNumber, Position> standing)
    : currency_(currency), mapping_(std::move(mapping)), standing_(std::move(standing)) {}

bool ForeignBooks::is_followed(AccountNumber account) const {
  constexpr std::array followed{AccountRole::clearing, AccountRole::in_transit,
                                AccountRole::accrued_fees};
  return std::ranges::any_of(followed,
                             [&](AccountRole role) { return mapping_.account(role) == account; });
}

/// What leaves a position: its share of what the position stands at, and all of it with the last.
std::int64_t ForeignBooks::take(Position& position, std::int64_t foreign) {
  const std::int64_t sign = position.foreign < 0 ? -1 : 1;
  const std::int64_t nok = multiply_divide(position.nok * sign, foreign, position.foreign * sign);
  position.foreign = add_minor(position.foreign, foreign);
  position.nok = add_minor(position.nok, nok);
  return nok;
}

/// Moves a followed account and returns the NOK of it. An amount that is more than the account
/// holds empties it first and then comes onto it from the other side.
std::int64_t ForeignBooks::move(AccountNumber account, std::int64_t foreign,
                                const ExchangeRate& rate) {
  Position& position = standing_[account];
  std::int64_t nok = 0;
  if ((position.foreign < 0) != (foreign < 0) && position.foreign != 0) {
    const std::int64_t leaves =
        foreign < 0 ? std::max(foreign, -position.foreign) : std::min(foreign, -position.foreign);
    nok = take(position, leaves);
    foreign -= leaves;
  }
  const std::int64_t comes = to_nok(foreign, rate);
  position.foreign = add_minor(position.foreign, foreign);
  position.nok = add_minor(position.nok, comes);
  return add_minor(nok, comes);
}

void ForeignBooks::balance(std::vector<Posting>& lines, std::string_view rule) const {
  std::int64_t sum = 0;
  for (const Posting& line : lines)
    sum = add_minor(sum, line.amount);
  if (sum == 0) return;
  const AccountRole role = sum < 0 ? AccountRole::exchange_loss : AccountRole::exchange_gain;
  Posting line;
  line.account = mapping_.account(role);
  line.vat_code = mapping_.vat_code(role);
  line.amount = -sum;
  line.text = sum < 0 ? "Valutatap" : "Valutagevinst";
  line.rule = rule;
  lines.push_back(std::move(line));
}

Result<Voucher> ForeignBooks::in_nok(const Voucher& voucher, const ExchangeRate& rate) {
  if (voucher.head().currency != currency_ || rate.currency != currency_) {
    return Error{ErrorKind::invalid,
                 fmt::format("voucher '{}' is in {} and the rate of {} is for {}; this ledger is "
                             "in {}",
                             voucher.head().reference, voucher.head().currency.code(),
                             rate.date.to_string(), rate.currency.code(), currency_.code())};
  }
  std::vector<Posting> lines = voucher.postings();
  if (is_transfer(voucher.head().kind)) {
    check(lines.size() == 2 && is_followed(lines[0].account) && is_followed(lines[1].account),
          "a payout moves money between two accounts that are followed");
    const std::size_t gives = lines[0].amount < 0 ? 0 : 1;
    Posting& giver = lines[gives];
    Posting& taker = lines[1 - gives];
    giver.amount = move(giver.account, giver.amount, rate);
    Position& position = standing_[taker.account];
    if (position.foreign < 0) {
      taker.amount = move(taker.account, taker.amount, rate);
    } else {
      // A transfer changes no value: what one account gives up is what the other gets.
      position.foreign = add_minor(position.foreign, taker.amount);
      taker.amount = -giver.amount;
      position.nok = add_minor(position.nok, taker.amount);
    }
  } else {
    for (Posting& line : lines) {
      line.amount = is_followed(line.account) ? move(line.account, line.amount, rate)
                                              : to_nok(line.amount, rate);
    }
  }
  balance(lines, recipe);
  std::erase_if(lines, [](const Posting& line) { return line.amount == 0; });
  Voucher::Head head = voucher.head();
  head.currency = Currency();
  return Voucher::make(std::move(head), std::move(lines));
}

Result<std::optional<Voucher>> ForeignBooks::arrived(const Arrival& arrival) {
  const AccountNumber in_transit = mapping_.account(AccountRole::in_transit);
  Position& position = standing_[in_transit];
  if (arrival.foreign <= 0 || arrival.received <= 0 || arrival.foreign > position.foreign) {
    return Error{
        ErrorKind::invalid,
        fmt::format("payout of {} {} arrived as {} NOK on {}, but {} is on its way",
                    Money(arrival.foreign, currency_).to_decimal(), currency_.code(),
                    Money(arrival.received, Currency()).to_decimal(), arrival.date.to_string(),
                    Money(position.foreign, currency_).to_decimal())};
  }
  const std::int64_t stood_at = -take(position, -arrival.foreign);
  std::vector<Posting> lines(1);
  lines[0].account = in_transit;
  lines[0].amount = arrival.post_bank_line ? -stood_at : add_minor(arrival.received, -stood_at);
  if (arrival.post_bank_line) {
    Posting bank;
    bank.account = mapping_.account(AccountRole::bank);
    bank.amount = arrival.received;
    lines.insert(lines.begin(), std::move(bank));
  }
  for (Posting& line : lines) {
    line.text = fmt::format("Vipps utbetaling {} {} i bank", currency_.code(),
                            Money(arrival.foreign, currency_).to_decimal());
    line.rule = recipe;
  }
  std::erase_if(lines, [](const Posting& line) { return line.amount == 0; });
  if (lines.empty()) return std::optional<Voucher>();
  const std::string text = lines[0].text;
  balance(lines, recipe);
  auto voucher = Voucher::make(
      {VoucherKind::bank, arrival.reference, arrival.date, Currency(), text}, std::move(lines));
  if (!voucher) return voucher.error();
  return std::optional(*std::move(voucher));
}

Position ForeignBooks::position(AccountNumber account) const {
  const auto found = standing_.find(account);
  return found == standing_.end() ? Position() : found->second;
}

}  // namespace avstem::books
