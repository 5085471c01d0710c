# SPDX-License-Identifier: Apache-2.0
# mpos::options carries what every target shares: language level, warnings, hardening, sanitizers and the one include root.
# mpos::portable_options adds what the firmware floor promises: no exceptions, no RTTI.

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(VMPOS_CCACHE ccache)
if(VMPOS_CCACHE)
  # base_dir and nohashdir: a second checkout or build folder still meets the cache.
  set(_launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${VMPOS_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${_launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${_launcher})
endif()

add_library(mpos_options INTERFACE)
add_library(mpos::options ALIAS mpos_options)
target_compile_features(mpos_options INTERFACE cxx_std_20)
target_include_directories(mpos_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(mpos_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual
  -Wno-sign-conversion -Werror  # GCC leaves sign conversion out of -Wconversion in C++; so does this house
  -fno-strict-aliasing -fstack-protector-strong -ffunction-sections -fdata-sections)
# GCC 12 warns of overlapping copies inside std::string when it optimises (GCC bug 105651): a false alarm.
target_compile_options(mpos_options INTERFACE
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release,RelWithDebInfo>>:-Wno-restrict>)
target_link_options(mpos_options INTERFACE -Wl,--gc-sections -Wl,--as-needed)
if(VMPOS_SANITIZE)
  target_compile_options(mpos_options INTERFACE -fsanitize=${VMPOS_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(mpos_options INTERFACE -fsanitize=${VMPOS_SANITIZE})
endif()

add_library(mpos_portable_options INTERFACE)
add_library(mpos::portable_options ALIAS mpos_portable_options)
target_link_libraries(mpos_portable_options INTERFACE mpos_options)
target_compile_options(mpos_portable_options INTERFACE
  -fno-exceptions $<$<COMPILE_LANGUAGE:CXX>:-fno-threadsafe-statics>)
# The undefined-behaviour sanitizer checks objects by their type information; plain builds do without, as the device does.
if(NOT VMPOS_SANITIZE)
  target_compile_options(mpos_portable_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
endif()
if(VMPOS_FUZZ)
  target_compile_options(mpos_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# A program that finds its libraries inside itself starts in a third of the time: nothing to look up, map and relocate.
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT VMPOS_SANITIZE)
  set(_static ON)
else()
  set(_static OFF)
endif()
option(VMPOS_STATIC_LIBRARIES "Link protobuf, OpenSSL, SQLite and libyaml statically where they are installed so" ${_static})
if(VMPOS_STATIC_LIBRARIES)
  foreach(pair IN ITEMS Protobuf_LIBRARY_RELEASE=protobuf OPENSSL_SSL_LIBRARY=ssl OPENSSL_CRYPTO_LIBRARY=crypto
                        SQLite3_LIBRARY=sqlite3 YAML_LIBRARY=yaml)
    # Not found: the find module looks again and takes the shared one.
    string(REPLACE "=" ";" pair ${pair})
    list(GET pair 0 variable)
    list(GET pair 1 library)
    find_library(${variable} NAMES lib${library}.a)
  endforeach()
endif()
