#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/identifiers.hpp"
#include "core/result.hpp"

namespace avstem {

/// The merchant serial number of a sales unit, e.g. `123456`: what API calls name it by.
using Msn = Identifier<struct MsnTag>;

/// 4 to 10 digits, as Vipps' own specification has it (`^[0-9]{4,10}$`). Leading zeros count.
Result<Msn> parse_msn(std::string_view text);

inline constexpr std::size_t msn_length_min = 4;
inline constexpr std::size_t msn_length_max = 10;

/// Whom a payment went to, as ledgers and reports name it: `api:123456` is a sales unit by its
/// MSN, `NO:12345` a Vipps number that customers type in the app.
///
/// Vipps may add kinds without notice. Where a handle only passes through it stays a text; this
/// type is for handles that people enter and that must be one of the two.
class RecipientHandle {
 public:
  enum class Kind { sales_unit, vipps_number };

  static Result<RecipientHandle> parse(std::string_view text);
  static RecipientHandle of(const Msn& msn) { return {Kind::sales_unit, msn.text()}; }

  Kind kind() const { return kind_; }
  const std::string& number() const { return number_; }  ///< `123456`
  std::string text() const;                              ///< `api:123456`

  friend bool operator==(const RecipientHandle&, const RecipientHandle&) = default;
  friend auto operator<=>(const RecipientHandle&, const RecipientHandle&) = default;

 private:
  RecipientHandle(Kind kind, std::string number) : kind_(kind), number_(std::move(number)) {}
  Kind kind_;
  std::string number_;
};

}  // namespace avstem
