#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/host.hpp"
#include "core/result.hpp"

namespace avstem::app {

// The commands, one function each. All return an exit code, or an error that the caller prints.

struct CloseOptions {
  std::string client;  ///< empty: every client
  std::string date;
  std::string from;
  std::string to;
  bool dry_run = false;
  int mapping = 0;  ///< a version to compare a past period with; 0: none
};
struct ImportOptions {
  std::vector<std::string> files;
  std::string client;
  std::string ledger;
  std::string sales_unit;
};
struct ClientOptions {
  std::string id;
  std::string from;                   ///< file
  std::string from_template;          ///< name of a mapping template
  std::string add_ledger;             ///< file
  std::vector<std::string> accounts;  ///< role=number
  std::string locked_until;           ///< last date of the locked periods
  bool unlock = false;                ///< the lock moves back, or is removed
  std::string reason;                 ///< why it is unlocked
};
struct ConnectOptions {
  std::string system;
  std::string client;
  std::string from;
};
struct FindingOptions {
  // findings list
  std::string client;
  std::string kind;
  int older_than = -1;  ///< days; below 0: of any age
  std::string sort = "age";
  bool waiting = false;
  // an action
  std::int64_t id = 0;
  std::int64_t action = 0;
  std::string note;
  std::int64_t customer = 0;
  std::string reference;
  std::string invoice;
  std::vector<std::string> to;  ///< parts, as destination.hpp reads them
  std::int64_t account = 0;
  std::string vat_code;
  std::string department;
  std::string project;
  std::string until;
  std::string vat_back;  ///< the rate whose VAT is taken back
};
struct VoucherOptions {
  std::string client;
  std::string from;
  std::string to;
  std::string voucher;
};
struct CorrectOptions {
  std::string client;
  std::string voucher;
  std::string reason;
  std::string date;     ///< of the reversal; empty: the original's, or the first open one
  bool rebook = false;  ///< book the entries again at once
};
struct ProofOptions {
  std::string proof;  ///< `cafe:17`, or `cafe:2026-03-02`
  std::string client;
  std::string from;
  std::string to;
  std::string csv;       ///< file to write
  std::string pdf;       ///< file to write
  std::string document;  ///< file to write: the canonical bytes
  std::string file;      ///< file to compare with
};
struct RuleOptions {
  std::string client;
  std::string from;  ///< file
  int version = 0;   ///< 0: the one in force
};
struct MappingOptions {
  std::string client;
  int version = 0;              ///< 0: the one in force
  std::string from;             ///< file
  std::string from_template;    ///< name of a template
  std::vector<std::string> to;  ///< clients
  std::string out;              ///< file to write
  bool accept = false;
};
struct SaleOptions {
  std::string client;
  std::string from;  ///< file
};
struct InvoiceOptions {
  std::string client;
  std::string from;  ///< file
  bool waiting = false;
};
struct SandboxOptions {
  int port = 9200;
  std::uint64_t seed = 1;
  int days = 10;
  std::string write_clients;  ///< folder for client files
  std::string faults;         ///< a seed, or the name of a script of faults
};
struct DemoOptions {
  bool once = false;
  std::uint64_t seed = 1;
  int days = 10;
  int port = 9200;
};

// Without an installation.
Result<int> init_command(Host& host, const CommonOptions& options);
Result<int> sandbox_command(Host& host, const CommonOptions& options,
                            const SandboxOptions& sandbox);
Result<int> demo_command(Host& host, const CommonOptions& options, const DemoOptions& demo);

// With one.
Result<int> doctor_command(Session& session);
Result<int> client_add_command(Session& session, const ClientOptions& client);
Result<int> client_list_command(Session& session);
Result<int> client_show_command(Session& session, const ClientOptions& client);
Result<int> client_set_command(Session& session, const ClientOptions& client);
Result<int> connect_command(Session& session, const ConnectOptions& connect);
Result<int> ledgers_command(Session& session, const ClientOptions& client);
Result<int> balance_command(Session& session, const ClientOptions& client);
Result<int> close_command(Session& session, const CloseOptions& close);
Result<int> import_command(Session& session, const ImportOptions& import);
Result<int> findings_list_command(Session& session, const FindingOptions& finding);
Result<int> findings_show_command(Session& session, const FindingOptions& finding);
Result<int> findings_link_command(Session& session, const FindingOptions& finding);
Result<int> findings_split_command(Session& session, const FindingOptions& finding);
Result<int> findings_post_command(Session& session, const FindingOptions& finding);
Result<int> findings_force_command(Session& session, const FindingOptions& finding);
Result<int> findings_wait_command(Session& session, const FindingOptions& finding);
Result<int> findings_resolve_command(Session& session, const FindingOptions& finding);
Result<int> findings_undo_command(Session& session, const FindingOptions& finding);
Result<int> vouchers_list_command(Session& session, const VoucherOptions& voucher);
Result<int> vouchers_show_command(Session& session, const VoucherOptions& voucher);
Result<int> vouchers_void_command(Session& session, const CorrectOptions& correct);
Result<int> reverse_command(Session& session, const CorrectOptions& correct);
Result<int> rebook_command(Session& session, const CorrectOptions& correct);
/// Locks or unlocks a client's periods as the options say; nothing when they do not.
Result<void> apply_period_lock(Session& session, const services::Client& client,
                               const ClientOptions& options);
Result<int> rules_list_command(Session& session, const RuleOptions& rules);
Result<int> rules_set_command(Session& session, const RuleOptions& rules);
/// `close --dry-run --mapping`: what a mapping would change of what was posted.
Result<int> mapping_compare_command(Session& session, const CloseOptions& close);
Result<int> mapping_show_command(Session& session, const MappingOptions& mapping);
Result<int> mapping_history_command(Session& session, const MappingOptions& mapping);
Result<int> mapping_set_command(Session& session, const MappingOptions& mapping);
Result<int> mapping_copy_command(Session& session, const MappingOptions& mapping);
Result<int> mapping_propose_command(Session& session, const MappingOptions& mapping);
Result<int> sale_add_command(Session& session, const SaleOptions& sale);
Result<int> invoice_add_command(Session& session, const InvoiceOptions& invoice);
Result<int> invoice_list_command(Session& session, const InvoiceOptions& invoice);
Result<int> invoice_send_command(Session& session, const InvoiceOptions& invoice);
Result<int> why_command(Session& session, const VoucherOptions& voucher);
Result<int> proof_list_command(Session& session, const ProofOptions& proof);
Result<int> proof_show_command(Session& session, const ProofOptions& proof);
Result<int> proof_print_command(Session& session, const ProofOptions& proof);
/// 0 when the proof holds, 1 when it does not.
Result<int> verify_command(Session& session, const ProofOptions& proof);

/// `conflict`: an account that vouchers stand on cannot be proven under another number.
Result<void> may_change_mapping(Session& session, const services::Client& client,
                                const books::Mapping& mapping);
/// Puts a mapping in force as a new version, if it is another and may change; its version.
Result<int> change_mapping(Session& session, const services::Client& client,
                           const books::Mapping& mapping, const std::string& origin);

/// A document handed to `verify --file` is no larger.
inline constexpr std::size_t proof_file_bytes_max = 128U * 1024 * 1024;

}  // namespace avstem::app
