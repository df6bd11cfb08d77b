// Exactly once under SIGKILL: a close that is killed at any place and run again leaves the same
// vouchers, findings and proofs as one that nobody disturbed.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <random>

#include "app/installation.hpp"
#include "platform/control_socket.hpp"
#include "platform/files.hpp"
#include "platform/http_server.hpp"
#include "tests/crash/child_process.hpp"
#include "tests/crash/crash_installation.hpp"
#include "tests/crash/crash_world.hpp"

namespace avstem::crash {
namespace {

using std::chrono::milliseconds;

constexpr int findings_remain = 3;  // the planted ones; 0 would be a close that overlooks them
constexpr int pairs = 30;
constexpr unsigned pair_seed = 20'250'304;

/// What one list has and the other has not, one line each; empty when they are the same.
std::string difference(const std::vector<std::string>& now, const std::vector<std::string>& then) {
  if (now == then) return "";
  std::string text = "\n";
  for (const std::string& line : now)
    if (std::ranges::count(now, line) > std::ranges::count(then, line)) text += "+ " + line + "\n";
  for (const std::string& line : then)
    if (std::ranges::count(then, line) > std::ranges::count(now, line)) text += "- " + line + "\n";
  return text + fmt::format("{} instead of {}\n", now.size(), then.size());
}

/// A virtual world on a server, and a model installation to copy.
class Crash : public testing::Test {
 public:
  /// A killed process loses nothing that the kernel holds, so the files may live in memory; the
  /// hundreds of runs would wait for the disk most of the time.
  static void SetUpTestSuite() {
    if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 1);
  }

 protected:
  Crash(const Clock& wall, sandbox::PowerOfficeLimits limits, InstallationTerms terms)
      : wall_(wall), limits_(limits) {
    renew_world();
    server_ = HttpServer::start(stage_, 0).value();
    terms.port = server_->port();
    model_ = std::make_unique<CrashInstallation>(terms, stage_.world->client());
  }

  void renew_world() {
    stage_.quietly([&](Stage& stage) {
      stage.world = std::make_unique<CrashWorld>(wall_, limits_);
      stage.before_request = nullptr;
    });
  }

  template <class Ask>
  auto ask(Ask&& question) {
    return stage_.quietly([&](Stage& stage) { return question(*stage.world); });
  }

  /// What the world and the installation must be in the end, whatever happened.
  struct Outcome {
    std::vector<std::string> journal;
    std::vector<std::string> receipts;
    Knowledge knowledge;
    int posts = 0;
  };
  Outcome outcome(const CrashInstallation& installation) {
    Outcome outcome = ask([](const CrashWorld& world) {
      return Outcome{world.journal(), world.receipts(), {}, world.posts()};
    });
    outcome.knowledge = installation.knowledge();
    return outcome;
  }

  void expect_same(const Outcome& undisturbed, const CrashInstallation& installation) {
    const Outcome now = outcome(installation);
    EXPECT_EQ(difference(now.journal, undisturbed.journal), "");
    EXPECT_EQ(difference(now.receipts, undisturbed.receipts), "");
    EXPECT_EQ(difference(now.knowledge.vouchers, undisturbed.knowledge.vouchers), "");
    EXPECT_EQ(difference(now.knowledge.findings, undisturbed.knowledge.findings), "");
    EXPECT_EQ(difference(now.knowledge.proofs, undisturbed.knowledge.proofs), "");
    EXPECT_TRUE(now.knowledge.all_posted);
    EXPECT_TRUE(now.knowledge.all_proven);
    // A voucher that is there is never sent again, not even to be refused.
    EXPECT_EQ(ask([](const CrashWorld& world) { return world.refused_posts(); }), 0);
  }

  const Clock& wall_;
  const sandbox::PowerOfficeLimits limits_;
  Stage stage_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<CrashInstallation> model_;
};

// --- close_child: every write and every request, on a virtual clock -----------------------------

struct StoppedWall {
  ManualClock wall{Instant()};
};

/// The limits and the lag are PowerOffice's own: waiting costs no time here.
class KilledClose : private StoppedWall, public Crash {
 protected:
  KilledClose() : Crash(wall, {}, {}) {}

