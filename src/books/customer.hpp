#pragma once

#include <cstddef>
#include <string>

#include "core/result.hpp"

namespace avstem::books {

/// A postal address, as people write it.
struct Address {
  std::string line_1;
  std::string line_2;
  std::string postal_code;
  std::string city;
  std::string country = "NO";  ///< ISO 3166-1, two letters

  friend bool operator==(const Address&, const Address&) = default;
};

/// Somebody who is sold to on an invoice: a private person or a company. Texts are plain, never
/// HTML; a shop's are unescaped where they come in (core/html_text.hpp).
struct Customer {
  std::string reference;  ///< ours, one for each customer of a client; it finds them again
  bool is_person = true;
  std::string name;        ///< a company's
  std::string first_name;  ///< a person's
  std::string last_name;
  std::string organisation_number;  ///< nine digits, companies only; empty: not known
  std::string email;
  std::string phone;
  Address address;

  /// `Kari Nordmann`, or the company's name.
  std::string full_name() const;

  friend bool operator==(const Customer&, const Customer&) = default;
};

/// Whether a customer can be made in an accounting system. `invalid` names what is missing, too
/// long or wrong. A person needs a first and a last name, a company its name.
Result<void> check_customer(const Customer& customer);

inline constexpr std::size_t customer_reference_length_max = 50;
inline constexpr std::size_t customer_name_length_max = 100;

}  // namespace avstem::books
