// What a user meets when something is wrong: each error names the thing, its value and the way
// out, and the exit code tells a script.

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "platform/files.hpp"
#include "tests/cli_process.hpp"

namespace avstem {
namespace {

using testing::HasSubstr;

TEST(CliTrouble, WrongUsageEndsWith2) {
  TestDirectory directory;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{},
        {"bogus"},
        {"close", "--date", "banan"},
        {"close", "--date", "2026-01-01", "--from", "2026-01-01"},
        {"client", "add"},
        {"", ""},
        {"--port"},
        {"close", "\xff\xfe"}}) {
    const Ended ended = run_avstem(words, directory.path());
    EXPECT_EQ(ended.code, 2) << ended.err;
    EXPECT_EQ(ended.out, "");
    EXPECT_NE(ended.err, "");
  }
  EXPECT_EQ(run_avstem({"--version"}, directory.path()).code, 0);
}

TEST(CliTrouble, FaultsOverRealConnectionsEndInProvenBooks) {
  CliWorld world(2,
                 "POST /Vouchers/ 1 timeout-after\n"
                 "POST /Vouchers/ 2 cut\n"
                 "GET  /funds/    1 bad-gateway  # ends the first run\n");
  ASSERT_EQ(world.add("lauvtoppen-il").code, 0);
  const Ended first = world.run({"close", "--json"});
  EXPECT_EQ(first.code, 1);
  EXPECT_THAT(first.err, testing::AllOf(HasSubstr("client 'lauvtoppen-il'"), HasSubstr("502")));
  EXPECT_THAT(world.wait_for_sandbox_note("bad-gateway"), HasSubstr("/funds/dates/"));
  const Ended second = world.run({"close", "--json"});
  EXPECT_THAT(second.code, testing::AnyOf(0, 3)) << second.err;
  const auto closed = nlohmann::json::parse(second.out)["clients"][0];
  EXPECT_GT(closed["posted"], 2);
  for (const auto& account : closed["proofs"])
    EXPECT_EQ(account["difference"], 0) << account.dump();
  EXPECT_FALSE(closed["proofs"].empty());
  EXPECT_THAT(world.wait_for_sandbox_note("fault cut"), HasSubstr("fault timeout-after: POST"));
}

TEST(CliTrouble, AFaultThatIsNoneStopsTheSandbox) {
  TestDirectory directory;
  const Ended missing = run_avstem({"sandbox", "--faults", "none.txt"}, directory.path());
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.err, HasSubstr("none.txt"));
  const std::string file = (directory.path() / "bad.txt").string();
  // One byte more than sandbox::fault_script_bytes_max.
  ASSERT_TRUE(write_file_atomically(file, std::string(1024U * 1024 + 1, '#')));
  const Ended large = run_avstem({"sandbox", "--faults", "bad.txt"}, directory.path());
  EXPECT_EQ(large.code, 1);
  EXPECT_THAT(large.err, HasSubstr("1048576"));
  ASSERT_TRUE(write_file_atomically(file, "GET / 1 flood\n"));
  const Ended wrong = run_avstem({"sandbox", "--faults", "bad.txt"}, directory.path());
  EXPECT_EQ(wrong.code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("bad.txt:1: there is no fault 'flood'"));
}

TEST(CliTrouble, WrongVippsKeysStopTheirClientAndNoOther) {
  CliWorld world;
  const std::string file = world.file("tindebris-sport");
  ASSERT_EQ(world.add("lauvtoppen-il").code, 0);
  std::string wrong = world.read(file);
  const auto at = wrong.find("client_secret = \"") + std::string("client_secret = \"").size();
  wrong.replace(at, wrong.find('"', at) - at, "not-the-secret");
  world.write("wrong.toml", wrong);
  ASSERT_EQ(world.run({"client", "add", "--from", "wrong.toml"}).code, 0);
  const Ended connected =
      world.run({"connect", "vipps", "--client", "tindebris-sport", "--from", "wrong.toml"});
  EXPECT_EQ(connected.code, 1);
  EXPECT_THAT(connected.err, HasSubstr("the keys are kept, but do not work"));
  EXPECT_EQ(world.run({"doctor"}).code, 1);
  const Ended closed = world.run({"close", "--json"});
  EXPECT_EQ(closed.code, 1);
  EXPECT_THAT(closed.err, HasSubstr("avstem: client 'tindebris-sport'"));
  EXPECT_EQ(closed.err.find("not-the-secret"), std::string::npos);
  const auto clients = nlohmann::json::parse(closed.out)["clients"];
  ASSERT_EQ(clients.size(), 1U);
  EXPECT_EQ(clients[0]["client"], "lauvtoppen-il");
  EXPECT_GT(clients[0]["posted"], 0);
}

