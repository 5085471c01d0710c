// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/command/state_table.hpp"

#include <array>

namespace mpos::command {
namespace {

constexpr unsigned bit(State state) {
  return 1U << static_cast<unsigned>(state);
}

constexpr unsigned booting = bit(mpos_reader_v1_ReaderState_READER_STATE_BOOTING);
constexpr unsigned idle = bit(mpos_reader_v1_ReaderState_READER_STATE_IDLE);
constexpr unsigned card = bit(mpos_reader_v1_ReaderState_READER_STATE_WAITING_FOR_CARD);
constexpr unsigned pin = bit(mpos_reader_v1_ReaderState_READER_STATE_PIN_ENTRY);
constexpr unsigned host = bit(mpos_reader_v1_ReaderState_READER_STATE_HOST);
constexpr unsigned result = bit(mpos_reader_v1_ReaderState_READER_STATE_RESULT);
constexpr unsigned locked = bit(mpos_reader_v1_ReaderState_READER_STATE_LOCKED);
constexpr unsigned chip = bit(mpos_reader_v1_ReaderState_READER_STATE_CARD);
constexpr unsigned choice = bit(mpos_reader_v1_ReaderState_READER_STATE_CHOICE);
constexpr unsigned any = booting | idle | card | pin | host | result | locked | chip | choice;

struct Row {
  pb_size_t body;
  unsigned states;
};
constexpr std::array<Row, 10> table{{
    {mpos_reader_v1_Request_get_info_tag, any},
    {mpos_reader_v1_Request_echo_tag, any},
    {mpos_reader_v1_Request_get_state_tag, any},
    {mpos_reader_v1_Request_sign_in_tag, idle | result},
    {mpos_reader_v1_Request_start_transaction_tag, idle | result},
    {mpos_reader_v1_Request_host_answer_tag, any},
    {mpos_reader_v1_Request_cancel_tag, card | pin | host | chip | choice},
    {mpos_reader_v1_Request_compute_mac_tag, host},
    {mpos_reader_v1_Request_upload_tag, idle | result},
    {mpos_reader_v1_Request_load_parameters_tag, idle | result},
}};

}  // namespace

bool allowed(pb_size_t body, State state) noexcept {
  for (const Row& row : table) {
    if (row.body == body) return (row.states & bit(state)) != 0;
  }
  return false;
}

const char* state_name(State state) noexcept {
  switch (state) {
    case mpos_reader_v1_ReaderState_READER_STATE_BOOTING: return "BOOTING";
    case mpos_reader_v1_ReaderState_READER_STATE_IDLE: return "IDLE";
    case mpos_reader_v1_ReaderState_READER_STATE_WAITING_FOR_CARD: return "WAITING_FOR_CARD";
    case mpos_reader_v1_ReaderState_READER_STATE_PIN_ENTRY: return "PIN_ENTRY";
    case mpos_reader_v1_ReaderState_READER_STATE_HOST: return "HOST";
    case mpos_reader_v1_ReaderState_READER_STATE_RESULT: return "RESULT";
    case mpos_reader_v1_ReaderState_READER_STATE_LOCKED: return "LOCKED";
    case mpos_reader_v1_ReaderState_READER_STATE_CARD: return "CARD";
    case mpos_reader_v1_ReaderState_READER_STATE_CHOICE: return "CHOICE";
    default: return "UNSPECIFIED";
  }
}

}  // namespace mpos::command
