# SPDX-License-Identifier: Apache-2.0
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
mpos_bench(dda_bench SOURCES ${CMAKE_CURRENT_LIST_DIR}/dda_bench.cpp
  LIBRARIES mpos::emv mpos::primitives mpos::card mpos::load OpenSSL::Crypto)
