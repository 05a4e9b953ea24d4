// Weighted sums of the rows of a matrix in Double, for resamples of samples.
//
// Rows that a resample lacks have the weight 0, which changes no bit of a sum: four resamples then share every number that is loaded.

// The sums of the eight columns of a panel for four resamples, which stay in registers.
INLINE void weighted_panel(const double *panel, long rows, const double *weights, double *sums, long sums_stride) {
  DoubleLanes total[KERNELS_DRAWS] = {0};
  for (long row = 0; row < rows; row++) {
    DoubleLanes value;
    memcpy(&value, panel + row * 8, sizeof(value));
    for (int draw = 0; draw < KERNELS_DRAWS; draw++) {
      DoubleLanes weight = (DoubleLanes){0} + weights[row * KERNELS_DRAWS + draw];
      total[draw] = __builtin_elementwise_fma(value, weight, total[draw]);
    }
  }
  for (int draw = 0; draw < KERNELS_DRAWS; draw++)
    memcpy(sums + draw * sums_stride, &total[draw], sizeof(total[draw]));
}

// See kernels_weighted_rows. A panel stays in the nearest caches while the weights go by.
static void weighted_rows(
    const double *panels, long rows, const double *weights, long groups, long columns, double *sums, long sums_stride) {
  for (long column = 0; column < columns; column += 8)
    for (long group = 0; group < groups; group++)
      weighted_panel(
          panels + column * rows, rows, weights + group * rows * KERNELS_DRAWS,
          sums + group * KERNELS_DRAWS * sums_stride + column, sums_stride);
}
