# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(frame_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/frame_fuzz.cpp LIBRARIES mpos::link)
mpos_fuzz(handshake_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/handshake_fuzz.cpp
  LIBRARIES mpos::link mpos::primitives mpos::sim)
mpos_fuzz(channel_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/channel_fuzz.cpp
  LIBRARIES mpos::link mpos::primitives mpos::sim)
