// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/ledger/ledger.hpp"

// What the ledger remembers of chip cards: which counters of which card have served.
namespace mpos::host {

CardKey::Digest Ledger::card_digest(std::string_view pan, std::string_view sequence) noexcept {
  FixedString<24> text{pan};
  text.append("/");
  text.append(sequence);
  return card_key_.digest(as_bytes(text));
}

void Ledger::remember_card(const RequestKey& key, const CardUse& use) {
  insert_use_.run()
      .bind_blob(1, use.card)
      .bind(2, std::int64_t{use.counter})
      .bind(3, key.terminal)
      .bind(4, key.batch)
      .bind(5, key.trace)
      .bind(6, std::int64_t{key.mti})
      .step();
}

std::optional<std::int64_t> Ledger::last_counter(Bytes card) {
  auto run = last_counter_.run();
  if (!run.bind_blob(1, card).step()) return std::nullopt;
  return run.integer(0);
}

bool Ledger::counter_used(const CardUse& use) {
  return find_use_.run().bind_blob(1, use.card).bind(2, std::int64_t{use.counter}).step();
}

std::optional<CardUse> Ledger::card_of(const RequestKey& key) {
  auto run = card_of_.run();
  run.bind(1, key.terminal).bind(2, key.batch).bind(3, key.trace).bind(4, std::int64_t{key.mti});
  if (!run.step() || run.blob(0).size() != sizeof CardUse::card) return std::nullopt;
  CardUse use;
  copy_bytes(run.blob(0), use.card);
  use.counter = static_cast<std::uint16_t>(run.integer(1));
  return use;
}

void Ledger::forget_cards() {
  forget_cards_.run().step();
}

}  // namespace mpos::host
