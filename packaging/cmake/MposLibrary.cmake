# SPDX-License-Identifier: Apache-2.0
# One static library a folder: mpos_library(<name> [PORTABLE] SOURCES ... [PUBLIC ...] [PRIVATE ...]).
#   PORTABLE  the library also builds for the device: no exceptions, no RTTI, checked by tests/checks/symbols.py
#   PUBLIC    libraries that appear in its headers;  PRIVATE  those that do not
# A library without sources (headers only) becomes an INTERFACE library.
# The portable ones are recorded in the global property MPOS_PORTABLE_LIBRARIES for the symbol check.

function(mpos_library name)
  cmake_parse_arguments(ARG "PORTABLE" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "mpos_library(${name}): unknown arguments: ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  set(compiled ${ARG_SOURCES})
  list(FILTER compiled INCLUDE REGEX "\\.(c|cc|cpp)$")
  if(compiled)
    add_library(mpos_${name} STATIC ${ARG_SOURCES})
    if(ARG_PORTABLE)
      set_property(GLOBAL APPEND PROPERTY MPOS_PORTABLE_LIBRARIES mpos_${name})
      target_link_libraries(mpos_${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} mpos::portable_options)
    else()
      target_link_libraries(mpos_${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} mpos::options)
    endif()
    target_include_directories(mpos_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  else()
    add_library(mpos_${name} INTERFACE)
    target_include_directories(mpos_${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(mpos_${name} INTERFACE ${ARG_PUBLIC})
  endif()
  add_library(mpos::${name} ALIAS mpos_${name})
endfunction()

# One GoogleTest program a folder: mpos_test(<name> SOURCES ... LIBRARIES ... [LABELS ...]).
function(mpos_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES;LABELS" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} GTest::gtest GTest::gtest_main mpos::options)
  target_compile_definitions(${name} PRIVATE VMPOS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  if(ARG_LABELS)
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}")
  endif()
endfunction()

# One benchmark program: mpos_bench(<name> SOURCES ... LIBRARIES ...). Built only with VMPOS_BENCH.
function(mpos_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  find_package(benchmark REQUIRED)
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} benchmark::benchmark benchmark::benchmark_main mpos::options)
  target_compile_definitions(${name} PRIVATE VMPOS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
endfunction()

# One libFuzzer target: mpos_fuzz(<name> SOURCES ... LIBRARIES ...). Its seed corpus is tests/fuzz/corpus/<name>/.
function(mpos_fuzz name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} mpos::options)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
endfunction()
