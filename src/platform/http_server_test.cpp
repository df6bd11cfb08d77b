#include "platform/http_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

#include "platform/test_socket.hpp"

namespace avstem {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Remembers what it was asked and answers as the test says.
class Recorder final : public Handler {
 public:
  Response handle(const Request& request) override {
    requests.push_back(request);
    return answer(request);
  }

  std::vector<Request> requests;
  std::function<Response(const Request&)> answer = [](const Request&) {
    return Response{200, {}, "fine"};
  };
};

struct HttpServerTest : ::testing::Test {
  void start(ServerLimits limits = {}) {
    server = std::move(HttpServer::start(recorder, 0, limits).value());
  }
  /// What comes back for these bytes until the server closes the connection.
  std::string ask(std::string_view bytes) const {
    RawConnection connection(server->port());
    connection.send(bytes);
    std::string reply = connection.read_to_end();
    EXPECT_TRUE(connection.is_closed()) << "the connection stayed open";
    return reply;
  }

  Recorder recorder;
  std::unique_ptr<HttpServer> server;
};

std::string get(std::string_view target, std::string_view more = "") {
  return fmt::format("GET {} HTTP/1.1\r\nHost: avstem\r\n{}\r\n", target, more);
}
const std::string close_after = "Connection: close\r\n";

TEST_F(HttpServerTest, AnAnswerThatIsNotDeliveredClosesTheConnection) {
  recorder.answer = [](const Request&) { return Response{200, {}, "fine", Delivery::none}; };
  start();
  EXPECT_EQ(ask(get("/")), "");
}

TEST_F(HttpServerTest, AnAnswerThatIsCutAnnouncesMoreThanItSends) {
  recorder.answer = [](const Request& request) {
    return Response{200, {}, request.target == "/empty" ? "" : "0123456789", Delivery::cut};
  };
  start();
  const std::string reply = ask(get("/"));
  EXPECT_THAT(reply, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(reply, EndsWith("\r\n\r\n01234"));
  EXPECT_EQ(ask(get("/empty")), "");
}

TEST_F(HttpServerTest, HandsOverTheRequestAsItWasSent) {
  start();
  const std::string body("ab\0\r\n", 5);
  const std::string reply =
      ask("POST /a%2Fb//c?x=%20y+z&x=&q HTTP/1.1\r\nHost: avstem\r\nX-Two: 1\r\nx-two: 2\r\n"
          "Empty:\r\nContent-Length: 5\r\nConnection: close\r\n\r\n" +
          body);
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(reply, EndsWith("\r\n\r\nfine"));
  ASSERT_EQ(recorder.requests.size(), 1U);
  const Request& request = recorder.requests[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/a%2Fb//c?x=%20y+z&x=&q");
  EXPECT_EQ(request.headers.count("X-Two"), 2U);
  EXPECT_EQ(request.headers.get("empty"), "");
  EXPECT_EQ(request.body, body);
}

TEST_F(HttpServerTest, ReadsChunksAndServesTheNextRequestOnTheSameConnection) {
  start();
  const std::string reply =
      ask("POST /one HTTP/1.1\r\nHost: avstem\r\nTransfer-Encoding: Chunked\r\n\r\n"
          "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" +
          get("/two", close_after));
  ASSERT_EQ(recorder.requests.size(), 2U);
  EXPECT_EQ(recorder.requests[0].body, "abcde");
  EXPECT_EQ(recorder.requests[1].target, "/two");
}

TEST_F(HttpServerTest, ReadsAHeadThatComesInSmallPieces) {
  start();
  const std::string value(20'000, 'v');
  const std::string head = get("/slow", "X-Long: " + value + "\r\n" + close_after);
  RawConnection connection(server->port());
  for (std::size_t at = 0; at < head.size(); at += 97)
    connection.send(head.substr(at, 97));
  EXPECT_THAT(connection.read_to_end(), StartsWith("HTTP/1.1 200 "));
  ASSERT_EQ(recorder.requests.size(), 1U);
  EXPECT_EQ(recorder.requests[0].headers.get("X-Long"), value);
}

TEST_F(HttpServerTest, SendsStatusHeadersAndBodyOfTheAnswer) {
  start();
  recorder.answer = [](const Request&) {
    return Response{
        404,
        {{"X-A", "1"}, {"X-A", "2"}, {"X-B", ""}, {"X-C", "a\tb"}, {"Content-Length", "99"}},
        "none"};
  };
  const std::string reply = ask(get("/", close_after));
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(reply, HasSubstr("X-A: 1\r\n"));
  EXPECT_THAT(reply, HasSubstr("X-A: 2\r\n"));
  EXPECT_THAT(reply, HasSubstr("X-B: "));
  EXPECT_THAT(reply, HasSubstr("X-C: a b\r\n"));
  EXPECT_THAT(reply, HasSubstr("Content-Length: 4\r\n"));
  EXPECT_THAT(reply, Not(HasSubstr("99")));
}

TEST_F(HttpServerTest, AnAnswerWithoutBodyHasNone) {
  start();
  recorder.answer = [](const Request&) { return Response{204, {}, "left over"}; };
  EXPECT_THAT(ask(get("/", close_after)), EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, AHandlerCannotBreakTheAnswer) {
  start();
  for (const Response& broken : {Response{200, {{"X", "a\r\nSet-Cookie: b"}}, ""},
                                 Response{200, {{"X: y", "z"}}, ""}, Response{100, {}, ""}}) {
    recorder.answer = [&](const Request&) { return broken; };
    const std::string reply = ask(get("/", close_after));
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(reply, Not(HasSubstr("Set-Cookie")));
  }
}

TEST_F(HttpServerTest, ABugInTheHandlerIsAnswered500) {
  start();
  recorder.answer = [](const Request&) -> Response { throw std::logic_error("a bug"); };
  const std::string reply = ask(get("/"));
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(reply, Not(HasSubstr("a bug")));
}

TEST_F(HttpServerTest, ATakenPortIsAConflict) {
  start();
  const auto second = HttpServer::start(recorder, server->port());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_THAT(second.error().message, HasSubstr(std::to_string(server->port())));
}

TEST_F(HttpServerTest, StopFinishesWhatItHasTaken) {
  start();
  std::promise<void> entered;
  std::promise<void> finish;
  recorder.answer = [&](const Request&) {
    entered.set_value();
    finish.get_future().wait();
    return Response{200, {}, "finished"};
  };
  RawConnection connection(server->port());
  connection.send(get("/"));
  entered.get_future().wait();
  std::thread stopper([&] { server->stop(); });
  while (RawConnection(server->port()).is_open()) {
  }
  finish.set_value();
  EXPECT_THAT(connection.read_to_end(), EndsWith("finished"));
  stopper.join();
  EXPECT_EQ(recorder.requests.size(), 1U);
  server->stop();
}

TEST_F(HttpServerTest, StopDoesNotWaitForEverForABody) {
  ServerLimits limits;
  limits.drain_timeout = std::chrono::milliseconds(1);
  limits.connection_timeout = std::chrono::seconds(0);  // none
  start(limits);
  RawConnection connection(server->port());
  connection.send(
      "POST / HTTP/1.1\r\nHost: avstem\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(connection.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100 "));
  server->stop();
  EXPECT_EQ(connection.read_to_end(), "");
  EXPECT_TRUE(recorder.requests.empty());
}

TEST_F(HttpServerTest, HeaderBytesMax) {
  ServerLimits limits;
  limits.header_bytes_max = 200;
  start(limits);
  // "GET / HTTP/1.1", "Host: avstem", "Connection: close" and "X: " make 46 bytes.
  const auto request = [](std::size_t size) {
    return get("/", close_after + "X: " + std::string(size - 46, 'x') + "\r\n");
  };
  EXPECT_THAT(ask(request(200)), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ask(request(201)), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask(request(1'000'000)), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask(get("/" + std::string(1'000'000, 'x'))), StartsWith("HTTP/1.1 414 "));
  EXPECT_EQ(recorder.requests.size(), 1U);
}

TEST_F(HttpServerTest, BodyBytesMaxByContentLength) {
  ServerLimits limits;
  limits.body_bytes_max = 10;
  start(limits);
  const std::string head = "POST / HTTP/1.1\r\nHost: avstem\r\n" + close_after;
  EXPECT_THAT(ask(head + "Content-Length: 10\r\n\r\n0123456789"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ask(head + "Content-Length: 11\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(ask(head + "Content-Length: 99999999999999999999\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(recorder.requests.size(), 1U);
}

TEST_F(HttpServerTest, BodyBytesMaxByChunks) {
  ServerLimits limits;
  limits.body_bytes_max = 10;
  start(limits);
  const std::string head =
      "POST / HTTP/1.1\r\nHost: avstem\r\nTransfer-Encoding: chunked\r\n" + close_after + "\r\n";
  EXPECT_THAT(ask(head + "A\r\n0123456789\r\n0\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ask(head + "A\r\n0123456789\r\n1\r\n0\r\n0\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
  EXPECT_EQ(ask(head + "A\r\n0123456789\r\nB\r\n0123456789a\r\n"), "");
  EXPECT_EQ(recorder.requests.size(), 1U);
}

TEST_F(HttpServerTest, ConnectionsMax) {
  ServerLimits limits;
  limits.connections_max = 1;
  start(limits);
  RawConnection first(server->port());
  first.send(get("/first"));
  EXPECT_THAT(first.read_until("fine"), HasSubstr("200"));
  RawConnection second(server->port());
  second.send(get("/second", close_after));
  for (int i = 0; i < 50; ++i) {
    first.send(get("/first"));
    EXPECT_THAT(first.read_until("fine"), HasSubstr("200"));
  }
  first = RawConnection(FileDescriptor());
  EXPECT_THAT(second.read_to_end(), EndsWith("fine"));
  ASSERT_EQ(recorder.requests.size(), 52U);
  EXPECT_EQ(recorder.requests.back().target, "/second");
}

TEST_F(HttpServerTest, ConnectionTimeout) {
  ServerLimits limits;
  limits.connection_timeout = std::chrono::seconds(1);
  start(limits);
  EXPECT_EQ(ask("GET / HTTP/1.1\r\nHost: av"), "");
}

}  // namespace
}  // namespace avstem
