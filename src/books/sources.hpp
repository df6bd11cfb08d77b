#pragma once

#include <cstdint>
#include <vector>

#include "books/entry.hpp"

namespace avstem::books {

/// Entries of one topic that a voucher consumed, by their place in the ledger date: all of
/// [first, last].
struct SourceRange {
  Topic topic = Topic::funds;
  std::int64_t first = 0;
  std::int64_t last = 0;
  friend bool operator==(const SourceRange&, const SourceRange&) = default;
};

/// Gathers exactly the entries of a voucher: when it is reversed or voided, these and no others are
/// booked again.
class Sources {
 public:
  void add(Topic topic, std::int64_t sequence);
  void add(const std::vector<SourceRange>& ranges);
  bool empty() const { return ranges_.empty(); }
  /// The ranges, joined where they meet: funds before fees, each rising. Nothing is left here.
  std::vector<SourceRange> take();

 private:
  std::vector<SourceRange> ranges_;
};

}  // namespace avstem::books
