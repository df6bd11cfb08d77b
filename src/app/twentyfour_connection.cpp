#include "app/twentyfour_connection.hpp"

#include <fmt/format.h>

#include <charconv>
#include <sstream>

namespace avstem::app {
namespace {

Result<int> transaction_type(const std::string& text) {
  int number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, status] = std::from_chars(text.data(), last, number);
  if (status == std::errc() && end == last && number > 0) return number;
  return Error{ErrorKind::invalid,
               fmt::format("transaction_type is '{}', not the number of a type above zero", text)};
}

Result<void> read_tax_numbers(const std::string& text, accounting::twentyfour::Settings& settings) {
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == word.size()) {
      return Error{
          ErrorKind::invalid,
          fmt::format("tax_numbers has '{}'; it is written \"33=11 31=12\", the SAF-T code "
                      "before the client's own number",
                      word)};
    }
    settings.tax_numbers[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return {};
}

}  // namespace

Result<accounting::twentyfour::Settings> twentyfour_settings(
    const services::Connection& connection) {
  accounting::twentyfour::Settings settings;
  settings.client_id = connection.key("client_id");
  settings.client_secret = Secret(connection.key("client_secret"));
  settings.organization_id = connection.key("organization_id");
  settings.application_id = connection.key("application_id");
  settings.username = connection.key("username");
  settings.password = Secret(connection.key("password"));
  settings.identity_id = connection.key("identity_id");
  auto type = transaction_type(connection.key("transaction_type"));
  if (!type) return type.error();
  settings.transaction_type = *type;
  auto read = read_tax_numbers(connection.key("tax_numbers"), settings);
  if (!read) return read.error();
  return settings;
}

}  // namespace avstem::app
