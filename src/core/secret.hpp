#pragma once

#include <string>
#include <utility>

namespace avstem {

/// A key, token or password. It never prints itself: the only way to its text is reveal(), which
/// adapters call at the moment a request is built.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  std::string text_;
};

}  // namespace avstem
