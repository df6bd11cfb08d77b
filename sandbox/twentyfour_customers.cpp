// Customers over REST.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sandbox/twentyfour_replies.hpp"

namespace avstem::sandbox::twentyfour {
namespace {

constexpr std::size_t external_reference_length_max = 100;
constexpr std::size_t mobile_phone_length_max = 25;

/// As the specification's examples write it here: with a space, and milliseconds.
std::string written_time(Instant instant) {
  std::string text = json_time(instant);
  text[text.find('T')] = ' ';
  text.pop_back();
  return text + ".000Z";
}

std::string address_json(const std::map<std::string, std::string>& address) {
  JsonObject row;
  for (const auto& [field, value] : address)
    row.text(field, value);
  return row.to_text();
}

JsonObject customer_row(const Customer& customer) {
  JsonObject row;
  row.number("id", customer.id).text("name", customer.name);
  row.text("externalReference", customer.external_reference);
  if (!customer.is_company) {
    JsonObject person;
    person.text("firstName", customer.first_name).text("lastName", customer.last_name);
    row.raw("person", person.to_text());
  }
  row.boolean("isCompany", customer.is_company).boolean("isSupplier", customer.is_supplier);
  if (customer.is_company) row.text("organizationNumber", customer.organisation_number);
  JsonObject addresses;
  for (const auto& [kind, address] : customer.addresses)
    addresses.raw(kind, address_json(address));
  row.raw("address", addresses.to_text());
  JsonObject email;
  email.text("contact", customer.email).text("billing", customer.billing_email);
  row.raw("email", email.to_text());
  row.text("phone", customer.phone).text("mobilePhone", customer.mobile_phone);
  row.text("createdAt", written_time(customer.created));
  row.text("modifiedAt", written_time(customer.modified));
  return row;
}

/// Reads the properties that requests share into a customer; what is not given stays.
class CustomerBody {
 public:
  CustomerBody(TwentyFourMode mode, std::vector<Breach>& breaches)
      : mode_(mode), breaches_(breaches) {}

  void read_shared(BodyReader& reader, Customer& customer) {
    set(reader, "externalReference", customer.external_reference, external_reference_length_max);
    if (const auto flag = reader.flag("isSupplier")) customer.is_supplier = *flag;
    set(reader, "phone", customer.phone);
    set(reader, "mobilePhone", customer.mobile_phone, mobile_phone_length_max);
    if (const JsonValue* email = reader.object("email")) {
      BodyReader inner(*email, reader.path_of("email"), breaches_);
      set(inner, "contact", customer.email);
      set(inner, "billing", customer.billing_email);
      inner.finish(Properties::open, mode_);
    }
    if (const JsonValue* address = reader.object("address")) {
      BodyReader inner(*address, reader.path_of("address"), breaches_);
      read_address(inner, "visit", {"countryCode"}, customer);
      read_address(inner, "postal", {}, customer);
      read_address(inner, "billing", {"name", "countryCode"}, customer);
      read_address(inner, "delivery", {"name", "countryCode"}, customer);
      inner.finish(Properties::open, mode_);
    }
  }

  void read_person(BodyReader& reader, Customer& customer) {
    const JsonValue* person = reader.object("person");
    if (person == nullptr) return;
    BodyReader inner(*person, reader.path_of("person"), breaches_);
    set(inner, "firstName", customer.first_name);
    set(inner, "lastName", customer.last_name);
    inner.finish(Properties::open, mode_);
    customer.name = fmt::format("{} {}", customer.first_name, customer.last_name);
  }

  /// A text that may be null, which empties it.
  static void set(BodyReader& reader, const std::string& name, std::string& field,
                  std::size_t length_max = std::numeric_limits<std::size_t>::max()) {
    if (!reader.has(name)) return;
    field = reader.text(name, {0, length_max, true}).value_or("");
  }

 private:
  void read_address(BodyReader& addresses, const std::string& kind,
                    std::initializer_list<const char*> more, Customer& customer) {
    constexpr std::size_t country_code_length = 2;
    const JsonValue* value = addresses.object(kind);
    if (value == nullptr) return;
    BodyReader reader(*value, addresses.path_of(kind), breaches_);
    std::vector<std::string> fields = {"street", "postalCode", "postalArea", "countrySubdivision"};
    fields.insert(fields.end(), more.begin(), more.end());
    for (const std::string& field : fields) {
      std::string& text = customer.addresses[kind][field];
      set(reader, field, text,
          field == "countryCode" ? country_code_length : std::numeric_limits<std::size_t>::max());
    }
    reader.finish(Properties::open, mode_);
  }

