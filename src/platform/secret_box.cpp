#include "platform/secret_box.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "core/check.hpp"
#include "platform/files.hpp"

namespace avstem {
namespace {

constexpr std::string_view version = "v1:";
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t key_file_bytes_max = 1'024;
constexpr mode_t open_to_others = 077;
static_assert(SecretBox::key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

void start_sodium() {
  check(sodium_init() >= 0, "libsodium starts");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string to_base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_encoded_len(size, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), nullptr, &size,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

/// The version is authenticated too, so that a value cannot be passed off as one of another form.
std::string associated_data(std::string_view context) {
  return std::string(version) + std::string(context);
}

/// Checked on its own since a key that others can read must not be used, even once.
Result<void> check_private(const std::filesystem::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return Error{ErrorKind::storage, fmt::format("cannot look at key file '{}': {}; check the path",
                                                 path.string(), std::strerror(errno))};
  }
  if ((status.st_mode & open_to_others) != 0) {
    return Error{ErrorKind::unauthorised,
                 fmt::format("key file '{}' is open to other users (mode {:04o}); run: chmod 600 "
                             "'{}', and renew the keys it protected if others had access",
                             path.string(), status.st_mode & 07777U, path.string())};
  }
  return {};
}

}  // namespace

SecretBox::~SecretBox() {
  sodium_memzero(key_.data(), key_.size());
}

Result<SecretBox> SecretBox::read_key(std::string_view text, std::string_view source) {
  start_sodium();
  const auto last = text.find_last_not_of(" \t\r\n");
  auto bytes = from_base64(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
  if (!bytes || bytes->size() != key_bytes) {
    return Error{ErrorKind::invalid,
                 fmt::format("{} does not hold a key: {} bytes in base64 are expected; restore it "
                             "from a backup, since values sealed under a lost key do not open",
                             source, key_bytes)};
  }
  Key key{};
  std::memcpy(key.data(), bytes->data(), key.size());
  sodium_memzero(bytes->data(), bytes->size());
  return SecretBox(key);
}

Result<SecretBox> SecretBox::load_or_create(const std::filesystem::path& path) {
  start_sodium();
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    Key key{};
    randombytes_buf(key.data(), key.size());
    auto created = create_private_file(path, to_base64(key.data(), key.size()) + '\n');
    // Another process may have been quicker; its key is as good as ours.
    if (!created && created.error().kind != ErrorKind::conflict) return created.error();
  }
  auto is_private = check_private(path);
  if (!is_private) return is_private.error();
  auto text = read_file(path, key_file_bytes_max);
  if (!text) return text.error();
  return read_key(*text, fmt::format("key file '{}'", path.string()));
}

Result<SecretBox> SecretBox::from_text(const Secret& text, std::string_view variable) {
  return read_key(text.reveal(), fmt::format("environment variable {}", variable));
}

std::string SecretBox::seal(const Secret& secret, std::string_view context) const {
  const std::string& plain = secret.reveal();
  const std::string data = associated_data(context);
  std::string sealed(nonce_bytes + plain.size() + tag_bytes, '\0');
  unsigned char* const nonce = bytes_of(sealed);
  randombytes_buf(nonce, nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_bytes, nullptr, bytes_of(plain),
                                             plain.size(), bytes_of(data), data.size(), nullptr,
                                             nonce, key_.data());
  return std::string(version) + to_base64(nonce, sealed.size());
}

Result<Secret> SecretBox::open(std::string_view sealed, std::string_view context) const {
  const Error refused{
      ErrorKind::unauthorised,
      fmt::format("the sealed value of '{}' does not open: it was sealed under another key or for "
                  "another place, or was changed; restore the key file, or enter the value again",
                  context)};
  if (!sealed.starts_with(version)) return refused;
  const auto bytes = from_base64(sealed.substr(version.size()));
  if (!bytes || bytes->size() < nonce_bytes + tag_bytes) return refused;
  const std::string data = associated_data(context);
  std::string plain(bytes->size() - nonce_bytes - tag_bytes, '\0');
  const unsigned char* const nonce = bytes_of(std::string_view(*bytes));
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          bytes_of(plain), nullptr, nullptr, nonce + nonce_bytes, bytes->size() - nonce_bytes,
          bytes_of(data), data.size(), nonce, key_.data()) != 0) {
    return refused;
  }
  return Secret(std::move(plain));
}

}  // namespace avstem
