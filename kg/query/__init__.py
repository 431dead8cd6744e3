"""Queries over a published release: limits before the engine, the engine in processes of its own, errors in words."""
