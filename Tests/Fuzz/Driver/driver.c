// A target of C has a source; libFuzzer is a library.
#include "fuzzer.h"
