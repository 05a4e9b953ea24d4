#pragma once

#include <cstddef>
#include <cstdint>

#include "CSimdjson.h"

struct Number {
  CSimdjsonStatus status;
  CSimdjsonKind kind;
  uint64_t payload;
  uint8_t flags;
};

/// Reads the token of a number, which may have spaces after it. `NaN`, `Infinity` and `-Infinity` give their
/// value with the status CSimdjsonNotFinite, numbers too large for a double an infinite one with CSimdjsonNumberRange.
Number read_number(const uint8_t *start, const uint8_t *end);

/// Resolves the escapes of a string in place; `start` is just after its opening quote and the closing quote
/// lies before `end`. Sets `count` to the number of bytes left, and `lone_surrogate` where a surrogate lacks its partner. Returns
/// null, or the escape that is wrong.
const uint8_t *unescape_in_place(uint8_t *start, const uint8_t *end, size_t *count, bool *lone_surrogate);

/// First byte that is not part of well-formed UTF-8, or `end`.
const uint8_t *first_bad_utf8(const uint8_t *start, const uint8_t *end);

/// For a text that starts with a bracket: the place just after the bracket that closes it, or `end`.
const uint8_t *after_root(const uint8_t *start, const uint8_t *end);

/// Place of the first control character inside a string, or of the quote that is never closed, or `end`.
const uint8_t *first_bad_string(const uint8_t *start, const uint8_t *end);
