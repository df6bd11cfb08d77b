#include "accounting/poweroffice/documents.hpp"

#include <gmock/gmock.h>

#include "accounting/poweroffice/scripted_office.hpp"
#include "platform/digest.hpp"

namespace avstem::accounting::poweroffice {
namespace {

using ::testing::HasSubstr;

const std::string put_path = "PUT /VoucherDocumentation";
const PostedVoucher posted{"ee373540-ca8d-4562-8fb6-6fb52de47722", 117};

class AttachTest : public PowerOfficeTest {
 protected:
  Error attach_error(int status, const std::string& body = "") {
    office.answer(put_path, status, body);
    const auto attached = books.attach(posted, "a.pdf", "%PDF-");
    EXPECT_FALSE(attached);
    return attached ? Error{} : attached.error();
  }
};

TEST_F(AttachTest, TheFileGoesIntoAFormThatItCannotBreak) {
  const std::string pdf = std::string("%PDF-1.3\r\n--av-\r\n") + '\0' + "\xff end";
  office.answer(put_path, 202);
  ASSERT_TRUE(books.attach(posted, "vipps-302321.pdf", pdf));
  const Request& request = office.requests.back();
  EXPECT_EQ(ScriptedOffice::query(request, "id"), posted.remote_id);
  const std::string boundary = "av-" + sha256_hex(pdf);
  EXPECT_EQ(request.headers.get("Content-Type").value_or(""),
            "multipart/form-data; boundary=" + boundary);
  EXPECT_EQ(request.headers.count("Content-Type"), 1U);
  EXPECT_EQ(request.body, "--" + boundary +
                              "\r\nContent-Disposition: form-data; name=\"file\"; "
                              "filename=\"vipps-302321.pdf\"\r\nContent-Type: "
                              "application/pdf\r\n\r\n" +
                              pdf + "\r\n--" + boundary + "--\r\n");
  office.answer(put_path, 204);
  EXPECT_TRUE(books.attach(posted, "vipps-302321.pdf", pdf));
}

TEST_F(AttachTest, AFileThatIsTooLargeIsNotSent) {
  const auto attached = books.attach(posted, "a.pdf", std::string(document_bytes_max + 1, 'x'));
  ASSERT_FALSE(attached);
  EXPECT_EQ(attached.error().kind, ErrorKind::invalid);
  EXPECT_THAT(attached.error().message, HasSubstr("30000000"));
  EXPECT_TRUE(office.requests.empty());
  office.answer(put_path, 202);
  EXPECT_TRUE(books.attach(posted, "a.pdf", std::string(document_bytes_max, 'x')));
}

TEST_F(AttachTest, ARefusalNamesTheVoucherAndPowerOfficesWords) {
  const Error error =
      attach_error(400, R"({"title":"Bad Request","detail":"It is only possible for PDF"})");
  EXPECT_EQ(error.kind, ErrorKind::refused);
  EXPECT_THAT(error.message, HasSubstr("117"));
  EXPECT_THAT(error.message, HasSubstr("It is only possible for PDF"));
}

TEST_F(AttachTest, OtherAnswersSayWhatToDo) {
  const Error forbidden = attach_error(403);
  EXPECT_EQ(forbidden.kind, ErrorKind::unauthorised);
  EXPECT_THAT(forbidden.message, HasSubstr("VoucherDocumentation_Full"));
  EXPECT_EQ(attach_error(429).kind, ErrorKind::busy);
  EXPECT_EQ(attach_error(500).kind, ErrorKind::unavailable);
  const Error strange = attach_error(200, "[");
  EXPECT_EQ(strange.kind, ErrorKind::unavailable);
  EXPECT_THAT(strange.message, HasSubstr("with 200, and 202 or 204"));
}

}  // namespace
}  // namespace avstem::accounting::poweroffice
