# SPDX-License-Identifier: Apache-2.0
mpos_bench(link_bench SOURCES ${CMAKE_CURRENT_LIST_DIR}/link_bench.cpp
  LIBRARIES mpos::link mpos::primitives mpos::sim mpos::net)
