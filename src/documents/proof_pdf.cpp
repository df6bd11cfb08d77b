#include "documents/proof_pdf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "documents/page_flow.hpp"
#include "documents/words.hpp"

namespace avstem::documents {
namespace {

using books::AccountRole;

std::string_view role_word(AccountRole role) {
  switch (role) {
    case AccountRole::clearing:
      return "Til gode hos Vipps";
    case AccountRole::accrued_fees:
      return "Påløpt gebyr";
    case AccountRole::in_transit:
      return "Utbetalt, ikke i bank";
    default:
      return to_string(role);
  }
}

std::string number(std::int64_t voucher) {
  return voucher == 0 ? "" : fmt::to_string(voucher);
}

/// Sets one proof; its parts stand below in the order they are written.
class ProofPages {
 public:
  ProofPages(const books::ProofDocument& document, const std::string& sha256, const TimeZone& zone,
             PdfWriter& out)
      : document_(document), sha256_(sha256), zone_(zone), flow_(out) {}

  void write() {
    head();
    accounts();
    rows();
    for (const books::ProvenTransit& transit : document_.transits)
      in_transit(transit);
    ledgers();
    sources();
    flow_.number_pages(fmt::format("{} · avstemming {} · {} · laget av Avstem",
                                   document_.client_name, document_.name(),
                                   norwegian_date(document_.date)));
  }

 private:
  void head();
  void accounts();
  void rows();
  void in_transit(const books::ProvenTransit& transit);
  void ledgers();
  void sources();
  /// The first rows of a list; what is left out is counted.
  template <class Row, class Print>
  void list(const std::vector<Row>& rows, Print print) {
    const std::size_t shown = std::min(rows.size(), proof_rows_printed_max);
    for (std::size_t i = 0; i < shown; ++i)
      print(rows[i]);
    left_out_ += rows.size() - shown;
  }
  void tell_left_out();

