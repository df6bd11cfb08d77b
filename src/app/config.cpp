#include "app/config.hpp"

#include <algorithm>
#include <array>

#include "app/toml_read.hpp"
#include "platform/files.hpp"

namespace avstem::app {
namespace {

/// The vendors' own hosts (facts Vipps § 1, PowerOffice § 1.1, 24SevenOffice § 2).
std::map<std::string, Environment> built_in_environments() {
  Environment production;
  production.vipps = "https://api.vipps.no";
  production.poweroffice = "https://goapi.poweroffice.net/v2";
  production.poweroffice_token = "https://goapi.poweroffice.net/OAuth/Token";
  production.twentyfour_rest = "https://rest.api.24sevenoffice.com/v1";
  production.twentyfour_login = "https://login.24sevenoffice.com/oauth/token";
  production.twentyfour_soap = "https://api.24sevenoffice.com";
  // No public test environment of 24SevenOffice is known.
  Environment test;
  test.vipps = "https://apitest.vipps.no";
  test.poweroffice = "https://goapi.poweroffice.net/Demo/v2";
  test.poweroffice_token = "https://goapi.poweroffice.net/Demo/OAuth/Token";
  return {{"production", production}, {"test", test}};
}

Result<void> read_twentyfour(const toml::table& table, const std::string& place,
                             Environment& environment) {
  const std::array<std::pair<std::string_view, std::string*>, 3> hosts{
      {{"twentyfour_rest", &environment.twentyfour_rest},
       {"twentyfour_login", &environment.twentyfour_login},
       {"twentyfour_soap", &environment.twentyfour_soap}}};
  const bool any = std::any_of(hosts.begin(), hosts.end(),
                               [&](const auto& host) { return table.contains(host.first); });
  if (!any) return {};
  for (const auto& [name, value] : hosts) {
    auto text = required_text(table, name, place);
    if (!text) return text.error();
    *value = *text;
  }
  return {};
}

Result<Environment> read_environment(const toml::table& table, const std::string& place) {
  auto known = only_keys(table, place,
                         {"vipps", "poweroffice", "poweroffice_token", "poweroffice_read_lag_ms",
                          "poweroffice_requests_per_second", "twentyfour_rest", "twentyfour_login",
                          "twentyfour_soap"});
  if (!known) return known.error();
  Environment environment;
  auto vipps = required_text(table, "vipps", place);
  auto poweroffice = required_text(table, "poweroffice", place);
  auto token = required_text(table, "poweroffice_token", place);
  if (!vipps) return vipps.error();
  if (!poweroffice) return poweroffice.error();
  if (!token) return token.error();
  environment.vipps = *vipps;
  environment.poweroffice = *poweroffice;
  environment.poweroffice_token = *token;
  auto lag = optional_value(table, "poweroffice_read_lag_ms", std::int64_t{2'000}, "a whole number",
                            place);
  auto rate = optional_value(table, "poweroffice_requests_per_second", std::int64_t{10},
                             "a whole number", place);
  if (!lag) return lag.error();
  if (!rate) return rate.error();
  if (*lag < 0 || *lag > 600'000) {
    return Error{ErrorKind::invalid,
                 fmt::format("{}: poweroffice_read_lag_ms {} is not 0 to 600000", place, *lag)};
  }
  if (*rate < 1 || *rate > 10'000) {
    return Error{
        ErrorKind::invalid,
        fmt::format("{}: poweroffice_requests_per_second {} is not 1 to 10000", place, *rate)};
  }
  environment.poweroffice_read_lag = std::chrono::milliseconds(*lag);
  environment.poweroffice_requests_per_second = static_cast<std::size_t>(*rate);
  if (auto read = read_twentyfour(table, place, environment); !read) return read.error();
  return environment;
}

/// A relative data folder lies beside the configuration file.
std::string beside(const std::string& path, const std::string& folder) {
  if (folder.starts_with('/')) return folder;
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? folder : path.substr(0, slash + 1) + folder;
}

}  // namespace

Result<Environment> Config::environment(const std::string& name) const {
  const auto found = environments.find(name);
  if (found != environments.end()) return found->second;
  std::string names;
  for (const auto& [known, environment] : environments) {
    names += (names.empty() ? "" : ", ") + known;
  }
  return Error{ErrorKind::not_found,
               fmt::format("environment '{}' is not known; {} has {}", name, path, names)};
}

Result<Config> parse_config(std::string_view text, const std::string& path) {
  auto table = parse_toml(text, path);
  if (!table) return table.error();
  auto known = only_keys(*table, path, {"data", "environments"});
  if (!known) return known.error();
  Config config;
  config.path = path;
  auto data = required_text(*table, "data", path);
  if (!data) return data.error();
  config.data = beside(path, *data);
  config.environments = built_in_environments();
  auto environments = optional_table(*table, "environments", path);
  if (!environments) return environments.error();
  if (*environments != nullptr) {
    for (const auto& [name, value] : **environments) {
      const std::string place = fmt::format("{}: environments.{}", path, std::string(name.str()));
      if (!value.is_table()) return Error{ErrorKind::invalid, place + " is not a table"};
      if (config.environments.contains(std::string(name.str()))) {
        return Error{ErrorKind::invalid,
                     place +
                         " is built in and cannot be given other addresses; choose another "
                         "name"};
      }
      auto environment = read_environment(*value.as_table(), place);
      if (!environment) return environment.error();
      config.environments.emplace(name.str(), *environment);
    }
  }
  return config;
}

Result<Config> read_config(const std::string& path) {
  auto text = read_file(path, config_bytes_max);
  if (!text) {
    if (text.error().kind != ErrorKind::not_found) return text.error();
    return Error{ErrorKind::not_found,
                 fmt::format("configuration '{}' is not there; 'avstem init --config {}' makes it",
                             path, path)};
  }
  return parse_config(*text, path);
}

std::string default_config_text() {
  return R"toml(# Avstem. Keys of clients are not kept here but sealed in the database.

# Folder of the database and its key file, beside this file. Back up both.
data = "avstem-data"

# 'production' and 'test' are built in. This is where 'avstem sandbox' listens.
[environments.sandbox]
vipps = "http://127.0.0.1:9200/vipps"
poweroffice = "http://127.0.0.1:9200/poweroffice"
poweroffice_token = "http://127.0.0.1:9200/poweroffice/OAuth/Token"
twentyfour_rest = "http://127.0.0.1:9200/24so/rest"
twentyfour_login = "http://127.0.0.1:9200/24so/oauth/token"
twentyfour_soap = "http://127.0.0.1:9200/24so/soap"
)toml";
}

}  // namespace avstem::app
