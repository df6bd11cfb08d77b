#include <array>

#include "app/mapping_file.hpp"

// AVSTEM_TEMPLATE_FOLDER is the folder of the files (CMakeLists.txt); the assembler copies them.
// NOLINTBEGIN(hicpp-no-assembler,cppcoreguidelines-macro-usage)
#define AVSTEM_EMBED(name)                                        \
  asm(".section .rodata\n"                                        \
      ".global avstem_template_" #name ", avstem_template_" #name \
      "_end\n"                                                    \
      "avstem_template_" #name                                    \
      ":\n"                                                       \
      ".incbin \"" AVSTEM_TEMPLATE_FOLDER "/" #name               \
      ".toml\"\n"                                                 \
      "avstem_template_" #name                                    \
      "_end:\n"                                                   \
      ".previous\n");                                             \
  extern "C" {                                                    \
  extern const char avstem_template_##name[];                     \
  extern const char avstem_template_##name##_end[];               \
  }
AVSTEM_EMBED(webshop)
AVSTEM_EMBED(club)
AVSTEM_EMBED(cafe)
AVSTEM_EMBED(gym)
#undef AVSTEM_EMBED
// NOLINTEND(hicpp-no-assembler,cppcoreguidelines-macro-usage)

namespace avstem::app {

std::span<const MappingTemplate> mapping_templates() {
  static const std::array<MappingTemplate, 4> all{{
      {"webshop", {avstem_template_webshop, avstem_template_webshop_end}},
      {"club", {avstem_template_club, avstem_template_club_end}},
      {"cafe", {avstem_template_cafe, avstem_template_cafe_end}},
      {"gym", {avstem_template_gym, avstem_template_gym_end}},
  }};
  return all;
}

}  // namespace avstem::app
