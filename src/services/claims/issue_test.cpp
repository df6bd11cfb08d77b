#include "services/claims/issue.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>

#include "services/settlement/schema.hpp"

namespace avstem::services {
namespace {

using accounting::DocumentStage;
using accounting::DocumentState;
using accounting::KnownCustomer;

const Error lost{ErrorKind::unavailable, "no answer"};

/// An accounting system in memory, which knows no idempotency: what is written twice is there
/// twice. `plan` says of each request in turn what becomes of it.
class FakeSystem final : public accounting::Invoicing {
 public:
  enum class Fate { works, lost_before, lost_after, busy };
  std::deque<Fate> plan;
  int asks_until_issued = 0;  ///< how often an invoice in the making must be asked for
  int failures = 0;           ///< invoices that fail before one works
  std::string refuses;        ///< orders with this reference

  struct Order {
    books::SaleDocument document;
    int asked = -1;  ///< −1: nobody wants the invoice yet
    bool failed = false;
    int invoices = 0;
    std::string number;
  };
  std::vector<books::Customer> customers;
  std::vector<Order> orders;

  Result<std::optional<KnownCustomer>> find_customer(const books::Customer& wanted) override {
    return run<std::optional<KnownCustomer>>([&]() -> Result<std::optional<KnownCustomer>> {
      for (std::size_t i = 0; i < customers.size(); ++i) {
        if (customers[i].reference == wanted.reference) return std::optional(known(i));
      }
      return std::optional<KnownCustomer>();
    });
  }
  Result<KnownCustomer> create_customer(const books::Customer& customer) override {
    return run<KnownCustomer>([&]() -> Result<KnownCustomer> {
      customers.push_back(customer);
      return known(customers.size() - 1);
    });
  }
  Result<DocumentState> find_document(const books::SaleDocument& document,
                                      const std::string& order_id) override {
    return run<DocumentState>([&]() -> Result<DocumentState> {
      for (std::size_t i = 0; i < orders.size(); ++i) {
        if (order_id.empty() ? orders[i].document.reference == document.reference
                             : order_id == std::to_string(i)) {
          return state(i);
        }
      }
      return DocumentState();
    });
  }
  Result<std::string> place_order(const books::SaleDocument& document) override {
    return run<std::string>([&]() -> Result<std::string> {
      if (document.reference == refuses) return Error{ErrorKind::refused, "account 3000 is locked"};
      orders.push_back({document, -1, false, 0, ""});
      return std::to_string(orders.size() - 1);
    });
  }
  Result<void> issue(const books::SaleDocument&, const std::string& order_id) override {
    auto done = run<bool>([&]() -> Result<bool> {
      Order& order = orders.at(std::stoul(order_id));
      order.asked = 0;
      order.failed = failures > 0;
      if (failures > 0) {
        --failures;
      } else {
        ++order.invoices;
        order.number = std::to_string(10001 + std::stoi(order_id));
      }
      return true;
    });
    return done ? Result<void>() : Result<void>(done.error());
  }

 private:
  static KnownCustomer known(std::size_t i) {
    return {static_cast<std::int64_t>(50001 + i), std::to_string(i)};
  }
  DocumentState state(std::size_t i) {
    Order& order = orders[i];
    DocumentState state;
    state.order_id = std::to_string(i);
    if (order.asked < 0) {
      state.stage = DocumentStage::ordered;
    } else if (order.failed) {
      state.stage = DocumentStage::failed;
      state.message = "the printer is on fire";
    } else if (order.asked++ < asks_until_issued) {
      state.stage = DocumentStage::processing;
    } else {
      state.stage = DocumentStage::issued;
      state.invoice_number = order.number;
      state.due_date = order.document.due_date;
      state.total = order.document.total();
    }
    return state;
  }
  template <class T>
  Result<T> run(const std::function<Result<T>()>& request) {
    const Fate fate = plan.empty() ? Fate::works : plan.front();
    if (!plan.empty()) plan.pop_front();
    if (fate == Fate::busy) return Error{ErrorKind::busy, "come again"};
    if (fate == Fate::lost_before) return lost;
    auto done = request();
    return fate == Fate::lost_after ? Result<T>(lost) : done;
  }
};

/// One client with an open database.
struct Desk {
  store::Database database = *store::Database::open(":memory:");
  ManualClock clock{Instant(std::chrono::hours(500'000))};
  FakeSystem system;
  Client client;

  Desk() {
    client.id = *parse_client_id("shop");
    std::vector<store::Migration> steps = settlement_migrations();
    for (const store::Migration& step : claim_migrations())
      steps.push_back(step);
    EXPECT_TRUE(store::migrate(database, steps));
  }

  Result<IssueOutcome> run() { return Issue(database, system, clock).all(client); }
  ClaimStore store() { return ClaimStore(database); }
};

books::Customer kari() {
  books::Customer customer;
  customer.reference = "c-1";
  customer.first_name = "Kari";
  customer.last_name = "Bjørnstad";
  return customer;
}

PlannedDocument invoice(const std::string& reference) {
  PlannedDocument planned;
  planned.document.reference = reference;
  planned.document.matching_reference = reference;
  planned.document.date = Date(2026, 3, 2);
  planned.document.due_date = Date(2026, 3, 16);
  planned.document.currency = *Currency::parse("NOK");
  planned.document.items = {{"Jacket", 125000, "3", 3000}};
  planned.customer_reference = "c-1";
  return planned;
}

PlannedDocument credit_note(const std::string& reference, const std::string& original) {
  PlannedDocument planned = invoice(reference);
  planned.document.kind = books::SaleDocumentKind::credit_note;
  planned.credits_reference = original;
  return planned;
}

TEST(Issue, AnInvoiceAndItsCreditNote) {
  Desk desk;
  ASSERT_TRUE(desk.store().add(desk.client.id, {kari()},
                               {invoice("ORD-1"), credit_note("ORD-1-R1", "ORD-1")}));
  auto outcome = desk.run();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->issued, 2);
  ASSERT_EQ(desk.system.orders.size(), 2U);
  EXPECT_EQ(desk.system.orders[0].document.customer_number, 50001);
  EXPECT_EQ(desk.system.orders[1].document.credits, "10001");
  auto stored = desk.store().document(desk.client.id, "ORD-1");
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->invoice_number, "10001");
  EXPECT_EQ(stored->total, 125000);
  EXPECT_EQ(stored->due_date, Date(2026, 3, 16));
  outcome = desk.run();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->issued + outcome->waiting + outcome->stopped, 0);
}

TEST(Issue, AsynchronousInvoicingIsFollowedToItsEnd) {
  Desk desk;
  desk.system.asks_until_issued = Issue::asks_max - 1;
  ASSERT_TRUE(desk.store().add(desk.client.id, {kari()}, {invoice("ORD-1")}));
  EXPECT_EQ(desk.run()->issued, 1);

  Desk slow;
  slow.system.asks_until_issued = Issue::asks_max;
  ASSERT_TRUE(slow.store().add(slow.client.id, {kari()}, {invoice("ORD-1")}));
  EXPECT_EQ(slow.run()->waiting, 1);
  EXPECT_EQ(slow.run()->issued, 1);
  EXPECT_EQ(slow.system.orders[0].invoices, 1);
}

TEST(Issue, ARefusalIsAFindingAndTheNextIsTried) {
  Desk desk;
  desk.system.refuses = "ORD-1";
  ASSERT_TRUE(
      desk.store().add(desk.client.id, {kari()},
                       {invoice("ORD-1"), credit_note("ORD-1-R1", "ORD-1"), invoice("ORD-2")}));
  auto outcome = desk.run();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->issued, 1);
  EXPECT_EQ(outcome->stopped, 1);
  EXPECT_EQ(outcome->waiting, 1) << "a credit note waits for its invoice";
  FindingStore findings(desk.database);
  auto open = findings.open(desk.client.id);
  ASSERT_EQ(open->size(), 1U);
  EXPECT_EQ(open->front().finding.subject, "ORD-1");
  EXPECT_NE(open->front().finding.message.find("account 3000 is locked"), std::string::npos);

