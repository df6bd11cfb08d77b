#include "tests/random_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "books/reversal.hpp"

namespace avstem::tests {
namespace {

using books::Entry;
using books::EntryType;
using books::Topic;

/// Plays the days, one entry after the other, so that balances chain.
class Maker {
 public:
  Maker(RandomWorld& world, std::uint64_t seed) : world_(world), dice_(seed) {}

  void play() {
    // Every third world goes over a year's end.
    world_.start = dice_.one_in(3) ? Date(2026, 12, 29) : Date(2026, 3, 2);
    world_.days = 3 + static_cast<int>(dice_.below(5));
    for (int day = 0; day < world_.days; ++day) {
      date_ = world_.start.plus_days(day);
      for (std::int64_t i = dice_.below(5); i > 0; --i)
        sell();
      if (dice_.one_in(2)) refund();
      if (dice_.one_in(5)) dispute();
      if (dice_.one_in(6)) add(Topic::funds, EntryType::correction, 100 - dice_.below(200), "");
      if (dice_.one_in(8)) add(Topic::funds, EntryType::unknown, 50 + dice_.below(50), "");
      if (dice_.one_in(8)) add(Topic::fees, EntryType::correction, 1 + dice_.below(100), "");
      charge_fees();
      settle();
    }
  }

 private:
  struct Sold {
    std::string reference;
    std::string psp;
    std::int64_t amount = 0;
    bool exact = false;  ///< paid once, to the øre
  };

  void add(Topic topic, EntryType type, std::int64_t amount, const std::string& reference,
           std::string psp = "") {
    if (amount == 0) return;
    Entry entry;
    entry.topic = topic;
    entry.ledger_date = date_;
    entry.type = type;
    entry.type_word = type == EntryType::unknown ? "surprise" : std::string(to_string(type));
    entry.psp_reference = psp.empty() ? fmt::format("{}", 700'000 + ++number_) : std::move(psp);
    entry.reference = reference;
    entry.time = Instant(date_.days() + std::chrono::hours(10) + std::chrono::seconds(number_));
    std::int64_t& balance = topic == Topic::funds ? funds_ : fees_;
    entry.amount = amount;
    entry.balance_before = balance;
    entry.balance_after = balance += amount;
    entry.recipient_handle = "api:123455";
    world_.entries[{topic, date_}].push_back(std::move(entry));
  }

  void capture(const std::string& reference, std::int64_t amount) {
    add(Topic::funds, EntryType::capture, amount, reference);
    sold_.push_back(
        {reference, world_.entries[{Topic::funds, date_}].back().psp_reference, amount});
    unpaid_fees_.push_back(sold_.back());
  }

  void sell() {
    const std::string reference = fmt::format("ORD-{}", ++orders_);
    const std::int64_t amount = 1'000 + dice_.below(100'000);
    if (!dice_.one_in(6)) {
      world_.claims.push_back({10'000 + orders_, reference, fmt::format("{}", 5'000 + orders_), "",
                               Money(amount, Currency()), date_});
    }
    const bool twice = dice_.one_in(12);
    const std::int64_t paid = dice_.one_in(8) ? amount - 500 + dice_.below(1'000) : amount;
    capture(reference, paid);
    if (twice) capture(reference, amount);
    sold_.back().exact = paid == amount && !twice;
  }

  void refund() {
    if (sold_.empty()) return;
    const auto place = dice_.below(static_cast<std::int64_t>(sold_.size()));
    const Sold& sold = sold_[static_cast<std::size_t>(place)];
    // What a customer paid too much and what several refunds share is given to the refund that is
    // booked first, so there the order of arrival is seen: those are left out.
    if (!sold.exact || !refunded_.insert(sold.reference).second) return;
    const std::int64_t amount = dice_.one_in(2) ? sold.amount : sold.amount / 2;
    if (!dice_.one_in(3)) {
      const std::string credit_note = fmt::format("{}-R{}", sold.reference, ++refunds_);
      world_.claims.push_back({20'000 + refunds_, credit_note, fmt::format("{}", 8'000 + refunds_),
                               "", Money(-amount, Currency()), date_});
    }
    add(Topic::funds, EntryType::refund, -amount, sold.reference);
  }

