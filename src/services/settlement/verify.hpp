#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "books/proof_document.hpp"
#include "services/settlement/finding_store.hpp"
#include "services/settlement/proof_store.hpp"
#include "services/settlement/report_store.hpp"
#include "services/settlement/voucher_store.hpp"

namespace avstem::services {

class Replay;

/// One thing that was looked at, in words.
struct VerifyCheck {
  bool holds = false;
  std::string words;
};

struct VerifyReport {
  std::optional<books::ProofDocument> document;  ///< none when it cannot be read
  std::vector<VerifyCheck> checks;
  std::vector<std::string> notes;
  bool holds() const;
  /// Adds a check that holds when nothing speaks against it, or one for each thing that does.
  void conclude(const std::vector<std::string>& failures, std::string words);
};

/// Replays a proof offline, from the raw pages alone: the chain of proofs, the pages' hashes, every
/// entry and balance, our vouchers, and each figure of the document. Nobody outside is asked; what
/// the accounting system said is as the document recorded it, and is checked to add up.
class Verify {
 public:
  explicit Verify(store::Database& database)
      : documents_(database), reports_(database), vouchers_(database), findings_(database) {}

  /// `file`: the bytes of a document that was handed out, checked against the stored one. An error
  /// only when the database cannot answer; what does not hold is in the report.
  Result<VerifyReport> proof(const ClientId& client, const StoredProof& stored,
                             std::optional<std::string_view> file);

 private:
  /// What the chain up to the proof names.
  struct Named {
    std::vector<books::PageMark> pages;
    std::unordered_map<std::string, books::VoucherMark> vouchers;  ///< by reference, last mark
  };
  Result<Named> check_chain(const ClientId& client, const StoredProof& last, VerifyReport& report);
  Result<void> check_row(const books::ProofDocument& document, std::int64_t number,
                         VerifyReport& report);
  Result<void> check_ledger(const books::ProofDocument& document, const books::ProvenLedger& ledger,
                            const Named& named, VerifyReport& report);
  Result<std::vector<std::string>> surplus_entries(const books::ProofDocument& document,
                                                   const books::ProvenLedger& ledger,
                                                   const Named& named, const Replay& replay,
                                                   VerifyReport& report);
  Result<bool> came_later(const books::ProofDocument& document, const books::ProvenLedger& ledger,
                          const Named& named, books::Topic topic, Date date);
  Result<void> check_vouchers(const books::ProofDocument& document, const Named& named,
                              VerifyReport& report);
  Result<void> check_account(const books::ProofDocument& document,
                             const books::ProvenAccount& account, const Named& named,
                             VerifyReport& report);
  Result<void> check_transit(const books::ProofDocument& document,
                             const books::ProvenTransit& transit, VerifyReport& report);

  ProofStore documents_;
  ReportStore reports_;
  VoucherStore vouchers_;
  FindingStore findings_;
};

}  // namespace avstem::services
