#include "app/progress.hpp"

#include <gtest/gtest.h>

namespace avstem::app {
namespace {

class Watched final : public Output {
 public:
  explicit Watched(bool terminal) : terminal_(terminal) {}
  void result(std::string_view text) override { results += text; }
  void note(std::string_view text) override { notes += text; }
  bool is_terminal() const override { return terminal_; }
  std::string results;
  std::string notes;

 private:
  bool terminal_;
};

TEST(Progress, WritesPlainLinesWhereNobodyWatches) {
  Watched output(false);
  Progress progress(output, "demo", 2);
  progress.step("mandag");
  progress.step("tirsdag");
  progress.finish();
  EXPECT_EQ(output.notes, "demo: 1 of 2, mandag\ndemo: 2 of 2, tirsdag\n");
}

TEST(Progress, DrawsABarOverItselfOnATerminal) {
  Watched output(true);
  Progress progress(output, "demo", 2);
  progress.step("mandag");
  const std::string half(Progress::bar_width / 2, '#');
  EXPECT_EQ(output.notes,
            "\r\033[Kdemo [" + half + std::string(Progress::bar_width / 2, '.') + "] mandag");
  progress.step("tirsdag");
  EXPECT_NE(output.notes.find(half + half + "] tirsdag"), std::string::npos);
  output.notes.clear();
  progress.finish();
  EXPECT_EQ(output.notes, "\r\033[K");
}

TEST(Progress, NeverWritesAmongTheResults) {
  for (const bool terminal : {false, true}) {
    Watched output(terminal);
    Progress progress(output, "demo", 1);
    progress.step("mandag");
    progress.finish();
    EXPECT_EQ(output.results, "");
  }
}

TEST(Progress, TheBarKeepsItsWidthWhenThereAreMoreStepsThanSaid) {
  for (const int steps : {0, 1}) {
    Watched output(true);
    Progress progress(output, "demo", steps);
    progress.step("1");
    progress.step("2");
    EXPECT_NE(output.notes.find("[" + std::string(Progress::bar_width, '#') + "] 2"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace avstem::app
