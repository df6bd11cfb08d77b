#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "books/entry.hpp"
#include "books/voucher.hpp"
#include "core/identifiers.hpp"
#include "core/oslo_time.hpp"
#include "core/result.hpp"

namespace avstem::documents {

/// Lines of one topic that a document lists, some 450 pages. Of a larger date it has the sums, and
/// the checksums of the pages that hold every line; it says how many lines are left out. It bounds
/// the memory, and what is uploaded with every voucher.
inline constexpr std::size_t lines_listed_max = 20'000;
/// Pages of a report that are listed with their checksums; 40 pages of the document.
inline constexpr std::size_t sources_listed_max = 2'000;

/// A page of Vipps' report, or an imported settlement file, as it was kept.
struct SourcePage {
  std::int64_t page = 0;  ///< from 1
  std::string sha256;     ///< of the bytes as they came, 64 hexadecimal digits
};

/// Entries of one type on the date.
struct TypeTotal {
  std::string type_word;
  std::int64_t count = 0;
  std::int64_t amount = 0;  ///< øre; signs as in the ledger
};

/// One topic of the date.
struct TopicFacts {
  std::int64_t opening = 0;  ///< øre, the balance when the date began
  std::int64_t closing = 0;
  std::vector<TypeTotal> totals;         ///< of all entries, also those not listed
  std::vector<books::Entry> entries;     ///< the first ones, lines_listed_max at most
  std::vector<SourcePage> source_pages;  ///< the first ones, sources_listed_max at most
  std::int64_t source_page_count = 0;
};

/// A voucher of the date.
struct VoucherFacts {
  std::string number;  ///< ours
  books::VoucherKind kind = books::VoucherKind::payments;
  std::string reference;
  Date date;
  std::int64_t debit = 0;          ///< øre, Σ of its debit lines
  int mapping_version = 0;         ///< of the accounts it was booked on
  std::int64_t remote_number = 0;  ///< in the accounting system; 0: not posted yet
  bool is_documented_here = true;  ///< false: an earlier part's document is attached to it
};

/// All that a settlement document says.
struct SettlementFacts {
  std::string client_name;
  std::string organisation_number;  ///< or empty
  LedgerId ledger;
  Date date;
  Currency currency;
  int part = 1;            ///< above 1: for vouchers of entries that came late
  bool from_file = false;  ///< read from a settlement file, not from the API
  TopicFacts funds;
  TopicFacts fees;
  std::vector<VoucherFacts> vouchers;  ///< in the order they were booked
};

/// The settlement of one ledger date as a PDF in Norwegian: the documentation of its vouchers
/// (rules § 1: every voucher can be followed to its source). The same facts make the same bytes,
/// on any machine with the same libharu and zlib. Times are shown in `zone`, Europe/Oslo. No
/// payer's name, phone or message is in it. `storage` when there is no memory for it.
Result<std::string> settlement_pdf(const SettlementFacts& facts, const TimeZone& zone);

}  // namespace avstem::documents
