#include "platform/interrupt.hpp"

#include <csignal>

namespace avstem {
namespace {

volatile std::sig_atomic_t caught = 0;

void note_interrupts(int flags) {
  struct sigaction action = {};
  action.sa_handler = [](int) { caught = 1; };
  action.sa_flags = flags;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

void catch_interrupts() {
  // Without SA_RESTART a wait in the kernel ends, so that the loop around it sees the flag.
  note_interrupts(0);
}

void catch_first_interrupt() {
  // The work that runs is to end as if nothing had happened, so its waits go on.
  note_interrupts(static_cast<int>(SA_RESETHAND) | SA_RESTART);
}

bool interrupted() {
  return caught != 0;
}

}  // namespace avstem
