#pragma once

namespace avstem {

/// From now on SIGINT and SIGTERM are noted instead of ending the process.
void catch_interrupts();

/// The same for the first one; the second ends the process as if it had not been asked to wait.
void catch_first_interrupt();

/// Whether one has come since.
bool interrupted();

}  // namespace avstem
