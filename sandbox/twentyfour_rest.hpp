#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/instant.hpp"
#include "platform/http.hpp"
#include "platform/url.hpp"
#include "sandbox/twentyfour_access.hpp"
#include "sandbox/twentyfour_body.hpp"
#include "sandbox/twentyfour_company.hpp"
#include "sandbox/twentyfour_settings.hpp"

namespace avstem::sandbox::twentyfour {

/// An admitted REST call: on whose books, and what a reader may see by now.
struct Call {
  const Request& request;
  const QueryParameters& parameters;
  Company& company;
  const TwentyFourSettings& settings;
  Instant now;
  Instant seen_at;               ///< what is younger is hidden from reads
  std::string path;              ///< below /rest
  std::vector<std::string> ids;  ///< the parts of the path in braces
  std::string public_url;        ///< address of the stand-in, without a slash at the end
  std::string trace_id;

  std::optional<std::string_view> parameter(std::string_view name) const;
  TwentyFourMode mode() const { return settings.mode; }
};

/// Answers a call below /rest, its path still to be matched. `grant` is the token's.
Response answer_rest(Call call, const Grant& grant);

// Each answers one endpoint of the specification.
Response get_accounts(const Call& call);
Response get_taxes(const Call& call);
Response get_tax(const Call& call);
Response get_transaction_types(const Call& call);
Response get_fiscal_periods(const Call& call);
Response get_dimensions(const Call& call);
Response get_dimension(const Call& call);
Response get_dimension_elements(const Call& call);
Response get_dimension_element(const Call& call);
Response post_transaction(const Call& call);
Response get_transaction_lines(const Call& call);
Response get_transaction_line(const Call& call);
Response post_file_upload(const Call& call);
Response get_file_upload(const Call& call);
Response get_customers(const Call& call);
Response post_customer(const Call& call);
Response get_customer(const Call& call);
Response patch_customer(const Call& call);
Response delete_customer(const Call& call);
Response get_payment_methods(const Call& call);
Response get_products(const Call& call);
Response get_product(const Call& call);
Response get_sales_orders(const Call& call);
Response post_sales_order(const Call& call);
Response get_sales_order(const Call& call);
Response patch_sales_order(const Call& call);
Response delete_sales_order(const Call& call);
Response get_sales_order_lines(const Call& call);
Response post_sales_order_line(const Call& call);
Response get_sales_order_line(const Call& call);
Response patch_sales_order_line(const Call& call);
Response delete_sales_order_line(const Call& call);

/// The address behind an uploadUrl; it takes no bearer.
Response put_upload(const Request& request, std::string_view file_id, std::string_view signature,
                    Company& company, std::chrono::milliseconds processing_time);

}  // namespace avstem::sandbox::twentyfour