  const books::ProofDocument& document_;
  const std::string& sha256_;
  const TimeZone& zone_;
  PageFlow flow_;
  std::size_t left_out_ = 0;
};

std::string amount(std::int64_t minor, Currency currency) {
  return Money(minor, currency).to_norwegian();
}

void ProofPages::head() {
  flow_.title(fmt::format("Avstemming {}", norwegian_date(document_.date)));
  flow_.line(
      document_.organisation_number.empty()
          ? document_.client_name
          : fmt::format("{}, org.nr. {}", document_.client_name, document_.organisation_number));
  flow_.line(fmt::format("Avstemming {} · laget {}", document_.name(),
                         norwegian_time(document_.proven_at, zone_)));
  flow_.line(document_.is_proven() ? "Resultat: alle kontoer stemmer."
                                   : "Resultat: IKKE ALLE KONTOER STEMMER.");
  flow_.line("SHA-256 " + sha256_);
  flow_.line(document_.previous.empty() ? "Første avstemming; ingen før denne."
                                        : "Forrige avstemming, SHA-256 " + document_.previous);
}

void ProofPages::accounts() {
  flow_.heading("Vipps = våre bøker = regnskapet");
  flow_.begin_table({{"Konto", 170},
                     {"Valuta", 45},
                     {"Inngående", 80, true},
                     {"Vipps", 85, true},
                     {"Våre bøker", 85, true},
                     {"Regnskapet", 85, true},
                     {"Annen dato", 75, true},
                     {"Differanse", 75, true},
                     {"", 70}});
  for (const books::ProvenAccount& account : document_.accounts) {
    const books::AccountProof& figures = account.figures;
    const Currency currency = figures.currency;
    flow_.row(
        {fmt::format("{} {}", figures.account, role_word(figures.role)),
         std::string(currency.code()), amount(account.opening, currency),
         amount(figures.vipps_balance, currency), amount(figures.books_balance, currency),
         amount(figures.accounting_balance, currency), amount(figures.timing, currency),
         amount(figures.difference(), currency), figures.is_proven() ? "stemmer" : "STEMMER IKKE"},
        figures.is_proven() ? Weight::regular : Weight::bold);
  }
  flow_.end_table();
}

void ProofPages::rows() {
  flow_.heading("Linjer bak tallene");
  flow_.begin_table({{"Konto", 60},
                     {"Hva", 150},
                     {"Dato", 80},
                     {"Bilag", 70, true},
                     {"Tekst", 300},
                     {"Beløp", 110, true}});
  for (const books::ProvenAccount& account : document_.accounts) {
    const std::string place = fmt::to_string(account.figures.account);
    const Currency currency = account.figures.currency;
    list(account.timing, [&](const books::TimingRow& row) {
      flow_.row({place, "annen dato", norwegian_date(row.posting_date), number(row.voucher_number),
                 fmt::format("{}, hører til {}", row.reference, norwegian_date(row.ledger_date)),
                 amount(row.amount, currency)});
    });
    list(account.foreign, [&](const books::ProofRow& row) {
      flow_.row({place, row.reversed ? "ført av andre, tilbakeført" : "ført av andre",
                 norwegian_date(row.posting_date), number(row.voucher_number), row.text,
                 amount(row.amount, currency)});
    });
    list(account.differing, [&](const books::ProofMovement& row) {
      flow_.row({place, "avviker i regnskapet", norwegian_date(row.voucher_date), "", row.reference,
                 amount(row.amount, currency)});
    });
  }
  flow_.end_table();
  tell_left_out();
}

void ProofPages::in_transit(const books::ProvenTransit& transit) {
  const Currency currency = transit.currency;
  flow_.heading(fmt::format("{} {}", transit.account, role_word(AccountRole::in_transit)));
  flow_.line(fmt::format("Kontoen viser {}, underveis er {}: {}",
                         amount(add_minor(transit.balance, transit.timing_sum()), currency),
                         amount(transit.expected, currency),
                         transit.is_proven() ? "stemmer" : "STEMMER IKKE"));
  if (transit.opening_left != 0) {
    flow_.line(fmt::format("Av det som var underveis ved start, er {} ennå ikke sett i banken.",
                           amount(transit.opening_left, currency)));
  }
  flow_.begin_table({{"Status", 150},
                     {"Oppgjørsdato", 90},
                     {"Ventet i bank", 90},
                     {"Bilag", 70, true},
                     {"Tekst", 260},
                     {"Beløp", 110, true}});
  list(transit.on_the_way, [&](const books::TransferOnTheWay& way) {
    flow_.row({way.seen   ? "kom " + norwegian_date(*way.seen)
               : way.late ? "FORSINKET"
                          : "underveis",
               norwegian_date(way.transfer.ledger_date), norwegian_date(way.expected), "",
               way.transfer.text, amount(way.transfer.amount, currency)},
              way.late ? Weight::bold : Weight::regular);
  });
  list(transit.arrived, [&](const books::Arrival& arrival) {
    flow_.row({"i bank " + norwegian_date(arrival.row.posting_date),
               norwegian_date(arrival.transfer.ledger_date), "", number(arrival.row.voucher_number),
               arrival.row.text, amount(arrival.row.amount, currency)});
  });
  list(transit.unexplained, [&](const books::ProofRow& row) {
    flow_.row({"møter ingen utbetaling", "", norwegian_date(row.posting_date),
               number(row.voucher_number), row.text, amount(row.amount, currency)});
  });
  flow_.end_table();
  tell_left_out();
}

void ProofPages::ledgers() {
  flow_.heading("Saldo hos Vipps");
  flow_.begin_table({{"Avregning (ledger)", 200},
                     {"Ført fra", 120},
                     {"Midler", 150, true},
                     {"Gebyr", 150, true}});
  for (const books::ProvenLedger& ledger : document_.ledgers) {
    flow_.row({ledger.id.text(), norwegian_date(ledger.start),
               amount(ledger.funds_balance, ledger.currency),
               amount(ledger.fees_balance, ledger.currency)});
  }
  flow_.end_table();
}

void ProofPages::sources() {
  flow_.heading("Hva avstemmingen bygger på, utover tidligere avstemminger");
  flow_.begin_table({{"Kilde", 330}, {"SHA-256", 440}});
  list(document_.pages, [&](const books::PageMark& page) {
    flow_.row({fmt::format("Vipps {} {} {} side {}", page.ledger.text(), topic_word(page.topic),
                           norwegian_date(page.date), page.page),
               page.sha256});
  });
  list(document_.vouchers, [&](const books::VoucherMark& mark) {
    flow_.row({"Bilag " + mark.reference, mark.sha256.empty() ? mark.state : mark.sha256});
  });
  flow_.end_table();
  tell_left_out();
  flow_.line(fmt::format("Kontroller med: avstem verify {}", document_.name()));
}

void ProofPages::tell_left_out() {
  if (left_out_ == 0) return;
  flow_.line(
      fmt::format("{} linjer til er utelatt her; det kanoniske dokumentet har alle.", left_out_));
  left_out_ = 0;
}

}  // namespace

Result<std::string> proof_pdf(const books::ProofDocument& document, const std::string& sha256,
                              const TimeZone& zone) {
  PdfWriter out;
  ProofPages(document, sha256, zone, out).write();
  return out.finish(
      fmt::format("Avstemming {} {}", document.client_name, norwegian_date(document.date)),
      document.date);
}

}  // namespace avstem::documents
