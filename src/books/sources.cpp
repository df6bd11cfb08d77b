#include "books/sources.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace avstem::books {

void Sources::add(Topic topic, std::int64_t sequence) {
  if (!ranges_.empty()) {
    SourceRange& last = ranges_.back();
    if (last.topic == topic && last.last + 1 == sequence) {
      last.last = sequence;
      return;
    }
  }
  ranges_.push_back({topic, sequence, sequence});
}

void Sources::add(const std::vector<SourceRange>& ranges) {
  ranges_.insert(ranges_.end(), ranges.begin(), ranges.end());
}

std::vector<SourceRange> Sources::take() {
  std::vector<SourceRange> all = std::exchange(ranges_, {});
  std::ranges::sort(all, {}, [](const SourceRange& range) {
    return std::tuple(range.topic, range.first, range.last);
  });
  std::vector<SourceRange> joined;
  for (const SourceRange& range : all) {
    if (!joined.empty() && joined.back().topic == range.topic &&
        range.first <= joined.back().last + 1) {
      joined.back().last = std::max(joined.back().last, range.last);
    } else {
      joined.push_back(range);
    }
  }
  return joined;
}

}  // namespace avstem::books
