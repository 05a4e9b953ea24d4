#ifndef STRATA_KERNELS_H
#define STRATA_KERNELS_H

#include <stdbool.h>

#include "rows.h"
#include "symmetric.h"

// The loops that take the time: matrix products and what is done element by element.
//
// They are in C because a Swift package cannot compile one function for several instruction sets. Each body is compiled
// for AVX-512, AVX2 and whatever every processor of the architecture has; the best is chosen when the program starts.
//
// All of them give the same bits: an element of a product is a chain of fused multiply-adds in the order of k, cut into
// blocks of fixed length, and a sum over a row has a fixed number of lanes. So no number depends on the processor, on the
// rows or columns beside it, or on how work is shared out.

// Number formats of a matrix in memory.
enum { KERNELS_FLOAT32 = 0, KERNELS_BFLOAT16 = 1, KERNELS_FLOAT16 = 2, KERNELS_FLOAT64 = 3 };

// A matrix [rows x columns] as it lies in memory: element (i, j) is number i * stride + j, or j * stride + i when it is
// to be read transposed. The data need only the alignment of their numbers.
typedef struct {
  const void *data;
  long stride;
  int format;
  bool transposed;
} kernels_source;

// Instruction sets, from the one that is always there to the best.
enum { KERNELS_PORTABLE = 0, KERNELS_AVX2 = 1, KERNELS_AVX512 = 2 };

// Tells the processor that a thread waits by looking.
static inline void kernels_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// The best instruction set of this processor.
int kernels_best(void);
// Takes another instruction set than the best, for tests: one that the processor has. Returns the one before. Nothing that
// was packed with one may be multiplied with another.
int kernels_use(int level);

// --- Products in Float: c [m x n] = a [m x k] b [k x n] ---

// Floats that a [m x k] takes when packed.
long kernels_packed_count(long m, long k);
// Rows in a panel of packed rows.
long kernels_panel_rows(void);
// Packs rows first * panel ..< last * panel of a [m x k], each times `scale`, into their place in `packed`.
void kernels_pack(kernels_source a, long m, long k, float scale, float *packed, long first, long last);
// Columns n0 ..< n1 of c [m x n], whose rows are `stride` apart, for rows r0 ..< r1 of the packed a; r0 is a multiple of the panel.
// n0 is a multiple of 32. Adds to c when `accumulate`. False when an element of b that was met is not finite.
bool kernels_multiply(const float *packed, long r0, long r1, long k, kernels_source b, long n0, long n1, float *c, long stride, bool accumulate);
// All of c in one call, one thread: packs a into memory of the thread.
void kernels_gemm(kernels_source a, kernels_source b, long m, long n, long k, float scale, float *c, long stride, bool accumulate);

// --- The same in Double, of sources in Float or Double ---

// With `upper`, only what is on and above the diagonal is sure to be written.
void kernels_dgemm(kernels_source a, kernels_source b, long m, long n, long k, double *c, long stride, bool upper);

// The eigenvalues of a symmetric tridiagonal matrix [n x n], smallest first, in place of its diagonal; `below` are the n - 1
// numbers below it. Not 0 when one of them is not finite.
int kernels_tridiagonal_eigenvalues(int n, double *diagonal, const double *below);

// --- Orthogonal transformations of a matrix in Float whose sides are multiples of KERNELS_BAND ---

enum { KERNELS_BAND = 16 };

// The lower triangle L [rows x rows] of a = L Q for a [rows x columns], rows <= columns, which is spoilt: column j of L is
// lower[j * rows] and what follows.
void kernels_triangle(long rows, long columns, float *a, float *lower);
// a [rows x columns], rows <= columns, is spoilt; the band B [rows x rows] has its singular values. Element (i, j) of B for
// i - KERNELS_BAND <= j <= i is band[i * (KERNELS_BAND + 1) + j + KERNELS_BAND - i]; all others are 0.
void kernels_band(long rows, long columns, float *a, double *band);
// The eigenvalues of B B^T, smallest first, for such a band [n x n]. Not 0 when one of them is not finite.
int kernels_band_eigenvalues(long n, const double *band, double *values);

// --- Element by element; a row has `count` numbers ---

// s = exp(s - max) / sum, after s = cap * tanh(s / cap) when cap > 0. A row that is not finite becomes NaN.
void kernels_softmax(float *s, long count, float cap);
// dp = p * (dp - sum(p * dp)), times 1 - tanh(s / cap)^2 when cap > 0; `s` are the scores before the cap and only read then.
void kernels_softmax_backward(float *dp, const float *p, const float *s, long count, float cap);
// -log softmax(z)[id] in nats; z becomes (softmax(z) - onehot(id)) * factor, times 1 - tanh(z / cap)^2 when cap > 0.
double kernels_cross_entropy(float *z, long count, long id, double factor, float cap);
// y = x * scale * w with scale = 1 / sqrt(mean(x^2) + epsilon), which is returned.
float kernels_norm(const float *x, const float *w, float *y, long count, double epsilon);
// dx += scale * (dy * w) - x * scale^3 / count * sum(dy * w * x).
void kernels_norm_backward(const float *dy, const float *x, const float *w, float scale, float *dx, long count);
// Activations of a gated unit: x * sigmoid(x), and x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))).
enum { KERNELS_SILU = 0, KERNELS_GELU_TANH = 1 };
// hidden = activation(gate) * up.
void kernels_gated(int activation, const float *gate, const float *up, float *hidden, long count);
// gate and up become their gradients: dhidden * up * activation'(gate) and dhidden * activation(gate).
void kernels_gated_backward(int activation, const float *dhidden, float *gate, float *up, long count);
// x = a * cos - b * sin, b * cos + a * sin for the halves a and b of `half` features each; sine times `direction`.
void kernels_rotate(float *x, const float *cosines, const float *sines, long half, float direction);
// x += y.
void kernels_add(float *x, const float *y, long count);
// Draws that are summed together.
enum { KERNELS_DRAWS = 4 };
// The sums of the rows of a matrix [rows x columns] under each of 4 * `groups` draws, the matrix in panels of eight columns
// [columns / 8 x rows x 8]: sums[d * sums_stride + j] = the sum over i of w(d, i) * panels[(j / 8 * rows + i) * 8 + j % 8], where w(d, i)
// is weights[(d / 4 * rows + i) * 4 + d % 4]. `columns` is a multiple of 8, the values are finite. Terms are added in the order of the
// rows, each rounded once with its product (fma), on every processor.
void kernels_weighted_rows(
    const double *panels, long rows, const double *weights, long groups, long columns, double *sums, long sums_stride);

#endif
