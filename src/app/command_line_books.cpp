// Closing, vouchers, proofs and what was sold.

#include "app/command_line.hpp"

namespace avstem::app {

void CommandLine::add_settlement() {
  with_data(app_, "balance", "what stands at Vipps now, and what came in today",
            [this](Session& session) { return balance_command(session, client_); })
      .add_option("--client", client_.id, "client id; without it every client");
  auto& close = with_data(app_, "close", "fetch, book, post and prove ledger dates",
                          [this](Session& session) { return close_command(session, close_); });
  close.add_option("--client", close_.client, "client id; without it every client");
  auto* date = close.add_option("--date", close_.date, "one ledger date")->check(check_date);
  close.add_option("--from", close_.from, "first ledger date; without it the first open one")
      ->excludes(date)
      ->check(check_date);
  close.add_option("--to", close_.to, "last ledger date; without it yesterday")
      ->excludes(date)
      ->check(check_date);
  auto* dry = close.add_flag("--dry-run", close_.dry_run, "print the vouchers, post nothing");
  close
      .add_option("--mapping", close_.mapping,
                  "print what this version of the mapping would change of what was posted")
      ->needs(dry)
      ->check(CLI::Range(1, 1'000'000));
  auto& import = with_data(app_, "import", "take Vipps settlement reports (XML, CSV, zip)",
                           [this](Session& session) { return import_command(session, import_); });
  import.add_option("files", import_.files, "settlement report files")->required();
  import.add_option("--client", import_.client, "client id")->required();
  import.add_option("--ledger", import_.ledger, "ledger id, when the client has several");
  import.add_option("--sales-unit", import_.sales_unit,
                    "serial number, when the file has several sales units");
}

void CommandLine::add_vouchers() {
  CLI::App& vouchers = *app_.add_subcommand("vouchers", "our journal");
  vouchers.require_subcommand(1);
  auto& list = with_data(vouchers, "list", "list vouchers", [this](Session& session) {
    return vouchers_list_command(session, voucher_);
  });
  list.add_option("--client", voucher_.client, "client id")->required();
  list.add_option("--from", voucher_.from, "first ledger date")->check(check_date);
  list.add_option("--to", voucher_.to, "last ledger date")->check(check_date);
  auto& show = with_data(vouchers, "show", "show a voucher's lines", [this](Session& session) {
    return vouchers_show_command(session, voucher_);
  });
  show.add_option("voucher", voucher_.voucher, "number or reference")->required();
  show.add_option("--client", voucher_.client, "client id")->required();
  add_corrections(vouchers);
  auto& why = with_data(app_, "why", "say why a voucher is what it is",
                        [this](Session& session) { return why_command(session, voucher_); });
  why.add_option("voucher", voucher_.voucher, "number or reference; number:line for one line")
      ->required();
  why.add_option("--client", voucher_.client, "client id")->required();
}

void CommandLine::add_corrections(CLI::App& vouchers) {
  const auto named = [this](CLI::App& command) {
    command.add_option("voucher", correct_.voucher, "number or reference")->required();
    command.add_option("--client", correct_.client, "client id")->required();
    command.add_option("--reason", correct_.reason, "why; it is kept for the auditor")->required();
  };
  const std::string again = "book its entries again, with the mapping and rules of now";
  auto& give_up =
      with_data(vouchers, "void", "give up a voucher that was not sent",
                [this](Session& session) { return vouchers_void_command(session, correct_); });
  named(give_up);
  give_up.add_flag("--rebook", correct_.rebook, again);
  auto& reverse =
      with_data(app_, "reverse", "take a posted voucher back by its mirror",
                [this](Session& session) { return reverse_command(session, correct_); });
  named(reverse);
  reverse.add_option("--date", correct_.date, "its date; without it the original's, if open")
      ->check(check_date);
  reverse.add_flag("--rebook", correct_.rebook, again);
  named(with_data(app_, "rebook", "book the entries of a reversed or void voucher again",
                  [this](Session& session) { return rebook_command(session, correct_); }));
}

void CommandLine::add_proofs() {
  CLI::App& proof = *app_.add_subcommand("proof", "what was proven, and on what it rests");
  proof.require_subcommand(1);
  auto& list = with_data(proof, "list", "list proofs",
                         [this](Session& session) { return proof_list_command(session, proof_); });
  list.add_option("--client", proof_.client, "client id")->required();
  list.add_option("--from", proof_.from, "first ledger date")->check(check_date);
  list.add_option("--to", proof_.to, "last ledger date")->check(check_date);
  const auto named = [this](CLI::App& command) {
    command.add_option("proof", proof_.proof, "CLIENT:NUMBER, or CLIENT:DATE for the last of it")
        ->required();
  };
  named(with_data(proof, "show", "show a proof; with --json its canonical document",
                  [this](Session& session) { return proof_show_command(session, proof_); }));
  auto& print = with_data(proof, "print", "write a proof to files", [this](Session& session) {
    return proof_print_command(session, proof_);
  });
  named(print);
  print.add_option("--csv", proof_.csv, "file for the figures and rows as CSV");
  print.add_option("--pdf", proof_.pdf, "file for the proof as an auditor files it");
  print.add_option("--document", proof_.document, "file for the canonical document");
  auto& verify = with_data(app_, "verify", "replay a proof from the raw pages, offline",
                           [this](Session& session) { return verify_command(session, proof_); });
  named(verify);
  verify.add_option("--file", proof_.file, "a canonical document that was handed out");
}

void CommandLine::add_sales() {
  CLI::App& sale = *app_.add_subcommand("sale", "what was sold for the payments");
  sale.require_subcommand(1);
  auto& add = with_data(sale, "add", "add sales or registers' Z reports from a file",
                        [this](Session& session) { return sale_add_command(session, sale_); });
  add.add_option("--client", sale_.client, "client id")->required();
  add.add_option("--from", sale_.from, "file with sales or Z reports (TOML or CSV)")->required();
}

void CommandLine::add_invoices() {
  CLI::App& invoice = *app_.add_subcommand("invoice", "invoices and credit notes to be issued");
  invoice.require_subcommand(1);
  auto& add =
      with_data(invoice, "add", "add customers, invoices and credit notes from a file",
                [this](Session& session) { return invoice_add_command(session, invoice_); });
  add.add_option("--client", invoice_.client, "client id")->required();
  add.add_option("--from", invoice_.from, "file (TOML)")->required();
  auto& list =
      with_data(invoice, "list", "list them, and how far they have come",
                [this](Session& session) { return invoice_list_command(session, invoice_); });
  list.add_option("--client", invoice_.client, "client id")->required();
  list.add_flag("--waiting", invoice_.waiting, "only those that are not issued yet");
  with_data(invoice, "send", "have the accounting system issue what waits, each once",
            [this](Session& session) { return invoice_send_command(session, invoice_); })
      .add_option("--client", invoice_.client, "client id")
      ->required();
}

}  // namespace avstem::app
