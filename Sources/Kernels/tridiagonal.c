// Eigenvalues of a symmetric tridiagonal matrix by Sturm sequences, many at once.
//
// p_i(x) = (d_i - x) p_(i-1)(x) - e_(i-1)^2 p_(i-2)(x), the characteristic polynomials of the leading blocks, change their sign
// as often as there are eigenvalues below x (Givens 1954). One x takes one lane of a vector, so that a sweep along the matrix
// costs a few multiplications for eight or more x, where the iterations of LAPACK wait for a division at every step. Each
// eigenvalue is bracketed on a grid, isolated by bisection, and then found as a root of p_n by false position. Rounding moves
// a sign as if d and e were changed in their last place (Wilkinson 1965), so results are as good as LAPACK's.
#include "include/Kernels.h"
#include "table.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Nothing is fused but what says so, as in bodies.h.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
/// Lanes of the widest vector, and vectors that a sweep keeps busy at a time.
#define WIDTH 8
#define CHAINS 4
#define LANES (WIDTH * CHAINS)
/// Steps between two corrections of the exponents: with squares of at least `smallest_square`, p neither overflows nor
/// vanishes in so few.
#define STRIDE 8
static const double smallest_square = 1e-60;

typedef double Doubles __attribute__((vector_size(8 * WIDTH)));
typedef int64_t Integers __attribute__((vector_size(8 * WIDTH)));

/// The matrix, scaled to a norm of about 1: d [size], and in front of each d the square of the e that leads to it.
/// `size` is filled up to a multiple of STRIDE by rows that stand alone, above all eigenvalues.
typedef struct {
  int size;
  const double *diagonal;
  const double *square;
} Matrix;

/// What one sweep finds at LANES places: how many eigenvalues are below, and p_n as value · 2^exponent.
typedef struct {
  double x[LANES];
  double value[LANES];
  int64_t exponent[LANES];
  int64_t below[LANES];
} Sweep;

INLINE void sweep(const Matrix *matrix, Sweep *s) {
  Doubles x[CHAINS], p[CHAINS], before[CHAINS];
  Integers below[CHAINS], exponent[CHAINS];
  for (int c = 0; c < CHAINS; c++) {
    memcpy(&x[c], s->x + c * WIDTH, sizeof x[c]);
    p[c] = (Doubles){} + 1;
    before[c] = (Doubles){};
    below[c] = exponent[c] = (Integers){};
  }
  for (int start = 0; start < matrix->size; start += STRIDE) {
#pragma GCC unroll 8
    for (int i = start; i < start + STRIDE; i++) {
#pragma GCC unroll 4
      for (int c = 0; c < CHAINS; c++) {
        // The product with what was before does not wait for the last step, so a step takes as long as one addition to a
        // product.
        Doubles far = -matrix->square[i] * before[c];
        Doubles next = __builtin_elementwise_fma(matrix->diagonal[i] - x[c], p[c], far);
        below[c] += (Integers)((((Integers)next ^ (Integers)p[c]) < 0));
        before[c] = p[c];
        p[c] = next;
      }
    }
#pragma GCC unroll 4
    for (int c = 0; c < CHAINS; c++) {
      // The exponent of |p| + |before|, and a power of two that takes it away.
      const Integers mantissa = (Integers){} + INT64_MAX;
      Doubles size = (Doubles)((Integers)p[c] & mantissa) + (Doubles)((Integers)before[c] & mantissa);
      Integers bits = ((Integers)size >> 52) & 0x7ff;
      Doubles scale = (Doubles)((2046 - bits) << 52);
      p[c] *= scale;
      before[c] *= scale;
      exponent[c] += bits;
    }
  }
  for (int c = 0; c < CHAINS; c++) {
    below[c] = -below[c];
    memcpy(s->value + c * WIDTH, &p[c], sizeof p[c]);
    memcpy(s->exponent + c * WIDTH, &exponent[c], sizeof exponent[c]);
    memcpy(s->below + c * WIDTH, &below[c], sizeof below[c]);
  }
}

/// A place beside an eigenvalue, and p_n there.
typedef struct {
  double x, value;
  int64_t exponent, below;
} Side;

/// Eigenvalue `index` lies between `last`, the place that was looked at last, and `other`; `older` is the place of before.
typedef struct {
  int index;
  Side last, other, older;
} Search;

/// p_n at a side in units of 2^exponent; far too large or small ones only tell their sign.
INLINE double scaled(Side side, int64_t exponent) {
  int64_t shift = side.exponent - exponent;
  shift = shift > 1000 ? 1000 : shift < -1000 ? -1000 : shift;
  int64_t bits = (1023 + shift) << 52;
  double power;
  memcpy(&power, &bits, sizeof power);
  return side.value * power;
}

/// Where to look next: the middle, until the eigenvalue is alone between the two sides; then the root of the parabola
/// x(p) through three places, where that is safe (Chandrupatla 1997).
INLINE double next_place(const Search *s, double tolerance) {
  double width = s->other.x - s->last.x, part = 0.5;
  int64_t between = s->other.below - s->last.below;
  if (between == 1 || between == -1) {
    double a = scaled(s->last, s->last.exponent), b = scaled(s->other, s->last.exponent);
    double c = scaled(s->older, s->last.exponent);
    double xi = width / (s->other.x - s->older.x), phi = (b - a) / (b - c);
    if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)
      part = a / (b - a) * c / (b - c) + (s->older.x - s->last.x) / width * a / (c - a) * b / (c - b);
  }
  double least = 0.5 * tolerance / fabs(width);
  part = part > least ? part : least;
  part = part < 1 - least ? part : 1 - least;
  return s->last.x + part * width;
}

