#include "documents/words.hpp"

#include <fmt/format.h>

namespace avstem::documents {

std::string entry_word(std::string_view type_word) {
  switch (books::parse_entry_type(type_word)) {
    case books::EntryType::capture:
      return "Belastning";
    case books::EntryType::refund:
      return "Tilbakebetaling";
    case books::EntryType::fees_retained:
      return "Gebyr holdt tilbake";
    case books::EntryType::payout_scheduled:
      return "Utbetaling";
    case books::EntryType::payout_aborted:
      return "Utbetaling stanset";
    case books::EntryType::retained_disputed_capture:
      return "Bestridt, holdt tilbake";
    case books::EntryType::returned_disputed_capture:
      return "Bestridt, gitt tilbake";
    case books::EntryType::correction:
      return "Retting";
    case books::EntryType::top_up:
      return "Etterbetaling";
    case books::EntryType::credit_note:
      return "Kreditnota";
    case books::EntryType::capture_fee:
      return "Gebyr for belastning";
    case books::EntryType::service_fee:
      return "Tjenestegebyr";
    case books::EntryType::fees_invoiced:
      return "Fakturert gebyr";
    case books::EntryType::unknown:
      break;
  }
  return fmt::format("{} (ukjent)", type_word);
}

std::string_view voucher_word(books::VoucherKind kind) {
  switch (kind) {
    case books::VoucherKind::payments:
      return "Betalinger";
    case books::VoucherKind::fees:
      return "Gebyr";
    case books::VoucherKind::accrued_fees:
      return "Periodisert gebyr";
    case books::VoucherKind::payout:
      return "Utbetaling";
    case books::VoucherKind::payout_aborted:
      return "Utbetaling stanset";
    case books::VoucherKind::bank:
      return "Inn på bankkonto";
    case books::VoucherKind::reversal:
      return "Tilbakeføring";
    case books::VoucherKind::decision:
      return "Ompostering";
    case books::VoucherKind::recognition:
      return "Periodisert inntekt";
  }
  return "";
}

std::string_view topic_word(books::Topic topic) {
  return topic == books::Topic::funds ? "Midler" : "Gebyr";
}

std::string norwegian_date(Date date) {
  return fmt::format("{:02}.{:02}.{}", date.day(), date.month(), date.year());
}

std::string norwegian_time(Instant time, const TimeZone& zone) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(zone.time_of_day(time)).count();
  constexpr int in_hour = 3'600;
  constexpr int in_minute = 60;
  return fmt::format("{} {:02}:{:02}:{:02}", norwegian_date(zone.date_of(time)), seconds / in_hour,
                     seconds % in_hour / in_minute, seconds % in_minute);
}

}  // namespace avstem::documents
