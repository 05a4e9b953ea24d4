#pragma once

/// to = from, in `double`.
void strata_widen(long count, const float *from, double *to);

/// to = from, in `float`.
void strata_narrow(long count, const double *from, float *to);

/// to = factor · from + share · to; with a share of 0 what was there does not matter.
void strata_scale(long count, const float *from, double factor, double share, double *to);

/// Σ x and Σ x² of a row, in `double`.
void strata_sums(long count, const float *x, double *sum, double *square);
