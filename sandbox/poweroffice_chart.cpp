#include "sandbox/poweroffice_chart.hpp"

namespace avstem::sandbox::poweroffice {
namespace {

Account account(std::int64_t number, std::string name, std::string vat_code = "0") {
  Account result;
  result.number = number;
  result.name = std::move(name);
  result.vat_code = std::move(vat_code);
  result.is_control = number == customer_control_account;
  return result;
}

VatCode vat_code(std::string code, std::string name, int rate_percent, std::int64_t vat_account,
                 Date valid_from) {
  VatCode result;
  result.code = std::move(code);
  result.name = std::move(name);
  result.rate_percent = rate_percent;
  result.vat_account = vat_account;
  result.valid_from = valid_from;
  return result;
}

}  // namespace

std::vector<Account> default_chart() {
  return {
      account(customer_control_account, "Kundefordringer"),
      account(1579, "Andre kortsiktige fordringer"),
      account(1900, "Kontanter"),
      account(1903, "Interim Vipps"),
      account(1904, "Vipps utbetaling underveis"),
      account(1909, "Kassedifferanse"),
      account(1920, "Bankinnskudd"),
      account(1950, "Bankinnskudd for skattetrekk"),
      account(2400, "Leverandørgjeld"),
      account(2700, "Utgående merverdiavgift, høy sats"),
      account(2701, "Utgående merverdiavgift, middels sats"),
      account(2703, "Utgående merverdiavgift, lav sats"),
      account(2710, "Inngående merverdiavgift, høy sats"),
      account(2711, "Inngående merverdiavgift, middels sats"),
      account(2713, "Inngående merverdiavgift, lav sats"),
      account(2740, "Oppgjørskonto merverdiavgift"),
      account(2900, "Forskudd fra kunder"),
      account(2901, "Gavekort"),
      account(2902, "Verdikort"),
      account(2910, "Skyldig tips til ansatte"),
      account(2960, "Annen påløpt kostnad"),
      account(2965, "Forskuddsbetalt medlemskontingent"),
      account(2998, "Uidentifiserte innbetalinger Vipps"),
      account(3000, "Salgsinntekt, høy sats", "3"),
      account(3030, "Salgsinntekt varer, middels sats", "31"),
      account(3050, "Salgsinntekt tjenester, lav sats", "33"),
      account(3100, "Salgsinntekt, fritatt", "5"),
      account(3200, "Salgsinntekt varer, unntatt", "6"),
      account(3220, "Salgsinntekt tjenester, unntatt", "6"),
      account(3400, "Offentlige tilskudd", "7"),
      account(3900, "Annen driftsrelatert inntekt", "7"),
      account(7740, "Øreavrunding"),
      account(7770, "Bank- og kortgebyr"),
      account(7775, "Kredittkortprovisjoner"),
      account(7830, "Tap på fordringer"),
      account(8060, "Valutagevinst"),
      account(8160, "Valutatap"),
  };
}

std::vector<VatCode> default_vat_codes() {
  // A rate counts from the day it took effect; the low one went from 6 to 12 % on 2021-10-01.
  const Date regular_since(2005, 1, 1);
  const Date middle_since(2012, 1, 1);
  const Date low_since(2021, 10, 1);
  return {
      vat_code("0", "Ingen avgiftsbehandling (anskaffelser)", 0, 0, regular_since),
      vat_code("1", "Fradrag inngående avgift, høy sats", 25, 2710, regular_since),
      vat_code("11", "Fradrag inngående avgift, middels sats", 15, 2711, middle_since),
      vat_code("13", "Fradrag inngående avgift, lav sats", 12, 2713, low_since),
      vat_code("3", "Utgående avgift, høy sats", 25, 2700, regular_since),
      vat_code("31", "Utgående avgift, middels sats", 15, 2701, middle_since),
      vat_code("33", "Utgående avgift, lav sats", 12, 2703, low_since),
      vat_code("5", "Innenlandsk omsetning, nullsats", 0, 0, regular_since),
      vat_code("52", "Utførsel av varer og tjenester", 0, 0, regular_since),
      vat_code("6", "Omsetning utenfor merverdiavgiftsloven", 0, 0, regular_since),
      vat_code("7", "Ingen avgiftsbehandling (inntekter)", 0, 0, regular_since),
  };
}

std::int64_t vat_share(std::int64_t gross, int rate_percent) {
  const std::int64_t divisor = 100 + rate_percent;
  const std::int64_t twice = 2 * gross * rate_percent;
  const std::int64_t half = twice < 0 ? -divisor : divisor;
  return (twice + half) / (2 * divisor);
}

std::string_view to_string(VoucherType type) {
  switch (type) {
    case VoucherType::outgoing_invoice:
      return "OutgoingInvoice";
    case VoucherType::outgoing_credit_note:
      return "OutgoingCreditNote";
    case VoucherType::manual_journal:
      return "ManualJournal";
    case VoucherType::bank_journal:
      return "BankJournal";
    case VoucherType::reversal_voucher:
      return "ReversalVoucher";
  }
  return "Unknown";
}

}  // namespace avstem::sandbox::poweroffice
