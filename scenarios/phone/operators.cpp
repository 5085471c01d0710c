// SPDX-License-Identifier: Apache-2.0
#include "scenarios/phone/operators.hpp"

namespace mpos::phone {

Result<void, std::string> Operators::login(std::string_view id, std::string_view password, Duration now) {
  if (id.empty()) id = "01";
  if (password.empty()) password = "0000";
  for (std::size_t i = 0; i < people_.size(); ++i) {
    Person& person = people_[i];
    if (person.id != id) continue;
    if (person.wrong >= tries) return Failure{std::string{"operator "} + std::string{id} + " is locked"};
    if (person.password != password) {
      ++person.wrong;
      current_.reset();
      if (person.wrong >= tries)
        return Failure{std::string{"wrong password; operator "} + std::string{id} + " is now locked"};
      return Failure{"wrong password; " + std::to_string(tries - person.wrong) + " tries left"};
    }
    person.wrong = 0;
    current_ = i;
    last_use_ = now;
    return {};
  }
  current_.reset();
  return Failure{std::string{"no operator "} + std::string{id.substr(0, 8)}};
}

std::optional<std::string_view> Operators::use(Duration now) noexcept {
  if (current_ && now - last_use_ > session_timeout) current_.reset();
  if (!current_) return std::nullopt;
  last_use_ = now;
  return people_[*current_].id;
}

}  // namespace mpos::phone
