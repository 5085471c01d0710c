// SPDX-License-Identifier: Apache-2.0
#include "scenarios/load/document.hpp"

#include <yaml.h>

#include <cstring>

#include "devicemodel/base/utf8.hpp"

namespace mpos::load {
namespace {

/// One event of libyaml's, released when it goes.
class Event {
 public:
  Event() = default;
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  yaml_event_t* get() noexcept { return &event_; }
  yaml_event_type_t type() const noexcept { return event_.type; }
  const yaml_event_t* operator->() const noexcept { return &event_; }
  Place place() const noexcept {
    return {static_cast<int>(event_.start_mark.line) + 1, static_cast<int>(event_.start_mark.column) + 1};
  }

 private:
  yaml_event_t event_{};
};

std::string as_text(const yaml_char_t* bytes, std::size_t size) {
  std::string out(size, '\0');
  if (size > 0) std::memcpy(out.data(), bytes, size);
  return out;
}

class Builder {
 public:
  Builder(std::string_view text, Problems& problems) : problems_(problems), input_(text) {
    ready_ = yaml_parser_initialize(&parser_) == 1;
    if (!ready_) {
      problems_.add({}, "out of memory");
      return;
    }
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(input_.data()), input_.size());
  }
  ~Builder() {
    if (ready_) yaml_parser_delete(&parser_);
  }
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  std::optional<Node> document() {
    if (!ready_ || !expect_next(YAML_STREAM_START_EVENT)) return std::nullopt;
    {
      Event event;
      if (!next(event)) return std::nullopt;
      if (event.type() == YAML_STREAM_END_EVENT) {
        problems_.add({1, 1}, "the file is empty");
        return std::nullopt;
      }
    }
    Node root;
    Event event;
    if (!next(event) || !node(event, root, 0) || !expect_next(YAML_DOCUMENT_END_EVENT)) return std::nullopt;
    Event end;
    if (!next(end)) return std::nullopt;
    if (end.type() != YAML_STREAM_END_EVENT) {
      problems_.add(end.place(), "a second document begins here; a file holds one");
      return std::nullopt;
    }
    return root;
  }

 private:
  bool next(Event& event) {
    if (yaml_parser_parse(&parser_, event.get()) == 1) return true;
    std::string what = parser_.problem != nullptr ? parser_.problem : "not YAML";
    if (what == "found character that cannot start any token")
      what = "this character cannot start a value (a tab? indent with spaces)";
    if (what == "did not find expected <document start>") what = "the value ends before this; a file or line holds one";
    if (parser_.context != nullptr) what = std::string(parser_.context) + ": " + what;
    problems_.add({static_cast<int>(parser_.problem_mark.line) + 1, static_cast<int>(parser_.problem_mark.column) + 1},
                  what);
    return false;
  }

  bool expect_next(yaml_event_type_t type) {
    Event event;
    return next(event) && event.type() == type;
  }

  bool refuse_marks(const Event& event, const yaml_char_t* anchor, const yaml_char_t* tag) {
    if (anchor != nullptr) problems_.add(event.place(), "anchors are not supported; write the value where it is used");
    if (tag != nullptr) problems_.add(event.place(), "tags are not supported; leave it out");
    return anchor == nullptr && tag == nullptr;
  }

  bool node(const Event& event, Node& out, int depth) {
    out.place = event.place();
    if (depth > max_depth) {
      problems_.add(out.place, "nested too deep; at most " + std::to_string(max_depth) + " levels");
      return false;
    }
    switch (event.type()) {
      case YAML_SCALAR_EVENT:
        out.kind = Node::Kind::scalar;
        out.plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        out.text = as_text(event->data.scalar.value, event->data.scalar.length);
        return refuse_marks(event, event->data.scalar.anchor, event->data.scalar.tag);
      case YAML_SEQUENCE_START_EVENT:
        out.kind = Node::Kind::list;
        return refuse_marks(event, event->data.sequence_start.anchor, event->data.sequence_start.tag) &&
               children(out, YAML_SEQUENCE_END_EVENT, depth);
      case YAML_MAPPING_START_EVENT:
        out.kind = Node::Kind::map;
        return refuse_marks(event, event->data.mapping_start.anchor, event->data.mapping_start.tag) &&
               children(out, YAML_MAPPING_END_EVENT, depth) && (check_keys(out), true);
      case YAML_ALIAS_EVENT: problems_.add(out.place, "aliases are not supported; write the value again"); return false;
      default: problems_.add(out.place, "a value was expected"); return false;
    }
  }

  bool children(Node& out, yaml_event_type_t end, int depth) {
    for (;;) {
      Event event;
      if (!next(event)) return false;
      if (event.type() == end) return true;
      out.items.emplace_back();
      if (!node(event, out.items.back(), depth + 1)) return false;
    }
  }

  void check_keys(const Node& map) {
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
      const Node& key = map.items[i];
      if (key.kind != Node::Kind::scalar) {
        problems_.add(key.place, std::string("a key is a word, not ") + key.kind_name());
        continue;
      }
      for (std::size_t j = 0; j < i; j += 2) {
        if (map.items[j].kind != Node::Kind::scalar || map.items[j].text != key.text) continue;
        problems_.add(key.place, "key '" + key.text + "' is given twice; first on line " +
                                     std::to_string(map.items[j].place.line));
        break;
      }
      if (problems_.full()) return;
    }
  }

  Problems& problems_;
  const std::string input_;  // libyaml wants a pointer that is not null, also for an empty text.
  yaml_parser_t parser_{};
  bool ready_ = false;
};

/// Malformed UTF-8 and characters no text file holds, with their place. libyaml would say only the byte.
bool check_characters(std::string_view text, Problems& problems) {
  Place place{1, 1};
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t c = *take_code_point(text);
    const bool said_so = before.substr(0, 3) == "\xEF\xBF\xBD";
    if (c == 0xFFFD && !said_so) {
      problems.add(place, "not UTF-8");
      return false;
    }
    if (c == 0) {
      problems.add(place, "a NUL character");
      return false;
    }
    if (c == '\n') {
      place = {place.line + 1, 1};
    } else {
      ++place.column;
    }
  }
  return true;
}

}  // namespace

const char* Node::kind_name() const noexcept {
  if (is_null()) return "nothing";
  switch (kind) {
    case Kind::list: return "a list";
    case Kind::map: return "a map";
    case Kind::scalar: break;
  }
  return "a single value";
}

std::optional<Node> read_document(std::string_view text, Problems& problems) {
  if (text.size() > max_text_bytes) {
    problems.add({}, "the text is larger than " + std::to_string(max_text_bytes) + " bytes");
    return std::nullopt;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!check_characters(text, problems)) return std::nullopt;
  return Builder(text, problems).document();
}

}  // namespace mpos::load
