#pragma once

#include <string_view>

#include "platform/http.hpp"

namespace avstem::vipps {

/// How we name ourselves to Vipps, which asks it of partners and plugins.
inline constexpr std::string_view system_name = "avstem";
inline constexpr std::string_view system_version = "0.1.0";
inline constexpr std::string_view plugin_name = "avstem-settlement";
inline constexpr std::string_view plugin_version = system_version;

/// Vipps refuses a longer value.
inline constexpr std::size_t system_header_length_max = 30;
static_assert(system_name.size() <= system_header_length_max);
static_assert(system_version.size() <= system_header_length_max);
static_assert(plugin_name.size() <= system_header_length_max);
static_assert(plugin_version.size() <= system_header_length_max);

/// Adds the four Vipps-System-* headers.
void add_system_headers(Request& request);

}  // namespace avstem::vipps
