#include "platform/interrupt.hpp"

#include <csignal>

namespace avstem {
namespace {

volatile std::sig_atomic_t caught = 0;

}  // namespace

void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = [](int) { caught = 1; };
  // Without SA_RESTART a wait in the kernel ends, so that the loop around it sees the flag.
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() {
  return caught != 0;
}

}  // namespace avstem