  /// One close a second after whatever came before: less than the read lag.
  Ending close(const CrashInstallation& installation, int kill_at,
               const std::string& count_file = "") {
    return command(installation, kill_at, {"close", "--to", CrashWorld::last_date.to_string()},
                   count_file);
  }

  /// The same for any command.
  Ending command(const CrashInstallation& installation, int kill_at,
                 const std::vector<std::string>& words, const std::string& count_file = "") {
    const Instant now = ask([](const CrashWorld& world) { return world.now(); }) + restart_after;
    std::vector<std::string> child{CLOSE_CHILD,
                                   "--config",
                                   installation.config(),
                                   "--now",
                                   fmt::format("{}", now.time_since_epoch().count()),
                                   "--kill-at",
                                   fmt::format("{}", kill_at)};
    if (!count_file.empty()) child.insert(child.end(), {"--count", count_file});
    child.emplace_back("--");
    child.insert(child.end(), words.begin(), words.end());
    return run(child, installation.file("output"));
  }

  struct Counts {
    int points = 0;
    int commits = 0;
    int requests = 0;
  };
  /// Runs an undisturbed close and counts its places.
  Counts count(const CrashInstallation& installation) {
    const std::string file = installation.file("counts");
    const Ending ending = close(installation, 0, file);
    EXPECT_EQ(ending.code, findings_remain) << installation.output();
    return read_counts(file);
  }
  static Counts read_counts(const std::string& file) {
    Counts counts;
    const std::string text = read_file(file, 100).value();
    EXPECT_EQ(
        std::sscanf(text.c_str(), "%d %d %d", &counts.points, &counts.commits, &counts.requests),
        3);
    return counts;
  }

  /// Runs closes that die at the given places, one after the other, then one that lives, then one
  /// that has nothing to do.
  void kill_and_recover(const std::vector<int>& places, const Outcome& undisturbed) {
    renew_world();
    const CrashInstallation installation(*model_);
    for (const int place : places) {
      const Ending killed = close(installation, place);
      // A run that finishes what another began has fewer places, so a later one may come through.
      if (place == places.front()) {
        ASSERT_EQ(killed.signal, SIGKILL) << installation.output();
      } else if (killed.signal != SIGKILL) {
        ASSERT_EQ(killed.code, findings_remain) << installation.output();
      }
    }
    const Ending ended = close(installation, 0);
    ASSERT_EQ(ended.signal, 0);
    EXPECT_EQ(ended.code, findings_remain) << installation.output();
    expect_same(undisturbed, installation);

    const int posts = ask([](const CrashWorld& world) { return world.posts(); });
    const int uploads = ask([](const CrashWorld& world) { return world.uploads(); });
    const Ending again = close(installation, 0);
    EXPECT_EQ(again.code, findings_remain) << installation.output();
    EXPECT_EQ(ask([](const CrashWorld& world) { return world.posts(); }), posts);
    EXPECT_EQ(ask([](const CrashWorld& world) { return world.uploads(); }), uploads);
    expect_same(undisturbed, installation);
  }

