"""Measurements of Tintype against its own limits, in turn in the same run."""
