#include "tests/scenario_run.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "books/chain.hpp"
#include "books/decision.hpp"
#include "core/check.hpp"
#include "tests/scenario_vat.hpp"

namespace avstem::scenario {
namespace {

books::Mapping mapping_of(const Scenario& scenario) {
  books::Mapping mapping = books::Mapping::defaults(scenario.vat_registered);
  for (const auto& [role, account] : scenario.accounts) {
    check(mapping.set_account(role, account).has_value(), "a scenario's accounts are allowed");
  }
  return mapping;
}

class Run final : public books::BookingSink {
 public:
  explicit Run(const Scenario& scenario)
      : scenario_(scenario),
        funds_(scenario.opening_funds, scenario.currency),
        fees_(scenario.opening_fees, scenario.currency),
        open_(scenario.claims),
        mapping_(mapping_of(scenario)),
        foreign_(scenario.currency, mapping_, {}) {}

  Result<void> happen(const OthersVoucher& voucher) {
    for (const Line& line : voucher.lines) {
      books::Posting posting;
      posting.account = line.account;
      posting.customer_number = line.customer;
      posting.matching_reference = line.reference;
      posting.invoice_number = line.invoice;
      posting.kid = line.kid;
      posting.vat_code = line.vat_code;
      posting.amount = line.amount;
      move(voucher.date, posting);
    }
    return {};
  }

  Result<void> happen(const ReportedDate& reported) {
    books::BookingTerms terms;
    terms.client = scenario_client;
    terms.ledger = scenario_.ledger;
    terms.ledger_date = reported.date;
    terms.currency = scenario_.currency;
    terms.mapping = mapping_;
    terms.captures = scenario_.captures;
    // What a foreign payout brings in NOK is known when it arrives.
    terms.post_bank_line = scenario_.post_bank_line && scenario_.rates.empty();
    terms.compact = scenario_.compact;
    for (const books::TillDay& till : scenario_.tills) {
      if (till.date == reported.date) terms.tills.push_back(till);
    }
    terms.matching = scenario_.matching;
    terms.department = scenario_.department;
    terms.project = scenario_.project;
    terms.parts_taken = parts_[reported.date];
    terms.fee_captures = fee_captures(reported);
    terms.fee_invoices = scenario_.fee_invoices;
    terms.open_retained = retained_.alone_booked();
    books::OpenItems items(open_);
    books::DateBooking booking(std::move(terms), items, scenario_.sales, *this);
    for (books::Entry entry : reported.entries) {
      if (auto added = add(booking, entry); !added) return added;
    }
    auto finished = booking.finish();
    for (books::Entry entry : reported.entries) {
      if (entry.type != books::EntryType::fees_retained) continue;
      entry.sequence = ++retained_entries_;
      retained_.add_booked(retained_side(entry));
    }
    return finished;
  }

  Result<void> happen(const Recognise& now) {
    for (const PlannedDeferral& planned : scenario_.deferrals) {
      auto deferral = books::Deferral::make(planned.head, planned.steps);
      if (!deferral) return deferral.error();
      auto due = books::recognitions_due(*deferral, now.date, references_);
      if (!due) return due.error();
      for (const books::Voucher& made : *due) {
        if (auto taken = take(made); !taken) return taken;
      }
    }
    return {};
  }

  Result<void> happen(const AcceptedLoss& loss) {
    books::LostDispute dispute;
    dispute.client = scenario_client;
    dispute.ledger = scenario_.ledger;
    dispute.date = loss.date;
    dispute.supplied = loss.date;
    dispute.currency = scenario_.currency;
    dispute.psp_reference = loss.psp_reference;
    dispute.parts = loss.parts;
    auto proposed = books::propose_loss(dispute, mapping_);
    return proposed ? take(*proposed) : Result<void>(proposed.error());
  }

  Result<void> happen(const DecidedMoney& decided) {
    const auto about = std::ranges::find_if(outcome_.findings, [&](const books::Finding& told) {
      return books::place_of(told.kind) && told.subject.starts_with(decided.psp_reference + "#");
    });
    if (about == outcome_.findings.end()) {
      return Error{ErrorKind::invalid, "no finding is about psp " + decided.psp_reference};
    }
    books::StandingMoney money;
    money.client = scenario_client;
    money.ledger = scenario_.ledger;
    money.ledger_date = about->ledger_date;
    money.currency = scenario_.currency;
    money.account = mapping_.account(*books::place_of(about->kind));
    money.line_reference = decided.psp_reference;
    money.amount = about->amount;
    std::vector<books::Destination> places;
    for (const Line& line : decided.lines) {
      books::Destination to;
      to.amount = -line.amount;
      to.account = line.customer == 0 ? line.account : 0;
      to.customer_number = line.customer;
      to.matching_reference = line.reference;
      to.invoice_number = line.invoice;
      to.kid = line.kid;
      to.vat_code = line.vat_code;
      to.department = line.department;
      to.project = line.project;
      places.push_back(std::move(to));
    }
    auto made = books::decide(money, places,
                              {mapping_, scenario_.vat_registered, decided.date, ++decisions_});
    return made ? take(*made) : Result<void>(made.error());
  }

