// Every posted voucher gets the settlement PDF of its date, whatever becomes of a request.

#include <fmt/format.h>

#include "platform/digest.hpp"
#include "services/settlement/documentation.hpp"
#include "tests/close_fixture.hpp"

namespace avstem::tests {
namespace {

using services::Documentation;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

const std::string put_document = "PUT http://sandbox/poweroffice/v2/VoucherDocumentation";
const std::string refusal = R"({"Title":"Bad Request","Status":400,"Detail":"not this one"})";

class DocumentsTest : public CloseTest {
 public:
  void TestBody() override {}

  /// The document of each of our vouchers in PowerOffice, in the order they were posted; empty
  /// where there is none.
  std::vector<std::string> attached_pdfs() const {
    std::vector<std::string> pdfs;
    for (const auto& voucher : company->vouchers()) {
      if (voucher.content.type != sandbox::poweroffice::VoucherType::bank_journal) continue;
      const auto* document = company->find_document(voucher.id);
      pdfs.push_back(document == nullptr ? "" : document->pdf);
    }
    return pdfs;
  }
  std::int64_t unattached() { return number("SELECT count(*) FROM vouchers WHERE attached = 0"); }
  std::string text(const std::string& sql) {
    auto query = database->prepare(sql);
    auto row = query.step();
    EXPECT_TRUE(row && *row) << sql;
    return std::string(query.text(0));
  }
  void play_a_day() {
    simple_day(monday);
    close_proven();
  }
};

TEST_F(DocumentsTest, EachVoucherOfADateHasTheSameDocument) {
  play_a_day();
  ASSERT_THAT(attached_pdfs(), SizeIs(3));
  EXPECT_THAT(attached_pdfs(), Each(StartsWith("%PDF-")));
  EXPECT_THAT(attached_pdfs(), Each(attached_pdfs().front()));
  EXPECT_EQ(http.count(put_document), 3);
  EXPECT_EQ(unattached(), 0);
  EXPECT_EQ(number("SELECT count(*) FROM documents"), 1);
  EXPECT_EQ(text("SELECT pdf FROM documents"), attached_pdfs().front());
  EXPECT_EQ(text("SELECT sha256 FROM documents"), sha256_hex(attached_pdfs().front()));

  close_proven(monday, monday);
  EXPECT_EQ(http.count(put_document), 3) << "attached once";
}

TEST_F(DocumentsTest, UploadsComeAfterAllPostsOfTheDate) {
  simple_day(monday);
  http.disturb(put_document, [this](const Request& request, HttpClient& onward) {
    EXPECT_THAT(references(), SizeIs(3));
    return onward.send(request);
  });
  close_proven();
}

TEST_F(DocumentsTest, TheSameDateMakesTheSameBytesInAnotherInstallation) {
  play_a_day();
  DocumentsTest other;
  other.play_a_day();
  EXPECT_EQ(other.attached_pdfs(), attached_pdfs());
}

TEST_F(DocumentsTest, ALateEntrysVouchersGetADocumentOfTheirOwn) {
  sell("early", 10'000, monday);
  end_day(monday);
  close_proven();
  const auto before = attached_pdfs();
  ASSERT_THAT(before, SizeIs(3));
  // The date is closed again with one entry more, as the bookkeeping of it does.
  const auto late = [](const std::string& topic) {
    return fmt::format(
        "INSERT INTO entries SELECT client_id, ledger_id, topic, ledger_date, sequence + 1,"
        " 'correction', 'late', '', time_us, 100, balance_after, balance_after + 100, '' FROM"
        " entries WHERE topic = '{}' ORDER BY sequence DESC LIMIT 1",
        topic);
  };
  ASSERT_TRUE(database->execute(late("funds")));
  const auto report = run_imported({monday});
  ASSERT_TRUE(report) << report.error().message;
  const auto after = attached_pdfs();
  ASSERT_THAT(after, SizeIs(4));
  for (std::size_t i = 0; i < before.size(); ++i)
    EXPECT_EQ(after[i], before[i]) << "what was attached stays";
  EXPECT_THAT(after.back(), StartsWith("%PDF-"));
  EXPECT_NE(after.back(), before.back());
  EXPECT_EQ(number("SELECT max(part) FROM documents"), 2);
  EXPECT_EQ(http.count(put_document), 4);
}

TEST_F(DocumentsTest, WhatWasNotConfirmedIsAttachedAgain) {
  simple_day(monday);
  http.lose_answer(put_document);
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->proof.is_proven()) << "the books do not depend on it";
  EXPECT_THAT(findings(), ElementsAre("documentation-missing vipps-302321-2026-03-02-1.pdf"));
  EXPECT_THAT(finding_message("documentation-missing"),
              AllOf(HasSubstr("3 of the vouchers"), HasSubstr("V-2026-00001"),
                    HasSubstr("timed out"), HasSubstr("the next close")));
  EXPECT_EQ(unattached(), 3);

  close_proven(monday, monday);
  EXPECT_EQ(unattached(), 0);
  EXPECT_THAT(findings(), IsEmpty());
  EXPECT_EQ(number("SELECT count(*) FROM documents"), 1) << "rendered once";
}

TEST_F(DocumentsTest, ARefusalOfOneHoldsTheOthersNotUp) {
  simple_day(monday);
  http.answer(put_document, 400, refusal);
  ASSERT_TRUE(close());
  EXPECT_EQ(unattached(), 1);
  EXPECT_THAT(finding_message("documentation-missing"), HasSubstr("not this one"));
  EXPECT_EQ(http.count(put_document), 3);
  close_proven();
  EXPECT_EQ(unattached(), 0);
  EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(DocumentsTest, WithoutThePrivilegeARunTriesThreeTimesAndNoMore) {
  Date date = monday;
  for (int day = 0; day < 5; ++day, date = date.next())
    simple_day(date);
  http.answer(put_document, 403, "", DisturbedHttp::always);
  const auto report = close();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(http.count(put_document), Documentation::failures_in_a_row_max);
  EXPECT_EQ(unattached(), 15);
  const auto open = findings();
  EXPECT_EQ(std::count_if(
                open.begin(), open.end(),
                [](const auto& finding) { return finding.starts_with("documentation-missing"); }),
            5);
  http.undisturbed();
  close_proven();
  EXPECT_EQ(unattached(), 0);
  EXPECT_THAT(attached_pdfs(), Each(StartsWith("%PDF-")));
}

TEST_F(DocumentsTest, OneBadMomentCostsOneDateItsDocument) {
  simple_day(monday);
  simple_day(tuesday);
  http.answer(put_document, 500, "");
  ASSERT_TRUE(close());
  EXPECT_EQ(unattached(), 3) << "Tuesday's are attached";
}

TEST_F(DocumentsTest, AVoucherThatIsPostedLaterGetsTheDocumentOfItsDate) {
  simple_day(monday);
  http.answer(post_journal, 400, refusal);
  ASSERT_TRUE(close());
  EXPECT_THAT(attached_pdfs(), SizeIs(2));
  EXPECT_EQ(unattached(), 1);
  close_proven(monday, monday);
  ASSERT_THAT(attached_pdfs(), SizeIs(3));
  EXPECT_THAT(attached_pdfs(), Each(attached_pdfs().front()));
  EXPECT_EQ(number("SELECT count(*) FROM documents"), 1);
}

TEST_F(DocumentsTest, ADamagedDocumentIsNotSent) {
  simple_day(monday);
  http.answer(put_document, 500, "");
  ASSERT_TRUE(close());
  ASSERT_TRUE(database->execute("UPDATE documents SET pdf = pdf || 'x'"));
  EXPECT_THAT(close_fails(ErrorKind::storage),
              HasSubstr("vipps-302321-2026-03-02-1.pdf' is no longer what was stored"));
}

TEST_F(DocumentsTest, ADryRunMakesNone) {
  simple_day(monday);
  ASSERT_TRUE(dry_run());
  EXPECT_EQ(number("SELECT count(*) FROM documents"), 0);
}

TEST_F(DocumentsTest, TheFileBehindADateIsTheLastOneKeptBeforeIt) {
  services::ReportStore reports(*database);
  services::DocumentationStore store(*database);
  const auto key = [&](Date date) {
    return services::DateKey{client.id, LedgerId("302321"), books::Topic::funds, date};
  };
  ASSERT_TRUE(reports.keep_page(key(monday), 1, "a settlement file"));
  for (const Date date : {monday, tuesday})
    ASSERT_TRUE(reports.set_from_file(key(date)));
  ASSERT_TRUE(reports.keep_page(key(wednesday), 1, "a page of the API"));
  EXPECT_TRUE(store.is_from_file(key(tuesday)).value());
  EXPECT_FALSE(store.is_from_file(key(wednesday)).value());
  documents::TopicFacts facts;
  ASSERT_TRUE(store.read_file_source(key(tuesday), facts));
  ASSERT_THAT(facts.source_pages, SizeIs(1));
  EXPECT_EQ(facts.source_pages[0].sha256, sha256_hex("a settlement file"));
  documents::TopicFacts of_api;
  ASSERT_TRUE(store.read_sources(key(wednesday), of_api));
  ASSERT_THAT(of_api.source_pages, SizeIs(1));
  EXPECT_EQ(of_api.source_pages[0].sha256, sha256_hex("a page of the API"));
}

TEST_F(DocumentsTest, MorePagesThanAreListedAreCounted) {
  services::ReportStore reports(*database);
  services::DocumentationStore store(*database);
  const services::DateKey key{client.id, LedgerId("302321"), books::Topic::fees, monday};
  const int pages = static_cast<int>(documents::sources_listed_max) + 1;
  ASSERT_TRUE(database->transact([&]() -> Result<void> {
    for (int page = 1; page <= pages; ++page) {
      if (auto kept = reports.keep_page(key, page, fmt::format("{}", page)); !kept) return kept;
    }
    return {};
  }));
  documents::TopicFacts facts;
  ASSERT_TRUE(store.read_sources(key, facts));
  EXPECT_EQ(facts.source_pages.size(), documents::sources_listed_max);
  EXPECT_EQ(facts.source_page_count, pages);
}

}  // namespace
}  // namespace avstem::tests
