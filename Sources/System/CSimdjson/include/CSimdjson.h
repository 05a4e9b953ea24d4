#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum __attribute__((enum_extensibility(closed))) {
  CSimdjsonKindNull,
  CSimdjsonKindBool,     // payload: 0 or 1
  CSimdjsonKindInteger,  // payload: Int64
  CSimdjsonKindDouble,   // payload: bits of a Double
  CSimdjsonKindString,   // payload: address of the UTF-8 bytes; count: their number
  CSimdjsonKindArray,    // payload: index of the node after the subtree; count: elements
  CSimdjsonKindObject    // the same; count: members, each a string node and the subtree of its value
} CSimdjsonKind;

/// A double whose text is an integer beyond Int64.
#define CSimdjsonFlagWideInteger 1
/// A string with a surrogate escape without its partner, in the place of which stands U+FFFD.
#define CSimdjsonFlagLoneSurrogate 2

/// One value; a document is its nodes in the order of the text.
typedef struct {
  uint8_t kind;
  uint8_t flags;
  uint16_t unused;
  uint32_t count;
  uint64_t payload;
} CSimdjsonNode;

typedef enum __attribute__((enum_extensibility(closed))) {
  CSimdjsonOk,
  CSimdjsonEmpty,
  CSimdjsonSyntax,
  CSimdjsonTrailing,
  CSimdjsonTooDeep,
  CSimdjsonNotUTF8,
  CSimdjsonOpenString,
  CSimdjsonControlCharacter,
  CSimdjsonEscape,
  CSimdjsonNumber,
  CSimdjsonNumberRange,
  CSimdjsonNotFinite,
  CSimdjsonTooLarge,
  CSimdjsonNoMemory
} CSimdjsonStatus;

typedef struct {
  CSimdjsonStatus status;
  size_t offset;         // of the error, in bytes from the start of the text
  CSimdjsonNode *nodes;  // null unless status is CSimdjsonOk
  size_t node_count;
  uint8_t *text;  // owns the bytes of all strings
} CSimdjsonTree;

/// Reads one JSON text. `accept_non_finite` takes `NaN`, `Infinity` and `-Infinity` as numbers, and numbers too large for a double
/// as infinite. Lone surrogate escapes become U+FFFD, and their strings have a flag. The tree is to be given to `csimdjson_free`, whatever its status.
CSimdjsonTree csimdjson_parse(const uint8_t *bytes, size_t length, uint32_t max_depth, bool accept_non_finite);

void csimdjson_free(CSimdjsonTree tree);

/// What stands between two literals of a skeleton.
typedef enum __attribute__((enum_extensibility(closed))) {
  CSimdjsonHoleNone,     // nothing: the end of the text
  CSimdjsonHoleNumber,   // a number
  CSimdjsonHoleInteger,  // a number without fraction and exponent
  CSimdjsonHoleNumbers,  // numbers with commas between them, up to a bracket
  CSimdjsonHoleString    // the rest of a string, up to its closing quote
} CSimdjsonHole;

/// A literal of a skeleton, and what follows it.
typedef struct {
  uint32_t offset;
  uint32_t length;
  CSimdjsonHole hole;
} CSimdjsonPiece;

/// The content of a hole: the place of its numbers among all of the text, or of its bytes in the text.
typedef struct {
  size_t start;
  size_t count;
  bool has_escape;
} CSimdjsonSpan;

/// Reads a text that is equal to `literals` but for what stands in the holes between them.
///
/// Both texts must be readable 32 bytes beyond their ends. `numbers` takes a number for every two bytes of the text, `spans` one
/// for every piece. Returns false for any other text, and for numbers that are rare: what it is, another reader has to find out.
bool csimdjson_match(const uint8_t *text, size_t length, const uint8_t *literals, const CSimdjsonPiece *pieces,
                     size_t piece_count, double *numbers, CSimdjsonSpan *spans);

#ifdef __cplusplus
}
#endif
