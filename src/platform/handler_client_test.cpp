#include "platform/handler_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace avstem {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Answering final : Handler {
  explicit Answering(Delivery how) : delivery(how) {}
  Response handle(const Request&) override { return Response{200, {}, "fine", delivery}; }
  Delivery delivery;
};

TEST(HandlerClient, AnAnswerThatDoesNotComeIsUnavailableAndNamesTheAddress) {
  for (const auto& [delivery, words] : {std::pair(Delivery::none, "without an answer"),
                                        std::pair(Delivery::cut, "in the middle of the answer")}) {
    Answering handler(delivery);
    const auto answer = HandlerClient(handler).send({"GET", "http://sandbox/a?key=b", {}, ""});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(answer.error().message,
                AllOf(HasSubstr("http://sandbox/a"), HasSubstr(words), Not(HasSubstr("key"))));
  }
}

TEST(HandlerClient, AWholeAnswerIsHandedOver) {
  Answering handler(Delivery::whole);
  EXPECT_EQ(HandlerClient(handler).send({"GET", "http://sandbox/a", {}, ""})->body, "fine");
}

}  // namespace
}  // namespace avstem
