#include "sandbox/twentyfour_rest.hpp"

#include <algorithm>

#include "sandbox/twentyfour_replies.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

struct Route {
  std::string_view method;
  std::string_view path;                 ///< a part `{}` takes an id
  std::vector<std::string_view> scopes;  ///< all of them are asked for
  Response (*answer)(const Call&);
};

const std::vector<Route>& routes() {
  constexpr std::string_view order = "/salesorders/{}";
  constexpr std::string_view lines = "/salesorders/{}/lines";
  constexpr std::string_view line = "/salesorders/{}/lines/{}";
  static const std::vector<Route> table = {
      {"GET", "/accounts", {"api.accounting.account:read"}, get_accounts},
      {"GET", "/taxes", {"api.accounting.tax:read"}, get_taxes},
      {"GET", "/taxes/{}", {"api.accounting.tax:read"}, get_tax},
      {"GET",
       "/transactiontypes",
       {"api.accounting.transactiontype:read", "api.accounting.transaction:read"},
       get_transaction_types},
      {"GET", "/fiscalperiods", {"api.accounting.fiscalperiod:read"}, get_fiscal_periods},
      {"GET", "/dimensions", {"api.accounting.dimension:read"}, get_dimensions},
      {"GET", "/dimensions/{}", {"api.accounting.dimension:read"}, get_dimension},
      {"GET", "/dimensions/{}/elements", {"api.accounting.dimension:read"}, get_dimension_elements},
      {"GET",
       "/dimensions/{}/elements/{}",
       {"api.accounting.dimension:read"},
       get_dimension_element},
      {"POST", "/transactions", {"api.accounting.transaction:write"}, post_transaction},
      {"GET", "/transactionlines", {"api.accounting.transaction:read"}, get_transaction_lines},
      {"GET", "/transactionlines/{}", {"api.accounting.transaction:read"}, get_transaction_line},
      {"POST", "/fileUpload", {"api.accounting.transaction:write"}, post_file_upload},
      {"GET", "/fileUpload/{}", {"api.accounting.transaction:write"}, get_file_upload},
      {"GET", "/customers", {"api.crm.customer:read"}, get_customers},
      {"POST", "/customers", {"api.crm.customer:write"}, post_customer},
      {"GET", "/customers/{}", {"api.crm.customer:read"}, get_customer},
      {"PATCH", "/customers/{}", {"api.crm.customer:write"}, patch_customer},
      {"DELETE", "/customers/{}", {"api.crm.customer:write"}, delete_customer},
      {"GET", "/paymentmethods", {"api.invoicing.paymentmethod:read"}, get_payment_methods},
      {"GET", "/products", {"api.product.product:read"}, get_products},
      {"GET", "/products/{}", {"api.product.product:read"}, get_product},
      {"GET", "/salesorders", {"api.invoicing.salesorder:read"}, get_sales_orders},
      {"POST", "/salesorders", {"api.invoicing.salesorder:write"}, post_sales_order},
      {"GET", order, {"api.invoicing.salesorder:read"}, get_sales_order},
      {"PATCH", order, {"api.invoicing.salesorder:write"}, patch_sales_order},
      {"DELETE", order, {"api.invoicing.salesorder:delete"}, delete_sales_order},
      {"GET", lines, {"api.invoicing.salesorder.line:read"}, get_sales_order_lines},
      {"POST", lines, {"api.invoicing.salesorder.line:write"}, post_sales_order_line},
      {"GET", line, {"api.invoicing.salesorder.line:read"}, get_sales_order_line},
      {"PATCH", line, {"api.invoicing.salesorder.line:write"}, patch_sales_order_line},
      {"DELETE", line, {"api.invoicing.salesorder.line:delete"}, delete_sales_order_line},
  };
  return table;
}

/// Takes the part before the next '/' off.
std::string_view take_part(std::string_view& path) {
  path.remove_prefix(path.starts_with('/') ? 1 : 0);
  const std::string_view part = path.substr(0, path.find('/'));
  path.remove_prefix(part.size());
  return part;
}

bool matches(std::string_view pattern, std::string_view path, std::vector<std::string>& ids) {
  ids.clear();
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_part(pattern);
    const std::string_view given = take_part(path);
    if (wanted == "{}" && !given.empty()) {
      ids.emplace_back(given);
    } else if (wanted != given) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

const std::vector<std::string>& all_scopes() {
  static const std::vector<std::string> scopes = [] {
    std::vector<std::string> names;
    for (const Route& route : routes()) {
      for (const std::string_view scope : route.scopes) {
        if (std::ranges::find(names, scope) == names.end()) names.emplace_back(scope);
      }
    }
    return names;
  }();
  return scopes;
}

std::optional<std::string_view> Call::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Response answer_rest(Call call, const Grant& grant) {
  bool is_known_path = false;
  for (const Route& route : routes()) {
    if (!matches(route.path, call.path, call.ids)) continue;
    is_known_path = true;
    if (route.method != call.request.method) continue;
    for (const std::string_view scope : route.scopes) {
      if (grant.allows(scope)) continue;
      return refusal(call, 403, "ForbiddenError", "the token lacks " + std::string(scope));
    }
    return route.answer(call);
  }
  if (is_known_path) return refusal(call, 405, "MethodNotAllowed", call.request.method);
  return not_found(call, "path", call.path);
}

}  // namespace avstem::sandbox::twentyfour
