#include "Scalars.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

static Number real(double value, CSimdjsonStatus status, uint8_t flags) {
  Number number{status, CSimdjsonKindDouble, 0, flags};
  std::memcpy(&number.payload, &value, sizeof value);
  return number;
}

static const uint8_t *skip_digits(const uint8_t *at, const uint8_t *end) {
  while (at < end && is_digit(*at)) at++;
  return at;
}

/// Whether all of the text is one number of the JSON grammar; `integer` tells if it is written as an integer.
static bool is_number(const uint8_t *start, const uint8_t *end, bool *integer) {
  const uint8_t *digits = start + (start < end && *start == '-');
  const uint8_t *at = skip_digits(digits, end);
  if (at == digits || (*digits == '0' && at - digits > 1)) return false;
  *integer = at == end;
  if (at < end && *at == '.') {
    const uint8_t *fraction = at + 1;
    at = skip_digits(fraction, end);
    if (at == fraction) return false;
  }
  if (at < end && (*at | 0x20) == 'e') {
    const uint8_t *exponent = at + 1;
    if (exponent < end && (*exponent == '+' || *exponent == '-')) exponent++;
    at = skip_digits(exponent, end);
    if (at == exponent) return false;
  }
  return at == end;
}

Number read_number(const uint8_t *start, const uint8_t *end) {
  while (end > start && (end[-1] == ' ' || end[-1] == '\n' || end[-1] == '\r' || end[-1] == '\t')) end--;
  std::string_view token(reinterpret_cast<const char *>(start), end - start);
  const double infinity = std::numeric_limits<double>::infinity();
  if (token == "NaN") return real(std::numeric_limits<double>::quiet_NaN(), CSimdjsonNotFinite, 0);
  if (token == "Infinity") return real(infinity, CSimdjsonNotFinite, 0);
  if (token == "-Infinity") return real(-infinity, CSimdjsonNotFinite, 0);
  bool integer = false;
  if (!is_number(start, end, &integer)) {
    bool begins_well = start < end && (*start == '-' || is_digit(*start));
    return real(0, begins_well ? CSimdjsonNumber : CSimdjsonSyntax, 0);
  }
  const char *last = token.data() + token.size();
  int64_t narrow;
  if (integer && std::from_chars(token.data(), last, narrow).ec == std::errc())
    return Number{CSimdjsonOk, CSimdjsonKindInteger, static_cast<uint64_t>(narrow), 0};
  double wide;
  auto read = std::from_chars(token.data(), last, wide);
  // Too small a number is out of range as well; strtod tells it (0 or subnormal) from too large a one.
  if (read.ec == std::errc::result_out_of_range) wide = std::strtod(std::string(token).c_str(), nullptr);
  if (!std::isfinite(wide)) return real(wide, CSimdjsonNumberRange, 0);
  return real(wide, CSimdjsonOk, integer ? CSimdjsonFlagWideInteger : 0);
}

/// Value of the four hexadecimal digits at `at`, or a number above 0xFFFF.
static uint32_t four_digits(const uint8_t *at, const uint8_t *end) {
  if (end - at < 4) return UINT32_MAX;
  uint32_t value = 0;
  for (int i = 0; i < 4; i++) {
    uint8_t c = at[i], letter = c | 0x20;
    if (is_digit(c)) value = value << 4 | (c - '0');
    else if (letter >= 'a' && letter <= 'f') value = value << 4 | (letter - 'a' + 10);
    else return UINT32_MAX;
  }
  return value;
}

static uint8_t *put_utf8(uint32_t scalar, uint8_t *to) {
  if (scalar < 0x80) {
    *to++ = scalar;
    return to;
  }
  int continuation = scalar < 0x800 ? 1 : scalar < 0x10000 ? 2 : 3;
  static const uint8_t lead[] = {0, 0xC0, 0xE0, 0xF0};
  *to++ = lead[continuation] | scalar >> (6 * continuation);
  while (continuation-- > 0) *to++ = 0x80 | (scalar >> (6 * continuation) & 0x3F);
  return to;
}

/// Reads `uXXXX`, or a pair of them that make one scalar; a surrogate without its partner is U+FFFD.
static const uint8_t *unicode_escape(const uint8_t *at, const uint8_t *end, uint8_t *&to, bool *lone_surrogate) {
  uint32_t scalar = four_digits(at + 1, end);
  if (scalar > 0xFFFF) return nullptr;
  at += 5;
  if (scalar >= 0xD800 && scalar < 0xE000) {
    uint32_t low = UINT32_MAX;
    if (scalar < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') low = four_digits(at + 2, end);
    bool paired = low >= 0xDC00 && low < 0xE000;
    scalar = paired ? 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
    if (paired) at += 6;
    else *lone_surrogate = true;
  }
  to = put_utf8(scalar, to);
  return at;
}

/// What a one-letter escape stands for, or 0.
static uint8_t short_escape(uint8_t letter) {
  switch (letter) {
  case '"': case '\\': case '/': return letter;
  case 'b': return '\b';
  case 'f': return '\f';
  case 'n': return '\n';
  case 'r': return '\r';
  case 't': return '\t';
  default: return 0;
  }
}

const uint8_t *unescape_in_place(uint8_t *start, const uint8_t *end, size_t *count, bool *lone_surrogate) {
  *lone_surrogate = false;
  const uint8_t *from = start;
  while (from < end && *from != '"' && *from != '\\') from++;
  uint8_t *to = start + (from - start);
  while (from < end && *from != '"') {
    if (*from != '\\') {
      *to++ = *from++;
      continue;
    }
    const uint8_t *escape = from++;
    if (from == end) return escape;
    if (uint8_t byte = short_escape(*from)) {
      *to++ = byte;
      from++;
    } else if (*from != 'u' || !(from = unicode_escape(from, end, to, lone_surrogate))) {
      return escape;
    }
  }
  *count = to - start;
  return nullptr;
}

/// Length of the well-formed sequence at `at` (table 3-7 of the Unicode standard), or 0.
static size_t utf8_length(const uint8_t *at, const uint8_t *end) {
  uint8_t lead = *at;
  if (lead < 0x80) return 1;
  size_t length = lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
  if (length == 0 || static_cast<size_t>(end - at) < length) return 0;
  uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (at[1] < least || at[1] > most) return 0;
  for (size_t i = 2; i < length; i++)
    if ((at[i] & 0xC0) != 0x80) return 0;
  return length;
}

const uint8_t *first_bad_utf8(const uint8_t *start, const uint8_t *end) {
  while (start < end) {
    size_t length = utf8_length(start, end);
    if (length == 0) return start;
    start += length;
  }
  return end;
}

const uint8_t *first_bad_string(const uint8_t *start, const uint8_t *end) {
  while (start < end) {
    if (*start++ != '"') continue;
    const uint8_t *quote = start - 1;
    for (; start < end && *start != '"'; start++) {
      if (*start < 0x20) return start;
      if (*start == '\\' && start + 1 < end && start[1] >= 0x20) start++;
    }
    if (start == end) return quote;
    start++;
  }
  return end;
}

const uint8_t *after_root(const uint8_t *start, const uint8_t *end) {
  size_t depth = 0;
  bool in_string = false;
  for (; start < end; start++) {
    if (in_string) {
      if (*start == '\\' && start + 1 < end) start++;
      else if (*start == '"') in_string = false;
    } else if (*start == '"') {
      in_string = true;
    } else if (*start == '[' || *start == '{') {
      depth++;
    } else if ((*start == ']' || *start == '}') && --depth == 0) {
      return start + 1;
    }
  }
  return end;
}
