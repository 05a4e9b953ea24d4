#include <cfloat>
#include <charconv>
#include <cmath>
#include <cstring>
#include <simdjson.h>

#include "CSimdjson.h"

namespace numberparsing = simdjson::SIMDJSON_BUILTIN_IMPLEMENTATION::numberparsing;

static inline bool is_digit(uint8_t c) { return static_cast<uint8_t>(c - '0') < 10; }

static inline uint64_t load(const uint8_t *at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// Whether two texts of the same length are equal; both may be read eight bytes beyond their end.
static inline bool equal(const uint8_t *left, const uint8_t *right, size_t length) {
  for (; length >= 8; length -= 8, left += 8, right += 8)
    if (load(left) != load(right)) return false;
  if (length == 0) return true;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return (load(left) ^ load(right)) << (64 - 8 * length) == 0;
#else
  return std::memcmp(left, right, length) == 0;
#endif
}

/// Whether eight bytes are digits: none below '0', none above '9'.
static inline bool are_digits(uint64_t word) {
  return ((word & 0xF0F0F0F0F0F0F0F0) | (((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) == 0x3333333333333333;
}

/// Value of eight digits, pair by pair, as simdjson and others do it.
static inline uint64_t eight_digits(uint64_t word) {
  word = (word & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
  word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
  return (word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
}

/// Adds the digits at `at` to `value`, which is only right as long as there are no more than 19 in all. None begins behind `end`.
static inline const uint8_t *digits(const uint8_t *at, const uint8_t *end, uint64_t &value) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  for (uint64_t word = load(at); at < end && are_digits(word); word = load(at)) {
    value = value * 100000000 + eight_digits(word);
    at += 8;
  }
#endif
  for (; at < end && is_digit(*at); at++) value = value * 10 + (*at - '0');
  return at;
}

/// Reads a number of the JSON grammar, in a text that ends at `end` and may be read 16 bytes beyond that: what stands there may be
/// digits without end.
///
/// Returns the place after it, or null for what the reader of whole texts is to judge: no number, one beyond the range of
/// doubles, one of more than 19 digits.
static const uint8_t *read_double(const uint8_t *at, const uint8_t *end, double *value) {
  bool is_negative = *at == '-';
  at += is_negative;
  const uint8_t *start = at;
  uint64_t mantissa = 0;
  while (at < end && is_digit(*at)) mantissa = mantissa * 10 + (*at++ - '0');
  size_t count = at - start;
  if (count == 0 || (*start == '0' && count > 1)) return nullptr;
  int64_t exponent = 0;
  bool is_integer = true;
  if (*at == '.') {
    const uint8_t *fraction = ++at, *significant = at;
    if (mantissa == 0) {
      while (at < end && *at == '0') at++;
      significant = at;
      count = 0;
    }
    at = digits(at, end, mantissa);
    if (at == fraction) return nullptr;
    exponent = fraction - at;
    count += at - significant;
    is_integer = false;
  }
  if (count > 19) return nullptr;
  if ((*at | 0x20) == 'e') {
    bool is_small = *++at == '-';
    at += is_small || *at == '+';
    const uint8_t *first = at;
    int64_t power = 0;
    while (is_digit(*at) && at - first < 5) power = power * 10 + (*at++ - '0');
    if (at == first || is_digit(*at)) return nullptr;
    exponent += is_small ? -power : power;
    is_integer = false;
  }
  // The reader of whole texts reads integers as such: it knows no negative zero among them.
  if (is_integer && mantissa == 0) is_negative = false;
  if (mantissa == 0) {
    *value = is_negative ? -0.0 : 0.0;
    return at;
  }
  if (exponent < -300 || exponent > 280) return nullptr;
  return numberparsing::compute_float_64(exponent, mantissa, is_negative, *value) ? at : nullptr;
}

static const uint8_t *read_integer(const uint8_t *at, double *value) {
  bool is_negative = *at == '-';
  at += is_negative;
  const uint8_t *start = at;
  uint64_t number = 0;
  while (is_digit(*at) && at - start < 15) number = number * 10 + (*at++ - '0');
  if (at == start || is_digit(*at) || (*start == '0' && at - start > 1)) return nullptr;
  if (*at == '.' || (*at | 0x20) == 'e') return nullptr;
  *value = is_negative ? -static_cast<double>(number) : static_cast<double>(number);
  return at;
}

/// Reads the rest of a string without escapes, up to its closing quote.
static const uint8_t *read_string(const uint8_t *at, const uint8_t *end, CSimdjsonSpan *span, const uint8_t *text) {
  const uint8_t *start = at;
  bool has_escape = false;
  for (; at < end && *at != '"'; at++) {
    if (*at < 0x20) return nullptr;
    if (*at == '\\') {
      has_escape = true;
      if (++at == end) return nullptr;
    }
  }
  *span = CSimdjsonSpan{static_cast<size_t>(start - text), static_cast<size_t>(at - start), has_escape};
  return at < end ? at : nullptr;
}

/// Reads numbers with a comma and at most a space between them, up to the bracket that ends the list: no more than half as many as the
/// text has bytes, and one.
static const uint8_t *read_list(const uint8_t *at, const uint8_t *end, double *numbers, size_t *count) {
  size_t found = 0;
  while (at >= end || *at != ']') {
    if (at >= end) return nullptr;
    if (found > 0) {
      if (*at++ != ',') return nullptr;
      at += *at == ' ';
    }
    at = read_double(at, end, numbers + found++);
    if (!at) return nullptr;
  }
  *count = found;
  return at;
}

bool csimdjson_match(const uint8_t *text, size_t length, const uint8_t *literals, const CSimdjsonPiece *pieces,
                     size_t piece_count, double *numbers, CSimdjsonSpan *spans) {
  const uint8_t *at = text, *end = text + length;
  size_t number_count = 0;
  for (size_t i = 0; i < piece_count; i++) {
    const CSimdjsonPiece &piece = pieces[i];
    if (static_cast<size_t>(end - at) < piece.length || !equal(at, literals + piece.offset, piece.length)) return false;
    at += piece.length;
    size_t count = 1;
    switch (piece.hole) {
    case CSimdjsonHoleNumber: at = read_double(at, end, numbers + number_count); break;
    case CSimdjsonHoleInteger: at = read_integer(at, numbers + number_count); break;
    case CSimdjsonHoleNumbers: at = read_list(at, end, numbers + number_count, &count); break;
    case CSimdjsonHoleString: at = read_string(at, end, spans + i, text); break;
    case CSimdjsonHoleNone: break;
    }
    // A hole that was read beyond the text is none of it.
    if (!at || at > end) return false;
    if (piece.hole == CSimdjsonHoleString || piece.hole == CSimdjsonHoleNone) continue;
    spans[i] = CSimdjsonSpan{number_count, count, false};
    number_count += count;
  }
  return at == end;
}
