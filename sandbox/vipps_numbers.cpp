#include "sandbox/vipps_numbers.hpp"

#include <fmt/format.h>

namespace avstem::sandbox::vipps_numbers {

std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 14'695'981'039'346'656'037ULL;
  for (const char c : text) {
    value ^= static_cast<unsigned char>(c);
    value *= 1'099'511'628'211ULL;
  }
  // Two shifts and a product: short texts alone leave the upper bits of FNV alike.
  value ^= value >> 32U;
  value *= 0x9E37'79B9'7F4A'7C15ULL;
  return value ^ (value >> 29U);
}

std::int64_t psp_block(std::string_view ledger_id) {
  // 1 000 000 000 to 9 899 900 000, so that a block more still has ten digits.
  constexpr std::int64_t first = 1'000'000'000;
  constexpr std::int64_t block = 100'000;
  constexpr std::uint64_t blocks = 89'000;
  return first + block * static_cast<std::int64_t>(hash(ledger_id) % blocks);
}

std::string ulid_like(std::string_view ledger_id, std::int64_t number) {
  constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string out = "01H";
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 23; ++i) {
    if (i % 12 == 0) bits = hash(fmt::format("{}/{}/{}", ledger_id, number, i));
    out += crockford[bits & 31U];
    bits >>= 5U;
    if (out.size() == 11) out += '-';
  }
  return out;
}

}  // namespace avstem::sandbox::vipps_numbers
