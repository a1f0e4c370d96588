"""Decisions and what they promise, in the administration."""
