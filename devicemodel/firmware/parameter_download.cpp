// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/parameter_download.hpp"

#include "devicemodel/firmware/key_fields.hpp"

namespace mpos::firmware {
namespace {

const char* sentence(emv::ParameterError error, emv::ImportError import) noexcept {
  using emv::ParameterError;
  switch (error) {
    case ParameterError::bad_record:
      return import == emv::ImportError::live_key ? "a key of a production scheme: only a laboratory takes it"
                                                  : "a record of the file is wrong";
    case ParameterError::too_many: return "the file has more records than the reader holds";
    case ParameterError::bad_count: return "the signature speaks of another number of records";
    case ParameterError::unknown_key: return "the file is signed by an unknown key";
    case ParameterError::bad_signature: return "the signature of the file is wrong";
    case ParameterError::outdated: return "the file is older than the one in use";
  }
  return "";
}

}  // namespace

void ParameterDownload::begin(emv::ParameterSet set) noexcept {
  set_ = set;
  file_.emplace(primitives_, set, config_.lab);
  step_ = ParameterStep::list;
  names_.clear();
  detail_ = "";
  parameters_.begin(kind());
}

bool ParameterDownload::build_request(HostMessage& out) noexcept {
  MPOS_ASSERT(file_.has_value());
  const std::string_view batch = memory_.batch().empty() ? std::string_view{"000000"} : memory_.batch();
  const ParameterName name = step_ == ParameterStep::record ? names_[file_->size()] : ParameterName{};
  iso8583::Message message;
  if (!build_parameter_request(set_, step_, config_.terminal, config_.merchant, batch, names_.size(), name, message)) {
    return false;
  }
  asked_mti_ = message.mti;
  asked_control_ = message.text(60);
  out.resize(HostMessage::capacity());
  const auto length = iso8583::pack(message, out.span());
  if (!length) return false;
  out.resize(*length);
  return true;
}

ParameterDownload::Next ParameterDownload::fail(const char* detail) noexcept {
  detail_ = detail;
  return Next::failed;
}

ParameterDownload::Next ParameterDownload::on_answer(Bytes bytes) noexcept {
  iso8583::Message answer;
  if (!iso8583::unpack(bytes, answer)) return fail("the answer is no message");
  const bool ours = answer.mti == answer_mti(asked_mti_) && answer.text(60) == asked_control_.view() &&
                    equal_padded(answer.text(41), config_.terminal) && equal_padded(answer.text(42), config_.merchant);
  if (!ours) return fail("the answer belongs to another request");
  if (answer.text(39) != "00") return fail("the host refused the download");
  switch (step_) {
    case ParameterStep::list: return on_list(answer);
    case ParameterStep::record: return on_record(answer);
    case ParameterStep::end: break;
  }
  return on_end(answer);
}

ParameterDownload::Next ParameterDownload::on_list(const iso8583::Message& answer) noexcept {
  const auto list = parse_parameter_list(set_, answer.get(62));
  // A list that goes on must bring something, or it would go on for ever.
  if (!list || (list->more && list->names.empty())) return fail("the list of parameters is malformed");
  for (const ParameterName& name : list->names) {
    if (!names_.try_push_back(name)) {
      return fail(sentence(emv::ParameterError::too_many, emv::ImportError::bad_tlv));
    }
  }
  if (!list->more) step_ = names_.empty() ? ParameterStep::end : ParameterStep::record;
  return Next::more;
}

ParameterDownload::Next ParameterDownload::on_record(const iso8583::Message& answer) noexcept {
  const auto record = parse_parameter_record(names_[file_->size()], answer.get(62));
  if (!record) return fail("another record than the one asked for");
  if (const auto added = file_->add(*record); !added) return fail(sentence(added.error(), file_->import_error()));
  if (parameters_.add(*record) != TerminalParameters::Added::yes) return fail("the reader has no room for the file");
  if (file_->size() == names_.size()) step_ = ParameterStep::end;
  return Next::more;
}

ParameterDownload::Next ParameterDownload::on_end(const iso8583::Message& answer) noexcept {
  const auto signature = parse_parameter_signature(answer.get(59));
  if (!signature) return fail("the file is not signed");
  emv::ParameterAuthority authority;
  authority.modulus.append(config_.parameter_modulus.span());
  authority.exponent.append(std::array<std::uint8_t, 3>{0x01, 0x00, 0x01});
  if (const auto judged = file_->finish(authority, *signature, version()); !judged) {
    return fail(sentence(judged.error(), file_->import_error()));
  }
  if (!parameters_.commit(signature->version)) return fail("the new file could not be stored");
  return Next::done;
}

}  // namespace mpos::firmware
