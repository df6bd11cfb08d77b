#include "books/sources.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <utility>

namespace avstem::books {
namespace {

TEST(Sources, JoinsNeighboursAndLeavesOutWhatLiesBetween) {
  Sources sources;
  for (const std::int64_t sequence : {1, 2, 5, 6, 9})
    sources.add(Topic::funds, sequence);
  sources.add(Topic::fees, 3);
  EXPECT_EQ(
      sources.take(),
      (std::vector<SourceRange>{
          {Topic::funds, 1, 2}, {Topic::funds, 5, 6}, {Topic::funds, 9, 9}, {Topic::fees, 3, 3}}));
  EXPECT_TRUE(sources.empty());
  EXPECT_TRUE(sources.take().empty());
}

RC_GTEST_PROP(Sources, HoldExactlyTheEntriesThatWereAdded, ()) {
  const auto added = *rc::gen::container<std::vector<std::pair<bool, std::int64_t>>>(
      rc::gen::pair(rc::gen::arbitrary<bool>(), rc::gen::inRange<std::int64_t>(1, 30)));
  Sources sources;
  std::set<std::pair<Topic, std::int64_t>> expected;
  for (const auto& [funds, sequence] : added) {
    const Topic topic = funds ? Topic::funds : Topic::fees;
    sources.add(topic, sequence);
    expected.emplace(topic, sequence);
  }
  std::set<std::pair<Topic, std::int64_t>> held;
  for (const SourceRange& range : sources.take()) {
    for (std::int64_t sequence = range.first; sequence <= range.last; ++sequence)
      RC_ASSERT(held.emplace(range.topic, sequence).second);
  }
  RC_ASSERT(held == expected);
}

}  // namespace
}  // namespace avstem::books
