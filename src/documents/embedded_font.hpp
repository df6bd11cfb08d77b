#pragma once

#include <string_view>

namespace avstem::documents {

/// DejaVu Sans as a TrueType file, from the package fonts-dejavu-core. It is part of the program,
/// so that an installed one needs no font package and any two make equal pages. The font's own
/// licence (Bitstream Vera) allows it, and stands inside the file.
std::string_view dejavu_sans();

}  // namespace avstem::documents
