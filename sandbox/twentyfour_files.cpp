// Documents of vouchers: ask for an address, put the bytes there, wait for the document's id.

#include <fmt/format.h>

#include "sandbox/twentyfour_replies.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::string_view pdf_type = "application/pdf";
constexpr std::string_view pdf_start = "%PDF-";

/// Storage behind an address that is signed answers in XML.
Response storage_refusal(int status, std::string_view code, std::string_view message) {
  return {status,
          {{"Content-Type", "application/xml"}},
          fmt::format("<Error><Code>{}</Code><Message>{}</Message></Error>", code, message)};
}

}  // namespace

Response post_file_upload(const Call& call) {
  BodyOrRefusal read = read_body(call);
  if (read.refusal) return *read.refusal;
  std::vector<Breach> breaches;
  BodyReader reader(read.body, "", breaches);
  reader.require({"contentType"});
  const std::string type = reader.text("contentType", {1}).value_or("");
  reader.finish(Properties::open, call.mode());
  if (!breaches.empty()) return validation_error(call, breaches);
  const std::size_t sequence = call.company.files().size() + 1;
  UploadedFile file;
  file.id = call.company.guid("file", sequence);
  file.content_type = type;
  file.signature = call.company.guid("signature", sequence);
  JsonObject body;
  body.text("uploadMethod", "PUT");
  body.text("uploadUrl",
            fmt::format("{}/upload/{}?signature={}", call.public_url, file.id, file.signature));
  body.text("fileId", file.id);
  call.company.files().emplace(file.id, std::move(file));
  return json_reply(200, body.to_text());
}

Response get_file_upload(const Call& call) {
  const auto found = call.company.files().find(call.ids[0]);
  if (found == call.company.files().end()) return not_found(call, "file upload", call.ids[0]);
  const UploadedFile& file = found->second;
  JsonObject body;
  body.text("fileId", file.id);
  if (!file.ready || *file.ready > call.now) {
    body.text("status", "Pending");
  } else if (file.document_id == 0) {
    body.text("status", "Failed");
  } else {
    body.text("status", "Completed").number("documentId", file.document_id);
  }
  return json_reply(200, body.to_text());
}

Response put_upload(const Request& request, std::string_view file_id, std::string_view signature,
                    Company& company, std::chrono::milliseconds processing_time) {
  UploadedFile& file = company.files().at(std::string(file_id));
  // The address is signed: a bearer beside it is a second way of proving oneself.
  if (request.headers.get("Authorization")) {
    return storage_refusal(400, "InvalidArgument", "Only one auth mechanism allowed");
  }
  if (signature != file.signature) {
    return storage_refusal(403, "SignatureDoesNotMatch", "The signature does not match");
  }
  if (request.headers.get("Content-Type").value_or("") != file.content_type) {
    return storage_refusal(403, "SignatureDoesNotMatch", "Content-Type is not the announced one");
  }
  if (file.ready) return storage_refusal(403, "AccessDenied", "The file has been uploaded");
  const bool is_sound = !request.body.empty() &&
                        (file.content_type != pdf_type || request.body.starts_with(pdf_start));
  file.bytes = request.body;
  file.ready = company.clock().now() + processing_time;
  if (is_sound) file.document_id = company.next_document_id();
  return {200, {}, ""};
}

}  // namespace avstem::sandbox::twentyfour
