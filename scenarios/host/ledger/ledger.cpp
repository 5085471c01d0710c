// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/ledger/ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace mpos::host {
namespace {

constexpr int application_id = 0x564D504C;  // "VMPL"

constexpr const char* schema = R"sql(
  CREATE TABLE account(
    id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, label TEXT NOT NULL, pin BLOB, balance INTEGER NOT NULL DEFAULT 0,
    limit_minor INTEGER NOT NULL DEFAULT 0, status INTEGER NOT NULL DEFAULT 0, expiry TEXT NOT NULL DEFAULT '',
    pin_tries INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE request(
    terminal TEXT NOT NULL, batch INTEGER NOT NULL, trace INTEGER NOT NULL, mti INTEGER NOT NULL, state INTEGER NOT NULL,
    account INTEGER NOT NULL, merchant INTEGER NOT NULL, amount INTEGER NOT NULL, reference TEXT NOT NULL,
    PRIMARY KEY(terminal, batch, trace, mti)) WITHOUT ROWID;
  CREATE TABLE posting(
    id INTEGER PRIMARY KEY, debit INTEGER NOT NULL, credit INTEGER NOT NULL, amount INTEGER NOT NULL CHECK(amount >= 0),
    terminal TEXT NOT NULL, batch INTEGER NOT NULL, trace INTEGER NOT NULL, mti INTEGER NOT NULL);
  CREATE TABLE salt(value BLOB NOT NULL);
  CREATE TABLE card_use(
    card BLOB NOT NULL, counter INTEGER NOT NULL, terminal TEXT NOT NULL, batch INTEGER NOT NULL,
    trace INTEGER NOT NULL, mti INTEGER NOT NULL, PRIMARY KEY(card, counter)) WITHOUT ROWID;
  CREATE INDEX card_use_request ON card_use(terminal, batch, trace, mti);
  CREATE TABLE module(
    reader TEXT PRIMARY KEY, psam TEXT NOT NULL UNIQUE, terminal TEXT NOT NULL, master_check TEXT NOT NULL);
)sql";

/// Makes the file, readable by its owner alone, when it is not there; SQLite gives its own files the same mode.
void make_private(const std::string& path) noexcept {
  constexpr ::mode_t owner_only = 0600;
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
  if (descriptor >= 0) ::close(descriptor);
}

bool execute(sqlite3* database, const std::string& sql) noexcept {
  return sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

/// The one integer a pragma or query answers, or nothing when the file is not a database.
std::optional<std::int64_t> ask(sqlite3* database, const char* sql) noexcept {
  sqlite3_stmt* raw = nullptr;
  std::optional<std::int64_t> answer;
  if (sqlite3_prepare_v2(database, sql, -1, &raw, nullptr) == SQLITE_OK && sqlite3_step(raw) == SQLITE_ROW) {
    answer = sqlite3_column_int64(raw, 0);
  }
  sqlite3_finalize(raw);
  return answer;
}

/// The one text a pragma or query answers; empty when it fails.
std::string ask_text(sqlite3* database, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  std::string answer;
  if (sqlite3_prepare_v2(database, sql, -1, &raw, nullptr) == SQLITE_OK && sqlite3_step(raw) == SQLITE_ROW) {
    const unsigned char* text = sqlite3_column_text(raw, 0);
    for (; text != nullptr && *text != 0; ++text) answer.push_back(static_cast<char>(*text));
  }
  sqlite3_finalize(raw);
  return answer;
}

/// Every table with its columns and their types.
std::string shape_of(sqlite3* database) {
  return ask_text(database,
                  "SELECT group_concat(line) FROM (SELECT m.name || '.' || c.name || ' ' || c.type AS line "
                  "FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' "
                  "ORDER BY m.name, c.cid)");
}

std::string ledger_shape() {
  sqlite3* raw = nullptr;
  const bool open = sqlite3_open(":memory:", &raw) == SQLITE_OK;
  const Database database(raw);
  return open && execute(raw, schema) ? shape_of(raw) : std::string();
}

/// Why a file did not answer.
std::string trouble_with(const std::string& path, sqlite3* database) {
  const int code = sqlite3_errcode(database);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return "the ledger file " + path + " is in use by another program";
  if (code == SQLITE_CORRUPT) return "the ledger file " + path + " is damaged";
  return path + " is not a ledger file";
}

}  // namespace

std::optional<AccountStatus> account_status(std::string_view word) noexcept {
  if (word.empty() || word == "open") return AccountStatus::open;
  if (word == "blocked") return AccountStatus::blocked;
  if (word == "lost") return AccountStatus::lost;
  if (word == "stolen") return AccountStatus::stolen;
  if (word == "expired") return AccountStatus::expired;
  return std::nullopt;
}

Ledger::Ledger(Database database) : database_(std::move(database)) {}

Result<std::unique_ptr<Ledger>, std::string> Ledger::open(const std::string& path, hal::Entropy& entropy) {
  const bool in_memory = path.empty() || path == ":memory:";
  if (!in_memory) make_private(path);
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int result = sqlite3_open_v2(in_memory ? ":memory:" : path.c_str(), &raw, flags, nullptr);
  Database database(raw);
  if (result != SQLITE_OK) return Failure{"cannot open the ledger file " + path + ": " + sqlite3_errstr(result)};
  const auto version = ask(raw, "PRAGMA user_version");
  if (!version) return Failure{trouble_with(path, raw)};
  const auto tables = ask(raw, "SELECT count(*) FROM sqlite_master");
  if (!tables) return Failure{trouble_with(path, raw)};
  const bool fresh = *version == 0 && *tables == 0;
  if (!fresh && ask(raw, "PRAGMA application_id") != application_id) return Failure{path + " is not a ledger file"};
  if (*version > schema_version) {
    return Failure{"the ledger file " + path + " was written by a newer version of this program (schema " +
                   std::to_string(*version) + ", this one knows " + std::to_string(schema_version) + ")"};
  }
  if (!fresh && *version < schema_version) {
    return Failure{"the ledger file " + path +
                   " was written by an older version of this program; vmpos reset begins a new one"};
  }
  if (!fresh && ask_text(raw, "PRAGMA quick_check(1)") != "ok") {
    return Failure{"the ledger file " + path + " is damaged"};
  }
  if (!fresh && shape_of(raw) != ledger_shape()) {
    return Failure{"the ledger file " + path + " has other tables than a ledger of this version"};
  }
  bool good = true;
  if (in_memory) {
    good = execute(raw, "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY");
  } else {
    good = execute(raw, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
  }
  good = good && execute(raw, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY");
  if (good && fresh) {
    good = execute(raw, "BEGIN;" + std::string(schema) + "PRAGMA user_version=" + std::to_string(schema_version) +
                            ";PRAGMA application_id=" + std::to_string(application_id) + ";COMMIT");
  }
  if (!good) return Failure{"cannot write the ledger file " + path + ": " + sqlite3_errmsg(raw)};
  std::unique_ptr<Ledger> ledger(new Ledger(std::move(database)));
  ledger->prepare(entropy);
  if (ledger->take_failure()) return Failure{trouble_with(path, raw)};
  return ledger;
}

void Ledger::prepare(hal::Entropy& entropy) {
  sqlite3* db = database_.get();
  {
    Statement read{db, "SELECT value FROM salt", failed_};
    auto run = read.run();
    if (run.step() && run.blob(0).size() == salt_.size()) {
      copy_bytes(run.blob(0), salt_);
    } else {
      entropy.fill(salt_);
      Statement write{db, "INSERT INTO salt VALUES(?1)", failed_};
      write.run().bind_blob(1, salt_).step();
    }
  }
  // The same card has another digest in each ledger.
  card_key_ = CardKey{salt_};
  begin_ = {db, "BEGIN", failed_};
  rollback_ = {db, "ROLLBACK", failed_};
  commit_ = {db, "COMMIT", failed_};
  find_account_ = {
      db, "SELECT id, label, pin, balance, limit_minor, status, expiry, pin_tries FROM account WHERE name = ?1",
      failed_};
  insert_account_ = {db, "INSERT INTO account(name, label) VALUES(?1, ?2)", failed_};
  update_account_ = {
      db, "UPDATE account SET pin = ?2, limit_minor = ?3, status = ?4, expiry = ?5, pin_tries = 0 WHERE id = ?1",
      failed_};
  set_tries_ = {db, "UPDATE account SET pin_tries = ?2 WHERE id = ?1", failed_};
  name_ = {db, "SELECT label FROM account WHERE id = ?1", failed_};
  balance_ = {db, "SELECT balance FROM account WHERE id = ?1", failed_};
  add_balance_ = {db, "UPDATE account SET balance = balance + ?2 WHERE id = ?1", failed_};
  sum_ = {db, "SELECT coalesce(sum(balance), 0) FROM account", failed_};
  find_request_ = {db,
                   "SELECT state, account, merchant, amount, reference FROM request "
                   "WHERE terminal = ?1 AND batch = ?2 AND trace = ?3 AND mti = ?4",
                   failed_};
  insert_request_ = {db, "INSERT OR IGNORE INTO request VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", failed_};
  set_state_ = {db, "UPDATE request SET state = ?5 WHERE terminal = ?1 AND batch = ?2 AND trace = ?3 AND mti = ?4",
                failed_};
  insert_posting_ = {db, "INSERT INTO posting VALUES(NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7)", failed_};
  last_batch_ = {db, "SELECT max(batch) FROM request WHERE terminal = ?1 HAVING count(*) > 0", failed_};
  insert_use_ = {db, "INSERT OR REPLACE INTO card_use VALUES(?1, ?2, ?3, ?4, ?5, ?6)", failed_};
  last_counter_ = {db, "SELECT max(counter) FROM card_use WHERE card = ?1 HAVING count(*) > 0", failed_};
  // 2 is RequestState::reversed: an online attempt that was taken back leaves its counter to the sale the card approved
  // when the host could not be reached.
  static_assert(static_cast<int>(RequestState::reversed) == 2);
  find_use_ = {db,
               "SELECT 1 FROM card_use JOIN request USING(terminal, batch, trace, mti) "
               "WHERE card = ?1 AND counter = ?2 AND state <> 2",
               failed_};
  card_of_ = {db, "SELECT card, counter FROM card_use WHERE terminal = ?1 AND batch = ?2 AND trace = ?3 AND mti = ?4",
              failed_};
  forget_cards_ = {db, "DELETE FROM card_use", failed_};
  prepare_modules();
  requests_ = ask(db, "SELECT count(*) FROM request").value_or(0);
  postings_ = ask(db, "SELECT count(*) FROM posting").value_or(0);
  {
    auto run = find_account_.run();
    if (run.bind_blob(1, as_bytes("suspense")).step()) suspense_ = run.integer(0);
  }
  if (suspense_ == 0) {
    insert_account_.run().bind_blob(1, as_bytes("suspense")).bind(2, "suspense").step();
    suspense_ = sqlite3_last_insert_rowid(db);
  }
}

std::optional<Account> Ledger::find_account(std::string_view pan) {
  const CardKey::Digest digest = card_key_.digest(as_bytes(pan));
  auto account = find_account(digest);
  if (account || !opening_) return account;
  const auto setup = opening_(pan);
  if (!setup) return std::nullopt;
  return set_account(pan, digest, std::nullopt, *setup);
}

std::optional<Account> Ledger::known_account(std::string_view pan) {
  return find_account(card_key_.digest(as_bytes(pan)));
}

std::optional<Account> Ledger::find_account(const CardKey::Digest& digest) {
  auto run = find_account_.run();
  if (!run.bind_blob(1, digest).step()) return std::nullopt;
  Account account;
  account.id = run.integer(0);
  account.masked_pan = run.text(1);
  const Bytes pin = run.blob(2);
  account.has_pin = pin.size() == account.pin_reference.size();
  if (account.has_pin) copy_bytes(pin, account.pin_reference);
  account.balance_minor = run.integer(3);
  account.limit_minor = run.integer(4);
  account.status = static_cast<AccountStatus>(run.integer(5));
  account.expiry = run.text(6);
  account.pin_tries = static_cast<int>(run.integer(7));
  return account;
}

void Ledger::set_accounts(const std::function<void()>& set) {
  begin_.run().step();
  setting_many_ = true;
  set();
  setting_many_ = false;
  finish_change();
}

Account Ledger::set_account(std::string_view pan, const AccountSetup& setup) {
  return set_account(pan, card_key_.digest(as_bytes(pan)), find_account(pan), setup);
}

Account Ledger::set_account(std::string_view pan, const CardKey::Digest& digest, std::optional<Account> account,
                            const AccountSetup& setup) {
  if (!setting_many_) begin_.run().step();
  if (!account) {
    const auto masked = mask_pan(pan);
    insert_account_.run().bind_blob(1, digest).bind(2, masked).step();
    account.emplace();
    account->id = sqlite3_last_insert_rowid(database_.get());
    account->masked_pan = masked;
  }
  if (setup.limit_minor) account->limit_minor = *setup.limit_minor;
  if (setup.status) account->status = *setup.status;
  if (setup.expiry) account->expiry = std::string_view{*setup.expiry};
  if (setup.pin_reference) {
    account->pin_reference = *setup.pin_reference;
    account->has_pin = true;
  }
  account->pin_tries = 0;
  const Bytes pin = account->has_pin ? Bytes{account->pin_reference} : Bytes{};
  update_account_.run()
      .bind(1, account->id)
      .bind_blob(2, pin)
      .bind(3, account->limit_minor)
      .bind(4, static_cast<std::int64_t>(account->status))
      .bind(5, account->expiry)
      .step();
  if (setup.balance_minor && *setup.balance_minor != account->balance_minor) {
    const std::int64_t more = *setup.balance_minor - account->balance_minor;
    if (more > 0) {
      post({}, suspense_, account->id, more);
    } else {
      post({}, account->id, suspense_, -more);
    }
    account->balance_minor = *setup.balance_minor;
  }
  if (!setting_many_) finish_change();
  return *account;
}

std::int64_t Ledger::merchant_account(std::string_view merchant) {
  return named_account("merchant " + std::string(merchant));
}

std::int64_t Ledger::named_account(const std::string& name) {
  if (const auto known = named_.find(name); known != named_.end()) return known->second;
  std::int64_t id = 0;
  {
    auto run = find_account_.run();
    if (run.bind_blob(1, as_bytes(name)).step()) id = run.integer(0);
  }
  if (id == 0) {
    insert_account_.run().bind_blob(1, as_bytes(name)).bind(2, name).step();
    id = sqlite3_last_insert_rowid(database_.get());
  }
  if (!failed_) named_.emplace(name, id);
  return id;
}

void Ledger::set_pin_tries(std::int64_t account, int tries) {
  set_tries_.run().bind(1, account).bind(2, std::int64_t{tries}).step();
}

std::optional<Request> Ledger::find(const RequestKey& key) {
  auto run = find_request_.run();
  run.bind(1, key.terminal).bind(2, key.batch).bind(3, key.trace).bind(4, std::int64_t{key.mti});
  if (!run.step()) return std::nullopt;
  Request request;
  request.state = static_cast<RequestState>(run.integer(0));
  request.account = run.integer(1);
  request.merchant = run.integer(2);
  request.amount_minor = run.integer(3);
  request.reference = run.text(4);
  return request;
}

void Ledger::insert_request(const RequestKey& key, const Request& request) {
  insert_request_.run()
      .bind(1, key.terminal)
      .bind(2, key.batch)
      .bind(3, key.trace)
      .bind(4, std::int64_t{key.mti})
      .bind(5, static_cast<std::int64_t>(request.state))
      .bind(6, request.account)
      .bind(7, request.merchant)
      .bind(8, request.amount_minor)
      .bind(9, request.reference)
      .step();
  if (sqlite3_changes(database_.get()) != 0) ++requests_;
}

Posting Ledger::post(const RequestKey& key, std::int64_t debit, std::int64_t credit, std::int64_t amount_minor) {
  insert_posting_.run()
      .bind(1, debit)
      .bind(2, credit)
      .bind(3, amount_minor)
      .bind(4, key.terminal)
      .bind(5, key.batch)
      .bind(6, key.trace)
      .bind(7, std::int64_t{key.mti})
      .step();
  const Posting posting{sqlite3_last_insert_rowid(database_.get()), debit, credit, amount_minor};
  add_balance_.run().bind(1, debit).bind(2, -amount_minor).step();
  add_balance_.run().bind(1, credit).bind(2, amount_minor).step();
  ++postings_;
  return posting;
}

std::optional<Posting> Ledger::record(const RequestKey& key, const Request& request,
                                      const std::optional<CardUse>& use) {
  if (failed_) return std::nullopt;
  const std::int64_t before = requests_;
  const std::int64_t postings_before = postings_;
  begin_.run().step();
  insert_request(key, request);
  if (use && requests_ != before) remember_card(key, *use);
  std::optional<Posting> posting;
  const bool moves = request.state == RequestState::approved && request.amount_minor > 0 && request.account != 0;
  if (requests_ != before && moves) posting = post(key, request.account, request.merchant, request.amount_minor);
  if (finish_change()) return posting;
  requests_ = before;
  postings_ = postings_before;
  return std::nullopt;
}

std::optional<Posting> Ledger::reverse(const RequestKey& key, std::int64_t amount_minor) {
  if (failed_) return std::nullopt;
  const std::int64_t requests_before = requests_;
  const std::int64_t postings_before = postings_;
  begin_.run().step();
  std::optional<Posting> posting;
  const auto original = find(key);
  if (!original) {
    Request unseen;
    unseen.state = RequestState::reversed_unseen;
    unseen.amount_minor = amount_minor;
    insert_request(key, unseen);
  } else if (original->state == RequestState::approved) {
    set_state_.run()
        .bind(1, key.terminal)
        .bind(2, key.batch)
        .bind(3, key.trace)
        .bind(4, std::int64_t{key.mti})
        .bind(5, static_cast<std::int64_t>(RequestState::reversed))
        .step();
    if (original->amount_minor > 0 && original->account != 0) {
      RequestKey reversal = key;
      reversal.mti = 400;
      posting = post(reversal, original->merchant, original->account, original->amount_minor);
    }
  }
  if (finish_change()) return posting;
  requests_ = requests_before;
  postings_ = postings_before;
  return std::nullopt;
}

bool Ledger::finish_change() {
  if (!failed_) commit_.run().step();
  if (!failed_) return true;
  // Some failures have rolled back already.
  if (sqlite3_get_autocommit(database_.get()) == 0) rollback_.run().step();
  return false;
}

std::int64_t Ledger::balance(std::int64_t account) {
  auto run = balance_.run();
  return run.bind(1, account).step() ? run.integer(0) : 0;
}

std::int64_t Ledger::sum_of_balances() {
  auto run = sum_.run();
  return run.step() ? run.integer(0) : 0;
}

std::optional<std::int64_t> Ledger::last_batch(std::string_view terminal) {
  auto run = last_batch_.run();
  if (!run.bind(1, terminal).step()) return std::nullopt;
  return run.integer(0);
}

std::string Ledger::account_name(std::int64_t account) {
  auto run = name_.run();
  return run.bind(1, account).step() ? std::string(run.text(0)) : std::string();
}

}  // namespace mpos::host
