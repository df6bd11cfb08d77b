#pragma once

#include <string>

#include "books/entry.hpp"
#include "vipps/report_parser.hpp"
#include "vipps/token_source.hpp"

namespace avstem::vipps {

struct ReportOptions {
  /// Asks for the payer's name, message and masked phone number, which Vipps then adds to
  /// entries of Vipps numbers. They are in the raw body only, never in an Entry.
  bool include_personal_data = false;
};

/// Reads the report of closed and open ledger dates, page by page:
/// `GET /report/v2/ledgers/{ledgerId}/{topic}/dates/{date}`, and the feed of what comes in. The
/// Report API has no test environment. One try a page but for a withdrawn token. Used by one thread
/// at a time.
class ReportClient {
 public:
  /// The client and the token source must outlive this object.
  ReportClient(HttpClient& client, TokenSource& tokens, ReportOptions options = {})
      : client_(client), tokens_(tokens), options_(options) {}

  /// The page that `cursor` names, or the first one when it is empty. `date` is a ledger date in
  /// the merchant's time zone. A date that Vipps does not have yet (it said so with a 404 in
  /// 2023) is an empty page with try_later; ask again in half an hour or later.
  ///
  /// Errors name ledger, topic and date. `not_found`: the keys cannot see the ledger;
  /// `unauthorised`: 401 twice or 403; `busy`: 423 or 429, with Vipps' Retry-After; `unavailable`:
  /// no answer, 5xx, a body that breaks off, or a page whose cursor asks for itself again;
  /// `refused`: 410 and other answers; `invalid`: an entry that breaks a rule of the format.
  Result<ReportPage> page(const LedgerId& ledger, books::Topic topic, Date date,
                          const std::string& cursor);

  /// The batch of a topic's feed that `cursor` names, or the first one, years ago, when it is
  /// empty: `GET /report/v2/ledgers/{ledgerId}/{topic}/feed`. Never asks for personal data. Once
  /// Vipps said try_later, ask no sooner than a minute after.
  ///
  /// Errors as for page(), and `conflict`: Vipps does not take this cursor (any more), so the feed
  /// must be read from its beginning.
  Result<FeedPage> feed(const LedgerId& ledger, books::Topic topic, const std::string& cursor);

 private:
  Result<FeedPage> fetch_feed(const std::string& path, books::Topic topic,
                              const std::string& cursor);
  Result<ReportPage> fetch(const std::string& path, books::Topic topic, Date date,
                           const std::string& cursor);

  HttpClient& client_;
  TokenSource& tokens_;
  ReportOptions options_;
};

}  // namespace avstem::vipps
