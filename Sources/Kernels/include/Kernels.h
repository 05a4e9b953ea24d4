#pragma once
#include "rows.h"
#include "tridiagonal.h"
