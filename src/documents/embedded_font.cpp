#include "documents/embedded_font.hpp"

// AVSTEM_FONT_FOLDER is where the build machine has the font (CMakeLists.txt). The assembler
// copies the bytes; as a C++ array they would take half a minute to compile.
// NOLINTBEGIN(hicpp-no-assembler)
asm(".section .rodata\n"
    ".balign 16\n"
    ".global avstem_dejavu_sans, avstem_dejavu_sans_end\n"
    "avstem_dejavu_sans:\n"
    ".incbin \"" AVSTEM_FONT_FOLDER
    "/DejaVuSans.ttf\"\n"
    "avstem_dejavu_sans_end:\n"
    ".previous\n");
// NOLINTEND(hicpp-no-assembler)

extern "C" {
extern const char avstem_dejavu_sans[];
extern const char avstem_dejavu_sans_end[];
}

namespace avstem::documents {

std::string_view dejavu_sans() {
  return {avstem_dejavu_sans, avstem_dejavu_sans_end};
}

}  // namespace avstem::documents
