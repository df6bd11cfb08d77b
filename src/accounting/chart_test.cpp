#include "accounting/chart.hpp"

#include <gtest/gtest.h>

namespace avstem::accounting {
namespace {

ChartAccount account(books::AccountNumber number) {
  ChartAccount made;
  made.number = number;
  return made;
}

Chart chart() {
  ChartAccount inactive = account(1904);
  inactive.active = false;
  ChartAccount locked = account(3000);
  locked.vat_code = "3";
  locked.vat_code_locked = true;
  ChartAccount demanding = account(3900);
  demanding.department_required = true;
  ChartAccount of_projects = account(3910);
  of_projects.project_required = true;
  return Chart({demanding, account(1903), of_projects, locked, inactive},
               {{"3", "", VatRate{2500}, true, std::nullopt, std::nullopt},
                {"33", "", VatRate{1200}, true, Date(2021, 10, 1), Date(2026, 12, 31)},
                {"31", "", VatRate{1500}, false, std::nullopt, std::nullopt}});
}

books::Posting line(books::AccountNumber number, std::int64_t amount, std::string vat_code = "") {
  books::Posting made;
  made.account = number;
  made.amount = amount;
  made.vat_code = std::move(vat_code);
  return made;
}

std::vector<std::string> problems_of(books::Posting other, Date date = Date(2026, 11, 20)) {
  auto voucher = books::Voucher::make({books::VoucherKind::payments, "r", date, Currency(), "t"},
                                      {line(1903, 100), std::move(other)});
  EXPECT_TRUE(voucher);
  std::vector<std::string> words;
  for (const ChartProblem& problem : chart().problems(*voucher))
    words.push_back(problem.words);
  return words;
}

using Words = std::vector<std::string>;

TEST(Chart, NamesWhatIsNeededAndNotThereOnce) {
  const auto problems =
      chart().problems(Requirements{{1903, 1904, 7770, 7770}, {"", "0", "3", "31", "5"}});
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_EQ(problems[0], (ChartProblem{1904, "", "account 1904 is inactive"}));
  EXPECT_EQ(problems[1], (ChartProblem{7770, "", "account 7770 is missing"}));
  EXPECT_EQ(problems[2], (ChartProblem{0, "31", "VAT code 31 is missing or inactive"}));
  EXPECT_EQ(problems[3], (ChartProblem{0, "5", "VAT code 5 is missing or inactive"}));
}

TEST(Chart, ALineFitsItsAccountAndItsDate) {
  EXPECT_EQ(problems_of(line(3000, -100, "3")), Words{});
  EXPECT_EQ(problems_of(line(1903, -100, "33"), Date(2026, 12, 31)), Words{});
  EXPECT_EQ(problems_of(line(1903, -100, "33"), Date(2027, 1, 1)),
            Words{"VAT code 33 of account 1903 is missing or inactive on 2027-01-01"});
  EXPECT_EQ(problems_of(line(1903, -100, "33"), Date(2021, 9, 30)),
            Words{"VAT code 33 of account 1903 is missing or inactive on 2021-09-30"});
  EXPECT_EQ(problems_of(line(1903, -100, "31")),
            Words{"VAT code 31 of account 1903 is missing or inactive on 2026-11-20"});
  EXPECT_EQ(problems_of(line(1904, -100)), Words{"account 1904 is inactive"});
  EXPECT_EQ(problems_of(line(7770, -100)), Words{"account 7770 is missing"});
  EXPECT_EQ(problems_of(line(3000, -100)),
            Words{"account 3000 is locked to VAT code 3, the line has 0"});
}

TEST(Chart, AnAccountMayDemandADimension) {
  EXPECT_EQ(problems_of(line(3900, -100)), Words{"account 3900 demands a department"});
  EXPECT_EQ(problems_of(line(3910, -100)), Words{"account 3910 demands a project"});
  books::Posting with = line(3900, -100);
  with.department = "10";
  EXPECT_EQ(problems_of(with), Words{});
  with.account = 3910;
  with.project = "P1";
  EXPECT_EQ(problems_of(with), Words{});
}

TEST(Chart, NoTreatmentIsTheSameWithAndWithoutItsCode) {
  ChartAccount locked = account(1903);
  locked.vat_code = "0";
  locked.vat_code_locked = true;
  auto voucher =
      books::Voucher::make({books::VoucherKind::payments, "r", Date(2026, 1, 2), Currency(), "t"},
                           {line(1903, 1), line(1903, -1, "0")});
  ASSERT_TRUE(voucher);
  EXPECT_TRUE(Chart({locked}, {}).problems(*voucher).empty());
}

}  // namespace
}  // namespace avstem::accounting
