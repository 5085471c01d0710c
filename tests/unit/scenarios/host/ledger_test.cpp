// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/ledger/ledger.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "devicemodel/sim/random.hpp"

namespace mpos::host {
namespace {

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::temp_directory_path() / ("vmpos_ledger_" + std::string(test->name()) + ".db");
    remove();
  }
  ~LedgerTest() override { remove(); }
  void remove() {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_.string() + end);
  }
  std::unique_ptr<Ledger> open() {
    auto opened = Ledger::open(path_.string(), salt);
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error());
    return std::move(*opened);
  }
  void run_sql(const char* sql) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &raw), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
  }
  sim::Random salt{1};
  std::filesystem::path path_;
};

constexpr const char* pan = "6222021234567890128";
constexpr RequestKey key{"30000001", 1, 7, 200};

constexpr const char* other_pan = "6225880000000002";

Account funded(Ledger& ledger, std::int64_t balance_minor, const char* of = pan) {
  AccountSetup setup;
  setup.balance_minor = balance_minor;
  return ledger.set_account(of, setup);
}

Request sale(Ledger& ledger, std::int64_t account, std::int64_t amount_minor) {
  Request request;
  request.state = RequestState::approved;
  request.account = account;
  request.merchant = ledger.merchant_account("102310053110001");
  request.amount_minor = amount_minor;
  request.reference = "091700000001";
  return request;
}

TEST_F(LedgerTest, KeepsBalancesOverARestart) {
  {
    auto ledger = open();
    const Account account = funded(*ledger, 1000);
    ASSERT_TRUE(ledger->record(key, sale(*ledger, account.id, 300)).has_value());
  }
  auto ledger = open();
  EXPECT_EQ(ledger->find_account(pan)->balance_minor, 700);
  EXPECT_EQ(ledger->balance(ledger->merchant_account("102310053110001")), 300);
  EXPECT_EQ(ledger->sum_of_balances(), 0);
  EXPECT_EQ(ledger->requests(), 1);
  EXPECT_EQ(ledger->last_batch("30000001"), 1);
  EXPECT_EQ(ledger->last_batch("30000002"), std::nullopt);
  ASSERT_TRUE(ledger->find(key).has_value());
  EXPECT_EQ(ledger->find(key)->reference, std::string_view{"091700000001"});
}

TEST_F(LedgerTest, TheSameKeyPostsOnce) {
  auto ledger = open();
  const Account account = funded(*ledger, 1000);
  EXPECT_TRUE(ledger->record(key, sale(*ledger, account.id, 300)).has_value());
  EXPECT_FALSE(ledger->record(key, sale(*ledger, account.id, 300)).has_value());
  EXPECT_EQ(ledger->balance(account.id), 700);
  EXPECT_TRUE(ledger->reverse(key, 300).has_value());
  EXPECT_FALSE(ledger->reverse(key, 300).has_value());
  EXPECT_EQ(ledger->balance(account.id), 1000);
  EXPECT_EQ(ledger->find(key)->state, RequestState::reversed);
}

TEST_F(LedgerTest, AReversalBeforeItsOriginalKeepsTheOriginalOut) {
  auto ledger = open();
  const Account account = funded(*ledger, 1000);
  EXPECT_FALSE(ledger->reverse(key, 300).has_value());
  EXPECT_EQ(ledger->find(key)->state, RequestState::reversed_unseen);
  EXPECT_FALSE(ledger->record(key, sale(*ledger, account.id, 300)).has_value());
  EXPECT_EQ(ledger->balance(account.id), 1000);
}

TEST_F(LedgerTest, AFileOfANewerVersionIsRefusedInWords) {
  open();
  run_sql(("PRAGMA user_version=" + std::to_string(Ledger::schema_version + 1)).c_str());
  const auto opened = Ledger::open(path_.string(), salt);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().find("newer version"), std::string::npos);
  EXPECT_NE(opened.error().find(path_.string()), std::string::npos);
}

TEST_F(LedgerTest, AReaderIsBoundToOnePsamForGood) {
  const ModuleBinding first{"SIM-TEST-0001", "20260115000000000101", "112233440001", "01020304"};
  {
    auto ledger = open();
    ledger->bind_module(first);
    ledger->bind_module({"SIM-TEST-0001", "20260115000000000901", "112233440901", "05060708"});
    ledger->bind_module({"SIM-TEST-0002", "20260115000000000101", "112233440001", "01020304"});
    EXPECT_FALSE(ledger->take_failure());
  }
  auto ledger = open();
  const auto kept = ledger->module_of("SIM-TEST-0001");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->psam.view(), "20260115000000000101");
  EXPECT_EQ(kept->terminal.view(), "112233440001");
  EXPECT_EQ(kept->master_check.view(), "01020304");
  EXPECT_EQ(ledger->owner_of("20260115000000000101")->reader.view(), "SIM-TEST-0001");
  EXPECT_FALSE(ledger->module_of("SIM-TEST-0002"));
  ledger->forget_modules();
  EXPECT_FALSE(ledger->module_of("SIM-TEST-0001"));
}

