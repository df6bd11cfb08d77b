#include "platform/compression.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <memory>

#include "core/check.hpp"

namespace avstem {
namespace {

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

Error damaged(std::string_view why) {
  return Error{ErrorKind::invalid,
               fmt::format("compressed data is damaged ({}); restore it from a backup or fetch it "
                           "again from its source",
                           why)};
}

}  // namespace

std::string compress(std::string_view bytes) {
  const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
  check(context != nullptr, "zstd has memory for a compressor");
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress2(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
  check(ZSTD_isError(size) == 0, "zstd compresses into a buffer of its own bound");
  out.resize(size);
  return out;
}

Result<std::string> decompress(std::string_view frame, std::size_t bytes_max) {
  const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
  check(context != nullptr, "zstd has memory for a decompressor");
  // Streaming, since the size a frame claims for itself is not to be trusted with memory.
  std::string out;
  std::string block(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer input{frame.data(), frame.size(), 0};
  while (true) {
    ZSTD_outBuffer output{block.data(), block.size(), 0};
    const std::size_t left = ZSTD_decompressStream(context.get(), &output, &input);
    if (ZSTD_isError(left) != 0) return damaged(ZSTD_getErrorName(left));
    if (output.pos > bytes_max - out.size()) {
      return Error{ErrorKind::invalid,
                   fmt::format("compressed data of {} bytes grows beyond the limit of {} bytes; it "
                               "is refused",
                               frame.size(), bytes_max)};
    }
    out.append(block, 0, output.pos);
    if (left == 0) break;
    if (input.pos == input.size && output.pos < output.size) return damaged("it ends too early");
  }
  if (input.pos != input.size) return damaged("more bytes follow its end");
  return out;
}

}  // namespace avstem
