#pragma once

#include "sandbox/twentyfour_replies.hpp"

namespace avstem::sandbox::twentyfour {

/// What a request says of a sales order goes into it; what it does not say stays. Breaches of the
/// schema are collected.
void read_order(const JsonValue& body, const Call& call, bool is_new, Order& order,
                std::vector<Breach>& breaches);
/// The same for a line. A name that is in no list is the error.
Result<void> read_order_line(const JsonValue& body, const Call& call, bool is_new, OrderLine& line,
                             std::vector<Breach>& breaches);

JsonObject order_row(const Order& order, const Company& company);
JsonObject order_line_row(const OrderLine& line, const Company& company);

}  // namespace avstem::sandbox::twentyfour
