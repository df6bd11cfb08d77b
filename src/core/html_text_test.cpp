#include "core/html_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace avstem {
namespace {

TEST(HtmlText, NamesOfPeopleAndFirms) {
  EXPECT_EQ(unescape_html("Bj&oslash;rn &amp; S&#248;nn &#xC5;s"), "Bjørn & Sønn Ås");
  EXPECT_EQ(unescape_html("O&#039;Brien &quot;AS&quot;"), "O'Brien \"AS\"");
  EXPECT_EQ(unescape_html("&AElig;r&oslash; &ndash; &#x1F600;"), "Ærø – 😀");
}

TEST(HtmlText, IsResolvedOnce) {
  EXPECT_EQ(unescape_html("&amp;lt;"), "&lt;");
  EXPECT_EQ(unescape_html("&amp;amp;"), "&amp;");
}

TEST(HtmlText, WhatIsNoReferenceStays) {
  for (const char* text : {"Hansen & Sønn", "AT&T; Norge", "&;", "&#;", "&#x;", "&#55296;",
                           "&#1114112;", "&#0;", "&#99999999999;", "&", "Tom & Jerry; Co"}) {
    EXPECT_EQ(unescape_html(text), text);
  }
}

RC_GTEST_PROP(HtmlText, PlainTextStaysAndNothingIsLostOfEscaped, (const std::string& text)) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '&' ? "&amp;" : c == '<' ? "&lt;" : std::string(1, c);
  }
  RC_ASSERT(unescape_html(escaped) == text);
}

}  // namespace
}  // namespace avstem
