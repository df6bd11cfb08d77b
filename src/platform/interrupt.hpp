#pragma once

namespace avstem {

/// From now on SIGINT and SIGTERM are noted instead of ending the process.
void catch_interrupts();

/// Whether one has come since.
bool interrupted();

}  // namespace avstem
