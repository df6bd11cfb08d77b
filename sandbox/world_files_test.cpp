#include "sandbox/world_files.hpp"

#include <gtest/gtest.h>

namespace avstem::sandbox {
namespace {

SampleClient sample() {
  SampleClient client;
  client.id = "kafe-nord";
  client.name = "Kafé \"Nord\" \\ AS\n";
  client.organisation_number = "310481513";
  client.vat_registered = true;
  client.ledgers = {{"302321", Currency(), Date(2026, 3, 2), 125'000, -2'188, 5, false},
                    {"302322", Currency(), Date(2026, 3, 2), 0, 0, 0, true}};
  client.vipps_keys = {"partner", Secret("s1")};
  client.poweroffice_keys = {Secret("a1"), Secret("c1"), Secret("k1")};
  return client;
}

TEST(WorldFiles, AClientIsWrittenAsItIsRead) {
  EXPECT_EQ(client_toml(sample()), R"(id = "kafe-nord"
name = "Kafé \"Nord\" \\ AS\u000A"
organisation_number = "310481513"
vat_registered = true
post_bank_line = false

[vipps]
environment = "sandbox"
client_id = "partner"
client_secret = "s1"

[poweroffice]
environment = "sandbox"
application_key = "a1"
client_key = "c1"
subscription_key = "k1"

[[ledgers]]
id = "302321"
currency = "NOK"
start = "2026-03-02"
opening_funds = "1250.00"
opening_fees = "-21.88"
opening_in_transit = "0.05"
captures = "claims"

[[ledgers]]
id = "302322"
currency = "NOK"
start = "2026-03-02"
opening_funds = "0.00"
opening_fees = "0.00"
opening_in_transit = "0.00"
captures = "gifts"
)");
}

TEST(WorldFiles, AccountsAreWrittenWhereThereAreAny) {
  SampleClient client = sample();
  client.accounts = {{"clearing", 1902}, {"fees", 7775}};
  EXPECT_NE(client_toml(client).find("\n[accounts]\nclearing = 1902\nfees = 7775\n\n[[ledgers]]"),
            std::string::npos);
}

}  // namespace
}  // namespace avstem::sandbox
