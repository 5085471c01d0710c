// SPDX-License-Identifier: Apache-2.0
#include "scenarios/host/ledger/ledger.hpp"

namespace mpos::host {

void Ledger::prepare_modules() {
  sqlite3* db = database_.get();
  find_module_ = {db, "SELECT reader, psam, terminal, master_check FROM module WHERE reader = ?1", failed_};
  find_owner_ = {db, "SELECT reader, psam, terminal, master_check FROM module WHERE psam = ?1", failed_};
  insert_module_ = {db, "INSERT OR IGNORE INTO module VALUES(?1, ?2, ?3, ?4)", failed_};
  forget_modules_ = {db, "DELETE FROM module", failed_};
}

std::optional<ModuleBinding> Ledger::binding_where(Statement& statement, std::string_view key) {
  auto run = statement.run();
  if (!run.bind(1, key).step()) return std::nullopt;
  ModuleBinding binding;
  binding.reader = run.text(0);
  binding.psam = run.text(1);
  binding.terminal = run.text(2);
  binding.master_check = run.text(3);
  return binding;
}

std::optional<ModuleBinding> Ledger::module_of(std::string_view reader) {
  return binding_where(find_module_, reader);
}

std::optional<ModuleBinding> Ledger::owner_of(std::string_view psam) {
  return binding_where(find_owner_, psam);
}

void Ledger::bind_module(const ModuleBinding& binding) {
  insert_module_.run()
      .bind(1, binding.reader)
      .bind(2, binding.psam)
      .bind(3, binding.terminal)
      .bind(4, binding.master_check)
      .step();
}

void Ledger::forget_modules() {
  forget_modules_.run().step();
}

}  // namespace mpos::host
