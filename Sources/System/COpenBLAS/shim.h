#pragma once
#include <cblas.h>

// LAPACK comes inside OpenBLAS under its Fortran names; these are the routines that the spectra use.
// Matrices are column-major; every argument is a pointer; lwork = -1 asks for the workspace size.

/// QR factorisation, `a` [m × n]: R in the upper triangle on return.
void sgeqrf_(const int *m, const int *n, float *a, const int *lda, float *tau, float *work, const int *lwork,
             int *info);
void dgeqrf_(const int *m, const int *n, double *a, const int *lda, double *tau, double *work, const int *lwork,
             int *info);

/// Singular values by divide and conquer; jobz = 'N' for values only. info > 0: no convergence.
void sgesdd_(const char *jobz, const int *m, const int *n, float *a, const int *lda, float *s, float *u,
             const int *ldu, float *vt, const int *ldvt, float *work, const int *lwork, int *iwork, int *info);
void dgesdd_(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u,
             const int *ldu, double *vt, const int *ldvt, double *work, const int *lwork, int *iwork, int *info);

/// Singular values by QR iteration: slower, and the fallback where divide and conquer does not converge.
void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n, double *a, const int *lda, double *s,
             double *u, const int *ldu, double *vt, const int *ldvt, double *work, const int *lwork, int *info);
