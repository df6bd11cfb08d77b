#include <fmt/format.h>

#include <exception>
#include <string>
#include <vector>

#include "app/cli.hpp"
#include "app/output.hpp"
#include "platform/curl_client.hpp"
#include "platform/files.hpp"
#include "platform/oslo_zone.hpp"

int main(int count, char** words) {
  using namespace avstem;
  app::StandardOutput output;
  try {
    auto zone = load_zone("Europe/Oslo");
    if (!zone) {
      output.note(fmt::format("avstem: {}; install the package tzdata\n", zone.error().message));
      return app::failed;
    }
    SystemClock clock;
    CurlClient http;
    app::Host host{output, clock, http, *zone, working_directory()};
    const int code = app::run_cli(std::vector<std::string>(words + 1, words + count), host);
    if (output.is_complete()) return code;
    output.note("avstem: the results could not be written to stdout; is its disk full?\n");
    return app::failed;
  } catch (const std::exception& error) {
    // Only a bug or a lack of memory comes here; what is committed stays as it was.
    output.note(fmt::format("avstem: stopped by {}\n", error.what()));
    return app::failed;
  }
}
