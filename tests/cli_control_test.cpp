// One process owns the data; others ask it, or are told who has it.

#include <gmock/gmock.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "platform/files.hpp"
#include "tests/cli_process.hpp"

namespace avstem {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// A demo that stays up after its ten days.
class Demo : public testing::Test {
 protected:
  Demo() {
    const std::string said = demo.wait_for_note("Ctrl-C ends it");
    const std::string before = "--config ";
    const auto at = said.find(before);
    if (at == std::string::npos) return;
    const auto from = at + before.size();
    config = said.substr(from, said.find(' ', from) - from);
  }
  Ended ask(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--config", config});
    return run_avstem(std::move(words), directory.path());
  }

  TestDirectory directory;
  Program demo{{"demo", "--port", "0"}, directory.path()};
  std::string config;
};

TEST_F(Demo, AnswersOtherProcessesAndPassesTheirExitCodesOn) {
  ASSERT_NE(config, "");
  const Ended open = ask({"findings", "list", "--json"});
  EXPECT_EQ(open.code, 3) << open.err;
  const json findings = json::parse(open.out)["findings"];
  ASSERT_GT(findings.size(), 0U);
  for (const json& finding : findings) {
    const Ended resolved =
        ask({"findings", "resolve", std::to_string(finding["id"].get<int>()), "--note", "sett på"});
    EXPECT_EQ(resolved.code, 0) << resolved.err;
  }
  EXPECT_EQ(ask({"findings", "list"}).code, 0);
  EXPECT_EQ(ask({"findings", "list"}).out, "no open findings\n");

  const Ended unknown = ask({"client", "show", "ukjent"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_THAT(unknown.err, HasSubstr("client 'ukjent' is not known"));
  EXPECT_EQ(ask({"findings", "show", "x"}).code, 2);
  // File names start in the caller's folder.
  ASSERT_TRUE(write_file_atomically(directory.path() / "ny.toml",
                                    "id = \"ny\"\nname = \"Ny\"\nvat_registered = true\n"));
  EXPECT_EQ(ask({"client", "add", "--from", "ny.toml"}).code, 0);
}

TEST_F(Demo, TwoClosesAtOncePostNothingTwice) {
  ASSERT_NE(config, "");
  const auto journals = [&] {
    std::string all;
    for (const json& client : json::parse(ask({"client", "list", "--json"}).out)["clients"]) {
      all += ask({"vouchers", "list", "--json", "--client", client["id"]}).out;
    }
    return all;
  };
  const std::string before = journals();
  Program first({"--config", config, "close", "--json"}, directory.path());
  Program second({"--config", config, "close", "--json"}, directory.path());
  for (Program* close : {&first, &second}) {
    const Ended ended = close->end();
    EXPECT_EQ(ended.code, 3) << ended.err;
    for (const json& client : json::parse(ended.out)["clients"])
      EXPECT_EQ(client["posted"], 0);
  }
  EXPECT_EQ(journals(), before);
}

TEST_F(Demo, EndsOnCtrlCAndTakesItsDataAlong) {
  ASSERT_NE(config, "");
  EXPECT_TRUE(std::filesystem::exists(config));
  demo.interrupt();
  EXPECT_EQ(demo.end().code, 3);
  EXPECT_FALSE(std::filesystem::exists(config));
}

TEST(CliDemo, CtrlCWhileItClosesLeavesNothingBehind) {
  TestDirectory directory;
  ASSERT_EQ(::setenv("TMPDIR", directory.path().c_str(), 1), 0);
  Program demo({"demo", "--once", "--days", "60"}, directory.path());
  demo.wait_for_note("demo: 1 of 60");
  demo.interrupt();
  const Ended ended = demo.end();
  ::unsetenv("TMPDIR");
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, HasSubstr("avstem: the demo was stopped"));
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST(CliClose, CtrlCEndsItAfterTheRunningDateAndItSaysHowToGoOn) {
  const CliWorld world(12);
  ASSERT_EQ(world.add("kafe-vindskjeva").code, 0);
  Program close({"close", "--client", "kafe-vindskjeva", "--json"}, world.path(""));
  close.wait_for_note("ledger_date_read");
  close.interrupt();
  const Ended ended = close.end();
  EXPECT_EQ(ended.code, 1);
  const json stopped = json::parse(ended.out)["clients"].front();
  ASSERT_TRUE(stopped.contains("stopped_before")) << ended.out;
  const std::string next = stopped["stopped_before"];
  EXPECT_THAT(ended.err,
              HasSubstr("Go on with: avstem close --client kafe-vindskjeva --from " + next));
  const auto done = stopped["dates"].size();
  EXPECT_GE(done, 1U);
  EXPECT_LT(done, 12U);

  const Ended rest = world.run({"close", "--client", "kafe-vindskjeva", "--from", next, "--json"});
  EXPECT_NE(rest.code, 1) << rest.err;
  const json all = json::parse(rest.out)["clients"].front();
  EXPECT_EQ(all["dates"].size(), 12U - done);
  // Those that the first run closed are proven too, all in two accounts.
  EXPECT_EQ(all["proofs"].size(), 24U);
  for (const json& proof : all["proofs"])
    EXPECT_EQ(proof["proven"], true) << proof;
}

TEST(CliLock, ACommandIsToldWhoHasTheDataOpen) {
  TestDirectory directory;
  ASSERT_EQ(run_avstem({"init"}, directory.path()).code, 0);
  auto lock = FileLock::try_lock(directory.path() / "avstem-data/avstem.lock", "avstem close");
  ASSERT_TRUE(lock) << lock.error().message;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"client", "list"}, {"close"}, {"init"}}) {
    const Ended ended = run_avstem(words, directory.path());
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, HasSubstr("avstem close"));
    EXPECT_THAT(ended.err, HasSubstr(std::to_string(::getpid())));
  }
}

}  // namespace
}  // namespace avstem
