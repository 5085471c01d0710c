// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/host.hpp"

#include <algorithm>

#include "scenarios/host/frontend/frontend.hpp"
#include "scenarios/host/nac/nac.hpp"

namespace mpos::host {
namespace {

bool is_decimal(std::string_view text) noexcept {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

bool is_pin(std::string_view text) noexcept {
  return is_decimal(text) && text.size() >= 4 && text.size() <= 12;
}

/// Why an account of a profile cannot be used, or empty.
std::string trouble_of(std::string_view pan, std::string_view pin, std::string_view status) {
  if (!Pan::parse(pan)) return "an account number is not 8 to 19 digits";
  const std::string masked(mask_pan(pan).view());
  if (!pin.empty() && !is_pin(pin)) return "the PIN of account " + masked + " is not 4 to 12 digits";
  if (!account_status(status))
    return "the status \"" + std::string(status) + "\" of account " + masked + " is not known";
  return "";
}

std::string trouble_of(const config::v1::HostProfile& profile) {
  for (const auto& account : profile.accounts()) {
    if (auto trouble = trouble_of(account.pan(), account.pin(), account.status()); !trouble.empty()) return trouble;
    if (!account.expiry().empty() && (account.expiry().size() != 4 || !is_decimal(account.expiry()))) {
      return "the expiry of account " + std::string(mask_pan(account.pan()).view()) + " is not YYMM";
    }
  }
  for (const auto& terminal : profile.terminals()) {
    if (terminal.terminal().size() > 8) return "terminal \"" + terminal.terminal() + "\" is longer than 8 characters";
    if (!terminal.psam().empty() && (terminal.psam().size() != 20 || !is_decimal(terminal.psam())))
      return "the PSAM serial of terminal " + terminal.terminal() + " is not 20 digits";
    if (terminal.merchant().size() > 15) return "merchant \"" + terminal.merchant() + "\" is longer than 15 characters";
  }
  const std::string& destination = profile.nac_destination();
  if (!destination.empty() && (destination.size() != 4 || !is_decimal(destination)))
    return "nac_destination is not 4 digits";
  const std::string& batch = profile.batch();
  if (!batch.empty() && (batch.size() != 6 || !is_decimal(batch) || batch == "000000")) {
    return "batch is not 6 digits above 000000";
  }
  return "";
}

std::uint16_t destination_of(const std::string& digits) noexcept {
  constexpr std::uint16_t usual = 0x0003;
  std::uint16_t value = 0;
  for (const char c : digits) value = static_cast<std::uint16_t>(value << 4 | (c - '0'));
  return digits.empty() ? usual : value;
}

}  // namespace

struct Host::Parts {
  Parts(sim::Random source, config::v1::HostProfile hosts) : random(std::move(source)), profile(std::move(hosts)) {}

  void load_terminals();
  void offer_accounts();
  void reset_accounts();
  const config::v1::Account* row_of(std::string_view pan) const;
  AccountSetup setup_of(std::string_view pan, std::string_view pin);
  AccountSetup setup_of(const config::v1::Account& row);

