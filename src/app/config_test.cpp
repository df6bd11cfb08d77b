#include "app/config.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "platform/test_directory.hpp"

namespace avstem::app {
namespace {

using testing::HasSubstr;

constexpr const char* sandbox = R"([environments.sandbox]
vipps = "http://127.0.0.1:9200/vipps"
poweroffice = "http://127.0.0.1:9200/poweroffice"
poweroffice_token = "http://127.0.0.1:9200/poweroffice/OAuth/Token"
)";

std::string error_of(const std::string& text) {
  auto config = parse_config(text, "a.toml");
  return config ? "accepted" : config.error().message;
}

TEST(Config, TheTextOfInitIsAConfiguration) {
  auto config = parse_config(default_config_text(), "/firm/avstem.toml");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->data, "/firm/avstem-data");
  auto environment = config->environment("sandbox");
  ASSERT_TRUE(environment);
  EXPECT_EQ(environment->vipps, "http://127.0.0.1:9200/vipps");
  EXPECT_EQ(environment->poweroffice_read_lag, std::chrono::milliseconds(2'000));
  EXPECT_EQ(environment->poweroffice_requests_per_second, 10U);
  EXPECT_EQ(environment->twentyfour_soap, "http://127.0.0.1:9200/24so/soap");
}

TEST(Config, TwentyFourSevenOfficeIsThereWholeOrNotAtAll) {
  const std::string start =
      "data = \"d\"\n[environments.own]\nvipps = \"v\"\npoweroffice = \"p\"\n"
      "poweroffice_token = \"t\"\n";
  EXPECT_EQ(parse_config(start, "a.toml")->environment("own")->twentyfour_rest, "");
  EXPECT_THAT(error_of(start + "twentyfour_rest = \"r\"\n"),
              HasSubstr("environments.own: 'twentyfour_login' is missing"));
  const std::string whole = start +
                            "twentyfour_rest = \"r\"\ntwentyfour_login = \"l\"\n"
                            "twentyfour_soap = \"s\"\n";
  EXPECT_EQ(parse_config(whole, "a.toml")->environment("own")->twentyfour_login, "l");
  EXPECT_EQ(parse_config(start, "a.toml")->environment("production")->twentyfour_soap,
            "https://api.24sevenoffice.com");
  EXPECT_EQ(parse_config(start, "a.toml")->environment("test")->twentyfour_soap, "");
}

TEST(Config, ARelativeDataFolderLiesBesideTheFile) {
  EXPECT_EQ(parse_config("data = \"d\"", "/firm/a.toml")->data, "/firm/d");
  EXPECT_EQ(parse_config("data = \"d\"", "conf/a.toml")->data, "conf/d");
  EXPECT_EQ(parse_config("data = \"d\"", "a.toml")->data, "d");
  EXPECT_EQ(parse_config("data = \"/var/d\"", "/firm/a.toml")->data, "/var/d");
}

TEST(Config, AnUnknownKeyIsNamedWithThoseThereAre) {
  EXPECT_THAT(error_of("data = \"d\"\ndta = 1"),
              HasSubstr("a.toml: 'dta' is not known here; known are data, environments"));
  EXPECT_THAT(error_of("data = \"d\"\n" + std::string(sandbox) + "vips = 1"),
              HasSubstr("a.toml: environments.sandbox: 'vips' is not known here"));
}

TEST(Config, AMissingKeyIsNamed) {
  EXPECT_THAT(error_of(""), HasSubstr("a.toml: 'data' is missing"));
  EXPECT_THAT(error_of("data = \"d\"\n[environments.x]\nvipps = \"http://a\""),
              HasSubstr("a.toml: environments.x: 'poweroffice' is missing"));
}

TEST(Config, BuiltInEnvironmentsAreThereAndKeepTheirAddresses) {
  auto config = parse_config("data = \"d\"", "a.toml");
  EXPECT_EQ(config->environment("production")->vipps, "https://api.vipps.no");
  EXPECT_EQ(config->environment("test")->vipps, "https://apitest.vipps.no");
  for (const char* name : {"production", "test"}) {
    EXPECT_THAT(
        error_of(std::string("data = \"d\"\n[environments.") + name + "]\nvipps = \"http://evil\""),
        HasSubstr("is built in and cannot be given other addresses"));
  }
}

TEST(Config, AnUnknownEnvironmentIsNamedWithThoseThereAre) {
  auto config = parse_config(default_config_text(), "a.toml");
  EXPECT_EQ(config->environment("prod").error().message,
            "environment 'prod' is not known; a.toml has production, sandbox, test");
}

TEST(Config, AValueOfTheWrongTypeIsNotPassedOver) {
  EXPECT_THAT(error_of("data = 5"), HasSubstr("'data' is missing or is no text in quotes"));
  EXPECT_THAT(error_of("data = \"d\"\nenvironments = 5"), HasSubstr("'environments' is no table"));
  EXPECT_THAT(error_of("data = \"d\"\n[environments]\nsandbox = 5"),
              HasSubstr("environments.sandbox is not a table"));
  EXPECT_THAT(
      error_of("data = \"d\"\n" + std::string(sandbox) + "poweroffice_read_lag_ms = \"fast\""),
      HasSubstr("'poweroffice_read_lag_ms' is 'fast', not a whole number"));
}

TEST(Config, LimitsOfTheSandboxSettings) {
  const auto with = [](const std::string& line) {
    return error_of("data = \"d\"\n" + std::string(sandbox) + line);
  };
  EXPECT_EQ(with("poweroffice_read_lag_ms = 0"), "accepted");
  EXPECT_EQ(with("poweroffice_read_lag_ms = 600000"), "accepted");
  EXPECT_THAT(with("poweroffice_read_lag_ms = -1"), HasSubstr("-1 is not 0 to 600000"));
  EXPECT_THAT(with("poweroffice_read_lag_ms = 600001"), HasSubstr("600001 is not 0 to 600000"));
  EXPECT_EQ(with("poweroffice_requests_per_second = 1"), "accepted");
  EXPECT_THAT(with("poweroffice_requests_per_second = 0"), HasSubstr("0 is not 1 to 10000"));
  EXPECT_THAT(with("poweroffice_requests_per_second = 10001"), HasSubstr("10001 is not 1 to"));
}

TEST(Config, BrokenTomlIsNamedWithFileAndLine) {
  EXPECT_THAT(error_of("data = \"d\"\n[broken"), HasSubstr("a.toml:2: "));
}

TEST(Config, AFileThatIsNotThereSaysHowToMakeOne) {
  TestDirectory directory;
  const std::string path = (directory.path() / "no.toml").string();
  EXPECT_EQ(
      read_config(path).error().message,
      "configuration '" + path + "' is not there; 'avstem init --config " + path + "' makes it");
  EXPECT_THAT(read_config(directory.path().string()).error().message,
              HasSubstr("is not a regular file"));
}

TEST(Config, AFileOfMoreThanBytesMaxIsRefused) {
  TestDirectory directory;
  const std::string path = (directory.path() / "big.toml").string();
  const auto fill = [&](std::size_t bytes) {
    std::string text = "data = \"d\"\n";
    text.append(bytes - text.size(), '#');
    std::ofstream(path) << text;
  };
  fill(config_bytes_max);
  EXPECT_TRUE(read_config(path));
  fill(config_bytes_max + 1);
  EXPECT_FALSE(read_config(path));
}

}  // namespace
}  // namespace avstem::app