  desk.system.refuses.clear();
  EXPECT_EQ(desk.run()->issued, 2);
  EXPECT_TRUE(findings.open(desk.client.id)->empty());
}

TEST(Issue, AFailedInvoiceIsAskedForAgain) {
  Desk desk;
  desk.system.failures = 1;
  ASSERT_TRUE(desk.store().add(desk.client.id, {kari()}, {invoice("ORD-1")}));
  EXPECT_EQ(desk.run()->stopped, 1);
  EXPECT_EQ(desk.store().document(desk.client.id, "ORD-1")->message, "the printer is on fire");
  EXPECT_EQ(desk.run()->issued, 1);
  EXPECT_EQ(desk.system.orders.size(), 1U);
}

TEST(Issue, StoredWordsAreNeverChanged) {
  Desk desk;
  ASSERT_TRUE(desk.store().add(desk.client.id, {kari()}, {invoice("ORD-1")}));
  auto again = desk.store().add(desk.client.id, {kari()}, {invoice("ORD-1")});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->there, 2);
  PlannedDocument other = invoice("ORD-1");
  other.document.items.front().amount = 1;
  auto refused = desk.store().add(desk.client.id, {}, {invoice("ORD-2"), other});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(desk.store().documents(desk.client.id, false)->size(), 1U) << "all of them or none";
  PlannedDocument stranger = invoice("ORD-3");
  stranger.customer_reference = "c-9";
  EXPECT_EQ(desk.store().add(desk.client.id, {}, {stranger}).error().kind, ErrorKind::not_found);
}

/// Whatever is lost, before or after its effect: one customer, one order, one invoice of each.
RC_GTEST_PROP(Issue, EachIsThereOnceWhateverIsLost, ()) {
  using Fate = FakeSystem::Fate;
  Desk desk;
  const auto fates = *rc::gen::container<std::vector<Fate>>(rc::gen::weightedElement<Fate>(
      {{3, Fate::works}, {2, Fate::lost_before}, {2, Fate::lost_after}, {1, Fate::busy}}));
  desk.system.plan.assign(fates.begin(), fates.end());
  desk.system.asks_until_issued = *rc::gen::inRange(0, 15);
  desk.system.failures = *rc::gen::inRange(0, 3);
  RC_ASSERT(
      desk.store().add(desk.client.id, {kari()},
                       {invoice("ORD-1"), invoice("ORD-2"), credit_note("ORD-1-R1", "ORD-1")}));
  for (std::size_t run = 0; run < fates.size() + 10; ++run) {
    auto outcome = desk.run();
    RC_ASSERT(outcome || outcome.error().kind == ErrorKind::unavailable ||
              outcome.error().kind == ErrorKind::busy);
  }
  RC_ASSERT(desk.system.customers.size() == 1U);
  RC_ASSERT(desk.system.orders.size() == 3U);
  for (const FakeSystem::Order& order : desk.system.orders)
    RC_ASSERT(order.invoices == 1);
  RC_ASSERT(desk.store().documents(desk.client.id, true)->empty());
  RC_ASSERT(FindingStore(desk.database).open(desk.client.id)->empty());
}

}  // namespace
}  // namespace avstem::services
