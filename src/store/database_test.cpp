#include "store/database.hpp"

#include <gtest/gtest.h>

#include "store/migrations.hpp"

namespace avstem::store {
namespace {

Database memory() {
  auto database = Database::open(":memory:");
  EXPECT_TRUE(database);
  return std::move(*database);
}

std::int64_t count(Database& database, std::string_view table) {
  auto query = database.prepare("SELECT count(*) FROM " + std::string(table));
  EXPECT_TRUE(query.step().value());
  return query.integer(0);
}

TEST(Database, KeepsWhatItIsGiven) {
  Database database = memory();
  ASSERT_TRUE(database.execute("CREATE TABLE t (a INTEGER, b TEXT, c TEXT)"));
  ASSERT_TRUE(database.prepare("INSERT INTO t VALUES (?1, ?2, ?3)")
                  .bind(std::int64_t{-9'000'000'000}, "æøå", std::optional<std::string>())
                  .run());
  auto query = database.prepare("SELECT a, b, c FROM t");
  ASSERT_TRUE(query.step().value());
  EXPECT_EQ(query.integer(0), -9'000'000'000);
  EXPECT_EQ(query.text(1), "æøå");
  EXPECT_TRUE(query.is_null(2));
  EXPECT_FALSE(query.step().value());
}

TEST(Database, KeepsTextsThatWereOnlyLent) {
  Database database = memory();
  ASSERT_TRUE(database.execute("CREATE TABLE t (a INTEGER, b TEXT, c TEXT, d TEXT)"));
  auto insert = database.prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4)");
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(insert.run_with(i, "text " + std::to_string(i), std::string_view(),
                                std::optional<std::string>()));
  }
  auto query = database.prepare("SELECT a, b, c, d FROM t ORDER BY a");
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(query.step().value());
    EXPECT_EQ(query.integer(0), i);
    EXPECT_EQ(query.text(1), "text " + std::to_string(i));
    EXPECT_FALSE(query.is_null(2));
    EXPECT_EQ(query.text(2), "");
    EXPECT_TRUE(query.is_null(3));
  }
}

TEST(Database, AFailedTransactionLeavesNothing) {
  Database database = memory();
  ASSERT_TRUE(database.execute("CREATE TABLE t (a INTEGER)"));
  const auto outcome = database.transact([&]() -> Result<void> {
    EXPECT_TRUE(database.prepare("INSERT INTO t VALUES (1)").run());
    return Error{ErrorKind::refused, "no"};
  });
  EXPECT_FALSE(outcome);
  EXPECT_EQ(count(database, "t"), 0);
  ASSERT_TRUE(
      database.transact([&] { return database.prepare("INSERT INTO t VALUES (1)").run(); }));
  EXPECT_EQ(count(database, "t"), 1);
}

TEST(Database, AFullDiskIsSaidInWordsAndUndone) {
  Database database = memory();
  ASSERT_TRUE(database.execute("CREATE TABLE t (a TEXT); PRAGMA max_page_count=4"));
  const auto outcome = database.transact([&]() -> Result<void> {
    for (int i = 0; i < 100; ++i) {
      auto done = database.prepare("INSERT INTO t VALUES (?1)").bind(std::string(1000, 'x')).run();
      if (!done) return done;
    }
    return {};
  });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::storage);
  EXPECT_NE(outcome.error().message.find("disk is full"), std::string::npos);
  EXPECT_EQ(count(database, "t"), 0);
}

TEST(Database, AFolderThatDoesNotExistIsNamed) {
  const auto database = Database::open("/nowhere/at/all.db");
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().message.find("/nowhere/at/all.db"), std::string::npos);
}

TEST(Database, ObserversHearOfEveryCommit) {
  struct Counter final : CommitObserver {
    int before = 0;
    int after = 0;
    void before_commit() override { ++before; }
    void after_commit() override { ++after; }
  } counter;
  Database database = memory();
  database.observe_commits(&counter);
  ASSERT_TRUE(database.transact([&] { return database.execute("CREATE TABLE t (a INTEGER)"); }));
  EXPECT_FALSE(database.transact([]() -> Result<void> { return Error{ErrorKind::refused, ""}; }));
  EXPECT_EQ(counter.before, 1);
  EXPECT_EQ(counter.after, 1);
}

TEST(Migrations, RunOnceAndInOrder) {
  Database database = memory();
  const std::vector<Migration> first{{"a", 1, "CREATE TABLE a (x INTEGER)"}};
  ASSERT_TRUE(migrate(database, first));
  ASSERT_TRUE(migrate(database, first));
  const std::vector<Migration> both{first[0], {"a", 2, "INSERT INTO a VALUES (7)"}};
  ASSERT_TRUE(migrate(database, both));
  ASSERT_TRUE(migrate(database, both));
  EXPECT_EQ(count(database, "a"), 1);
}

TEST(Migrations, ADatabaseOfANewerProgramIsRefused) {
  Database database = memory();
  ASSERT_TRUE(migrate(
      database, {{"a", 1, "CREATE TABLE a (x INTEGER)"}, {"a", 2, "CREATE TABLE b (x INTEGER)"}}));
  const auto older = migrate(database, {{"a", 1, "CREATE TABLE a (x INTEGER)"}});
  ASSERT_FALSE(older);
  EXPECT_EQ(older.error().kind, ErrorKind::conflict);
}

TEST(Migrations, AStepThatFailsLeavesNoTrace) {
  Database database = memory();
  EXPECT_FALSE(migrate(database, {{"a", 1, "CREATE TABLE a (x INTEGER); SELECT nonsense("}}));
  ASSERT_TRUE(migrate(database, {{"a", 1, "CREATE TABLE a (x INTEGER)"}}));
  EXPECT_EQ(count(database, "a"), 0);
}

}  // namespace
}  // namespace avstem::store
