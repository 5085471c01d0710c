// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/emv/kernel.hpp"

/// Steps 7 and 8 of icc.md section 4: offline data authentication (EMV book 2, sections 5 and 6; book 3, 10.3) and
/// processing restrictions (book 3, 10.4).
namespace mpos::emv {

void Kernel::authentication_failed(bool missing) noexcept {
  oda_failed_ = true;
  if (missing) set(tvr::icc_data_missing);
  if (oda_ == Oda::sda) set(tvr::sda_failed);
  if (oda_ == Oda::dda) set(tvr::dda_failed);
  if (oda_ == Oda::cda) set(tvr::cda_failed);
  done(tsi::oda);
}

bool Kernel::recover_issuer() noexcept {
  const auto index = store_.get(tag::ca_index);
  const CaKey* ca = keys_.find(selected_.name.span().first(5), (*index)[0], transaction_.date);
  if (ca == nullptr) return false;
  const auto issuer =
      recovery_.issuer_key(ca->key,
                           {store_.get_or_empty(tag::issuer_certificate), store_.get_or_empty(tag::issuer_remainder),
                            store_.get_or_empty(tag::issuer_exponent)},
                           store_.get_or_empty(tag::pan), transaction_.date);
  if (!issuer || keys_.revoked(ca->rid, ca->index, issuer->serial)) return false;
  issuer_key_ = issuer->key;
  return true;
}

bool Kernel::recover_icc() noexcept {
  const auto signed_data = records_.signed_data();
  if (!signed_data) return false;
  const auto icc = recovery_.icc_key(issuer_key_,
                                     {store_.get_or_empty(tag::icc_certificate),
                                      store_.get_or_empty(tag::icc_remainder), store_.get_or_empty(tag::icc_exponent)},
                                     *signed_data, store_.get_or_empty(tag::pan), transaction_.date);
  if (!icc) return false;
  icc_key_ = *icc;
  return true;
}

Action Kernel::authenticate() noexcept {
  oda_failed_ = false;
  oda_ = profile_bit(0x01) && capable(2, 0x08)   ? Oda::cda
         : profile_bit(0x20) && capable(2, 0x40) ? Oda::dda
         : profile_bit(0x40) && capable(2, 0x80) ? Oda::sda
                                                 : Oda::none;
  if (oda_ == Oda::none) {
    set(tvr::oda_not_performed);
    return restrictions();
  }
  if (oda_ == Oda::sda) set(tvr::sda_selected);
  bool missing =
      !store_.has(tag::ca_index) || !store_.has(tag::issuer_certificate) || !store_.has(tag::issuer_exponent);
  if (oda_ == Oda::sda) {
    missing = missing || !store_.has(tag::ssad);
  } else {
    missing = missing || !store_.has(tag::icc_certificate) || !store_.has(tag::icc_exponent);
  }
  if (missing || !records_.add_tag_list(store_) || !recover_issuer()) {
    authentication_failed(missing);
    return restrictions();
  }
  if (oda_ == Oda::sda) {
    const auto signed_data = records_.signed_data();
    const auto code =
        recovery_.static_signature(issuer_key_, store_.get_or_empty(tag::ssad), signed_data.value_or(Bytes{}));
    if (!signed_data || !code) {
      authentication_failed(false);
    } else {
      put(tag::dac, *code);
      done(tsi::oda);
    }
    return restrictions();
  }
  if (!recover_icc()) {
    authentication_failed(false);
    return restrictions();
  }
  done(tsi::oda);
  if (oda_ == Oda::cda) return restrictions();
  const Bytes list = store_.get(tag::ddol).value_or(parameters().default_ddol.span());
  ddol_data_.clear();
  publish();
  if (!dol_names(list, tag::unpredictable) || !append_dol(list, store_, ddol_data_)) {
    authentication_failed(false);
    return restrictions();
  }
  return send(State::internal_authenticate, {0x00, 0x88, 0x00, 0x00}, ddol_data_.span(), Le::all);
}

Action Kernel::on_internal_authenticate(const Reply& reply) noexcept {
  if (!reply.ok()) return terminate(Reason::bad_status);
  auto signature = whole_tlv(reply.data, tag::format1);
  if (!signature) {
    const auto list = whole_tlv(reply.data, tag::format2);
    if (!list) return terminate(Reason::bad_data);
    signature = find_tlv(*list, tag::sdad);
    if (!signature) {
      authentication_failed(true);
      return restrictions();
    }
  }
  const auto dynamic = recovery_.dynamic_signature(icc_key_, *signature, ddol_data_.span(), false);
  if (dynamic) {
    put(tag::icc_dynamic, dynamic->number.span());
  } else {
    authentication_failed(false);
  }
  return restrictions();
}

bool Kernel::check_combined(Bytes sdad, Bytes template_value) noexcept {
  const auto dynamic = recovery_.dynamic_signature(icc_key_, sdad, transaction_.unpredictable, true);
  if (!dynamic || dynamic->tail[0] != store_.get_or_empty(tag::cid)[0]) return false;
  // The hash covers the DOL data as sent and the answer without the signature (book 2 section 6.6.2).
  const std::size_t before = transaction_data_.size();
  TlvReader reader{template_value};
  bool room = true;
  while (room) {
    const auto object = reader.next();
    if (!object || !object->has_value()) break;
    if ((*object)->tag != tag::sdad) room = transaction_data_.try_append((*object)->whole);
  }
  std::array<std::uint8_t, 20> digest{};
  ports_.primitives.hash(security::Hash::sha1, transaction_data_.span(), digest);
  transaction_data_.resize(before);
  if (!room || !equal(digest, dynamic->tail.span().subspan(9, 20))) return false;
  put(tag::cryptogram, dynamic->tail.span().subspan(1, 8));
  put(tag::icc_dynamic, dynamic->number.span());
  return true;
}

Action Kernel::restrictions() noexcept {
  const auto version = store_.get(tag::card_version);
  if (version && !equal(*version, parameters().version)) set(tvr::versions_differ);
  const auto today = date_order(transaction_.date);
  const auto date = [&](Tag tag) {
    Date out{};
    copy_bytes(store_.get_or_empty(tag), out);
    return out;
  };
  if (store_.has(tag::effective) && date_order(date(tag::effective)) > today) set(tvr::not_yet_effective);
  if (date_order(date(tag::expiry)) < today) set(tvr::expired);

  const auto usage = store_.get(tag::usage_control);
  const auto country = store_.get(tag::issuer_country);
  if (usage) {
    const std::uint8_t first = (*usage)[0];
    const std::uint8_t second = (*usage)[1];
    // ATMs are types 14 to 16; this terminal is none (book 3 section 10.4.2).
    bool allowed = (first & 0x01) != 0;
    if (country) {
      const bool domestic = equal(*country, profile_.country);
      if (transaction_.cash || transaction_.manual_cash) {
        allowed = allowed && (first & (domestic ? 0x80 : 0x40)) != 0;
      } else {
        allowed = allowed && (first & (domestic ? 0x20 | 0x08 : 0x10 | 0x04)) != 0;
      }
      if (transaction_.cashback) allowed = allowed && (second & (domestic ? 0x80 : 0x40)) != 0;
    }
    if (!allowed) set(tvr::service_not_allowed);
  }
  return verify_cardholder();
}

}  // namespace mpos::emv
