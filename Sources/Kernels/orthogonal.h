// Orthogonal transformations of a matrix in Float, sixteen rows and columns at a time: to a lower triangle from the right, and to a
// lower band from both sides.
//
// A block of reflections is I - Vᵀ T V with the v as rows of V (Schreiber and Van Loan 1989). V is what was rounded, and T is made
// of that V, so a block is orthogonal to the last place however V was found. All sides are multiples of BLOCK.

#define BLOCK KERNELS_BAND
// Terms that are added up before their sum is added to the others: one long chain would round each term to the whole sum.
#define CHAIN 64

// The sum of all lanes in Double, in one order.
INLINE double lane_sum(FloatLanes v) {
  double halves[8];
  for (int i = 0; i < 8; i++) halves[i] = (double)v[i] + (double)v[i + 8];
  return ((halves[0] + halves[4]) + (halves[2] + halves[6])) + ((halves[1] + halves[5]) + (halves[3] + halves[7]));
}

INLINE FloatLanes lanes_at(const float *from) {
  FloatLanes v;
  memcpy(&v, from, sizeof v);
  return v;
}

// c [rows x BLOCK] = a [rows x depth] b [depth x BLOCK], or c - a b; the rows of a are `stride` apart.
static void narrow_product(
    long rows, long depth, const float *a, long stride, const float *b, float *c, bool subtract) {
  for (long row = 0; row < rows; row += NARROW_ROWS) {
    FloatLanes all[NARROW_ROWS];
#pragma clang loop unroll(full)
    for (int i = 0; i < NARROW_ROWS; i++) all[i] = (FloatLanes){0};
    for (long start = 0; start < depth; start += CHAIN) {
      long end = start + CHAIN < depth ? start + CHAIN : depth;
      FloatLanes sums[NARROW_ROWS];
#pragma clang loop unroll(full)
      for (int i = 0; i < NARROW_ROWS; i++) sums[i] = (FloatLanes){0};
      for (long k = start; k < end; k++) {
        FloatLanes column = lanes_at(b + k * BLOCK);
#pragma clang loop unroll(full)
        for (int i = 0; i < NARROW_ROWS; i++)
          sums[i] = __builtin_elementwise_fma(a[(row + i) * stride + k] - (FloatLanes){0}, column, sums[i]);
      }
#pragma clang loop unroll(full)
      for (int i = 0; i < NARROW_ROWS; i++) all[i] += sums[i];
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < NARROW_ROWS; i++) {
      float *target = c + (row + i) * BLOCK;
      FloatLanes sum = subtract ? lanes_at(target) - all[i] : all[i];
      memcpy(target, &sum, sizeof sum);
    }
  }
}

// c [BLOCK x columns] = aᵀ b for a [depth x BLOCK] and b [depth x columns]; the rows of b and c are as far apart as they say.
static void short_product(
    long columns, long depth, const float *a, const float *b, long b_stride, float *c, long c_stride) {
  for (long column = 0; column < columns; column += BLOCK)
    for (int first = 0; first < BLOCK; first += SHORT_ROWS) {
      FloatLanes all[SHORT_ROWS];
#pragma clang loop unroll(full)
      for (int i = 0; i < SHORT_ROWS; i++) all[i] = (FloatLanes){0};
      for (long start = 0; start < depth; start += CHAIN) {
        long end = start + CHAIN < depth ? start + CHAIN : depth;
        FloatLanes sums[SHORT_ROWS];
#pragma clang loop unroll(full)
        for (int i = 0; i < SHORT_ROWS; i++) sums[i] = (FloatLanes){0};
        for (long k = start; k < end; k++) {
          FloatLanes row = lanes_at(b + k * b_stride + column);
#pragma clang loop unroll(full)
          for (int i = 0; i < SHORT_ROWS; i++)
            sums[i] = __builtin_elementwise_fma(a[k * BLOCK + first + i] - (FloatLanes){0}, row, sums[i]);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < SHORT_ROWS; i++) all[i] += sums[i];
      }
#pragma clang loop unroll(full)
      for (int i = 0; i < SHORT_ROWS; i++) memcpy(c + (first + i) * c_stride + column, &all[i], sizeof all[i]);
    }
}

