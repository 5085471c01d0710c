// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/pan.hpp"
#include "devicemodel/base/result.hpp"
#include "devicemodel/hal/hal.hpp"
#include "scenarios/host/ledger/card_key.hpp"
#include "scenarios/host/ledger/sqlite.hpp"

namespace mpos::host {

enum class AccountStatus : std::uint8_t { open, blocked, lost, stolen, expired };

/// "open" (or nothing), "blocked", "lost", "stolen", "expired".
std::optional<AccountStatus> account_status(std::string_view word) noexcept;

/// What a cardholder's account is set to.
struct AccountSetup {
  std::optional<std::int64_t> balance_minor;
  std::optional<std::int64_t> limit_minor;  ///< largest single debit; 0 for none
  std::optional<AccountStatus> status;
  std::optional<std::array<std::uint8_t, 16>> pin_reference;
  std::optional<std::string> expiry;  ///< YYMM
};

struct Account {
  std::int64_t id = 0;
  FixedString<19> masked_pan;
  bool has_pin = false;
  std::array<std::uint8_t, 16> pin_reference{};
  std::int64_t balance_minor = 0;
  std::int64_t limit_minor = 0;
  AccountStatus status = AccountStatus::open;
  FixedString<4> expiry;
  int pin_tries = 0;
};

/// Names one request for ever: a second one with the same key posts nothing.
struct RequestKey {
  std::string_view terminal = "";
  std::int64_t batch = 0;
  std::int64_t trace = 0;
  int mti = 0;
};

enum class RequestState : std::uint8_t {
  declined,
  approved,
  reversed,
  reversed_unseen  ///< the reversal came before (or without) its original
};

struct Request {
  RequestState state = RequestState::declined;
  std::int64_t account = 0;
  std::int64_t merchant = 0;
  std::int64_t amount_minor = 0;
  FixedString<12> reference;
};

/// One use of a chip card: which card (Ledger::card_digest) and its transaction counter.
struct CardUse {
  CardKey::Digest card{};
  std::uint16_t counter = 0;
};
/// The PSAM a reader has, as its first sign-in said. Hexadecimal text.
struct ModuleBinding {
  FixedString<24> reader;       ///< serial number
  FixedString<20> psam;         ///< serial number
  FixedString<12> terminal;     ///< terminal number of the PSAM
  FixedString<8> master_check;  ///< check value of the terminal master key
};

/// One movement of money, for observers.
struct Posting {
  std::int64_t id = 0;
  std::int64_t debit = 0;
  std::int64_t credit = 0;
  std::int64_t amount_minor = 0;
};

/// Accounts and every posting, in SQLite. Double entry: each posting takes from one account what it gives to another,
/// so the sum over all accounts is always zero. Account numbers are kept as digest and masked text only; the digest is
/// an HMAC-SHA-256 under a salt drawn when the ledger is made.
class Ledger {
 public:
  static constexpr int schema_version = 4;

  /// Opens the file or makes it, for its owner alone; ":memory:" (or nothing) keeps all of it in memory. `entropy`
  /// gives a new ledger its salt.
  ///   errors  a sentence for people: cannot open, not a ledger, damaged, in use, written by a newer version
  static Result<std::unique_ptr<Ledger>, std::string> open(const std::string& path, hal::Entropy& entropy);

  /// Whether the disk or the file has failed since the last call: whatever was answered meanwhile does not count, and a
  /// change that was begun has been taken back.
  bool take_failure() noexcept { return std::exchange(failed_, false); }

  /// What an account that is asked for the first time begins with; nothing when there is no such account.
  using Opening = std::function<std::optional<AccountSetup>(std::string_view pan)>;
  void set_opening(Opening opening) { opening_ = std::move(opening); }
  /// Opens the account when it is new and the Opening knows it.
  std::optional<Account> find_account(std::string_view pan);
  /// The account as it stands in the ledger; opens nothing.
  std::optional<Account> known_account(std::string_view pan);
  /// Makes or changes an account, one that the Opening knows from what it begins with. A new balance is reached by a
  /// posting against the suspense account.
  Account set_account(std::string_view pan, const AccountSetup& setup);
  /// Writes the accounts that `set` sets as one change.
  void set_accounts(const std::function<void()>& set);
  /// The merchant's payable account, made when it is not there yet.
  std::int64_t merchant_account(std::string_view merchant);
  /// What all electronic cash on cards is worth, taken together; made when it is not there yet.
  std::int64_t electronic_cash_account() { return named_account("electronic cash"); }
  void set_pin_tries(std::int64_t account, int tries);

