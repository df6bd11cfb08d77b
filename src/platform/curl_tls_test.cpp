#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <microhttpd.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "platform/curl_client.hpp"

namespace avstem {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string text_of(const Memory& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

/// A certificate for 127.0.0.1 that nobody but itself vouches for.
Certificate self_signed(EVP_PKEY* key) {
  Certificate certificate(X509_new(), &X509_free);
  X509* const x = certificate.get();
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
  X509_gmtime_adj(X509_getm_notBefore(x), -3'600);
  X509_gmtime_adj(X509_getm_notAfter(x), 3'600);
  X509_set_pubkey(x, key);
  const std::string name = "127.0.0.1";
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(x));
  X509_sign(x, key, EVP_sha256());
  return certificate;
}

/// Counts the requests that got through.
MHD_Result count(void* requests, MHD_Connection* /*connection*/, const char* /*path*/,
                 const char* /*method*/, const char* /*version*/, const char* /*data*/,
                 std::size_t* /*size*/, void** /*context*/) {
  ++*static_cast<int*>(requests);
  return MHD_NO;
}

TEST(CurlTls, ACertificateNobodyVouchesForIsNotTrusted) {
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const Memory key_text(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  const Memory certificate_text(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(certificate_text.get(), self_signed(key.get()).get());
  const std::string key_pem = text_of(key_text);
  const std::string certificate_pem = text_of(certificate_text);

  int requests = 0;
  const std::unique_ptr<MHD_Daemon, decltype(&MHD_stop_daemon)> daemon(
      MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_TLS, 0, nullptr, nullptr, &count,
                       &requests, MHD_OPTION_HTTPS_MEM_KEY, key_pem.c_str(),
                       MHD_OPTION_HTTPS_MEM_CERT, certificate_pem.c_str(), MHD_OPTION_END),
      &MHD_stop_daemon);
  ASSERT_NE(daemon, nullptr);
  const auto port = MHD_get_daemon_info(daemon.get(), MHD_DAEMON_INFO_BIND_PORT)->port;

  const auto reply =
      CurlClient().send({"POST", fmt::format("https://127.0.0.1:{}/", port), {}, "voucher"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(reply.error().message, ::testing::HasSubstr("certificate is not trusted"));
  EXPECT_EQ(requests, 0);
}

}  // namespace
}  // namespace avstem
