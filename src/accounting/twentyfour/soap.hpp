#pragma once

#include <string>
#include <string_view>

#include "accounting/twentyfour/settings.hpp"
#include "accounting/twentyfour/xml.hpp"
#include "platform/http.hpp"
#include "platform/rate_bucket.hpp"

namespace avstem::accounting::twentyfour {

/// One of 24SevenOffice's SOAP services.
struct Service {
  std::string_view path;
  std::string_view name_space;
  std::string_view action_prefix;
};

inline constexpr Service authenticate_service{"/authenticate/v001/authenticate.asmx",
                                              "http://24sevenOffice.com/webservices",
                                              "http://24sevenOffice.com/webservices/"};
inline constexpr Service account_service{"/Economy/Account/V004/Accountservice.asmx",
                                         "http://24sevenOffice.com/webservices",
                                         "http://24sevenOffice.com/webservices/"};
inline constexpr Service transaction_service{
    "/Economy/Accounting/V001/TransactionService.asmx",
    "http://24sevenoffice.com/webservices/economy/accounting/",
    "http://24sevenoffice.com/webservices/economy/accounting/"};
inline constexpr Service invoice_service{"/Economy/InvoiceOrder/V001/InvoiceService.asmx",
                                         "http://24sevenOffice.com/webservices",
                                         "http://24sevenOffice.com/webservices/"};

/// The session of a user in one client's books. Logins are throttled, so it is shared by all who
/// work in them, and kept for as long as the process lives.
struct SoapLogin {
  Secret session;  ///< empty: nobody is logged in
};

/// Calls in the name of a logged-in user. Every request first passes the rate bucket. Not for use
/// from two threads at once.
class Soap {
 public:
  /// All references must outlive the object. `login` is shared with whoever has the same settings.
  Soap(HttpClient& http, RateBucket& bucket, SoapLogin& login, const Settings& settings)
      : http_(http), bucket_(bucket), login_(login), settings_(settings) {}

  /// `<Operation>Result` of the answer, empty when it has none. `arguments` are finished elements.
  /// When the answer is a fault and HasSession says that nobody is logged in, it logs in again and
  /// sends once more: nothing was done. Errors: `unauthorised` for a login that is refused,
  /// `busy` for a quarantine, `refused` for a fault that blames the request, `unavailable` for any
  /// other.
  Result<XmlValue> call(const Service& service, std::string_view operation,
                        const std::string& arguments = "");

  /// Whether the session still stands; one that does not is forgotten.
  Result<bool> has_session();

 private:
  struct Answer {
    XmlValue result;
    std::string fault_code;  ///< local name; empty: no fault
    std::string fault_words;
  };
  Result<void> log_in();
  Result<Answer> send(const Service& service, std::string_view operation,
                      const std::string& arguments);
  Result<Answer> send_logged_in(const Service& service, std::string_view operation,
                                const std::string& arguments);

  HttpClient& http_;
  RateBucket& bucket_;
  SoapLogin& login_;
  const Settings& settings_;
};

}  // namespace avstem::accounting::twentyfour
