// What every processor of the architecture has: NEON on ARM, whose 32 registers of 16 bytes hold a tile of 6 rows of one
// vector of four registers.
#define TABLE kernels_portable
#define TILE_ROWS 6
#define TILE_VECTORS 1
#define NARROW_ROWS 4
#define SHORT_ROWS 4
#define UPDATE_ROWS 4
#include "bodies.h"
