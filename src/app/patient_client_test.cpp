#include "app/patient_client.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace avstem::app {
namespace {

/// Answers with the statuses it was given, then with 200, and notes when it was asked.
class Limited final : public HttpClient {
 public:
  Limited(Clock& clock, std::vector<Response> answers)
      : clock_(clock), answers_(std::move(answers)) {}
  Result<Response> send(const Request&) override {
    asked.push_back(std::chrono::floor<std::chrono::seconds>(clock_.now() - Instant()));
    return asked.size() <= answers_.size() ? answers_[asked.size() - 1] : Response{};
  }
  std::vector<std::chrono::seconds> asked;

 private:
  Clock& clock_;
  std::vector<Response> answers_;
};

using Seconds = std::vector<std::chrono::seconds>;

TEST(PatientClient, WaitsASecondWhenTheLimitSaysNothing) {
  ManualClock clock{Instant()};
  Limited limited(clock, {{429, {}, ""}, {429, {}, ""}});
  PatientClient patient(limited, clock);
  EXPECT_EQ(patient.send({})->status, 200);
  EXPECT_EQ(limited.asked,
            (Seconds{Seconds::value_type(0), Seconds::value_type(1), Seconds::value_type(2)}));
}

TEST(PatientClient, WaitsAsLongAsItIsAskedTo) {
  ManualClock clock{Instant()};
  Limited limited(clock, {{429, {{"Retry-After", "10"}}, ""}});
  PatientClient patient(limited, clock);
  EXPECT_EQ(patient.send({})->status, 200);
  EXPECT_EQ(limited.asked.back(), PatientClient::wait_max);
}

TEST(PatientClient, DoesNotWaitLongerThanItsLimit) {
  for (const char* wait : {"11", "99999999999999999999"}) {
    ManualClock clock{Instant()};
    Limited limited(clock, {{429, {{"Retry-After", wait}}, ""}});
    PatientClient patient(limited, clock);
    EXPECT_EQ(patient.send({})->status, 429) << wait;
    EXPECT_EQ(limited.asked.size(), 1U) << wait;
  }
}

TEST(PatientClient, GivesUpAfterSendsMax) {
  ManualClock clock{Instant()};
  Limited limited(clock, std::vector<Response>(100, Response{429, {}, "limit"}));
  PatientClient patient(limited, clock);
  EXPECT_EQ(patient.send({})->body, "limit");
  EXPECT_EQ(limited.asked.size(), static_cast<std::size_t>(PatientClient::sends_max));
}

TEST(PatientClient, SendsOnceWhateverElseIsAnswered) {
  for (const int status : {200, 204, 400, 401, 500, 503}) {
    ManualClock clock{Instant()};
    Limited limited(clock, {{status, {}, ""}});
    PatientClient patient(limited, clock);
    EXPECT_EQ(patient.send({})->status, status);
    EXPECT_EQ(limited.asked.size(), 1U);
  }
}

}  // namespace
}  // namespace avstem::app