  std::optional<Request> find(const RequestKey& key);
  /// Writes a decided request; an approved one with an amount moves it from `account` to `merchant`. Nothing happens
  /// when the key is known already. `use` is kept with it, so that no counter of a card serves twice. All or nothing.
  std::optional<Posting> record(const RequestKey& key, const Request& request,
                                const std::optional<CardUse>& use = std::nullopt);
  /// Undoes an approved request, or remembers that it must never be approved. Doing it again changes nothing.
  std::optional<Posting> reverse(const RequestKey& key, std::int64_t amount_minor);

  /// What CardUse names a card by: of its account and sequence number, under the ledger's salt.
  CardKey::Digest card_digest(std::string_view pan, std::string_view sequence) noexcept;
  /// The highest counter a card has been seen with, or nothing.
  std::optional<std::int64_t> last_counter(Bytes card);
  bool counter_used(const CardUse& use);
  /// The card a request was made with, or nothing.
  std::optional<CardUse> card_of(const RequestKey& key);
  /// Takes every card for a new one.
  void forget_cards();
  /// What the reader of that serial number is bound to.
  std::optional<ModuleBinding> module_of(std::string_view reader);
  /// The reader that PSAM is bound to.
  std::optional<ModuleBinding> owner_of(std::string_view psam);
  /// Binds for good; nothing happens when reader or PSAM are bound already.
  void bind_module(const ModuleBinding& binding);
  void forget_modules();

  std::int64_t balance(std::int64_t account);
  /// Zero, always.
  std::int64_t sum_of_balances();
  std::int64_t requests() const noexcept { return requests_; }
  std::int64_t postings() const noexcept { return postings_; }
  /// The highest batch the terminal has sent, or nothing.
  std::optional<std::int64_t> last_batch(std::string_view terminal);
  /// "suspense", "merchant 102310053110001" or the masked account number.
  std::string account_name(std::int64_t account);

 private:
  explicit Ledger(Database database);
  void prepare(hal::Entropy& entropy);
  void prepare_modules();
  std::optional<ModuleBinding> binding_where(Statement& statement, std::string_view key);
  /// Commits what begin_ began, or takes all of it back after a failure. True when it stands.
  bool finish_change();
  Posting post(const RequestKey& key, std::int64_t debit, std::int64_t credit, std::int64_t amount_minor);
  std::optional<Account> find_account(const CardKey::Digest& digest);
  /// Changes `account`, or makes one when there is none.
  Account set_account(std::string_view pan, const CardKey::Digest& digest, std::optional<Account> account,
                      const AccountSetup& setup);
  std::int64_t named_account(const std::string& name);
  void insert_request(const RequestKey& key, const Request& request);
  void remember_card(const RequestKey& key, const CardUse& use);

  Database database_;
  Opening opening_;
  bool failed_ = false;
  bool setting_many_ = false;
  std::array<std::uint8_t, 16> salt_{};
  CardKey card_key_;  ///< of the salt
  std::map<std::string, std::int64_t, std::less<>> named_;
  std::int64_t suspense_ = 0;
  std::int64_t requests_ = 0;
  std::int64_t postings_ = 0;

  Statement begin_, commit_, rollback_;
  Statement find_account_, insert_account_, update_account_, set_tries_, name_, balance_, add_balance_, sum_;
  Statement find_request_, insert_request_, set_state_, insert_posting_, last_batch_;
  Statement insert_use_, last_counter_, find_use_, card_of_, forget_cards_;
  Statement find_module_, find_owner_, insert_module_, forget_modules_;
};

}  // namespace mpos::host
