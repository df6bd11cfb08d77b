// fileUpload: an address, the bytes, and a document for a transaction.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_test_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourTestClient;
using Texts = std::vector<std::string>;

/// An upload that was begun.
struct Upload {
  explicit Upload(const std::string& type = "application/pdf") : content_type(type) {
    const auto body =
        Client::json(client.post("/fileUpload", fmt::format(R"({{"contentType":"{}"}})", type)));
    EXPECT_EQ(Client::member(body, "uploadMethod"), "PUT");
    url = Client::member(body, "uploadUrl");
    id = Client::member(body, "fileId");
  }
  Response put(const std::string& bytes) {
    return client.office.handle({"PUT",
                                 url.substr(std::string("http://sandbox.test/24so").size()),
                                 {{"Content-Type", content_type}},
                                 bytes});
  }
  std::string state(const std::string& name = "status") {
    return Client::member(Client::json(client.get("/fileUpload/" + id)), name);
  }
  void wait() { client.clock.sleep(TwentyFourSettings{}.file_processing_time); }

  Client client;
  std::string content_type;
  std::string url;
  std::string id;
};

TEST(TwentyFourFiles, ADocumentIsPendingThenCompletedAndGoesWithATransaction) {
  Upload upload;
  EXPECT_EQ(upload.state(), "Pending");
  EXPECT_EQ(upload.put("%PDF-1.7 …").status, 200);
  EXPECT_EQ(upload.state(), "Pending");
  EXPECT_EQ(upload.state("documentId"), "missing");
  upload.wait();
  EXPECT_EQ(upload.state(), "Completed");
  const std::string document = upload.state("documentId");
  EXPECT_EQ(document, "41");
  EXPECT_EQ(upload.client.post("/transactions", Client::payout(R"(,"documentId":41)")).status, 201);
  EXPECT_EQ(Client::column(upload.client.lines_of(), "documentId"), Texts(3, "41"));
}

TEST(TwentyFourFiles, ADocumentThatIsPendingCannotBeUsedYet) {
  Upload upload;
  upload.put("%PDF-1.7");
  const auto post = [&] {
    return upload.client.post("/transactions", Client::payout(R"(,"documentId":41)")).status;
  };
  EXPECT_EQ(post(), 400);
  upload.wait();
  EXPECT_EQ(post(), 201);
}

TEST(TwentyFourFiles, WhatIsNotOfItsTypeFails) {
  Upload upload;
  EXPECT_EQ(upload.put("no PDF").status, 200);
  upload.wait();
  EXPECT_EQ(upload.state(), "Failed");
  EXPECT_EQ(upload.state("documentId"), "missing");
}

// Trap: the address is signed, and a bearer beside the signature is refused.
TEST(TwentyFourFiles, TheUploadTakesNoBearer) {
  Upload upload;
  const std::string target = upload.url.substr(std::string("http://sandbox.test/24so").size());
  const auto put = [&](const std::string& where, Headers headers) {
    return upload.client.office.handle({"PUT", where, std::move(headers), "%PDF-1.7"}).status;
  };
  EXPECT_EQ(put(target, {{"Authorization", "Bearer " + upload.client.token},
                         {"Content-Type", "application/pdf"}}),
            400);
  EXPECT_EQ(put(target + "x", {{"Content-Type", "application/pdf"}}), 403);
  EXPECT_EQ(put(target, {{"Content-Type", "image/png"}}), 403);
  EXPECT_EQ(put("/upload/nothing?signature=x", {{"Content-Type", "application/pdf"}}), 403);
  EXPECT_EQ(put(target, {{"Content-Type", "application/pdf"}}), 200);
  EXPECT_EQ(put(target, {{"Content-Type", "application/pdf"}}), 403);
  EXPECT_EQ(upload.client.office.handle({"POST", target, {}, ""}).status, 405);
}

TEST(TwentyFourFiles, HasALimitOfItsOwn) {
  Upload upload;
  EXPECT_EQ(upload.put(std::string(twentyfour::upload_bytes_max + 1, 'x')).status, 413);
  EXPECT_EQ(upload.put("%PDF-" + std::string(twentyfour::body_bytes_max, 'x')).status, 200);
  EXPECT_EQ(
      upload.client.post("/transactions", std::string(twentyfour::body_bytes_max + 1, ' ')).status,
      413);
}

TEST(TwentyFourFiles, TheRequestNamesAContentType) {
  Client client;
  EXPECT_EQ(Client::breaches(client.post("/fileUpload", R"({"fileName":"a.pdf"})")),
            (Texts{"contentType required", "fileName additionalProperties"}));
  EXPECT_EQ(client.get("/fileUpload/nothing").status, 404);
}

}  // namespace
}  // namespace avstem::sandbox
