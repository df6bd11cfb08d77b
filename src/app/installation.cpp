#include "app/installation.hpp"

#include "services/claims/claim_store.hpp"
#include "services/settlement/schema.hpp"
#include "store/migrations.hpp"

namespace avstem::app {

Result<std::unique_ptr<Installation>> Installation::open(const Config& config,
                                                         const std::string& command) {
  if (auto made = create_private_directory(config.data); !made) {
    // `conflict` is kept for another process, which could be asked instead.
    return Error{ErrorKind::storage, made.error().message};
  }
  auto lock = FileLock::try_lock(lock_path(config), command);
  if (!lock) return lock.error();
  auto box = SecretBox::load_or_create(key_path(config));
  if (!box) return box.error();
  // SQLite would make the file readable for all; its journals take over the file's own mode.
  auto made = create_private_file(database_path(config), "");
  if (!made && made.error().kind != ErrorKind::conflict) return made.error();
  auto database = store::Database::open(database_path(config));
  if (!database) return database.error();
  std::vector<store::Migration> steps = services::client_migrations();
  for (const store::Migration& step : services::settlement_migrations())
    steps.push_back(step);
  for (const store::Migration& step : services::claim_migrations())
    steps.push_back(step);
  if (auto migrated = store::migrate(*database, steps); !migrated) return migrated.error();
  return std::unique_ptr<Installation>(
      new Installation(config, *std::move(lock), *box, *std::move(database)));
}

}  // namespace avstem::app
