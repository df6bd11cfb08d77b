#include "platform/temporary_directory.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace avstem {

Result<TemporaryDirectory> TemporaryDirectory::make() {
  std::error_code failed;
  const auto parent = std::filesystem::temp_directory_path(failed);
  std::string name = (failed ? "/tmp" : parent.string()) + "/avstem-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) {
    return Error{ErrorKind::storage,
                 fmt::format("no temporary directory '{}' can be made: {}; set TMPDIR to a folder "
                             "of yours",
                             name, std::strerror(errno))};
  }
  return TemporaryDirectory(std::move(name));
}

TemporaryDirectory::~TemporaryDirectory() {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace avstem
