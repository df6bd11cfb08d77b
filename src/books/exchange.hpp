#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "books/accounts.hpp"
#include "books/voucher.hpp"
#include "core/result.hpp"

namespace avstem::books {

/// What one unit of a currency costs in NOK on a day, exact: 11.80 is 11 800 000 millionths.
/// Rates come from outside; the source is kept beside it (rules § 7).
struct ExchangeRate {
  Currency currency;
  Date date;
  std::int64_t millionths = 0;
  std::string source;  ///< who set it, e.g. `Norges Bank`

  /// Reads NOK for one unit with up to six decimals, `11.7425`; never through a float. A rate that
  /// is not above zero and below rate_max_nok, or one of NOK itself, is an error.
  static Result<ExchangeRate> parse(Currency currency, Date date, std::string_view text,
                                    std::string source);

  static constexpr std::int64_t rate_max_nok = 1'000;
  friend bool operator==(const ExchangeRate&, const ExchangeRate&) = default;
};

/// Minor units of the rate's currency in øre, rounded half away from zero.
std::int64_t to_nok(std::int64_t minor, const ExchangeRate& rate);

/// What an account holds in its own currency, and what it stands at in the books.
struct Position {
  std::int64_t foreign = 0;  ///< minor units of its currency
  std::int64_t nok = 0;      ///< øre
  friend bool operator==(const Position&, const Position&) = default;
};

/// A sales unit that settles in a foreign currency, in books kept in NOK (R16). What comes onto a
/// followed account (clearing, in transit, accrued fees) is booked at the rate of its day; what
/// leaves it takes its share of what the account stands at, and the last of it takes all. So an
/// account that is empty in its currency is empty in NOK. What a voucher then lacks or has over is
/// exchange gain or loss, and a few øre of rounding.
class ForeignBooks {
 public:
  /// `standing`: the followed accounts as they stand, by number; empty for a new ledger.
  ForeignBooks(Currency currency, Mapping mapping, std::map<AccountNumber, Position> standing);

  /// A voucher of the ledger's currency in NOK; its reference and lines stay the same, and an
  /// exchange line may be added. `invalid`: another currency, or a rate of another.
  Result<Voucher> in_nok(const Voucher& voucher, const ExchangeRate& rate);

  /// What the bank paid for a payout.
  struct Arrival {
    std::string reference;        ///< of the voucher
    Date date;                    ///< of the bank's line
    std::int64_t foreign = 0;     ///< the payout, minor units, positive
    std::int64_t received = 0;    ///< NOK in the bank, øre, positive
    bool post_bank_line = false;  ///< off: the bank feed posts Dr bank / Cr in transit in NOK
  };

  /// The voucher of a payout's arrival: the gain or loss on exchange, with the bank line where we
  /// post it. Empty when the bank feed's line says it all. `invalid`: more than is in transit.
  Result<std::optional<Voucher>> arrived(const Arrival& arrival);

  Position position(AccountNumber account) const;

 private:
  bool is_followed(AccountNumber account) const;
  std::int64_t move(AccountNumber account, std::int64_t foreign, const ExchangeRate& rate);
  std::int64_t take(Position& position, std::int64_t foreign);
  void balance(std::vector<Posting>& lines, std::string_view rule) const;

  Currency currency_;
  Mapping mapping_;
  std::map<AccountNumber, Position> standing_;
};

}  // namespace avstem::books
