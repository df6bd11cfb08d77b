#include "platform/digest.hpp"

#include <openssl/evp.h>

#include <array>

#include "core/check.hpp"

namespace avstem {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  check(done == 1 && size == digest.size(), "OpenSSL provides SHA-256");
  constexpr std::string_view hex_digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    out += hex_digits[byte >> 4U];
    out += hex_digits[byte & 15U];
  }
  return out;
}

}  // namespace avstem
