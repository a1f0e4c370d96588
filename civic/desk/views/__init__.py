"""Screens of the desk, and the sheets anybody may print."""
