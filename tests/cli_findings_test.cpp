// Findings as a queue, as a person works it: commands of the command line against the stand-ins.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/cli.hpp"
#include "app/installation.hpp"
#include "platform/handler_client.hpp"
#include "platform/oslo_zone.hpp"
#include "platform/user.hpp"
#include "tests/crash/crash_installation.hpp"
#include "tests/crash/crash_world.hpp"
#include "tests/crash/kill_points.hpp"

namespace avstem::crash {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// The café of the crash tests, closed: a payment without a reference stands in suspense, and one
/// open invoice has its amount.
class FindingsTest : public testing::Test {
 protected:
  struct Ended {
    int code = 0;
    std::string out;
    std::string err;
  };

  FindingsTest() : installation_({9, std::chrono::milliseconds(2'000), 10}, world_.client()) {
    opened_ =
        app::Installation::open(app::read_config(installation_.config()).value(), "test").value();
    clock_.set(world_.now() + std::chrono::seconds(1));
    EXPECT_EQ(close(), 3);
  }

  Ended run(const std::vector<std::string>& words) {
    clock_.sleep(std::chrono::seconds(3));
    HandlerClient inner(world_);
    KillPoints never(0);
    KillAtRequests http(inner, clock_, never);
    app::CollectedOutput output;
    app::Host host{output, clock_, http, zone_, "", opened_.get()};
    const int code = app::run_cli(words, host);
    return {code, output.results, output.notes};
  }
  Ended findings(std::vector<std::string> words) {
    words.insert(words.begin(), "findings");
    return run(words);
  }
  /// Closes; every account is proven with a difference of 0.00.
  int close() {
    const Ended ended = run({"close", "--to", CrashWorld::last_date.to_string(), "--json"});
    const json closed = json::parse(ended.out)["clients"][0];
    EXPECT_FALSE(closed["proofs"].empty()) << ended.err;
    for (const json& proof : closed["proofs"])
      EXPECT_EQ(proof["difference"], 0) << proof;
    closed_ = closed;
    return ended.code;
  }
  json list(std::vector<std::string> words = {}) {
    words.insert(words.begin(), "list");
    words.emplace_back("--json");
    return json::parse(findings(words).out)["findings"];
  }
  /// The number of the only finding of a kind.
  std::string id_of(const std::string& kind) {
    const json found = list({"--kind", kind});
    EXPECT_EQ(found.size(), 1U) << kind;
    return found.empty() ? "0" : std::to_string(found[0]["id"].get<int>());
  }
  static std::string action_of(const Ended& ended) {
    const auto at = ended.out.find("action ");
    return ended.out.substr(at + 7, ended.out.find(' ', at + 7) - at - 7);
  }

  const ManualClock wall_{Instant()};
  CrashWorld world_{wall_, {}};
  CrashInstallation installation_;
  ManualClock clock_{Instant()};
  const TimeZone zone_ = load_zone("Europe/Oslo").value();
  std::unique_ptr<app::Installation> opened_;
  json closed_;
};

TEST_F(FindingsTest, AnUnknownPaymentIsLinkedUndoneAndLinkedAgain) {
  const std::int64_t suspense = world_.balance(2998);
  const std::string id = id_of("payment-without-claim");
  ASSERT_EQ(world_.owed(), CrashWorld::unknown_payment);

  const Ended linked = findings({"link", id, "--note", "ringte kunden"});
  ASSERT_EQ(linked.code, 0) << linked.err;
  EXPECT_THAT(linked.out, AllOf(HasSubstr("77.00 from account 2998"), HasSubstr("'O-9'"),
                                HasSubstr("ringte kunden"), HasSubstr(current_user()),
                                HasSubstr("posted, voucher")));
  EXPECT_EQ(world_.balance(2998), suspense + CrashWorld::unknown_payment);
  EXPECT_EQ(world_.owed(), 0);
  close();
  EXPECT_THAT(list({"--kind", "payment-without-claim"}), json::array());

  const Ended undone = findings({"undo", action_of(linked)});
  ASSERT_EQ(undone.code, 0) << undone.err;
  EXPECT_EQ(world_.balance(2998), suspense);
  EXPECT_EQ(world_.owed(), CrashWorld::unknown_payment);
  close();
  EXPECT_EQ(id_of("payment-without-claim"), id);

  const Ended again =
      findings({"link", id, "--customer", std::to_string(world_.debtor()), "--reference", "O-9"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(world_.owed(), 0);
  close();
  const Ended shown = findings({"show", id});
  EXPECT_THAT(shown.out, AllOf(HasSubstr("(link,"), HasSubstr("(undo,"),
                               HasSubstr("taken back by action 2"), HasSubstr("action 3")));
  EXPECT_EQ(json::parse(findings({"show", id, "--json"}).out)["actions"].size(), 3U);
}

TEST_F(FindingsTest, TheQueueIsSortedFilteredAndAdvises) {
  const json by_age = list();
  ASSERT_GT(by_age.size(), 2U);
  for (std::size_t i = 1; i < by_age.size(); ++i)
    EXPECT_GE(by_age[i - 1]["age_days"], by_age[i]["age_days"]);
  const json by_risk = list({"--sort", "risk"});
  ASSERT_EQ(by_risk.size(), by_age.size());
  for (std::size_t i = 1; i < by_risk.size(); ++i)
    EXPECT_GE(by_risk[i - 1]["at_risk"], by_risk[i]["at_risk"]);
  const json payment = list({"--kind", "payment-without-claim", "--client", "kafe-nord"})[0];
  EXPECT_EQ(payment["age_days"], 3);
  EXPECT_EQ(payment["at_risk"], CrashWorld::unknown_payment);
  EXPECT_EQ(payment["suggestion"]["reference"], "O-9");
  EXPECT_EQ(payment["advice"]["command"],
            fmt::format("avstem findings link {}", payment["id"].get<int>()));
  EXPECT_EQ(list({"--kind", "payment-without-claim", "--older-than", "2"}).size(), 1U);
  EXPECT_EQ(list({"--kind", "payment-without-claim", "--older-than", "3"}).size(), 0U);
  EXPECT_THAT(findings({"list"}).out, HasSubstr("avstem findings link"));
  EXPECT_EQ(findings({"list", "--kind", "bogus"}).code, 1);
  EXPECT_EQ(findings({"list", "--client", "ukjent"}).code, 1);
  EXPECT_EQ(findings({"list", "--sort", "name"}).code, 2);
}

TEST_F(FindingsTest, WhatIsExpectedLaterIsNotWrong) {
  for (const json& finding : list()) {
    const std::string id = std::to_string(finding["id"].get<int>());
    ASSERT_EQ(findings({"wait", id, "--until", "2025-03-10"}).code, 0);
  }
  EXPECT_EQ(close(), 0) << "all of them wait";
  EXPECT_EQ(closed_["open_findings"], 0);
  EXPECT_GT(closed_["waiting_findings"], 2);
  EXPECT_THAT(run({"close", "--to", "2025-03-06"}).out, HasSubstr("findings wait for a date"));
  const Ended listed = findings({"list"});
  EXPECT_EQ(listed.code, 0);
  EXPECT_THAT(listed.err, HasSubstr("--waiting"));
  EXPECT_THAT(findings({"list", "--waiting"}).out, HasSubstr("waits until 2025-03-10"));
  clock_.set(parse_instant("2025-03-10T08:00:00Z").value());
  EXPECT_EQ(close(), 3) << "their day has come";
  EXPECT_EQ(findings({"wait", id_of("payment-without-claim"), "--until", "2025-03-10"}).code, 1);
}

TEST_F(FindingsTest, MoneyIsSplitOrPosted) {
  const std::string unknown = id_of("unknown-entry-type");
  const std::string payment = id_of("payment-without-claim");
  EXPECT_THAT(findings({"split", payment, "--to", "3900/7=7.00"}).err, HasSubstr("add up"));
  const std::string customer = fmt::format("customer:{}=70.00", world_.debtor());
  const Ended split = findings({"split", payment, "--to", "3900/7=7.00", customer});
  ASSERT_EQ(split.code, 0) << split.err;
  EXPECT_EQ(world_.balance(3900), -7'00);
  EXPECT_EQ(world_.owed(), 7'00);
  const Ended posted = findings({"post", unknown, "--account", "3900", "--vat", "7", "--json"});
  ASSERT_EQ(posted.code, 0) << posted.err;
  EXPECT_EQ(json::parse(posted.out)["voucher"]["state"], "posted");
  EXPECT_EQ(world_.balance(3900), -12'00);
  EXPECT_EQ(world_.balance(2998), 0);
  close();
}

TEST_F(FindingsTest, WhatCannotBeDoneIsRefusedWithTheWayOut) {
  const std::string payment = id_of("payment-without-claim");
  const std::string moved = std::to_string(list({"--kind", "voucher-moved"})[0]["id"].get<int>());
  EXPECT_THAT(findings({"force", payment}).err, HasSubstr("only a disputed capture"));
  EXPECT_THAT(findings({"post", moved, "--account", "3900"}).err, HasSubstr("holds no money"));
  EXPECT_THAT(findings({"link", "4711"}).err, HasSubstr("finding 4711 is not known"));
  EXPECT_THAT(findings({"undo", "4711"}).err, HasSubstr("action 4711 is not known"));
  EXPECT_THAT(findings({"post", payment, "--account", "3999"}).err, HasSubstr("3999"));
  EXPECT_EQ(findings({"link", payment, "--reference", "O-9"}).code, 2) << "of which customer?";
  EXPECT_THAT(findings({"show", payment}).out, Not(HasSubstr("action")));
  const Ended resolved = findings({"resolve", moved, "--note", "mva-termin er riktig"});
  ASSERT_EQ(resolved.code, 0) << resolved.err;
  EXPECT_THAT(findings({"resolve", moved, "--note", "igjen"}).err, HasSubstr("was closed on"));
  EXPECT_EQ(findings({"undo", action_of(resolved)}).code, 0);
  EXPECT_THAT(findings({"show", moved}).out, HasSubstr("advice:"));
}

}  // namespace
}  // namespace avstem::crash
