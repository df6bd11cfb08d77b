// Customers over REST and over SOAP.

#include <gtest/gtest.h>

#include "sandbox/twentyfour_soap_client.hpp"

namespace avstem::sandbox {
namespace {

using Client = TwentyFourSoapClient;
using Texts = std::vector<std::string>;

const std::string company_service = "/CRM/Company/V001/CompanyService.asmx";

std::string add(Client& client, const std::string& name, const std::string& number = "") {
  const std::string more =
      number.empty() ? "" : fmt::format(R"(,"organizationNumber":"{}")", number);
  return Client::member(
      Client::json(client.post("/customers",
                               fmt::format(R"({{"isCompany":true,"name":"{}"{}}})", name, more))),
      "id");
}

TEST(TwentyFourCustomers, ACompanyIsMadeChangedAndDeleted) {
  Client client;
  const std::string id = add(client, "Berg & Sønn", "310481513");
  EXPECT_EQ(id, "10000");
  const auto row = Client::json(client.get("/customers/" + id));
  EXPECT_EQ(Client::member(row, "name"), "Berg & Sønn");
  EXPECT_EQ(Client::member(row, "createdAt"), "2026-11-20 10:00:00.000Z");
  client.clock.sleep(std::chrono::seconds(1));
  const auto changed = Client::json(client.rest(
      "PATCH", "/customers/" + id,
      R"({"externalReference":"M1","email":{"billing":"f@x.example"},"address":{"visit":{"street":"Gata 1","countryCode":"NO"}}})"));
  EXPECT_EQ(Client::member(changed, "externalReference"), "M1");
  EXPECT_EQ(Client::member(changed, "email.billing"), "f@x.example");
  EXPECT_EQ(Client::member(changed, "address.visit.street"), "Gata 1");
  EXPECT_EQ(Client::member(changed, "organizationNumber"), "310481513");
  EXPECT_EQ(Client::member(changed, "modifiedAt"), "2026-11-20 10:00:01.000Z");
  EXPECT_EQ(client.rest("DELETE", "/customers/" + id).status, 204);
  EXPECT_EQ(client.get("/customers/" + id).status, 404);
  EXPECT_EQ(Client::column(client.get("/customers"), "id").size(), 0U);
}

TEST(TwentyFourCustomers, ACustomerInTheLedgerStays) {
  Client client;
  const std::string id = add(client, "Berg");
  ASSERT_TRUE(client.company.invoice(
      {std::stoll(id), "1", Date(2026, 11, 20), Date(2026, 12, 4), "", ""}, {{3000, 3, 100}}));
  EXPECT_EQ(client.rest("DELETE", "/customers/" + id).status, 400);
}

TEST(TwentyFourCustomers, APersonIsNamedByFirstAndLastName) {
  Client client;
  const auto person = Client::json(client.post(
      "/customers",
      R"({"isCompany":false,"id":77,"person":{"firstName":"Kari","lastName":"Nordmann"}})"));
  EXPECT_EQ(Client::member(person, "id"), "77");
  EXPECT_EQ(Client::member(person, "name"), "Kari Nordmann");
  EXPECT_EQ(Client::member(person, "organizationNumber"), "missing");
  const auto breaches = [&](const std::string& body) {
    return Client::breaches(client.post("/customers", body));
  };
  EXPECT_EQ(breaches(R"({"isCompany":false,"person":{},"organizationNumber":"1"})"),
            Texts{"organizationNumber additionalProperties"});
  EXPECT_EQ(breaches(R"({"isCompany":true})"), Texts{"name required"});
  EXPECT_EQ(breaches(R"({"isCompany":true,"name":"X","mobilePhone":"12345678901234567890123456"})"),
            Texts{"mobilePhone maxLength"});
  EXPECT_EQ(breaches(R"({"isCompany":true,"name":"X","address":{"visit":{"countryCode":"NOR"}}})"),
            Texts{"address.visit.countryCode maxLength"});
  EXPECT_EQ(client.post("/customers", R"({"isCompany":true,"id":77,"name":"X"})").status, 400);
}

// Trap: a filter that does not exist filters nothing, without a word.
TEST(TwentyFourCustomers, UnknownFiltersAreSilentlyIgnored) {
  Client client;
  add(client, "Berg", "310481513");
  add(client, "Dal");
  EXPECT_EQ(Client::column(client.get("/customers?name=Berg&externalReference=x"), "name"),
            (Texts{"Berg", "Dal"}));
  EXPECT_EQ(Client::column(client.get("/customers?organizationNumber=310481513"), "name"),
            Texts{"Berg"});
  EXPECT_EQ(Client::column(client.get("/customers?sortBy=name:desc"), "name"),
            (Texts{"Dal", "Berg"}));
  EXPECT_EQ(Client::column(client.get("/customers?isCompany=false"), "name").size(), 0U);
  EXPECT_EQ(
      Client::column(client.get("/customers?createdFrom=2026-11-20T10:00:01Z"), "name").size(), 0U);
  EXPECT_EQ(Client::breaches(client.get("/customers?sortBy=email:asc&limit=101")),
            (Texts{"query.limit maximum", "query.sortBy pattern"}));
}

TEST(TwentyFourCustomers, TwentyFiveAreAPageAndAHundredTheMost) {
  Client client;
  for (int i = 0; i < 26; ++i)
    add(client, fmt::format("Kunde {}", i));
  const Response first = client.get("/customers");
  EXPECT_EQ(Client::column(first, "id").size(), 25U);
  EXPECT_NE(first.headers.get("Link").value_or("").find("page=2&limit=25>; rel=\"next\""),
            std::string_view::npos);
  EXPECT_EQ(Client::column(client.get("/customers?page=2"), "id").size(), 1U);
  EXPECT_EQ(Client::column(client.get("/customers?limit=100"), "id").size(), 26U);
}

std::string company(const std::string& inside) {
  return "<companies><Company>" + inside + "</Company></companies>";
}

Response search(Client& client, const std::string& parameters,
                const std::string& properties = "<string>Id</string><string>Name</string>") {
  return client.soap(company_service, "GetCompanies",
                     "<searchParams>" + parameters + "</searchParams><returnProperties>" +
                         properties + "</returnProperties>");
}

TEST(TwentyFourCompanies, AreSavedAndFoundByExternalId) {
  Client client;
  const Response saved = client.soap(
      company_service, "SaveCompanies",
      company("<ExternalId>M1001</ExternalId><Name>Berg &amp; Sønn</Name><EmailAddresses><Primary>"
              "<Value>b@x.example</Value></Primary></EmailAddresses><Type>Business</Type>"));
  EXPECT_EQ(Client::text(saved, "Id"), "10000");
  EXPECT_EQ(Client::texts(saved, "Message"), Texts{});
  EXPECT_EQ(Client::texts(search(client, "<ExternalId>M1001</ExternalId>"), "Id"), Texts{"10000"});
  EXPECT_EQ(Client::texts(search(client, "<ExternalId>M1</ExternalId>"), "Id"), Texts{});
  EXPECT_EQ(Client::texts(search(client, "<CompanyEmail>b@x.example</CompanyEmail>"), "Id"),
            Texts{"10000"});
  const Response changed =
      client.soap(company_service, "SaveCompanies",
                  company("<Id>10000</Id><OrganizationNumber>310481513</OrganizationNumber>"));
  EXPECT_EQ(Client::text(changed, "ExternalId"), "M1001");
  EXPECT_EQ(client.company.find_customer(10'000)->organisation_number, "310481513");
}

// Trap: a name comes with HTML entities in it, on top of those of XML.
TEST(TwentyFourCompanies, NamesAreHtmlEscaped) {
  Client client;
  add(client, "Berg & Sønn");
  EXPECT_EQ(Client::text(search(client, "<CompanyId>10000</CompanyId>"), "Name"),
            "Berg &amp;amp; Sønn");
}

TEST(TwentyFourCompanies, ANameIsExactUnlessItHasAPercentSign) {
  Client client;
  add(client, "Berg");
  add(client, "Bergheim");
  const auto found = [&](const std::string& pattern) {
    return Client::texts(search(client, "<CompanyName>" + pattern + "</CompanyName>"), "Name")
        .size();
  };
  EXPECT_EQ(found("berg"), 1U);
  EXPECT_EQ(found("Berg%"), 2U);
  EXPECT_EQ(found("%heim"), 1U);
  EXPECT_EQ(found("%er%e%"), 1U);
  EXPECT_EQ(found("erg"), 0U);
}

TEST(TwentyFourCompanies, OnlyTheAskedPropertiesAreReturned) {
  Client client;
  add(client, "Berg");
  const Response response = search(client, "", "<string>Type</string>");
  EXPECT_EQ(Client::texts(response, "Type"), Texts{"Business"});
  EXPECT_EQ(Client::texts(response, "Name"), Texts{});
  EXPECT_NE(Client::fault(search(client, "", "")).find("returnProperties is empty"),
            std::string::npos);
}

TEST(TwentyFourCompanies, AnErrorIsAnApiExceptionInASuccess) {
  Client client;
  const auto message = [&](const std::string& inside) {
    const Response response = client.soap(company_service, "SaveCompanies", company(inside));
    EXPECT_EQ(response.status, 200);
    return Client::text(response, "Message");
  };
  EXPECT_EQ(message("<Name>X</Name>"), "Type is not set");
  EXPECT_EQ(message("<Type>Business</Type>"), "Name is not set");
  EXPECT_EQ(message("<Id>5</Id><Name>X</Name>"), "no company has Id 5");
  EXPECT_NE(
      Client::fault(client.soap(company_service, "SaveCompanies", company("<Type>Person</Type>")))
          .find("Type 'Person'"),
      std::string::npos);
}

}  // namespace
}  // namespace avstem::sandbox
