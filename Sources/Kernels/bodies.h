// All bodies for the instruction set of the file that includes this. Wants TABLE, TILE_ROWS and TILE_VECTORS.
//
// Nothing is fused but what says so, or the bits would depend on the instruction set.
#pragma STDC FP_CONTRACT OFF
// Vectors are passed to functions that are always inlined, so no convention of calling is touched.
#pragma clang diagnostic ignored "-Wpsabi"

#include "lanes.h"
#include "table.h"

#define REAL float
#define LANES 16
#define DEPTH 512
#define VECTOR FloatLanes
#define LOAD load_float
#define TRANSPOSE transpose_float
#define FORMATS(EACH) \
  EACH(KERNELS_FLOAT32, false) EACH(KERNELS_FLOAT32, true) EACH(KERNELS_BFLOAT16, false) EACH(KERNELS_BFLOAT16, true) \
  EACH(KERNELS_FLOAT16, false) EACH(KERNELS_FLOAT16, true)
#define NAME(x) float_##x
#if TILE_ROWS > 8
#define ROW_LANES LANES
#define ROW_VECTOR VECTOR
#define ROW_LOAD LOAD
#define ROW_TRANSPOSE TRANSPOSE
#else
#define ROW_LANES 8
#define ROW_VECTOR HalfLanes
#define ROW_LOAD load_half_float
#define ROW_TRANSPOSE transpose_half_float
#endif
#include "product.h"
#undef REAL
#undef LANES
#undef ROW_LANES
#undef ROW_VECTOR
#undef ROW_LOAD
#undef ROW_TRANSPOSE
#undef DEPTH
#undef VECTOR
#undef LOAD
#undef TRANSPOSE
#undef FORMATS
#undef NAME

#define REAL double
#define LANES 8
#define DEPTH 256
#define VECTOR DoubleLanes
#define LOAD load_double
#define TRANSPOSE transpose_double
#define FORMATS(EACH) \
  EACH(KERNELS_FLOAT32, false) EACH(KERNELS_FLOAT32, true) EACH(KERNELS_FLOAT64, false) EACH(KERNELS_FLOAT64, true)
#define NAME(x) double_##x
#define ROW_LANES LANES
#define ROW_VECTOR VECTOR
#define ROW_LOAD LOAD
#define ROW_TRANSPOSE TRANSPOSE
#include "product.h"

#include "elements.h"
#include "weighted.h"
#include "orthogonal.h"
#include "band.h"

const kernels_table TABLE = {
    TILE_ROWS, float_pack_rows, float_multiply, TILE_ROWS, double_pack_rows, double_multiply,
    softmax_row, softmax_backward_row, cross_entropy_row, norm_row, norm_backward_row, gated_row,
    gated_backward_row, rotate_row, add_row, weighted_rows, triangle_of, band_of, band_tridiagonal,
};
