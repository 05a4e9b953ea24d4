// AVX2: 16 registers of 32 bytes hold a tile of 6 rows of one vector of two registers.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define TABLE kernels_avx2
#define TILE_ROWS 6
#define TILE_VECTORS 1
#define NARROW_ROWS 4
#define SHORT_ROWS 4
#define UPDATE_ROWS 4
#include "bodies.h"
#pragma clang attribute pop
#endif
