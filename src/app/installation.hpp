#pragma once

#include <memory>
#include <string>

#include "app/config.hpp"
#include "platform/files.hpp"
#include "platform/secret_box.hpp"
#include "services/clients/client_store.hpp"
#include "store/database.hpp"

namespace avstem::app {

/// An open installation: the lock on its data folder, its database and its key. While one process
/// has it, others ask that process over the control socket (control.hpp).
class Installation {
 public:
  /// Makes folder, key and database when they are not there, and brings the schema up to date.
  /// `conflict` when another process has it open; the message names it.
  static Result<std::unique_ptr<Installation>> open(const Config& config,
                                                    const std::string& command);

  const Config& config() const { return config_; }
  store::Database& database() { return database_; }
  services::ClientStore& clients() { return clients_; }

  static std::string database_path(const Config& config) { return config.data + "/avstem.db"; }
  static std::string lock_path(const Config& config) { return config.data + "/avstem.lock"; }
  static std::string key_path(const Config& config) { return config.data + "/avstem.key"; }
  static std::string socket_path(const Config& config) { return config.data + "/avstem.socket"; }

 private:
  Installation(Config config, FileLock lock, const SecretBox& box, store::Database database)
      : config_(std::move(config)),
        lock_(std::move(lock)),
        box_(box),
        database_(std::move(database)),
        clients_(database_, box_) {}

  Config config_;
  FileLock lock_;
  SecretBox box_;
  store::Database database_;
  services::ClientStore clients_;
};

}  // namespace avstem::app
