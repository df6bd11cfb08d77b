#include "vipps/api_call.hpp"

#include <string>

namespace avstem::vipps {
namespace {

Result<Response> get_once(HttpClient& client, TokenSource& tokens, std::string_view path,
                          std::string_view what) {
  Request request{"GET", tokens.endpoint().url(path), {}, ""};
  auto authorised = tokens.add_auth_headers(request);
  if (!authorised) return authorised.error();
  request.headers.add("Accept", "application/json");
  return client.send(request).in(what);
}

}  // namespace

Result<Response> get_with_token(HttpClient& client, TokenSource& tokens, std::string_view path,
                                std::string_view what) {
  auto response = get_once(client, tokens, path, what);
  if (!response || response->status != 401) return response;
  tokens.forget();
  return get_once(client, tokens, path, what);
}

}  // namespace avstem::vipps
