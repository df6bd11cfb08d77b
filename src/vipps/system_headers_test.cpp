#include "vipps/system_headers.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <string>

namespace avstem::vipps {
namespace {

TEST(SystemHeaders, AllFourAndShortEnough) {
  Request request;
  add_system_headers(request);
  for (const char* name : {"Vipps-System-Name", "Vipps-System-Version", "Vipps-System-Plugin-Name",
                           "Vipps-System-Plugin-Version"}) {
    const auto value = request.headers.get(name);
    ASSERT_TRUE(value) << name;
    EXPECT_FALSE(value->empty());
    EXPECT_LE(value->size(), system_header_length_max);
  }
}

TEST(SystemHeaders, VersionIsTheProjectsOwn) {
  std::ifstream file(AVSTEM_SOURCE_DIR "/CMakeLists.txt");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(text,
              ::testing::HasSubstr("project(avstem VERSION " + std::string(system_version) + " "));
}

}  // namespace
}  // namespace avstem::vipps
