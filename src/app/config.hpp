#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

#include "core/result.hpp"

namespace avstem::app {

/// The outside systems of one environment. Keys of one environment are never sent to another.
struct Environment {
  std::string vipps;              ///< e.g. https://api.vipps.no
  std::string poweroffice;        ///< e.g. https://goapi.poweroffice.net/v2
  std::string poweroffice_token;  ///< e.g. https://goapi.poweroffice.net/OAuth/Token
  /// Settings rather than constants, since PowerOffice documents the first for v1 only and may
  /// change the second.
  std::chrono::milliseconds poweroffice_read_lag{2'000};
  std::size_t poweroffice_requests_per_second = 10;
  /// 24SevenOffice's three hosts, all or none: an environment need not have it.
  std::string twentyfour_rest;   ///< e.g. https://rest.api.24sevenoffice.com/v1
  std::string twentyfour_login;  ///< e.g. https://login.24sevenoffice.com/oauth/token
  std::string twentyfour_soap;   ///< e.g. https://api.24sevenoffice.com
};

/// The configuration file, TOML:
///
///     data = "avstem-data"                        folder of database and key, beside the file
///     [environments.sandbox]
///     vipps = "http://127.0.0.1:9200/vipps"
///     poweroffice = "http://127.0.0.1:9200/poweroffice"
///     poweroffice_token = "http://127.0.0.1:9200/poweroffice/OAuth/Token"
///     poweroffice_read_lag_ms = 2000              optional
///     poweroffice_requests_per_second = 10        optional
///     twentyfour_rest = "http://127.0.0.1:9200/24so/rest"             these three
///     twentyfour_login = "http://127.0.0.1:9200/24so/oauth/token"     are optional,
///     twentyfour_soap = "http://127.0.0.1:9200/24so/soap"             all or none
///
/// `production` and `test` are built in with the vendors' own hosts and cannot be redefined.
struct Config {
  std::string path;  ///< the file it was read from
  std::string data;  ///< absolute, or relative to the working directory
  std::map<std::string, Environment> environments;

  /// `not_found` names those there are.
  Result<Environment> environment(const std::string& name) const;
};

/// Reads the file; `not_found` says how to make one. Unknown keys are errors: a misspelt setting
/// must not be silently ignored.
Result<Config> read_config(const std::string& path);
Result<Config> parse_config(std::string_view text, const std::string& path);

/// The text of a new configuration file.
std::string default_config_text();

inline constexpr std::size_t config_bytes_max = 1024 * 1024;

}  // namespace avstem::app
