// Loops over the rows of factors. They are as simple as they look; each is compiled for wide vectors and for any processor.
#include "include/Kernels.h"
#include "table.h"

// Nothing is fused, as in bodies.h.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
/// Sums that are kept beside each other, in the same order on every processor.
#define LANES 32

INLINE void widen(long count, const float *restrict from, double *restrict to) {
  for (long i = 0; i < count; i++) to[i] = from[i];
}

INLINE void narrow(long count, const double *restrict from, float *restrict to) {
  for (long i = 0; i < count; i++) to[i] = (float)from[i];
}

INLINE void scale(long count, const float *restrict from, double factor, double share, double *restrict to) {
  if (share == 0)
    for (long i = 0; i < count; i++) to[i] = factor * from[i];
  else
    for (long i = 0; i < count; i++) to[i] = factor * from[i] + share * to[i];
}

INLINE void rescale(long count, const float *restrict from, double factor, float *restrict to) {
  for (long i = 0; i < count; i++) to[i] = (float)(factor * from[i]);
}

INLINE void sums(long count, const float *x, double *sum, double *square) {
  double lanes[LANES] = {0}, squares[LANES] = {0};
  long whole = count / LANES * LANES;
  for (long i = 0; i < whole; i += LANES)
    for (int lane = 0; lane < LANES; lane++) {
      double value = x[i + lane];
      lanes[lane] += value;
      squares[lane] += value * value;
    }
  *sum = *square = 0;
  for (int lane = 0; lane < LANES; lane++) {
    *sum += lanes[lane];
    *square += squares[lane];
  }
  for (long i = whole; i < count; i++) {
    *sum += x[i];
    *square += (double)x[i] * x[i];
  }
}

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma")))
#define IS_WIDE (kernels_level() == KERNELS_AVX512)
#else
#define WIDE
#define IS_WIDE 0
#endif

/// A public function of `parameters` that calls `body`, and the same for wide vectors.
#define PUBLIC(name, body, parameters, arguments) \
  WIDE static void body##_wide parameters { body arguments; } \
  void name parameters { \
    if (IS_WIDE) \
      body##_wide arguments; \
    else \
      body arguments; \
  }

PUBLIC(kernels_widen, widen, (long count, const float *from, double *to), (count, from, to))
PUBLIC(kernels_narrow, narrow, (long count, const double *from, float *to), (count, from, to))
PUBLIC(
    kernels_scale, scale, (long count, const float *from, double factor, double share, double *to),
    (count, from, factor, share, to))
PUBLIC(
    kernels_rescale, rescale, (long count, const float *from, double factor, float *to),
    (count, from, factor, to))
PUBLIC(kernels_sums, sums, (long count, const float *x, double *sum, double *square), (count, x, sum, square))
