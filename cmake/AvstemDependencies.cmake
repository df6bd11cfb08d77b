# Every library the project uses is found here; dev installs the packages from packages.txt,
# and ARCHITECTURE.md says why each was chosen.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(simdjson REQUIRED)
find_package(pugixml REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(date REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)

pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(OPENSSL REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(ZIP REQUIRED IMPORTED_TARGET libzip)

# libharu has no file for pkg-config.
find_path(HPDF_INCLUDE hpdf.h REQUIRED)
find_library(HPDF_LIBRARY hpdf REQUIRED)
# Built into the program, see src/documents/embedded_font.hpp.
find_path(AVSTEM_FONT_FOLDER DejaVuSans.ttf PATHS /usr/share/fonts/truetype/dejavu REQUIRED)

add_library(avstem_pdf INTERFACE)
target_link_libraries(avstem_pdf INTERFACE ${HPDF_LIBRARY})
target_include_directories(avstem_pdf SYSTEM INTERFACE ${HPDF_INCLUDE})
add_library(avstem_http_libs INTERFACE)
target_link_libraries(avstem_http_libs INTERFACE PkgConfig::MICROHTTPD PkgConfig::CURL
                      Threads::Threads)
add_library(avstem_crypto_libs INTERFACE)
target_link_libraries(avstem_crypto_libs INTERFACE PkgConfig::SODIUM PkgConfig::OPENSSL)
add_library(avstem_sqlite INTERFACE)
target_link_libraries(avstem_sqlite INTERFACE PkgConfig::SQLITE)
add_library(avstem_zstd INTERFACE)
target_link_libraries(avstem_zstd INTERFACE PkgConfig::ZSTD)
add_library(avstem_zip INTERFACE)
target_link_libraries(avstem_zip INTERFACE PkgConfig::ZIP)
