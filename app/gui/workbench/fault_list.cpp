// SPDX-License-Identifier: Apache-2.0
#include "app/gui/workbench/fault_list.hpp"

#include <algorithm>

#include "app/gui/desk.hpp"
#include "scenarios/load/values.hpp"
#include "scenarios/load/words.hpp"

namespace mpos::gui {
namespace {

namespace pb = google::protobuf;
using bus::v1::Command;
using Type = pb::FieldDescriptor::CppType;

/// Answers of the bus to this list carry an id from here on.
constexpr std::uint64_t first_id = std::uint64_t{1} << 40;

QString word(const std::string& name) {
  return QString::fromStdString(name);
}
QString spaced(QString name) {
  return name.replace(QLatin1Char('_'), QLatin1Char(' '));
}

bool is_number(const pb::FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case Type::CPPTYPE_INT64:
    case Type::CPPTYPE_UINT32:
    case Type::CPPTYPE_UINT64:
    case Type::CPPTYPE_DOUBLE: return !field.is_repeated();
    default: return false;
  }
}

/// The acts that are faults: by the name of their message, and those that take a part away.
bool is_fault(const pb::FieldDescriptor& act) {
  const std::string& type = act.message_type()->name();
  return type.ends_with("Fault") || type == "LinkShape" || type == "HostRule";
}
bool is_plain_act(const pb::FieldDescriptor& act) {
  const std::string& name = act.name();
  return name == "pull" || name == "untap" || name == "sam_remove" || name == "disconnect";
}

QString usual_value(const pb::FieldDescriptor& field, const load::FieldRules& rules) {
  if (rules.duration) return QStringLiteral("800ms");
  return field.cpp_type() == Type::CPPTYPE_DOUBLE ? QStringLiteral("0.2") : QStringLiteral("100");
}

/// What a text of a rule may be; empty for those that only choose whom the rule meets.
QString usual_text(const pb::FieldDescriptor& field) {
  if (field.name() == "response_code") return QStringLiteral("51");
  if (field.name() == "wrong_kcv") return QStringLiteral("pik");
  return field.name() == "alter_field" ? QStringLiteral("4=000000009999") : QString{};
}

}  // namespace

FaultList::FaultList(Desk& desk, QObject* parent) : QAbstractListModel(parent), desk_(desk) {
  const auto& when = *bus::v1::When_descriptor();
  for (int i = 0; i < when.value_count(); ++i) {
    steps_ << (when.value(i)->number() == 0 ? QString{} : spaced(word(load::enum_word(*when.value(i)))));
  }
  add_all();
  show();
}

void FaultList::add_all() {
  const auto& oneof = *Command::descriptor()->FindOneofByName("act");
  for (int i = 0; i < oneof.field_count(); ++i) {
    const pb::FieldDescriptor& act = *oneof.field(i);
    if (is_fault(act)) add_act(act);
    if (is_plain_act(act)) {
      Fault fault;
      fault.word = word(act.name());
      fault.act = &act;
      faults_.push_back(fault);
    }
  }
  const pb::FieldDescriptor* power = Command::descriptor()->FindFieldByName("power");
  const pb::EnumDescriptor& actions = *bus::v1::Power::Action_descriptor();
  for (int i = 0; i < actions.value_count(); ++i) {
    const int number = actions.value(i)->number();
    if (number != bus::v1::Power::CUT && number != bus::v1::Power::CYCLE) continue;
    Fault fault;
    fault.word = word(load::enum_word(*actions.value(i)));
    fault.act = power;
    fault.field = power->message_type()->FindFieldByName("action");
    fault.number = number;
    faults_.push_back(fault);
  }
}