TEST_F(LedgerTest, ACardsCountersAreKeptWithTheirRequests) {
  CardUse use;
  const RequestKey sale{"30000001", 1, 5, 200};
  {
    auto ledger = open();
    use = {ledger->card_digest("6222021234567890128", "01"), 7};
    EXPECT_FALSE(ledger->last_counter(use.card));
    ledger->record(sale, {}, use);
    ledger->record({"30000001", 1, 6, 220}, {}, CardUse{use.card, 3});
    EXPECT_EQ(ledger->requests(), 2);
  }
  auto ledger = open();
  EXPECT_EQ(ledger->card_digest("6222021234567890128", "01"), use.card);
  EXPECT_EQ(ledger->last_counter(use.card), 7);
  EXPECT_TRUE(ledger->counter_used({use.card, 3}));
  EXPECT_FALSE(ledger->counter_used({use.card, 4}));
  EXPECT_FALSE(ledger->counter_used({ledger->card_digest("6222021234567890128", "02"), 7}));
  const auto found = ledger->card_of(sale);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->counter, 7);
  EXPECT_EQ(found->card, use.card);
  EXPECT_FALSE(ledger->card_of({"30000001", 1, 7, 200}));
  ledger->forget_cards();
  EXPECT_FALSE(ledger->last_counter(use.card));
}

TEST_F(LedgerTest, AFileOfAnOlderVersionIsRefusedInWords) {
  open();
  run_sql("PRAGMA user_version=1");
  const auto opened = Ledger::open(path_.string(), salt);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().find("older version"), std::string::npos);
}

TEST_F(LedgerTest, TheFileIsItsOwnersAlone) {
  auto ledger = open();
  funded(*ledger, 1000);
  using std::filesystem::perms;
  for (const char* end : {"", "-wal"}) {
    const std::string name = path_.string() + end;
    if (!std::filesystem::exists(name)) continue;
    EXPECT_EQ(std::filesystem::status(name).permissions(), perms::owner_read | perms::owner_write) << name;
  }
}

TEST_F(LedgerTest, TheSameCardHasAnotherDigestInEachLedger) {
  const auto digest_in_new_ledger = [this] {
    remove();
    {
      auto ledger = open();
      funded(*ledger, 1000);
      EXPECT_TRUE(ledger->find_account(pan).has_value());
    }
    sqlite3* raw = nullptr;
    sqlite3_stmt* query = nullptr;
    std::string digest;
    EXPECT_EQ(sqlite3_open(path_.c_str(), &raw), SQLITE_OK);
    EXPECT_EQ(sqlite3_prepare_v2(raw, "SELECT hex(name) FROM account WHERE label LIKE '6222%'", -1, &query, nullptr),
              SQLITE_OK);
    if (sqlite3_step(query) == SQLITE_ROW) digest = reinterpret_cast<const char*>(sqlite3_column_text(query, 0));
    sqlite3_finalize(query);
    sqlite3_close(raw);
    return digest;
  };
  const std::string first = digest_in_new_ledger();
  EXPECT_EQ(first.size(), 64U);
  EXPECT_NE(first, digest_in_new_ledger());
}

TEST_F(LedgerTest, AForeignFileIsRefusedAndLeftAlone) {
  std::ofstream(path_) << "this is not a database, but somebody's notes about one, long enough to have a header";
  EXPECT_FALSE(Ledger::open(path_.string(), salt).has_value());
  remove();
  run_sql("CREATE TABLE notes(text)");
  const auto opened = Ledger::open(path_.string(), salt);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().find("not a ledger"), std::string::npos);
  EXPECT_FALSE(Ledger::open("/nonexistent/folder/ledger.db", salt).has_value());
}

TEST_F(LedgerTest, ADamagedFileIsRefusedInWords) {
  {
    auto ledger = open();
    const Account account = funded(*ledger, 1000);
    ledger->record(key, sale(*ledger, account.id, 300));
  }
  const auto size = std::filesystem::file_size(path_);
  ASSERT_GT(size, 8192U);
  std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(size - 4096, 'X');
  file.close();
  const auto opened = Ledger::open(path_.string(), salt);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().find("damaged"), std::string::npos) << opened.error();
}

TEST_F(LedgerTest, AFileWithOtherTablesIsRefusedInWords) {
  open();
  run_sql("DROP TABLE posting; CREATE TABLE posting(id INTEGER PRIMARY KEY, debit INTEGER)");
  const auto opened = Ledger::open(path_.string(), salt);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().find("other tables"), std::string::npos) << opened.error();
}

TEST_F(LedgerTest, AFileAnotherProgramHoldsIsRefusedInWords) {
  const auto holder = open();
  const auto opened = Ledger::open(path_.string(), salt);
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().find("in use by another program"), std::string::npos) << opened.error();
}

