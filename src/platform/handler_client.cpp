#include "platform/handler_client.hpp"

#include <fmt/format.h>

namespace avstem {
namespace {

/// Whether `path` is `prefix` itself or lies under it.
bool is_under(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  return path.size() == prefix.size() || path[prefix.size()] == '/' || path[prefix.size()] == '?';
}

/// A query may hold what is not for messages.
std::string_view without_query(std::string_view url) {
  return url.substr(0, url.find('?'));
}

}  // namespace

void Mounts::mount(std::string prefix, Handler& handler) {
  mounts_.emplace_back(std::move(prefix), &handler);
}

Response Mounts::handle(const Request& request) {
  const std::pair<std::string, Handler*>* best = nullptr;
  for (const auto& candidate : mounts_) {
    if (is_under(request.target, candidate.first) &&
        (best == nullptr || candidate.first.size() > best->first.size())) {
      best = &candidate;
    }
  }
  if (best == nullptr) return Response{404, {}, ""};
  Request inner = request;
  inner.target.erase(0, best->first.size());
  if (inner.target.empty() || inner.target.front() != '/') inner.target.insert(0, "/");
  return best->second->handle(inner);
}

Result<Response> HandlerClient::send(const Request& request) {
  const auto scheme = request.target.find("://");
  if (scheme == std::string::npos) {
    return Error{ErrorKind::invalid, fmt::format("URL '{}' has no scheme", request.target)};
  }
  const auto path = request.target.find('/', scheme + 3);
  Request inner = request;
  inner.target = path == std::string::npos ? "/" : request.target.substr(path);
  Response response = handler_.handle(inner);
  if (response.delivery == Delivery::whole) return response;
  return Error{ErrorKind::unavailable,
               fmt::format("{}: {}", without_query(request.target),
                           response.delivery == Delivery::cut
                               ? "the connection was cut in the middle of the answer"
                               : "the connection ended without an answer")};
}

}  // namespace avstem
