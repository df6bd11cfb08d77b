#include "platform/curl_client.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "platform/http_server.hpp"
#include "platform/test_socket.hpp"

namespace avstem {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Answers with what it was asked.
class Mirror final : public Handler {
 public:
  Response handle(const Request& request) override {
    requests.push_back(request);
    return Response{status, {{"X-Empty", ""}, {"Location", "/elsewhere"}}, request.body};
  }
  std::vector<Request> requests;
  int status = 200;
};

struct CurlClientTest : ::testing::Test {
  std::string url(std::string_view path) const {
    return fmt::format("http://127.0.0.1:{}{}", server->port(), path);
  }
  Mirror mirror;
  std::unique_ptr<HttpServer> server = std::move(HttpServer::start(mirror, 0).value());
};

/// A server that says what the test tells it to, whatever it is asked, one connection at a time.
class Script {
 public:
  explicit Script(std::function<void(RawListener&)> play)
      : thread_([this, play = std::move(play)] { play(listener_); }) {}
  ~Script() { thread_.join(); }
  std::string url(std::string_view path = "/") const {
    return fmt::format("http://127.0.0.1:{}{}", listener_.port(), path);
  }
  std::uint16_t port() const { return listener_.port(); }
  std::string host() const { return fmt::format("127.0.0.1:{}", listener_.port()); }

 private:
  RawListener listener_;
  std::thread thread_;
};

TEST_F(CurlClientTest, SendsMethodTargetHeadersAndBody) {
  CurlClient client;
  const std::string body("a\0ø", 4);
  const auto reply =
      client.send({"PATCH", url("/a%2Fb/../c?x=%20&y"), {{"X-A", "1"}, {"X-None", ""}}, body});
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, body);
  ASSERT_EQ(mirror.requests.size(), 1U);
  const Request& got = mirror.requests[0];
  EXPECT_EQ(got.method, "PATCH");
  EXPECT_EQ(got.target, "/a%2Fb/../c?x=%20&y");
  EXPECT_EQ(got.headers.get("X-A"), "1");
  EXPECT_EQ(got.headers.get("X-None"), "");
  EXPECT_EQ(got.headers.get("Content-Length"), "4");
  EXPECT_EQ(got.headers.count("Content-Type"), 0U);
}

TEST_F(CurlClientTest, AnEmptyPostSaysSo) {
  CurlClient client;
  ASSERT_TRUE(client.send({"POST", url("/"), {}, ""}));
  EXPECT_EQ(mirror.requests.at(0).headers.get("Content-Length"), "0");
  ASSERT_TRUE(client.send({"GET", url("/"), {}, ""}));
  EXPECT_EQ(mirror.requests.at(1).headers.count("Content-Length"), 0U);
}

TEST_F(CurlClientTest, ALargeBodyIsSentWithoutAskingFirst) {
  CurlClient client;
  const std::string body(2'000'000, 'x');
  EXPECT_EQ(client.send({"POST", url("/"), {}, body}).value().body, body);
  EXPECT_EQ(mirror.requests.at(0).headers.count("Expect"), 0U);
}

TEST_F(CurlClientTest, HeadHasNoBody) {
  CurlClient client;
  EXPECT_EQ(client.send({"HEAD", url("/"), {}, ""}).value().body, "");
  EXPECT_EQ(mirror.requests.at(0).method, "HEAD");
  EXPECT_EQ(client.send({"DELETE", url("/"), {}, ""}).value().status, 200);
  EXPECT_EQ(mirror.requests.at(1).method, "DELETE");
}

TEST_F(CurlClientTest, AnyStatusIsAnAnswerAndNoRedirectIsFollowed) {
  CurlClient client;
  for (const int status : {302, 404, 503}) {
    mirror.status = status;
    const auto reply = client.send({"GET", url("/"), {}, ""});
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, status);
    EXPECT_EQ(reply->headers.get("location"), "/elsewhere");
    EXPECT_EQ(reply->headers.get("X-Empty"), "");
  }
  EXPECT_EQ(mirror.requests.size(), 3U);
}

TEST_F(CurlClientTest, RefusesWhatWouldBreakTheRequest) {
  CurlClient client;
  for (const Request& broken :
       {Request{"GET", url("/"), {{"X", "hush\r\nY: b"}}, ""}, Request{"G T", url("/"), {}, ""},
        Request{"GET", url("/"), {{"X Y", "hush"}}, ""},
        Request{"POST", url("/"), {{"Content-Length", "1"}}, "ab"},
        Request{"GET", "ftp://127.0.0.1/hush", {}, ""}, Request{"GET", "file:///etc/hush", {}, ""},
        Request{"GET", "/hush", {}, ""}}) {
    const auto reply = client.send(broken);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind, ErrorKind::invalid) << reply.error().message;
    EXPECT_THAT(reply.error().message, Not(HasSubstr("hush")));
  }
  EXPECT_TRUE(mirror.requests.empty());
}

TEST(CurlClient, KeepsTheConnectionOpen) {
  const Script script([](RawListener& listener) {
    RawConnection only = listener.accept();
    for (int i = 0; i < 3; ++i) {
      only.read_until("\r\n\r\n");
      only.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
  });
  CurlClient client;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.send({"GET", script.url(), {}, ""}).value().body, "ok");
  }
}

