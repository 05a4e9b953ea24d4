#pragma once

#include <cstdlib>
#include <simdjson.h>

#include "CSimdjson.h"
#include "Scalars.hpp"

/// Growing array of nodes that is handed to the caller as plain memory.
struct NodeList {
  CSimdjsonNode *nodes = nullptr;
  size_t count = 0, capacity = 0;

  /// Index of the new node, or SIZE_MAX when memory is short.
  size_t append(CSimdjsonKind kind) {
    if (count == capacity) {
      size_t wider = capacity == 0 ? 32 : capacity * 2;
      void *grown = std::realloc(nodes, wider * sizeof(CSimdjsonNode));
      if (!grown) return SIZE_MAX;
      nodes = static_cast<CSimdjsonNode *>(grown);
      capacity = wider;
    }
    nodes[count] = CSimdjsonNode{static_cast<uint8_t>(kind), 0, 0, 0, 0};
    return count++;
  }
};

/// One pass over an On-Demand document. `V` below is its `document` (the root) or `value`, which offer the
/// same calls but are not related types.
class Walker {
  using Object = simdjson::ondemand::object;
  using Array = simdjson::ondemand::array;

  uint8_t *const text;
  const size_t length;
  const uint32_t max_depth;
  const bool accept_non_finite;

public:
  NodeList list;
  /// Where a failure was seen, if that is better known than the parser's own position.
  const uint8_t *where = nullptr;
  /// End of the number read last, which the parser has not passed.
  const uint8_t *number_end = nullptr;

  Walker(uint8_t *text, size_t length, uint32_t max_depth, bool accept_non_finite)
      : text(text), length(length), max_depth(max_depth), accept_non_finite(accept_non_finite) {}

  template <class V> CSimdjsonStatus walk(V &value, uint32_t depth) {
    simdjson::ondemand::json_type type;
    if (value.type().get(type)) return number(value);  // perhaps NaN or Infinity
    switch (type) {
    case simdjson::ondemand::json_type::object: return object(value, depth + 1);
    case simdjson::ondemand::json_type::array: return array(value, depth + 1);
    case simdjson::ondemand::json_type::string: return string(value);
    case simdjson::ondemand::json_type::number: return number(value);
    case simdjson::ondemand::json_type::boolean: return boolean(value);
    case simdjson::ondemand::json_type::null: return null(value);
    }
    return CSimdjsonSyntax;
  }

private:
  template <class V> CSimdjsonStatus object(V &value, uint32_t depth) {
    if (depth > max_depth) return CSimdjsonTooDeep;
    Object members;
    if (value.get_object().get(members)) return CSimdjsonSyntax;
    size_t index = list.append(CSimdjsonKindObject);
    if (index == SIZE_MAX) return CSimdjsonNoMemory;
    for (auto entry : members) {
      simdjson::ondemand::field member;
      if (std::move(entry).get(member)) return CSimdjsonSyntax;
      auto key = reinterpret_cast<const uint8_t *>(member.key().raw());
      if (auto status = text_node(key)) return status;
      if (auto status = walk(member.value(), depth)) return status;
      list.nodes[index].count++;
    }
    list.nodes[index].payload = list.count;
    return CSimdjsonOk;
  }

  template <class V> CSimdjsonStatus array(V &value, uint32_t depth) {
    if (depth > max_depth) return CSimdjsonTooDeep;
    Array elements;
    if (value.get_array().get(elements)) return CSimdjsonSyntax;
    size_t index = list.append(CSimdjsonKindArray);
    if (index == SIZE_MAX) return CSimdjsonNoMemory;
    for (auto entry : elements) {
      simdjson::ondemand::value element;
      if (std::move(entry).get(element)) return CSimdjsonSyntax;
      if (auto status = walk(element, depth)) return status;
      list.nodes[index].count++;
    }
    list.nodes[index].payload = list.count;
    return CSimdjsonOk;
  }

  template <class V> CSimdjsonStatus string(V &value) {
    simdjson::ondemand::raw_json_string raw;
    if (value.get_raw_json_string().get(raw)) return CSimdjsonSyntax;
    return text_node(reinterpret_cast<const uint8_t *>(raw.raw()));
  }

  template <class V> CSimdjsonStatus boolean(V &value) {
    bool truth;
    if (value.get_bool().get(truth)) return CSimdjsonSyntax;
    return scalar(CSimdjsonKindBool, truth ? 1 : 0, 0);
  }

  template <class V> CSimdjsonStatus null(V &value) {
    bool is_null;
    if (simdjson::simdjson_result<bool>(value.is_null()).get(is_null) || !is_null) return CSimdjsonSyntax;
    return scalar(CSimdjsonKindNull, 0, 0);
  }

  /// Numbers are read from their token by ourselves: simdjson 3.0.1 gives wrong values for some of 20 digits and
  /// more, and takes neither wider integers nor NaN. The iterator skips a value that was not taken.
  template <class V> CSimdjsonStatus number(V &value) {
    std::string_view token;
    if (simdjson::simdjson_result<std::string_view>(value.raw_json_token()).get(token)) return CSimdjsonSyntax;
    auto start = reinterpret_cast<const uint8_t *>(token.data());
    if (start < text || start >= text + length) return CSimdjsonSyntax;
    where = start;
    const uint8_t *end = start + std::min<size_t>(token.size(), text + length - start);
    Number number = read_number(start, end);
    bool is_infinite = number.status == CSimdjsonNotFinite || number.status == CSimdjsonNumberRange;
    if (is_infinite && accept_non_finite) number.status = CSimdjsonOk;
    if (number.status) return number.status;
    where = nullptr;
    number_end = end;
    return scalar(number.kind, number.payload, number.flags);
  }

  CSimdjsonStatus text_node(const uint8_t *start) {
    size_t count;
    bool lone_surrogate;
    const uint8_t *bad = unescape_in_place(text + (start - text), text + length, &count, &lone_surrogate);
    if (bad) {
      where = bad;
      return CSimdjsonEscape;
    }
    if (count > UINT32_MAX) return CSimdjsonTooLarge;
    size_t index = list.append(CSimdjsonKindString);
    if (index == SIZE_MAX) return CSimdjsonNoMemory;
    list.nodes[index].count = static_cast<uint32_t>(count);
    list.nodes[index].payload = reinterpret_cast<uintptr_t>(start);
    list.nodes[index].flags = lone_surrogate ? CSimdjsonFlagLoneSurrogate : 0;
    return CSimdjsonOk;
  }

  CSimdjsonStatus scalar(CSimdjsonKind kind, uint64_t payload, uint8_t flags) {
    size_t index = list.append(kind);
    if (index == SIZE_MAX) return CSimdjsonNoMemory;
    list.nodes[index].payload = payload;
    list.nodes[index].flags = flags;
    return CSimdjsonOk;
  }
};
