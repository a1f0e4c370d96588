"""Screens of the publication guard."""
