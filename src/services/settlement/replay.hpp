#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "books/proof_document.hpp"
#include "services/settlement/report_store.hpp"

namespace avstem::services {

/// Reads the kept pages of one ledger again, from its opening on, and follows the balances: what
/// Vipps said, without anything we made of it. Of entries that several readings hold each counts
/// once; a page that contradicts the others is set aside. Memory grows with the largest date.
class Replay {
 public:
  Replay(ReportStore& reports, const ClientId& client, const books::ProvenLedger& ledger);

  /// Reads the pages named, up to and with `until`; compares their hashes, and each entry with the
  /// stored one. Call once.
  Result<void> run(std::vector<books::PageMark> pages, Date until);

  /// What does not hold, in words; empty when all does.
  const std::vector<std::string>& failures() const { return failures_; }
  /// What is worth telling and yet no failure.
  const std::vector<std::string>& notes() const { return notes_; }

  std::int64_t balance(books::Topic topic) const;
  std::int64_t entry_count() const { return entry_count_; }
  std::int64_t page_count() const { return page_count_; }
  /// Entries of a topic and date that the pages hold.
  std::int64_t entries_on(books::Topic topic, Date date) const;
  /// Whether a page of a topic and date was set aside.
  bool set_aside_on(books::Topic topic, Date date) const {
    return set_aside_.contains({topic, date});
  }

  static constexpr std::size_t failures_max = 20;  ///< named; the rest is only counted

 private:
  struct Chain {
    std::int64_t opening = 0;
    std::map<Date, std::int64_t> closing;  ///< by ledger date
    std::map<Date, std::int64_t> counts;
    std::int64_t before(Date date) const;
    Date last_date(Date date) const;  ///< the last with entries up to `date`, or 1970
    std::int64_t last() const { return closing.empty() ? opening : closing.rbegin()->second; }
  };

  Result<void> read_page(const books::PageMark& mark);
  Result<void> read_file(const std::string& bytes, const books::PageMark& mark);
  /// Takes the new ones of the entries, all or none.
  Result<void> take(const std::vector<books::Entry>& entries, const books::PageMark& mark,
                    const std::string& where);
  Result<void> compare_with_stored(const books::Entry& entry);
  void fail(std::string words);
  Chain& chain(books::Topic topic) { return topic == books::Topic::funds ? funds_ : fees_; }
  const Chain& chain(books::Topic topic) const {
    return topic == books::Topic::funds ? funds_ : fees_;
  }

  ReportStore& reports_;
  ClientId client_;
  books::ProvenLedger ledger_;
  Chain funds_;
  Chain fees_;
  std::unordered_set<std::string> seen_;
  std::set<std::pair<books::Topic, Date>> set_aside_;
  bool seen_from_file_ = false;
  Date seen_date_;
  std::int64_t entry_count_ = 0;
  std::int64_t page_count_ = 0;
  std::vector<std::string> failures_;
  std::vector<std::string> notes_;
};

}  // namespace avstem::services
