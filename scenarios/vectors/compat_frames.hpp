// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "devicemodel/base/bytes.hpp"

/// Encoders for the link frames of public readers. That of UnionPay-style readers is the one a reader with that front
/// speaks; the others are here alone. Nothing is answered when the data are too long for the frame. The check byte is
/// the xor of the bytes before it from the first length or address byte on.
namespace mpos::vectors {

using FrameBytes = std::vector<std::uint8_t>;

/// NAD, PCB, length (1), data, check: Miura MPI.
std::optional<FrameBytes> miura_mpi_frame(std::uint8_t node, std::uint8_t control, Bytes data);
/// 55 AA, frame index, length (2), type, packet index, total (2), data, check, CC 33: UnionPay-style mPOS. `total`:
/// bytes of the whole message that this is a packet of.
std::optional<FrameBytes> cup_mpos_frame(std::uint8_t frame_index, std::uint8_t type, std::uint8_t packet_index,
                                         std::uint16_t total, Bytes data);
/// "MF", length (2 BCD), direction, command (2), sequence, return code (2), data, 02, check.
std::optional<FrameBytes> mf_frame(std::uint8_t direction, std::uint16_t command, std::uint8_t sequence,
                                   Bytes return_code, Bytes data);
/// STX, length (2 BCD), data, ETX, check.
std::optional<FrameBytes> stx_bcd_lrc_frame(Bytes data);

}  // namespace mpos::vectors
