#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "platform/test_directory.hpp"
#include "sandbox/world_client.hpp"

namespace avstem::crash {

/// What an installation knows, as texts that can be compared.
struct Knowledge {
  std::vector<std::string> vouchers;  ///< reference, state, remote id and number
  std::vector<std::string> findings;  ///< open ones
  std::vector<std::string> proofs;    ///< account, date and difference
  bool all_posted = true;
  bool all_proven = true;

  friend bool operator==(const Knowledge&, const Knowledge&) = default;
};

struct InstallationTerms {
  std::uint16_t port = 0;
  std::chrono::milliseconds read_lag{2'000};
  int requests_per_second = 10;
};

/// An installation with one client, in a directory of its own. A copy of a finished one is as
/// fresh as one that is made, and faster.
class CrashInstallation {
 public:
  CrashInstallation(const InstallationTerms& terms, const sandbox::SampleClient& client);
  explicit CrashInstallation(const CrashInstallation& model);

  std::string config() const { return file("avstem.toml"); }
  std::string file(const std::string& name) const { return (directory_.path() / name).string(); }
  /// Everything its programs have printed.
  std::string output() const;
  /// Opens it, so the lock must be free.
  Knowledge knowledge() const;

 private:
  TestDirectory directory_;
};

}  // namespace avstem::crash
