# SPDX-License-Identifier: Apache-2.0
mpos_bench(stripe_bench SOURCES ${CMAKE_CURRENT_LIST_DIR}/stripe_bench.cpp LIBRARIES mpos::stripe mpos::magstripe)