  void dispute() {
    if (!disputed_.reference.empty()) {
      add(Topic::funds, EntryType::returned_disputed_capture, disputed_.amount, disputed_.reference,
          disputed_.psp);
      disputed_ = {};
    } else if (!sold_.empty()) {
      disputed_ = sold_.back();
      add(Topic::funds, EntryType::retained_disputed_capture, -disputed_.amount,
          disputed_.reference, disputed_.psp);
    }
  }

  /// Some fees come on the date of their capture, some later.
  void charge_fees() {
    std::vector<Sold> later;
    for (const Sold& sold : unpaid_fees_) {
      if (dice_.one_in(3)) {
        later.push_back(sold);
        continue;
      }
      add(Topic::fees, EntryType::capture_fee, -(sold.amount * 175 / 10'000) - 1, sold.reference,
          sold.psp);
    }
    unpaid_fees_ = std::move(later);
  }

  void settle() {
    if (!paid_out_.empty() && dice_.one_in(6)) {
      add(Topic::funds, EntryType::payout_aborted, paid_out_.back().amount, "",
          paid_out_.back().psp);
      paid_out_.pop_back();
    }
    if (fees_ < 0 && !dice_.one_in(4)) {
      const std::int64_t retained = -fees_;
      add(Topic::funds, EntryType::fees_retained, -retained, "");
      add(Topic::fees, EntryType::fees_retained, retained, "");
    }
    if (funds_ < 0 && dice_.one_in(4)) add(Topic::funds, EntryType::top_up, -funds_, "");
    if (funds_ > 0 && !dice_.one_in(4)) {
      paid_out_.push_back({"", fmt::format("302321-{}", 2'000'000 + ++payouts_), funds_});
      add(Topic::funds, EntryType::payout_scheduled, -funds_, "", paid_out_.back().psp);
    }
  }

  RandomWorld& world_;
  Dice dice_;
  Date date_;
  std::int64_t funds_ = 0;
  std::int64_t fees_ = 0;
  int number_ = 0;
  int orders_ = 0;
  int refunds_ = 0;
  int payouts_ = 0;
  Sold disputed_;
  std::vector<Sold> sold_;
  std::set<std::string> refunded_;
  std::vector<Sold> unpaid_fees_;
  std::vector<Sold> paid_out_;
};

const std::vector<Entry>& entries_of(const RandomWorld& world, Topic topic, Date date) {
  static const std::vector<Entry> none;
  const auto found = world.entries.find({topic, date});
  return found == world.entries.end() ? none : found->second;
}

}  // namespace

RandomWorld::RandomWorld(std::uint64_t seed) {
  Maker(*this, seed).play();
}

std::int64_t RandomWorld::balance(Topic topic, Date date) const {
  for (Date day = date; day >= start; day = day.previous()) {
    const auto& held = entries_of(*this, topic, day);
    if (!held.empty()) return held.back().balance_after;
  }
  return 0;
}

void WorldReport::show_more(Dice& dice) {
  for (int day = 0; day < world_.days; ++day) {
    for (const Topic topic : {Topic::funds, Topic::fees}) {
      const Date date = world_.start.plus_days(day);
      const std::size_t all = entries_of(world_, topic, date).size();
      Shown& shown = shown_[{topic, date}];
      shown.count +=
          static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(all - shown.count) + 1));
      // A date may look closed and get a late entry all the same.
      shown.try_later = shown.count < all ? dice.one_in(2) : dice.one_in(5);
      shown.page_size = 1 + static_cast<std::size_t>(dice.below(4));
      shown.repeats = dice.one_in(3);
    }
  }
}

void WorldReport::show_all() {
  for (int day = 0; day < world_.days; ++day) {
    for (const Topic topic : {Topic::funds, Topic::fees}) {
      const Date date = world_.start.plus_days(day);
      shown_[{topic, date}] = {entries_of(world_, topic, date).size()};
    }
  }
}