TEST(CurlClient, DoesNotRepeatARequestOnItsOwn) {
  int heads = 0;
  std::string error;
  {
    const Script script([&](RawListener& listener) {
      {
        RawConnection first = listener.accept();
        first.read_until("\r\n\r\n");
        first.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        // The voucher is posted, and the connection dies before the answer.
        first.read_until("\r\n\r\n");
      }
      RawConnection second = listener.accept();
      if (!second.read_until("\r\n\r\n").empty()) ++heads;
    });
    CurlClient client;
    EXPECT_TRUE(client.send({"GET", script.url(), {}, ""}));
    const auto reply = client.send({"POST", script.url(), {}, ""});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind, ErrorKind::unavailable);
    error = reply.error().message;
    const RawConnection lets_the_script_end(script.port());
  }
  EXPECT_EQ(heads, 0);
  EXPECT_THAT(error, HasSubstr("connection was lost"));
}

TEST(CurlClient, SkipsInterimAnswers) {
  const Script script([](RawListener& listener) {
    RawConnection only = listener.accept();
    only.read_until("\r\n\r\n");
    only.send(
        "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
        "HTTP/1.1 201 Created\r\nX-A:  1 \r\nContent-Length: 0\r\n\r\n");
  });
  const auto reply = CurlClient().send({"GET", script.url(), {}, ""});
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 201);
  EXPECT_EQ(reply->headers.count("X-Early"), 0U);
  EXPECT_EQ(reply->headers.get("X-A"), "1");
}

/// Sends a request with a secret cursor and key and gives the error back.
Error failure(HttpLimits limits, const std::string& url) {
  CurlClient client(limits);
  const auto reply = client.send({"POST", url + "path?cursor=hush", {{"Key", "hush"}}, "hush"});
  EXPECT_FALSE(reply);
  if (reply) return Error{};
  EXPECT_EQ(reply.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(reply.error().message, Not(HasSubstr("hush")));
  return reply.error();
}

/// Reads one request, says this, and closes the connection.
std::function<void(RawListener&)> say(std::string answer) {
  return [answer = std::move(answer)](RawListener& listener) {
    RawConnection only = listener.accept();
    only.read_until("\r\n\r\nhush");
    only.send(answer);
  };
}

TEST(CurlClient, ResponseBytesMax) {
  const std::string head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
  HttpLimits limits;
  limits.response_bytes_max = head.size() + 10;
  {
    const Script fits(say(head + "0123456789"));
    CurlClient client(limits);
    EXPECT_EQ(client.send({"POST", fits.url(), {}, "hush"}).value().body, "0123456789");
  }
  const Script too_large(say(head + "0123456789a"));
  EXPECT_THAT(failure(limits, too_large.url()).message,
              AllOf(HasSubstr(too_large.host()), HasSubstr("larger than the limit")));
}

TEST(CurlClient, ManyHeadersCountAsTheResponseToo) {
  HttpLimits limits;
  limits.response_bytes_max = 1'000;
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100; ++i)
    head += "X-Header: value\r\n";
  const Script script(say(head + "Content-Length: 0\r\n\r\n"));
  EXPECT_THAT(failure(limits, script.url()).message, HasSubstr("larger than the limit"));
}

TEST(CurlClient, TotalTimeout) {
  HttpLimits limits;
  limits.total_timeout = std::chrono::milliseconds(100);
  const Script silent([](RawListener& listener) { listener.accept().read_to_end(); });
  EXPECT_THAT(failure(limits, silent.url()).message,
              AllOf(HasSubstr(silent.host()), HasSubstr("within 100 ms")));
}

TEST(CurlClient, ConnectTimeout) {
  // Nobody accepts here, and those who wait already fill the queue.
  const RawListener full(0);
  std::vector<FileDescriptor> waiting;
  for (int i = 0; i < 8; ++i)
    waiting.push_back(full.join_queue());
  HttpLimits limits;
  limits.connect_timeout = std::chrono::milliseconds(100);
  EXPECT_THAT(failure(limits, fmt::format("http://127.0.0.1:{}/", full.port())).message,
              HasSubstr("could not connect within 100 ms"));
}

TEST(CurlClient, NamesWhoCouldNotBeReached) {
  std::uint16_t port = 0;
  {
    const RawListener gone;
    port = gone.port();
  }
  EXPECT_THAT(failure({}, fmt::format("http://127.0.0.1:{}/", port)).message,
              AllOf(HasSubstr(fmt::format("127.0.0.1:{}", port)), HasSubstr("could not connect")));
  EXPECT_THAT(failure({}, "http://name.invalid/").message,
              AllOf(HasSubstr("name.invalid"), HasSubstr("could not connect")));
}

TEST(CurlClient, ALostConnectionLeavesTheEffectUnknown) {
  for (const char* part : {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"}) {
    const Script script(say(part));
    EXPECT_THAT(failure({}, script.url()).message,
                AllOf(HasSubstr("connection was lost"), HasSubstr("not known")))
        << part;
  }
}

TEST(CurlClient, WhatIsNotHttpIsNamed) {
  const Script script(say("220 mail.example ESMTP\r\n"));
  EXPECT_THAT(failure({}, script.url()).message, HasSubstr("not HTTP"));
}

TEST(CurlClient, HttpsToAPlainServerIsATlsError) {
  const Script script([](RawListener& listener) {
    RawConnection only = listener.accept();
    only.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    only.read_to_end();
  });
  EXPECT_THAT(failure({}, "https" + script.url().substr(4)).message,
              AllOf(HasSubstr(script.host()), HasSubstr("TLS failed")));
}

}  // namespace
}  // namespace avstem