  /// The first must die before the sandbox forgets its calls (one second), the next one starts
  /// before reads show what it wrote (PowerOfficeLimits::read_lag).
  static constexpr milliseconds restart_after{1'100};
};

TEST_F(KilledClose, AnUndisturbedRunHasEveryKindOfWorkInIt) {
  const CrashInstallation installation(*model_);
  const Counts counts = count(installation);
  const Outcome done = outcome(installation);
  EXPECT_GT(counts.commits, 0);
  EXPECT_GT(counts.requests, 0);
  EXPECT_EQ(counts.points, 2 * (counts.commits + counts.requests));
  EXPECT_EQ(done.posts, static_cast<int>(done.journal.size()));
  EXPECT_EQ(done.knowledge.vouchers.size(), done.journal.size());
  EXPECT_EQ(ask([](const CrashWorld& world) { return world.uploads(); }), done.posts);
  for (const std::string& text : done.journal)
    EXPECT_EQ(text.find("document missing"), std::string::npos) << text;
  EXPECT_TRUE(done.knowledge.all_posted);
  EXPECT_TRUE(done.knowledge.all_proven);
  for (const char* kind : {":pay:", ":fee:", ":out:"}) {
    EXPECT_TRUE(std::ranges::any_of(done.journal, [&](const std::string& text) {
      return text.find(kind) != std::string::npos;
    })) << kind;
  }
  for (const char* kind :
       {"payment-without-claim", "unknown-entry-type", "voucher-moved", "foreign-posting"}) {
    EXPECT_TRUE(std::ranges::any_of(done.knowledge.findings, [&](const std::string& text) {
      return text.find(kind) != std::string::npos;
    })) << kind;
  }
}

TEST_F(KilledClose, AtEveryWriteAndEveryRequestLeavesTheSameVouchers) {
  const CrashInstallation whole(*model_);
  const Counts counts = count(whole);
  const Outcome undisturbed = outcome(whole);
  for (int place = 1; place <= counts.points; ++place) {
    SCOPED_TRACE(fmt::format("killed at place {} of {}", place, counts.points));
    kill_and_recover({place}, undisturbed);
    if (HasFatalFailure()) return;
  }
  fmt::print("{} places to be killed at: before and after {} commits and {} requests\n",
             counts.points, counts.commits, counts.requests);
}

// The proof is the last thing a run writes. Were it stored piece by piece, a run that is stopped in
// between would leave a date that looks proven and is never looked at again.
TEST_F(KilledClose, AtTheProofLeavesAllOfItOrNothing) {
  const CrashInstallation whole(*model_);
  const Counts counts = count(whole);
  const Knowledge undisturbed = whole.knowledge();
  ASSERT_FALSE(undisturbed.proofs.empty());
  const int before_the_last_commit = counts.points - 1;
  for (const int place : {before_the_last_commit, counts.points}) {
    renew_world();
    const CrashInstallation installation(*model_);
    ASSERT_EQ(close(installation, place).signal, SIGKILL) << installation.output();
    const Knowledge left = installation.knowledge();
    if (place == before_the_last_commit) {
      EXPECT_EQ(left.proofs, std::vector<std::string>());
    } else {
      EXPECT_EQ(left.proofs, undisturbed.proofs);
      EXPECT_EQ(left.findings, undisturbed.findings);
    }
  }
}

TEST_F(KilledClose, TwiceInARowLeavesTheSameVouchers) {
  const CrashInstallation whole(*model_);
  const Counts counts = count(whole);
  const Outcome undisturbed = outcome(whole);
  std::mt19937 dice(pair_seed);
  for (int pair = 0; pair < pairs; ++pair) {
    const auto place = [&] {
      return 1 + static_cast<int>(dice() % static_cast<unsigned>(counts.points));
    };
    const int first = place();
    const int second = place();
    SCOPED_TRACE(fmt::format("killed at place {}, then at {}", first, second));
    kill_and_recover({first, second}, undisturbed);
    if (HasFatalFailure()) return;
  }
}

// A person's decision is there once or not at all: whoever does not know gives the command again.
TEST_F(KilledClose, AndADecisionThatIsKilledIsThereOnceOrNotAtAll) {
  const std::vector<std::string> link{"findings", "link", "1"};
  const auto closed_world = [&](const CrashInstallation& installation) {
    renew_world();
    ASSERT_EQ(close(installation, 0).code, findings_remain) << installation.output();
    ASSERT_EQ(ask([](const CrashWorld& world) { return world.owed(); }),
              CrashWorld::unknown_payment);
  };
  const CrashInstallation whole(*model_);
  closed_world(whole);
  const std::string file = whole.file("counts");
  ASSERT_EQ(command(whole, 0, link, file).code, 0) << whole.output();
  const Counts counts = read_counts(file);
  ASSERT_GT(counts.commits, 2) << "planned, sending, posted";
  ASSERT_EQ(close(whole, 0).code, findings_remain) << whole.output();
  const Outcome undisturbed = outcome(whole);
  for (int place = 1; place <= counts.points; ++place) {
    SCOPED_TRACE(fmt::format("killed at place {} of {}", place, counts.points));
    const CrashInstallation installation(*model_);
    closed_world(installation);
    if (HasFatalFailure()) return;
    ASSERT_EQ(command(installation, place, link).signal, SIGKILL) << installation.output();
    const Ending again = command(installation, 0, link);
    // 1: it was decided already. Whether it is posted then is for the next close.
    ASSERT_TRUE(again.code == 0 || again.code == 1) << installation.output();
    ASSERT_EQ(close(installation, 0).code, findings_remain) << installation.output();
    EXPECT_EQ(ask([](const CrashWorld& world) { return world.owed(); }), 0);
    expect_same(undisturbed, installation);
    if (HasFatalFailure()) return;
  }
  fmt::print("a decision killed at each of {} places\n", counts.points);
}

TEST_F(KilledClose, AnOwnerThatDiedHoldsNobodyUp) {
  const CrashInstallation installation(*model_);
  const Ending owner = run({CLOSE_CHILD, "--config", installation.config(), "--die-as-owner"},
                           installation.file("output"));
  ASSERT_EQ(owner.signal, SIGKILL) << installation.output();
  const std::string socket = installation.file("data/avstem.socket");
  ASSERT_TRUE(std::filesystem::exists(socket));
  ASSERT_TRUE(std::filesystem::exists(installation.file("data/avstem.lock")));
  const Ending closed = close(installation, 0);
  EXPECT_EQ(closed.code, findings_remain) << installation.output();
  EXPECT_TRUE(ControlServer::listen(socket));
}

// --- the shipped binary: every request, on the machine's own clock ------------------------------

struct MachineWall {
  SystemClock wall;
};

class KilledBinary : private MachineWall, public Crash {
 protected:
  static constexpr milliseconds lag{20};
  static constexpr int requests_per_second = 10'000;

