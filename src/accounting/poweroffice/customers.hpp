#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "accounting/invoicing.hpp"
#include "accounting/poweroffice/session.hpp"
#include "core/instant.hpp"

namespace avstem::accounting::poweroffice {

/// Finds customers in Go. Its lists filter by our reference, but not by organisation number or
/// e-mail address (not in the published specification), so those are compared on our side: all
/// customers are read the first time, and afterwards those that have changed. Not for use from two
/// threads at once.
class CustomerDirectory {
 public:
  /// The session must outlive the object.
  explicit CustomerDirectory(Session& session) : session_(session) {}

  /// The customer with our reference, else with the organisation number, else (persons only) with
  /// the e-mail address and, if several have it, the name. `conflict` names the numbers when
  /// several fit; `refused` when the one with our reference is archived.
  Result<std::optional<KnownCustomer>> find(const books::Customer& customer);

 private:
  struct Row {
    std::int64_t id = 0;
    std::int64_t number = 0;
    bool is_person = false;
    bool is_archived = false;
    std::string name;
    std::string organisation_number;  ///< its digits
    std::string email;                ///< both in small letters
    std::string invoice_email;
  };
  using Rows = std::map<std::int64_t, Row>;

  Result<std::optional<KnownCustomer>> find_by_reference(const std::string& reference);
  Result<void> read_changes();
  static Result<Row> row_of(const JsonValue& json);

  Session& session_;
  Rows rows_;                      ///< by id
  std::optional<Instant> newest_;  ///< the last change that was read, by Go's clock
};

/// The body of POST /Customers (CustomerPostDto). An address is left out when it has no postal
/// code or city: Go demands both.
Result<std::string> customer_body(const books::Customer& customer);

/// Reads the answer to it. A 400 or 409 that speaks of the external reference is `conflict`.
Result<KnownCustomer> read_created_customer(const Response& response);

}  // namespace avstem::accounting::poweroffice
