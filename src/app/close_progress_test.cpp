#include "app/close_progress.hpp"

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

services::ClosedDate on(Date date) {
  services::ClosedDate closed;
  closed.date = date;
  return closed;
}

constexpr Date monday{2026, 3, 2};

TEST(CloseProgress, AQuickCloseSaysNothingWhereNobodyWatches) {
  Watched output(false);
  ManualClock clock{Instant()};
  CloseProgress progress(output, clock, "cafe");
  progress.date_done(on(monday), 1, 2);
  clock.sleep(CloseProgress::line_interval - std::chrono::milliseconds(1));
  progress.date_done(on(monday.next()), 2, 2);
  progress.finish();
  EXPECT_EQ(output.notes, "");
}

TEST(CloseProgress, ALongOneSaysNowAndThenHowFarItIs) {
  Watched output(false);
  ManualClock clock{Instant()};
  CloseProgress progress(output, clock, "cafe");
  for (int number = 1; number <= 365; ++number) {
    clock.sleep(std::chrono::milliseconds(250));
    progress.date_done(on(monday), number, 365);
    progress.date_done(on(monday), number, 365);  // its second ledger
  }
  EXPECT_EQ(output.notes.substr(0, output.notes.find('\n')),
            "cafe 2026-03-02 40 of 365 dates, 4.0 a second, 1 min 22 s left");
  EXPECT_EQ(std::count(output.notes.begin(), output.notes.end(), '\n'), 9);
  EXPECT_EQ(output.results, "");
}

TEST(CloseProgress, DrawsABarOverItselfOnATerminalAndClearsIt) {
  Watched output(true);
  ManualClock clock{Instant()};
  CloseProgress progress(output, clock, "cafe");
  clock.sleep(std::chrono::hours(1));
  progress.date_done(on(monday), 1, 3);
  EXPECT_EQ(output.notes, "\r\033[Kcafe [" + std::string(10, '#') + std::string(20, '.') +
                              "] 2026-03-02 1 of 3 dates, 2 h 0 min left");
  output.notes.clear();
  progress.finish();
  EXPECT_EQ(output.notes, "\r\033[K");
}

TEST(CloseProgress, WithoutATimePassedThereIsNoRate) {
  Watched output(true);
  ManualClock clock{Instant()};
  CloseProgress progress(output, clock, "cafe");
  progress.date_done(on(monday), 1, 1);
  EXPECT_TRUE(output.notes.ends_with("] 2026-03-02 1 of 1 dates")) << output.notes;
}

}  // namespace
}  // namespace avstem::app