Response WorldReport::page(Topic topic, Date date, std::size_t number) const {
  const auto found = shown_.find({topic, date});
  const Shown shown = found == shown_.end() ? Shown{} : found->second;
  const auto& held = entries_of(world_, topic, date);
  const std::size_t first = number * shown.page_size;
  const std::size_t last = std::min(shown.count, first + shown.page_size);
  nlohmann::json items = nlohmann::json::array();
  for (std::size_t i = first - (shown.repeats && first > 0 ? 1 : 0); i < last; ++i) {
    const Entry& entry = held[i];
    items.push_back({{"pspReference", entry.psp_reference},
                     {"time", to_string(entry.time)},
                     {"ledgerDate", date.to_string()},
                     {"entryType", entry.type_word},
                     {"reference", entry.reference},
                     {"currency", "NOK"},
                     {"amount", entry.amount},
                     {"balanceBefore", entry.balance_before},
                     {"balanceAfter", entry.balance_after},
                     {"recipientHandle", entry.recipient_handle}});
  }
  nlohmann::json body{
      {"items", std::move(items)}, {"hasMore", last < shown.count}, {"tryLater", shown.try_later}};
  if (last < shown.count) body["cursor"] = std::to_string(number + 1);
  return {200, {{"Content-Type", "application/json"}}, body.dump()};
}

Result<Response> WorldReport::send(const Request& request) {
  if (request.method == "POST") {
    return Response{200, {}, R"({"token_type":"Bearer","access_token":"t","expires_in":900})"};
  }
  const Topic topic =
      request.target.find("/funds/") != std::string::npos ? Topic::funds : Topic::fees;
  constexpr std::string_view before_date = "/dates/";
  const auto at = request.target.find(before_date) + before_date.size();
  const auto date = Date::parse(request.target.substr(at, 10));
  if (!date) return date.error();
  std::size_t number = 0;
  if (const auto cursor = request.target.find("cursor="); cursor != std::string::npos) {
    std::from_chars(request.target.data() + cursor + 7,
                    request.target.data() + request.target.size(), number);
  }
  return page(topic, *date, number);
}

Result<accounting::Chart> MemoryBooks::chart() {
  static const accounting::Chart every = [] {
    std::vector<accounting::ChartAccount> accounts;
    for (books::AccountNumber number = 1'000; number < 10'000; ++number)
      accounts.emplace_back().number = number;
    std::vector<accounting::ChartVatCode> codes;
    for (const char* code : {"1", "11", "13", "3", "31", "33", "5", "52", "6", "7"})
      codes.emplace_back().code = code;
    return accounting::Chart(std::move(accounts), std::move(codes));
  }();
  return every;
}

Result<accounting::PostedVoucher> MemoryBooks::post(const books::Voucher& voucher) {
  if (lock && voucher.head().date <= *lock) {
    return Error{ErrorKind::refused, "the period is locked"};
  }
  for (const books::Voucher& there : vouchers) {
    if (there.head().reference == voucher.head().reference) {
      return Error{ErrorKind::conflict, "the reference is there already"};
    }
  }
  if (voucher.head().reverses.empty()) {
    books::take_from_claims(claims_, voucher);
  } else {
    books::give_back_to_claims(claims_, voucher);
  }
  vouchers.push_back(voucher);
  return accounting::PostedVoucher{std::to_string(vouchers.size()),
                                   static_cast<std::int64_t>(vouchers.size())};
}

Result<std::optional<accounting::PostedVoucher>> MemoryBooks::find(const books::Voucher& voucher) {
  for (std::size_t i = 0; i < vouchers.size(); ++i) {
    if (vouchers[i].head().reference != voucher.head().reference) continue;
    return std::optional(
        accounting::PostedVoucher{std::to_string(i + 1), static_cast<std::int64_t>(i + 1)});
  }
  return std::optional<accounting::PostedVoucher>();
}

Result<std::vector<accounting::LedgerRow>> MemoryBooks::rows(
    const std::vector<books::AccountNumber>& accounts, Date from, Date to) {
  std::vector<accounting::LedgerRow> rows;
  for (std::size_t i = 0; i < vouchers.size(); ++i) {
    const books::Voucher::Head& head = vouchers[i].head();
    if (head.date < from || head.date > to) continue;
    for (const books::Posting& line : vouchers[i].postings()) {
      if (std::ranges::find(accounts, line.account) == accounts.end()) continue;
      rows.push_back({head.date, line.account, line.amount, head.reference, std::to_string(i + 1),
                      static_cast<std::int64_t>(i + 1), false, line.text});
    }
  }
  return rows;
}

}  // namespace avstem::tests
