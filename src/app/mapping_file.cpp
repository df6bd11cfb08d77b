#include "app/mapping_file.hpp"

#include "app/toml_read.hpp"
#include "platform/files.hpp"

namespace avstem::app {
namespace {

/// Calls `take` with each role and value of a table of roles.
template <class Value, class Take>
Result<void> each_role(const toml::table& table, std::string_view key, std::string_view wanted,
                       const std::string& path, Take take) {
  auto roles = optional_table(table, key, path);
  if (!roles) return roles.error();
  if (*roles == nullptr) return {};
  const std::string place = fmt::format("{}: {}", path, key);
  for (const auto& [name, node] : **roles) {
    auto role = books::parse_account_role(name.str());
    if (!role) return role.error().in(place);
    auto value = optional_value(**roles, name.str(), Value(), wanted, place);
    if (!value) return value.error();
    Result<void> taken = take(*role, *std::move(value));
    if (!taken) return taken.error().in(place);
  }
  return {};
}

bool is_code(std::string_view text) {
  return text.size() <= 4 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Result<books::Mapping> parse_mapping_file(std::string_view text, const std::string& path,
                                          const books::Mapping& base) {
  auto table = parse_toml(text, path);
  if (!table) return table.error();
  auto known = only_keys(*table, path, {"about", "accounts", "vat_codes"});
  if (!known) return known.error();
  books::Mapping mapping = base;
  auto accounts = each_role<std::int64_t>(*table, "accounts", "an account number without quotes",
                                          path, [&](books::AccountRole role, std::int64_t number) {
                                            return mapping.set_account(role, number);
                                          });
  if (!accounts) return accounts.error();
  auto codes = each_role<std::string>(
      *table, "vat_codes", "a SAF-T code in quotes", path,
      [&](books::AccountRole role, std::string code) -> Result<void> {
        if (!is_code(code)) {
          return Error{ErrorKind::invalid,
                       fmt::format("VAT code '{}' of {} is no SAF-T standard code, such as \"3\"",
                                   code, to_string(role))};
        }
        mapping.set_vat_code(role, std::move(code));
        return {};
      });
  if (!codes) return codes.error();
  return mapping;
}

Result<books::Mapping> read_mapping_file(const std::string& path, const books::Mapping& base) {
  auto text = read_file(path, mapping_file_bytes_max);
  if (!text) return text.error();
  return parse_mapping_file(*text, path, base);
}

std::string mapping_file_text(const books::Mapping& mapping, std::string_view about,
                              const std::map<books::AccountRole, std::string>& notes) {
  std::string accounts;
  std::string codes;
  for (std::size_t i = 0; i < books::account_role_count; ++i) {
    const auto role = static_cast<books::AccountRole>(i);
    const auto note = notes.find(role);
    accounts += fmt::format("{} = {}{}\n", to_string(role), mapping.account(role),
                            note == notes.end() ? "" : "  # " + note->second);
    codes += fmt::format("{} = \"{}\"\n", to_string(role), mapping.vat_code(role));
  }
  return fmt::format("# {}\n[accounts]\n{}\n[vat_codes]\n{}", about, accounts, codes);
}

Result<books::Mapping> apply_template(std::string_view name, const books::Mapping& base,
                                      bool vat_registered) {
  std::string names;
  for (const MappingTemplate& each : mapping_templates()) {
    names += (names.empty() ? "" : ", ") + std::string(each.name);
    if (each.name != name) continue;
    auto mapping = parse_mapping_file(each.text, fmt::format("template {}", name), base);
    if (!mapping || vat_registered) return mapping;
    for (std::size_t i = 0; i < books::account_role_count; ++i)
      mapping->set_vat_code(static_cast<books::AccountRole>(i), "");
    return mapping;
  }
  return Error{ErrorKind::not_found,
               fmt::format("there is no template '{}'; there are {}", name, names)};
}

}  // namespace avstem::app
