#include <vector>

#include "bench/measures.hpp"
#include "bench/sample_day.hpp"
#include "bench/stopwatch.hpp"
#include "books/booking.hpp"

namespace avstem::bench {
namespace {

class CountingSink final : public books::BookingSink {
 public:
  Result<void> voucher(const books::Voucher& voucher,
                       const std::vector<books::SourceRange>& from) override {
    keep(from);
    lines += voucher.postings().size();
    return {};
  }
  Result<void> finding(const books::Finding& finding) override {
    return Error{ErrorKind::invalid, "the sample day has no findings: " + finding.message};
  }
  Result<void> withdraw(const books::Finding& finding) override { return this->finding(finding); }
  std::size_t lines = 0;
};

std::vector<books::Entry> entries_of(const SampleDay& day) {
  std::vector<books::Entry> entries;
  entries.reserve(static_cast<std::size_t>(day.entries()));
  for (const books::Topic topic : {books::Topic::funds, books::Topic::fees}) {
    SampleDay::Walk walk(day, topic);
    while (walk.has_more())
      entries.push_back(walk.next());
  }
  return entries;
}

}  // namespace

Result<Figure> fold_day(std::int64_t entries) {
  const SampleDay day(entries);
  const std::vector<books::Entry> made = entries_of(day);
  books::BookingTerms terms;
  terms.client = ClientId("gaver");
  terms.ledger = LedgerId("302321");
  terms.ledger_date = day.date();
  terms.captures = books::CaptureUse::gifts;
  books::OpenItems items({});
  const books::Sales sales;
  CountingSink sink;
  Figure figure;
  const Stopwatch watch;
  books::DateBooking booking(terms, items, sales, sink);
  for (const books::Entry& entry : made) {
    if (auto added = booking.add(entry); !added) return added.error();
  }
  if (auto finished = booking.finish(); !finished) return finished.error();
  watch.add_to(figure);
  keep(sink.lines);
  figure.amount = day.entries();
  figure.peak_bytes = peak_resident_bytes();
  return figure;
}

Result<Figure> add_amounts(std::int64_t entries) {
  const SampleDay day(entries);
  const std::vector<books::Entry> made = entries_of(day);
  Figure figure;
  std::int64_t sum = 0;
  const Stopwatch watch;
  for (const books::Entry& entry : made)
    sum += entry.amount;
  keep(sum);
  watch.add_to(figure);
  figure.amount = day.entries();
  figure.peak_bytes = peak_resident_bytes();
  return figure;
}

}  // namespace avstem::bench
