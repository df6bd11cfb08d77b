#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/clock.hpp"
#include "platform/http.hpp"
#include "platform/url.hpp"
#include "sandbox/twentyfour_access.hpp"
#include "sandbox/twentyfour_company.hpp"
#include "sandbox/twentyfour_sessions.hpp"
#include "sandbox/twentyfour_settings.hpp"

namespace avstem::sandbox {

/// A stand-in for 24SevenOffice (Finago Office), made from its published OpenAPI document and WSDL
/// files:
///
///     POST /oauth/token               the login of REST
///     …    /rest/…                    REST: accounts, taxes, transactions, transactionlines
///     PUT  /upload/…                  where an uploadUrl of REST leads
///     POST /soap/authenticate/…       SOAP 1.1, its WSDL files: the login of SOAP
///     POST /soap/Economy/…            AccountService V004 and TransactionService V001
///
/// Nothing is random and time is the given clock's: the same calls give the same answers. Called
/// by one thread.
class TwentyFour final : public Handler {
 public:
  /// The clock must outlive this object.
  explicit TwentyFour(const Clock& clock, TwentyFourSettings settings = {});

  /// A new company; it lives as long as this object.
  twentyfour::Company& add_company(twentyfour::CompanySettings settings);
  /// Connects an application to a company of this object: its tokens are for this pair only.
  void connect(twentyfour::Company& company, TwentyFourApplication application);

  /// An integration that may log in over SOAP: one id for all companies.
  void add_soap_application(std::string id) { sessions_.add_application(std::move(id)); }
  /// A user whose identities lead to companies of this object.
  void add_user(TwentyFourUser user) { sessions_.add_user(std::move(user)); }

  const TwentyFourSettings& settings() const { return settings_; }
  Response handle(const Request& request) override;

 private:
  Response answer_rest(const Request& request, std::string_view path,
                       const QueryParameters& parameters);
  Response answer_upload(const Request& request, const Target& target);
  std::string public_url(const Request& request) const;

  const Clock& clock_;
  TwentyFourSettings settings_;
  twentyfour::Gate gate_;
  twentyfour::Sessions sessions_;
  std::vector<std::unique_ptr<twentyfour::Company>> companies_;
  std::uint64_t traces_given_ = 0;
};

}  // namespace avstem::sandbox
