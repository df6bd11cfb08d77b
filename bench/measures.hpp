#pragma once

#include <cstdint>
#include <string>

#include "core/result.hpp"

namespace avstem::bench {

/// What one measurement, in a process of its own, found.
struct Figure {
  double seconds = 0;            ///< as the clock on the wall shows them
  double processor_seconds = 0;  ///< of this process alone, whatever else the machine did
  std::int64_t amount = 0;       ///< bytes, entries or rows that were worked through
  std::int64_t peak_bytes = 0;   ///< the most memory the process held, resident
};

/// Parses pages of 1,000 entries, `entries` in all; amount: bytes.
Result<Figure> parse_pages(std::int64_t entries);
/// Floor of the above: one pass over the same bytes, each read once.
Result<Figure> read_bytes(std::int64_t entries);

/// Folds a day into vouchers that nobody keeps; amount: entries.
Result<Figure> fold_day(std::int64_t entries);
/// Floor of the above: one pass over the same entries, each amount added.
Result<Figure> add_amounts(std::int64_t entries);

/// Reads, keeps and books a day into the new database `path`; amount: entries.
Result<Figure> close_day(std::int64_t entries, const std::string& path);
/// Floor of the above: the rows of that database are put into the new database `copy` by prepared
/// statements in one transaction, with the tables as they are and synchronous FULL, and nothing
/// else is done; amount: rows. Only putting is timed.
Result<Figure> insert_rows(const std::string& path, const std::string& copy);

}  // namespace avstem::bench
