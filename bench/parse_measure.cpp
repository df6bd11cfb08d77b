#include <vector>

#include "bench/measures.hpp"
#include "bench/sample_day.hpp"
#include "bench/stopwatch.hpp"
#include "vipps/report_parser.hpp"

namespace avstem::bench {
namespace {

/// The pages of one ledger, made beforehand.
std::vector<std::string> pages_of(const SampleDay& day) {
  std::vector<std::string> pages;
  SampleDay::Walk walk(day, books::Topic::funds);
  while (walk.has_more())
    pages.push_back(walk.next_page());
  return pages;
}

}  // namespace

Result<Figure> parse_pages(std::int64_t entries) {
  const SampleDay day(entries);
  std::vector<std::string> pages = pages_of(day);
  Figure figure;
  const Stopwatch watch;
  for (std::string& body : pages) {
    figure.amount += static_cast<std::int64_t>(body.size());
    auto page = vipps::parse_report_page(std::move(body), books::Topic::funds, day.date());
    if (!page) return page.error();
    keep(*page);
  }
  watch.add_to(figure);
  figure.peak_bytes = peak_resident_bytes();
  return figure;
}

Result<Figure> read_bytes(std::int64_t entries) {
  const SampleDay day(entries);
  const std::vector<std::string> pages = pages_of(day);
  Figure figure;
  std::uint64_t sum = 0;
  const Stopwatch watch;
  for (const std::string& body : pages) {
    figure.amount += static_cast<std::int64_t>(body.size());
    for (const char byte : body)
      sum += static_cast<unsigned char>(byte);
  }
  keep(sum);
  watch.add_to(figure);
  figure.peak_bytes = peak_resident_bytes();
  return figure;
}

}  // namespace avstem::bench
