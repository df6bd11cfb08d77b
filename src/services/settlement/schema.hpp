#pragma once

#include <vector>

#include "store/migrations.hpp"

namespace avstem::services {

/// The tables of this room, for store::migrate. Every key begins with the client.
std::vector<store::Migration> settlement_migrations();

}  // namespace avstem::services