TEST(CliTrouble, WithoutNetworkNothingIsPostedAndTheWayOutIsSaid) {
  CliWorld world;
  ASSERT_EQ(world.add("tindebris-sport").code, 0);
  world.stop_sandbox();
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"close"}, {"ledgers", "--client", "tindebris-sport"}}) {
    const Ended ended = world.run(words);
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.err, HasSubstr("could not connect; check that it runs"));
  }
  EXPECT_THAT(world.run({"doctor"}).out, HasSubstr("BAD"));
  const Ended vouchers = world.run({"vouchers", "list", "--client", "tindebris-sport", "--json"});
  EXPECT_EQ(nlohmann::json::parse(vouchers.out)["vouchers"].size(), 0U);
}

TEST(CliTrouble, AClientWithoutLedgersOrKeysIsToldWhatToDo) {
  TestDirectory directory;
  ASSERT_EQ(run_avstem({"init"}, directory.path()).code, 0);
  EXPECT_EQ(run_avstem({"close"}, directory.path()).code, 0);
  ASSERT_TRUE(write_file_atomically(directory.path() / "a.toml",
                                    "id = \"kafe\"\nname = \"K\"\nvat_registered = true\n"));
  ASSERT_EQ(run_avstem({"client", "add", "--from", "a.toml"}, directory.path()).code, 0);
  const Ended closed = run_avstem({"close"}, directory.path());
  EXPECT_EQ(closed.code, 1);
  EXPECT_THAT(closed.err, HasSubstr("'avstem connect vipps --client kafe --from FILE.toml'"));
}

TEST(CliTrouble, ConfigurationsThatCannotBeReadAreNamed) {
  TestDirectory directory;
  const auto error = [&](const std::string& config) {
    const Ended ended = run_avstem({"client", "list", "--config", config}, directory.path());
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.out, "");
    return ended.err;
  };
  EXPECT_THAT(error("nope.toml"), HasSubstr("nope.toml' makes it"));
  EXPECT_THAT(error("."), HasSubstr("is not a regular file"));
  ASSERT_TRUE(write_file_atomically(directory.path() / "broken.toml", "data = \"d\"\n[x"));
  EXPECT_THAT(error("broken.toml"), HasSubstr("broken.toml:2: "));
  ASSERT_TRUE(write_file_atomically(directory.path() / "bytes.toml", std::string("\0\xff", 2)));
  EXPECT_THAT(error("bytes.toml"), HasSubstr("bytes.toml:1: "));
  const Ended init = run_avstem({"init", "--config", "no/such/a.toml"}, directory.path());
  EXPECT_EQ(init.code, 1);
  EXPECT_THAT(init.err, HasSubstr("no/such/a.toml"));
}

TEST(CliTrouble, ADatabaseThatIsNoneIsNamedAndLeftAsItIs) {
  TestDirectory directory;
  ASSERT_EQ(run_avstem({"init"}, directory.path()).code, 0);
  const auto path = directory.path() / "avstem-data/avstem.db";
  const std::string garbage(100'000, 'x');
  ASSERT_TRUE(write_file_atomically(path, garbage));
  const Ended ended = run_avstem({"client", "list"}, directory.path());
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, HasSubstr("avstem.db"));
  EXPECT_EQ(*read_file(path, garbage.size()), garbage);
}

TEST(CliTrouble, AKeyFileThatIsNoneIsNamed) {
  TestDirectory directory;
  ASSERT_EQ(run_avstem({"init"}, directory.path()).code, 0);
  ASSERT_TRUE(write_file_atomically(directory.path() / "avstem-data/avstem.key", "short"));
  const Ended ended = run_avstem({"client", "list"}, directory.path());
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, HasSubstr("avstem.key"));
}

TEST(CliTrouble, AFileInTheWayOfTheDataFolderIsNamed) {
  TestDirectory directory;
  ASSERT_TRUE(write_file_atomically(directory.path() / "avstem-data", ""));
  ASSERT_TRUE(write_file_atomically(directory.path() / "avstem.toml", "data = \"avstem-data\""));
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"init"}, {"client", "list"}}) {
    const Ended ended = run_avstem(words, directory.path());
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.err, HasSubstr("avstem-data' cannot be a directory"));
  }
}

TEST(CliTrouble, ResultsThatCannotBeWrittenAreAFailure) {
  const int status = std::system(AVSTEM_BINARY " --version >/dev/full 2>/dev/null");
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

TEST(CliTrouble, APortThatIsTakenIsNamed) {
  TestDirectory directory;
  Program first({"sandbox", "--port", "0", "--days", "1", "--json"}, directory.path());
  const std::string said = first.wait_for("}");
  const auto said_json = nlohmann::json::parse(said, nullptr, false);
  ASSERT_TRUE(said_json.is_object()) << said;
  const std::string url = said_json["url"];
  const std::string port = url.substr(url.rfind(':') + 1);
  const Ended second = run_avstem({"sandbox", "--port", port, "--days", "1"}, directory.path());
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err, HasSubstr(port));
}

}  // namespace
}  // namespace avstem
