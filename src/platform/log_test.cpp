#include "platform/log.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <type_traits>

namespace avstem {
namespace {

static_assert(!std::is_constructible_v<Field, const char*, Secret>);
static_assert(!std::is_constructible_v<Field, const char*, double>);
static_assert(std::is_constructible_v<Field, const char*, std::string>);

const ManualClock at_ten(parse_instant("2026-01-05T10:00:00.5Z").value());

/// What a log that starts at `least` writes to stderr.
template <class Use>
std::string written(Level least, Use use) {
  ::testing::internal::CaptureStderr();
  {
    JsonLog log(at_ten, least);
    use(log);
  }
  return ::testing::internal::GetCapturedStderr();
}

TEST(Log, WritesOneJsonObjectALine) {
  const std::string text = written(Level::info, [](Log& log) {
    log.event(Level::info, "voucher_posted",
              {{"client", "kafe-nord"}, {"amount_ore", -12'345}, {"dry_run", false}});
    log.event(Level::error, "line\nbreak", {{"text", "\"{}\n"}});
  });
  EXPECT_EQ(text,
            R"({"time":"2026-01-05T10:00:00.500000Z","level":"info","event":"voucher_posted",)"
            R"("client":"kafe-nord","amount_ore":-12345,"dry_run":false})"
            "\n"
            R"({"time":"2026-01-05T10:00:00.500000Z","level":"error","event":"line\nbreak",)"
            R"("text":"\"{}\n"})"
            "\n");
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  EXPECT_EQ(written(Level::warning, [](Log& log) { log.event(Level::info, "a"); }), "");
  EXPECT_NE(written(Level::warning, [](Log& log) { log.event(Level::warning, "a"); }), "");
}

TEST(Log, AFieldReplacesNothingAndBrokenTextIsShownAsSuch) {
  const std::string text = written(Level::info, [](Log& log) {
    log.event(Level::info, "a", {{"event", "b"}, {"x", "c\xff"}, {"x", "d"}});
  });
  const auto line = nlohmann::json::parse(text);
  EXPECT_EQ(line["event"], "a");
  EXPECT_EQ(line["event_"], "b");
  EXPECT_EQ(line["x"], "c\xef\xbf\xbd");
  EXPECT_EQ(line["x_"], "d");
}

TEST(Log, ConfidentialNamesAreRedactedInEveryAdapter) {
  for (const char* name :
       {"secret", "client_secret", "accessToken", "KEY", "Api-Key", "Authorization", "password"}) {
    const std::string text =
        written(Level::info, [&](Log& log) { log.event(Level::info, "a", {{name, "hush"}}); });
    EXPECT_EQ(text.find("hush"), std::string::npos) << name;
    EXPECT_NE(text.find(redacted), std::string::npos) << name;
    MemoryLog memory;
    memory.event(Level::info, "a", {{name, 12'345}});
    EXPECT_EQ(memory.events().at(0).fields.at(0).second, redacted) << name;
  }
}

TEST(Log, MemoryKeepsWhatCame) {
  MemoryLog log;
  log.event(Level::warning, "a",
            {{"text", std::string("b")},
             {"most", std::numeric_limits<std::uint64_t>::max()},
             {"yes", true}});
  const std::vector<MemoryLog::Event> expected = {
      {Level::warning, "a", {{"text", "b"}, {"most", "18446744073709551615"}, {"yes", "true"}}}};
  EXPECT_EQ(log.events(), expected);
}

}  // namespace
}  // namespace avstem