  KilledBinary() : Crash(wall, limits(), {0, lag, requests_per_second}) {}

  static sandbox::PowerOfficeLimits limits() {
    sandbox::PowerOfficeLimits limits;
    limits.requests_per_second = requests_per_second;
    limits.read_lag = lag / 2;
    return limits;
  }

  /// A request that is lost with its sender, or one that is still carried out.
  enum class Fate { lost, carried_out };

  /// Runs `avstem close`; the sandbox kills it at a request, 0 for never, counted from 1.
  Ending close(const CrashInstallation& installation, int kill_at = 0, Fate fate = Fate::lost) {
    pid_t process = 0;
    requests_ = 0;
    // The server waits until the process is known.
    stage_.quietly([&](Stage& stage) {
      stage.before_request = [this, &process, kill_at, fate] {
        const bool struck = ++requests_ == kill_at;
        if (struck) ::kill(process, SIGKILL);
        return !struck || fate == Fate::carried_out;
      };
      process = start({AVSTEM_BINARY, "close", "--config", installation.config(), "--to",
                       CrashWorld::last_date.to_string()},
                      installation.file("output"));
    });
    const Ending ending = wait_for(process);
    stage_.quietly([](Stage& stage) { stage.before_request = nullptr; });
    return ending;
  }

  int requests_ = 0;
};

TEST_F(KilledBinary, WhileItsRequestIsOnTheWayLeavesTheSameVouchers) {
  const CrashInstallation whole(*model_);
  ASSERT_EQ(close(whole).code, findings_remain) << whole.output();
  const int requests = requests_;
  const Outcome undisturbed = outcome(whole);
  ASSERT_GT(requests, 0);
  for (const Fate fate : {Fate::lost, Fate::carried_out}) {
    for (int request = 1; request <= requests; ++request) {
      SCOPED_TRACE(fmt::format("killed at request {} of {}", request, requests));
      renew_world();
      const CrashInstallation installation(*model_);
      ASSERT_EQ(close(installation, request, fate).signal, SIGKILL) << installation.output();
      const Ending ended = close(installation);
      EXPECT_EQ(ended.code, findings_remain) << installation.output();
      expect_same(undisturbed, installation);
    }
  }
  fmt::print("avstem close killed at each of its {} requests, lost or carried out\n", requests);
}

}  // namespace
}  // namespace avstem::crash
