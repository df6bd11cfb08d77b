#include "vipps/credentials.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace avstem::vipps {
namespace {

bool fits_in_header(std::string_view text) {
  return !text.empty() && text.size() <= key_length_max &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

Result<void> check_key(std::string_view field, std::string_view text) {
  if (fits_in_header(text)) return {};
  return Error{ErrorKind::invalid,
               fmt::format("Vipps {} has {} characters; it must be 1 to {} printable ones without "
                           "spaces: copy it again from the portal's Developer page",
                           field, text.size(), key_length_max)};
}

Result<void> check_client(std::string_view client_id, const Secret& client_secret) {
  auto id = check_key("client_id", client_id);
  if (!id) return id.error();
  if (client_id.find(':') != std::string_view::npos) {
    return Error{ErrorKind::invalid,
                 fmt::format("Vipps client_id '{}' has a ':', which no client id has", client_id)};
  }
  return check_key("client_secret", client_secret.reveal());
}

Result<void> check_sales_unit(const SalesUnitKeys& keys) {
  auto client = check_client(keys.client_id, keys.client_secret);
  if (!client) return client.error();
  auto subscription = check_key("subscription key", keys.subscription_key.reveal());
  if (!subscription) return subscription.error();
  const std::string& msn = keys.merchant_serial_number;
  const bool digits =
      std::all_of(msn.begin(), msn.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits && msn.size() >= msn_length_min && msn.size() <= msn_length_max) return {};
  return Error{ErrorKind::invalid,
               fmt::format("Vipps merchant serial number '{}' must be {} to {} digits", msn,
                           msn_length_min, msn_length_max)};
}

}  // namespace

std::string Endpoint::url(std::string_view path) const {
  std::string_view base = base_url;
  while (base.ends_with('/'))
    base.remove_suffix(1);
  return std::string(base) + std::string(path);
}

Result<void> check_credentials(const Credentials& credentials) {
  if (const auto* keys = std::get_if<SalesUnitKeys>(&credentials)) return check_sales_unit(*keys);
  const auto& keys = std::get<AccountingKeys>(credentials);
  return check_client(keys.client_id, keys.client_secret);
}

}  // namespace avstem::vipps
