#include "bench/sample_day.hpp"

#include <fmt/format.h>

#include <iterator>

#include "core/instant.hpp"
#include "platform/base64.hpp"

namespace avstem::bench {
namespace {

constexpr std::int64_t service_fee = 4900;  // øre

}  // namespace

SampleDay::SampleDay(std::int64_t entries) : payments_(entries / 2 - 2) {
  fees_retained_ = service_fee;
  for (std::int64_t payment = 1; payment <= payments_; ++payment)
    fees_retained_ += fee_of(payment);
}

/// 20 to 1,019 kroner, scattered by a multiplication so that pages do not compress too well.
std::int64_t SampleDay::amount_of(std::int64_t payment) const {
  const auto scattered = static_cast<std::uint64_t>(payment) * 0x9E3779B97F4A7C15U >> 40U;
  return 2000 + static_cast<std::int64_t>(scattered % 100'000);
}

std::int64_t SampleDay::fee_of(std::int64_t payment) const {
  return amount_of(payment) * 175 / 10'000;
}

books::Entry SampleDay::Walk::next() {
  ++sequence_;
  books::Entry entry;
  entry.topic = topic_;
  entry.ledger_date = day_.date();
  entry.sequence = sequence_;
  entry.recipient_handle = "api:123455";
  const bool funds = topic_ == books::Topic::funds;
  const std::int64_t payments = day_.payments_;
  entry.time = Instant(entry.ledger_date.days()) + std::chrono::microseconds(sequence_ * 8'011);
  if (sequence_ <= payments) {
    entry.type = funds ? books::EntryType::capture : books::EntryType::capture_fee;
    entry.amount = funds ? day_.amount_of(sequence_) : -day_.fee_of(sequence_);
    entry.psp_reference = fmt::format("{}", 30'000'000'000 + sequence_ * 7);
    entry.reference = fmt::format("gave-2026-{:08}", sequence_);
  } else if (funds && sequence_ == payments + 2) {
    entry.type = books::EntryType::payout_scheduled;
    entry.amount = -balance_;
    entry.psp_reference = "302321-2000023";
  } else if (!funds && sequence_ == payments + 1) {
    entry.type = books::EntryType::service_fee;
    entry.amount = -service_fee;
    entry.psp_reference = "302321-service";
  } else {
    entry.type = books::EntryType::fees_retained;
    entry.amount = funds ? -day_.fees_retained_ : day_.fees_retained_;
    entry.psp_reference = "302321-retained";
    // The twins are made at the same moment.
    entry.time = Instant(entry.ledger_date.days()) + std::chrono::hours(23);
  }
  entry.type_word = books::to_string(entry.type);
  entry.balance_before = balance_;
  balance_ += entry.amount;
  entry.balance_after = balance_;
  return entry;
}

std::string SampleDay::Walk::next_page() {
  std::string body = R"({"items":[)";
  auto out = std::back_inserter(body);
  for (std::int64_t count = 0; count < page_entries && has_more(); ++count) {
    const books::Entry entry = next();
    const auto time = entry.time.time_since_epoch().count() % 86'400'000'000;
    fmt::format_to(
        out,
        R"({}{{"pspReference":"{}","time":"{}T{:02}:{:02}:{:02}.{:06}Z","ledgerDate":"{}",)"
        R"("entryType":"{}","reference":"{}","currency":"NOK","amount":{},"balanceBefore":{},)"
        R"("balanceAfter":{},"recipientHandle":"{}"}})",
        count == 0 ? "" : ",", entry.psp_reference, entry.ledger_date.to_string(),
        time / 3'600'000'000, time / 60'000'000 % 60, time / 1'000'000 % 60, time % 1'000'000,
        entry.ledger_date.to_string(), entry.type_word, entry.reference, entry.amount,
        entry.balance_before, entry.balance_after, entry.recipient_handle);
  }
  fmt::format_to(out, R"(],"hasMore":{},"tryLater":false)", has_more());
  if (has_more()) {
    fmt::format_to(
        out, R"(,"cursor":"{}")",
        base64_encode(fmt::format(R"({{"list":"302321/{}/{}","position":{}}})", to_string(topic_),
                                  day_.date().to_string(), sequence_)));
  }
  body += '}';
  return body;
}

}  // namespace avstem::bench
