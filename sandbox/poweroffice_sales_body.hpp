#pragma once

#include <string_view>

#include "core/result.hpp"
#include "sandbox/poweroffice_company.hpp"
#include "sandbox/poweroffice_settings.hpp"

// Bodies of the sale side: names, types, required values, lengths and formats, as the published
// specification has them. An unknown property is an error, and so is an id or code of something
// the company has none of (departments, projects, branding themes, …).
namespace avstem::sandbox::poweroffice {

inline constexpr std::size_t product_code_length_max = 100;
inline constexpr std::size_t product_name_length_max = 400;

/// CustomerPostDto. A person needs FirstName and LastName, a company Name; an address ZipCode and
/// City. A Number of its own is refused: the client has one series, and Go counts it.
Result<Customer> read_customer(std::string_view body, PowerOfficeMode mode);

/// ProductPostDto. Without a sales account it gets 3000, and 3100 for customers that are VAT free.
Result<Product> read_product(std::string_view body, const Company& company, PowerOfficeMode mode);

/// SalesOrderCompletePostDto.
Result<SalesOrder> read_sales_order(std::string_view body, const Company& company,
                                    PowerOfficeMode mode);

/// SendInvoiceRequestPostDto.
Result<InvoiceRequest> read_invoice_request(std::string_view body, PowerOfficeMode mode);

}  // namespace avstem::sandbox::poweroffice
