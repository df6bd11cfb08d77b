#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/secret.hpp"
#include "platform/clock.hpp"

namespace spdlog {
class logger;
}

namespace avstem {

enum class Level { debug, info, warning, error };

/// `debug`, `info`, `warning` or `error`.
std::string_view to_string(Level level);

/// One named value of an event. Text is not copied: it must live until event() returns. A Secret
/// cannot be a value, nor can a floating-point number, which money could hide in.
struct Field {
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, bool>;

  Field(std::string_view n, std::string_view text) : name(n), value(text) {}
  Field(std::string_view n, const char* text) : name(n), value(std::string_view(text)) {}
  Field(std::string_view n, const std::string& text) : name(n), value(std::string_view(text)) {}
  Field(std::string_view n, std::same_as<bool> auto truth) : name(n), value(truth) {}
  Field(std::string_view n, std::signed_integral auto number)
      : name(n), value(static_cast<std::int64_t>(number)) {}
  Field(std::string_view n, std::unsigned_integral auto number)
    requires(!std::same_as<decltype(number), bool>)
      : name(n), value(static_cast<std::uint64_t>(number)) {}
  Field(std::string_view, std::floating_point auto) = delete;
  Field(std::string_view, const Secret&) = delete;

  std::string_view name;
  Value value;
};

/// What stands in place of a value that must not be written.
constexpr std::string_view redacted = "[redacted]";

/// Whether values of this name are never written: it contains secret, token, key, authorization or
/// password, in any case.
bool is_confidential(std::string_view name);

/// Where events go. Confidential values are replaced before any adapter sees them. Adapters are
/// thread-safe.
class Log {
 public:
  virtual ~Log() = default;
  /// `name` says what happened, in snake_case: `voucher_posted`.
  void event(Level level, std::string_view name, std::initializer_list<Field> fields = {});

 protected:
  virtual void write(Level level, std::string_view name, std::span<const Field> fields) = 0;
};

/// One JSON object a line on stderr: `time` (UTC, from the clock), `level`, `event`, then the
/// fields. A field whose name is taken gets an underscore behind it.
class JsonLog final : public Log {
 public:
  /// Events below `least` are left out. The clock must outlive the log.
  explicit JsonLog(const Clock& clock, Level least = Level::info);
  ~JsonLog() override;

 private:
  void write(Level level, std::string_view name, std::span<const Field> fields) override;
  const Clock& clock_;
  Level least_;
  std::unique_ptr<spdlog::logger> logger_;
};

/// Forgets everything.
class NullLog final : public Log {
 private:
  void write(Level, std::string_view, std::span<const Field>) override {}
};

/// Keeps events for a test to look at.
class MemoryLog final : public Log {
 public:
  struct Event {
    Level level;
    std::string name;
    std::vector<std::pair<std::string, std::string>> fields;  ///< values as text
    friend bool operator==(const Event&, const Event&) = default;
  };
  std::vector<Event> events() const;

 private:
  void write(Level level, std::string_view name, std::span<const Field> fields) override;
  mutable std::mutex mutex_;
  std::vector<Event> events_;
};

}  // namespace avstem
