#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "core/instant.hpp"
#include "platform/base64.hpp"
#include "sandbox/world.hpp"

namespace avstem::sandbox {

/// For tests: a world of some days and the clock it lives by.
struct PlayedWorld {
  explicit PlayedWorld(int days, WorldOptions options = {}) : world(clock, roomy(options)) {
    for (int i = 0; i < days; ++i)
      world.play_day(options.start.plus_days(i));
  }

  /// No request limit, and pages that hold ten days: both have tests of their own.
  static WorldOptions roomy(WorldOptions options) {
    options.poweroffice_limits.requests_per_second = 1'000'000;
    options.poweroffice_limits.page_size = options.poweroffice_limits.page_size_max;
    return options;
  }
  static WorldOptions seeded(std::uint64_t seed) {
    WorldOptions options;
    options.seed = seed;
    return options;
  }

  Date last_day() const { return world.next_day().previous(); }
  const VippsLedger& ledger(const std::string& id) {
    return *world.vipps_stand_in().find_ledger(id);
  }

  ManualClock clock{parse_instant("2020-01-01T00:00:00Z").value()};
  World world;
};

/// Reads a world over HTTP as a bookkeeping program does, with a client's own keys.
class WorldReader {
 public:
  WorldReader(World& world, const SampleClient& client) : world_(world) {
    const auto& keys = client.poweroffice_keys;
    vipps_token_ = token(world.vipps(), "/miami/v1/token",
                         {{"Authorization", basic(client.vipps_keys.client_id,
                                                  client.vipps_keys.client_secret.reveal())},
                          {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}});
    subscription_key_ = keys.subscription_key.reveal();
    poweroffice_token_ =
        token(world.poweroffice(), "/OAuth/Token",
              {{"Authorization", basic(keys.application_key.reveal(), keys.client_key.reveal())},
               {"Ocp-Apim-Subscription-Key", subscription_key_},
               {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}});
  }

  Response vipps(const std::string& target) {
    return world_.vipps().handle(
        {"GET", target, {{"Authorization", "Bearer " + vipps_token_}}, ""});
  }
  Response poweroffice(const std::string& target) {
    return world_.poweroffice().handle({"GET",
                                        "/v2" + target,
                                        {{"Authorization", "Bearer " + poweroffice_token_},
                                         {"Ocp-Apim-Subscription-Key", subscription_key_}},
                                        ""});
  }
  /// The body of an answer that must be 200.
  static std::string body(const Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    return response.body;
  }

 private:
  static std::string basic(const std::string& name, const std::string& secret) {
    return "Basic " + base64_encode(name + ":" + secret);
  }
  static std::string token(Handler& handler, const std::string& path, Headers headers) {
    const auto response =
        handler.handle({"POST", path, std::move(headers), "grant_type=client_credentials"});
    EXPECT_EQ(response.status, 200) << response.body;
    return nlohmann::json::parse(response.body).at("access_token");
  }

  World& world_;
  std::string vipps_token_;
  std::string poweroffice_token_;
  std::string subscription_key_;
};

}  // namespace avstem::sandbox