// A tile of UPDATE_ROWS rows and `vectors` vectors of what follows.
INLINE void update_tile(
    int vectors, long depth, const float *a, long a_stride, const float *b, long b_stride, float *c, long c_stride) {
  FloatLanes sums[UPDATE_ROWS][2];
#pragma clang loop unroll(full)
  for (int i = 0; i < UPDATE_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) sums[i][j] = (FloatLanes){0};
  for (long k = 0; k < depth; k++) {
    FloatLanes columns[2];
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) columns[j] = lanes_at(b + k * b_stride + j * 16);
#pragma clang loop unroll(full)
    for (int i = 0; i < UPDATE_ROWS; i++)
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors; j++)
        sums[i][j] = __builtin_elementwise_fma(a[i * a_stride + k] - (FloatLanes){0}, columns[j], sums[i][j]);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < UPDATE_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
      // One rounding of c for each step, not one for each k.
      FloatLanes rest = lanes_at(c + i * c_stride + j * 16) - sums[i][j];
      memcpy(c + i * c_stride + j * 16, &rest, 64);
    }
}

// c [rows x columns] -= a [rows x depth] b [depth x columns].
static void update(
    long rows, long columns, long depth, const float *a, long a_stride, const float *b, long b_stride, float *c,
    long c_stride) {
  for (long column = 0; column < columns;) {
    int vectors = TILE_VECTORS == 2 && columns - column >= 32 ? 2 : 1;
    for (long row = 0; row < rows; row += UPDATE_ROWS) {
      const float *from = a + row * a_stride;
      float *to = c + row * c_stride + column;
      if (vectors == 2) update_tile(2, depth, from, a_stride, b + column, b_stride, to, c_stride);
      else update_tile(1, depth, from, a_stride, b + column, b_stride, to, c_stride);
    }
    column += 16 * vectors;
  }
}

// Rows become columns: to [columns x BLOCK] = fromᵀ for from [BLOCK x columns].
static void turn_rows(long columns, const float *from, long stride, float *to) {
  for (long column = 0; column < columns; column += BLOCK) {
    FloatLanes block[BLOCK];
    for (int i = 0; i < BLOCK; i++) block[i] = lanes_at(from + i * stride + column);
    transpose_float(block);
    for (int i = 0; i < BLOCK; i++) memcpy(to + (column + i) * BLOCK, &block[i], 64);
  }
}

// The same back: to [BLOCK x rows] = fromᵀ for from [rows x BLOCK].
static void turn_columns(long rows, const float *from, long stride, float *to, long to_stride) {
  for (long row = 0; row < rows; row += BLOCK) {
    FloatLanes block[BLOCK];
    for (int i = 0; i < BLOCK; i++) block[i] = lanes_at(from + (row + i) * stride);
    transpose_float(block);
    for (int i = 0; i < BLOCK; i++) memcpy(to + i * to_stride + row, &block[i], 64);
  }
}

