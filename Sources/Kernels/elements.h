// What is done element by element, compiled once for each instruction set.
//
// Rows are taken 16 numbers at a time; sums have eight lanes of Double and are added up in a fixed order.

// Two vectors of Double that hold the sums of 16 lanes.
typedef struct {
  DoubleLanes low, high;
} Sums;

INLINE DoubleLanes low_half(FloatLanes x) {
  return __builtin_convertvector(__builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7), DoubleLanes);
}

INLINE DoubleLanes high_half(FloatLanes x) {
  return __builtin_convertvector(__builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15), DoubleLanes);
}

INLINE double total(Sums sums) {
  DoubleLanes both = sums.low + sums.high;
  return ((both[0] + both[4]) + (both[2] + both[6])) + ((both[1] + both[5]) + (both[3] + both[7]));
}

INLINE void add_to(Sums *sums, FloatLanes x) {
  sums->low += low_half(x);
  sums->high += high_half(x);
}

// sums += x * y, the products in Double.
INLINE void add_product(Sums *sums, FloatLanes x, FloatLanes y) {
  sums->low = __builtin_elementwise_fma(low_half(x), low_half(y), sums->low);
  sums->high = __builtin_elementwise_fma(high_half(x), high_half(y), sums->high);
}

INLINE FloatLanes pick(LaneInts mask, FloatLanes yes, FloatLanes no) {
  return as_floats(((LaneBits)mask & as_bits(yes)) | (~(LaneBits)mask & as_bits(no)));
}

INLINE FloatLanes spread(float x) { return x - (FloatLanes){0}; }

INLINE FloatLanes fma16(FloatLanes a, FloatLanes b, FloatLanes c) { return __builtin_elementwise_fma(a, b, c); }

// exp(x) to about one unit in the last place: x = n ln 2 + r with |r| <= ln 2 / 2, a polynomial of degree 6 in r, times 2^n.
// Below -87.3 it is 0, above 88.7 infinite; NaN stays.
INLINE FloatLanes exp16(FloatLanes x) {
  FloatLanes held = pick(x < -87.3f, spread(-87.3f), pick(x > 88.7f, spread(88.7f), x));
  FloatLanes shifted = fma16(held, spread(1.44269504f), spread(12582912.0f));
  LaneInts n = (LaneInts)(as_bits(shifted) - as_bits(spread(12582912.0f)));
  FloatLanes whole = shifted - 12582912.0f;
  FloatLanes r = fma16(whole, spread(-0.693145752f), held);
  r = fma16(whole, spread(-1.42860677e-6f), r);
  FloatLanes p = spread(1.39381335e-3f);
  p = fma16(p, r, spread(8.36596768e-3f));
  p = fma16(p, r, spread(4.16662507e-2f));
  p = fma16(p, r, spread(0.166665047f));
  p = fma16(p, r, spread(0.5f));
  p = fma16(p, r, spread(1.0f));
  p = fma16(p, r, spread(1.0f));
  LaneInts half = n >> 1;
  p *= as_floats((LaneBits)(half + 127) << 23);
  p *= as_floats((LaneBits)(n - half + 127) << 23);
  p = pick(x < -87.3f, spread(0), pick(x > 88.7f, spread(INFINITY), p));
  return pick(x == x, p, x);
}

// tanh(x): an odd polynomial (Cephes) where |x| < 0.625, else 1 - 2 / (exp(2 |x|) + 1) with the sign of x.
INLINE FloatLanes tanh16(FloatLanes x) {
  LaneBits sign = as_bits(x) & 0x80000000u;
  FloatLanes size = as_floats(as_bits(x) & 0x7fffffffu);
  FloatLanes square = x * x;
  FloatLanes p = spread(-5.70498872745e-3f);
  p = fma16(p, square, spread(2.06390887954e-2f));
  p = fma16(p, square, spread(-5.37397155531e-2f));
  p = fma16(p, square, spread(1.33314422036e-1f));
  p = fma16(p, square, spread(-3.33332819422e-1f));
  FloatLanes near = fma16(p * square, x, x);
  FloatLanes far = 1.0f - 2.0f / (exp16(2.0f * size) + 1.0f);
  return pick(size < 0.625f, near, as_floats(as_bits(far) | sign));
}

#define ROW(count) for (long i = 0; i < (count); i += 16)
#define GET(row) load_floats((row) + i, count - i)
#define PUT(row, values) store_floats((row) + i, values, count - i)
// Lanes of the row at i that are inside it.
INLINE LaneInts inside(long i, long count) {
  const LaneInts lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return lanes < (int32_t)(count - i < 16 ? count - i : 16);
}

INLINE float largest(const float *row, long count) {
  FloatLanes peak = spread(row[0]);
  ROW(count) {
    FloatLanes x = GET(row);
    peak = pick((x > peak) & inside(i, count), x, peak);
  }
  float most = peak[0];
  for (int lane = 1; lane < 16; lane++) most = peak[lane] > most ? peak[lane] : most;
  return most;
}

