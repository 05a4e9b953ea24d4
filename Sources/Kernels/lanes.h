// Vectors of 64 bytes and how they are loaded, compiled once for each instruction set.

#include "include/Kernels.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

typedef float FloatLanes __attribute__((vector_size(64)));
typedef double DoubleLanes __attribute__((vector_size(64)));
typedef float HalfLanes __attribute__((vector_size(32)));
typedef uint32_t LaneBits __attribute__((vector_size(64)));
typedef int32_t LaneInts __attribute__((vector_size(64)));
typedef uint16_t ShortLanes __attribute__((vector_size(32)));
typedef uint16_t HalfShorts __attribute__((vector_size(16)));
typedef uint32_t HalfBits __attribute__((vector_size(32)));
typedef _Float16 Float16Lanes __attribute__((vector_size(32)));
typedef _Float16 HalfFloat16s __attribute__((vector_size(16)));

INLINE FloatLanes as_floats(LaneBits bits) { return (FloatLanes)bits; }
INLINE LaneBits as_bits(FloatLanes values) { return (LaneBits)values; }

// `count` floats from `source` on, at most 16; the rest of the lanes 0.
INLINE FloatLanes load_floats(const float *source, long count) {
  FloatLanes values = {0};
  if (count >= 16) memcpy(&values, source, 64);
  else memcpy(&values, source, count * sizeof(float));
  return values;
}

INLINE void store_floats(float *target, FloatLanes values, long count) {
  if (count >= 16) memcpy(target, &values, 64);
  else memcpy(target, &values, count * sizeof(float));
}

// Asks for the memory of an element that is read soon, which may lie behind the end of the matrix.
INLINE void ahead(const void *data, int format, long index) {
  long size = format == KERNELS_FLOAT64 ? 8 : format == KERNELS_FLOAT32 ? 4 : 2;
  __builtin_prefetch((const void *)((uintptr_t)data + (uintptr_t)(index * size)));
}

// Elements index ..< index + count of a matrix in memory, as floats. Sets the lanes of `bad` that are not finite.
INLINE FloatLanes load_float(const void *data, int format, long index, long count, LaneBits *bad) {
  FloatLanes values;
  if (format == KERNELS_FLOAT32) {
    values = load_floats((const float *)data + index, count);
  } else {
    const char *source = (const char *)data + 2 * index;
    ShortLanes shorts = {0};
    if (count >= 16) memcpy(&shorts, source, 32);
    else memcpy(&shorts, source, count * 2);
    if (format == KERNELS_BFLOAT16) values = as_floats(__builtin_convertvector(shorts, LaneBits) << 16);
    else values = __builtin_convertvector((Float16Lanes)shorts, FloatLanes);
  }
  *bad |= (LaneBits)((as_bits(values) & 0x7f800000u) == 0x7f800000u);
  return values;
}

// Half as many, at most 8; what is not finite is not looked after.
INLINE HalfLanes load_half_float(const void *data, int format, long index, long count, LaneBits *bad) {
  (void)bad;
  if (format == KERNELS_FLOAT32) {
    HalfLanes values = {0};
    const float *source = (const float *)data + index;
    if (count >= 8) memcpy(&values, source, 32);
    else memcpy(&values, source, count * sizeof(float));
    return values;
  }
  HalfShorts shorts = {0};
  const uint16_t *source = (const uint16_t *)data + index;
  if (count >= 8) memcpy(&shorts, source, 16);
  else memcpy(&shorts, source, count * sizeof(uint16_t));
  if (format == KERNELS_FLOAT16) return __builtin_convertvector((HalfFloat16s)shorts, HalfLanes);
  return (HalfLanes)(__builtin_convertvector(shorts, HalfBits) << 16);
}

// The same as doubles, of floats or doubles; `bad` is not looked after.
INLINE DoubleLanes load_double(const void *data, int format, long index, long count, LaneBits *bad) {
  (void)bad;
  DoubleLanes values = {0};
  if (format == KERNELS_FLOAT32) {
    HalfLanes floats = {0};
    const float *source = (const float *)data + index;
    if (count >= 8) memcpy(&floats, source, 32);
    else memcpy(&floats, source, count * sizeof(float));
    return __builtin_convertvector(floats, DoubleLanes);
  }
  const double *source = (const double *)data + index;
  if (count >= 8) memcpy(&values, source, 64);
  else memcpy(&values, source, count * sizeof(double));
  return values;
}

// Rows become columns: log2(lanes) rounds, each of which deals out the first and the second half of the rows in turn.
INLINE void transpose_float(FloatLanes *rows) {
  for (int round = 0; round < 4; round++) {
    FloatLanes dealt[16];
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) {
      dealt[2 * i] = __builtin_shufflevector(
          rows[i], rows[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      dealt[2 * i + 1] = __builtin_shufflevector(
          rows[i], rows[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) rows[i] = dealt[i];
  }
}

// The same of eight numbers in each row: half as many floats, which registers of 32 bytes hold, or doubles.
#define TRANSPOSE_EIGHT(NAME, ROW) \
  INLINE void NAME(ROW *rows) { \
    for (int round = 0; round < 3; round++) { \
      ROW dealt[8]; \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; i++) { \
        dealt[2 * i] = __builtin_shufflevector(rows[i], rows[i + 4], 0, 8, 1, 9, 2, 10, 3, 11); \
        dealt[2 * i + 1] = __builtin_shufflevector(rows[i], rows[i + 4], 4, 12, 5, 13, 6, 14, 7, 15); \
      } \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++) rows[i] = dealt[i]; \
    } \
  }
TRANSPOSE_EIGHT(transpose_half_float, HalfLanes)
TRANSPOSE_EIGHT(transpose_double, DoubleLanes)