  TwentyFourMode mode_;
  std::vector<Breach>& breaches_;
};

const Customer* customer_of(const Call& call) {
  std::int64_t id = 0;
  const std::string& text = call.ids[0];
  std::from_chars(text.data(), text.data() + text.size(), id);
  const Customer* customer = call.company.find_customer(id);
  return customer == nullptr || customer->created > call.seen_at ? nullptr : customer;
}

struct Filters {
  std::optional<std::string> organisation_number;
  std::optional<bool> is_company;
  std::optional<bool> is_supplier;
  std::optional<Instant> modified_from;
  std::optional<Instant> created_from;
};

bool passes(const Filters& filters, const Customer& customer, Instant seen_at) {
  if (customer.is_deleted || customer.created > seen_at) return false;
  if (filters.organisation_number && customer.organisation_number != *filters.organisation_number) {
    return false;
  }
  if (filters.is_company && customer.is_company != *filters.is_company) return false;
  if (filters.is_supplier && customer.is_supplier != *filters.is_supplier) return false;
  if (filters.modified_from && customer.modified < *filters.modified_from) return false;
  return !filters.created_from || customer.created >= *filters.created_from;
}

/// `field:asc` or `field:desc`; false when it is anything else.
bool sort(std::vector<const Customer*>& rows, std::string_view order) {
  const std::size_t colon = order.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view field = order.substr(0, colon);
  const std::string_view direction = order.substr(colon + 1);
  if (direction != "asc" && direction != "desc") return false;
  const auto by = [&](auto key) { std::ranges::stable_sort(rows, {}, key); };
  if (field == "name") {
    by([](const Customer* customer) { return customer->name; });
  } else if (field == "createdAt") {
    by([](const Customer* customer) { return customer->created; });
  } else if (field == "modifiedAt") {
    by([](const Customer* customer) { return customer->modified; });
  } else if (field == "organizationNumber") {
    by([](const Customer* customer) { return customer->organisation_number; });
  } else if (field != "id") {
    return false;
  }
  if (direction == "desc") std::ranges::reverse(rows);
  return true;
}

}  // namespace

// There is no filter by name, e-mail or outside reference: such a parameter filters nothing.
Response get_customers(const Call& call) {
  QueryReader query(call);
  Filters filters;
  filters.organisation_number = query.text("organizationNumber");
  filters.is_company = query.flag("isCompany");
  filters.is_supplier = query.flag("isSupplier");
  filters.modified_from = query.instant("modifiedFrom");
  filters.created_from = query.instant("createdFrom");
  const std::int64_t limit = query.whole("limit", {1, customers_page_max}).value_or(customers_page);
  const std::int64_t page = query.whole("page", {1}).value_or(1);
  std::vector<const Customer*> rows;
  for (const auto& [_, customer] : call.company.customers()) {
    if (passes(filters, customer, call.seen_at)) rows.push_back(&customer);
  }
  if (const auto order = query.text("sortBy"); order && !sort(rows, *order)) {
    query.breach("sortBy", "pattern");
  }
  if (!query.breaches().empty()) return validation_error(call, query.breaches());
  const auto row_at = [&](std::size_t i) { return customer_row(*rows[i]); };
  return page_reply(call, {rows.size(), row_at}, page, limit);
}

Response post_customer(const Call& call) {
  BodyOrRefusal read = read_body(call);
  if (read.refusal) return *read.refusal;
  std::vector<Breach> breaches;
  BodyReader reader(read.body, "", breaches);
  CustomerBody body(call.mode(), breaches);
  reader.require({"isCompany"});
  Customer customer;
  customer.is_company = reader.flag("isCompany").value_or(true);
  customer.id = reader.whole("id", {1}, true).value_or(0);
  if (customer.is_company) {
    reader.require({"name"});
    customer.name = reader.text("name").value_or("");
    CustomerBody::set(reader, "organizationNumber", customer.organisation_number);
  } else {
    reader.require({"person"});
    body.read_person(reader, customer);
  }
  body.read_shared(reader, customer);
  reader.finish(Properties::open, call.mode());
  if (!breaches.empty()) return validation_error(call, breaches);
  const Result<std::int64_t> id = call.company.add_customer(std::move(customer));
  if (!id) return refusal(call, id.error());
  return json_reply(200, customer_row(*call.company.find_customer(*id)).to_text());
}

Response get_customer(const Call& call) {
  const Customer* customer = customer_of(call);
  if (customer == nullptr) return not_found(call, "customer", call.ids[0]);
  return json_reply(200, customer_row(*customer).to_text());
}

Response patch_customer(const Call& call) {
  const Customer* known = customer_of(call);
  if (known == nullptr) return not_found(call, "customer", call.ids[0]);
  BodyOrRefusal read = read_body(call);
  if (read.refusal) return *read.refusal;
  std::vector<Breach> breaches;
  BodyReader reader(read.body, "", breaches);
  CustomerBody body(call.mode(), breaches);
  Customer changed = *known;
  CustomerBody::set(reader, "name", changed.name);
  body.read_person(reader, changed);
  CustomerBody::set(reader, "organizationNumber", changed.organisation_number);
  body.read_shared(reader, changed);
  reader.finish(Properties::open, call.mode());
  if (!breaches.empty()) return validation_error(call, breaches);
  Customer& customer = *call.company.change_customer(known->id);
  changed.modified = customer.modified;
  customer = std::move(changed);
  return json_reply(200, customer_row(customer).to_text());
}

Response delete_customer(const Call& call) {
  const Customer* known = customer_of(call);
  if (known == nullptr) return not_found(call, "customer", call.ids[0]);
  const bool has_lines = std::ranges::any_of(
      call.company.lines(), [&](const Line& line) { return line.content.customer == known->id; });
  if (has_lines) {
    return refusal(call, 400, "BadRequestError",
                   fmt::format("customer {} has lines in the ledger", known->id));
  }
  call.company.change_customer(known->id)->is_deleted = true;
  return Response{204, {}, ""};
}

}  // namespace avstem::sandbox::twentyfour
