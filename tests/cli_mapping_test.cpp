// A client's mapping on the command line: templates, versions, copies, and what is refused.

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/cli_process.hpp"

namespace avstem {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

nlohmann::json json_of(const Ended& ended) {
  EXPECT_EQ(ended.code, 0) << ended.err;
  return nlohmann::json::parse(ended.out, nullptr, false);
}

TEST(CliMapping, FromTemplateToCopyAndHistory) {
  const CliWorld world;
  const auto added =
      world.run({"client", "add", "--from", world.file("kafe-vindskjeva"), "--template", "cafe"});
  ASSERT_EQ(added.code, 0) << added.err;
  ASSERT_EQ(world.add("tindebris-sport").code, 0);
  world.write("change.toml", "[accounts]\npayment_fees = 7775\n");
  const auto set = json_of(world.run(
      {"--json", "mapping", "set", "--client", "kafe-vindskjeva", "--from", "change.toml"}));
  EXPECT_EQ(set["version"], 2);
  EXPECT_EQ(set["places"]["payment_fees"]["account"], 7775);

  const auto copied =
      json_of(world.run({"--json", "mapping", "copy", "kafe-vindskjeva", "tindebris-sport"}));
  EXPECT_THAT(copied["copied"][0]["changes"].get<std::string>(),
              HasSubstr("payment_fees 7770/0 → 7775/0"));
  const auto shown =
      json_of(world.run({"--json", "mapping", "show", "--client", "tindebris-sport"}));
  EXPECT_EQ(shown["places"]["payment_fees"]["account"], 7775);
  const auto first = json_of(
      world.run({"--json", "mapping", "show", "--client", "tindebris-sport", "--version", "1"}));
  EXPECT_EQ(first["places"]["payment_fees"]["account"], 7770);
  const auto history =
      json_of(world.run({"--json", "mapping", "history", "--client", "tindebris-sport"}));
  ASSERT_EQ(history["versions"].size(), 2U);
  EXPECT_EQ(history["versions"][0]["origin"], "copied from 'kafe-vindskjeva', version 2");
  const auto of_template =
      json_of(world.run({"--json", "mapping", "history", "--client", "kafe-vindskjeva"}));
  EXPECT_EQ(of_template["versions"][1]["origin"], "template cafe");
}

TEST(CliMapping, AccountsThatAreKeptForSomethingElseAreRefusedAsClearing) {
  const CliWorld world;
  ASSERT_EQ(world.add("kafe-vindskjeva").code, 0);
  for (const std::string account : {"1950", "1909"}) {
    const auto set =
        world.run({"client", "set", "kafe-vindskjeva", "--account", "clearing=" + account});
    EXPECT_EQ(set.code, 1);
    EXPECT_THAT(set.err, AllOf(HasSubstr(account), HasSubstr("clearing"), HasSubstr("use 1903")));
    world.write("bad.toml", "[accounts]\nclearing = " + account + "\n");
    const auto file =
        world.run({"mapping", "set", "--client", "kafe-vindskjeva", "--from", "bad.toml"});
    EXPECT_EQ(file.code, 1);
    EXPECT_THAT(file.err, HasSubstr(account));
  }
  EXPECT_EQ(
      json_of(world.run({"--json", "mapping", "show", "--client", "kafe-vindskjeva"}))["version"],
      1);
}

TEST(CliMapping, TheChartIsReadAndAProposalWrittenAndAccepted) {
  const CliWorld world;
  ASSERT_EQ(world.add("kafe-vindskjeva").code, 0);
  const auto proposed = json_of(world.run(
      {"--json", "mapping", "propose", "--client", "kafe-vindskjeva", "--out", "proposal.toml"}));
  EXPECT_EQ(proposed["version"], 1) << "nothing is changed before it is accepted";
  for (const auto& place : proposed["places"]) {
    if (place["role"] != "clearing") continue;
    EXPECT_EQ(place["account"], 1903);
    EXPECT_EQ(place["confidence"], "high");
  }
  EXPECT_THAT(world.read("proposal.toml"), HasSubstr("clearing = 1903  # high: Interim Vipps"));
  const auto set =
      world.run({"mapping", "set", "--client", "kafe-vindskjeva", "--from", "proposal.toml"});
  EXPECT_EQ(set.code, 0) << set.err;
  EXPECT_EQ(json_of(world.run({"--json", "mapping", "propose", "--client", "kafe-vindskjeva",
                               "--accept"}))
                .contains("version"),
            true);
}

TEST(CliMapping, WhatAnotherMappingWouldChangeOfAPastPeriodIsPrintedAndNothingPosted) {
  const CliWorld world;
  ASSERT_EQ(world.add("tindebris-sport").code, 0);
  ASSERT_EQ(world.run({"close"}).code, 0);
  world.write("change.toml", "[accounts]\npayment_fees = 7775\n");
  ASSERT_EQ(
      world.run({"mapping", "set", "--client", "tindebris-sport", "--from", "change.toml"}).code,
      0);
  const auto vouchers =
      json_of(world.run({"--json", "vouchers", "list", "--client", "tindebris-sport"}));
  const auto compare = [&](const std::string& version) {
    return json_of(world.run({"--json", "close", "--client", "tindebris-sport", "--dry-run",
                              "--mapping", version, "--from", "2020-01-01", "--to", "2030-01-01"}));
  };
  const auto now = compare("2");
  EXPECT_GT(now["differing"], 0);
  for (const auto& line : now["lines"]) {
    EXPECT_EQ(line["account"], 7770);
    EXPECT_EQ(line["new_account"], 7775);
  }
  EXPECT_EQ(compare("1")["differing"], 0);
  EXPECT_EQ(json_of(world.run({"--json", "vouchers", "list", "--client", "tindebris-sport"})),
            vouchers);
  EXPECT_NE(world.run({"close", "--client", "tindebris-sport", "--mapping", "2"}).code, 0)
      << "only with --dry-run";
  EXPECT_EQ(world.run({"close", "--dry-run", "--mapping", "2"}).code, 1);
}

}  // namespace
}  // namespace avstem
