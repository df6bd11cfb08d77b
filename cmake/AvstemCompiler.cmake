# Language level, warnings and sanitizers, the same for every target.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
                    -Wnon-virtual-dtor -Wold-style-cast -Wimplicit-fallthrough -Werror
                    # g++ 12 misfires on std::string::insert and += (GCC bug 105651) and on the
                    # union inside tl::expected when destructors are inlined
                    -Wno-restrict -Wno-free-nonheap-object)

set(AVSTEM_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them")
if(AVSTEM_SANITIZE)
  # -O1 keeps the sanitizer lane short. g++ 12's maybe-uninitialized misfires under sanitizers.
  add_compile_options(-fsanitize=${AVSTEM_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer -O1 -Wno-maybe-uninitialized)
  add_link_options(-fsanitize=${AVSTEM_SANITIZE})
endif()

find_program(AVSTEM_MOLD mold)
if(AVSTEM_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
