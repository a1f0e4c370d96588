"""Reads of workshops and mixed groups."""
