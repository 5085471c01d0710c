// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/reflect.hpp"

#include "scenarios/load/words.hpp"

namespace mpos::gui {
namespace {

namespace pb = google::protobuf;
using Type = pb::FieldDescriptor::CppType;

QVariant value_of(const pb::Message& message, const pb::FieldDescriptor& field, int index) {
  const pb::Reflection& r = *message.GetReflection();
  const bool many = index >= 0;
  switch (field.cpp_type()) {
    case Type::CPPTYPE_INT32: return many ? r.GetRepeatedInt32(message, &field, index) : r.GetInt32(message, &field);
    case Type::CPPTYPE_UINT32: return many ? r.GetRepeatedUInt32(message, &field, index) : r.GetUInt32(message, &field);
    case Type::CPPTYPE_INT64:
      return static_cast<qlonglong>(many ? r.GetRepeatedInt64(message, &field, index) : r.GetInt64(message, &field));
    case Type::CPPTYPE_UINT64:
      return static_cast<qulonglong>(many ? r.GetRepeatedUInt64(message, &field, index) : r.GetUInt64(message, &field));
    case Type::CPPTYPE_DOUBLE: return many ? r.GetRepeatedDouble(message, &field, index) : r.GetDouble(message, &field);
    case Type::CPPTYPE_FLOAT: return many ? r.GetRepeatedFloat(message, &field, index) : r.GetFloat(message, &field);
    case Type::CPPTYPE_BOOL: return many ? r.GetRepeatedBool(message, &field, index) : r.GetBool(message, &field);
    case Type::CPPTYPE_ENUM:
      return QString::fromStdString(
          load::enum_word(*(many ? r.GetRepeatedEnum(message, &field, index) : r.GetEnum(message, &field))));
    case Type::CPPTYPE_STRING:
      return QString::fromStdString(many ? r.GetRepeatedString(message, &field, index) : r.GetString(message, &field));
    case Type::CPPTYPE_MESSAGE:
      return to_map(many ? r.GetRepeatedMessage(message, &field, index) : r.GetMessage(message, &field));
  }
  return {};
}

}  // namespace

QVariantMap to_map(const pb::Message& message) {
  QVariantMap map;
  const pb::Reflection& r = *message.GetReflection();
  const pb::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    if (field.type() == pb::FieldDescriptor::TYPE_BYTES) continue;
    const QString name = QString::fromStdString(field.name());
    if (field.is_repeated()) {
      QVariantList list;
      for (int k = 0; k < r.FieldSize(message, &field); ++k) list << value_of(message, field, k);
      map.insert(name, list);
    } else if (field.cpp_type() != Type::CPPTYPE_MESSAGE || r.HasField(message, &field)) {
      map.insert(name, value_of(message, field, -1));
    }
  }
  return map;
}

}  // namespace mpos::gui
