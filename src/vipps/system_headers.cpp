#include "vipps/system_headers.hpp"

namespace avstem::vipps {

void add_system_headers(Request& request) {
  request.headers.add("Vipps-System-Name", std::string(system_name));
  request.headers.add("Vipps-System-Version", std::string(system_version));
  request.headers.add("Vipps-System-Plugin-Name", std::string(plugin_name));
  request.headers.add("Vipps-System-Plugin-Version", std::string(plugin_version));
}

}  // namespace avstem::vipps
