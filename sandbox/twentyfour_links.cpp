// The part of Company that says which lines of the customer ledger settle each other.

#include <algorithm>

#include "sandbox/twentyfour_company.hpp"

namespace avstem::sandbox::twentyfour {

const LinkState& link_at(const Line& line, Instant seen_at) {
  const LinkState* state = &line.links.front();
  for (const LinkState& later : line.links) {
    if (later.at <= seen_at) state = &later;
  }
  return *state;
}

void Company::link_lines_from(std::size_t first) {
  std::map<std::string, std::set<std::size_t>> groups;
  for (std::size_t position = first; position < lines_.size(); ++position) {
    const LineDraft& content = lines_[position].content;
    if (content.link_guid.empty()) continue;
    std::set<std::size_t>& group = groups[content.link_guid];
    group.insert(position);
    for (const std::string& id : content.linked_lines)
      group.insert(lines_by_id_.at(id));
  }
  for (const auto& [_, group] : groups) {
    if (group.size() > 1) join(group, create_link());
  }
  for (std::size_t position = first; position < lines_.size(); ++position) {
    if (!is_on_customer_ledger(lines_[position])) continue;
    if (lines_[position].links.back().link_id == 0) close_by_reference(position);
    const LineDraft& content = lines_[position].content;
    if (!content.invoice_number.empty()) {
      by_invoice_[{content.customer, content.invoice_number}].push_back(position);
    }
    if (!content.ocr.empty()) by_ocr_[{content.customer, content.ocr}].push_back(position);
  }
}

/// Links a line with the open ones that carry its invoice number, or else its OCR, when all of
/// them come to nothing.
void Company::close_by_reference(std::size_t position) {
  if (settings_.reference_closing == ReferenceClosing::never) return;
  const LineDraft& content = lines_[position].content;
  const auto close = [&](const auto& index, const std::string& reference) {
    if (reference.empty()) return false;
    const auto known = index.find({content.customer, reference});
    if (known == index.end()) return false;
    std::set<std::size_t> members = {position};
    std::int64_t sum = content.amount;
    for (const std::size_t other : known->second) {
      if (!lines_[other].links.back().is_open) continue;
      members.insert(other);
      sum += lines_[other].content.amount;
    }
    if (sum != 0 || members.size() < 2) return false;
    join(members, create_link());
    return true;
  };
  if (!close(by_invoice_, content.invoice_number)) close(by_ocr_, content.ocr);
}

/// Puts the lines, and all that hung together with them, under one link.
void Company::join(const std::set<std::size_t>& lines, std::int64_t link_id) {
  std::set<std::size_t> all = lines;
  for (const std::size_t position : lines) {
    const std::int64_t old = lines_[position].links.back().link_id;
    if (old == 0) continue;
    const std::set<std::size_t> companions = members_[old];
    all.insert(companions.begin(), companions.end());
    members_.erase(old);
  }
  std::int64_t sum = 0;
  for (const std::size_t position : all)
    sum += lines_[position].content.amount;
  const Instant now = clock_.now();
  for (const std::size_t position : all)
    lines_[position].links.push_back({now, link_id, sum != 0});
  members_[link_id] = std::move(all);
}

std::optional<std::set<std::size_t>> Company::positions_of(
    const std::vector<std::string>& line_ids) const {
  std::set<std::size_t> positions;
  for (const std::string& id : line_ids) {
    const auto found = lines_by_id_.find(id);
    if (found == lines_by_id_.end()) return std::nullopt;
    positions.insert(found->second);
  }
  if (positions.empty()) return std::nullopt;
  return positions;
}

bool Company::link_lines(const std::vector<std::string>& line_ids, std::int64_t link_id) {
  std::optional<std::set<std::size_t>> positions = positions_of(line_ids);
  if (!positions || link_id < 1 || link_id > links_given_) return false;
  if (const auto held = members_.find(link_id); held != members_.end()) {
    positions->insert(held->second.begin(), held->second.end());
  }
  // A line that was linked before gets a new link id with all the others: nobody may keep one.
  const bool was_linked = std::ranges::any_of(
      *positions, [&](std::size_t position) { return lines_[position].links.back().link_id != 0; });
  join(*positions, was_linked ? create_link() : link_id);
  return true;
}

bool Company::replace_link(const std::vector<std::string>& line_ids, std::int64_t link_id) {
  const std::optional<std::set<std::size_t>> positions = positions_of(line_ids);
  if (!positions || link_id < 1 || link_id > links_given_) return false;
  if (const auto held = members_.find(link_id); held != members_.end()) {
    for (const std::size_t position : held->second) {
      lines_[position].links.push_back({clock_.now(), 0, is_on_customer_ledger(lines_[position])});
    }
    members_.erase(held);
  }
  join(*positions, link_id);
  return true;
}

bool Company::set_due_date(const std::string& line_id, Date due) {
  const auto found = lines_by_id_.find(line_id);
  if (found == lines_by_id_.end()) return false;
  lines_[found->second].content.due_date = due;
  return true;
}

}  // namespace avstem::sandbox::twentyfour
