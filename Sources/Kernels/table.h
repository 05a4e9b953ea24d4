// The functions of one instruction set, as its file offers them.

#ifndef STRATA_KERNELS_TABLE_H
#define STRATA_KERNELS_TABLE_H

#include "include/Kernels.h"

typedef struct {
  long panel_rows;
  void (*pack)(kernels_source a, long m, long k, float scale, float *packed, long first, long last);
  bool (*multiply)(
      const float *packed, long r0, long r1, long k, kernels_source b, long n0, long n1, float *c, long stride,
      bool accumulate, bool upper, float *block);
  long double_panel_rows;
  void (*double_pack)(kernels_source a, long m, long k, double scale, double *packed, long first, long last);
  bool (*double_multiply)(
      const double *packed, long r0, long r1, long k, kernels_source b, long n0, long n1, double *c, long stride,
      bool accumulate, bool upper, double *block);
  void (*softmax)(float *s, long count, float cap);
  void (*softmax_backward)(float *dp, const float *p, const float *s, long count, float cap);
  double (*cross_entropy)(float *z, long count, long id, double factor, float cap);
  float (*norm)(const float *x, const float *w, float *y, long count, double epsilon);
  void (*norm_backward)(const float *dy, const float *x, const float *w, float scale, float *dx, long count);
  void (*gated)(int activation, const float *gate, const float *up, float *hidden, long count);
  void (*gated_backward)(int activation, const float *dhidden, float *gate, float *up, long count);
  void (*rotate)(float *x, const float *cosines, const float *sines, long half, float direction);
  void (*add)(float *x, const float *y, long count);
  void (*weighted_rows)(
      const double *panels, long rows, const double *weights, long groups, long columns, double *sums,
      long sums_stride);
  void (*triangle)(long rows, long columns, float *a, float *lower, float *memory);
  void (*band)(long rows, long columns, float *a, double *band, float *memory);
  void (*band_tridiagonal)(long n, const double *band, double *memory, double *d, double *e);
} kernels_table;

// The instruction set that was chosen, for functions that are not in the table.
int kernels_level(void);

extern const kernels_table kernels_portable;
#if defined(__x86_64__)
extern const kernels_table kernels_avx2;
extern const kernels_table kernels_avx512;
#endif

// Numbers that a packed block of b takes, in Float and in Double: DEPTH x COLUMNS of product.h.
enum { KERNELS_BLOCK = 512 * 128, KERNELS_DOUBLE_BLOCK = 256 * 64 };

#endif
