// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

namespace mpos::bus {

/// Ends its subscription when destroyed or reset, also from inside the listener, and also after the bus is gone.
class Subscription {
 public:
  /// What a subscription needs of the bus; owned by the bus, watched weakly from here.
  class Registry {
   public:
    virtual void remove(std::uint64_t id) = 0;

   protected:
    ~Registry() = default;
  };

  Subscription() noexcept = default;
  Subscription(std::weak_ptr<Registry> registry, std::uint64_t id) noexcept : registry_(std::move(registry)), id_(id) {}
  ~Subscription() { reset(); }
  Subscription(Subscription&& other) noexcept
      : registry_(std::move(other.registry_)), id_(std::exchange(other.id_, 0)) {}
  Subscription& operator=(Subscription&& other) noexcept {
    if (this != &other) {
      reset();
      registry_ = std::move(other.registry_);
      id_ = std::exchange(other.id_, 0);
    }
    return *this;
  }
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

  void reset() noexcept {
    if (id_ != 0) {
      if (const auto registry = registry_.lock()) registry->remove(id_);
    }
    id_ = 0;
  }

 private:
  std::weak_ptr<Registry> registry_;
  std::uint64_t id_ = 0;
};

}  // namespace mpos::bus
