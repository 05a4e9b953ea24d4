// A symmetric band to tridiagonal form: one column after the other, each reflection chased down to the end of the band.
//
// Of a column, what lies below its first neighbour is reflected away; that fills a block further down, whose first column is reflected
// away in turn, and so on (Murata and Horikoshi 1975). Every block is [SIDE x SIDE] in the first-level cache.

#define SIDE KERNELS_BAND
// Rows from SIDE above the diagonal to 2 SIDE - 1 below it are kept of every column.
#define HEIGHT (3 * SIDE)

typedef struct {
  DoubleLanes low, high;
} Sixteen;

INLINE Sixteen sixteen_at(const double *from) {
  Sixteen v;
  memcpy(&v.low, from, 64);
  memcpy(&v.high, from + 8, 64);
  return v;
}

INLINE void put_sixteen(double *to, Sixteen v) {
  memcpy(to, &v.low, 64);
  memcpy(to + 8, &v.high, 64);
}

// y + factor x.
INLINE Sixteen plus(Sixteen y, double factor, Sixteen x) {
  DoubleLanes all = factor - (DoubleLanes){0};
  return (Sixteen){__builtin_elementwise_fma(all, x.low, y.low), __builtin_elementwise_fma(all, x.high, y.high)};
}

// Column `column` from the row on; s has HEIGHT numbers for each column.
INLINE double *at(double *s, long row, long column) { return s + column * HEIGHT + row - column + SIDE; }

INLINE double sum_of(DoubleLanes v) { return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7])); }

INLINE double product_of(Sixteen x, Sixteen y) {
  return sum_of(__builtin_elementwise_fma(x.high, y.high, x.low * y.low));
}

// The reflection I - tau v vᵀ that leaves only the first of x: returns tau, and what is left in *first.
INLINE double reflection(Sixteen x, Sixteen *v, double *first) {
  Sixteen tail = x;
  tail.low[0] = 0;
  double rest = product_of(tail, tail), head = x.low[0];
  *v = tail;
  v->low[0] = 1;
  *first = head;
  if (rest == 0) return 0;
  double length = sqrt(head * head + rest);
  *first = head > 0 ? -length : length;
  double factor = 1 / (head - *first);
  v->low = tail.low * factor;
  v->high = tail.high * factor;
  v->low[0] = 1;
  return (*first - head) / *first;
}

