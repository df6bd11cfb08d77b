include(GoogleTest)

# avstem_room(NAME FOLDER dir LINKS public... PRIVATE private...)
# One static library avstem_NAME from every .cpp under FOLDER, and one test program NAME_test
# from the *_test.cpp that stand beside them. main.cpp belongs to the executable.
function(avstem_room name)
  cmake_parse_arguments(ROOM "" "FOLDER" "LINKS;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${ROOM_FOLDER}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  add_library(avstem_${name} STATIC ${sources})
  target_include_directories(avstem_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR})
  target_link_libraries(avstem_${name} PUBLIC fmt::fmt ${ROOM_LINKS} PRIVATE ${ROOM_PRIVATE})
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE avstem_${name} ${ROOM_PRIVATE} GTest::gmock
                          GTest::gtest_main rapidcheck)
    target_compile_definitions(${name}_test PRIVATE AVSTEM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60)
  endif()
endfunction()
