// PUT and GET /VoucherDocumentation, GET /VoucherDocumentation/Download.

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>

#include "sandbox/multipart.hpp"
#include "sandbox/poweroffice_endpoints.hpp"
#include "sandbox/poweroffice_json.hpp"
#include "sandbox/poweroffice_query.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

Error refused(std::string message) {
  return Error{ErrorKind::invalid, std::move(message)};
}

/// The id parameter in lower case, as ids are kept; it must be a uuid where it is given.
Result<std::string> voucher_id(const QueryParameters& parameters, PowerOfficeMode mode) {
  std::string id;
  for (const auto& [name, value] : parameters) {
    if (same_name("id", name, mode)) id = value;
  }
  std::ranges::transform(id, id.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (!is_uuid(id)) return refused(fmt::format("The value '{}' is not valid for id.", id));
  return id;
}

/// Whether the late copy that reads see has the voucher.
bool shows(const Call& call, const Voucher& voucher) {
  return voucher.created <= call.seen_at;
}

/// What was attached, if the late copy has it.
const VoucherDocument* shown_document(const Call& call, const Voucher& voucher) {
  const VoucherDocument* document = call.company.find_document(voucher.id);
  return document != nullptr && document->stored <= call.seen_at ? document : nullptr;
}

JsonObject documentation_dto(const Call& call, const Voucher& voucher) {
  JsonObject dto;
  dto.text("VoucherId", voucher.id);
  dto.number("VoucherNo", voucher.number);
  dto.text("VoucherType", to_string(voucher.content.type));
  dto.boolean("IsImported", !voucher.content.integration.empty());
  dto.boolean("HasPdf", shown_document(call, voucher) != nullptr);
  dto.boolean("HasEhf", false);
  dto.boolean("HasImages", false);
  dto.boolean("HasSalesOrderAttachments", false);
  return dto;
}

Result<std::string> uploaded_pdf(const Request& request) {
  auto parts = read_multipart(request);
  if (!parts) return parts.error();
  if (parts->size() != 1 || parts->front().name != "file" || parts->front().file_name.empty()) {
    return refused("send one part: the field 'file', with a file name");
  }
  FormPart& part = parts->front();
  const bool says_pdf = part.content_type.empty() || part.content_type == "application/pdf";
  if (!says_pdf || !part.bytes.starts_with("%PDF-")) {
    return refused("It is only possible to import PDF files.");
  }
  if (part.bytes.size() > document_bytes_max) return refused("The max file size is 30Mb.");
  return std::move(part.bytes);
}

/// One file in an archive; its time is the file's own, so that the same call gives the same bytes.
Result<std::string> zip_of(const std::string& name, const VoucherDocument& document) {
  const auto broken = [] { return Error{ErrorKind::storage, "the archive cannot be made"}; };
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (target == nullptr) return broken();
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) {
    zip_source_free(target);
    zip_source_free(target);
    return broken();
  }
  zip_source_t* file = zip_source_buffer(archive, document.pdf.data(), document.pdf.size(), 0);
  const zip_int64_t index = zip_file_add(archive, name.c_str(), file, ZIP_FL_ENC_UTF_8);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(document.stored);
  const bool added = index >= 0 && zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index),
                                                      seconds.time_since_epoch().count(), 0) == 0;
  if (!added || zip_close(archive) != 0) {
    zip_discard(archive);
    zip_source_free(target);
    return broken();
  }
  std::string bytes;
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_open(target) == 0 && zip_source_stat(target, &stat) == 0) {
    bytes.resize(stat.size);
    const zip_int64_t read = zip_source_read(target, bytes.data(), bytes.size());
    if (read < 0 || static_cast<zip_uint64_t>(read) != stat.size) bytes.clear();
    zip_source_close(target);
  }
  zip_source_free(target);
  if (bytes.empty()) return broken();
  return bytes;
}

}  // namespace

bool is_uuid(std::string_view text) {
  constexpr std::size_t uuid_length = 36;
  if (text.size() != uuid_length) return false;
  for (std::size_t i = 0; i < uuid_length; ++i) {
    const bool is_dash_place = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (is_dash_place ? c != '-' : !is_hex) return false;
  }
  return true;
}

Result<Response> put_voucher_documentation(const Call& call) {
  if (call.parameters.size() != 1) return refused("the parameters are id, and no other");
  auto id = voucher_id(call.parameters, call.mode);
  if (!id) return id.error();
  if (!is_multipart(call.request)) {
    return problem(call.mode, 415, "Unsupported Media Type", "send multipart/form-data");
  }
  auto pdf = uploaded_pdf(call.request);
  if (!pdf) return pdf.error();
  const Result<void> attached =
      call.company.attach(*id, std::move(*pdf), call.grant.access.application_key);
  if (!attached) return attached.error();
  return Response{call.mode == PowerOfficeMode::strict ? 202 : 204, {}, ""};
}

Result<Response> get_voucher_documentation(const Call& call) {
  const auto query = Query::read(call.parameters, {"id", "voucherNo"}, call.mode);
  if (!query) return query.error();
  std::string wanted;
  if (query->value("id")) {
    auto id = voucher_id(call.parameters, call.mode);
    if (!id) return id.error();
    wanted = *std::move(id);
  }
  const auto number = query->number("voucherNo");
  if (!number) return number.error();
  std::vector<JsonObject> rows;
  for (const Voucher& voucher : call.company.vouchers()) {
    if (!shows(call, voucher)) continue;
    if (!wanted.empty() && voucher.id != wanted) continue;
    if (*number && voucher.number != **number) continue;
    rows.push_back(documentation_dto(call, voucher));
  }
  return list_response(std::move(rows), *query, call.limits);
}

Result<Response> get_voucher_documentation_download(const Call& call) {
  std::string_view type = "All";
  for (const auto& [name, value] : call.parameters) {
    if (same_name("documentationType", name, call.mode)) {
      type = value;
    } else if (!same_name("id", name, call.mode)) {
      return refused(fmt::format("the parameter '{}' is unknown", name));
    }
  }
  auto id = voucher_id(call.parameters, call.mode);
  if (!id) return id.error();
  if (type != "Ehf" && type != "Pdf" && type != "Images" && type != "All") {
    return refused(fmt::format("The value '{}' is not valid for documentationType.", type));
  }
  const Voucher* voucher = call.company.find_voucher(*id);
  if (voucher == nullptr || !shows(call, *voucher)) return no_voucher(*id);
  const VoucherDocument* document = shown_document(call, *voucher);
  if (document == nullptr || type == "Ehf" || type == "Images") return Response{204, {}, ""};
  auto archive = zip_of(fmt::format("{}.pdf", voucher->number), *document);
  if (!archive) return archive.error();
  return Response{200, {{"Content-Type", "application/zip"}}, *std::move(archive)};
}

}  // namespace avstem::sandbox::poweroffice