// The sums of eight vectors, one in each lane.
INLINE DoubleLanes eight_sums(const DoubleLanes v[8]) {
  DoubleLanes half[4], quarter[2];
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++)
    half[i] = __builtin_shufflevector(v[2 * i], v[2 * i + 1], 0, 8, 2, 10, 4, 12, 6, 14)
      + __builtin_shufflevector(v[2 * i], v[2 * i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
#pragma clang loop unroll(full)
  for (int i = 0; i < 2; i++)
    quarter[i] = __builtin_shufflevector(half[2 * i], half[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13)
      + __builtin_shufflevector(half[2 * i], half[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
  return __builtin_shufflevector(quarter[0], quarter[1], 0, 1, 2, 3, 8, 9, 10, 11)
    + __builtin_shufflevector(quarter[0], quarter[1], 4, 5, 6, 7, 12, 13, 14, 15);
}

// The block on the diagonal from p on, from both sides.
INLINE void reflect_diagonal(double *s, long p, Sixteen v, double tau) {
  // What lies above the diagonal in its last column was not kept: that column was below the block until now.
  for (int i = 0; i < SIDE - 1; i++) *at(s, p + i, p + SIDE - 1) = *at(s, p + SIDE - 1, p + i);
  double each[SIDE];
  put_sixteen(each, v);
  Sixteen w = {{0}, {0}}, other = {{0}, {0}};
#pragma clang loop unroll(full)
  for (int i = 0; i < SIDE; i += 2) {
    w = plus(w, each[i], sixteen_at(at(s, p, p + i)));
    other = plus(other, each[i + 1], sixteen_at(at(s, p, p + i + 1)));
  }
  w = (Sixteen){(w.low + other.low) * tau, (w.high + other.high) * tau};
  w = plus(w, -0.5 * tau * product_of(w, v), v);
  double shares[SIDE];
  put_sixteen(shares, w);
#pragma clang loop unroll(full)
  for (int i = 0; i < SIDE; i++) {
    double *column = at(s, p, p + i);
    put_sixteen(column, plus(plus(sixteen_at(column), -shares[i], v), -each[i], w));
  }
}

// The block below it, from the right by v; then its first column is reflected away, from the left, by the v that comes back.
INLINE double reflect_below(double *s, long p, Sixteen *v, double tau) {
  double each[SIDE];
  put_sixteen(each, *v);
  Sixteen u = {{0}, {0}}, other = {{0}, {0}}, block[SIDE];
#pragma clang loop unroll(full)
  for (int i = 0; i < SIDE; i += 2) {
    block[i] = sixteen_at(at(s, p + SIDE, p + i));
    block[i + 1] = sixteen_at(at(s, p + SIDE, p + i + 1));
    u = plus(u, each[i], block[i]);
    other = plus(other, each[i + 1], block[i + 1]);
  }
  u = (Sixteen){(u.low + other.low) * tau, (u.high + other.high) * tau};
  Sixteen column = plus(block[0], -each[0], u);
  double first;
  tau = reflection(column, v, &first);
  // E - u vᵀ, then all of it less its projection onto the new v.
  DoubleLanes products[SIDE];
#pragma clang loop unroll(full)
  for (int i = 0; i < SIDE; i++) {
    block[i] = plus(block[i], -each[i], u);
    products[i] = __builtin_elementwise_fma(block[i].high, v->high, block[i].low * v->low);
  }
  double shares[SIDE];
  put_sixteen(shares, (Sixteen){eight_sums(products) * tau, eight_sums(products + 8) * tau});
#pragma clang loop unroll(full)
  for (int i = 1; i < SIDE; i++) put_sixteen(at(s, p + SIDE, p + i), plus(block[i], -shares[i], *v));
  put_sixteen(at(s, p + SIDE, p), (Sixteen){{first}, {0}});
  return tau;
}

// s, a symmetric band [n x n] as `at` reads it, with 2 SIDE columns of zeros behind, to diagonal d and what is below, e.
static void chase(long n, double *s, double *d, double *e) {
  for (long column = 0; column < n; column++) {
    Sixteen v;
    double tau = reflection(sixteen_at(at(s, column + 1, column)), &v, &e[column]);
    d[column] = *at(s, column, column);
    for (long p = column + 1; p < n; p += SIDE) {
      reflect_diagonal(s, p, v, tau);
      if (p + SIDE >= n) break;
      tau = reflect_below(s, p, &v, tau);
    }
  }
}

// The lower half of B Bᵀ for the lower band B [n x n], and the upper halves of its diagonal blocks; s holds zeros.
static void band_gram(long n, const double *band, double *s) {
  for (long k = 0; k < n; k++) {
    // Column k of B from its diagonal on, with zeros behind its SIDE + 1 numbers.
    double column[2 * SIDE + 1] = {0};
    long count = n - k < SIDE + 1 ? n - k : SIDE + 1;
    for (long i = 0; i < count; i++) column[i] = band[(k + i) * (SIDE + 1) + SIDE - i];
    for (long j = 0; j < count; j++) {
      double *target = at(s, k + j, k + j);
      put_sixteen(target, plus(sixteen_at(target), column[j], sixteen_at(column + j)));
      if (j == 0) target[SIDE] = fma(column[0], column[SIDE], target[SIDE]);
    }
  }
  for (long j = 0; j < n; j++)
    for (long i = j + 1; i < j + SIDE && i < n; i++) *at(s, j, i) = *at(s, i, j);
}

static void band_tridiagonal(long n, const double *band, double *s, double *d, double *e) {
  band_gram(n, band, s);
  chase(n, s, d, e);
}

#undef SIDE
#undef HEIGHT
