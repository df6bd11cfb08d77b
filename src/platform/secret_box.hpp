#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/secret.hpp"

namespace avstem {

/// Seals keys and tokens before they are stored, with XChaCha20-Poly1305 under one key of the
/// installation. A sealed value is text:
///
///     sealed := "v1:" base64(nonce[24] || ciphertext || tag[16])
///
/// The context (`client kafe-nord, poweroffice client key`) is authenticated with it: a value that
/// is copied to another client or field does not open there. Thread-safe.
class SecretBox {
 public:
  static constexpr std::size_t key_bytes = 32;

  /// The key in this file; a new one is drawn when the file does not exist. The file holds the key
  /// in base64, and losing it loses every sealed value. `unauthorised` when the file is open to
  /// others than its owner, `invalid` when it holds no key, else the errors of files.hpp.
  static Result<SecretBox> load_or_create(const std::filesystem::path& path);

  /// The key in a text of the same form as the file, from the environment variable `variable`.
  /// `invalid` when it is no key.
  static Result<SecretBox> from_text(const Secret& text, std::string_view variable);

  SecretBox(const SecretBox&) = default;
  SecretBox& operator=(const SecretBox&) = default;
  ~SecretBox();

  std::string seal(const Secret& secret, std::string_view context) const;

  /// `unauthorised` when the value was sealed under another key or context, or was changed since.
  Result<Secret> open(std::string_view sealed, std::string_view context) const;

 private:
  using Key = std::array<unsigned char, key_bytes>;
  explicit SecretBox(const Key& key) : key_(key) {}
  static Result<SecretBox> read_key(std::string_view text, std::string_view source);
  Key key_;
};

}  // namespace avstem
