#pragma once

/// The eigenvalues of a symmetric tridiagonal matrix, smallest first.
///
/// `diagonal` [n] is overwritten by them; `below` [n - 1] is read. Each is right to a few units of rounding of the largest.
/// Returns 0, or -1 when there is no memory, or a number is not finite.
int strata_tridiagonal_eigenvalues(int n, double *diagonal, const double *below);
