# SPDX-License-Identifier: Apache-2.0
find_package(GTest REQUIRED)
mpos_bench(host_bench SOURCES bench/host_bench.cpp unit/scenarios/host/fake_terminal.cpp LIBRARIES mpos::host GTest::gtest)