static void cap_row(float *row, long count, float cap) {
  ROW(count) PUT(row, cap * tanh16(GET(row) / cap));
}

// Turns a row into exp(row - largest) and returns the sum.
INLINE double exponentials(float *row, long count) {
  float peak = largest(row, count);
  Sums sums = {0};
  ROW(count) {
    FloatLanes x = exp16(GET(row) - peak);
    PUT(row, x);
    add_to(&sums, pick(inside(i, count), x, spread(0)));
  }
  return total(sums);
}

static void softmax_row(float *s, long count, float cap) {
  if (cap > 0) cap_row(s, count, cap);
  float factor = (float)(1 / exponentials(s, count));
  ROW(count) PUT(s, GET(s) * factor);
}

static void softmax_backward_row(float *dp, const float *p, const float *s, long count, float cap) {
  Sums sums = {0};
  ROW(count) add_product(&sums, GET(dp), GET(p));
  float mean = (float)total(sums);
  ROW(count) {
    FloatLanes ds = GET(p) * (GET(dp) - mean);
    if (cap > 0) {
      FloatLanes bend = tanh16(GET(s) / cap);
      ds *= 1.0f - bend * bend;
    }
    PUT(dp, ds);
  }
}

static double cross_entropy_row(float *z, long count, long id, double factor, float cap) {
  if (cap > 0) cap_row(z, count, cap);
  double target = (double)(z[id] - largest(z, count));
  // With a cap, z / cap is the tanh that its slope needs, which exp would overwrite.
  if (cap == 0) {
    double sum = exponentials(z, count);
    float scale = (float)(factor / sum);
    ROW(count) PUT(z, GET(z) * scale);
    z[id] -= (float)factor;
    return log(sum) - target;
  }
  float peak = largest(z, count);
  Sums sums = {0};
  ROW(count) add_to(&sums, pick(inside(i, count), exp16(GET(z) - peak), spread(0)));
  double sum = total(sums);
  float scale = (float)(factor / sum);
  float bend = z[id] / cap;
  ROW(count) {
    FloatLanes x = GET(z);
    FloatLanes slope = 1.0f - (x / cap) * (x / cap);
    PUT(z, exp16(x - peak) * scale * slope);
  }
  z[id] -= (float)factor * (1 - bend * bend);
  return log(sum) - target;
}

static float norm_row(const float *x, const float *w, float *y, long count, double epsilon) {
  Sums sums = {0};
  ROW(count) add_product(&sums, GET(x), GET(x));
  float scale = (float)(1 / sqrt(total(sums) / (double)count + epsilon));
  ROW(count) PUT(y, GET(x) * scale * GET(w));
  return scale;
}

static void norm_backward_row(
    const float *dy, const float *x, const float *w, float scale, float *dx, long count) {
  Sums sums = {0};
  ROW(count) add_product(&sums, GET(dy) * GET(w), GET(x));
  double s = scale;
  float pull = (float)(total(sums) * s * s * s / (double)count);
  ROW(count) PUT(dx, GET(dx) + (scale * GET(dy) * GET(w) - pull * GET(x)));
}

// Value and slope of an activation.
INLINE FloatLanes activate(int activation, FloatLanes x, FloatLanes *slope) {
  if (activation == KERNELS_SILU) {
    FloatLanes sigmoid = 1.0f / (1.0f + exp16(-x));
    *slope = sigmoid * (1.0f + x * (1.0f - sigmoid));
    return x * sigmoid;
  }
  const float c = 0.797884561f;
  FloatLanes bend = tanh16(c * (x + 0.044715f * x * x * x));
  FloatLanes inner = c * (1.0f + 0.134145f * x * x);
  *slope = 0.5f * (1.0f + bend) + 0.5f * x * (1.0f - bend * bend) * inner;
  return 0.5f * x * (1.0f + bend);
}

static void gated_row(int activation, const float *gate, const float *up, float *hidden, long count) {
  FloatLanes slope;
  if (activation == KERNELS_SILU) ROW(count) PUT(hidden, activate(KERNELS_SILU, GET(gate), &slope) * GET(up));
  else ROW(count) PUT(hidden, activate(KERNELS_GELU_TANH, GET(gate), &slope) * GET(up));
}

static void gated_backward_row(int activation, const float *dhidden, float *gate, float *up, long count) {
  ROW(count) {
    FloatLanes slope;
    FloatLanes value = activate(activation, GET(gate), &slope);
    FloatLanes d = GET(dhidden);
    PUT(gate, d * GET(up) * slope);
    PUT(up, d * value);
  }
}

static void rotate_row(float *x, const float *cosines, const float *sines, long half, float direction) {
  long count = half;
  float *second = x + half;
  ROW(count) {
    FloatLanes a = GET(x), b = GET(second), cosine = GET(cosines), sine = direction * GET(sines);
    PUT(x, a * cosine - b * sine);
    PUT(second, b * cosine + a * sine);
  }
}

static void add_row(float *x, const float *y, long count) { ROW(count) PUT(x, GET(x) + GET(y)); }