/// Takes what was found at the place looked at.
INLINE void narrow(Search *s, Side found) {
  if ((found.below <= s->index) == (s->last.below <= s->index)) {
    s->older = s->last;
  } else {
    s->older = s->other;
    s->other = s->last;
  }
  s->last = found;
}

/// The search for eigenvalue `index` from the two places of the grid beside it; `place` is where the last one was found.
INLINE Search begin(const Side *grid, int places, int index, int *place) {
  while (*place < places - 1 && grid[*place].below <= index) ++*place;
  int low = *place > 0 ? *place - 1 : 0;
  return (Search){index, grid[low], grid[*place], grid[low]};
}

/// All of it, compiled once for each kind of processor. A lane that has found its eigenvalue takes the next one.
INLINE void solve(const Matrix *matrix, int n, Side *grid, int places, double *values) {
  const double tolerance = 2 * DBL_EPSILON;
  Sweep s;
  for (int start = 0; start < places; start += LANES) {
    for (int lane = 0; lane < LANES; lane++) s.x[lane] = grid[start + lane].x;
    sweep(matrix, &s);
    for (int lane = 0; lane < LANES; lane++)
      grid[start + lane] = (Side){s.x[lane], s.value[lane], s.exponent[lane], s.below[lane]};
  }
  Search searches[LANES];
  int place = 0, next = 0, open = 0;
  for (int lane = 0; lane < LANES; lane++) searches[lane].index = -1;
  do {
    open = 0;
    for (int lane = 0; lane < LANES; lane++) {
      Search *search = &searches[lane];
      while (search->index >= 0 && fabs(search->other.x - search->last.x) <= tolerance) {
        values[search->index] = 0.5 * (search->last.x + search->other.x);
        search->index = -1;
      }
      if (search->index < 0 && next < n) *search = begin(grid, places, next++, &place);
      s.x[lane] = search->index < 0 ? 0 : next_place(search, tolerance);
      open |= search->index >= 0;
    }
    if (open) sweep(matrix, &s);
    for (int lane = 0; lane < LANES; lane++)
      if (searches[lane].index >= 0)
        narrow(&searches[lane], (Side){s.x[lane], s.value[lane], s.exponent[lane], s.below[lane]});
  } while (open);
}

typedef void Solver(const Matrix *, int, Side *, int, double *);

static void solve_anywhere(const Matrix *m, int n, Side *grid, int places, double *values) {
  solve(m, n, grid, places, values);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static void solve_avx2(
    const Matrix *m, int n, Side *grid, int places, double *values) {
  solve(m, n, grid, places, values);
}

__attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma"))) static void solve_avx512(
    const Matrix *m, int n, Side *grid, int places, double *values) {
  solve(m, n, grid, places, values);
}
#endif

static Solver *solver(void) {
#if defined(__x86_64__)
  if (kernels_level() == KERNELS_AVX512)
    return solve_avx512;
  if (kernels_level() == KERNELS_AVX2) return solve_avx2;
#endif
  return solve_anywhere;
}

/// Fills the matrix, scaled by a power of two so that all eigenvalues lie between -1 and 1; returns that power.
static double scale(int n, const double *diagonal, const double *below, int size, double *d, double *square) {
  double norm = 0;
  for (int i = 0; i < n; i++) {
    double row = fabs(diagonal[i]) + (i > 0 ? fabs(below[i - 1]) : 0) + (i < n - 1 ? fabs(below[i]) : 0);
    norm = row > norm ? row : norm;
    if (!(row <= DBL_MAX)) return NAN;
  }
  if (norm == 0) return 0;
  int exponent;
  frexp(norm, &exponent);
  for (int i = 0; i < size; i++) {
    double e = i > 0 && i < n ? ldexp(below[i - 1], -exponent) : 0;
    d[i] = i < n ? ldexp(diagonal[i], -exponent) : 4;
    square[i] = e * e > smallest_square ? e * e : smallest_square;
  }
  return ldexp(1, exponent);
}

/// A grid that is fine near zero, where small eigenvalues are: -1, then powers of one number down to the rounding, to 1.
static void fill(Side *grid, int places) {
  int upper = places - 3;
  grid[0].x = -1;
  grid[1].x = -2 * DBL_EPSILON;
  for (int i = 0; i <= upper; i++) grid[i + 2].x = pow(2, -52.0 * (upper - i) / upper);
}

int kernels_tridiagonal_eigenvalues(int n, double *diagonal, const double *below) {
  int size = (n + STRIDE - 1) / STRIDE * STRIDE;
  int places = ((n > 64 ? n : 64) + LANES - 1) / LANES * LANES;
  double *d = malloc(2 * size * sizeof *d + places * sizeof(Side));
  if (!d) return -1;
  double factor = scale(n, diagonal, below, size, d, d + size);
  if (factor > 0) {
    Side *grid = (Side *)(d + 2 * size);
    fill(grid, places);
    Matrix matrix = {size, d, d + size};
    solver()(&matrix, n, grid, places, diagonal);
    for (int i = 0; i < n; i++) diagonal[i] *= factor;
  }
  free(d);
  return factor >= 0 ? 0 : -1;
}