// Reflections v_0 .. v_15 that make a lower triangle [BLOCK x BLOCK] of the rows p [BLOCK x length]: they become the rows of v
// [BLOCK x length], with zeros in front, and t the T of their block in Float, as columns [BLOCK x length] turned in vt.
static void reflect_rows(long length, float *p, long stride, float *v, float *vt, float *t, double *triangle) {
  const LaneInts lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  double tau[BLOCK];
  for (int i = 0; i < BLOCK; i++) {
    float *x = p + i * stride, *w = v + i * length;
    for (int j = 0; j < BLOCK; j++) triangle[i * BLOCK + j] = j < i ? x[j] : 0;
    DoubleLanes squares[2] = {{0}, {0}};
    for (long k = 0; k < length; k += 16) {
      FloatLanes here = lanes_at(x + k);
      if (k == 0) here = (FloatLanes)((LaneInts)here & (lane >= i));
      memcpy(w + k, &here, 64);
      for (int half = 0; half < 2; half++) {
        HalfLanes part;
        memcpy(&part, (char *)&here + half * 32, 32);
        DoubleLanes wide = __builtin_convertvector(part, DoubleLanes);
        squares[half] = __builtin_elementwise_fma(wide, wide, squares[half]);
      }
    }
    double square = 0, head = w[i];
    for (int k = 0; k < 8; k++) square += squares[0][k] + squares[1][k];
    double size = sqrt(square);
    tau[i] = 0;
    triangle[i * BLOCK + i] = head;
    // What is smaller than any number that matters here, or alone already, needs no reflection.
    if (!(square > 1e-60) || square == head * head) {
      memset(w, 0, length * sizeof *w);
      continue;
    }
    // v is scaled to a length of about 1, so that neither it nor T leaves the range of Float.
    int exponent;
    frexp(size, &exponent);
    float factor = (float)ldexp(1, -exponent);
    for (long k = 0; k < length; k += 16) {
      FloatLanes here = lanes_at(w + k) * factor;
      memcpy(w + k, &here, 64);
    }
    double old = w[i];
    w[i] = (float)((head + (head < 0 ? -size : size)) * factor);
    // Of the reflected x only the first element is left: its sum of products is known from its square.
    double scaled = square * factor * factor - old * old;
    double length_square = scaled + (double)w[i] * w[i];
    tau[i] = 2 / length_square;
    triangle[i * BLOCK + i] = head - tau[i] * (scaled + old * w[i]) / factor * w[i];
    for (int r = i + 1; r < BLOCK; r++) {
      float *row = p + r * stride;
      FloatLanes sums[2] = {{0}, {0}};
      long k = 0;
      for (; k + 32 <= length; k += 32) {
        sums[0] = __builtin_elementwise_fma(lanes_at(w + k), lanes_at(row + k), sums[0]);
        sums[1] = __builtin_elementwise_fma(lanes_at(w + k + 16), lanes_at(row + k + 16), sums[1]);
      }
      if (k < length) sums[0] = __builtin_elementwise_fma(lanes_at(w + k), lanes_at(row + k), sums[0]);
      FloatLanes share = -((float)(tau[i] * lane_sum(sums[0] + sums[1])) - (FloatLanes){0});
      for (k = 0; k < length; k += 16) {
        FloatLanes sum = __builtin_elementwise_fma(share, lanes_at(w + k), lanes_at(row + k));
        memcpy(row + k, &sum, 64);
      }
    }
  }
  turn_rows(length, v, length, vt);
  float gram[BLOCK * BLOCK];
  narrow_product(BLOCK, length, v, length, vt, gram, false);
  double exact[BLOCK][BLOCK] = {{0}};
  for (int k = 0; k < BLOCK; k++) {
    exact[k][k] = tau[k];
    for (int i = 0; i < k; i++) {
      double sum = 0;
      for (int l = i; l < k; l++) sum += exact[i][l] * gram[l * BLOCK + k];
      exact[i][k] = -tau[k] * sum;
    }
  }
  for (int i = 0; i < BLOCK * BLOCK; i++) t[i] = (float)exact[i / BLOCK][i % BLOCK];
}

// Memory for the two blocks of reflections of a step.
typedef struct {
  float *v, *vt, *y, *factors, *rows;
} Scratch;

INLINE Scratch scratch_in(float *memory, long longest) {
  return (Scratch){memory, memory + BLOCK * longest, memory + 2 * BLOCK * longest, memory + 3 * BLOCK * longest,
      memory + 5 * BLOCK * longest};
}

// The triangle L [rows x rows] of a = L Q, as columns; see kernels_triangle.
static void triangle_of(long rows, long columns, float *a, float *lower, float *memory) {
  Scratch s = scratch_in(memory, columns);
  float t[BLOCK * BLOCK];
  double triangle[BLOCK * BLOCK];
  for (long k = 0; k < rows; k += BLOCK) {
    float *corner = a + k * columns + k, *below = corner + BLOCK * columns, *target = lower + k * rows + k;
    long length = columns - k, rest = rows - k - BLOCK;
    reflect_rows(length, corner, columns, s.v, s.vt, t, triangle);
    for (int j = 0; j < BLOCK; j++) {
      memset(target + j * rows - k, 0, k * sizeof(float));
      for (int i = 0; i < BLOCK; i++) target[j * rows + i] = (float)triangle[i * BLOCK + j];
    }
    if (rest == 0) return;
    narrow_product(rest, length, below, columns, s.vt, s.y, false);
    narrow_product(rest, BLOCK, s.y, BLOCK, t, s.factors, false);
    update(rest, length, BLOCK, s.factors, BLOCK, s.v, length, below, columns);
    turn_columns(rest, below, columns, target + BLOCK, rows);
  }
}

