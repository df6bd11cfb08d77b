// The command line as a user meets it: the real binary against the sandbox over HTTP.

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "tests/cli_process.hpp"

namespace avstem {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

unsigned mode_of(const std::filesystem::path& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0U;
}

/// The one JSON document on stdout.
json document(const Ended& ended) {
  json parsed = json::parse(ended.out, nullptr, false);
  EXPECT_TRUE(parsed.is_object()) << ended.out << ended.err;
  return parsed;
}

/// The values of the keys in a client file that must not be seen anywhere.
std::vector<std::string> secrets_of(const std::string& client_file) {
  std::vector<std::string> secrets;
  for (const char* key : {"client_secret", "application_key", "client_key", "subscription_key"}) {
    const std::string before = std::string("\n") + key + " = \"";
    const auto at = client_file.find(before);
    if (at == std::string::npos) continue;
    const auto from = at + before.size();
    secrets.push_back(client_file.substr(from, client_file.find('"', from) - from));
  }
  return secrets;
}

TEST(CliJourney, AFolderIsMadeForItsOwnerAlone) {
  CliWorld world;
  EXPECT_EQ(mode_of(world.path("avstem.toml")), 0600U);
  EXPECT_EQ(mode_of(world.path("avstem-data")), 0700U);
  EXPECT_EQ(mode_of(world.path("avstem-data/avstem.key")), 0600U);
  EXPECT_EQ(mode_of(world.path("clients")), 0700U);
  EXPECT_EQ(mode_of(world.path("clients/tindebris-sport.toml")), 0600U);
}

TEST(CliJourney, ClientsAreSetUpShownAndChanged) {
  CliWorld world;
  const Ended added = world.add("tindebris-sport");
  ASSERT_EQ(added.code, 0) << added.err;
  EXPECT_THAT(added.out, HasSubstr("Tindebris Sport AS"));
  EXPECT_EQ(document(world.run({"client", "list", "--json"}))["clients"].size(), 1U);
  const json shown = document(world.run({"client", "show", "tindebris-sport", "--json"}));
  EXPECT_EQ(shown["id"], "tindebris-sport");
  EXPECT_EQ(shown["mapping_version"], 1);
  const Ended set = world.run({"client", "set", "tindebris-sport", "--account", "tips=2911"});
  EXPECT_EQ(set.code, 0) << set.err;
  EXPECT_THAT(set.out, HasSubstr("mapping version 2"));
  world.write("ledger.toml",
              "id = \"999\"\ncurrency = \"NOK\"\nstart = \"2026-01-01\"\ncaptures = \"gifts\"\n"
              "compact = true\n");
  EXPECT_THAT(world.run({"client", "set", "tindebris-sport", "--add-ledger", "ledger.toml"}).out,
              HasSubstr("999"));
  const json changed = document(world.run({"client", "show", "tindebris-sport", "--json"}));
  int compact = 0;
  for (const json& ledger : changed["ledgers"])
    compact += ledger["compact"] == true ? 1 : 0;
  EXPECT_EQ(compact, 1) << changed;

  const std::string file = world.file("tindebris-sport");
  for (const std::string system : {"vipps", "poweroffice"}) {
    const Ended connected =
        world.run({"connect", system, "--client", "tindebris-sport", "--from", file, "--json"});
    EXPECT_EQ(connected.code, 0) << connected.err;
    EXPECT_EQ(document(connected)["connected"], system);
  }
  const Ended ledgers = world.run({"ledgers", "--client", "tindebris-sport"});
  EXPECT_EQ(ledgers.code, 0) << ledgers.err;
  EXPECT_THAT(ledgers.out, HasSubstr("Tindebris nettbutikk"));
  // The ledger that was added is nobody's at Vipps.
  const Ended doctor = world.run({"doctor"});
  EXPECT_EQ(doctor.code, 1);
  EXPECT_THAT(doctor.out, HasSubstr("the keys do not see ledger 999"));
}

TEST(CliJourney, SalesAreAddedOnceAndOnlyOnAccountsOfTheChart) {
  CliWorld world;
  ASSERT_EQ(world.add("tindebris-sport").code, 0);
  const std::vector<std::string> add{"sale", "add", "--client", "tindebris-sport", "--from"};
  const auto run_with = [&](const std::string& file) {
    std::vector<std::string> words = add;
    words.push_back(file);
    return world.run(words);
  };
  world.write("salg.toml",
              "[[sale]]\nreference = \"ORD-77\"\nrecipe = \"R01\"\n"
              "lines = [{ account = 3000, vat = \"3\", amount = \"250.00\" }]\n");
  const Ended first = run_with("salg.toml");
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.out, "1 added, 0 there already\n");
  EXPECT_EQ(run_with("salg.toml").out, "0 added, 1 there already\n");
  world.write("salg.csv", "reference,recipe,account,vat,amount\nORD-77,R01,3000,3,260.00\n");
  const Ended other = run_with("salg.csv");
  EXPECT_NE(other.code, 0);
  EXPECT_THAT(other.err, HasSubstr("stored already, with other lines"));
  world.write("feil.csv", "reference,recipe,account,vat,amount\nORD-78,R01,3999,3,250.00\n");
  const Ended missing = run_with("feil.csv");
  EXPECT_NE(missing.code, 0);
  EXPECT_THAT(missing.err, HasSubstr("account 3999 is missing"));
}

