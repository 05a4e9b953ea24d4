#pragma once

/// to = from, in `double`.
void kernels_widen(long count, const float *from, double *to);

/// to = from, in `float`.
void kernels_narrow(long count, const double *from, float *to);

/// to = factor · from + share · to; with a share of 0 what was there does not matter.
void kernels_scale(long count, const float *from, double factor, double share, double *to);

/// to = factor · from, multiplied in `double`, in `float`.
void kernels_rescale(long count, const float *from, double factor, float *to);

/// Σ x and Σ x² of a row, in `double`.
void kernels_sums(long count, const float *x, double *sum, double *square);
