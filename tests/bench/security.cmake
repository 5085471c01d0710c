# SPDX-License-Identifier: Apache-2.0
mpos_bench(security_bench SOURCES ${CMAKE_CURRENT_LIST_DIR}/security_bench.cpp
  LIBRARIES mpos::security mpos::primitives mpos::sim)
