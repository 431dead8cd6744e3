"""The reference data made from its tables."""
