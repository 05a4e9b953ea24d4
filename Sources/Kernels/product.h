// Matrix products, compiled once for each instruction set and number type.
//
// Wants REAL, LANES (numbers in 64 bytes), VECTOR, DEPTH (length of a block of k), TILE_ROWS and TILE_VECTORS (what the
// registers hold), LOAD and TRANSPOSE (of lanes.h), ROW_LANES, ROW_VECTOR, ROW_LOAD and ROW_TRANSPOSE, which are the same for
// vectors that the rows of a tile fill, and NAME, which gives a function its name.

// Columns in a panel of b: two vectors, whatever the registers hold, so that packed blocks have one layout.
#define PANEL (2 * LANES)
// Columns of b that are packed at a time: DEPTH x COLUMNS numbers stay in the second-level cache.
#define COLUMNS (4 * PANEL)
// Rows of b that are asked for before they are packed.
#define ROWS_AHEAD 16

// c [TILE_ROWS x TILE_VECTORS vectors] = a [depth x TILE_ROWS] times b, whose rows are PANEL apart; or c += the same.
INLINE void NAME(tile)(long depth, const REAL *a, const REAL *b, REAL *c, long stride, bool add) {
  VECTOR sums[TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
  for (int i = 0; i < TILE_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < TILE_VECTORS; j++) sums[i][j] = (VECTOR){0};
  for (long k = 0; k < depth; k++) {
    VECTOR columns[TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int j = 0; j < TILE_VECTORS; j++) memcpy(&columns[j], b + k * PANEL + j * LANES, 64);
#pragma clang loop unroll(full)
    for (int i = 0; i < TILE_ROWS; i++) {
      VECTOR row = a[k * TILE_ROWS + i] - (VECTOR){0};
#pragma clang loop unroll(full)
      for (int j = 0; j < TILE_VECTORS; j++) sums[i][j] = __builtin_elementwise_fma(row, columns[j], sums[i][j]);
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < TILE_ROWS; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < TILE_VECTORS; j++) {
      REAL *target = c + i * stride + j * LANES;
      VECTOR before = {0};
      if (add) memcpy(&before, target, 64);
      VECTOR sum = add ? before + sums[i][j] : sums[i][j];
      memcpy(target, &sum, 64);
    }
}

// A tile of which only `rows` and `columns` belong to c.
static void NAME(edge)(
    long depth, const REAL *a, const REAL *b, REAL *c, long stride, bool add, long rows, long columns) {
  REAL tile[TILE_ROWS * TILE_VECTORS * LANES];
  NAME(tile)(depth, a, b, tile, TILE_VECTORS * LANES, false);
  for (long i = 0; i < rows; i++)
    for (long j = 0; j < columns; j++) {
      REAL value = tile[i * TILE_VECTORS * LANES + j];
      c[i * stride + j] = add ? c[i * stride + j] + value : value;
    }
}

// Packs k0 ..< k0 + depth of `count` columns from n0 on: panels [depth x PANEL], filled up with zeros. Rows of a weight lie far
// apart, which no hardware foresees, so those that come next are asked for.
INLINE LaneBits NAME(pack_columns)(
    const void *data, int format, bool transposed, long ld, long k0, long depth, long n0, long count, REAL *out) {
  LaneBits bad = {0};
  for (long panel = 0; panel < count; panel += PANEL, out += depth * PANEL)
    for (int half = 0; half < 2; half++) {
      long first = panel + half * LANES;
      long width = count - first < 0 ? 0 : count - first < LANES ? count - first : LANES;
      REAL *target = out + half * LANES;
      if (!transposed) {
        for (long k = 0; k < depth; k++) {
          ahead(data, format, (k0 + k + ROWS_AHEAD) * ld + n0 + first);
          VECTOR row = LOAD(data, format, (k0 + k) * ld + n0 + first, width, &bad);
          memcpy(target + k * PANEL, &row, 64);
        }
        continue;
      }
      for (long k = 0; k < depth; k += LANES) {
        long left = depth - k < LANES ? depth - k : LANES;
        VECTOR block[LANES];
        for (long i = 0; i < LANES; i++) {
          ahead(data, format, (n0 + first + LANES + i) * ld + k0 + k);
          block[i] = i < width ? LOAD(data, format, (n0 + first + i) * ld + k0 + k, left, &bad) : (VECTOR){0};
        }
        TRANSPOSE(block);
        for (long i = 0; i < left; i++) memcpy(target + (k + i) * PANEL, &block[i], 64);
      }
    }
  return bad;
}

// The same with the format as a constant, so that no branch is left inside.
static bool NAME(pack_block)(kernels_source b, long k0, long depth, long n0, long count, REAL *out) {
  LaneBits bad = {0};
#define EACH(number, turned) \
  if (b.format == number && b.transposed == turned) \
    bad = NAME(pack_columns)(b.data, number, turned, b.stride, k0, depth, n0, count, out);
  FORMATS(EACH)
#undef EACH
  uint32_t any = 0;
  for (int i = 0; i < 16; i++) any |= bad[i];
  return any == 0;
}

// Packs `rows` rows of a, from `first` on, into `count` places of a panel [k x TILE_ROWS]; the other places become zeros.
INLINE void NAME(pack_lanes)(
    const void *data, int format, bool transposed, long ld, long k, REAL scale, long first, long rows, long count,
    REAL *out) {
  LaneBits bad;
  for (long p = 0; p < k; p += ROW_LANES) {
    long depth = k - p < ROW_LANES ? k - p : ROW_LANES;
    ROW_VECTOR block[ROW_LANES];
    for (long i = 0; i < ROW_LANES; i++) {
      block[i] = (ROW_VECTOR){0};
      if (transposed && i < depth) block[i] = ROW_LOAD(data, format, (p + i) * ld + first, rows, &bad);
      if (!transposed && i < rows) block[i] = ROW_LOAD(data, format, (first + i) * ld + p, depth, &bad);
      block[i] *= scale;
    }
    if (!transposed) ROW_TRANSPOSE(block);
    for (long i = 0; i < depth; i++) memcpy(out + (p + i) * TILE_ROWS, &block[i], count * sizeof(REAL));
  }
}

// The same with the format as a constant where all places are filled, so that no branch is left inside.
INLINE void NAME(pack_places)(kernels_source a, long m, long k, REAL scale, long first, long count, REAL *out) {
  long rows = m - first < 0 ? 0 : m - first < count ? m - first : count;
  if (rows < count) NAME(pack_lanes)(a.data, a.format, a.transposed, a.stride, k, scale, first, rows, count, out);
#define EACH(number, turned) \
  else if (a.format == number && a.transposed == turned) \
    NAME(pack_lanes)(a.data, number, turned, a.stride, k, scale, first, count, count, out);
  FORMATS(EACH)
#undef EACH
}

// Packs panels first ..< last of a [m x k].
static void NAME(pack_rows)(
    kernels_source a, long m, long k, REAL scale, REAL *packed, long first, long last) {
  for (long panel = first; panel < last; panel++) {
    REAL *out = packed + panel * TILE_ROWS * k;
#pragma clang loop unroll(full)
    for (long row = 0; row < TILE_ROWS; row += ROW_LANES)
      NAME(pack_places)(
          a, m, k, scale, panel * TILE_ROWS + row, TILE_ROWS - row < ROW_LANES ? TILE_ROWS - row : ROW_LANES, out + row);
  }
}

// Columns n ..< n + count of c for rows r0 ..< r1 of packed rows, from k = p on, of which `block` has the columns of b.
INLINE void NAME(multiply_block)(
    const REAL *packed, long r0, long end, long r1, long k, long p, long depth, const REAL *block, long count, REAL *c,
    long stride, bool add) {
  for (long row = r0; row < end; row += TILE_ROWS) {
    const REAL *a = packed + row * k + p * TILE_ROWS;
    long rows = r1 - row < TILE_ROWS ? r1 - row : TILE_ROWS;
    for (long j = 0; j < count; j += TILE_VECTORS * LANES) {
      const REAL *columns = block + j / PANEL * PANEL * depth + j % PANEL;
      long width = count - j < TILE_VECTORS * LANES ? count - j : TILE_VECTORS * LANES;
      REAL *target = c + row * stride + j;
      if (rows == TILE_ROWS && width == TILE_VECTORS * LANES) NAME(tile)(depth, a, columns, target, stride, add);
      else NAME(edge)(depth, a, columns, target, stride, add, rows, width);
    }
  }
}

// Columns n0 ..< n1 of c for rows r0 ..< r1 of packed rows; see kernels_multiply. `block` holds DEPTH x COLUMNS numbers.
//
// Each element adds up its blocks of k in order, whichever loop is the outer one: where k is longer than c is wide, that over k,
// so that packed rows come from memory once.
static bool NAME(multiply)(
    const REAL *packed, long r0, long r1, long k, kernels_source b, long n0, long n1, REAL *c, long stride,
    bool accumulate, bool upper, REAL *block) {
  bool finite = true, deep = k > n1 - n0;
  long widths = (n1 - n0 + COLUMNS - 1) / COLUMNS, depths = (k + DEPTH - 1) / DEPTH;
  for (long step = 0; step < widths * depths; step++) {
    long n = n0 + COLUMNS * (deep ? step % widths : step / depths);
    long p = DEPTH * (deep ? step / widths : step % depths);
    long count = n1 - n < COLUMNS ? n1 - n : COLUMNS;
    long depth = k - p < DEPTH ? k - p : DEPTH;
    long end = upper && n + count < r1 ? n + count : r1;
    finite &= NAME(pack_block)(b, p, depth, n, count, block);
    NAME(multiply_block)(packed, r0, end, r1, k, p, depth, block, count, c + n, stride, accumulate || p > 0);
  }
  return finite;
}

#undef PANEL
#undef COLUMNS
#undef ROWS_AHEAD
