#include "platform/log.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace avstem {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

void add(nlohmann::ordered_json& line, const Field& field) {
  std::string name(field.name);
  while (line.contains(name))
    name += '_';
  std::visit([&](const auto& value) { line[name] = value; }, field.value);
}

}  // namespace

std::string_view to_string(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "error";
}

bool is_confidential(std::string_view name) {
  constexpr std::array<std::string_view, 5> words = {"secret", "token", "key", "authorization",
                                                     "password"};
  const std::string lower = lower_case(name);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

void Log::event(Level level, std::string_view name, std::initializer_list<Field> fields) {
  std::vector<Field> safe(fields);
  for (Field& field : safe) {
    if (is_confidential(field.name)) field.value = redacted;
  }
  write(level, name, safe);
}

JsonLog::JsonLog(const Clock& clock, Level least)
    : clock_(clock),
      least_(least),
      logger_(std::make_unique<spdlog::logger>("avstem",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_pattern("%v");
}

JsonLog::~JsonLog() = default;

void JsonLog::write(Level level, std::string_view name, std::span<const Field> fields) {
  if (level < least_) return;
  nlohmann::ordered_json line;
  line["time"] = to_string(clock_.now());
  line["level"] = to_string(level);
  line["event"] = name;
  for (const Field& field : fields)
    add(line, field);
  // Bytes that are no UTF-8, from a header say, must not make the event disappear.
  logger_->info(
      spdlog::string_view_t(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

std::vector<MemoryLog::Event> MemoryLog::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

void MemoryLog::write(Level level, std::string_view name, std::span<const Field> fields) {
  Event event{level, std::string(name), {}};
  for (const Field& field : fields) {
    event.fields.emplace_back(
        field.name, std::visit([](const auto& v) { return fmt::format("{}", v); }, field.value));
  }
  const std::lock_guard lock(mutex_);
  events_.push_back(std::move(event));
}

}  // namespace avstem
