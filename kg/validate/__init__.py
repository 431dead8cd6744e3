"""Judging one document's facts: a report of what does not fit, in English and Spanish."""

from kg.validate.judge import Shapes, load_shapes, validate
from kg.validate.report import Report, Severity, ValidationFinding

__all__ = ["Report", "Severity", "Shapes", "ValidationFinding", "load_shapes", "validate"]
