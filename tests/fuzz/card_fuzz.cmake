# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(card_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/card_fuzz.cpp LIBRARIES mpos::card mpos::load)