TEST(CliJourney, AVoucherIsReversedBookedAgainAndShownSideBySide) {
  CliWorld world;
  ASSERT_EQ(world.add("tindebris-sport").code, 0);
  ASSERT_NE(world.run({"close", "--client", "tindebris-sport"}).code, 1);
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--client", "tindebris-sport"});
    return world.run(words);
  };
  ASSERT_EQ(run({"vouchers", "show", "V-2026-00001"}).code, 0);
  EXPECT_EQ(run({"reverse", "V-2026-00001"}).code, 2);  // a reason is needed
  const Ended reversed =
      run({"reverse", "V-2026-00001", "--rebook", "--reason", "wrong account", "--json"});
  ASSERT_EQ(reversed.code, 0) << reversed.err;
  const json story = document(reversed);
  EXPECT_EQ(story["reversal"]["state"], "posted");
  EXPECT_EQ(story["reversal"]["reverses"], story["reference"]);
  EXPECT_EQ(story["replacements"][0]["state"], "posted");
  EXPECT_EQ(story["acts"].size(), 2U);
  EXPECT_EQ(story["acts"][0]["reason"], "wrong account");
  EXPECT_NE(story["acts"][0]["person"], "");
  const std::string replacement = story["replacements"][0]["number"];
  const Ended shown = run({"vouchers", "show", "V-2026-00001"});
  EXPECT_THAT(shown.out,
              AllOf(HasSubstr("reversal K-2026-00001"), HasSubstr("replacement " + replacement),
                    HasSubstr("stands"), HasSubstr("wrong account")));
  EXPECT_THAT(run({"why", "K-2026-00001"}).out, HasSubstr("takes voucher"));
  EXPECT_THAT(run({"reverse", "V-2026-00001", "--reason", "again"}).err,
              HasSubstr("reversed already"));
  EXPECT_THAT(run({"rebook", "V-2026-00001", "--reason", "again"}).err,
              HasSubstr("booked again already"));
  EXPECT_THAT(run({"vouchers", "void", "V-2026-00002", "--reason", "never sent"}).err,
              HasSubstr("reverse it"));
}

TEST(CliJourney, AClientsPeriodsAreLockedAndUnlockedWithAReason) {
  CliWorld world;
  ASSERT_EQ(world.add("tindebris-sport").code, 0);
  const auto set = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"client", "set", "tindebris-sport"});
    return world.run(words);
  };
  EXPECT_THAT(set({"--locked-until", "2026-02-28"}).out, HasSubstr("locked until 2026-02-28"));
  EXPECT_THAT(set({"--locked-until", "2026-01-31"}).err, HasSubstr("--unlock --reason"));
  EXPECT_EQ(set({"--unlock"}).code, 2);
  const Ended back =
      set({"--locked-until", "2026-01-31", "--unlock", "--reason", "the return is corrected"});
  EXPECT_EQ(back.code, 0) << back.err;
  const json shown = document(world.run({"client", "show", "tindebris-sport", "--json"}));
  EXPECT_EQ(shown["locked_until"], "2026-01-31");
  EXPECT_EQ(set({"--unlock", "--reason", "opened for the auditor"}).code, 0);
  EXPECT_THAT(world.run({"client", "show", "tindebris-sport"}).out, Not(HasSubstr("locked")));
}

