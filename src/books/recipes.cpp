#include "books/recipes.hpp"

#include <algorithm>

namespace avstem::books {
namespace {

constexpr Recipe all_recipes[] = {
    {"R01", "Payment of an invoice, net settlement",
     "What the customer paid stands on the clearing account and clears the invoice. Vipps keeps "
     "its "
     "fee back, and pays out the rest: a transfer between two accounts of the client's own."},
    {"R02", "Gross settlement, fees invoiced",
     "Vipps pays out everything and invoices its fees once a month. The invoice is booked against "
     "the accrued fees, whose cost is there already, never as cost a second time."},
    {"R03", "Compact settlement",
     "One voucher for the ledger date: payout and fee against each customer. The clearing account "
     "is passed by, so its day cannot be followed line by line."},
    {"R04", "Partial captures",
     "Each capture is a payment of its own and clears its part of the delivery. Authorisations and "
     "cancels move no money and are not booked."},
    {"R05", "Refund", "Both directions are booked gross. Vipps does not give the fee back."},
    {"R06", "Refund after the payout",
     "The credit note decides the income and its VAT, in the term it is issued; the refund clears "
     "it and comes off the next payout."},
    {"R07", "Negative balance and top-up",
     "Refunds may exceed the balance: Vipps then pays nothing out, carries the balance over, and "
     "may invoice it. What the client pays in restores the balance."},
    {"R08", "Disputed capture",
     "While Vipps holds a capture back in a dispute, it is a claim on Vipps. When the dispute is "
     "lost, a person decides the loss and its VAT."},
    {"R09", "A till's day",
     "Income and VAT come from the register's Z report, the money from Vipps. They must agree for "
     "the day; what differs stands in suspense."},
    {"R10", "Gift", "Nothing is given in return: income without VAT, booked gross."},
    {"R11", "Ticket sold in advance",
     "A prepayment until the event is held, then income. A ticket with VAT has it on the day the "
     "ticket is issued."},
    {"R12", "Membership paid in advance",
     "The claim is deferred income; each month of the membership takes its part of it to income."},
    {"R13", "Charge that failed and was tried again",
     "A charge that fails moves no money. The claim stays open, and one charge settles it."},
    {"R14", "Correction of a fee", "Vipps takes a fee back: less cost, and less owed to Vipps."},
    {"R15", "Fee of the year before",
     "A fee that Vipps reports after the year's end for a capture before it is cost of the "
     "capture's year, and owed to Vipps on 31 December."},
    {"R16", "Sales unit in a foreign currency",
     "Income and fee at the rate of the ledger date. What the bank pays less or more in kroner is "
     "a loss or gain on exchange."},
    {"R17", "Rounding on the invoice",
     "Rounding is a line of the invoice. A capture is exact and never rounded."},
    {"R18", "Payment whose reason is not known",
     "It stands in suspense, so that the clearing account follows Vipps, until a new voucher moves "
     "it to its place."},
    {"R19", "Overpayment", "What is paid too much stays on the customer until refunded or used."},
    {"R20", "Underpayment",
     "The rest of the invoice stays open. Within the client's tolerance it is written off as "
     "rounding, without VAT."},
    {"R21", "One invoice paid twice",
     "Both payments are real money and both are booked; the second is the customer's credit."},
    {"R22", "Tips", "A tip kept for the staff is owed to them; it is neither income nor VAT."},
    {"R23", "Gift card",
     "A debt when sold, without VAT; income with its VAT when used; what expires is income without "
     "VAT."},
    {"R24", "Payout that came back",
     "The money stands at Vipps again, and never reached the bank."},
    {"R25", "Rolling reserve",
     "Vipps holds a part of the payout back. The clearing account equals Vipps' balance, which is "
     "not zero."},
    {"R26", "Entry of an unknown type",
     "Booked by its sign against suspense, with a finding; it never stops a day."},
    {"R27", "Captured before delivery",
     "A prepayment without VAT until the goods are delivered and invoiced."},
    {"R28", "Part of an order with several VAT rates refunded",
     "The credit note says which lines are refunded; VAT is never split by the amount."},
    {"R29", "Client without VAT registration", "No line carries a VAT code."},
};

constexpr MatchStep all_steps[] = {
    {match_step::payment_record, "sale with the payment's reference",
     "A sale is stored with this reference: it says what was sold, and with which VAT."},
    {match_step::open_item, "open item named by the reference",
     "One open item has this reference, or its KID or invoice number stands in it."},
    {match_step::person, "a person's word",
     "A person chose it, or accepted what was suggested by amount and customer."},
    {match_step::stored_rule, "a rule of the client",
     "The first of the client's rules that fits says where it belongs."},
    {match_step::collective_customer, "collective customer",
     "Sales without a customer of their own are collected on one."},
    {match_step::suspense, "nothing fits", "It stands in suspense until a person knows more."},
};

}  // namespace

std::span<const Recipe> recipes() {
  return all_recipes;
}

const Recipe* find_recipe(std::string_view id) {
  const auto found = std::ranges::find(all_recipes, id, &Recipe::id);
  return found == std::end(all_recipes) ? nullptr : found;
}

std::span<const MatchStep> match_steps() {
  return all_steps;
}

const MatchStep* find_match_step(std::string_view match) {
  const auto found = std::ranges::find(all_steps, match.substr(0, match.find(':')), &MatchStep::id);
  return found == std::end(all_steps) ? nullptr : found;
}

}  // namespace avstem::books
