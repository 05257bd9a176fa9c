"""Benchmarks: what the design promises, measured; `make bench` prints every figure beside its budget."""
