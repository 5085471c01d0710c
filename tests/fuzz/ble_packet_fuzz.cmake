# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(ble_packet_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/ble_packet_fuzz.cpp LIBRARIES mpos::radio_ble)
