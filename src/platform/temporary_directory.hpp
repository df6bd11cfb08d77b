#pragma once

#include <string>

#include "core/result.hpp"

namespace avstem {

/// A fresh directory of mode 0700, removed with all that is in it when the object ends.
class TemporaryDirectory {
 public:
  /// Below TMPDIR or /tmp; `storage` when none can be made.
  static Result<TemporaryDirectory> make();
  TemporaryDirectory(TemporaryDirectory&& other) noexcept
      : path_(std::exchange(other.path_, std::string())) {}
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory();

  const std::string& path() const { return path_; }

 private:
  explicit TemporaryDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace avstem
