#pragma once
#include "rows.h"
#include "symmetric.h"
#include "tridiagonal.h"
