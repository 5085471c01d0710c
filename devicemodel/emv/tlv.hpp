// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "devicemodel/base/fixed_vector.hpp"
#include "devicemodel/base/result.hpp"

/// BER-TLV as EMV uses it (EMV book 3 annex B): tags of one to three bytes, definite lengths of at most two length
/// bytes behind 81 or 82.
namespace mpos::emv {

/// The tag bytes as one number: 0x9F02, 0x5A.
using Tag = std::uint32_t;

enum class TlvError : std::uint8_t {
  truncated,   ///< a tag, length or value runs past the end
  bad_tag,     ///< more than three bytes, or tag number 0
  bad_length,  ///< more than two length bytes
  indefinite,  ///< length 80, which EMV forbids
  too_deep,    ///< more than max_tlv_depth templates inside each other
  duplicate,   ///< one tag twice in one template
  too_many,    ///< more objects in one template than max_tlv_objects
};

inline constexpr std::size_t max_tlv_depth = 6;
inline constexpr std::size_t max_tlv_objects = 64;

/// One object; both spans point into the memory it was read from.
struct Tlv {
  Tag tag = 0;
  Bytes value;
  Bytes whole;  ///< tag, length and value
};

/// Bit 6 of the first tag byte.
constexpr bool is_constructed(Tag tag) noexcept {
  const Tag first = tag > 0xFFFF ? tag >> 16 : tag > 0xFF ? tag >> 8 : tag;
  return (first & 0x20) != 0;
}
constexpr std::size_t tag_bytes(Tag tag) noexcept {
  return tag > 0xFFFF ? 3 : tag > 0xFF ? 2 : 1;
}

/// Reads the objects of one template one after the other. Zero bytes between objects are skipped (book 3 annex B1).
class TlvReader {
 public:
  explicit TlvReader(Bytes bytes) noexcept : rest_(bytes) {}
  /// The next object, nothing at the end, or why the bytes are no TLV; after an error the reader stays where it is.
  Result<std::optional<Tlv>, TlvError> next() noexcept;

 private:
  Bytes rest_;
};

/// Reads a tag at the start of `bytes`; nothing when there is none.
struct TagAt {
  Tag tag = 0;
  std::size_t size = 0;
};
Result<TagAt, TlvError> read_tag(Bytes bytes) noexcept;

enum class Duplicates : std::uint8_t { allowed, refused };
/// Checks every object of `bytes` and, inside constructed ones, all below.
Result<void, TlvError> check_tlv(Bytes bytes, Duplicates duplicates = Duplicates::allowed,
                                 std::size_t depth = max_tlv_depth) noexcept;
/// The value of the first object with `tag` at the top of `bytes`; nothing when it is not there or bytes before it are
/// no TLV.
std::optional<Bytes> find_tlv(Bytes bytes, Tag tag) noexcept;
/// The single object `tag` that makes up the whole of `bytes`, with everything below it well formed. Nothing otherwise.
std::optional<Bytes> whole_tlv(Bytes bytes, Tag tag) noexcept;

/// Bytes that tag, length and a value of `size` take.
std::size_t tlv_bytes(Tag tag, std::size_t size) noexcept;
/// Writes one object at the start of `out`. Answers the bytes written, 0 when `out` is too small or the value longer
/// than 65535.
std::size_t write_tlv(Tag tag, Bytes value, MutableBytes out) noexcept;

template <std::size_t N>
[[nodiscard]] bool append_tlv(Tag tag, Bytes value, ByteVector<N>& out) noexcept {
  const std::size_t before = out.size();
  const std::size_t need = tlv_bytes(tag, value.size());
  if (need > N - before) return false;
  out.resize(before + need);
  return write_tlv(tag, value, out.span().subspan(before)) == need;
}

}  // namespace mpos::emv
