#include "books/retained.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace avstem::books {

RetainedSide retained_side(const Entry& entry) {
  return {entry.topic,  entry.ledger_date, entry.time,
          entry.amount, entry.sequence,    entry.psp_reference};
}

std::string subject_of(const RetainedSide& side) {
  return fmt::format("fees-retained {} {} #{}", to_string(side.topic), avstem::to_string(side.time),
                     side.sequence);
}

void RetainedTwins::add_booked(const RetainedSide& side) {
  take({side, true});
}

void RetainedTwins::add(const RetainedSide& side) {
  take({side, false});
}

void RetainedTwins::take(Waiting side) {
  const bool funds = side.side.topic == Topic::funds;
  const Key key{side.side.time, funds ? side.side.amount : -side.side.amount};
  std::vector<Waiting>& others = waiting_[key];
  if (others.empty() || others.front().side.topic == side.side.topic) {
    others.push_back(std::move(side));
    return;
  }
  const Waiting twin = std::move(others.front());
  others.erase(others.begin());
  if (others.empty()) waiting_.erase(key);
  if (side.booked) return;
  if (twin.booked) {
    reunions_.push_back({std::move(side.side), twin.side});
    return;
  }
  paired_ = add_minor(paired_, funds ? twin.side.amount : side.side.amount);
}

std::vector<RetainedSide> RetainedTwins::waiting(bool booked) const {
  std::vector<RetainedSide> sides;
  for (const auto& [key, group] : waiting_) {
    for (const Waiting& waiting : group) {
      if (waiting.booked == booked) sides.push_back(waiting.side);
    }
  }
  std::sort(sides.begin(), sides.end(), [](const RetainedSide& a, const RetainedSide& b) {
    return std::tuple(a.ledger_date, a.topic, a.sequence) <
           std::tuple(b.ledger_date, b.topic, b.sequence);
  });
  return sides;
}

std::vector<RetainedSide> RetainedTwins::alone() const {
  return waiting(false);
}

std::vector<RetainedSide> RetainedTwins::alone_booked() const {
  return waiting(true);
}

}  // namespace avstem::books