void FaultList::add_act(const pb::FieldDescriptor& act) {
  const pb::Descriptor& type = *act.message_type();
  Fault base;
  base.act = &act;
  const pb::FieldDescriptor* kind = type.FindFieldByName("kind");
  if (kind != nullptr && kind->cpp_type() == Type::CPPTYPE_ENUM) {
    for (int i = 0; i < kind->enum_type()->value_count(); ++i) {
      const pb::EnumValueDescriptor& value = *kind->enum_type()->value(i);
      if (value.number() == 0 || value.name() == "NONE") continue;
      Fault fault = base;
      fault.word = word(load::enum_word(value));
      fault.field = kind;
      fault.number = value.number();
      fault.lasts = true;
      if (type.FindFieldByName("key") != nullptr) {
        fault.unit = Unit::key;
        fault.value = QStringLiteral("5");
      } else if (value.name() == "DELAY") {
        fault.unit = Unit::time;
        fault.value = QStringLiteral("800ms");
      }
      faults_.push_back(fault);
    }
    return;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    const load::FieldRules rules = load::rules_of(field);
    const bool is_flag = field.cpp_type() == Type::CPPTYPE_BOOL;
    const bool is_text =
        field.cpp_type() == Type::CPPTYPE_STRING && !field.is_repeated() && !usual_text(field).isEmpty();
    if ((!is_flag && !is_text && !is_number(field)) || field.name() == "times") continue;
    Fault fault = base;
    fault.word = word(load::yaml_key(field));
    fault.doc = QString::fromStdString(rules.doc);
    fault.field = &field;
    fault.lasts = type.name() != "HostRule" && type.name() != "FlashFault";
    if (!is_flag) {
      fault.unit = rules.duration ? Unit::time : Unit::value;
      fault.value = is_text ? usual_text(field) : usual_value(field, rules);
    }
    faults_.push_back(fault);
  }
}

bool FaultList::fill(const Fault& fault, const QString& value, Command& command) const {
  const std::string typed = (value.isEmpty() ? fault.value : value).toStdString();
  pb::Message& act = *command.GetReflection()->MutableMessage(&command, fault.act);
  const pb::Reflection& r = *act.GetReflection();
  if (fault.field == nullptr) return true;
  if (fault.field->cpp_type() == Type::CPPTYPE_ENUM) {
    r.SetEnumValue(&act, fault.field, fault.number);
    if (const auto* key = act.GetDescriptor()->FindFieldByName("key")) r.SetString(&act, key, typed);
    if (fault.unit == Unit::none || act.GetDescriptor()->FindFieldByName("key") != nullptr) return true;
    const auto* delay = act.GetDescriptor()->FindFieldByName("delay_ns");
    const auto time = load::parse_duration(typed);
    if (delay == nullptr || !time) return false;
    r.SetInt64(&act, delay, *time);
    return true;
  }
  switch (fault.field->cpp_type()) {
    case Type::CPPTYPE_BOOL: r.SetBool(&act, fault.field, true); return true;
    case Type::CPPTYPE_INT64: {
      const auto time = load::parse_duration(typed);
      if (!time) return false;
      r.SetInt64(&act, fault.field, *time);
      return true;
    }
    case Type::CPPTYPE_STRING: r.SetString(&act, fault.field, typed); return true;
    case Type::CPPTYPE_DOUBLE: {
      const auto number = load::parse_real(typed);
      if (!number) return false;
      r.SetDouble(&act, fault.field, *number);
      return true;
    }
    default: {
      const auto number = load::parse_unsigned(typed);
      if (!number) return false;
      if (fault.field->cpp_type() == Type::CPPTYPE_UINT32) {
        r.SetUInt32(&act, fault.field, static_cast<std::uint32_t>(*number));
      } else {
        r.SetUInt64(&act, fault.field, *number);
      }
      return true;
    }
  }
}

void FaultList::set(int row, const QString& value, int step) {
  if (row < 0 || row >= rowCount()) return;
  const int at = shown_[static_cast<std::size_t>(row)];
  Fault& fault = faults_[static_cast<std::size_t>(at)];
  Command command;
  if (fill(fault, value, command)) {
    command.set_id(first_id + static_cast<std::uint64_t>(at));
    if (step > 0 && step < steps_.size()) {
      command.set_at(static_cast<bus::v1::When>(bus::v1::When_descriptor()->value(step)->number()));
    }
    fault.when = step > 0 ? steps_.value(step) : QString{};
    fault.reason.clear();
    desk_.post(std::move(command));
  } else {
    fault.reason = tr("'%1' is none; write for instance %2").arg(value, fault.value);
  }
  emit dataChanged(index(row), index(row));
}

