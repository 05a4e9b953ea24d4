#pragma once
#include <cblas.h>

// LAPACK comes inside OpenBLAS under its Fortran names; these are the routines that the spectra and their tests use.
// Matrices are column-major; every argument is a pointer; lwork = -1 asks for the workspace size.

/// Cholesky factor of a symmetric matrix. info > 0: a pivot was not positive.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);

/// The same with the largest pivot first, until none is above `tol`; work [2n]. info > 0: the rank is less than n.
void dpstrf_(const char *uplo, const int *n, double *a, const int *lda, int *piv, int *rank, const double *tol,
             double *work, int *info);

/// itype = 2 and uplo = 'L': a := bᵀ a b for a symmetric a and a lower triangle b.
void dsygst_(const int *itype, const char *uplo, const int *n, double *a, const int *lda, const double *b,
             const int *ldb, int *info);

/// A symmetric matrix to tridiagonal form: d [n], e [n - 1], tau [n - 1].
void dsytrd_(const char *uplo, const int *n, double *a, const int *lda, double *d, double *e, double *tau, double *work,
             const int *lwork, int *info);

/// Eigenvalues of a tridiagonal matrix, smallest first, by the QL iteration without roots. info > 0: no convergence.
void dsterf_(const int *n, double *d, double *e, int *info);

/// QR factorisation, `a` [m × n]: R in the upper triangle on return.
void dgeqrf_(const int *m, const int *n, double *a, const int *lda, double *tau, double *work, const int *lwork,
             int *info);

/// Singular values by divide and conquer; jobz = 'N' for values only. info > 0: no convergence.
void dgesdd_(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u,
             const int *ldu, double *vt, const int *ldvt, double *work, const int *lwork, int *iwork, int *info);
