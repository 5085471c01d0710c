// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/command/requests.hpp"

#include <pb_decode.h>
#include <pb_encode.h>

namespace mpos::command {
namespace {

struct Shape {
  std::uint32_t id = 0;
  bool well_formed = false;
  bool unknown_body = false;  ///< a field beside the id: when none of the known bodies was set, one of a later version
};

// Walks the top level only: says which id a request carries even when its body is too long for this reader.
Shape shape_of(Bytes bytes) noexcept {
  Shape shape;
  pb_istream_t stream = pb_istream_from_buffer(bytes.data(), bytes.size());
  while (stream.bytes_left > 0) {
    pb_wire_type_t wire_type = PB_WT_VARINT;
    std::uint32_t tag = 0;
    bool end = false;
    if (!pb_decode_tag(&stream, &wire_type, &tag, &end) || end) return shape;
    if (tag == mpos_reader_v1_Request_id_tag && wire_type == PB_WT_VARINT) {
      if (!pb_decode_varint32(&stream, &shape.id)) return shape;
      continue;
    }
    if (tag > mpos_reader_v1_Request_id_tag) shape.unknown_body = true;
    if (!pb_skip_field(&stream, wire_type)) return shape;
  }
  shape.well_formed = true;
  return shape;
}

std::size_t encode_message(const pb_msgdesc_t* fields, const void* message, MutableBytes out) noexcept {
  pb_ostream_t stream = pb_ostream_from_buffer(out.data(), out.size());
  const bool fits = pb_encode(&stream, fields, message);
  MPOS_ASSERT(fits);
  return stream.bytes_written;
}

}  // namespace

Result<void, Refusal> decode(Bytes bytes, Request& request) noexcept {
  const Shape shape = shape_of(bytes);
  if (bytes.size() > max_request_bytes || !shape.well_formed) {
    return Failure{Refusal{mpos_reader_v1_Code_CODE_MALFORMED, shape.id, "the bytes are not a Request"}};
  }
  request.which_body = 0;
  pb_istream_t stream = pb_istream_from_buffer(bytes.data(), bytes.size());
  if (!pb_decode(&stream, mpos_reader_v1_Request_fields, &request)) {
    return Failure{
        Refusal{mpos_reader_v1_Code_CODE_MALFORMED, shape.id, "a field is malformed or longer than allowed"}};
  }
  if (request.id == 0) return Failure{Refusal{mpos_reader_v1_Code_CODE_MALFORMED, 0, "id is 0"}};
  if (request.which_body == 0 && shape.unknown_body) {
    return Failure{
        Refusal{mpos_reader_v1_Code_CODE_UNKNOWN_REQUEST, request.id, "this reader does not know the request"}};
  }
  if (request.which_body == 0) {
    return Failure{Refusal{mpos_reader_v1_Code_CODE_MALFORMED, request.id, "no body is set"}};
  }
  return {};
}

std::size_t encode(const Reply& reply, MutableBytes out) noexcept {
  return encode_message(mpos_reader_v1_Reply_fields, &reply, out);
}

std::size_t encode(const Notice& notice, MutableBytes out) noexcept {
  return encode_message(mpos_reader_v1_Notice_fields, &notice, out);
}

void set_text(std::span<char> field, std::string_view text) noexcept {
  const std::size_t length = text.size() < field.size() - 1 ? text.size() : field.size() - 1;
  if (length > 0) std::memcpy(field.data(), text.data(), length);
  field[length] = '\0';
}

std::string_view text_of(std::span<const char> field) noexcept {
  std::size_t length = 0;
  while (length < field.size() && field[length] != '\0') ++length;
  return {field.data(), length};
}

}  // namespace mpos::command
