// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "peripherals/psam/psam.hpp"
#include "scenarios/world/options.hpp"
#include "scenarios/world/state_directory.hpp"

namespace mpos::world {

/// The PSAMs of a world. Each reader has modules of its own: one file of the catalogue is one module in each reader's
/// drawer, its serial and terminal number counted on. A module is made when it is first used; what it remembers stays
/// with it, and in the state directory where there is one.
class PsamBox {
 public:
  /// All references outlive the box; `state` may be nullptr.
  PsamBox(const Options& options, security::Primitives& primitives, const StateDirectory* state)
      : options_(options), primitives_(primitives), state_(state) {}

  /// The module of that name for the `index`th reader. The failure says what is wrong with it, or that there is none.
  Result<std::shared_ptr<psam::Psam>, std::string> module(const std::string& name, std::size_t index);
  /// Writes what the modules remember; those that remember nothing new are passed over.
  Result<void, std::string> save();

 private:
  struct Module {
    std::shared_ptr<psam::Psam> psam;
    psam::PsamState kept;
    std::string file;
  };
  /// Adds the acquirer's keys the file leaves out.
  Result<void, std::string> personalise(psam::PsamProfile& profile) const;

  const Options& options_;
  security::Primitives& primitives_;
  const StateDirectory* state_;
  std::map<std::pair<std::string, std::size_t>, Module> modules_;
};

}  // namespace mpos::world
