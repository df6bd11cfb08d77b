// A year of history: backfilled by `avstem close`, killed ten times on the way, and proven to the
// øre for every date.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <charconv>
#include <random>

#include "platform/files.hpp"
#include "platform/http_server.hpp"
#include "tests/crash/child_process.hpp"
#include "tests/crash/crash_installation.hpp"
#include "tests/crash/crash_world.hpp"

namespace avstem::crash {
namespace {

constexpr int findings_remain = 3;  // payments without a reference, and a locked first date
constexpr int interruptions = 10;
constexpr unsigned kill_seed = 20'250'306;

class YearOfHistory : public testing::Test {
 public:
  /// A killed process loses nothing that the kernel holds, so the files may live in memory.
  static void SetUpTestSuite() {
    if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 1);
  }

 protected:
  YearOfHistory() {
    renew_world();
    server_ = HttpServer::start(stage_, 0).value();
  }

  void renew_world() {
    stage_.quietly([&](Stage& stage) {
      stage.world =
          std::make_unique<CrashWorld>(wall_, sandbox::PowerOfficeLimits{}, CrashWorld::Span::year);
    });
  }

  std::unique_ptr<CrashInstallation> new_installation() {
    InstallationTerms terms;
    terms.port = server_->port();
    return std::make_unique<CrashInstallation>(
        terms, stage_.quietly([](Stage& stage) { return stage.world->client(); }));
  }

  Ending close(const CrashInstallation& installation, int kill_at) {
    const Instant start = now() + std::chrono::milliseconds(1'100);
    return run({CLOSE_CHILD, "--config", installation.config(), "--now",
                fmt::format("{}", start.time_since_epoch().count()), "--kill-at",
                fmt::format("{}", kill_at), "--count", installation.file("counts"), "--", "close",
                "--to", CrashWorld::last_date.to_string()},
               installation.file("output"));
  }

  Instant now() {
    return stage_.quietly([](Stage& stage) { return stage.world->now(); });
  }

  /// Places where a close of the whole year can be killed.
  static int places(const CrashInstallation& installation) {
    const std::string text = read_file(installation.file("counts"), 100).value();
    int places = 0;
    std::from_chars(text.data(), text.data() + text.size(), places);
    return places;
  }

  struct Outcome {
    std::vector<std::string> journal;
    Knowledge knowledge;
    int posts = 0;
    int refused = 0;
  };
  Outcome outcome(const CrashInstallation& installation) {
    Outcome outcome = stage_.quietly([](Stage& stage) {
      return Outcome{
          stage.world->journal(), {}, stage.world->posts(), stage.world->refused_posts()};
    });
    outcome.knowledge = installation.knowledge();
    return outcome;
  }

  /// What a proven year looks like: both accounts, every date, nothing left over.
  static std::vector<std::string> proven_year() {
    std::vector<std::string> proofs;
    for (int day = 0; day < CrashWorld::year_dates; ++day) {
      const Date date = CrashWorld::last_date.plus_days(day + 1 - CrashWorld::year_dates);
      for (const int account : {1903, 2960})
        proofs.push_back(fmt::format("{} {} 0", account, date.to_string()));
    }
    return proofs;
  }

  ManualClock wall_{Instant()};
  Stage stage_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(YearOfHistory, InterruptedTenTimesProvesZeroForEveryDate) {
  const auto whole = new_installation();
  const Instant begun = now();
  ASSERT_EQ(close(*whole, 0).code, findings_remain) << whole->output();
  const auto waited = std::chrono::floor<std::chrono::seconds>(now() - begun);
  const int all_places = places(*whole);
  const Outcome undisturbed = outcome(*whole);
  ASSERT_EQ(undisturbed.knowledge.proofs, proven_year());
  ASSERT_GT(undisturbed.posts, CrashWorld::year_dates);
  fmt::print("a year: {} vouchers, {} places to be killed at, {} s of waiting for limits\n",
             undisturbed.posts, all_places, waited.count());
  // Most of it is PowerOffice's ten requests a second; a read lag for each date would be 730 s
  // more.
  EXPECT_LT(waited.count(), CrashWorld::year_dates);

  renew_world();
  const auto killed = new_installation();
  std::mt19937 dice(kill_seed);
  std::size_t vouchers_before = 0;
  for (int time = 0; time < interruptions; ++time) {
    const int share = all_places / (interruptions + 1);
    const int place = share / 2 + static_cast<int>(dice() % static_cast<unsigned>(share));
    SCOPED_TRACE(fmt::format("interruption {} at place {}", time + 1, place));
    ASSERT_EQ(close(*killed, place).signal, SIGKILL) << killed->output();
    const std::size_t vouchers = killed->knowledge().vouchers.size();
    EXPECT_GT(vouchers, vouchers_before) << "a run goes on where the one before was killed";
    vouchers_before = vouchers;
  }
  ASSERT_EQ(close(*killed, 0).code, findings_remain) << killed->output();

  const Outcome mended = outcome(*killed);
  EXPECT_EQ(mended.knowledge.proofs, proven_year());
  EXPECT_TRUE(mended.knowledge.all_posted);
  EXPECT_EQ(mended.journal, undisturbed.journal);
  EXPECT_EQ(mended.knowledge.vouchers, undisturbed.knowledge.vouchers);
  EXPECT_EQ(mended.knowledge.findings, undisturbed.knowledge.findings);
  // Sent twice is at most what a run was killed over, and never into the books.
  EXPECT_EQ(mended.refused, 0);
  EXPECT_LE(mended.posts, undisturbed.posts + interruptions);
}

}  // namespace
}  // namespace avstem::crash
