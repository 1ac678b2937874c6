"""Benchmarks: what a request costs, next to a control measured in the same run."""
