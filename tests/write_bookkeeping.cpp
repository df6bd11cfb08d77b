// Writes docs/bookkeeping.md; `./dev docs` runs it.

#include <fmt/format.h>

#include <fstream>

#include "tests/bookkeeping_page.hpp"

int main() {
  const auto page = avstem::scenario::bookkeeping_page(AVSTEM_SOURCE_DIR "/tests/scenarios");
  if (!page) {
    fmt::print(stderr, "write_bookkeeping: {}\n", page.error().message);
    return 1;
  }
  std::ofstream file(AVSTEM_SOURCE_DIR "/docs/bookkeeping.md", std::ios::binary);
  file << *page;
  file.close();
  if (!file) {
    fmt::print(stderr, "write_bookkeeping: docs/bookkeeping.md cannot be written\n");
    return 1;
  }
  fmt::print("docs/bookkeeping.md is written\n");
  return 0;
}
