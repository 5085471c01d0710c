// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "devicemodel/base/result.hpp"
#include "devicemodel/base/time.hpp"

namespace mpos::phone {

/// Who may use the merchant's app: 01 is a cashier, 02 the manager, both with password 0000 in this simulator. Five
/// wrong passwords in a row lock an operator for as long as the phone lives (REQ-203).
class Operators {
 public:
  static constexpr int tries = 5;
  /// After this long without use the operator is logged out.
  static constexpr Duration session_timeout = std::chrono::minutes{30};

  /// Empty texts mean operator 01 and password 0000.
  Result<void, std::string> login(std::string_view id, std::string_view password, Duration now);
  void logout() noexcept { current_.reset(); }
  /// The operator who may act at `now`, counted as use; or nobody.
  std::optional<std::string_view> use(Duration now) noexcept;
  bool is_manager() const noexcept { return current_ && people_[*current_].manager; }

 private:
  struct Person {
    std::string_view id;
    std::string_view password;
    bool manager = false;
    int wrong = 0;
  };
  std::array<Person, 2> people_{Person{"01", "0000", false, 0}, Person{"02", "0000", true, 0}};
  std::optional<std::size_t> current_;
  Duration last_use_{};
};

}  // namespace mpos::phone