void FaultList::clear(int row) {
  if (row < 0 || row >= rowCount()) return;
  Fault& fault = faults_[static_cast<std::size_t>(shown_[static_cast<std::size_t>(row)])];
  fault.active = false;
  if (fault.lasts) {
    Command command;
    pb::Message& act = *command.GetReflection()->MutableMessage(&command, fault.act);
    const pb::EnumDescriptor* kinds = fault.field->enum_type();
    if (kinds != nullptr) {
      act.GetReflection()->SetEnumValue(&act, fault.field, kinds->FindValueByName("NONE")->number());
      if (const auto* key = act.GetDescriptor()->FindFieldByName("key")) {
        act.GetReflection()->SetString(&act, key, fault.value.toStdString());
      }
    }
    // "None", or a shape in which all is left out, takes all of its act away; but for keys, each of which has its own.
    for (Fault& other : faults_) {
      if (other.act == fault.act && act.GetDescriptor()->FindFieldByName("key") == nullptr) other.active = false;
    }
    desk_.post(std::move(command));
  }
  emit dataChanged(index(0), index(rowCount() - 1));
  emit activeChanged();
}

void FaultList::take(const bus::v1::Event& event) {
  const std::uint64_t id = event.has_accepted()  ? event.accepted().id()
                           : event.has_refused() ? event.refused().id()
                                                 : 0;
  if (id < first_id || id - first_id >= faults_.size()) return;
  Fault& fault = faults_[id - first_id];
  // A phone has one fault at a time, and a new shape stands in place of the one before.
  const std::string& act = fault.act->name();
  for (Fault& other : faults_) {
    if (event.has_accepted() && other.act == fault.act && (act == "phone_fault" || act == "link_shape")) {
      other.active = false;
    }
  }
  fault.active = event.has_accepted();
  fault.reason = event.has_refused() ? QString::fromStdString(event.refused().reason()) : QString{};
  if (rowCount() > 0) emit dataChanged(index(0), index(rowCount() - 1));
  emit activeChanged();
}

int FaultList::active() const {
  return static_cast<int>(
      std::count_if(faults_.begin(), faults_.end(), [](const Fault& fault) { return fault.active; }));
}

void FaultList::setSearch(const QString& search) {
  if (search == search_) return;
  search_ = search;
  show();
  emit searchChanged();
}

void FaultList::show() {
  beginResetModel();
  shown_.clear();
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    const Fault& fault = faults_[i];
    const FaultWords words = words_of(fault);
    const QString act = QString::fromStdString(fault.act->name());
    const QString all = (QStringList{fault_group(act), words.title, words.about, spaced(act), spaced(fault.word)})
                            .join(QLatin1Char(' '));
    if (all.contains(search_, Qt::CaseInsensitive)) shown_.push_back(static_cast<int>(i));
  }
  endResetModel();
}

int FaultList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant FaultList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Fault& fault = faults_[static_cast<std::size_t>(shown_[static_cast<std::size_t>(index.row())])];
  const QString act = QString::fromStdString(fault.act->name());
  const FaultWords words = words_of(fault);
  switch (role) {
    case GroupRole: return fault_group(act);
    case WordRole: return QString(act == fault.word ? act : act + QLatin1Char('_') + fault.word);
    case Qt::DisplayRole:
    case NameRole: return words.title;
    case AboutRole: return fault.active && !fault.when.isEmpty() ? tr("Waits for: %1").arg(fault.when) : words.about;
    case UnitRole:
      return fault.unit == Unit::none   ? QString{}
             : fault.unit == Unit::key  ? tr("Key")
             : fault.unit == Unit::time ? tr("Time")
                                        : tr("Value");
    case ValueRole: return fault.value;
    case ActiveRole: return fault.active;
    case OnceRole: return words.once;
    case ReasonRole: return fault.reason;
    case ClearsRole: return fault.lasts;
    default: return {};
  }
}

QHash<int, QByteArray> FaultList::roleNames() const {
  return {{GroupRole, "group"},   {WordRole, "word"},    {NameRole, "name"},     {AboutRole, "about"},
          {UnitRole, "unit"},     {ValueRole, "usual"},  {ActiveRole, "active"}, {OnceRole, "once"},
          {ReasonRole, "reason"}, {ClearsRole, "clears"}};
}

FaultWords FaultList::words_of(const Fault& fault) {
  FaultWords words = fault_words(QString::fromStdString(fault.act->name()), fault.word);
  if (words.about.isEmpty()) words.about = fault.doc;
  return words;
}

}  // namespace mpos::gui
