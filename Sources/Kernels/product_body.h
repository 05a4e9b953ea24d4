// Matrix products, compiled once for each instruction set and number type.
//
// Wants: REAL, LANES (numbers in 64 bytes), DEPTH (length of a block of k), PANEL_ROWS and PANEL_VECTORS (the tile that the
// registers hold), NAME(x).

typedef REAL NAME(lanes) __attribute__((vector_size(64), aligned(sizeof(REAL))));
#define V NAME(lanes)
// Columns in a panel of b: two vectors, whatever the instruction set, so that packed blocks have one layout.
#define PANEL_COLUMNS (2 * LANES)
// Columns of b that are packed at a time: DEPTH x BLOCK_COLUMNS numbers stay in the second-level cache.
#define BLOCK_COLUMNS (4 * PANEL_COLUMNS)

// `count` numbers from element `index` of a matrix on, the rest of the lanes 0. Sets bits of `bad` where one is not finite.
INLINE V NAME(load)(const void *data, int format, long index, long count, LaneBits *bad) {
  Float16Lanes narrow = {0};
  V wide;
  if (format == KERNELS_BFLOAT16 || format == KERNELS_FLOAT16) {
    const unsigned short *source = (const unsigned short *)data + index;
    HalfBits half = {0};
    if (count >= LANES) memcpy(&half, source, LANES * 2); else memcpy(&half, source, count * 2);
    FloatLanes values;
    if (format == KERNELS_BFLOAT16) {
      LaneBits bits = __builtin_convertvector(half, LaneBits) << 16;
      memcpy(&values, &bits, 64);
    } else {
      memcpy(&narrow, &half, 32);
      values = __builtin_convertvector(narrow, FloatLanes);
    }
    LaneBits bits;
    memcpy(&bits, &values, 64);
    *bad |= (LaneBits)((bits & 0x7f800000u) == 0x7f800000u);
    memcpy(&wide, &values, 64);
    return wide;
  }
  if (format == KERNELS_FLOAT32 && LANES == 16) {
    const float *source = (const float *)data + index;
    FloatLanes values = {0};
    if (count >= LANES) memcpy(&values, source, 64); else memcpy(&values, source, count * 4);
    LaneBits bits;
    memcpy(&bits, &values, 64);
    *bad |= (LaneBits)((bits & 0x7f800000u) == 0x7f800000u);
    memcpy(&wide, &values, 64);
    return wide;
  }
  if (format == KERNELS_FLOAT32) {
    const float *source = (const float *)data + index;
    HalfLanes values = {0};
    if (count >= LANES) memcpy(&values, source, LANES * 4); else memcpy(&values, source, count * 4);
    DoubleLanes converted = __builtin_convertvector(values, DoubleLanes);
    memcpy(&wide, &converted, 64);
    return wide;
  }
  const REAL *source = (const REAL *)data + index;
  wide = (V){0};
  if (count >= LANES) memcpy(&wide, source, 64); else memcpy(&wide, source, count * sizeof(REAL));
  return wide;
}