TEST(CliJourney, RulesArePutInForceAsVersionsAndShown) {
  CliWorld world;
  ASSERT_EQ(world.add("tindebris-sport").code, 0);
  const std::vector<std::string> client{"--client", "tindebris-sport"};
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.end(), client.begin(), client.end());
    return world.run(words);
  };
  EXPECT_THAT(run({"rules", "list"}).out, HasSubstr("version 0; tolerance 0.00"));
  world.write("regler.toml",
              "tolerance = \"1.00\"\n[[rules]]\nid = 7\nname = \"kakelotteri\"\n"
              "unit = \"NO:12345\"\naccount = 3900\nvat = \"7\"\nrecipe = \"R10\"\n");
  const Ended set = run({"rules", "set", "--from", "regler.toml"});
  EXPECT_EQ(set.code, 0) << set.err;
  EXPECT_THAT(set.out, AllOf(HasSubstr("version 1; tolerance 1.00"), HasSubstr("kakelotteri")));
  world.write("tomt.toml", "");
  EXPECT_THAT(run({"rules", "set", "--from", "tomt.toml"}).out, HasSubstr("no rules"));
  EXPECT_THAT(run({"rules", "list", "--version", "1"}).out, HasSubstr("kakelotteri"));
  const json second = document(run({"rules", "list", "--json"}));
  EXPECT_EQ(second["version"], 2);
  EXPECT_TRUE(second["rules"].empty());
  EXPECT_THAT(run({"rules", "list", "--version", "3"}).err, HasSubstr("no version 3"));
}

TEST(CliJourney, AProofIsListedPrintedAndVerifiedOffline) {
  CliWorld world;
  ASSERT_EQ(world.add("tindebris-sport").code, 0);
  ASSERT_EQ(world.run({"close"}).code, 0);
  world.stop_sandbox();
  const json listed =
      document(world.run({"proof", "list", "--client", "tindebris-sport", "--json"}));
  ASSERT_EQ(listed["proofs"].size(), 2U);
  const std::string name = listed["proofs"][1]["proof"];
  EXPECT_EQ(name, "tindebris-sport:2");
  EXPECT_THAT(world.run({"proof", "show", name}).out,
              AllOf(HasSubstr("proven"), HasSubstr("in transit")));

  const Ended printed = world.run({"proof", "print", name, "--csv", "proof.csv", "--pdf",
                                   "proof.pdf", "--document", "proof.json"});
  ASSERT_EQ(printed.code, 0) << printed.err;
  EXPECT_THAT(world.read("proof.csv"), HasSubstr("proof,,,name,"));
  EXPECT_EQ(mode_of(world.path("proof.csv")), 0600U);
  EXPECT_THAT(world.read("proof.pdf"), HasSubstr("%PDF-"));
  const Ended verified = world.run({"verify", name, "--file", "proof.json"});
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("proof tindebris-sport:2 holds"));
  world.write("proof.json", world.read("proof.json") + " ");
  const Ended changed = world.run({"verify", name, "--file", "proof.json"});
  EXPECT_EQ(changed.code, 1);
  EXPECT_THAT(changed.out, HasSubstr("the file is not proof"));
  EXPECT_EQ(world.run({"verify", "tindebris-sport:3"}).code, 1);
}

/// A payments voucher says of each line why it is there, of one line alone, and of none it lacks.
void expect_reasons(CliWorld& world, const std::string& number) {
  const std::vector<std::string> client{"--client", "tindebris-sport"};
  const auto why = [&](const std::string& voucher, bool as_json) {
    std::vector<std::string> words{"why", voucher, client[0], client[1]};
    if (as_json) words.emplace_back("--json");
    return world.run(words);
  };
  const Ended all = why(number, false);
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_THAT(all.out, HasSubstr("the ledger date, as Vipps gave it"));
  EXPECT_THAT(all.out, HasSubstr("kept page, sha-256 "));
  EXPECT_THAT(all.out, HasSubstr("the client's account for clearing (mapping version 1)"));
  EXPECT_THAT(all.out, HasSubstr("matched by M2, open item named by the reference"));

  const json reason = document(why(number, true));
  for (const json& line : reason["lines"]) {
    EXPECT_NE(line["recipe_words"], "") << line;
    if (line["customer"] == 0) continue;
    std::int64_t from_entries = 0;
    for (const json& entry : line["entries"])
      from_entries += entry["amount"].get<std::int64_t>();
    EXPECT_EQ(from_entries, -line["amount"].get<std::int64_t>()) << line;
  }
  const json third = document(why(number + ":3", true));
  ASSERT_EQ(third["lines"].size(), 1U);
  EXPECT_EQ(third["lines"][0], reason["lines"][2]);

  EXPECT_THAT(why(number + ":999", false).err, HasSubstr("and no line 999"));
  EXPECT_THAT(why(number + ":x", false).err, HasSubstr("names no line"));
  EXPECT_THAT(why("V-1999-00001", false).err, HasSubstr("has no voucher 'V-1999-00001'"));
}

