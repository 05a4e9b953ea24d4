// Reduction of a symmetric matrix to tridiagonal form, one panel of columns after the other, as LAPACK's dlatrd does it.
//
// Half of the work is the product of the trailing matrix with one vector for every column, which takes as long as reading the
// matrix. Here a block of eight columns is read once for both of its parts, A x and Aᵀ x, in vectors that end where the matrix
// ends.
#include "include/Kernels.h"
#include "table.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

// Vectors are passed between functions that are always inlined only, so how they would be passed does not matter.
#pragma GCC diagnostic ignored "-Wpsabi"

// Nothing is fused but what says so, as in bodies.h.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
#define WIDTH 8
typedef double Doubles __attribute__((vector_size(8 * WIDTH)));
typedef int64_t Integers __attribute__((vector_size(8 * WIDTH)));

INLINE Doubles load(const double *from) {
  Doubles v;
  memcpy(&v, from, sizeof v);
  return v;
}

/// a · b + c, rounded once.
INLINE Doubles fused(Doubles a, Doubles b, Doubles c) { return __builtin_elementwise_fma(a, b, c); }

INLINE void store(double *to, Doubles v) { memcpy(to, &v, sizeof v); }

/// The sums of eight vectors, one in each lane.
INLINE Doubles sums(const Doubles v[WIDTH]) {
  Doubles half[4], quarter[2];
  for (int i = 0; i < 4; i++)
    half[i] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14)
      + __builtin_shufflevector(v[2 * i], v[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  for (int i = 0; i < 2; i++)
    quarter[i] = __builtin_shufflevector(half[2 * i], half[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13)
      + __builtin_shufflevector(half[2 * i], half[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
  return __builtin_shufflevector(quarter[0], quarter[1], 0, 1, 2, 3, 8, 9, 10, 11)
    + __builtin_shufflevector(quarter[0], quarter[1], 4, 5, 6, 7, 12, 13, 14, 15);
}

INLINE double sum(Doubles v) {
  return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
}

/// x · y.
INLINE double dot(int n, const double *x, const double *y) {
  Doubles total[2] = {{0}, {0}};
  int i = 0;
  for (; i + 2 * WIDTH <= n; i += 2 * WIDTH) {
    total[0] = fused(load(x + i), load(y + i), total[0]);
    total[1] = fused(load(x + i + WIDTH), load(y + i + WIDTH), total[1]);
  }
  double rest = 0;
  for (; i < n; i++) rest += x[i] * y[i];
  return sum(total[0] + total[1]) + rest;
}

/// y = A x for the lower triangle of a [n × n].
INLINE void product(int n, const double *a, long stride, const double *x, double *y) {
  const Integers lane = {0, 1, 2, 3, 4, 5, 6, 7};
  int odd = n % WIDTH;
  memset(y, 0, n * sizeof *y);
  // The first columns one by one, so that all others begin a whole number of vectors before the end.
  for (int c = 0; c < odd; c++) {
    const double *column = a + c * stride;
    double factor = x[c], total = column[c] * factor;
    for (int r = c + 1; r < odd; r++) {
      y[r] += column[r] * factor;
      total += column[r] * x[r];
    }
    Doubles totals = {0};
    for (int r = odd; r < n; r += WIDTH) {
      Doubles v = load(column + r);
      store(y + r, fused(v, (Doubles){} + factor, load(y + r)));
      totals = fused(v, load(x + r), totals);
    }
    y[c] += total + sum(totals);
  }
  for (int c = odd; c < n; c += WIDTH) {
    const double *columns = a + c * stride;
    Doubles factors[WIDTH], totals[WIDTH];
    // The block on the diagonal: what lies above is not read into the sums, as it may be anything.
    Doubles here = load(x + c), block = load(y + c);
#pragma GCC unroll 8
    for (int i = 0; i < WIDTH; i++) {
      factors[i] = (Doubles){} + x[c + i];
      Integers v = (Integers)load(columns + i * stride + c);
      block = fused((Doubles)(v & (lane >= i)), factors[i], block);
      totals[i] = (Doubles)(v & (lane > i)) * here;
    }
    for (int r = c + WIDTH; r < n; r += WIDTH) {
      Doubles there = load(x + r), target = load(y + r);
#pragma GCC unroll 8
      for (int i = 0; i < WIDTH; i++) {
        Doubles v = load(columns + i * stride + r);
        target = fused(v, factors[i], target);
        totals[i] = fused(v, there, totals[i]);
      }
      store(y + r, target);
    }
    store(y + c, block + sums(totals));
  }
}

/// y -= V f + W g, for `columns` columns of V and W.
INLINE void subtract(
    int n, int columns, const double *v, long v_stride, const double *w, long w_stride, const double *f,
    const double *g, double *y) {
  int r = 0;
  for (; r + 4 * WIDTH <= n; r += 4 * WIDTH) {
    Doubles target[4];
    for (int k = 0; k < 4; k++) target[k] = load(y + r + k * WIDTH);
    for (int c = 0; c < columns; c++)
      for (int k = 0; k < 4; k++) {
        target[k] = fused(load(v + c * v_stride + r + k * WIDTH), (Doubles){} - f[c], target[k]);
        target[k] = fused(load(w + c * w_stride + r + k * WIDTH), (Doubles){} - g[c], target[k]);
      }
    for (int k = 0; k < 4; k++) store(y + r + k * WIDTH, target[k]);
  }
  for (; r + WIDTH <= n; r += WIDTH) {
    Doubles target = load(y + r);
    for (int c = 0; c < columns; c++) {
      target = fused(load(v + c * v_stride + r), (Doubles){} - f[c], target);
      target = fused(load(w + c * w_stride + r), (Doubles){} - g[c], target);
    }
    store(y + r, target);
  }
  for (; r < n; r++)
    for (int c = 0; c < columns; c++) y[r] -= v[c * v_stride + r] * f[c] + w[c * w_stride + r] * g[c];
}

/// The reflection that leaves only the first of x [n]: x becomes v with v[0] = 1; returns tau, and what is left in *first.
INLINE double reflect(int n, double *x, double *first) {
  double rest = dot(n - 1, x + 1, x + 1), head = x[0];
  *first = head;
  x[0] = 1;
  if (rest == 0) return 0;
  double length = sqrt(head * head + rest);
  *first = head > 0 ? -length : length;
  double factor = 1 / (head - *first);
  for (int i = 1; i < n; i++) x[i] *= factor;
  return (*first - head) / *first;
}

INLINE void reduce(int n, int columns, double *a, long stride, double *w, double *d, double *e) {
  double f[KERNELS_PANEL_LIMIT], g[KERNELS_PANEL_LIMIT];
  for (int c = 0; c < columns; c++) {
    double *column = a + c * stride + c;
    for (int k = 0; k < c; k++) {
      f[k] = w[(long)k * n + c];
      g[k] = a[k * stride + c];
    }
    subtract(n - c, c, a + c, stride, w + c, n, f, g, column);
    d[c] = column[0];
    e[c] = 0;
    int rest = n - c - 1;
    if (rest == 0) return;
    double *v = column + 1, *target = w + (long)c * n + c + 1;
    double tau = reflect(rest, v, &e[c]);
    product(rest, column + stride + 1, stride, v, target);
    for (int k = 0; k < c; k++) {
      f[k] = dot(rest, w + (long)k * n + c + 1, v);
      g[k] = dot(rest, a + k * stride + c + 1, v);
    }
    subtract(rest, c, a + c + 1, stride, w + c + 1, n, f, g, target);
    double share = -0.5 * tau * tau * dot(rest, target, v);
    for (int i = 0; i < rest; i++) target[i] = tau * target[i] + share * v[i];
  }
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static void reduce_avx2(
    int n, int columns, double *a, long stride, double *w, double *d, double *e) {
  reduce(n, columns, a, stride, w, d, e);
}

__attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma"))) static void reduce_avx512(
    int n, int columns, double *a, long stride, double *w, double *d, double *e) {
  reduce(n, columns, a, stride, w, d, e);
}
#endif

void kernels_tridiagonal_panel(int n, int columns, double *a, long stride, double *w, double *d, double *e) {
#if defined(__x86_64__)
  if (kernels_level() == KERNELS_AVX512)
    return reduce_avx512(n, columns, a, stride, w, d, e);
  if (kernels_level() == KERNELS_AVX2)
    return reduce_avx2(n, columns, a, stride, w, d, e);
#endif
  reduce(n, columns, a, stride, w, d, e);
}
