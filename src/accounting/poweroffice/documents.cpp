#include "accounting/poweroffice/documents.hpp"

#include <fmt/format.h>

#include "platform/digest.hpp"

namespace avstem::accounting::poweroffice {
namespace {

/// A form with one file (RFC 7578). No file holds its own checksum, so the boundary is in none;
/// it has 67 of the 70 characters that are allowed.
Body form_with(const std::string& name, const std::string& pdf) {
  const std::string boundary = "av-" + sha256_hex(pdf);
  Body body;
  body.content_type = "multipart/form-data; boundary=" + boundary;
  body.bytes = fmt::format(
      "--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n"
      "Content-Type: application/pdf\r\n\r\n",
      boundary, name);
  body.bytes += pdf;
  body.bytes += fmt::format("\r\n--{}--\r\n", boundary);
  return body;
}

}  // namespace

Result<void> attach_document(Session& session, const PostedVoucher& voucher,
                             const std::string& name, const std::string& pdf) {
  if (pdf.size() > document_bytes_max) {
    return Error{ErrorKind::invalid,
                 fmt::format("it has {} bytes, and PowerOffice takes {} at most", pdf.size(),
                             document_bytes_max)};
  }
  auto response = session.send("PUT", "/VoucherDocumentation", {{"id", voucher.remote_id}},
                               form_with(name, pdf));
  if (!response) return response.error();
  if (response->status == 202 || response->status == 204) return {};
  if (response->status >= 200 && response->status < 300) {
    return Error{ErrorKind::unavailable,
                 fmt::format("PowerOffice answered PUT /VoucherDocumentation with {}, and 202 or "
                             "204 would say that it has the file",
                             response->status)};
  }
  return to_error({"PUT /VoucherDocumentation", "VoucherDocumentation_Full"}, *response);
}

}  // namespace avstem::accounting::poweroffice
