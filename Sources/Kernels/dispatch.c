// Chooses the instruction set, and gives each thread the memory that packing takes.

#include "include/Kernels.h"
#include "table.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const kernels_table *table_of(int level) {
#if defined(__x86_64__)
  if (level == KERNELS_AVX512) return &kernels_avx512;
  if (level == KERNELS_AVX2) return &kernels_avx2;
#endif
  return &kernels_portable;
}

int kernels_best(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool has_fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  bool has_512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (has_fma) return has_512 ? KERNELS_AVX512 : KERNELS_AVX2;
#endif
  return KERNELS_PORTABLE;
}

static _Atomic int chosen = -1;

int kernels_level(void) {
  int level = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (level < 0) {
    level = kernels_best();
    atomic_store_explicit(&chosen, level, memory_order_relaxed);
  }
  return level;
}

static const kernels_table *table(void) { return table_of(kernels_level()); }

int kernels_use(int level) {
  kernels_level();
  return atomic_exchange(&chosen, level);
}

// Memory of a thread that grows to what was ever asked of it.
typedef struct {
  void *memory;
  size_t size;
} buffer;

static void *reserve(buffer *buffer, size_t size) {
  if (buffer->size >= size) return buffer->memory;
  free(buffer->memory);
  size_t rounded = (size + 63) / 64 * 64;
  buffer->memory = aligned_alloc(64, rounded);
  if (!buffer->memory) abort();
  buffer->size = rounded;
  return buffer->memory;
}

static _Thread_local buffer block_buffer, rows_buffer;

static long packed_count(long panel, long m, long k) { return (m + panel - 1) / panel * panel * k; }

long kernels_packed_count(long m, long k) { return packed_count(table()->panel_rows, m, k); }

long kernels_panel_rows(void) { return table()->panel_rows; }

void kernels_pack(kernels_source a, long m, long k, float scale, float *packed, long first, long last) {
  table()->pack(a, m, k, scale, packed, first, last);
}

bool kernels_multiply(
    const float *packed, long r0, long r1, long k, kernels_source b, long n0, long n1, float *c, long stride,
    bool accumulate) {
  float *block = reserve(&block_buffer, KERNELS_BLOCK * sizeof(float));
  return table()->multiply(packed, r0, r1, k, b, n0, n1, c, stride, accumulate, false, block);
}

void kernels_gemm(
    kernels_source a, kernels_source b, long m, long n, long k, float scale, float *c, long stride,
    bool accumulate) {
  long panel = table()->panel_rows;
  float *packed = reserve(&rows_buffer, packed_count(panel, m, k) * sizeof(float));
  table()->pack(a, m, k, scale, packed, 0, (m + panel - 1) / panel);
  kernels_multiply(packed, 0, m, k, b, 0, n, c, stride, accumulate);
}

void kernels_dgemm(
    kernels_source a, kernels_source b, long m, long n, long k, double *c, long stride, bool upper) {
  long panel = table()->double_panel_rows;
  double *packed = reserve(&rows_buffer, packed_count(panel, m, k) * sizeof(double));
  table()->double_pack(a, m, k, 1, packed, 0, (m + panel - 1) / panel);
  double *block = reserve(&block_buffer, KERNELS_DOUBLE_BLOCK * sizeof(double));
  table()->double_multiply(packed, 0, m, k, b, 0, n, c, stride, false, upper, block);
}

// Numbers that a reduction takes beside its matrix, for each of its columns.
enum { REDUCTION_SCRATCH = 10 * KERNELS_BAND };

void kernels_triangle(long rows, long columns, float *a, float *lower) {
  table()->triangle(rows, columns, a, lower, reserve(&rows_buffer, REDUCTION_SCRATCH * columns * sizeof(float)));
}

void kernels_band(long rows, long columns, float *a, double *band) {
  table()->band(rows, columns, a, band, reserve(&rows_buffer, REDUCTION_SCRATCH * columns * sizeof(float)));
}

int kernels_band_eigenvalues(long n, const double *band, double *values) {
  // Of every column what stands three sides high, with two sides of zeros behind the last.
  size_t count = (size_t)3 * KERNELS_BAND * (n + 2 * KERNELS_BAND);
  double *memory = reserve(&rows_buffer, (count + n) * sizeof(double)), *below = memory + count;
  memset(memory, 0, count * sizeof(double));
  table()->band_tridiagonal(n, band, memory, values, below);
  return kernels_tridiagonal_eigenvalues((int)n, values, below);
}

void kernels_softmax(float *s, long count, float cap) { table()->softmax(s, count, cap); }

void kernels_softmax_backward(float *dp, const float *p, const float *s, long count, float cap) {
  table()->softmax_backward(dp, p, s, count, cap);
}

double kernels_cross_entropy(float *z, long count, long id, double factor, float cap) {
  return table()->cross_entropy(z, count, id, factor, cap);
}

float kernels_norm(const float *x, const float *w, float *y, long count, double epsilon) {
  return table()->norm(x, w, y, count, epsilon);
}

void kernels_norm_backward(
    const float *dy, const float *x, const float *w, float scale, float *dx, long count) {
  table()->norm_backward(dy, x, w, scale, dx, count);
}

void kernels_gated(int activation, const float *gate, const float *up, float *hidden, long count) {
  table()->gated(activation, gate, up, hidden, count);
}

void kernels_gated_backward(int activation, const float *dhidden, float *gate, float *up, long count) {
  table()->gated_backward(activation, dhidden, gate, up, count);
}

void kernels_rotate(float *x, const float *cosines, const float *sines, long half, float direction) {
  table()->rotate(x, cosines, sines, half, direction);
}

void kernels_add(float *x, const float *y, long count) { table()->add(x, y, count); }

void kernels_weighted_rows(
    const double *panels, long rows, const double *weights, long groups, long columns, double *sums, long sums_stride) {
  table()->weighted_rows(panels, rows, weights, groups, columns, sums, sums_stride);
}
