#pragma once

#include <memory>
#include <string>

#include "app/installation.hpp"
#include "app/output.hpp"
#include "app/systems.hpp"
#include "core/oslo_time.hpp"
#include "platform/clock.hpp"
#include "platform/http.hpp"

namespace avstem::app {

/// Exit codes of every command (ARCHITECTURE.md, "command line").
enum ExitCode : int { done = 0, failed = 1, wrong_usage = 2, findings_remain = 3 };

/// What a command runs in: the world it reads and where it writes. A process that owns the
/// installation has it open here; any other opens it when a command needs it.
struct Host {
  Output& output;
  Clock& clock;
  HttpClient& http;
  const TimeZone& zone;
  std::string directory;  ///< relative file names start here; empty: the working directory
  Installation* installation = nullptr;
  std::unique_ptr<Systems> systems = nullptr;

  /// The file name as this host reads it.
  std::string path(const std::string& name) const {
    return name.starts_with('/') || directory.empty() ? name : directory + "/" + name;
  }
};

/// Options that every command takes.
struct CommonOptions {
  std::string config = "avstem.toml";
  bool json = false;
};

/// An open installation and the outside systems, as a command uses them.
struct Session {
  Host& host;
  Installation& installation;
  Systems& systems;
  const CommonOptions& options;
};

}  // namespace avstem::app
