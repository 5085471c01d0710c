# SPDX-License-Identifier: Apache-2.0
mpos_fuzz(host_field55_fuzz SOURCES fuzz/host_field55_fuzz.cpp LIBRARIES mpos::host)
