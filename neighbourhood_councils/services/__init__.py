"""Writes of neighbourhood councils."""
