#include "app/cli.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "platform/handler_client.hpp"
#include "platform/oslo_zone.hpp"
#include "platform/test_directory.hpp"

namespace avstem::app {
namespace {

using testing::HasSubstr;

/// A world in which nothing answers.
class Nobody final : public Handler {
 public:
  Response handle(const Request&) override { return {404, {}, ""}; }
};

class Cli : public testing::Test {
 protected:
  int run(const std::vector<std::string>& arguments) {
    output = CollectedOutput();
    Host host{output, clock, http, oslo(), directory.path().string()};
    return run_cli(arguments, host);
  }

  Nobody nobody;
  HandlerClient http{nobody};
  ManualClock clock{Instant(std::chrono::hours(24 * 20'500))};  // 2026-02-16
  TestDirectory directory;
  CollectedOutput output;
};

TEST_F(Cli, VersionAndHelpAreResultsAndEndWith0) {
  EXPECT_EQ(run({"--version"}), done);
  EXPECT_EQ(output.results, std::string(AVSTEM_VERSION) + "\n");
  EXPECT_EQ(run({"--help"}), done);
  for (const char* command : {"init", "doctor", "sandbox", "demo", "client", "connect", "ledgers",
                              "close", "import", "findings", "vouchers"}) {
    EXPECT_THAT(output.results, HasSubstr(command));
  }
  EXPECT_EQ(output.notes, "");
  EXPECT_EQ(run({"client", "add", "--help"}), done);
  EXPECT_THAT(output.results, HasSubstr("--from"));
}

TEST_F(Cli, WrongUsageEndsWith2AndNamesWhatIsWrong) {
  const auto wrong = [&](const std::vector<std::string>& arguments) {
    EXPECT_EQ(run(arguments), wrong_usage) << output.notes;
    EXPECT_EQ(output.results, "");
    return output.notes;
  };
  EXPECT_THAT(wrong({}), HasSubstr("required"));
  EXPECT_THAT(wrong({"bogus"}), HasSubstr("'bogus' is no command"));
  EXPECT_THAT(wrong({"client", "bogus"}), HasSubstr("'bogus' is no command"));
  EXPECT_THAT(wrong({"client"}), HasSubstr("required"));
  EXPECT_THAT(wrong({"client", "add"}), HasSubstr("--from"));
  EXPECT_THAT(wrong({"client", "list", "--bogus"}), HasSubstr("--bogus"));
  EXPECT_THAT(wrong({"connect", "tripletex", "--client", "a"}), HasSubstr("'tripletex'"));
  EXPECT_THAT(wrong({"vouchers", "list"}), HasSubstr("--client"));
  EXPECT_THAT(wrong({"findings", "show", "abc"}), HasSubstr("abc"));
  EXPECT_THAT(wrong({"findings", "resolve", "1"}), HasSubstr("--note"));
  EXPECT_THAT(wrong({"close", "extra"}), HasSubstr("extra"));
}

TEST_F(Cli, DatesAreReadBeforeAnythingIsOpened) {
  const auto wrong = [&](const std::vector<std::string>& arguments) {
    EXPECT_EQ(run(arguments), wrong_usage) << output.notes;
    return output.notes;
  };
  EXPECT_THAT(wrong({"close", "--date", "16.02.2026"}),
              HasSubstr("date '16.02.2026' is not written YYYY-MM-DD"));
  EXPECT_THAT(wrong({"close", "--from", "2026-02-30"}), HasSubstr("2026-02-30"));
  EXPECT_THAT(wrong({"vouchers", "list", "--client", "a", "--to", "x"}), HasSubstr("'x'"));
  EXPECT_THAT(wrong({"close", "--date", "2026-02-01", "--from", "2026-02-01"}),
              HasSubstr("--from"));
  EXPECT_THAT(wrong({"close", "--date", "2026-02-01", "--to", "2026-02-01"}), HasSubstr("--to"));
}

TEST_F(Cli, DatesThatCannotBeClosedAreWrongUsage) {
  ASSERT_EQ(run({"init"}), done) << output.notes;
  EXPECT_EQ(run({"close", "--from", "2026-02-02", "--to", "2026-02-01"}), wrong_usage);
  EXPECT_THAT(output.notes, HasSubstr("--from 2026-02-02 lies after --to 2026-02-01"));
  EXPECT_EQ(run({"close", "--to", "2026-02-16"}), done) << output.notes;
  EXPECT_EQ(run({"close", "--to", "2026-02-17"}), wrong_usage);
  EXPECT_THAT(output.notes, HasSubstr("2026-02-17 lies in the future; the last date that can be "
                                      "closed is 2026-02-15"));
  EXPECT_EQ(run({"close", "--from", "2099-01-01"}), wrong_usage);
}

TEST_F(Cli, LimitsOfTheSandboxOptions) {
  for (const char* command : {"sandbox", "demo"}) {
    for (const auto& [option, value] :
         {std::pair("--port", "-1"), std::pair("--port", "65536"), std::pair("--days", "0"),
          std::pair("--days", "367"), std::pair("--seed", "x")}) {
      EXPECT_EQ(run({command, option, value}), wrong_usage) << command << option << value;
      EXPECT_THAT(output.notes, HasSubstr(option));
    }
  }
}

TEST_F(Cli, WithoutAConfigurationTheErrorSaysHowToMakeOne) {
  EXPECT_EQ(run({"client", "list", "--config", "mine.toml"}), failed);
  EXPECT_THAT(output.notes, HasSubstr("mine.toml' is not there; 'avstem init --config"));
  EXPECT_EQ(output.results, "");
}

TEST_F(Cli, InitTwiceKeepsWhatIsThere) {
  ASSERT_EQ(run({"init"}), done);
  EXPECT_THAT(output.results, HasSubstr("new configuration"));
  ASSERT_EQ(run({"init"}), done);
  EXPECT_THAT(output.results, HasSubstr("existing configuration"));
}

TEST_F(Cli, AnAccountSettingNamesWhatIsWrong) {
  ASSERT_EQ(run({"init"}), done);
  std::ofstream(directory.path() / "a.toml")
      << "id = \"kafe\"\nname = \"Kafé\"\nvat_registered = true\n";
  ASSERT_EQ(run({"client", "add", "--from", "a.toml"}), done) << output.notes;
  const auto wrong = [&](const std::string& setting) {
    EXPECT_EQ(run({"client", "set", "kafe", "--account", setting}), failed);
    return output.notes;
  };
  EXPECT_THAT(wrong("payment_fees"), HasSubstr("'payment_fees' is not role=number"));
  EXPECT_THAT(wrong("payment_fees="), HasSubstr("'payment_fees=' is not role=number"));
  EXPECT_THAT(wrong("payment_fees=7775x"), HasSubstr("'payment_fees=7775x' is not"));
  EXPECT_THAT(wrong("payment_fees=99999999999999999999"), HasSubstr("99999999999999999999"));
  EXPECT_THAT(wrong("fees=7775"), HasSubstr("'fees'"));
  EXPECT_THAT(wrong("clearing=1950"), HasSubstr("1950"));
  EXPECT_EQ(run({"client", "set", "kafe", "--account", "payment_fees=7775"}), done);
  EXPECT_THAT(output.results, HasSubstr("mapping version 2"));
  // The same again is no change.
  EXPECT_EQ(run({"client", "set", "kafe", "--account", "payment_fees=7775"}), done);
  EXPECT_THAT(output.results, HasSubstr("mapping version 2"));
}

TEST_F(Cli, AClientIsAddedOnceAndWholeOrNotAtAll) {
  ASSERT_EQ(run({"init"}), done);
  const auto client = [&](const std::string& id, const std::string& rest) {
    std::ofstream(directory.path() / "a.toml")
        << "id = \"" << id << "\"\nname = \"Kafé\"\nvat_registered = true\n"
        << rest;
    return run({"client", "add", "--from", "a.toml"});
  };
  const std::string ledger =
      "[[ledgers]]\nid = \"1\"\ncurrency = \"NOK\"\nstart = \"2026-02-01\"\n";
  EXPECT_EQ(client("twice", ledger + ledger), failed);
  EXPECT_THAT(output.notes, HasSubstr("ledger '1' belongs to client 'twice'"));
  EXPECT_EQ(client("keys",
                   "[vipps]\nenvironment = \"prod\"\nclient_id = \"a\"\n"
                   "client_secret = \"b\"\n"),
            failed);
  EXPECT_THAT(output.notes, HasSubstr("environment 'prod' is not known"));
  EXPECT_EQ(client("kafe", ledger), done) << output.notes;
  EXPECT_EQ(client("kafe", ""), failed);
  EXPECT_THAT(output.notes, HasSubstr("client 'kafe' is there already"));
  EXPECT_EQ(client("other", ledger), failed);
  EXPECT_THAT(output.notes, HasSubstr("ledger '1' belongs to client 'kafe' already"));
  ASSERT_EQ(run({"client", "list"}), done);
  EXPECT_THAT(output.results, HasSubstr("kafe"));
  for (const char* id : {"twice", "keys", "other"}) {
    EXPECT_EQ(output.results.find(id), std::string::npos) << id;
  }
}

}  // namespace
}  // namespace avstem::app
