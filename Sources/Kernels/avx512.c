// AVX-512: 32 registers of 64 bytes hold a tile of 14 rows of two vectors.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))), apply_to = function)
#define TABLE kernels_avx512
#define TILE_ROWS 14
#define TILE_VECTORS 2
#define NARROW_ROWS 8
#define SHORT_ROWS 16
#define UPDATE_ROWS 8
#include "bodies.h"
#pragma clang attribute pop
#endif
