#pragma once

#include <string>
#include <string_view>

namespace avstem::app {

/// Where a command writes: results on one side, notes and errors on the other.
class Output {
 public:
  virtual ~Output() = default;
  virtual void result(std::string_view text) = 0;  ///< stdout
  virtual void note(std::string_view text) = 0;    ///< stderr
  /// Whether a person watches, so that a progress bar may be drawn over itself.
  virtual bool is_terminal() const = 0;
};

/// The process's own stdout and stderr.
class StandardOutput final : public Output {
 public:
  void result(std::string_view text) override;
  void note(std::string_view text) override;
  bool is_terminal() const override;
  /// Whether all results have reached stdout. A script must not take half a document for a whole
  /// one, so main fails when they have not.
  bool is_complete() const { return complete_; }

 private:
  bool complete_ = true;
};

/// Keeps what is written, to send it elsewhere.
class CollectedOutput final : public Output {
 public:
  void result(std::string_view text) override { results += text; }
  void note(std::string_view text) override { notes += text; }
  bool is_terminal() const override { return false; }

  std::string results;
  std::string notes;
};

}  // namespace avstem::app
