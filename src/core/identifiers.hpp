#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.hpp"

namespace avstem {

/// A text that names one kind of thing, so that a ledger id cannot be given where a client id is
/// wanted.
template <class Tag>
class Identifier {
 public:
  Identifier() = default;
  explicit Identifier(std::string text) : text_(std::move(text)) {}

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  friend bool operator==(const Identifier&, const Identifier&) = default;
  friend auto operator<=>(const Identifier&, const Identifier&) = default;

 private:
  std::string text_;
};

/// A client of the accounting firm; chosen by the firm, e.g. `kafe-nord`.
using ClientId = Identifier<struct ClientTag>;
/// A Vipps ledger, e.g. `302321`; one settles for one sales unit.
using LedgerId = Identifier<struct LedgerTag>;

/// A client id is 2 to 18 of a–z, 0–9 and '-', beginning with a letter: it stands in voucher
/// references, of which the accounting systems keep 50 characters.
Result<ClientId> parse_client_id(std::string_view text);

/// A ledger id is 1 to 12 of letters, digits, '-' and '_', for the same reason.
Result<LedgerId> parse_ledger_id(std::string_view text);

inline constexpr std::size_t client_id_length_max = 18;
inline constexpr std::size_t ledger_id_length_max = 12;

}  // namespace avstem
