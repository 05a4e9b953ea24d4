#pragma once

/// Columns of a panel at most.
#define KERNELS_PANEL_LIMIT 64

/// Reduces the first `columns` rows and columns of a symmetric matrix to tridiagonal form.
///
/// `a` [n × n], column-major with `stride` elements to a column, of which only the lower triangle is read. On return d and e
/// [columns] hold the diagonal and what is below it, the columns of `a` below the diagonal the reflections V, and `w`
/// [n × columns], column-major with n elements to a column, the W of the update that is left to do: the trailing rows and
/// columns are to become A - V Wᵀ - W Vᵀ.
void kernels_tridiagonal_panel(int n, int columns, double *a, long stride, double *w, double *d, double *e);
