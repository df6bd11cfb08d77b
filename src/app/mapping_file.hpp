#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "books/accounts.hpp"

namespace avstem::app {

/// A mapping as a file, TOML. Roles that are not named keep what they have; a code of "" is none:
///
///     about = "Nettbutikk"      optional
///     [accounts]                account by role
///     payment_fees = 7775
///     [vat_codes]               SAF-T standard code by role
///     payment_fees = "0"
///
/// Errors name the place; unknown keys and roles are errors. Gives `base` with what the file names.
Result<books::Mapping> parse_mapping_file(std::string_view text, const std::string& path,
                                          const books::Mapping& base);
Result<books::Mapping> read_mapping_file(const std::string& path, const books::Mapping& base);

/// The whole mapping as such a file; `notes` stand as comments beside their roles.
std::string mapping_file_text(const books::Mapping& mapping, std::string_view about,
                              const std::map<books::AccountRole, std::string>& notes);

/// A mapping that suits a trade, built in: src/app/templates/NAME.toml.
struct MappingTemplate {
  std::string_view name;
  std::string_view text;
};
std::span<const MappingTemplate> mapping_templates();
/// `base` with the template's accounts; its VAT codes too unless the client is not registered.
/// `not_found` names those there are.
Result<books::Mapping> apply_template(std::string_view name, const books::Mapping& base,
                                      bool vat_registered);

inline constexpr std::size_t mapping_file_bytes_max = 1024 * 1024;

}  // namespace avstem::app
