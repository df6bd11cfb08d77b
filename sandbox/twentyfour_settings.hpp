#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace avstem::sandbox {

/// How the 24SevenOffice stand-in reads what the published texts leave open.
enum class TwentyFourMode {
  /// Loud: a property that no schema names, an element out of the WSDL's order or a third decimal
  /// is refused, and a Link header holds whole addresses.
  strict,
  /// As the real ones are known to be: REST ignores properties that the schema does not close off,
  /// SOAP skips an element out of order and leaves its default, the login takes JSON too, and a
  /// Link header holds the path only.
  field,
};

/// Whether a payment's invoice number or OCR alone closes the invoice. Nobody has published it
/// (unconfirmed), so each answer can be had.
enum class ReferenceClosing {
  never,       ///< only a LinkId closes
  when_equal,  ///< it closes when payment and open invoice add up to zero
};

struct TwentyFourSettings {
  TwentyFourMode mode = TwentyFourMode::strict;
  /// Reads do not show lines, links and customers younger than this. Nothing is published about a
  /// lag, so there is none unless a test asks for one.
  std::chrono::milliseconds read_lag{0};
  /// Of a REST token; `expires_in` says it.
  std::chrono::seconds token_lifetime{3'600};
  /// Per application, in any minute. Limits exist but are not published: none unless asked for.
  std::optional<std::size_t> rest_requests_per_minute;
  /// A SOAP session ends when nobody has used it for so long.
  std::chrono::seconds session_lifetime{20 * 60};
  /// Per user: repeated logins are throttled, how many is not published.
  std::size_t logins_per_minute = 10;
  /// Per user, counted from full hour to full hour.
  std::size_t soap_requests_per_hour = 7'200;
  /// How long an uploaded file is `Pending`.
  std::chrono::milliseconds file_processing_time{500};
  /// The address under which this object is served, for Link headers and upload addresses. When
  /// empty it is made from the request's Host header and `mounted_at`.
  std::string public_url;
  std::string mounted_at = "/24so";
};

namespace twentyfour {

inline constexpr std::size_t transaction_lines_max = 1'000;
inline constexpr std::size_t comment_length_max = 75;
inline constexpr std::size_t line_dimensions_max = 10;
inline constexpr std::size_t body_bytes_max = 8U * 1024 * 1024;
inline constexpr std::size_t upload_bytes_max = 31U * 1024 * 1024;
inline constexpr std::int64_t transaction_lines_page = 50;
inline constexpr std::int64_t customers_page = 25;
inline constexpr std::int64_t customers_page_max = 100;
/// GetInvoices takes no more order ids in one call.
inline constexpr std::size_t order_ids_max = 1'000;

}  // namespace twentyfour

}  // namespace avstem::sandbox