TEST(CliJourney, DaysAreClosedOnceAndProven) {
  CliWorld world;
  ASSERT_EQ(world.add("tindebris-sport").code, 0);
  const Ended doctor = world.run({"doctor"});
  ASSERT_EQ(doctor.code, 0) << doctor.out;
  EXPECT_THAT(doctor.out, Not(HasSubstr("BAD")));

  const Ended dry = world.run({"close", "--dry-run", "--json"});
  EXPECT_EQ(dry.code, 0) << dry.err;
  const json drafts = document(dry)["clients"][0]["draft_vouchers"];
  EXPECT_EQ(document(world.run({"vouchers", "list", "--client", "tindebris-sport", "--json"})),
            json::parse(R"({"vouchers":[]})"));

  // A dry run before it takes nothing from a close.
  const Ended first = world.run({"close", "--json"});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.err, HasSubstr("tindebris-sport"));
  const json closed = document(first)["clients"][0];
  ASSERT_EQ(closed["dates"].size(), 2U);
  EXPECT_EQ(closed["posted"], drafts.size());
  ASSERT_GT(drafts.size(), 0U);
  ASSERT_EQ(closed["proofs"].size(), 4U);
  for (const json& proof : closed["proofs"]) {
    EXPECT_EQ(proof["proven"], true) << proof;
    EXPECT_EQ(proof["difference"], 0);
    EXPECT_TRUE(proof["accounting_balance"].is_number_integer());
  }
  const json journal =
      document(world.run({"vouchers", "list", "--client", "tindebris-sport", "--json"}));
  ASSERT_EQ(journal["vouchers"].size(), drafts.size());

  const std::string first_date = closed["dates"][0]["ledger_date"];
  for (const std::vector<std::string>& again :
       {std::vector<std::string>{"close", "--json"},
        std::vector<std::string>{"close", "--json", "--from", first_date}}) {
    const Ended second = world.run(again);
    EXPECT_EQ(second.code, 0) << second.err;
    EXPECT_EQ(document(second)["clients"][0]["posted"], 0);
  }
  EXPECT_EQ(document(world.run({"vouchers", "list", "--client", "tindebris-sport", "--json"})),
            journal);

  const json one = journal["vouchers"][0];
  EXPECT_EQ(one["state"], "posted");
  EXPECT_GT(one["remote_number"], 0);
  for (const char* name : {"number", "reference"}) {
    const Ended shown =
        world.run({"vouchers", "show", one[name], "--client", "tindebris-sport", "--json"});
    // What the list says, and besides what takes it back.
    const auto whole = document(shown);
    auto with_list = whole;
    with_list.update(one);
    EXPECT_EQ(with_list, whole) << name;
  }
  const Ended text = world.run({"vouchers", "show", one["number"], "--client", "tindebris-sport"});
  EXPECT_THAT(text.out, HasSubstr("1903"));
  expect_reasons(world, one["number"]);
  EXPECT_EQ(world.run({"findings", "list"}).code, 0);
  EXPECT_THAT(world.run({"close", "--from", "2020-01-01"}).err,
              HasSubstr("2020-01-01 lies before the first date of client 'tindebris-sport'"));
}

TEST(CliJourney, AFileIsImportedAndItsFindingsAreResolved) {
  CliWorld world;
  // A client of its own with the books of the webshop; what the file captures is no claim there.
  const std::string sample = world.read(world.file("tindebris-sport"));
  const auto keys = sample.find("[poweroffice]");
  ASSERT_NE(keys, std::string::npos);
  world.write("keys.toml", sample.substr(keys, sample.find("\n[", keys + 1) - keys));
  world.write("shop.toml",
              "id = \"butikk\"\nname = \"Butikk\"\nvat_registered = true\n"
              "[[ledgers]]\nid = \"623456\"\ncurrency = \"NOK\"\nstart = \"2026-03-01\"\n");
  ASSERT_EQ(world.run({"client", "add", "--from", "shop.toml"}).code, 0);
  const Ended connected =
      world.run({"connect", "poweroffice", "--client", "butikk", "--from", "keys.toml"});
  ASSERT_EQ(connected.code, 0) << connected.err;

  const std::string file = AVSTEM_SOURCE_DIR "/tests/data/settlement/gross-3.0.xml";
  const Ended which = world.run({"import", file, "--client", "butikk"});
  EXPECT_EQ(which.code, 1);
  EXPECT_THAT(which.err, HasSubstr("say which with --sales-unit"));
  const std::vector<std::string> import{"import",       file,     "--client", "butikk",
                                        "--sales-unit", "623456", "--json"};
  const Ended imported = world.run(import);
  EXPECT_EQ(imported.code, 3) << imported.err;
  EXPECT_THAT(imported.err, HasSubstr("CaptureSettlementAmount 800.00, computed 800.00"));
  const json taken = document(imported)["clients"][0];
  EXPECT_GT(taken["posted"], 0);
  EXPECT_GT(taken["open_findings"], 0);
  EXPECT_EQ(document(world.run(import))["clients"][0]["posted"], 0);

  const Ended listed = world.run({"findings", "list", "--json"});
  EXPECT_EQ(listed.code, 3);
  const json findings = document(listed)["findings"];
  ASSERT_EQ(findings.size(), taken["open_findings"]);
  EXPECT_THAT(world.run({"findings", "list"}).out, HasSubstr(std::string(findings[0]["message"])));
  const std::string number = std::to_string(findings[0]["id"].get<int>());
  json shown = document(world.run({"findings", "show", number, "--json"}));
  EXPECT_TRUE(shown["actions"].empty());
  shown.erase("actions");
  EXPECT_EQ(shown, findings[0]);
  for (const json& finding : findings) {
    const Ended resolved =
        world.run({"findings", "resolve", std::to_string(finding["id"].get<int>()), "--note",
                   "Sett på: gammel ordre"});
    EXPECT_EQ(resolved.code, 0) << resolved.err;
  }
  EXPECT_EQ(world.run({"findings", "list"}).code, 0);
  EXPECT_THAT(world.run({"findings", "show", number}).out, HasSubstr("Sett på: gammel ordre"));
  EXPECT_EQ(world.run({"findings", "resolve", "4711", "--note", "x"}).code, 1);
}