  Result<void> happen(const Arrived& payout) {
    auto made =
        foreign_.arrived({books::voucher_reference(scenario_client, scenario_.ledger,
                                                   books::VoucherKind::bank, payout.date, 1),
                          payout.date, payout.foreign, payout.received, scenario_.post_bank_line});
    if (!made) return made.error();
    return *made ? take(**made) : Result<void>();
  }

  Result<void> voucher(const books::Voucher& made,
                       const std::vector<books::SourceRange>& from) override {
    if (from.empty()) return Error{ErrorKind::internal, "a voucher names its entries"};
    if (scenario_.rates.empty()) return take(made);
    const auto rate = scenario_.rates.find(made.head().date);
    if (rate == scenario_.rates.end()) return Error{ErrorKind::internal, "a date has no rate"};
    auto in_nok = foreign_.in_nok(made, rate->second);
    return in_nok ? take(*in_nok) : Result<void>(in_nok.error());
  }

  Result<void> finding(const books::Finding& raised) override {
    outcome_.findings.push_back(raised);
    return {};
  }

  Result<void> withdraw(const books::Finding& gone) override {
    outcome_.withdrawn.push_back(gone);
    return {};
  }

  Outcome finish() {
    outcome_.funds_balance = funds_.balance();
    outcome_.fees_balance = fees_.balance();
    outcome_.foreign_clearing = foreign_.position(mapping_.account(books::AccountRole::clearing));
    return std::move(outcome_);
  }

 private:
  Result<void> take(const books::Voucher& made) {
    if (!references_.insert(made.head().reference).second) {
      return Error{ErrorKind::internal, "reference used twice: " + made.head().reference};
    }
    for (const books::Posting& posting : made.postings()) {
      auto rows = rows_of(posting, made.head().original_date.value_or(made.head().date), mapping_);
      if (!rows) return rows.error();
      for (const books::Posting& row : *rows)
        move(made.head().date, row);
    }
    outcome_.vouchers.push_back(made);
    return {};
  }

  Result<void> add(books::DateBooking& booking, books::Entry entry) {
    const bool funds = entry.topic == books::Topic::funds;
    books::BalanceChain& chain = funds ? funds_ : fees_;
    entry.sequence = ++sequences_[{entry.ledger_date, funds}];
    entry.balance_before = chain.balance();
    entry.balance_after = entry.balance_before + entry.amount;
    if (auto gap = chain.add(entry)) return Error{ErrorKind::internal, gap->message};
    if (entry.type == books::EntryType::capture) {
      capture_dates_[entry.psp_reference] = entry.ledger_date;
      if (!entry.reference.empty()) order_dates_[entry.reference] = entry.ledger_date;
    }
    return booking.add(entry);
  }

  /// What the stored entries would tell of the captures behind a date's fees.
  books::FeeCaptures fee_captures(const ReportedDate& reported) const {
    books::FeeCaptures captures;
    captures.by_psp_reference = capture_dates_;
    for (const books::Entry& entry : reported.entries) {
      if (entry.type != books::EntryType::capture_fee) continue;
      const bool known =
          capture_dates_.contains(entry.psp_reference) ||
          std::any_of(reported.entries.begin(), reported.entries.end(), [&](const auto& other) {
            return other.type == books::EntryType::capture &&
                   other.psp_reference == entry.psp_reference;
          });
      if (known) continue;
      if (const auto order = order_dates_.find(entry.reference); order != order_dates_.end()) {
        captures.by_reference.insert(*order);
      } else {
        captures.unknown.insert(entry.psp_reference);
      }
    }
    return captures;
  }

  /// Moves an account; a customer's line clears the open item it names, or opens one.
  void move(Date date, const books::Posting& posting) {
    outcome_.movements[{date, posting.account, posting.vat_code}] += posting.amount;
    if (posting.customer_number == 0) return;
    const auto item = std::find_if(open_.begin(), open_.end(), [&](const books::Claim& claim) {
      if (claim.customer_number != posting.customer_number) return false;
      return posting.matching_reference.empty()
                 ? claim.invoice_number == posting.invoice_number
                 : claim.matching_reference == posting.matching_reference &&
                       (posting.invoice_number.empty() ||
                        claim.invoice_number == posting.invoice_number);
    });
    if (item == open_.end()) {
      open_.push_back({posting.customer_number, posting.matching_reference, posting.invoice_number,
                       posting.kid, Money(posting.amount, scenario_.currency), date});
    } else {
      item->open = Money(item->open.minor() + posting.amount, scenario_.currency);
    }
  }

  const Scenario& scenario_;
  Outcome outcome_;
  books::BalanceChain funds_;
  books::BalanceChain fees_;
  std::vector<books::Claim> open_;
  books::Mapping mapping_;
  books::ForeignBooks foreign_;
  std::map<std::pair<Date, bool>, std::int64_t> sequences_;
  std::map<Date, std::array<int, books::voucher_kind_count>> parts_;
  std::unordered_map<std::string, Date> capture_dates_;
  std::unordered_map<std::string, Date> order_dates_;
  books::RetainedTwins retained_;
  std::int64_t retained_entries_ = 0;
  std::set<std::string> references_;
  int decisions_ = 0;
};

}  // namespace

Result<Outcome> run(const Scenario& scenario) {
  Run run(scenario);
  for (const auto& happening : scenario.happenings) {
    auto done = std::visit([&](const auto& it) { return run.happen(it); }, happening);
    if (!done) return done.error();
  }
  return run.finish();
}

}  // namespace avstem::scenario
