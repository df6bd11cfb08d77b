// The documentation of vouchers, as an HTTP caller.

#include <gtest/gtest.h>

#include "platform/zip_archive.hpp"
#include "sandbox/multipart.hpp"
#include "sandbox/poweroffice_test_client.hpp"

namespace avstem::sandbox {
namespace {

const std::string pdf = "%PDF-1.3 a settlement";

std::string form(const std::string& bytes, const std::string& name = "file",
                 const std::string& file = R"(; filename="a.pdf")",
                 const std::string& type = "application/pdf") {
  return "--frame\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file +
         "\r\nContent-Type: " + type + "\r\n\r\n" + bytes + "\r\n--frame--\r\n";
}

class DocumentsTest : public testing::Test {
 protected:
  explicit DocumentsTest(PowerOfficeMode mode = PowerOfficeMode::strict) : client(mode) {
    const Response posted = client.post(client.payout());
    id = member(read_answer(posted), "Id");
    client.let_reads_catch_up();
  }

  Response put(const std::string& target, const std::string& body,
               const std::string& type = "multipart/form-data; boundary=frame") {
    Request request{"PUT",
                    target,
                    {{"Authorization", "Bearer " + client.token},
                     {"Ocp-Apim-Subscription-Key", "subscription"},
                     {"Content-Type", type}},
                    body};
    return client.go.handle(request);
  }
  Response attach(const std::string& body) {
    return put("/v2/VoucherDocumentation?id=" + id, body);
  }
  void expect_refused(const Response& response, const std::string& says, int status = 400) {
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_NE(response.body.find(says), std::string::npos) << response.body;
    EXPECT_EQ(client.company.find_document(id), nullptr) << "nothing may be written";
  }
  std::string download() {
    return client.get("/v2/VoucherDocumentation/Download?documentationType=Pdf&id=" + id).body;
  }

  PowerOfficeTestClient client;
  std::string id;
};

TEST_F(DocumentsTest, APdfIsAttachedListedAndGivenBack) {
  EXPECT_EQ(column(client.get("/v2/VoucherDocumentation?id=" + id), "HasPdf"),
            std::vector<std::string>{"false"});
  EXPECT_EQ(client.get("/v2/VoucherDocumentation/Download?id=" + id).status, 204);
  const Response response = attach(form(pdf));
  EXPECT_EQ(response.status, 202) << response.body;
  EXPECT_EQ(column(client.get("/v2/VoucherDocumentation?id=" + id), "HasPdf"),
            std::vector<std::string>{"false"})
      << "reads are late";
  client.let_reads_catch_up();
  const Response list = client.get("/v2/VoucherDocumentation?voucherNo=1");
  EXPECT_EQ(column(list, "HasPdf"), std::vector<std::string>{"true"});
  EXPECT_EQ(column(list, "IsImported"), std::vector<std::string>{"true"});
  EXPECT_EQ(column(list, "VoucherId"), std::vector<std::string>{id});
  EXPECT_EQ(column(list, "VoucherType"), std::vector<std::string>{"BankJournal"});
  const auto files = unzip(download());
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 1U);
  EXPECT_EQ(files->front().name, "1.pdf");
  EXPECT_EQ(files->front().bytes, pdf);
  EXPECT_EQ(client.get("/v2/VoucherDocumentation/Download?documentationType=Ehf&id=" + id).status,
            204);
}

TEST_F(DocumentsTest, TheLastUploadReplacesTheOneBefore) {
  EXPECT_EQ(attach(form(pdf)).status, 202);
  EXPECT_EQ(attach(form("%PDF-1.3 another")).status, 202);
  client.let_reads_catch_up();
  EXPECT_EQ(unzip(download()).value().front().bytes, "%PDF-1.3 another");
}

TEST_F(DocumentsTest, OnlyAPdfInTheFieldFileIsTaken) {
  expect_refused(attach(form("a picture")), "PDF");
  expect_refused(attach(form(pdf, "file", R"(; filename="a.pdf")", "image/png")), "PDF");
  expect_refused(attach(form(pdf, "document")), "field 'file'");
  expect_refused(attach(form(pdf, "file", "")), "file name");
  expect_refused(attach("--frame--\r\n"), "one part");
  expect_refused(attach(form(pdf).substr(0, 100)), "does not end");
  expect_refused(attach("x" + form(pdf)), "begin");
  const std::string target = "/v2/VoucherDocumentation?id=" + id;
  expect_refused(put(target, pdf, "application/pdf"), "multipart", 415);
  expect_refused(put(target, form(pdf), "multipart/form-data"), "boundary");
}

TEST_F(DocumentsTest, ThirtyMegabytesAreTheMost) {
  std::string large = pdf;
  large.resize(poweroffice::document_bytes_max + 1, ' ');
  expect_refused(attach(form(large)), "30Mb");
  large.pop_back();
  EXPECT_EQ(attach(form(large)).status, 202);
}

TEST_F(DocumentsTest, OnlyAVoucherThatAnIntegrationImportedTakesOne) {
  expect_refused(put("/v2/VoucherDocumentation", form(pdf)), "id");
  expect_refused(put("/v2/VoucherDocumentation?id=7", form(pdf)), "not valid");
  expect_refused(put("/v2/VoucherDocumentation?id=21d4ddf1-c8bf-4874-8879-b70468fa1032", form(pdf)),
                 "not found", 404);
  const auto manual =
      client.company.manual_voucher(Date(2026, 11, 20), "by hand", {{1920, 100}, {1903, -100}});
  ASSERT_TRUE(manual);
  expect_refused(put("/v2/VoucherDocumentation?id=" + (*manual)->id, form(pdf)),
                 "not imported by the API");
}

TEST_F(DocumentsTest, AnotherIntegrationReplacesNothing) {
  EXPECT_TRUE(client.company.attach(id, pdf, "another"));
  const Response response = attach(form("%PDF-1.3 mine"));
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("another integration"), std::string::npos);
  EXPECT_EQ(client.company.find_document(id)->pdf, pdf);
}

TEST_F(DocumentsTest, ItNeedsItsPrivilege) {
  client.go.connect(client.company, {"reader", "client", {{"VoucherDocumentation"}}});
  // base64 of reader:client
  client.token = member(
      read_answer(client.go.handle(PowerOfficeTestClient::token_request("cmVhZGVyOmNsaWVudA=="))),
      "access_token");
  EXPECT_EQ(attach(form(pdf)).status, 403);
  EXPECT_EQ(client.get("/v2/VoucherDocumentation?id=" + id).status, 200);
}

TEST(Multipart, ReadsEveryPartAndNoMoreThanTheLimit) {
  const auto request = [](const std::string& body) {
    return Request{"PUT", "/", {{"Content-Type", "Multipart/Form-Data; boundary=\"b c\""}}, body};
  };
  const std::string part = "\r\nContent-Disposition: form-data; name=a\r\n\r\none\r\n--b c";
  const auto two = read_multipart(request("--b c" + part + part + "--"));
  ASSERT_TRUE(two);
  ASSERT_EQ(two->size(), 2U);
  EXPECT_EQ(two->back().name, "a");
  EXPECT_EQ(two->back().bytes, "one");
  std::string many = "--b c";
  for (std::size_t i = 0; i < form_parts_max; ++i)
    many += part;
  EXPECT_TRUE(read_multipart(request(many + "--")));
  EXPECT_FALSE(read_multipart(request(many + part + "--")));
}

}  // namespace
}  // namespace avstem::sandbox