TEST_F(LedgerTest, OpensAnAccountWhenItIsAskedForFirst) {
  int asked = 0;
  const auto opening = [&asked](std::string_view of) -> std::optional<AccountSetup> {
    ++asked;
    if (of != pan) return std::nullopt;
    AccountSetup setup;
    setup.balance_minor = 1000;
    setup.limit_minor = 600;
    return setup;
  };
  {
    auto ledger = open();
    ledger->set_opening(opening);
    EXPECT_FALSE(ledger->known_account(pan));
    EXPECT_EQ(asked, 0);
    EXPECT_EQ(ledger->find_account(pan)->balance_minor, 1000);
    EXPECT_TRUE(ledger->known_account(pan));
    EXPECT_FALSE(ledger->find_account(other_pan));
    EXPECT_TRUE(ledger->record(key, sale(*ledger, ledger->find_account(pan)->id, 300)).has_value());
    EXPECT_EQ(ledger->sum_of_balances(), 0);
  }
  auto again = open();
  again->set_opening(opening);
  EXPECT_EQ(again->find_account(pan)->balance_minor, 700) << "once it is there, it is what it has become";
  EXPECT_EQ(asked, 2);
}

TEST_F(LedgerTest, ChangesAnAccountFromWhatItBeginsWith) {
  auto ledger = open();
  ledger->set_opening([](std::string_view) {
    AccountSetup setup;
    setup.balance_minor = 1000;
    setup.limit_minor = 600;
    return std::optional{setup};
  });
  AccountSetup richer;
  richer.balance_minor = 5000;
  const Account account = ledger->set_account(pan, richer);
  EXPECT_EQ(account.balance_minor, 5000);
  EXPECT_EQ(account.limit_minor, 600);
  EXPECT_EQ(ledger->sum_of_balances(), 0);
}

TEST_F(LedgerTest, SetsManyAccountsAllOrNone) {
  open();
  run_sql("CREATE TRIGGER broken BEFORE INSERT ON posting WHEN NEW.amount = 300 BEGIN SELECT RAISE(ABORT, 'no'); END");
  auto ledger = open();
  ledger->set_accounts([&] {
    funded(*ledger, 1000);
    funded(*ledger, 300, other_pan);
  });
  EXPECT_TRUE(ledger->take_failure());
  EXPECT_FALSE(ledger->find_account(pan));
  EXPECT_EQ(ledger->sum_of_balances(), 0);
  ledger->set_accounts([&] {
    funded(*ledger, 1000);
    funded(*ledger, 200, other_pan);
  });
  EXPECT_FALSE(ledger->take_failure());
  EXPECT_EQ(ledger->find_account(pan)->balance_minor, 1000);
  EXPECT_EQ(ledger->find_account(other_pan)->balance_minor, 200);
}

TEST_F(LedgerTest, AFailureWhileWritingTakesTheWholeRequestBack) {
  open();
  run_sql("CREATE TRIGGER broken BEFORE INSERT ON posting WHEN NEW.amount = 300 BEGIN SELECT RAISE(ABORT, 'no'); END");
  auto ledger = open();
  const Account account = funded(*ledger, 1000);
  EXPECT_FALSE(ledger->record(key, sale(*ledger, account.id, 300)).has_value());
  EXPECT_TRUE(ledger->take_failure());
  EXPECT_FALSE(ledger->find(key).has_value());
  EXPECT_EQ(ledger->requests(), 0);
  EXPECT_EQ(ledger->sum_of_balances(), 0);
  EXPECT_TRUE(ledger->record(key, sale(*ledger, account.id, 200)).has_value()) << "and it goes on";
  EXPECT_FALSE(ledger->take_failure());
  EXPECT_EQ(ledger->balance(account.id), 800);
}

TEST_F(LedgerTest, NoAccountNumberIsInTheFile) {
  {
    auto ledger = open();
    const Account account = funded(*ledger, 1000);
    ledger->record(key, sale(*ledger, account.id, 300));
    EXPECT_EQ(ledger->account_name(account.id), "622202*********0128");
  }
  std::ifstream file(path_, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  ASSERT_GT(bytes.size(), 1000U);
  EXPECT_EQ(bytes.find("1234567890"), std::string::npos);
  EXPECT_NE(bytes.find("622202*********0128"), std::string::npos);
}

TEST_F(LedgerTest, SettingABalanceIsAPostingToo) {
  auto ledger = open();
  funded(*ledger, 1000);
  EXPECT_EQ(funded(*ledger, 400).balance_minor, 400);
  EXPECT_EQ(ledger->find_account(pan)->balance_minor, 400);
  EXPECT_EQ(ledger->postings(), 2);
  EXPECT_EQ(ledger->sum_of_balances(), 0);
}

}  // namespace
}  // namespace mpos::host
