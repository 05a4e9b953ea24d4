"""Parts that the benchmarks share: the machine, measuring, checkpoints to measure with, and the peers."""
