#include "vipps/report_parser.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <optional>
#include <string_view>
#include <utility>

#include "vipps/report_entry.hpp"

namespace avstem::vipps {
namespace {

namespace ondemand = simdjson::ondemand;

/// Vipps' example entry has 257 bytes; one entry is reserved for each so many bytes of a page.
constexpr std::size_t entry_bytes_typical = 240;

/// Pages up to this size are read with a parser that the thread keeps: getting its buffers from
/// the system anew for every page takes longer than the parsing. Vipps' pages of 1,000 entries
/// have about 0.3 MB.
constexpr std::size_t kept_parser_bytes_max = 2U * 1024 * 1024;

/// Reads one body. The document stands here because it must live as long as the views into it.
class PageReader {
 public:
  /// Without a date the body is a batch of the feed.
  PageReader(ondemand::parser& parser, std::string body, books::Topic topic,
             std::optional<Date> date)
      : parser_(parser), entry_reader_(topic, date), topic_(topic), date_(date) {
    page_.raw_body = std::move(body);
    size_ = page_.raw_body.size();
    // simdjson reads whole vectors and may look past the end, so the bytes must be ours.
    page_.raw_body.reserve(size_ + simdjson::SIMDJSON_PADDING);
    page_.entries.reserve(size_ / entry_bytes_typical);
  }

  Result<ReportPage> read() {
    const std::string& body = page_.raw_body;
    ondemand::object root;
    if (auto code = parser_.iterate(body).get(document_)) return unreadable(code);
    if (auto code = document_.get_object().get(root)) return broken(code);
    for (auto maybe_field : root) {
      ondemand::field field;
      if (auto code = std::move(maybe_field).get(field)) return broken(code);
      auto done = read_member(field);
      if (!done) return done.error();
    }
    // Anything after the closing brace is no report we know; a second document may be in it.
    if (const char* rest = nullptr; !document_.current_location().get(rest)) {
      return broken(simdjson::TRAILING_CONTENT);
    }
    return finish();
  }

 private:
  Result<void> read_member(ondemand::field& field) {
    std::string_view name;
    if (auto code = read_key(field).get(name)) return broken(code);
    ondemand::value value = field.value();
    if (name == "items") return read_items(value);
    if (name == "hasMore") return read_flag(name, value, has_more_);
    if (name == "tryLater") return read_flag(name, value, try_later_);
    if (name == "cursor") {
      Text text;
      if (auto code = text.read(value)) return broken(code);
      if (text.state == Text::State::wrong) return refuse_member(name, text.view);
      if (text.state == Text::State::present) page_.cursor = text.view;
    }
    return {};
  }

  Result<void> read_flag(std::string_view name, ondemand::value& value, std::optional<bool>& flag) {
    const std::string_view token = trimmed(value.raw_json_token());
    if (token != "true" && token != "false" && token != "null") return refuse_member(name, token);
    if (token != "null") flag = token == "true";
    return {};
  }

  Result<void> read_items(ondemand::value& value) {
    has_items_ = true;
    if (trimmed(value.raw_json_token()) == "null") return {};
    ondemand::array items;
    if (auto code = value.get_array().get(items)) return broken(code);
    for (auto maybe_item : items) {
      ondemand::value item;
      if (auto code = std::move(maybe_item).get(item)) return broken(code);
      ondemand::object object;
      if (auto code = item.get_object().get(object)) return broken(code);
      if (auto code = entry_reader_.scan(object)) return broken(code);
      auto entry = entry_reader_.make(static_cast<std::int64_t>(page_.entries.size()) + 1);
      if (!entry) return entry.error();
      page_.entries.push_back(*std::move(entry));
    }
    return {};
  }

  Result<ReportPage> finish() {
    if (!has_items_) return refuse_page("it has no items");
    if (!date_) {
      if (page_.cursor.empty()) return refuse_page("a feed always has a cursor, and this has none");
      page_.try_later = try_later_.value_or(true);
      return std::move(page_);
    }
    // Only a page that says so closes a date: one that was wrongly taken for closed is never read
    // again, and its money is lost.
    page_.has_more = has_more_.value_or(false);
    page_.try_later = try_later_.value_or(true) || !has_more_;
    if (!page_.has_more) {
      page_.cursor.clear();
    } else if (page_.cursor.empty()) {
      return refuse_page("hasMore is true, but there is no cursor to ask for more with");
    }
    return std::move(page_);
  }

  Error refuse_member(std::string_view name, std::string_view token) const {
    return refuse_page(fmt::format("{} is {}", name, token.substr(0, shown_bytes_max)));
  }

  Error refuse_page(std::string_view why) const {
    return Error{ErrorKind::unavailable,
                 fmt::format("Vipps answered 200 for {} of {} with JSON that is no report page: {}",
                             to_string(topic_), date_ ? date_->to_string() : "the feed", why)};
  }

  /// simdjson found the brackets, quotes or letters broken before there was a document.
  /// Nothing of a broken body is shown: it may hold payers' names.
  Error unreadable(simdjson::error_code code) const {
    if (code == simdjson::EMPTY || code == simdjson::UNCLOSED_STRING) return breaks_off();
    return Error{ErrorKind::unavailable,
                 fmt::format("Vipps answered 200 with {} bytes that are no JSON: {}", size_,
                             simdjson::error_message(code))};
  }

  /// What simdjson stumbled on inside the document.
  Error broken(simdjson::error_code code) {
    const char* at = nullptr;
    const bool at_end = document_.current_location().get(at) != simdjson::SUCCESS;
    // Where a body was cut behind a bracket, simdjson points at that bracket, the last byte.
    if (code == simdjson::INCOMPLETE_ARRAY_OR_OBJECT || at_end ||
        at + 1 >= page_.raw_body.data() + size_) {
      return breaks_off();
    }
    return Error{ErrorKind::unavailable,
                 fmt::format("Vipps answered 200 with {} bytes that are no report page: {} at "
                             "byte {}",
                             size_, simdjson::error_message(code), at - page_.raw_body.data())};
  }

  Error breaks_off() const {
    return Error{ErrorKind::unavailable,
                 fmt::format("Vipps answered 200 with JSON that breaks off after {} bytes", size_)};
  }

  ondemand::parser& parser_;
  ondemand::document document_;
  ReportPage page_;
  std::size_t size_ = 0;
  bool has_items_ = false;
  std::optional<bool> has_more_;
  std::optional<bool> try_later_;
  EntryReader entry_reader_;
  books::Topic topic_;
  std::optional<Date> date_;
};

Result<ReportPage> read_page(std::string body, books::Topic topic, std::optional<Date> date) {
  if (body.size() > kept_parser_bytes_max) {
    ondemand::parser own;
    return PageReader(own, std::move(body), topic, date).read();
  }
  thread_local ondemand::parser kept;
  return PageReader(kept, std::move(body), topic, date).read();
}

}  // namespace

Result<ReportPage> parse_report_page(std::string body, books::Topic topic, Date expected_date) {
  return read_page(std::move(body), topic, expected_date);
}

Result<FeedPage> parse_feed_page(std::string body, books::Topic topic) {
  auto page = read_page(std::move(body), topic, std::nullopt);
  if (!page) return page.error();
  return FeedPage{std::move(page->entries), std::move(page->cursor), page->try_later};
}

}  // namespace avstem::vipps
