#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer, whose library is linked by `make fuzz`, with its own arguments.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*body)(const uint8_t *bytes, size_t count));