  sim::Random random;
  config::v1::HostProfile profile;
  std::unique_ptr<Hsm> hsm;
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<Frontend> frontend;
  std::unique_ptr<Nac> nac;
};

void Host::Parts::load_terminals() {
  frontend->clear_terminals();
  Hsm::Terminal id = 0;
  for (const auto& row : profile.terminals()) {
    Terminal terminal;
    terminal.standing.id = id++;
    terminal.offer.id = id++;
    terminal.name = row.terminal();
    terminal.merchant = row.merchant();
    terminal.serial = row.serial();
    terminal.psam = row.psam();
    terminal.blocked = row.blocked();
    if (!profile.batch().empty()) terminal.standing.batch = static_cast<std::uint32_t>(number(profile.batch()));
    terminal.merchant_account = ledger->merchant_account(row.merchant());
    hsm->drop_working_keys(terminal.standing.id);
    hsm->drop_working_keys(terminal.offer.id);
    frontend->add_terminal(std::move(terminal));
  }
}

AccountSetup Host::Parts::setup_of(std::string_view pan, std::string_view pin) {
  AccountSetup setup;
  if (!pin.empty()) setup.pin_reference = hsm->pin_reference(pan, pin);
  return setup;
}

const config::v1::Account* Host::Parts::row_of(std::string_view pan) const {
  const auto& rows = profile.accounts();
  const auto row = std::find_if(rows.begin(), rows.end(), [pan](const auto& each) { return each.pan() == pan; });
  return row == rows.end() ? nullptr : &*row;
}

AccountSetup Host::Parts::setup_of(const config::v1::Account& row) {
  AccountSetup setup = setup_of(row.pan(), row.pin());
  setup.balance_minor = row.balance_minor();
  setup.limit_minor = row.limit_minor();
  setup.status = account_status(row.status());
  setup.expiry = row.expiry();
  return setup;
}

/// An account is opened when somebody asks for it first: a scenario needs one of a profile's sixty. A ledger that lives
/// in a file keeps what its accounts have become.
void Host::Parts::offer_accounts() {
  ledger->set_opening([this](std::string_view pan) -> std::optional<AccountSetup> {
    const auto* row = row_of(pan);
    if (row == nullptr) return std::nullopt;
    return setup_of(*row);
  });
}

void Host::Parts::reset_accounts() {
  ledger->set_accounts([this] {
    for (const auto& row : profile.accounts()) {
      if (ledger->known_account(row.pan())) ledger->set_account(row.pan(), setup_of(row));
    }
  });
}

Host::Host(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Host::~Host() = default;

Result<std::unique_ptr<Host>, std::string> Host::create(sim::Scheduler& scheduler, sim::Random random,
                                                        const config::v1::HostProfile& profile, const Options& options,
                                                        Observer& observer) {
  if (auto trouble = trouble_of(profile); !trouble.empty()) return Failure{"host profile: " + trouble};
  const auto clock = HostClock::at(scheduler, options.clock);
  if (!clock) return Failure{"host clock \"" + options.clock + "\" is not YYYY-MM-DD hh:mm:ss"};
  sim::Random salt = random.fork("ledger salt");
  auto parts = std::make_unique<Parts>(std::move(random), profile);
  auto hsm = Hsm::create(profile.keys(), parts->random);
  if (!hsm) return Failure{hsm.error()};
  parts->hsm = std::move(*hsm);
  for (const auto& row : profile.issuers()) {
    if (const auto added = parts->hsm->issuer().add(row); !added) return Failure{"host profile: " + added.error()};
  }
  auto ledger = Ledger::open(options.ledger, salt);
  if (!ledger) return Failure{ledger.error()};
  parts->ledger = std::move(*ledger);
  SignInDesk::Policy policy;
  if (profile.sign_in_hours() != 0) policy.hours = profile.sign_in_hours();
  if (profile.sign_in_transactions() != 0) policy.transactions = profile.sign_in_transactions();
  PurchaseDesk::Policy purchase;
  purchase.fallback_allowed = profile.fallback_allowed();
  if (profile.pin_free_limit() != 0) purchase.pin_free_limit = profile.pin_free_limit();
  std::optional<ParameterSigner> signer;
  if (!profile.keys().parameter_p().empty()) {
    auto made = ParameterSigner::create(profile.keys().parameter_p(), profile.keys().parameter_q());
    if (!made) return Failure{"host profile: " + made.error()};
    signer = std::move(*made);
  }
  auto parameters = ParameterDesk::create(profile.parameters(), std::move(signer));
  if (!parameters) return Failure{"host profile: " + parameters.error()};
  parts->frontend = std::make_unique<Frontend>(*parts->hsm, *parts->ledger, parts->random, *clock, policy, purchase,
                                               std::move(*parameters), observer);
  parts->nac = std::make_unique<Nac>(scheduler, destination_of(profile.nac_destination()), *parts->frontend);
  parts->load_terminals();
  parts->offer_accounts();
  if (parts->ledger->take_failure()) return Failure{"the ledger file " + options.ledger + " cannot be used"};
  return std::unique_ptr<Host>(new Host(std::move(parts)));
}

void Host::attach(std::unique_ptr<radio::Stream> stream) {
  parts_->nac->attach(std::move(stream));
}

Result<void, std::string> Host::add_rule(const bus::v1::HostRule& rule) {
  if (auto trouble = mpos::host::trouble_of(rule); !trouble.empty()) return Failure{"host_rule: " + trouble};
  parts_->frontend->rules().add(rule);
  return {};
}

Result<void, std::string> Host::set_account(const bus::v1::HostAccount& account) {
  if (auto trouble = trouble_of(account.pan(), account.pin(), account.status()); !trouble.empty())
    return Failure{trouble};
  AccountSetup setup = parts_->setup_of(account.pan(), account.pin());
  if (account.has_balance_minor()) setup.balance_minor = account.balance_minor();
  if (account.has_limit_minor()) setup.limit_minor = account.limit_minor();
  if (!account.status().empty()) setup.status = account_status(account.status());
  parts_->ledger->set_account(account.pan(), setup);
  if (parts_->ledger->take_failure()) return Failure{std::string{"the ledger cannot be written"}};
  return {};
}

void Host::reset() {
  parts_->frontend->rules().clear();
  parts_->ledger->forget_cards();
  parts_->ledger->forget_modules();
  parts_->load_terminals();
  parts_->reset_accounts();
}

std::optional<std::int64_t> Host::balance(std::string_view pan) {
  if (const auto account = parts_->ledger->known_account(pan)) return account->balance_minor;
  const auto* row = parts_->row_of(pan);
  if (row == nullptr) return std::nullopt;
  return row->balance_minor();
}

bool Host::signed_in(std::string_view terminal) const {
  return parts_->frontend->signed_in(terminal);
}

Summary Host::summary() const {
  return {parts_->ledger->requests(), parts_->ledger->postings(), parts_->ledger->sum_of_balances(),
          parts_->nac->lines()};
}

}  // namespace mpos::host
