#include "accounting/json_writer.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace avstem::accounting {
namespace {

std::string quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void JsonWriter::begin(std::string_view name) {
  if (out_.size() > 1) out_ += ',';
  out_ += quoted(name);
  out_ += ':';
}

JsonWriter& JsonWriter::text(std::string_view name, std::string_view value) {
  begin(name);
  out_ += quoted(value);
  return *this;
}

JsonWriter& JsonWriter::text_unless_empty(std::string_view name, std::string_view value) {
  return value.empty() ? *this : text(name, value);
}

JsonWriter& JsonWriter::integer(std::string_view name, std::int64_t value) {
  begin(name);
  out_ += fmt::to_string(value);
  return *this;
}

JsonWriter& JsonWriter::boolean(std::string_view name, bool value) {
  begin(name);
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::object(std::string_view name, std::string_view json) {
  begin(name);
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::amount(std::string_view name, Money value) {
  begin(name);
  out_ += value.to_decimal();
  return *this;
}

JsonWriter& JsonWriter::list(std::string_view name, const std::vector<std::string>& elements) {
  begin(name);
  out_ += fmt::format("[{}]", fmt::join(elements, ","));
  return *this;
}

std::string JsonWriter::finish() && {
  out_ += '}';
  return std::move(out_);
}

}  // namespace avstem::accounting
