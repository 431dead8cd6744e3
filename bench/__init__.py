"""Figures of speed and memory, each by one command: `python -m bench.quick`."""
