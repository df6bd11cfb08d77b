#include "books/advice.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace avstem::books {
namespace {

class Adviser {
 public:
  Adviser(const Finding& finding, const ClientId& client, std::int64_t id)
      : finding_(finding), client_(client), id_(id) {}

  Advice advise() const {
    switch (finding_.kind) {
      case FindingKind::payment_without_claim:
      case FindingKind::refund_without_credit_note:
        return misplaced();
      case FindingKind::unknown_entry_type:
      case FindingKind::correction:
        return {"ask Vipps what it is, and post it to its account", post()};
      case FindingKind::till_differs:
        return {"find the sale or payment that is missing, or post the difference", post()};
      case FindingKind::disputed_capture:
        return {"answer the dispute in the portal; when it is lost, accept the loss",
                command("force")};
      case FindingKind::overpayment:
        return {
            "refund what was paid too much in Vipps, or leave it on the customer for the next "
            "invoice",
            resolve()};
      case FindingKind::underpayment:
        return {"remind the customer of the rest, or credit it in the accounting system",
                resolve()};
      case FindingKind::fees_retained_unpaired:
        return {"wait for the other side; ask Vipps when it does not come", wait()};
      case FindingKind::payout_late:
        return {"look for the payout in the bank; ask Vipps when it is not there", wait()};
      case FindingKind::fee_invoice_missing:
        return {"ask the bookkeeper for the invoice of fees", wait()};
      case FindingKind::chain_gap:
      case FindingKind::history_changed:
        return {"close the date again; ask Vipps when the report stays so", close()};
      case FindingKind::posting_refused:
        return {"put right in the accounting system what it says, and close again: it is sent anew",
                close()};
      case FindingKind::account_missing:
        return {
            "make the account or code in the accounting system, or map another, and close again",
            close()};
      case FindingKind::documentation_missing:
        return {"close again: the document is attached anew", close()};
      case FindingKind::balance_differs:
      case FindingKind::voucher_differs:
        return {"see what the proof names, put it right in the accounting system, and close again",
                fmt::format("avstem proof show {}:{}", client_.text(),
                            finding_.ledger_date.to_string())};
      case FindingKind::double_voucher:
        return {"take one of the two vouchers back in the accounting system", close()};
      case FindingKind::foreign_posting:
        return {"ask who posted it, and have it moved from an account that follows Vipps",
                resolve()};
      case FindingKind::fee_invoice_twice:
        return {"take one of the two vouchers of the invoice back in the accounting system",
                close()};
      case FindingKind::voucher_moved:
        return {"see that the VAT term and the year are right", resolve()};
      case FindingKind::registration_threshold:
        return {"register for VAT in time, and tell Avstem from when", resolve()};
      case FindingKind::fee_without_capture:
        return {"move the cost to the year of its payments, if that is another", resolve()};
      case FindingKind::invoicing_stopped:
        return {"put right what it says, and send it again",
                fmt::format("avstem invoice send --client {}", client_.text())};
      case FindingKind::currency_differs:
      case FindingKind::file_differs:
        return {"ask Vipps which is right", resolve()};
      default:
        return {"look at it, and say what was done", resolve()};
    }
  }

 private:
  Advice misplaced() const {
    const Suggestion& likely = finding_.suggestion;
    if (likely.customer_number == 0) {
      return {"find the customer, or post it to its account",
              fmt::format("{} --customer NUMBER", command("link"))};
    }
    const std::string item = likely.invoice_number.empty()
                                 ? fmt::format("open item '{}'", likely.matching_reference)
                                 : "invoice " + likely.invoice_number;
    return {fmt::format("accept {} of customer {}, which has the same amount", item,
                        likely.customer_number),
            command("link")};
  }

  std::string command(std::string_view verb) const {
    return fmt::format("avstem findings {} {}", verb, id_);
  }
  std::string post() const { return command("post") + " --account NUMBER"; }
  std::string resolve() const { return command("resolve") + " --note WHY"; }
  std::string close() const {
    return fmt::format("avstem close --client {} --date {}", client_.text(),
                       finding_.ledger_date.to_string());
  }
  std::string wait() const { return command("wait") + " --until DATE"; }

  const Finding& finding_;
  const ClientId& client_;
  std::int64_t id_;
};

}  // namespace

Advice advise(const Finding& finding, const ClientId& client, std::int64_t id) {
  return Adviser(finding, client, id).advise();
}

std::int64_t amount_at_risk(const Finding& finding) {
  return std::abs(finding.amount);
}

}  // namespace avstem::books
