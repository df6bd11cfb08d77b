#include "documents/pdf_writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "documents/words.hpp"

namespace avstem::documents {
namespace {

TEST(PdfWriter, WritesOnlyWhatAFontCanHold) {
  EXPECT_EQ(printable("Blåbærsyltetøy 1 250,00"), "Blåbærsyltetøy 1 250,00");
  EXPECT_EQ(printable("a\nb\tc\x7f"), "a b c ");
  EXPECT_EQ(printable("\xff"
                      "a"),
            "?a");
  EXPECT_EQ(printable("\xf0\x9f\x8d\xba!"), "?!") << "beyond U+FFFF";
  EXPECT_EQ(printable("\xc3"), "?") << "broken off";
  EXPECT_EQ(printable("\xed\xa0\x80"), "?") << "half a surrogate pair";
  EXPECT_EQ(printable("\xc0\xaf"), "?") << "overlong";
}

RC_GTEST_PROP(PdfWriterProperty, AnyBytesMakeADocument, (const std::string& text)) {
  PdfWriter out;
  out.add_page();
  out.text(50, 50, 10, Weight::regular, text);
  RC_ASSERT(out.width(10, text) >= 0);
  const auto pdf = out.finish("any", Date(2026, 1, 1));
  RC_ASSERT(pdf.has_value());
  RC_ASSERT(printable(printable(text)) == printable(text));
}

TEST(PdfWriter, WideLettersAreWider) {
  const PdfWriter out;
  EXPECT_GT(out.width(10, "WWW"), out.width(10, "iii"));
  EXPECT_FLOAT_EQ(out.width(20, "Gebyr"), 2 * out.width(10, "Gebyr"));
  EXPECT_EQ(out.width(10, ""), 0);
}

TEST(Words, TimesAreThoseOfTheZone) {
  const TimeZone zone = TimeZone::from_transitions({{Instant(), std::chrono::hours(2)}}).value();
  EXPECT_EQ(norwegian_time(parse_instant("2026-07-31T22:03:09Z").value(), zone),
            "01.08.2026 00:03:09");
}

TEST(Words, AnUnknownTypeKeepsItsOwnWord) {
  EXPECT_EQ(entry_word("capture"), "Belastning");
  EXPECT_EQ(entry_word("scheduled-for-payout"), "Utbetaling");
  EXPECT_EQ(entry_word("campaign-adjustment"), "campaign-adjustment (ukjent)");
}

}  // namespace
}  // namespace avstem::documents
