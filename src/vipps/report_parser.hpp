#pragma once

#include <string>
#include <vector>

#include "books/entry.hpp"
#include "core/date.hpp"

namespace avstem::vipps {

/// One page of a ledger date's report.
struct ReportPage {
  /// In Vipps' order. `sequence` counts from 1 within the page: whoever puts pages together adds
  /// the number of entries on the pages before.
  std::vector<books::Entry> entries;
  bool has_more = false;   ///< there is another page; `cursor` asks for it
  std::string cursor;      ///< empty when has_more is false
  bool try_later = false;  ///< the date is not closed yet, even when entries are present
  std::string raw_body;    ///< the answer's bytes as they came, to be kept as evidence
};

/// Reads the body of `GET /report/v2/ledgers/{id}/{topic}/dates/{date}`:
///
///     {"items": [{"pspReference": "3343121302", "time": "2020-10-05T00:00:00.000000Z",
///                 "ledgerDate": "2020-10-05", "entryType": "capture",
///                 "reference": "acme-shop-123-order123abc", "currency": "NOK", "amount": 49900,
///                 "balanceBefore": 0, "balanceAfter": 49900, "recipientHandle": "api:123455"}],
///      "hasMore": false, "cursor": "…", "tryLater": false}
///
/// Fields come in any order; unknown ones are passed over, and so are the payer's name, message
/// and phone number. `reference` and `recipientHandle` may be null or missing, and so may the
/// three of the page, but a page without both flags does not close its date (try_later); every
/// other field of an entry must be there. An unknown entry type is kept with its word. Amounts are
/// minor units (øre), read digit by digit from the JSON text: a decimal point, an exponent or a
/// text in quotes is an error, never rounded. Balances are not compared with amounts; that is the
/// books' task.
///
/// Errors: `unavailable` when the body breaks off or is no report, since asking again may help;
/// `invalid` when an entry breaks a rule above or belongs to another ledger date. A page is read
/// whole or not at all. Memory is proportional to the page. May be called from any
/// thread.
Result<ReportPage> parse_report_page(std::string body, books::Topic topic, Date expected_date);

/// One batch of a topic's feed.
struct FeedPage {
  /// In Vipps' order, of any ledger dates. `sequence` counts from 1 within the batch.
  std::vector<books::Entry> entries;
  std::string cursor;      ///< always there: it asks for what comes after
  bool try_later = false;  ///< this is the end for now; ask again in a second or later
};

/// Reads the body of `GET /report/v2/ledgers/{id}/{topic}/feed`: the same as a page of a date, but
/// there is no hasMore, the cursor is never missing, and the entries have any ledger date. A batch
/// that does not say tryLater is taken for the end, so that nobody asks on in a hurry. Errors as
/// for parse_report_page().
Result<FeedPage> parse_feed_page(std::string body, books::Topic topic);

}  // namespace avstem::vipps