TEST(CliJourney, SecretsAreNeverShownAndNeverStoredInTheClear) {
  CliWorld world;
  const std::vector<std::string> secrets = secrets_of(world.read(world.file("tindebris-sport")));
  ASSERT_EQ(secrets.size(), 4U);
  std::string seen;
  const auto run = [&](const std::vector<std::string>& arguments) {
    for (const bool as_json : {false, true}) {
      std::vector<std::string> words = arguments;
      if (as_json) words.emplace_back("--json");
      const Ended ended = world.run(words);
      seen += ended.out + ended.err;
    }
  };
  const std::string file = world.file("tindebris-sport");
  run({"client", "add", "--from", file});
  run({"client", "show", "tindebris-sport"});
  run({"client", "list"});
  run({"connect", "vipps", "--client", "tindebris-sport", "--from", file});
  run({"doctor"});
  run({"close", "--dry-run"});
  world.stop_sandbox();
  run({"connect", "poweroffice", "--client", "tindebris-sport", "--from", file});
  run({"doctor"});
  EXPECT_THAT(seen, HasSubstr("could not connect"));
  std::string stored;
  for (const auto& entry : std::filesystem::directory_iterator(world.path("avstem-data"))) {
    stored += world.read("avstem-data/" + entry.path().filename().string());
  }
  EXPECT_THAT(stored, HasSubstr("Tindebris Sport AS"));
  for (const std::string& secret : secrets) {
    EXPECT_EQ(seen.find(secret), std::string::npos);
    EXPECT_EQ(stored.find(secret), std::string::npos);
  }
}

TEST(CliBalance, ShowsWhatStandsAtVippsAndIsPoliteWhenAskedAgain) {
  const CliWorld world;
  ASSERT_EQ(world.add("kafe-vindskjeva").code, 0);
  const Ended first = world.run({"balance", "--json"});
  EXPECT_EQ(first.code, 0) << first.err;
  const json balances = document(first)["balances"];
  ASSERT_EQ(balances.size(), 1U);
  EXPECT_EQ(balances[0]["client"], "kafe-vindskjeva");
  EXPECT_GT(balances[0]["funds"], 0);
  EXPECT_LT(balances[0]["fees"], 0);
  EXPECT_GT(balances[0]["last_entry_age_seconds"], 0);
  EXPECT_EQ(balances[0]["from_store"], false);
  EXPECT_EQ(balances[0]["up_to_now"], true);

  const Ended again = world.run({"balance", "--client", "kafe-vindskjeva"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("as of "));

  // What it shows is what the close ends with, and nothing of it is in the books before.
  EXPECT_EQ(
      document(world.run({"vouchers", "list", "--client", "kafe-vindskjeva", "--json"}))["vouchers"]
          .size(),
      0U);
  const json closed = document(world.run({"close", "--json"}));
  EXPECT_EQ(closed["clients"][0]["dates"].back()["balance"], balances[0]["funds"]);
  EXPECT_EQ(world.run({"balance", "--client", "ukjent"}).code, 1);
}

}  // namespace
}  // namespace avstem
