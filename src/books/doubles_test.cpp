#include "books/doubles.hpp"

#include <gmock/gmock.h>

namespace avstem::books {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Date day(2026, 11, 20);

ProofRow row(std::int64_t amount, std::int64_t number, const std::string& reference = "ours",
             bool reversed = false) {
  return {reference, day, amount, "", number, reversed};
}

std::vector<DoubleVoucher> doubles(std::vector<ProofRow> rows) {
  ProofInput input;
  input.movements = {{"ours", day, day, 300, true}, {"next", day, day, 300, true}};
  input.rows = std::move(rows);
  return find_doubles(input);
}

TEST(Doubles, AreVouchersWithOneReferenceAndTheSameAmount) {
  EXPECT_THAT(doubles({row(300, 7), row(100, 9), row(200, 9), row(300, 8, "next")}),
              ElementsAre(DoubleVoucher{"ours", day, 300, {7, 9}}));
}

TEST(Doubles, AreNotLinesOfOneVoucherOrVouchersOfOthers) {
  EXPECT_THAT(doubles({row(100, 7), row(200, 7)}), IsEmpty());
  EXPECT_THAT(doubles({row(300, 7, "theirs"), row(300, 8, "theirs")}), IsEmpty());
  EXPECT_THAT(doubles({row(300, 7, ""), row(300, 8, "")}), IsEmpty());
}

TEST(Doubles, AreNotReversedVouchersOrReversals) {
  EXPECT_THAT(doubles({row(300, 7, "ours", true), row(-300, 8), row(300, 9)}), IsEmpty());
  EXPECT_THAT(doubles({row(300, 7), row(-300, 8)}), IsEmpty());
}

}  // namespace
}  // namespace avstem::books
