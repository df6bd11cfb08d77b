#pragma once

#include <string>

#include "books/decision.hpp"
#include "core/result.hpp"

namespace avstem::app {

/// Reads where a part of the money goes, as `findings split --to` takes it:
///
///     part   = place "=" amount
///     place  = account [ "/" VAT code ] | "customer:" number
///     amount = kroner with at most two decimals, 300.00
///
/// `invalid` names the text and how it is written.
Result<books::Destination> parse_destination(const std::string& text);

}  // namespace avstem::app
