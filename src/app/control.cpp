#include "app/control.hpp"

#include <nlohmann/json.hpp>

#include "app/cli.hpp"

namespace avstem::app {
namespace {

using Json = nlohmann::json;

std::string run_request(const std::string& request, Host& owner) {
  const Json asked = Json::parse(request, nullptr, false);
  CollectedOutput output;
  int code = wrong_usage;
  if (asked.is_object() && asked.contains("arguments") && asked.contains("directory")) {
    Host host{output,
              owner.clock,
              owner.http,
              owner.zone,
              asked["directory"].get<std::string>(),
              owner.installation,
              std::move(owner.systems)};
    code = run_cli(asked["arguments"].get<std::vector<std::string>>(), host);
    owner.systems = std::move(host.systems);
  }
  return Json{{"code", code}, {"results", output.results}, {"notes", output.notes}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Result<int> ask_owner(const Config& config, const std::vector<std::string>& arguments, Host& host) {
  const Json request{{"arguments", arguments}, {"directory", host.directory}};
  auto answer = control_call(Installation::socket_path(config), request.dump());
  if (!answer) return answer.error();
  const Json told = Json::parse(*answer, nullptr, false);
  if (!told.is_object()) {
    return Error{ErrorKind::unavailable, "the process that has the data open gave no answer"};
  }
  host.output.result(told.value("results", ""));
  host.output.note(told.value("notes", ""));
  return told.value("code", static_cast<int>(failed));
}

Result<bool> answer_one(ControlServer& server, Host& host, std::chrono::milliseconds wait) {
  return server.serve_one(wait,
                          [&](const std::string& request) { return run_request(request, host); });
}

}  // namespace avstem::app