// Puts a triangle into the band, whose element (i, j) is band[i * (BLOCK + 1) + j + BLOCK - i].
INLINE void put(const double *triangle, long row, long column, bool turned, double *band) {
  for (int i = 0; i < BLOCK; i++)
    for (int j = 0; j <= i; j++) {
      long r = row + (turned ? j : i), c = column + (turned ? i : j);
      band[r * (BLOCK + 1) + c + BLOCK - r] = triangle[i * BLOCK + j];
    }
}

// a [rows x columns], rows <= columns, becomes a lower band of the same singular values; see kernels_band.
static void band_of(long rows, long columns, float *a, double *band, float *memory) {
  Scratch s = scratch_in(memory, columns);
  float t[BLOCK * BLOCK], turned[BLOCK * BLOCK], inner[BLOCK * BLOCK], both[BLOCK * BLOCK];
  double triangle[BLOCK * BLOCK];
  for (long k = 0; k < rows; k += BLOCK) {
    float *corner = a + k * columns + k, *below = corner + BLOCK * columns;
    long length = columns - k, rest = rows - k - BLOCK;
    reflect_rows(length, corner, columns, s.v, s.vt, t, triangle);
    put(triangle, k, k, false, band);
    if (rest == 0) return;
    // From the right: below -= X V with X = below Vᵀ T, at once only in the columns that are reflected next.
    float *x = s.factors;
    narrow_product(rest, length, below, columns, s.vt, s.y, false);
    narrow_product(rest, BLOCK, s.y, BLOCK, t, x, false);
    update(rest, BLOCK, BLOCK, x, BLOCK, s.v, length, below, columns);
    // From the left: below -= Wᵀ Tᵀ W below, where W are the reflections of its first columns.
    float *w = s.rows, *wt = s.y, *wide = s.rows + BLOCK * columns;
    float *panel = wide + 2 * BLOCK * columns;
    turn_columns(rest, below, columns, panel, rest);
    reflect_rows(rest, panel, rest, w, wt, t, triangle);
    put(triangle, k + BLOCK, k, true, band);
    long others = length - BLOCK;
    // Both at once: below - (X - Wᵀ Tᵀ (W X)) V - (Wᵀ Tᵀ) (W below).
    float *stacked = wide;
    for (int i = 0; i < BLOCK; i++) memcpy(stacked + i * others, s.v + i * length + BLOCK, others * sizeof(float));
    short_product(others, rest, wt, below + BLOCK, columns, stacked + BLOCK * others, others);
    short_product(BLOCK, rest, wt, x, BLOCK, inner, BLOCK);
    for (int i = 0; i < BLOCK; i++)
      for (int j = 0; j < BLOCK; j++) turned[i * BLOCK + j] = t[j * BLOCK + i];
    narrow_product(BLOCK, BLOCK, turned, BLOCK, inner, both, false);
    narrow_product(rest, BLOCK, wt, BLOCK, both, x, true);
    float *y = s.v;
    narrow_product(rest, BLOCK, wt, BLOCK, turned, y, false);
    float *pair = panel;
    for (long r = 0; r < rest; r++) {
      memcpy(pair + r * 2 * BLOCK, x + r * BLOCK, BLOCK * sizeof(float));
      memcpy(pair + r * 2 * BLOCK + BLOCK, y + r * BLOCK, BLOCK * sizeof(float));
    }
    update(rest, others, 2 * BLOCK, pair, 2 * BLOCK, stacked, others, below + BLOCK, columns);
  }
}

#undef BLOCK
#undef CHAIN
