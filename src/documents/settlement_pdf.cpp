#include "documents/settlement_pdf.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "documents/page_flow.hpp"
#include "documents/words.hpp"

namespace avstem::documents {
namespace {

/// Sets one document; its parts stand below in the order they are written.
class SettlementPages {
 public:
  SettlementPages(const SettlementFacts& facts, const TimeZone& zone, PdfWriter& out)
      : facts_(facts), zone_(zone), flow_(out) {}

  void write() {
    head();
    totals();
    vouchers();
    lines(books::Topic::funds);
    lines(books::Topic::fees);
    sources();
    flow_.number_pages(fmt::format("{} · Vipps {} · oppgjørsdato {} · del {} · laget av Avstem",
                                   facts_.client_name, facts_.ledger.text(),
                                   norwegian_date(facts_.date), facts_.part));
  }

 private:
  const TopicFacts& topic(books::Topic topic) const {
    return topic == books::Topic::funds ? facts_.funds : facts_.fees;
  }
  std::string amount(std::int64_t minor) const {
    return Money(minor, facts_.currency).to_norwegian();
  }

  void head();
  void totals();
  void total_rows(books::Topic topic);
  void vouchers();
  void lines(books::Topic topic);
  void sources();

  const SettlementFacts& facts_;
  const TimeZone& zone_;
  PageFlow flow_;
};

/// Σ of the types that `counts` says belong to it.
template <class Counts>
std::int64_t sum_of(const TopicFacts& facts, Counts counts) {
  std::int64_t sum = 0;
  for (const TypeTotal& total : facts.totals) {
    if (counts(books::parse_entry_type(total.type_word))) sum += total.amount;
  }
  return sum;
}

void SettlementPages::head() {
  using enum books::EntryType;
  flow_.title(fmt::format("Vipps-oppgjør {}", norwegian_date(facts_.date)));
  flow_.line(facts_.organisation_number.empty()
                 ? facts_.client_name
                 : fmt::format("{}, org.nr. {}", facts_.client_name, facts_.organisation_number));
  flow_.line(fmt::format("Vipps-avregning (ledger) {} · valuta {} · dokumentasjon del {}",
                         facts_.ledger.text(), facts_.currency.code(), facts_.part));
  std::vector<int> versions;
  for (const VoucherFacts& voucher : facts_.vouchers) {
    if (voucher.is_documented_here) versions.push_back(voucher.mapping_version);
  }
  std::sort(versions.begin(), versions.end());
  versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
  flow_.line(fmt::format("Kontoplan for kontering: versjon {}", fmt::join(versions, ", ")));
  const std::int64_t charged =
      sum_of(facts_.fees, [](auto type) { return type != fees_retained && type != fees_invoiced; });
  const std::int64_t paid_out = sum_of(
      facts_.funds, [](auto type) { return type == payout_scheduled || type == payout_aborted; });
  flow_.line(fmt::format("Gebyr på datoen: {} kr · utbetaling: {} kr", amount(-charged),
                         amount(-paid_out)));
  if (facts_.part > 1) {
    flow_.line(
        "Linjer kom til etter at datoen var bokført. Denne delen hører til bilagene for dem; "
        "tidligere deler gjelder fortsatt for sine bilag.");
  }
}

void SettlementPages::totals() {
  flow_.heading("Summer per type");
  flow_.begin_table({{"Avregning", 120},
                     {"Type", 350},
                     {"Antall", 120, true},
                     {fmt::format("Beløp ({})", facts_.currency.code()), 180, true}});
  total_rows(books::Topic::funds);
  total_rows(books::Topic::fees);
  flow_.end_table();
}

void SettlementPages::total_rows(books::Topic which) {
  const TopicFacts& facts = topic(which);
  const std::string name(topic_word(which));
  flow_.row({name, "Inngående saldo", "", amount(facts.opening)});
  for (const TypeTotal& total : facts.totals) {
    flow_.row(
        {name, entry_word(total.type_word), fmt::to_string(total.count), amount(total.amount)});
  }
  flow_.row({name, "Utgående saldo", "", amount(facts.closing)}, Weight::bold);
}

void SettlementPages::vouchers() {
  flow_.heading("Bilag for datoen");
  flow_.begin_table({{"Bilag", 90},
                     {"Nr. i regnskapet", 85},
                     {"Art", 110},
                     {"Bilagsdato", 65},
                     {"Referanse", 230},
                     {"Kontoplan", 55},
                     {"Del", 35},
                     {"Sum debet", 100, true}});
  bool all_posted = true;
  for (const VoucherFacts& voucher : facts_.vouchers) {
    const bool is_posted = voucher.remote_number != 0;
    all_posted = all_posted && is_posted;
    flow_.row({voucher.number, is_posted ? fmt::to_string(voucher.remote_number) : "*",
               std::string(voucher_word(voucher.kind)), norwegian_date(voucher.date),
               voucher.reference, fmt::format("v. {}", voucher.mapping_version),
               voucher.is_documented_here ? fmt::to_string(facts_.part) : "tidl.",
               amount(voucher.debit)});
  }
  flow_.end_table();
  if (!all_posted) flow_.line("* Bilaget var ikke bokført i regnskapet da dokumentet ble laget.");
}

void SettlementPages::lines(books::Topic which) {
  const TopicFacts& facts = topic(which);
  std::int64_t count = 0;
  for (const TypeTotal& total : facts.totals)
    count += total.count;
  flow_.heading(fmt::format("Linjer: {} ({})", topic_word(which), to_string(which)));
  if (count == 0) {
    flow_.line("Ingen linjer på datoen.");
    return;
  }
  flow_.begin_table({{"Nr.", 36},
                     {"Tid (Oslo)", 84},
                     {"Type", 100},
                     {"Referanse", 220},
                     {"pspReference", 166},
                     {"Beløp", 82, true},
                     {"Saldo", 82, true}});
  for (const books::Entry& entry : facts.entries) {
    flow_.row({fmt::to_string(entry.sequence), norwegian_time(entry.time, zone_),
               entry_word(entry.type_word), entry.reference, entry.psp_reference,
               amount(entry.amount), amount(entry.balance_after)});
  }
  flow_.end_table();
  const auto listed = static_cast<std::int64_t>(facts.entries.size());
  if (count > listed) {
    flow_.line(
        fmt::format("De første {} av {} linjer er tatt med. Alle står på sidene under "
                    "Kilder, som er oppbevart.",
                    listed, count));
  }
}

void SettlementPages::sources() {
  flow_.heading("Kilder");
  flow_.line(facts_.from_file
                 ? "Lest fra oppgjørsfil. Kontrollsum av filen slik den kom:"
                 : "Lest fra Vipps MobilePay Report API. Kontrollsum av hver side slik den kom:");
  flow_.begin_table({{"Avregning", 100}, {"Side", 60, true}, {"SHA-256", 610}});
  for (const books::Topic which : {books::Topic::funds, books::Topic::fees}) {
    for (const SourcePage& source : topic(which).source_pages) {
      flow_.row({facts_.from_file ? "Fil" : std::string(topic_word(which)),
                 fmt::to_string(source.page), source.sha256});
    }
  }
  flow_.end_table();
  for (const books::Topic which : {books::Topic::funds, books::Topic::fees}) {
    const TopicFacts& facts = topic(which);
    const auto listed = static_cast<std::int64_t>(facts.source_pages.size());
    if (facts.source_page_count > listed) {
      flow_.line(fmt::format("{}: de første {} av {} sider er tatt med.", topic_word(which), listed,
                             facts.source_page_count));
    }
  }
}

}  // namespace

Result<std::string> settlement_pdf(const SettlementFacts& facts, const TimeZone& zone) {
  PdfWriter out;
  SettlementPages(facts, zone, out).write();
  return out.finish(
      fmt::format("Vipps {} {} del {}", facts.ledger.text(), facts.date.to_string(), facts.part),
      facts.date);
}

}  // namespace avstem::documents
