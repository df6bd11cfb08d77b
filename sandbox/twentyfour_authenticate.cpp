// The Authenticate service: logins, sessions and identities.

#include <fmt/format.h>

#include "sandbox/twentyfour_soap.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::string_view no_guid = "00000000-0000-0000-0000-000000000000";

Credential credential_of(const SoapCall& call) {
  const XmlValue* given = call.body.find("credential");
  if (given == nullptr) return {};
  std::string identity = given->text_of("IdentityId");
  if (identity == no_guid) identity.clear();
  return {given->text_of("ApplicationId"), std::move(identity), given->text_of("Username"),
          given->text_of("Password")};
}

Result<void> login(SoapCall& call) {
  const Result<std::string> session = call.sessions.login(credential_of(call));
  if (!session) return session.error();
  call.answer.text("LoginResult", *session);
  if (!session->empty()) {
    call.headers.add("Set-Cookie", fmt::format("ASP.NET_SessionId={}; path=/; HttpOnly", *session));
  }
  return {};
}

Result<void> has_session(SoapCall& call) {
  call.answer.flag("HasSessionResult", call.session != nullptr);
  return {};
}

void write_identity(XmlWriter& writer, std::string_view element, const TwentyFourUser& user,
                    const TwentyFourIdentity& identity, bool is_current) {
  writer.open(element);
  writer.text("Id", identity.id);
  writer.open("User");
  writer.text("Name", user.username);
  writer.close();
  writer.open("Client");
  writer.whole("Id", identity.company->accounts().begin()->second.id);
  writer.text("Name", identity.company->settings().name);
  writer.close();
  writer.flag("IsCurrent", is_current);
  writer.flag("IsDefault", &identity == &user.identities.front());
  writer.flag("IsProtected", false);
  if (identity.is_blocked) writer.flag("IsDisabled", true);
  writer.close();
}

Result<void> get_identity(SoapCall& call) {
  write_identity(call.answer, "GetIdentityResult", call.sessions.user(*call.session),
                 call.sessions.identity(*call.session), true);
  return {};
}

Result<void> get_identities(SoapCall& call) {
  const TwentyFourUser& user = call.sessions.user(*call.session);
  call.answer.open("GetIdentitiesResult");
  for (const TwentyFourIdentity& identity : user.identities) {
    write_identity(call.answer, "Identity", user, identity,
                   &identity == &call.sessions.identity(*call.session));
  }
  call.answer.close();
  return {};
}

Result<void> get_identities_with_credential(SoapCall& call) {
  const TwentyFourUser* user = call.sessions.user_of(credential_of(call));
  call.answer.open("GetIdentitiesWithCredentialResult");
  if (user != nullptr) {
    for (const TwentyFourIdentity& identity : user->identities)
      write_identity(call.answer, "Identity", *user, identity, false);
  }
  call.answer.close();
  return {};
}

Result<void> set_identity_by_id(SoapCall& call) {
  const Result<bool> is_set =
      call.sessions.set_identity(*call.session, call.body.text_of("identityId"));
  if (!is_set) return is_set.error();
  call.answer.flag("SetIdentityByIdResult", *is_set);
  return {};
}

XmlElement credential_element() {
  return xml_sequence("credential", {{"ApplicationId", XmlKind::guid, true},
                                     {"IdentityId", XmlKind::guid},
                                     {"Password"},
                                     {"Username"}});
}

}  // namespace

const SoapService& authenticate_service() {
  static const SoapService service = {
      "/authenticate/v001/authenticate.asmx",
      "http://24sevenOffice.com/webservices",
      "http://24sevenOffice.com/webservices/",
      {{xml_sequence("Login", {credential_element()}), true, login},
       {xml_sequence("HasSession"), true, has_session},
       {xml_sequence("GetIdentity"), false, get_identity},
       {xml_sequence("GetIdentities"), false, get_identities},
       {xml_sequence("SetIdentityById", {{"identityId", XmlKind::guid, true}}), false,
        set_identity_by_id},
       {xml_sequence("GetIdentitiesWithCredential", {credential_element()}), true,
        get_identities_with_credential}}};
  return service;
}

}  // namespace avstem::sandbox::twentyfour
