#include "core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace avstem {

void check_failed(const char* promise, std::source_location where) {
  std::fprintf(stderr, "%s:%u: broken promise: %s\n", where.file_name(),
               static_cast<unsigned>(where.line()), promise);
  std::abort();
}

}  // namespace avstem
