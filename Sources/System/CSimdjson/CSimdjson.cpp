#include "CSimdjson.h"

#include <cstdlib>
#include <cstring>
#include <new>
#include <simdjson.h>

#include "Scalars.hpp"
#include "Walker.hpp"

namespace ondemand = simdjson::ondemand;

static CSimdjsonTree failure(CSimdjsonStatus status, size_t offset) {
  return CSimdjsonTree{status, offset, nullptr, 0, nullptr};
}

/// Why simdjson's first stage refused the text, and where.
static CSimdjsonTree stage_one_failure(simdjson::error_code error, const uint8_t *bytes, size_t length) {
  const uint8_t *end = bytes + length;
  switch (error) {
  case simdjson::EMPTY: return failure(CSimdjsonEmpty, 0);
  case simdjson::UTF8_ERROR: return failure(CSimdjsonNotUTF8, first_bad_utf8(bytes, end) - bytes);
  case simdjson::UNESCAPED_CHARS:
    return failure(CSimdjsonControlCharacter, first_bad_string(bytes, end) - bytes);
  case simdjson::UNCLOSED_STRING: return failure(CSimdjsonOpenString, first_bad_string(bytes, end) - bytes);
  case simdjson::CAPACITY: return failure(CSimdjsonTooLarge, 0);
  case simdjson::MEMALLOC: return failure(CSimdjsonNoMemory, 0);
  default: return failure(CSimdjsonSyntax, 0);
  }
}

static size_t location(ondemand::document &document, const uint8_t *text, size_t length) {
  const char *at;
  if (document.current_location().get(at)) return length;
  size_t offset = reinterpret_cast<const uint8_t *>(at) - text;
  return offset < length ? offset : length;
}

static const uint8_t *skip_space(const uint8_t *at, const uint8_t *end) {
  while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
  return at;
}

/// simdjson refuses a root that does not end with the text as soon as it sees it: finds out why.
static CSimdjsonStatus root_failure(const uint8_t *text, size_t length, size_t *offset) {
  const uint8_t *end = text + length, *root = text + *offset;
  const uint8_t *after = root < end && (*root == '[' || *root == '{') ? skip_space(after_root(root, end), end) : root;
  bool trails = after != root && after < end;
  *offset = after - text;
  return trails ? CSimdjsonTrailing : CSimdjsonSyntax;
}

static CSimdjsonStatus walk_document(ondemand::document &document, Walker &walker, const uint8_t *text,
                                     size_t length, size_t *offset) {
  CSimdjsonStatus status = walker.walk(document, 0);
  *offset = walker.where ? walker.where - text : location(document, text, length);
  if (status == CSimdjsonSyntax && walker.list.count == 0) return root_failure(text, length, offset);
  bool is_number = walker.list.count == 1 && walker.number_end;
  if (status == CSimdjsonOk && is_number) *offset = walker.number_end - text;
  return status == CSimdjsonOk && *offset < length ? CSimdjsonTrailing : status;
}

static CSimdjsonTree parse_padded(ondemand::parser &parser, const uint8_t *original, uint8_t *text,
                                  size_t length, uint32_t max_depth, bool accept_non_finite) {
  ondemand::document document;
  auto error = parser.iterate(text, length, length + simdjson::SIMDJSON_PADDING).get(document);
  if (error) return stage_one_failure(error, original, length);
  Walker walker(text, length, max_depth, accept_non_finite);
  size_t offset = 0;
  CSimdjsonStatus status = walk_document(document, walker, text, length, &offset);
  if (status != CSimdjsonOk) {
    std::free(walker.list.nodes);
    return failure(status, offset);
  }
  void *fitted = std::realloc(walker.list.nodes, walker.list.count * sizeof(CSimdjsonNode));
  if (fitted) walker.list.nodes = static_cast<CSimdjsonNode *>(fitted);
  return CSimdjsonTree{CSimdjsonOk, 0, walker.list.nodes, walker.list.count, text};
}

static CSimdjsonTree parse(const uint8_t *bytes, size_t length, uint32_t max_depth, bool accept_non_finite) {
  // Short texts (a line of a JSONL file) share a parser per thread; a long one gives its memory back.
  static const size_t kept = 1 << 20;
  static thread_local ondemand::parser shared;
  if (length == 0) return failure(CSimdjsonEmpty, 0);
  if (length > simdjson::SIMDJSON_MAXSIZE_BYTES - simdjson::SIMDJSON_PADDING)
    return failure(CSimdjsonTooLarge, 0);
  auto text = static_cast<uint8_t *>(std::malloc(length + simdjson::SIMDJSON_PADDING));
  if (!text) return failure(CSimdjsonNoMemory, 0);
  std::memcpy(text, bytes, length);
  std::memset(text + length, ' ', simdjson::SIMDJSON_PADDING);
  CSimdjsonTree tree;
  if (length <= kept) {
    tree = parse_padded(shared, bytes, text, length, max_depth, accept_non_finite);
  } else {
    ondemand::parser own;
    tree = parse_padded(own, bytes, text, length, max_depth, accept_non_finite);
  }
  if (!tree.text) std::free(text);
  return tree;
}

CSimdjsonTree csimdjson_parse(const uint8_t *bytes, size_t length, uint32_t max_depth, bool accept_non_finite) {
  try {
    return parse(bytes, length, max_depth, accept_non_finite);
  } catch (const std::bad_alloc &) {
    return failure(CSimdjsonNoMemory, 0);
  }
}

void csimdjson_free(CSimdjsonTree tree) {
  std::free(tree.nodes);
  std::free(tree.text);
}
