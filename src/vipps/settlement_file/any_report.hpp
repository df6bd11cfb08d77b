#pragma once

#include <string_view>

#include "core/result.hpp"
#include "vipps/settlement_file/csv_reader.hpp"

namespace avstem::vipps::settlement_file {

/// Reads a settlement report in any format that Vipps has sent, told apart by what is in it and
/// never by its name: XML 2.0 and 3.0, the CSV formats (csv_reader.hpp), or a zip archive of
/// these. Each report is checked (check_report) before it is given.
///
/// The reports of an archive become one: a sales unit that several of them have gets all their
/// settlements. Files in it that are neither .xml nor .csv are named in a note.
///
/// `invalid` names the file in the archive, and line, column and value; nothing is read in part.
Result<AnyReport> read_any_report(std::string_view bytes, const ReadOptions& options = {});

}  // namespace avstem::vipps::settlement_file
