"""Writes of the indicators."""
