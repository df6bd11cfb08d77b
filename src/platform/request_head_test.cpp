#include "platform/request_head.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http_server.hpp"
#include "platform/test_socket.hpp"

namespace avstem {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Case {
  const char* name;
  std::string bytes;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class Counter final : public Handler {
 public:
  Response handle(const Request& /*request*/) override {
    ++calls;
    return Response{};
  }
  int calls = 0;
};

const std::string get = "GET / HTTP/1.1\r\n";
const std::string post = "POST / HTTP/1.1\r\n";
const std::string host = "Host: avstem\r\n";
const std::string four = "Content-Length: 4\r\n";
const std::string end = "\r\n";
const std::string zero("\0", 1);

/// Every case is followed by a whole second request, which nobody may serve: neither as the next
/// one nor as the body that the head is unclear about.
class RefusedHead : public ::testing::TestWithParam<Case> {};

TEST_P(RefusedHead, Is400AndClosesTheConnection) {
  Counter handler;
  auto server = HttpServer::start(handler, 0);
  ASSERT_TRUE(server);
  RawConnection connection((*server)->port());
  connection.send(GetParam().bytes + get + host + end);
  const std::string reply = connection.read_to_end();
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(reply, HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(connection.is_closed());
  EXPECT_EQ(handler.calls, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Http, RefusedHead,
    ::testing::Values(
        Case{"no_host", get + end}, Case{"no_host_in_1_0", "GET / HTTP/1.0\r\n" + end},
        Case{"two_hosts", get + host + host + end},
        Case{"two_content_lengths", post + host + four + "Content-Length: 5\r\n" + end},
        Case{"the_same_content_length_twice", post + host + four + four + end},
        Case{"a_list_of_content_lengths", post + host + "Content-Length: 4, 4\r\n" + end},
        Case{"a_signed_content_length", post + host + "Content-Length: +4\r\n" + end},
        Case{"an_empty_content_length", post + host + "Content-Length:\r\n" + end},
        Case{"content_length_before_transfer_encoding",
             post + host + four + "Transfer-Encoding: chunked\r\n" + end + "0\r\n\r\n"},
        Case{"content_length_after_transfer_encoding",
             post + host + "Transfer-Encoding: chunked\r\n" + four + end + "0\r\n\r\n"},
        Case{"another_coding", post + host + "Transfer-Encoding: gzip\r\n" + end},
        Case{"identity", post + host + "Transfer-Encoding: identity\r\n" + end},
        Case{"a_list_of_codings", post + host + "Transfer-Encoding: gzip, chunked\r\n" + end},
        Case{"a_coding_with_a_tail", post + host + "Transfer-Encoding: chunked \r\n" + end},
        Case{"two_transfer_encodings", post + host + "Transfer-Encoding: chunked\r\n" +
                                           "Transfer-Encoding: chunked\r\n" + end},
        Case{"transfer_encoding_in_1_0",
             "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n" + end + "0\r\n\r\n"},
        Case{"a_space_before_the_colon", post + host + "Content-Length : 4\r\n" + end},
        Case{"a_tab_before_the_colon", post + host + "Content-Length\t: 4\r\n" + end},
        Case{"a_space_before_the_first_name", get + " X: a\r\n" + host + end},
        Case{"an_empty_name", get + host + ": a\r\n" + end},
        Case{"a_name_that_is_no_token", get + host + "X[]: a\r\n" + end},
        Case{"a_name_beyond_ascii", get + host + "\xc3\xb8: a\r\n" + end},
        Case{"a_line_without_colon", get + host + "X\r\n" + end},
        Case{"a_control_character_in_a_name", get + host + "X\x01: a\r\n" + end},
        Case{"a_control_character_in_a_value", get + host + "X: a\x01\r\n" + end},
        Case{"delete_in_a_value", get + host + "X: a\x7f\r\n" + end},
        Case{"a_bare_carriage_return", post + host + "X: a\rContent-Length: 4\r\n" + end},
        Case{"a_bare_line_feed", post + host + "X: a\nContent-Length: 4\r\n" + end},
        Case{"a_bare_line_feed_after_the_first_line", "GET / HTTP/1.1\n" + host + end},
        Case{"a_bare_line_feed_before_the_end", get + host + "X: a\n\r\n"},
        Case{"bare_line_feeds_as_the_end", get + host + "X: a\n\n"},
        Case{"a_zero_byte_in_a_value", post + host + "X: a" + zero + "b\r\n" + four + end},
        Case{"a_zero_byte_in_the_last_value",
             post + host + "Content-Length: 4" + zero + "2\r\n" + end},
        Case{"a_zero_byte_after_a_value", post + host + "X: a" + zero + "\r\n" + four + end},
        Case{"a_zero_byte_in_a_name", get + host + "X" + zero + ": a\r\n" + end},
        Case{"a_zero_byte_in_the_target", "GET /a" + zero + "b HTTP/1.1\r\n" + host + end},
        Case{"a_folded_value", get + host + "X: a\r\n b\r\n" + end},
        Case{"a_fold_that_makes_another_name", post + host + "Content-Lengt: 4\r\n h\r\n" + end},
        Case{"a_space_in_the_target", "GET /a b HTTP/1.1\r\n" + host + end},
        Case{"a_control_character_in_the_target", "GET /a\x01 HTTP/1.1\r\n" + host + end},
        Case{"a_method_that_is_no_token", "G[T / HTTP/1.1\r\n" + host + end},
        Case{"another_version", "GET / HTTP/1.2\r\n" + host + end},
        Case{"no_version", "GET /\r\n" + end}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(RequestHead, AnOrdinaryHeadPasses) {
  const Headers headers{{"Host", "avstem"}, {"X", "\tå~"}, {"Content-Length", "10"}};
  EXPECT_FALSE(refuse_head({"POST", "/a?b=%20", headers, ""}, "HTTP/1.1", 1'000, 10));
  EXPECT_FALSE(refuse_head({"GET", "/", {{"Host", ""}}, ""}, "HTTP/1.0", 1'000, 0));
}

TEST(RequestHead, TheReasonDoesNotRepeatWhatWasSent) {
  const Headers headers{{"Host", "avstem"}, {"Authorization", "Bearer hush\x01"}};
  const auto refusal = refuse_head({"GET", "/", headers, ""}, "HTTP/1.1", 1'000, 10);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->reason.find("hush"), std::string::npos);
}

}  // namespace
}  // namespace avstem
